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
