# कंसोल के वे पृष्ठ जिन पर डेटा प्रबंधक काम करते हैं।
work-nav-quarantine = रोकी गई पंक्तियाँ
work-nav-mappings = प्रतिचित्रण
work-nav-discrepancies = विसंगतियाँ
work-nav-matches = मिलान
work-nav-entities = कौन कौन है

work-system-cpgram = सीपीग्राम
work-system-hrms = एचआरएमएस
work-system-jandarbar = जनता दरबार
work-system-rtps = आरटीपीएस
work-system-sparrow = स्पैरो
work-system-payroll = एचआरएमएस वेतन
work-any = सभी
work-system = प्रणाली
work-dataset = डेटासेट
work-district = ज़िला
work-no-district = ज़िला ज्ञात नहीं
work-age = कब से प्रतीक्षा में
work-age-days = { $days } दिन या अधिक
work-assignee = किसे सौंपी गई
work-nobody = किसी को नहीं
work-status = स्थिति
work-status-open = प्रतीक्षा में
work-status-fixed = सुधारी गई
work-status-released = ज्यों की त्यों स्वीकृत
work-status-refused = अस्वीकृत
work-status-replaced = बाद के बैच ने बदली
work-status-superseded = देर से आई
work-show = दिखाएँ
work-clear = छँटाई हटाएँ

work-queue-title = { $count ->
    [0] कोई पंक्ति रोकी नहीं गई है
    [one] एक पंक्ति रोकी गई है
   *[other] { $shown } पंक्तियाँ रोकी गई हैं
 }
work-by-reason = कौन-सी त्रुटि, कितनी बार
work-more-reasons = { $count } और कारण
work-same-cause = एक ही कारण वाली पंक्तियाँ
work-value-untold = रिक्त या व्यक्तिगत
work-groups-cut = यह गिनती इस छँटाई की सबसे पुरानी त्रुटियों की है; घटाने के लिए कोई कारण चुनें।
work-all-reasons = सभी कारण दिखाएँ
work-nothing-waits = इस छँटाई में कोई पंक्ति नहीं है।
work-look-wider = छँटाई कम करने पर और पंक्तियाँ दिखेंगी।
work-record = अभिलेख
work-without-key = पंक्ति { $id }, कुंजी के बिना
work-why = क्यों रोकी गई
work-and-more = और { $count } कारण
work-received = प्राप्ति
work-choose = चुनें
work-earlier = पहले की पंक्तियाँ
work-later = आगे की पंक्तियाँ

work-many = एक साथ कई पंक्तियाँ
work-scope-ticked = नीचे चुनी गई पंक्तियाँ
work-scope-all = { $count ->
    [one] इस छँटाई की एकमात्र पंक्ति
   *[other] इस छँटाई की सभी { $shown } पंक्तियाँ
 }
work-scope-limit = (एक बार में पहली { $limit })
work-fix-by-rule = नियम से सुधार
work-rule-map = किसी मान को बदलें
work-rule-trim = अतिरिक्त रिक्त स्थान और चिह्न हटाएँ
work-rule-from = दूसरी प्रणाली से मान लें
work-field = फ़ील्ड
work-map-before = स्रोत ने जैसा लिखा
work-map-district = यह ज़िला है (एलजीडी कोड)
work-map-after = सही मान
work-map-after-other = अथवा सही मान
work-each-failing = जिस फ़ील्ड में त्रुटि है
work-from-other = इसका मान
work-choose-dataset = मान बदलने या दूसरी प्रणाली से लेने के लिए डेटासेट चुनें।
work-preview = देखें कि क्या बदलेगा
work-assign = सौंपें
work-assign-to = किसे सौंपें (लॉगिन)
work-assign-help = सौंपना कोई निर्णय नहीं है; रिक्त छोड़ने पर किसी को नहीं।
work-refuse-many = अस्वीकार
work-refuse-many-help = पंक्तियाँ बाहर रहेंगी। उनके स्वामी को सूची भेजी जा सकती है।
work-refuse-preview = देखें कि क्या अस्वीकार होगा
work-preview-title = क्या बदलेगा
work-refuse-title = क्या इन पंक्तियों को अस्वीकार करना है?
work-preview-matched = देखी गई पंक्तियाँ
work-preview-changed = जो पंक्तियाँ बदलेंगी
work-preview-passing = जो तब हर जाँच में खरी उतरेंगी
work-preview-limit = एक बार में केवल पहली { $limit } पंक्तियाँ ली जाती हैं। शेष के लिए यही कार्य दोहराएँ।
work-still-fails = बाकी क्यों रुकेंगी
work-samples = कुछ पंक्तियाँ
work-before = जैसा प्राप्त हुआ
work-after = बाद में
work-result = परिणाम
work-passes = खरी उतरेगी
work-stays = रुकी रहेगी
work-reason = कारण (निर्णय के साथ रखा जाएगा)
work-keep-mapping = आगे के सभी बैचों में भी “{ $before }” को “{ $after }” पढ़ें (प्रतिचित्रण; इसे रद्द किया जा सकता है)
work-apply-fix = { $count ->
    [one] यह पंक्ति सुधारें
   *[other] ये { $count } पंक्तियाँ सुधारें
 }
