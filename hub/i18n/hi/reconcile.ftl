# मिलान।
reconcile-rule-unsound = { $file } का नियम "{ $rule }" ठीक नहीं है: उसमें डेटासेट, दोनों भाषाओं में स्रोत, और ऐसी सीमा होनी चाहिए जो ऋणात्मक न हो।
reconcile-dataset-unsound = मिलान किया गया डेटासेट "{ $dataset }" कॉलम { $column } पर ठीक नहीं है: हर कॉलम का विवरण हो, नाम एक ही बार आए, और कुंजी इन्हीं कॉलमों से बने।
agreement-rule-unsound = मिलान का नियम "{ $rule }" ठीक नहीं है: { $reason }।

discrepancy-unknown = विसंगति { $id } उपलब्ध नहीं है।
discrepancy-choice = "{ $value }" इनमें से नहीं है: { $choices }।
discrepancy-closed = विसंगति { $id } दिनांक { $date } से समाप्त है: प्रणालियाँ अब एकमत हैं। निर्णय की आवश्यकता नहीं है।
discrepancy-changed-meanwhile = आपके देखने के दौरान विसंगति { $id } बदल गई। निर्णय से पहले फिर से देख लें।
discrepancy-reason-missing = विसंगति { $id } पर निर्णय के लिए कारण लिखना आवश्यक है।
discrepancy-aadhaar = कारण में आधार संख्या है। उसे हटाकर लिखें।
discrepancy-undecided = विसंगति { $id } पर कोई निर्णय नहीं हुआ है, इसलिए वापस लेने को कुछ नहीं है।
discrepancy-nothing-to-send = { $owner } की ऐसी कोई खुली विसंगति नहीं है। भेजने को कुछ नहीं है।

discrepancy-severity-critical = गंभीर
discrepancy-severity-warning = चेतावनी
discrepancy-severity-info = सूचना
discrepancy-status-open = खुली
discrepancy-status-sent = प्रेषित
discrepancy-status-resolved = निर्णीत
discrepancy-status-closed = समाप्त

discrepancy-list-number = क्र.
discrepancy-list-rule = विसंगति
discrepancy-list-severity = गंभीरता
discrepancy-list-own-record = आपका अभिलेख
discrepancy-list-own-value = आपके यहाँ का मान
discrepancy-list-other-system = दूसरी प्रणाली
discrepancy-list-other-record = उसका अभिलेख
discrepancy-list-other-value = वहाँ का मान
discrepancy-list-district = ज़िला
discrepancy-list-office = कार्यालय
discrepancy-list-first-seen = पहली बार मिली

cli-reconcile-title = { $date } के लिए मिलान
cli-reconcile-dataset = डेटासेट
cli-reconcile-rows = पंक्तियाँ
cli-reconcile-added = नई
cli-reconcile-modified = बदली
cli-reconcile-deleted = हटी

cli-discrepancies-title = विसंगतियाँ
cli-discrepancies-id = क्र.
cli-discrepancies-severity = गंभीरता
cli-discrepancies-rule = विसंगति
cli-discrepancies-systems = प्रणालियाँ
cli-discrepancies-record = अभिलेख
cli-discrepancies-records = दोनों अभिलेख
cli-discrepancies-values = दोनों मान
cli-discrepancies-district = ज़िला
cli-discrepancies-office = कार्यालय
cli-discrepancies-first-seen = पहली बार
cli-discrepancies-last-seen = अंतिम बार
cli-discrepancies-status = स्थिति
cli-discrepancies-source = आधार
cli-discrepancies-decision = निर्णय
cli-discrepancies-by = किसने
cli-discrepancies-reason = कारण
cli-discrepancies-at = कब
cli-discrepancies-group = समूह
cli-discrepancies-count = संख्या
cli-discrepancies-critical = गंभीर
cli-discrepancies-more = शेष देखने के लिए: --after { $after }।
cli-discrepancies-sent = { $owner } के लिए सूची { $id }: { $file } में { $rows } पंक्तियाँ।
cli-discrepancies-action-resolve = { $side ->
    [a] पहला पक्ष सही
   *[b] दूसरा पक्ष सही
}
cli-discrepancies-action-send = सूची { $list } में प्रेषित
cli-discrepancies-action-undo = निर्णय { $undoes } वापस लिया गया

cli-totals-title = नियंत्रण योग: { $of }
cli-totals-dataset = डेटासेट
cli-totals-date = तिथि
cli-totals-source = स्रोत
cli-totals-landed = प्राप्त
cli-totals-accepted = स्वीकृत
cli-totals-quarantined = रोकी गई
cli-totals-stored = संग्रहित
cli-totals-reconciled = मिलान हुआ
cli-totals-published = प्रकाशित
cli-totals-missing = { $of }, संग्रहित किंतु अप्रकाशित: { $keys }
cli-totals-waiting = { $of }, रोकी गई: { $keys }
cli-totals-complete = पूर्ण
cli-totals-yes = हाँ
cli-totals-no = नहीं
verify-agreement-truth = विसंगतियाँ सैंडबॉक्स के सत्य से पूरी तरह मेल खाती हैं
verify-matters-truth = वस्तुतः एक ही विषय के मामले एक माने गए हैं
