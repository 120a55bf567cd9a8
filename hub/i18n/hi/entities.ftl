# कौन कौन है: अभिलेख-युग्मों पर निर्णय।
entities-kind-unknown = "{ $kind }" नाम का कोई इकाई-प्रकार नहीं है। उपलब्ध: { $known }।
entities-subject-unknown = "{ $subject }" नाम का कोई विषय नहीं है। उपलब्ध: { $known }।
entities-question-unknown = किसी युग्म के लिए "{ $question }" नहीं पूछा जाता। उपलब्ध: { $known }।
entities-verdict-unknown = "{ $verdict }" कोई उत्तर नहीं है। उपलब्ध: { $known }।
entities-unknown = इकाई { $id } नहीं है, और कभी नहीं थी।
entities-record-unknown = अभिलेख { $id } किसी इकाई का नहीं है।
entities-same-record = { $id } की तुलना स्वयं से नहीं की जा सकती।
entities-reason-missing = निर्णय के लिए कारण आवश्यक है; वह निर्णय के साथ सुरक्षित रहता है।
entities-aadhaar = कारण में आधार संख्या है। हब कोई आधार संख्या नहीं रखता; कुछ भी सहेजा नहीं गया।
entities-changed-meanwhile = इस बीच इस युग्म पर किसी और ने निर्णय ले लिया है। पहले उसे फिर से देख लें।
entities-judgement-unknown = निर्णय { $id } नहीं है, जिसे वापस लिया जा सके।
entities-not-mergeable = { $one } और { $other } जोड़े नहीं जा सकते: वे पहले से एक ही इकाई हैं, दो अलग प्रकार के हैं, या उनमें से एक के पास अब कोई अभिलेख नहीं है।
entities-not-splittable = ये अभिलेख { $entity } से अलग नहीं किए जा सकते; वे उसी इकाई के कुछ अभिलेख होने चाहिए, सभी नहीं: { $records }।
entities-contradiction = यह निर्णय अन्य युग्मों ({ $pairs }) पर लोगों के निर्णय के विपरीत है, या मूल सूची के दो अभिलेख एक ही इकाई में आ जाएँगे। पहले दूसरा निर्णय वापस लें, या मूल सूची के उन दो अभिलेखों पर निर्णय दें।
entities-golden-unsound = "{ $kind }" के मान्य अभिलेख का नियम फ़ील्ड "{ $field }" पर ठीक नहीं है।
entities-never-compared = { $one } और { $other } की तुलना नहीं होती: वे अलग-अलग प्रकार के हैं, या उनमें से केवल एक ही है।
entities-purpose-missing = व्यक्तिगत मान केवल उद्देश्य बताने पर दिखाए जाते हैं; उद्देश्य लेखा-परीक्षा में सुरक्षित रहता है।
entities-no-whole = यह युग्म किसी ऐसे समूह का नहीं है जो पूरा-का-पूरा निर्णय की प्रतीक्षा में हो, या उत्तर "हाँ" नहीं है।

# प्रकार, स्थिति, परिवर्तन, उत्तर।
entities-kind-employee = कर्मी
entities-kind-citizen = नागरिक
entities-kind-matter = विषय
entities-state-live = चालू
entities-state-closed = बंद
entities-change-created = नई इकाई
entities-change-grew = अभिलेख जुड़े
entities-change-shrank = अभिलेख हटे
entities-change-merged = इसमें मिली
entities-change-split = इससे अलग हुई
entities-change-closed = बंद
entities-change-reopened = फिर आई
entities-change-first = पहली बार ज्ञात
entities-change-changed = बदला
entities-change-deleted = स्रोत में नहीं रहा
entities-verdict-yes = हाँ
entities-verdict-no = नहीं
entities-verdict-unsure = कह नहीं सकते

# युग्म निर्णय की प्रतीक्षा में क्यों है।
entities-review-band = मॉडल निश्चित नहीं है
entities-review-two-masters = मूल सूची के दो अभिलेख जुड़ जाते
entities-review-household = संबंधी हो सकते हैं
entities-review-weak-chain = दो समूह, केवल एक जगह जुड़े
entities-review-oversize = समूह बहुत बड़ा है
entities-review-contradiction = निर्णय एक-दूसरे के विपरीत हैं

