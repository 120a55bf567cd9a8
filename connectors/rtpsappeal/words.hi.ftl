# प्रणाली के अपने शब्द: उसके नाम, और प्रत्येक जाँच के विफल होने का अर्थ।

work-system-rtpsappeal = आरटीपीएस अपील
dataset-rtpsappeal-appeals = आरटीपीएस अपीलें
dataset-rtpsappeal-events = आरटीपीएस अपीलों की घटनाएँ

## rtpsappeal.appeals

expectation-rtpsappeal-appeals-appeal-no-not-null = “अपील संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-appeal-no-pattern = अपील संख्या RA/2026/000123 के प्रारूप में नहीं है।
expectation-rtpsappeal-appeals-application-id-not-null = “आवेदन आईडी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-application-id-known = आरटीपीएस में यह आवेदन नहीं है।
expectation-rtpsappeal-appeals-appeal-level-not-null = “स्तर” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-appeal-level-range = अपील का स्तर 1 या 2 नहीं है।
expectation-rtpsappeal-appeals-first-appeal-no-present-when-second = द्वितीय अपील में प्रथम अपील की संख्या नहीं है।
expectation-rtpsappeal-appeals-filed-on-not-null = “दायर तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-filed-on-not-in-future = “दायर तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-rtpsappeal-appeals-appellant-name-not-null = “अपीलार्थी का नाम” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-mobile-number-pattern = मोबाइल संख्या 6 से 9 के बीच के अंक से आरंभ होने वाली दस अंकों की नहीं है।
expectation-rtpsappeal-appeals-ground-not-null = “आधार” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-ground-in-set = आधार REFUSED, DELAYED या NON_COMPLIANCE में से कोई नहीं है।
expectation-rtpsappeal-appeals-district-census2011-not-null = “ज़िला (जनगणना)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-district-lgd-not-null = ज़िला कोड जनगणना 2011 के कोड (203 से 240) में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-rtpsappeal-appeals-appeal-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-appeal-status-in-set = स्थिति INITIATED, IN_PROGRESS, RESOLVED या REJECTED में से कोई नहीं है।
expectation-rtpsappeal-appeals-decided-on-not-before-filed = अपील का निर्णय उसके दायर होने से पहले का दिखाया गया है।
expectation-rtpsappeal-appeals-decided-on-present-when-resolved = अपील निष्पादित है, पर निर्णय तिथि रिक्त है।
expectation-rtpsappeal-appeals-outcome-in-set = परिणाम SERVICE_ORDERED, ALREADY_SERVED या DISMISSED में से कोई नहीं है।
expectation-rtpsappeal-appeals-order-no-present-when-resolved = अपील निष्पादित है, पर आदेश संख्या रिक्त है।
expectation-rtpsappeal-appeals-penalty-amount-range = शास्ति 250 से 5,000 रुपये के बीच नहीं है।
expectation-rtpsappeal-appeals-last-updated-at-not-null = “अंतिम अद्यतन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-appeals-appeal-no-unique = “अपील संख्या” इस खेप में एक से अधिक बार आया है।
expectation-rtpsappeal-appeals-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## rtpsappeal.events

expectation-rtpsappeal-events-appeal-no-not-null = “अपील संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-events-appeal-no-pattern = अपील संख्या RA/2026/000123 के प्रारूप में नहीं है।
expectation-rtpsappeal-events-appeal-no-known = आरटीपीएस अपील में यह अपील संख्या नहीं है।
expectation-rtpsappeal-events-event-no-not-null = “घटना क्रमांक” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-events-event-no-range = घटना क्रमांक 1 और 200 के बीच नहीं है।
expectation-rtpsappeal-events-action-not-null = “कार्रवाई” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-events-action-in-set = कार्रवाई पोर्टल की ज्ञात कार्रवाइयों में से कोई नहीं है।
expectation-rtpsappeal-events-acted-by-not-null = “किसने” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-events-acted-by-in-set = कार्रवाई करने वाला APPLICANT, DPS, AA या RA में से कोई नहीं है।
expectation-rtpsappeal-events-happened-at-not-null = “समय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtpsappeal-events-happened-at-not-in-future = घटना कार्य-तिथि के बाद की है।
expectation-rtpsappeal-events-hearing-on-present-when-heard = सुनवाई की तिथि रिक्त है।
expectation-rtpsappeal-events-order-no-present-when-ordered = आदेश की संख्या रिक्त है।
expectation-rtpsappeal-events-penalty-amount-range = शास्ति 250 से 5,000 रुपये के बीच नहीं है।
expectation-rtpsappeal-events-appeal-no-unique = “अपील संख्या” और “घटना क्रमांक” साथ-साथ इस खेप में एक से अधिक बार आए हैं।
expectation-rtpsappeal-events-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।
