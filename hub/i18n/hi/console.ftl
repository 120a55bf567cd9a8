# डेटा प्रबंधक का कंसोल: ढाँचा, और क्या चला तथा क्या प्रतीक्षा में है।
console-title = बिहार एकीकरण हब
console-skip = सीधे मुख्य सामग्री पर जाएँ
console-navigation = पृष्ठ
console-airflow = Airflow (कार्य-संचालन)
console-footer = बिहार प्रशासनिक सुधार मिशन सोसाइटी। व्यक्तिगत जानकारी ढकी रहती है; उसे खोलने वाले का नाम और प्रयोजन दर्ज होता है।
console-log-in = लॉग इन करें
console-back = वापस
console-more = और दिखाएँ
console-first-page = आरंभ पर लौटें
console-problem = यह कार्य नहीं हो सका
console-who-must-act = किसे कार्रवाई करनी है: { $actor }

console-role-viewer = दर्शक
console-role-steward = डेटा प्रबंधक
console-role-it-team = आईटी दल
console-role-auditor = लेखा-परीक्षक
console-role-admin = प्रशासक

console-not-logged-in = आपने लॉग इन नहीं किया है।
console-wrong-origin = यह अनुरोध इस कंसोल के किसी पृष्ठ से नहीं आया, इसलिए अस्वीकार किया गया।
console-wrong-token = यह प्रपत्र पुराना हो चुका है। वापस जाएँ, पृष्ठ को फिर से खोलें और कार्य दोहराएँ।
console-no-right = आपकी भूमिका में यह अधिकार नहीं है।
console-not-yours = यह अभिलेख आपके ज़िलों या विभागों से बाहर का है।
console-whole-state-only = इसका संबंध सभी ज़िलों से है। यह केवल वही कर सकता है जिस पर ज़िले या विभाग की कोई सीमा नहीं है।
console-no-such-page = ऐसा कोई पृष्ठ नहीं है।
console-not-possible = यह अभी नहीं किया जा सकता।
console-form-incomplete = प्रपत्र अधूरा है: { $fields }
console-unexpected = कुछ ऐसा विफल हुआ जिसकी हब को आशंका नहीं थी। आईटी दल को यह संख्या बताएँ: { $number }
console-purpose-missing = कुछ शब्दों में (5 से 300 अक्षर) लिखें कि व्यक्तिगत जानकारी क्यों देखनी है; यह दर्ज रहेगा।

desk-limit-incomplete = सीमा के लिए लॉगिन और कारण दोनों चाहिए।