work-apply-refuse = { $count ->
    [one] यह पंक्ति अस्वीकार करें
   *[other] ये { $count } पंक्तियाँ अस्वीकार करें
 }
work-refuse-many-count = { $count ->
    [one] एक पंक्ति अस्वीकार होगी।
   *[other] { $count } पंक्तियाँ अस्वीकार होंगी।
 }
work-leave = ज्यों का त्यों छोड़ें
work-preview-nothing = इसके बाद कोई पंक्ति जाँच में खरी नहीं उतरेगी। कुछ लागू नहीं किया जा सकता।
work-many-done = हो गया: { $done } पंक्तियाँ।
work-many-left = { $left } पंक्तियाँ रुकी रहीं, क्योंकि वे न बदलतीं या खरी न उतरतीं।
work-nothing-chosen = कोई पंक्ति नहीं चुनी गई।
work-no-such-wish = ऐसा कोई कार्य नहीं है।
work-no-code = फ़ील्ड “{ $field }” में इस ज़िले का कोई कोड नहीं है।
work-map-incomplete = मान बदलने के लिए फ़ील्ड, स्रोत का लिखा मान और सही मान बताएँ।
work-from-incomplete = दूसरी प्रणाली से मान लेने के लिए फ़ील्ड और मान का स्थान बताएँ।
work-days-missing = पहली और अंतिम तिथि बताएँ।
work-days-turned = अंतिम तिथि पहली तिथि से पहले की है।
work-list-empty = इन दिनों में { $owner } की कोई पंक्ति अस्वीकार नहीं की गई। भेजने को कुछ नहीं है।
work-refused-list = स्रोत के स्वामी के लिए अस्वीकृत पंक्तियों की सूची
work-refused-list-help = अभिलेख संख्या, फ़ील्ड, त्रुटि और अस्वीकार का कारण; कोई व्यक्तिगत मान नहीं। सूची बनाना दर्ज होता है।
work-owner = स्वामी
work-since = कब से
work-until = कब तक
work-format = रूप
work-make-list = सूची बनाएँ

