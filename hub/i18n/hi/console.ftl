# डेटा प्रबंधक का कंसोल: ढाँचा, और क्या चला तथा क्या प्रतीक्षा में है।
console-title = बिहार एकीकरण हब
console-skip = सीधे मुख्य सामग्री पर जाएँ
console-navigation = पृष्ठ
console-airflow = Airflow (कार्य-संचालन)
console-footer = बिहार प्रशासनिक सुधार मिशन सोसाइटी। व्यक्तिगत जानकारी ढकी रहती है; उसे खोलने वाले का नाम और प्रयोजन दर्ज होता है।
console-log-in = लॉग इन करें
console-back = वापस
console-more = और दिखाएँ
console-first-page = आरंभ पर लौटें
console-problem = यह कार्य नहीं हो सका
console-who-must-act = किसे कार्रवाई करनी है: { $actor }

console-role-viewer = दर्शक
console-role-steward = डेटा प्रबंधक
console-role-it-team = आईटी दल
console-role-auditor = लेखा-परीक्षक
console-role-admin = प्रशासक

console-not-logged-in = आपने लॉग इन नहीं किया है।
console-wrong-origin = यह अनुरोध इस कंसोल के किसी पृष्ठ से नहीं आया, इसलिए अस्वीकार किया गया।
console-wrong-token = यह प्रपत्र पुराना हो चुका है। वापस जाएँ, पृष्ठ को फिर से खोलें और कार्य दोहराएँ।
console-no-right = आपकी भूमिका में यह अधिकार नहीं है।
console-not-yours = यह अभिलेख आपके ज़िलों या विभागों से बाहर का है।
console-whole-state-only = इसका संबंध सभी ज़िलों से है। यह केवल वही कर सकता है जिस पर ज़िले या विभाग की कोई सीमा नहीं है।
console-no-such-page = ऐसा कोई पृष्ठ नहीं है।
console-not-possible = यह अभी नहीं किया जा सकता।
console-form-incomplete = प्रपत्र अधूरा है: { $fields }
console-unexpected = कुछ ऐसा विफल हुआ जिसकी हब को आशंका नहीं थी। आईटी दल को यह संख्या बताएँ: { $number }
console-purpose-missing = कुछ शब्दों में (5 से 300 अक्षर) लिखें कि व्यक्तिगत जानकारी क्यों देखनी है; यह दर्ज रहेगा।

desk-limit-incomplete = सीमा के लिए लॉगिन और कारण दोनों चाहिए।

## नाम और स्थितियाँ

dataset-cpgram-closures = सीपीग्राम अंतिम निष्पादन
dataset-cpgram-grievances = सीपीग्राम शिकायतें
dataset-hrms-employees = एचआरएमएस कर्मी
dataset-hrms-pay-cases = एचआरएमएस वेतन मामले
dataset-hrms-payroll = एचआरएमएस मासिक वेतन
dataset-jandarbar-grievances = जनता दरबार शिकायतें
dataset-rtps-applications = आरटीपीएस आवेदन
dataset-rtps-services = आरटीपीएस सेवाएँ
dataset-sparrow-pars = स्पैरो मूल्यांकन प्रतिवेदन

console-never = कभी नहीं
console-age-minutes = { $count } मिनट
console-age-hours = { $count } घंटे
console-age-days = { $count } दिन
console-ago = { $age } पहले
console-failed-otherwise = विफल हुआ: { $kind }
console-state-planned = नियोजित
console-state-landed = प्राप्त
console-state-checked = जाँचा गया
console-state-held = निर्णय हेतु रुका
console-state-released = जारी किया गया
console-state-refused = अस्वीकृत
console-state-stored = भंडार में
console-state-unchanged = अपरिवर्तित
console-state-superseded = बाद के बैच से प्रतिस्थापित
console-state-pending = प्रतीक्षा में
console-state-sent = भेजा गया
console-state-dead = प्रयास समाप्त
console-state-dropped = छोड़ा गया
console-state-doubtful = संदिग्ध
console-state-open = खुला
console-state-acknowledged = संज्ञान में
console-state-closed = बंद

console-column-dataset = डेटासेट
console-column-state = स्थिति
console-column-last-good = पिछला सही समन्वय
console-column-received = प्राप्त
console-column-accepted = स्वीकृत
console-column-quarantined = रोके गए
console-column-days = पिछले 14 दिन
console-column-actions = कार्रवाई
console-column-batch = बैच
console-column-why = कारण
console-column-changed-at = बदलाव का समय
console-column-rows = पंक्तियाँ
console-column-new = नए
console-column-changed = बदले
console-print = मुद्रण
console-refresh = ताज़ा करें

## आज

