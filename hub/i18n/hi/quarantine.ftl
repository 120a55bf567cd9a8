# डेटा प्रबंधक के निर्णय की प्रतीक्षा में पंक्तियाँ और बैच।
quarantine-row-unknown = पृथक्करण में पंक्ति { $id } नहीं है।
quarantine-field-unknown = डेटा प्रबंधक फ़ील्ड "{ $field }" नहीं बदल सकता। स्रोत से आने वाले फ़ील्ड ये हैं: { $known }।
quarantine-still-fails = इन मानों के साथ भी पंक्ति { $id } जाँच में खरी नहीं उतरती: { $reasons }।
quarantine-not-releasable = पंक्ति { $id } ज्यों की त्यों नहीं छोड़ी जा सकती: कोई मान पढ़ा नहीं जा सकता या कुंजी नहीं है ({ $reasons })। उसे सुधारना या अस्वीकार करना होगा।
quarantine-reason-missing = { $id } पर निर्णय के लिए कारण बताना आवश्यक है।
quarantine-replaced = पंक्ति { $id } अब खुली नहीं है: बाद का बैच ({ $batch }) वही अभिलेख लाया है।
quarantine-entered = पंक्ति { $id } पहले से भंडार में है।
quarantine-changed-meanwhile = इस बीच { $who } ने पंक्ति { $id } बदल दी है ({ $when }): अब वह { $what ->
    [fixed] सुधारी जा चुकी है (फ़ील्ड: { $fields })
    [released] ज्यों की त्यों छोड़ी जा चुकी है
    [refused] अस्वीकार की जा चुकी है
    [open] फिर से खुली है
   *[other] "{ $what }" है
 }। पहले उसे फिर से देख लें।
quarantine-batch-not-held = बैच { $batch } किसी निर्णय की प्रतीक्षा में नहीं है: उसकी स्थिति "{ $status }" है।
quarantine-batch-not-decided = बैच { $batch } पर ऐसा कोई निर्णय नहीं है जो वापस लिया जा सके: उसकी स्थिति "{ $status }" है।
quarantine-batch-overtaken = बैच { $batch } अब फिर से नहीं लिया जा सकता: { $later } उसके बाद आया है और वही डेटा माँगता है।
quarantine-second-person = बैच { $batch } के लिए दूसरे व्यक्ति की स्वीकृति चाहिए; एक ही व्यक्ति दो बार स्वीकृति नहीं दे सकता।
quarantine-aadhaar = पंक्ति { $id } के लिए लिखे गए पाठ में आधार संख्या है। हब कोई आधार संख्या नहीं रखता; कुछ भी सहेजा नहीं गया।

quarantine-status-unknown = "{ $status }" नाम की कोई स्थिति नहीं है। स्थितियाँ ये हैं: { $known }।
quarantine-not-decided = पंक्ति { $id } पर ऐसा कोई निर्णय नहीं है जो वापस लिया जा सके: उसकी स्थिति "{ $status }" है।
quarantine-published = पंक्ति { $id } पोर्टलों पर प्रकाशित हो चुकी है; निर्णय अब वापस नहीं लिया जा सकता। स्रोत से आने वाला बाद का अभिलेख उसे ठीक करेगा।
quarantine-newer-version = पंक्ति { $id } के अभिलेख का बाद का संस्करण भंडार में है; निर्णय अब वापस नहीं लिया जा सकता।
quarantine-bulk-open-only = एक साथ कई पंक्तियों पर निर्णय तभी हो सकता है जब वे खुली हों; ये "{ $status }" हैं।
quarantine-rule-field = फ़ील्ड "{ $field }" { $dataset } के स्रोत से नहीं आता।
quarantine-no-link = अनुबंधों में ऐसा कोई फ़ील्ड नहीं बताया गया है जिससे { $dataset } और { $other } का एक ही अभिलेख पहचाना जाए।
quarantine-mapping-field = { $dataset } के फ़ील्ड "{ $field }" के मान प्रतिचित्रण के रूप में नहीं रखे जाते: वह कुंजी है, व्यक्तिगत है, या स्रोत से नहीं आता।
quarantine-mapping-incomplete = प्रतिचित्रण के लिए दो भिन्न मान और कारण चाहिए; उसे रद्द करने के लिए भी कारण चाहिए।
quarantine-mapping-contradicts = प्रतिचित्रण { $id } ("{ $before }" → "{ $after }") इसके विपरीत है। पहले उसे रद्द करें।
quarantine-mapping-unknown = प्रतिचित्रण { $id } आज लागू नहीं है।
quarantine-mapping-aadhaar = लिखे गए पाठ में आधार संख्या है। हब कोई आधार संख्या नहीं रखता; कुछ भी सहेजा नहीं गया।
quarantine-owner-unknown = "{ $owner }" किसी डेटासेट का स्वामी नहीं है। स्वामी: { $known }।
quarantine-list-too-long = इस अवधि में { $limit } से अधिक पंक्तियाँ अस्वीकार हुई हैं। कम दिन चुनें।
reason-mended = “{ $field }” डेटा प्रबंधक द्वारा रखे गए प्रतिचित्रण के अनुसार पढ़ा गया।

quarantine-list-dataset = डेटासेट
quarantine-list-key = अभिलेख
quarantine-list-received = प्राप्ति तिथि
quarantine-list-field = फ़ील्ड
quarantine-list-value = जैसा भेजा गया
quarantine-list-rule = क्या त्रुटि है
quarantine-list-reason = अस्वीकार करने का कारण
quarantine-list-decided = अस्वीकार तिथि
quarantine-list-number = हब में संख्या

cli-column-what = क्या
cli-column-still-fails = शेष त्रुटियाँ
cli-column-as-written = जैसा लिखा
cli-column-read-as = कैसे पढ़ा जाता है
cli-column-kept-by = किसने रखा
cli-column-revoked-by = किसने रद्द किया
cli-bulk-matched = देखी गई पंक्तियाँ
cli-bulk-changed = जो पंक्तियाँ बदलेंगी
cli-bulk-passing = जो तब हर जाँच में खरी उतरेंगी
cli-bulk-done = { $done } पंक्तियाँ हो गईं, { $left } जैसी थीं वैसी रहीं।