work-see-entity = जो कुछ ज्ञात है
work-next-row = अगली पंक्ति
work-next-discrepancy = अगली विसंगति
work-only-noted = (केवल सूचना; इससे कुछ नहीं रुकता)
work-replaced-by = बाद का बैच ({ $batch }) वही अभिलेख लाया है; यहाँ कोई निर्णय नहीं करना है।
work-entered = { $at } से भंडार में।
work-their-reason = दिया गया कारण:
work-collision-help = आपका लिखा कुछ भी नहीं खोया: वह नीचे के प्रपत्र में है। देखें कि दूसरे व्यक्ति ने क्या किया, फिर सहेजें या छोड़ दें।
work-record-title = अभिलेख
work-as-received = जैसा प्राप्त हुआ
work-as-read = जैसा पढ़ा गया
work-right-value = सही मान
work-as-fixed = जैसा सुधारा गया
work-required = अनिवार्य
work-derived = हब ने निकाला
work-unreadable = पढ़ा नहीं जा सका
work-unmask-to-edit = बदलने के लिए व्यक्तिगत जानकारी खोलें
work-note = टिप्पणी (वैकल्पिक; निर्णय के साथ रखी जाएगी)
work-save-fix = सहेजें और जाँचें
work-check-only = केवल जाँचें
work-save-means = पंक्ति की वही जाँच फिर होगी; खरी उतरने पर वह प्राप्ति के क्रम में भंडार में जाएगी।
work-still-fails-here = इन मानों के साथ भी पंक्ति में त्रुटि है:
work-would-pass = इन मानों के साथ पंक्ति हर जाँच में खरी उतरती है।
work-nothing-changed = कोई मान नहीं बदला गया।
work-otherwise = अन्य निर्णय
work-refuse = पंक्ति अस्वीकार करें
work-refuse-reason = अस्वीकार का कारण (स्रोत के स्वामी इसे पढ़ेंगे)
work-refuse-means = पंक्ति बाहर ही रहेगी; वह स्वामी की सूची में आएगी।
work-release = ज्यों की त्यों स्वीकार करें
work-release-reason = त्रुटि के बावजूद सही क्यों है
work-release-means = त्रुटि उस पर चिह्न के रूप में बनी रहेगी।
work-undo-title = निर्णय वापस लें
work-undo-reason = वापस लेने का कारण
work-undo-means = पोर्टलों को डेटा दिए जाने तक संभव है। दोनों निर्णय लेखा-परीक्षा में बने रहेंगे।
work-undo = वापस लें
work-learn = क्या आगे के बैचों के लिए रखें?
work-learn-means = आगे ऐसा ही लिखा आने पर सही पढ़ा जाएगा और चिह्नित होगा। प्रतिचित्रण पर नाम और तिथि रहती है और उसे रद्द किया जा सकता है।
work-learn-keep = प्रतिचित्रण के रूप में रखें
work-versions = इस अभिलेख के पहले के संस्करण
work-this-row = यह पंक्ति
work-today = आज
work-versions-equal = पंक्ति वही कहती है जो भंडार के संस्करण कहते हैं।
work-no-versions = भंडार में इस अभिलेख का कोई संस्करण नहीं है।
work-siblings = यही अभिलेख अन्य समय भी रोका गया
work-elsewhere = अन्य प्रणालियाँ क्या कहती हैं
work-nowhere-else = किसी अन्य प्रणाली में इस अभिलेख की चर्चा नहीं है।
work-history = क्या किया गया
work-action-fixed = सुधारी
work-action-released = ज्यों की त्यों स्वीकार की
work-action-refused = अस्वीकार की
work-action-undone = निर्णय वापस लिया
work-action-assigned = सौंपी
console-work-fixed = पंक्ति सुधारी गई, जाँची गई और भंडार में ले ली गई।
console-work-released = पंक्ति स्वीकार कर ली गई।
console-work-refused = पंक्ति अस्वीकार कर दी गई।
console-work-undone = निर्णय वापस ले लिया गया। पंक्ति फिर प्रतीक्षा में है।
console-work-assigned = पंक्ति सौंप दी गई।
console-work-kept = प्रतिचित्रण रख लिया गया। वह अगले बैच से लागू होगा।
console-work-revoked = प्रतिचित्रण रद्द कर दिया गया। आगे के बैच जैसे लिखे हैं वैसे ही पढ़े जाएँगे।

work-mappings-mean = स्रोत जो ग़लत लिखता है और डेटा प्रबंधक ने एक बार पहचान लिया है, वह आगे के बैचों में सही पढ़ा जाता है। मूल प्रति ज्यों की त्यों रहती है; ऐसे पढ़ी गई हर पंक्ति पर चिह्न रहता है।
work-mappings-which = कौन-से
work-mappings-active = जो आज लागू हैं
work-mappings-all = रद्द किए गए भी
work-map-reads = कैसे पढ़ा जाता है
work-map-signed = किसने रखा
work-map-ended = स्थिति
work-map-revoked = रद्द
work-map-revoke = रद्द करें
work-map-applies = लागू
work-no-mappings = कोई प्रतिचित्रण नहीं रखा गया है। सुधारी गई पंक्ति के पृष्ठ पर, या एक साथ कई पंक्तियाँ सुधारते समय, सही मान आगे के बैचों के लिए रखा जा सकता है।