console-nav-today = आज
console-today-title = आज, कार्य-तिथि { $date }
console-needs = जिन पर किसी को ध्यान देना है
console-nothing-waits = अभी किसी के निर्णय की प्रतीक्षा नहीं है।
console-board = सभी डेटासेट
console-in-time = समय पर
console-late = विलंबित
console-failed = विफल
console-under-way = चल रहा है
console-held-count = { $count } बैच रुका
console-sync-now = अभी समन्वय करें
console-start-title = समन्वय आरंभ करें या किसी तिथि को फिर चलाएँ
console-start = आरंभ करें
console-business-date = कार्य-तिथि
console-start-help = जो तिथि पहले से भंडार में है, उसके लिए स्रोत से फिर पूछा जाता है; जो नहीं बदला वह वैसा ही रहता है।
console-started = समन्वय आरंभ किया गया। प्राप्त होते ही यह पट्ट उसे दिखाएगा।
console-cannot-start = यहाँ से समन्वय आरंभ नहीं हो सकता। कमांड पंक्ति का प्रयोग करें: hub sync
console-airflow-away = Airflow ने अभी आदेश नहीं लिया। एक मिनट बाद फिर प्रयास करें।
console-airflow-refused = Airflow ने आदेश अस्वीकार किया: आपके लॉगिन को वहाँ यह अधिकार नहीं है, या वह इस डेटासेट को नहीं जानता।
console-spark = पिछले { $count } दिन।
console-spark-day = { $date }: प्राप्त { $received }, रोके गए { $quarantined }
console-nothing-received = कुछ प्राप्त नहीं हुआ।
console-legend-received = प्राप्त
console-legend-quarantined = रोके गए
console-legend-waiting = निर्णय हेतु रुका या अस्वीकृत
console-need-held = { $dataset }: { $date } का बैच रुका है और निर्णय की प्रतीक्षा में है
console-one-agreed = एक व्यक्ति सहमत है; दूसरे की सहमति आवश्यक है।
console-see-why = कारण देखें और निर्णय करें
console-need-failed = { $dataset }: पिछला समन्वय विफल हुआ
console-need-late = { $dataset } विलंबित है
console-late-by = पिछला सही समन्वय { $age } पहले; तय अंतराल: { $level }।
console-need-dead = { $flow } को भेजे जाने वाले संदेश जो अस्वीकृत हुए या जिनके प्रयास समाप्त हुए: { $count }
console-see-deliveries = प्रेषण देखें
console-need-mails = चेतावनी के ई-मेल जो अस्वीकृत या संदिग्ध हैं: { $count }
console-see-mails = ई-मेल देखें
console-need-feeds = { $stored } तक का भंडारित डेटा प्रकाशित नहीं हुआ है; फ़ीड { $published } पर हैं
console-need-alerts = खुली चेतावनियाँ जिनका किसी ने संज्ञान नहीं लिया: { $count }
console-see-alerts = चेतावनियाँ देखें

## बैच

