# संयोजक क्या कहते हैं: प्रणाली तक पहुँच, उसके परिचय-पत्र, उसके उत्तर।
setting-missing = कनेक्शन { $connection } में सेटिंग "{ $setting }" नहीं है। उदाहरण: { $example }
setting-invalid = कनेक्शन { $connection } की सेटिंग "{ $setting }" उपयोग के योग्य नहीं है। उदाहरण: { $example }
setting-unknown = कनेक्शन { $connection } में सेटिंग "{ $setting }" है, जिसे यह प्रणाली नहीं जानती। ज्ञात सेटिंग: { $known }।
setting-plain-http = कनेक्शन { $connection } दूसरी मशीन से बिना कूटलेखन के HTTP पर जुड़ता है। https का उपयोग करें, या सेटिंग "allow_plain_http" से इसकी अनुमति दें।
source-dataset-unknown = { $system } का संयोजक डेटासेट "{ $dataset }" को नहीं जानता।
source-operation-unknown = { $system } का संयोजक क्रिया "{ $operation }" को नहीं जानता।

source-unavailable = { $system } ने { $attempts } प्रयासों में "{ $operation }" का पूरा उत्तर नहीं दिया: { $reason ->
    [connect] उससे संपर्क नहीं हो सका
    [reset] संपर्क बीच में टूट गया
    [timeout] उत्तर में बहुत अधिक समय लगा
    [busy] वह कहता है कि उससे बहुत अधिक अनुरोध किए जा रहे हैं
    [server-error] वह अपने यहाँ की खराबी बताता है
    [incomplete] उसके उत्तर अधूरे रहे
   *[other] { $reason }
}।
source-refused = { $system } ने "{ $operation }" पर परिचय-पत्र अस्वीकार किए (स्थिति { $status })।
source-refused-request = { $system } अनुरोध "{ $operation }" स्वीकार नहीं करता (स्थिति { $status })।
source-refused-certificate = { $system } के TLS प्रमाणपत्र की पुष्टि नहीं हो सकी। हस्ताक्षर करने वाले प्राधिकारी का प्रमाणपत्र "ca_file" में दें।
source-answer-unreadable = { $system } ने "{ $operation }" पर ऐसा उत्तर दिया जो पढ़ा नहीं जा सकता: { $reason ->
    [incomplete] उसके उत्तर अधूरे रहे
    [not-json] वह JSON नहीं है
    [not-xml] वह शुद्ध XML नहीं है
    [dtd] वह दस्तावेज़-प्रकार घोषित करता है, जिसकी अनुमति नहीं है
    [wrong-page] वह माँगे गए पृष्ठ से भिन्न पृष्ठ है
    [shape] उसका बाहरी ढाँचा तय ढाँचे जैसा नहीं है
    [redirect] वह किसी दूसरे पते पर भेजता है
    [too-large] वह अनुमत आकार से बड़ा है
   *[other] { $reason }
}।
source-paging-unstable = "{ $operation }" के लिए { $system } के पृष्ठ दोबारा माँगने पर भी आपस में मेल नहीं खाए।
cpgram-district-unknown = सीपीग्राम की ज़िला सूची में ज़िला { $district } (LGD कोड) नहीं है, इसलिए विषय वहाँ दर्ज नहीं किया जा सकता।