work-matches-title = क्या ये एक ही हैं?
work-matches-mean = अभिलेखों के वे जोड़े जिन पर मॉडल निश्चित नहीं है। आपका उत्तर मॉडल से ऊपर रहेगा, कारण सहित रखा जाएगा और वापस लिया जा सकेगा।
work-match-kind = क्या पूछा गया है
work-match-reason = क्यों प्रतीक्षा में
work-match-order = पहले
work-match-pair = दोनों अभिलेख
work-match-probability = एक होने की संभावना
work-match-concerns = संबंधित अभिलेख
work-match-since = कब से
work-order-oldest = सबसे पुराने
work-order-valuable = जिनसे अधिक अभिलेख जुड़े हैं
work-order-likely = सबसे संभावित
work-no-matches = कोई जोड़ा उत्तर की प्रतीक्षा में नहीं है।
work-none-of-these = देखे गए युग्मों में से कोई भी आपके ज़िलों और विभागों का नहीं है। और युग्म बाक़ी हैं।
work-pair-title-employee = क्या ये एक ही कर्मी हैं?
work-pair-title-citizen = क्या ये एक ही व्यक्ति हैं?
work-pair-title-matter = क्या ये एक ही मामला हैं?
work-pair-why = क्यों, जहाँ तक हब देख सकता है
work-pair-answer = आपका उत्तर
work-pair-yes-employee = हाँ, एक ही कर्मी
work-pair-yes-citizen = हाँ, एक ही व्यक्ति
work-pair-yes-matter = हाँ, एक ही मामला
work-pair-no-employee = नहीं, दो कर्मी
work-pair-no-citizen = नहीं, दो व्यक्ति
work-pair-no-matter = नहीं, दो मामले
work-pair-means = समूह तुरंत बदल जाते हैं; पोर्टलों को जुड़ने और अलग होने की सूचना अगले प्रकाशन के साथ मिलती है।
work-pair-records = दोनों अभिलेख
work-pair-said = लोगों ने क्या कहा
work-pair-withdrawn = वापस लिया:
work-record-gone = स्रोत में अब यह अभिलेख नहीं है।
console-work-no-entity = इस पहचान से कोई व्यक्ति या मामला ज्ञात नहीं है।
console-work-judged = आपका उत्तर रख लिया गया।
console-work-withdrawn = उत्तर वापस ले लिया गया।
work-entity-part = कुछ अभिलेख आपके ज़िलों या विभागों से बाहर के हैं और नहीं दिखाए गए हैं।
work-value = मान
work-source-and-date = स्रोत और कब से
work-no-values = कोई मान ज्ञात नहीं है।
work-since-day = { $day } से
work-from-batch = बैच

work-discrepancies-title = { $count ->
    [0] यहाँ प्रणालियाँ एकमत हैं
    [one] एक विसंगति
   *[other] { $shown } विसंगतियाँ
 }
work-what-differs = क्या भिन्न है
work-severity = गंभीरता
work-by-field = फ़ील्ड के अनुसार
work-by-systems = प्रणालियों के अनुसार
work-by-office = कार्यालय के अनुसार
work-office = कार्यालय
work-office-unknown = कार्यालय ज्ञात नहीं
work-first-says = एक प्रणाली के अनुसार
work-second-says = दूसरी के अनुसार
work-first-seen = पहली बार
work-critical = { $count } गंभीर
work-no-discrepancies = इस छँटाई में कोई विसंगति नहीं है।
work-send-list = स्वामी को सूची भेजें
work-send-means = सूची में इस छँटाई की वे खुली विसंगतियाँ रहेंगी जिनमें स्वामी की प्रणाली है; कोई व्यक्तिगत मान नहीं। वे तब भेजी हुई मानी जाएँगी।
work-discrepancy = विसंगति
work-which-side = कौन-सा पक्ष सही है?
work-personal-value = व्यक्तिगत मान, यहाँ नहीं रखा जाता; अभिलेख खोलें
work-resolve-means = निर्णय तब तक रहेगा जब तक दोनों प्रणालियाँ वही कहती हैं जो अभी कहती हैं। स्रोत का कोई अभिलेख नहीं बदलता।
work-resolve = यह पक्ष सही है
work-decision-resolve = एक पक्ष चुना
work-decision-send = स्वामी को भेजा
work-decision-undo = निर्णय वापस लिया
console-work-decided = निर्णय रख लिया गया।
console-work-taken-back = निर्णय वापस ले लिया गया।
console-work-busy = आपका निर्णय रख लिया गया। इस डेटासेट का समन्वय चल रहा है; उसके पूरा होते ही पंक्ति भंडार में जाएगी।
