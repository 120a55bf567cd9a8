# SOAP क्लाइंट क्या कहते हैं।
soap-login-refused = { $system } ने लॉगिन अस्वीकार किया। कनेक्शन में सही लॉगिन और पासवर्ड डालें।
soap-token-refused = { $system } ने "{ $operation }" पर नया टोकन भी अस्वीकार किया। संभव है कि इस लॉगिन को इस अनुरोध का अधिकार न हो।
soap-wsdl-unusable = { $system } का WSDL उपयोग के योग्य नहीं है: उसमें कोई SOAP 1.1 सेवा नहीं है, या वह पढ़ा नहीं जा सकता।
soap-wsdl-foreign = { $system } का WSDL किसी दूसरी जगह से दस्तावेज़ माँगता है। वह दस्तावेज़ नहीं लाया गया।
soap-wsdl-mismatch = अनुरोध "{ $operation }" { $system } के WSDL से मेल नहीं खाता। संभव है कि उसकी सेवा बदल गई हो।
soap-fault = { $system } ने "{ $operation }" पर त्रुटि { $code } का उत्तर दिया।
