# प्रणाली के अपने शब्द: उसके नाम, और प्रत्येक जाँच के विफल होने का अर्थ।

work-system-lokshikayat = लोक शिकायत
dataset-lokshikayat-complaints = लोक शिकायत परिवाद
dataset-lokshikayat-hearings = लोक शिकायत सुनवाइयाँ
dataset-lokshikayat-appeals = लोक शिकायत अपीलें

## lokshikayat.complaints

expectation-lokshikayat-complaints-complaint-no-not-null = “परिवाद संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-complaint-no-pattern = परिवाद संख्या LS/2026/0001234 के प्रारूप में नहीं है।
expectation-lokshikayat-complaints-filed-on-not-null = “दायर तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-filed-on-not-in-future = “दायर तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-lokshikayat-complaints-complainant-name-not-null = “परिवादी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-gender-in-set = लिंग M, F या T में से कोई नहीं है।
expectation-lokshikayat-complaints-mobile-number-pattern = मोबाइल संख्या 6 से 9 के बीच के अंक से आरंभ होने वाली दस अंकों की नहीं है।
expectation-lokshikayat-complaints-district-lokshikayat-not-null = “ज़िला (लोक शिकायत)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-district-lgd-not-null = ज़िला कोड लोक शिकायत के कोड में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-lokshikayat-complaints-subdivision-name-not-null = “अनुमंडल” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-pgro-level-in-set = पदाधिकारी का स्तर SUBDIVISION, DISTRICT या DEPARTMENT में से कोई नहीं है।
expectation-lokshikayat-complaints-office-name-not-null = “कार्यालय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-public-authority-not-null = “लोक प्राधिकार” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-is-encroachment-not-null = “अतिक्रमण” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-subject-not-null = “विषय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-complaint-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-complaint-status-in-set = स्थिति REGISTERED, IN_HEARING, DISPOSED या DISPOSED_UNDER_MONITORING में से कोई नहीं है।
expectation-lokshikayat-complaints-decision-in-set = निर्णय ACCEPTED, ALTERNATIVE_RELIEF या REJECTED में से कोई नहीं है।
expectation-lokshikayat-complaints-decided-on-not-before-filed = परिवाद का निर्णय उसके दायर होने से पहले का दिखाया गया है।
expectation-lokshikayat-complaints-decided-on-present-when-disposed = परिवाद निष्पादित है, पर निर्णय तिथि रिक्त है।
expectation-lokshikayat-complaints-encroachment-case-no-present-when-monitored = परिवाद अनुश्रवण में है, पर अतिक्रमण वाद संख्या रिक्त है।
expectation-lokshikayat-complaints-removal-report-uploaded-on-not-before-removed = अतिक्रमण हटने से पहले ही उसका प्रतिवेदन अपलोड दिखाया गया है।
expectation-lokshikayat-complaints-modified-at-not-null = “संशोधित” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-complaints-complaint-no-unique = “परिवाद संख्या” इस खेप में एक से अधिक बार आया है।
expectation-lokshikayat-complaints-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## lokshikayat.hearings

expectation-lokshikayat-hearings-complaint-no-not-null = “परिवाद संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-complaint-no-pattern = परिवाद संख्या LS/2026/0001234 के प्रारूप में नहीं है।
expectation-lokshikayat-hearings-complaint-no-known = लोक शिकायत के परिवादों में यह संख्या नहीं है।
expectation-lokshikayat-hearings-hearing-no-not-null = “सुनवाई क्रमांक” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-hearing-no-range = सुनवाई क्रमांक 1 और 60 के बीच नहीं है।
expectation-lokshikayat-hearings-hearing-on-not-null = “सुनवाई तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-district-lokshikayat-not-null = “ज़िला (लोक शिकायत)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-district-lgd-not-null = ज़िला कोड लोक शिकायत के कोड में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-lokshikayat-hearings-subdivision-name-not-null = “अनुमंडल” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-public-authority-not-null = “लोक प्राधिकार” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-hearing-status-not-null = “सुनवाई की स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-hearing-status-in-set = सुनवाई की स्थिति SCHEDULED या HELD में से कोई नहीं है।
expectation-lokshikayat-hearings-authority-attendance-in-set = उपस्थिति PRESENT, ABSENT या NOT_MARKED में से कोई नहीं है।
expectation-lokshikayat-hearings-authority-attendance-present-when-held = सुनवाई हो चुकी है, पर लोक प्राधिकार की उपस्थिति का कोई उल्लेख नहीं है।
expectation-lokshikayat-hearings-attendance-marked-on-not-before-hearing = उपस्थिति सुनवाई से पहले ही अंकित दिखाई गई है।
expectation-lokshikayat-hearings-next-hearing-on-not-before-hearing = अगली सुनवाई इस सुनवाई से पहले की है।
expectation-lokshikayat-hearings-modified-at-not-null = “संशोधित” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-hearings-complaint-no-unique = “परिवाद संख्या” और “सुनवाई क्रमांक” साथ-साथ इस खेप में एक से अधिक बार आए हैं।
expectation-lokshikayat-hearings-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## lokshikayat.appeals

expectation-lokshikayat-appeals-appeal-no-not-null = “अपील संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-appeal-no-pattern = अपील संख्या LSA/2026/000123 के प्रारूप में नहीं है।
expectation-lokshikayat-appeals-complaint-no-not-null = “परिवाद संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-complaint-no-pattern = परिवाद संख्या LS/2026/0001234 के प्रारूप में नहीं है।
expectation-lokshikayat-appeals-complaint-no-known = लोक शिकायत के परिवादों में यह संख्या नहीं है।
expectation-lokshikayat-appeals-appeal-level-not-null = “स्तर” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-appeal-level-range = अपील का स्तर 1 या 2 नहीं है।
expectation-lokshikayat-appeals-first-appeal-no-present-when-second = द्वितीय अपील में प्रथम अपील की संख्या नहीं है।
expectation-lokshikayat-appeals-filed-on-not-null = “दायर तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-filed-on-not-in-future = “दायर तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-lokshikayat-appeals-appellant-kind-in-set = अपीलार्थी COMPLAINANT या PUBLIC_AUTHORITY में से कोई नहीं है।
expectation-lokshikayat-appeals-ground-in-set = आधार DECISION या NO_DECISION में से कोई नहीं है।
expectation-lokshikayat-appeals-district-lokshikayat-not-null = “ज़िला (लोक शिकायत)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-district-lgd-not-null = ज़िला कोड लोक शिकायत के कोड में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-lokshikayat-appeals-appellate-authority-not-null = “अपीलीय प्राधिकार” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-appeal-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-appeal-status-in-set = स्थिति PENDING या DECIDED में से कोई नहीं है।
expectation-lokshikayat-appeals-outcome-in-set = परिणाम ALLOWED, DISMISSED या REMANDED में से कोई नहीं है।
expectation-lokshikayat-appeals-decided-on-not-before-filed = अपील का निर्णय उसके दायर होने से पहले का दिखाया गया है।
expectation-lokshikayat-appeals-decided-on-present-when-decided = अपील निर्णीत है, पर निर्णय तिथि रिक्त है।
expectation-lokshikayat-appeals-modified-at-not-null = “संशोधित” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-lokshikayat-appeals-appeal-no-unique = “अपील संख्या” इस खेप में एक से अधिक बार आया है।
expectation-lokshikayat-appeals-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।