console-nav-held = रुके हुए बैच
console-held-title = निर्णय की प्रतीक्षा में बैच
console-batches-of = { $dataset } के बैच
console-only-held = केवल रुके हुए
console-nothing-held = कोई बैच रुका हुआ नहीं है।
console-no-such-batch = ऐसा कोई बैच नहीं है।
console-no-docs = इस बैच के Data Docs नहीं हैं: इसकी जाँच नहीं हुई थी।
console-held-means = इस बैच का कुछ भी भंडार में नहीं है। Airflow भी इसी निर्णय की प्रतीक्षा में है; यहाँ का निर्णय वहाँ भी लागू होता है।
console-why-held = क्यों रुका है
console-hold-control-total = स्रोत का योग भिन्न
console-hold-landed-total = प्राप्त योग भिन्न
console-hold-count-band = पंक्तियों की संख्या
console-hold-absent-field = एक क्षेत्र अनुपस्थित
console-hold-quarantine-share = दोषपूर्ण पंक्तियाँ अधिक
console-hold-check-error = एक जाँच नहीं हो सकी
console-totals = स्रोत का योग और प्राप्त संख्या
console-total-source = स्रोत की गणना
console-total-landed = उतारे गए
console-total-received = पढ़े गए
console-band = क्या पंक्तियों की यह संख्या संभव है?
console-band-plausible = संभावित:
console-band-previous = पिछला सही बैच:
console-band-received = प्राप्त:
console-drift = क्षेत्र: क्या तय था, क्या आया
console-drift-promised = अनुबंध
console-drift-came = प्राप्त
console-drift-nothing = अनुबंध में नहीं
console-drift-renamed = संभवतः स्रोत ने नाम बदला है
console-drift-unknown = नया; मूल प्रति में अलग रखा गया
console-drift-missing = अनुपस्थित
console-counts = गणना
console-owner = स्रोत के स्वामी
console-data-docs = इस बैच के Data Docs (जाँच-पत्र)
console-failed-rules = नियम जिन पर पंक्तियाँ खरी नहीं उतरीं
console-agreed = अब तक की सहमति
console-decide = निर्णय करें
console-two-persons = इस डेटासेट को जारी करने के लिए दो व्यक्तियों की सहमति आवश्यक है।
console-you-agreed = आप सहमत हैं। दूसरे व्यक्ति की सहमति भी आवश्यक है।
console-release = जारी करें
console-release-reason = यह आगे क्यों जा सकता है?
console-release-means = बैच जैसा है वैसा भंडार में जाएगा; दोषपूर्ण पंक्तियाँ रोक में रहेंगी। मिलान और प्रकाशन अपने आप होगा।
console-refuse = अस्वीकार करें
console-refuse-reason = क्यों अस्वीकार किया? यह स्रोत के स्वामी को बताया जा सकता है।
console-refuse-means = इसका कुछ भी भंडार में नहीं जाएगा। अगला समन्वय स्रोत से वही अवधि फिर माँगेगा; इस प्रकार अस्वीकृति को फिर समन्वय करके सुधारा जा सकता है।
console-batch-released = जारी किया गया। अब यह भंडार में जाएगा; मिलान और प्रकाशन अपने आप होगा।
console-batch-agreed = आपकी सहमति दर्ज हुई। दूसरे व्यक्ति की सहमति भी आवश्यक है।
console-batch-refused = अस्वीकार किया गया। इसका कुछ भी भंडार में नहीं गया; अगला समन्वय स्रोत से फिर पूछेगा।
console-sample = इसकी कुछ पंक्तियाँ, दोषपूर्ण पहले
console-purpose = व्यक्तिगत जानकारी देखने का प्रयोजन
console-unmask = व्यक्तिगत जानकारी दिखाएँ
console-nav-feeds = फ़ीड और प्रेषण

## कई पृष्ठों के शब्द

console-all = सभी
console-apply = लागू करें
console-reason = कारण
console-district = ज़िला
console-districts = ज़िले
console-departments = विभाग
console-departments-lines = विभाग, प्रत्येक पंक्ति में एक, जैसा स्रोत लिखते हैं
console-ddo = डीडीओ
console-since = कब से
console-until = कब तक
console-number = क्रमांक
console-details = विवरण
console-show = दिखाएँ
console-save = सहेजें
console-history = क्या-क्या हुआ
console-nothing-found = कुछ नहीं मिला।
console-version = संस्करण
console-fields = क्षेत्र
console-field = क्षेत्र
console-field-name = हब में नाम
console-meaning = अर्थ
console-type = प्रकार
console-class = श्रेणी
console-key = कुंजी
console-required = अनिवार्य
console-derived = हब द्वारा निर्मित
console-wire = स्रोत में नाम
console-login = लॉगिन
console-type-string = पाठ
console-type-integer = पूर्णांक
console-type-number = संख्या
console-type-boolean = हाँ या नहीं
console-type-date = तिथि
console-type-timestamp = तिथि और समय
console-class-public = सार्वजनिक
console-class-internal = आंतरिक
console-class-personal = व्यक्तिगत
console-class-sensitive = संवेदनशील
console-severity-critical = गंभीर
console-severity-warning = चेतावनी
console-severity-info = सूचना

## चेतावनियाँ

console-nav-alerts = चेतावनियाँ
console-alerts-title = अधिक समय से लंबित वेतन मामले
console-alerts-means = { $date } के मूल्यांकन के अनुसार। एचआरएमएस में मामला निपटते ही चेतावनी अपने आप बंद हो जाती है।
console-alert-case = मामला
console-alert-kind = मामले का प्रकार
console-alert-stage = चरण
console-alert-days = दिन
console-alert-since = कब से लंबित
console-alert-level = स्तर
console-alert-employee = कर्मी
console-no-alerts = ऐसी कोई चेतावनी नहीं है।
console-no-such-alert = ऐसी कोई चेतावनी नहीं है।
console-event-opened = खुली
console-event-reopened = फिर लंबित
console-event-acknowledged = संज्ञान लिया गया
console-event-closed = बंद हुई
console-acknowledge = संज्ञान लें
console-acknowledge-reason = इसे कौन देख रहा है, और कब तक?
console-acknowledge-means = मामला निपटने पर यह फिर भी अपने आप बंद होगी।
console-acknowledged = संज्ञान दर्ज हुआ।
console-mails = ई-मेल जो नहीं जा सके
console-mails-mean = मेल-सेवा ने इन्हें अस्वीकार किया, या इनका पहुँचना निश्चित नहीं है।
console-send-again = फिर भेजें
console-mail-again = ई-मेल अगली बार के साथ भेजा जाएगा।

