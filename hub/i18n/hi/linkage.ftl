# कौन कौन है: अभिलेखों के बीच संबंध।
linkage-model-missing = "{ $record }" के लिए कोई प्रशिक्षित मॉडल नहीं है।
linkage-lists-missing = फ़ोल्डर में अंकित सूचियाँ नहीं हैं: प्रत्येक जोड़ी <name>.a.csv, <name>.b.csv और <name>.truth.csv होती है, जिनमें कम से कम एक का नाम check… से शुरू हो।
linkage-list-missing = फ़ाइल { $file } उपलब्ध नहीं है।
linkage-list-unreadable = फ़ाइल { $file } शीर्षक-पंक्ति वाली CSV के रूप में पढ़ी नहीं जा सकी।
linkage-list-without-name = फ़ाइल { $file } में न "name" स्तंभ है, न "employee_id"। बताएँ कि वह कौन-सा स्तंभ है: --map name=COLUMN
linkage-ids-repeated = { $file } में एक rec_id दो बार है। प्रत्येक पंक्ति की अपनी संख्या होनी चाहिए।
linkage-map-unclear = "{ $entry }" का रूप name=COLUMN नहीं है।
linkage-linked = { $left } और { $right } पंक्तियों का मिलान हुआ; जोड़े { $out } में हैं
linkage-column-kind = संबंध
linkage-column-band = निर्णय
linkage-column-number = जोड़े
linkage-kind-same-person = एक ही व्यक्ति
linkage-kind-same-household = एक ही परिवार
linkage-kind-same-matter = एक ही मामला
linkage-band-accept = स्वीकृत
linkage-band-review = देखा जाना है
linkage-band-reject = कोई संबंध नहीं
linkage-record-missing = अभिलेख { $record } भंडार में नहीं है, या दोनों एक ही अभिलेख हैं।
linkage-subject-unsound = विषय "{ $record }" { $dataset } का { $field } लेता है, जो अनुबंध या विषय में नहीं है।
linkage-veto-name = नाम परस्पर विरोधी हैं: शेष कितना भी मेल खाए, निर्णय किसी व्यक्ति को करना होगा।
linkage-veto-number = संख्याओं में केवल एक अंक का अंतर है, जैसा सहकर्मियों की संख्याओं में होता है: निर्णय किसी व्यक्ति को करना होगा।
linkage-veto-partner = इन दोनों में से एक के लिए कोई दूसरा अभिलेख अधिक उपयुक्त है।
