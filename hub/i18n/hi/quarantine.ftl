# डेटा प्रबंधक के निर्णय की प्रतीक्षा में पंक्तियाँ और बैच।
quarantine-row-unknown = पृथक्करण में पंक्ति { $id } नहीं है।
quarantine-field-unknown = डेटा प्रबंधक फ़ील्ड "{ $field }" नहीं बदल सकता। स्रोत से आने वाले फ़ील्ड ये हैं: { $known }।
quarantine-still-fails = इन मानों के साथ भी पंक्ति { $id } जाँच में खरी नहीं उतरती: { $reasons }।
quarantine-not-releasable = पंक्ति { $id } ज्यों की त्यों नहीं छोड़ी जा सकती: कोई मान पढ़ा नहीं जा सकता या कुंजी नहीं है ({ $reasons })। उसे सुधारना या अस्वीकार करना होगा।
quarantine-reason-missing = { $id } पर निर्णय के लिए कारण बताना आवश्यक है।
quarantine-replaced = पंक्ति { $id } अब खुली नहीं है: बाद का बैच ({ $batch }) वही अभिलेख लाया है।
quarantine-entered = पंक्ति { $id } पहले से भंडार में है।
quarantine-changed-meanwhile = इस बीच पंक्ति { $id } पर किसी और ने निर्णय ले लिया है। पहले उसे फिर से देख लें।
quarantine-batch-not-held = बैच { $batch } किसी निर्णय की प्रतीक्षा में नहीं है: उसकी स्थिति "{ $status }" है।
quarantine-second-person = बैच { $batch } के लिए दूसरे व्यक्ति की स्वीकृति चाहिए; एक ही व्यक्ति दो बार स्वीकृति नहीं दे सकता।
