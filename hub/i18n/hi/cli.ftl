# कमांड पंक्ति।
cli-who-must-act = किसे कार्रवाई करनी है: { $actor }
cli-record = अभिलेख: { $record }
cli-next = अगला कदम: { $command }
cli-retry = बिना किसी बदलाव के फिर प्रयास किया जा सकता है।
cli-unexpected = कुछ ऐसा विफल हुआ जिसकी हब को आशंका नहीं थी ({ $kind })। विवरण { $file } में है।
cli-nothing = दिखाने के लिए कुछ नहीं।
cli-unknown-choice = "{ $value }" इनमें से नहीं है: { $choices }।
cli-not-json = --set के बाद FIELD=VALUE लिखें; "{ $value }" ऐसा नहीं है।

cli-status-title = { $date } को डेटासेट
cli-status-dataset = डेटासेट
cli-status-last = समन्वित तिथि
cli-status-state = स्थिति
cli-status-received = प्राप्त
cli-status-accepted = स्वीकृत
cli-status-quarantined = रोके गए
cli-status-new = नए
cli-status-changed = बदले
cli-status-gone = हटे
cli-status-late = विलंबित
cli-status-fresh = समय पर
cli-status-never = कभी नहीं
cli-status-held = निर्णय हेतु रुका

cli-check-title = प्रणालियाँ और अनुबंध
cli-check-sound = सही
cli-check-reached = संपर्क हुआ
cli-check-failed = विफल

cli-verify-title = जो सदा सत्य होना चाहिए
cli-verify-holds = सत्य है
cli-verify-broken = सत्य नहीं है
cli-verify-all = सब कुछ सत्य है: { $count } प्रमाण।
cli-verify-some = { $count } में से { $broken } प्रमाण सत्य नहीं हैं।
verify-failed = { $count } में से { $broken } प्रमाण सत्य नहीं हैं; पहला: { $first }।

verify-received = प्राप्त = स्वीकृत + रोके गए
verify-source-total = स्रोत का योग = उतारे गए = प्राप्त
verify-one-version = प्रत्येक कुंजी का एक ही खुला संस्करण
verify-watermark = जलचिह्न एक संचित बैच को बताता है
verify-quarantine-counts = रोकी गई पंक्तियों की रखी गई गिनती = स्वयं वे पंक्तियाँ
verify-reconciled = प्रत्येक समन्वित डेटासेट = जो भंडार कहता है
verify-feed-changes = पहले संस्करण से फ़ीड के बदलाव = उसकी नवीनतम पंक्तियाँ
verify-feeds = प्रत्येक फ़ीड की वर्तमान पंक्तियाँ = उसका समन्वित डेटासेट
verify-feed-files = फ़ीड फ़ाइलें अपने चेकसम से मेल खाती हैं
verify-audit-chain = लेखा-परीक्षा शृंखला अटूट है
verify-receipt-chain = पावतियों की शृंखला अटूट है
verify-store-truth = भंडार में सैंडबॉक्स का सत्य है
verify-quarantine-truth = रोक में ठीक वही दोष हैं जो बोए गए थे

sandbox-missing = इस स्थापना में अभी कोई सैंडबॉक्स नहीं है।

cli-check-dataset = डेटासेट
cli-check-contract = अनुबंध और नियम-समूह
cli-check-system = प्रणाली
cli-check-why = कारण
cli-verify-rule = नियम
cli-verify-subject = किसका
cli-verify-result = परिणाम
cli-verify-why = क्यों नहीं
cli-column-id = आईडी
cli-column-key = कुंजी
cli-column-reason = क्यों रुका है
cli-column-expectation = अपेक्षा
cli-column-rows = पंक्तियाँ
cli-column-field = क्षेत्र
cli-column-label = अर्थ
cli-column-value = जैसा पढ़ा गया
cli-column-feed = फ़ीड
cli-column-title = शीर्षक
cli-column-version = संस्करण
cli-column-date = तिथि
cli-alert-subject = मामला
cli-alert-district-lgd = ज़िला
cli-alert-level = स्तर
cli-alert-status = स्थिति
cli-alert-acknowledged-by = किसे ज्ञात
cli-alert-id = संख्या
cli-alert-rule = नियम
cli-alert-due-on = देय तिथि
cli-alert-phase = चरण
cli-channel-channel = माध्यम
cli-channel-is-on = उपलब्ध
cli-channel-status = स्थिति
cli-channel-since = कब से
cli-channel-reason = कारण
cli-channel-waiting = प्रतीक्षारत
cli-channel-refused = अस्वीकृत
cli-channel-doubtful = संदिग्ध
cli-watched = देखा गया: हब की { $count } अपनी चेतावनियाँ लंबित हैं।