## फ़ीड और प्रेषण

console-feeds = प्रकाशित फ़ीड
console-feed = फ़ीड
console-published-at = प्रकाशन का समय
console-readers = पोर्टल और उन्होंने क्या पढ़ा
console-portal = पोर्टल
console-read-at = पढ़ने का समय
console-read-version = संस्करण { $version }
console-read-nothing = अभी कुछ नहीं
console-no-readers = किसी पोर्टल को इसे पढ़ने की अनुमति नहीं है।
console-revoked = निरस्त
console-push = प्रेषण
console-push-active = सक्रिय
console-push-paused = विराम पर
console-push-halted = रुका हुआ
console-push-ended = समाप्त
console-push-stuck = { $count } बदलाव (संस्करण { $from } से { $to }) भेजे नहीं जा सके; प्रेषण रुका है।
console-push-resume = फिर भेजें
console-push-skip = छोड़ दें
console-push-resumed = जो रह गया था, उसी से प्रेषण आगे बढ़ेगा।
console-push-skipped = छोड़ दिया गया। पोर्टल को नई पूरी प्रति चाहिए।
console-versions = नवीनतम संस्करण
console-no-versions = अभी कुछ प्रकाशित नहीं हुआ है।
console-removed = हटे
console-flows = प्रणालियों को संदेश
console-flow = प्रवाह
console-sent-today = कार्य-तिथि को भेजे गए
console-flow-off = बंद
console-flow-idle = कुछ शेष नहीं
console-flow-waiting = बारी की प्रतीक्षा
console-flow-failing = उत्तर नहीं
console-flow-limit-reached = दिन की सीमा पूरी
console-dead-letter = अस्वीकृत या प्रयास समाप्त
console-dead-letter-means = प्रत्येक पर किसी व्यक्ति को निर्णय करना है: कारण दूर होने पर फिर भेजें, या सदा के लिए छोड़ दें।
console-give-up = छोड़ दें
console-revived = यह फिर देय है और अगले प्रेषण में जाएगा।
console-dropped = सदा के लिए छोड़ दिया गया।

## लेखा-परीक्षा

console-nav-audit = लेखा-परीक्षा
console-audit-title = किसने क्या किया
console-audit-who = कौन
console-audit-what = क्या किया
console-audit-subject = किसका
console-audit-when = कब
console-prove = नवीनतम पंक्तियाँ जाँचें
console-prove-means = नवीनतम 5,000 पंक्तियाँ जाँची जाती हैं। पूरी शृंखला का प्रमाण:
console-chain-holds = पंक्तियाँ { $first } से { $last } वैसी ही हैं जैसी लिखी गई थीं, और अंत में कोई अनुपस्थित नहीं है।
console-chain-broken = पंक्ति { $number } वैसी नहीं है जैसी लिखी गई थी, या वहाँ पंक्तियाँ अनुपस्थित हैं। आईटी दल को बताएँ।
console-did-console-open = कंसोल खोला
console-did-unmask = व्यक्तिगत जानकारी देखी
console-did-sync-start = समन्वय आरंभ किया
console-did-batch-release = बैच जारी करने पर सहमति दी
console-did-batch-refuse = बैच अस्वीकार किया
console-did-quarantine-fixed = पंक्ति सुधारी
console-did-quarantine-released = पंक्ति जारी की
console-did-quarantine-refused = पंक्ति अस्वीकार की
console-did-quarantine-replay = पंक्तियाँ भंडार में लाईं
console-did-alert-acknowledge = चेतावनी का संज्ञान लिया
console-did-notification-send-again = ई-मेल फिर भेजने दिया
console-did-deliver-revive = संदेश फिर भेजने दिए
console-did-deliver-drop = संदेश छोड़ दिए
console-did-deliver-switch = प्रवाह चालू या बंद किया
console-did-person-limit = लॉगिन की सीमा तय की
console-did-console-search = खोज की

## डेटा शब्दकोश

console-nav-dictionary = डेटा शब्दकोश
console-purpose-of = इसमें क्या है
console-service-level = कितने समय में आता है
console-rules = नियम जिन पर यह परखा जाता है
console-rule = नियम
console-severity = गंभीरता

## लोग

console-nav-people = सीमाएँ
console-people-means = जिस लॉगिन की कोई सीमा नहीं, वह पूरे राज्य का डेटा देखता है। भूमिकाएँ लॉगिन सेवा से आती हैं।
console-limit-title = किसी लॉगिन की सीमा तय करें या हटाएँ
console-limits-set = सीमाएँ तय हुईं; अगले पृष्ठ से लागू हैं।