# hub entity show
entities-show-golden = क्या सही माना गया है, और किसके अनुसार
entities-show-records = अभिलेख
entities-show-changes = इकाई के साथ क्या हुआ
entities-show-timeline = जो कुछ ज्ञात है, तिथिवार
entities-show-aliases = इसमें मिली इकाइयाँ
entities-show-split-from = किससे अलग हुई
entities-show-led = { $asked } मिला दी गई थी; अब वह { $id } है।
entities-column-field = फ़ील्ड
entities-column-value = मान
entities-column-dataset = डेटासेट
entities-column-key = कुंजी
entities-column-since = कब से
entities-column-batch = बैच
entities-column-date = तिथि
entities-column-change = क्या हुआ
entities-column-entity = इकाई
entities-column-other = दूसरी इकाई
entities-column-record = अभिलेख
entities-column-records = अभिलेख
entities-column-kind = प्रकार
entities-column-bits = बिट
entities-column-reason = कारण
entities-column-waiting = प्रतीक्षा में
entities-column-left = क
entities-column-right = ख
entities-column-probability = संभावना
entities-column-value-of = कितने अभिलेख
entities-column-compared = किसकी तुलना
entities-column-found = क्या मिला
entities-column-against-for = विपक्ष │ पक्ष
entities-column-id = निर्णय
entities-column-actor = किसने
entities-column-verdict = उत्तर
entities-decided = निर्णय { $act } दर्ज हो गया।
entities-decided-later = मिलान अभी चल रहा है; इकाइयाँ अगली बार के मिलान में बदलेंगी।

# hub entity why
entities-why-joined-employee = क और ख एक ही कर्मी माने गए हैं: { $entity }।
entities-why-joined-citizen = क और ख एक ही व्यक्ति माने गए हैं: { $entity }।
entities-why-joined-matter = क और ख एक ही विषय माने गए हैं: { $entity }।
entities-why-apart-employee = क और ख दो अलग कर्मी माने गए हैं: { $entity } और { $other }।
entities-why-apart-citizen = क और ख दो अलग व्यक्ति माने गए हैं: { $entity } और { $other }।
entities-why-apart-matter = क और ख दो अलग विषय माने गए हैं: { $entity } और { $other }।
entities-why-yes = { $actor } ने { $on } को निर्णय दिया कि दोनों एक हैं (निर्णय { $id }): “{ $reason }”। लोगों का निर्णय मॉडल से ऊपर है।
entities-why-no = { $actor } ने { $on } को निर्णय दिया कि दोनों अलग हैं (निर्णय { $id }): “{ $reason }”। लोगों का निर्णय मॉडल से ऊपर है।
entities-why-inherited-no = निर्णय दिया जा चुका है कि { $one } और { $other } अलग हैं; क और ख इन्हीं दो पक्षों में आते हैं।
entities-why-accepted = दोनों अभिलेखों में जो समान है, उससे उनके एक होने की संभावना { $percent } % है।
entities-why-path = वे दूसरे अभिलेखों के माध्यम से जुड़े हैं: { $path }।
entities-why-two-masters = दोनों मूल सूची के अपने-अपने अभिलेख ({ $one } और { $other }) से जुड़े हैं, और उस सूची में हर व्यक्ति एक ही बार आता है।
entities-why-household = { $one } और { $other } एक ही परिवार के दो सदस्य लगते हैं; क और ख इन्हीं दो के साथ हैं।
entities-why-weak-chain = अभिलेखों के दोनों समूह केवल एक जगह जुड़े हैं; उन्हें एक मानने के लिए यह पर्याप्त नहीं है।
entities-why-oversize = समूह में { $records } अभिलेख हो जाते, जो सीमा { $bound } से अधिक है। जब तक कोई व्यक्ति देख न ले, कुछ भी नहीं जोड़ा जाता।
entities-why-contradiction = यहाँ लोगों के निर्णय एक-दूसरे के विपरीत हैं।
entities-why-review = मॉडल निश्चित नहीं है: उसके अनुसार एक होने की संभावना { $percent } % है। निर्णय किसी व्यक्ति को लेना है।
entities-why-reject = दोनों अभिलेखों में इतनी समानता नहीं है कि उन्हें एक माना जाए।
entities-why-waits = यह युग्म { $since } से निर्णय की प्रतीक्षा में है।
entities-why-legend = मॉडल दोनों अभिलेखों को कैसे तौलता है: हर बिट से उनके एक होने की संभावना का अनुपात दुगुना होता है; ऋणात्मक बिट से आधा।
entities-why-start = आरंभ
entities-why-start-finding = यों ही चुने गए दो अभिलेख शायद ही कभी एक होते हैं
entities-why-sum = कुल मिलाकर
entities-why-band-accept = संभावना { $percent } %: एक
entities-why-band-review = संभावना { $percent } %: निर्णय किसी व्यक्ति को लेना है
entities-why-band-reject = संभावना { $percent } %: अलग

# hub verify
verify-entities-members = हर इकाई में वही अभिलेख हैं जो उसके हैं
verify-entities-told = इकाई के घोषित परिवर्तन = इकाई
verify-entities-lead = मिलाई गई हर इकाई-संख्या किसी इकाई तक पहुँचाती है
verify-entities-apart = जिसे लोगों ने अलग रखा, वह अलग है
verify-entities-again = नए सिरे से बनाई गई इकाइयाँ = वर्तमान इकाइयाँ
