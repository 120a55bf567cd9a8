# जो हर कक्ष कह सकता है।
actor-source_owner = स्रोत प्रणाली के स्वामी
actor-steward = डेटा प्रबंधक
actor-it_team = आईटी दल
actor-developer = हब के विकासकर्ता

connection-missing = इस प्रणाली के लिए कोई कनेक्शन निर्धारित नहीं है: पर्यावरण चर { $variable } खाली है।
connection-unreadable = { $variable } में दिया गया कनेक्शन न तो Airflow के JSON रूप में है, न URI रूप में।
place-fails = हब अपनी फ़ाइलों के किसी स्थान (लैंडिंग, फ़ीड, प्रतिवेदन या Data Docs) में न लिख पा रहा है, न पढ़ पा रहा है ({ $reason })। कुछ भी अधूरा नहीं रखा गया; ठीक होने पर चरण फिर चलाएँ।
place-not-read-back = जो लिखा गया वह पढ़ने पर वापस नहीं मिला
database-missing = HUB_DATABASE_URL निर्धारित नहीं है, इसलिए हब के पास डेटाबेस नहीं है।
database-unreachable = हब का डेटाबेस उत्तर नहीं दे रहा है।
database-not-migrated = हब के डेटाबेस में हब की तालिकाएँ नहीं हैं, या किसी अन्य संस्करण की हैं। उन्हें बनाने का आदेश (जो पहले से है वह बना रहता है): एक मशीन पर "make up", कंटेनर में "docker compose up init"।
dataset-unknown = "{ $dataset }" नाम का कोई डेटासेट या प्रणाली नहीं है। ज्ञात डेटासेट: { $known }।
contract-unreadable = अनुबंध { $file } पढ़ा नहीं जा सका: { $reason }
contract-breaks-rule = अनुबंध { $file } एक नियम तोड़ता है: { $rule }।
contract-rule-id = id <system>.<dataset> के रूप में हो
contract-rule-version = apiVersion v3.1.0 हो
contract-rule-one-schema = schema में ठीक एक object हो
contract-rule-folder = फ़ाइल अपनी प्रणाली के फ़ोल्डर में हो
contract-rule-properties = customProperties में ये नाम ज्ञात नहीं हैं: { $names }
contract-rule-kind = kind का मान interval या now हो
contract-rule-window = window का मान changes, snapshot या month हो
contract-rule-format = format लिखा हो
contract-rule-frequency = slaProperties में frequency अपने cron schedule के साथ हो
contract-rule-latency = slaProperties में latency हो
contract-rule-owner = team.name में स्वामी का नाम हो
contract-rule-unique = कोई दो फ़ील्ड एक नाम के न हों
contract-rule-key = कम से कम एक primaryKey फ़ील्ड हो
contract-rule-source = { $field }: transformSourceObjects में इसी अनुबंध का फ़ील्ड हो
contract-rule-crosswalk = { $field }: crosswalk के लिए codeScheme चाहिए
contract-rule-reference = { $field } नाम का फ़ील्ड नहीं है
contract-rule-limitations = सीमाएँ अंग्रेज़ी में (limitations) और हिन्दी में (limitationsHi) दोनों लिखी हों
contract-rule-type = { $field }: logicalType इनमें से एक हो: { $known }
contract-rule-classification = { $field }: classification लिखा हो
contract-rule-named = { $field }: नाम अंग्रेज़ी और हिन्दी दोनों में हो
contract-rule-described = { $field }: अर्थ अंग्रेज़ी और हिन्दी दोनों में हो
contract-rule-district = { $field }: ज़िले के कोड के लिए codeScheme चाहिए
contract-rule-path = { $field }: physicalName हो, या crosswalk से निकाला जाए
contract-rule-date = { $field }: तिथि के लिए logicalTypeOptions.format चाहिए
contract-rule-record-version = recordVersion पूर्णांक, तिथि या समय हो
contract-twice = दो अनुबंधों की पहचान एक ही है; दूसरा { $file } में है।
reason-too-long = निर्णय के साथ रखा जाने वाला विवरण, जैसे उसका कारण, अधिकतम { $longest } अक्षरों का हो सकता है; यह { $length } अक्षरों का है। इसे छोटा करके लिखें।
scheme-unknown = योजना "{ $scheme }" के लिए कोडों की कोई तालिका नहीं रखी गई है।

# A source's value that is true or false.
value-yes = हाँ
value-no = नहीं
