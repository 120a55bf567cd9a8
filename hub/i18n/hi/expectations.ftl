# प्रत्येक अपेक्षा के टूटने का अर्थ, सरल शब्दों में। पहचान: expectation-<dataset>-<field>-<rule>

## cpgram.closures

expectation-cpgram-closures-registration-no-not-null = “पंजीयन संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-closures-registration-no-pattern = पंजीयन संख्या GOVBH/E/2026/0000001 के प्रारूप में नहीं है।
expectation-cpgram-closures-registration-no-known = यह पंजीयन संख्या सीपीग्राम की शिकायतों में नहीं मिली।
expectation-cpgram-closures-received-on-not-null = “प्राप्ति तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-closures-closed-on-not-null = “बंद करने की तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-closures-closed-on-not-before-received = शिकायत प्राप्त होने से पहले ही बंद दिखाई गई है।
expectation-cpgram-closures-closed-on-not-in-future = “बंद करने की तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-cpgram-closures-current-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-closures-current-status-in-set = बंद मामले की स्थिति “Case closed” नहीं है।
expectation-cpgram-closures-reason-not-null = “कारण” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-closures-remark-not-auto-forwarded = टिप्पणी “Auto Forwarded - RI Web API” है, अर्थात मामला अभी प्रक्रियाधीन है।
expectation-cpgram-closures-rating-range = रेटिंग 1 से 5 के बीच नहीं है।
expectation-cpgram-closures-reply-document-sha256-pattern = उत्तर दस्तावेज़ का SHA-256 मान 64 हेक्साडेसिमल अंकों का नहीं है।
expectation-cpgram-closures-registration-no-unique = “पंजीयन संख्या” इस खेप में एक से अधिक बार आया है।
expectation-cpgram-closures-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## cpgram.grievances

expectation-cpgram-grievances-registration-no-not-null = “पंजीयन संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-registration-no-pattern = पंजीयन संख्या GOVBH/E/2026/0000001 के प्रारूप में नहीं है।
expectation-cpgram-grievances-category-code-range = श्रेणी कोड धनात्मक संख्या नहीं है।
expectation-cpgram-grievances-received-at-not-null = “प्राप्ति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-received-at-not-in-future = “प्राप्ति” कार्य-तिथि के बाद की तिथि है।
expectation-cpgram-grievances-closed-at-not-before-received = शिकायत प्राप्त होने से पहले ही बंद दिखाई गई है।
expectation-cpgram-grievances-resolved-at-not-before-received = शिकायत प्राप्त होने से पहले ही उसका निवारण दिखाया गया है।
expectation-cpgram-grievances-org-code-not-null = “संगठन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-org-code-pattern = संगठन कोड पाँच बड़े अक्षरों या अंकों का नहीं है।
expectation-cpgram-grievances-state-cpgrams-not-null = “राज्य” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-state-cpgrams-in-set = राज्य BH (बिहार) नहीं है।
expectation-cpgram-grievances-district-name-not-null = “ज़िला (लिखित)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-district-lgd-not-null = इस नाम का कोई ज़िला बिहार में नहीं है।
expectation-cpgram-grievances-pin-code-pattern = पिन कोड बिहार का नहीं है (8 से आरंभ होने वाले छह अंक)।
expectation-cpgram-grievances-gender-in-set = लिंग M, F या T में से कोई नहीं है।
expectation-cpgram-grievances-complainant-name-not-null = “शिकायतकर्ता” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-mobile-number-pattern = मोबाइल संख्या 6 से 9 के बीच के अंक से आरंभ होने वाली दस अंकों की नहीं है।
expectation-cpgram-grievances-subject-not-null = “विषय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-cpgram-grievances-subject-length = विषय 4,000 अक्षरों से अधिक लंबा है।
expectation-cpgram-grievances-v7-target-in-set = वी7 लक्ष्य Yes या No में से कोई नहीं है।
expectation-cpgram-grievances-registration-no-unique = “पंजीयन संख्या” इस खेप में एक से अधिक बार आया है।
expectation-cpgram-grievances-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## hrms.employees

expectation-hrms-employees-employee-id-not-null = “कर्मी आईडी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-employee-id-pattern = कर्मी आईडी E और सात अंकों की नहीं है।
expectation-hrms-employees-name-en-not-null = “नाम (अंग्रेज़ी)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-born-on-not-null = “जन्म तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-gender-in-set = लिंग M, F या T में से कोई नहीं है।
expectation-hrms-employees-mobile-number-pattern = मोबाइल संख्या 6 से 9 के बीच के अंक से आरंभ होने वाली दस अंकों की नहीं है।
expectation-hrms-employees-email-pattern = ई-मेल पता सही प्रारूप में नहीं है।
expectation-hrms-employees-employee-group-not-null = “समूह” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-employee-group-in-set = समूह क, ख या ग में से कोई नहीं है।
expectation-hrms-employees-designation-not-null = “पदनाम” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-department-name-not-null = “विभाग” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-office-name-not-null = “कार्यालय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-ddo-code-not-null = “डीडीओ” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-ddo-code-pattern = डीडीओ कोड DDO और छह अंकों का नहीं है।
expectation-hrms-employees-district-nic-not-null = “ज़िला (एनआईसी)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-district-lgd-not-null = ज़िला कोड एनआईसी के कोड (1001 से 1038) में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-hrms-employees-joined-on-not-null = “योगदान तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-joined-on-not-before-birth = योगदान तिथि जन्म तिथि से पहले की है।
expectation-hrms-employees-retires-on-not-before-joining = सेवानिवृत्ति तिथि योगदान तिथि से पहले की है।
expectation-hrms-employees-employee-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-employee-status-in-set = स्थिति EMPLOYED, RETIRED, SUSPENDED या DECEASED में से कोई नहीं है।
expectation-hrms-employees-pay-level-not-null = “वेतन स्तर” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-employees-pay-level-range = वेतन स्तर 1 से 18 के बीच नहीं है।
expectation-hrms-employees-employee-id-unique = “कर्मी आईडी” इस खेप में एक से अधिक बार आया है।
expectation-hrms-employees-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## hrms.pay_cases

expectation-hrms-pay-cases-case-id-not-null = “मामला” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-case-id-pattern = मामला संख्या PC/2026/000001 के प्रारूप में नहीं है।
expectation-hrms-pay-cases-employee-id-not-null = “कर्मी आईडी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-employee-id-known = यह कर्मी एचआरएमएस की सूची में नहीं है।
expectation-hrms-pay-cases-ddo-code-not-null = “डीडीओ” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-ddo-code-pattern = डीडीओ कोड DDO और छह अंकों का नहीं है।
expectation-hrms-pay-cases-district-nic-not-null = “ज़िला (एनआईसी)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-district-lgd-not-null = ज़िला कोड एनआईसी के कोड (1001 से 1038) में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-hrms-pay-cases-case-type-not-null = “मामले का प्रकार” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-case-type-in-set = मामले का प्रकार एचआरएमएस की सूची में नहीं है।
expectation-hrms-pay-cases-opened-on-not-null = “आरंभ तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-opened-on-not-in-future = “आरंभ तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-hrms-pay-cases-stage-not-null = “चरण” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-stage-in-set = चरण MAKER, CHECKER, APPROVER, TREASURY, PAID या RETURNED में से कोई नहीं है।
expectation-hrms-pay-cases-stage-since-not-null = “इस चरण पर कब से” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-pay-cases-stage-since-not-before-opened = इस चरण पर आने की तिथि मामला आरंभ होने से पहले की है।
expectation-hrms-pay-cases-settled-on-not-before-opened = मामला आरंभ होने से पहले ही निपटाया गया दिखाया गया है।
expectation-hrms-pay-cases-settled-on-present-when-paid = मामले का भुगतान हो चुका है, पर निपटान तिथि रिक्त है।
expectation-hrms-pay-cases-amount-range = राशि ऋणात्मक है।
expectation-hrms-pay-cases-case-id-unique = “मामला” इस खेप में एक से अधिक बार आया है।
expectation-hrms-pay-cases-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## hrms.payroll

expectation-hrms-payroll-employee-id-not-null = “कर्मी आईडी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-employee-id-pattern = कर्मी आईडी E और सात अंकों की नहीं है।
expectation-hrms-payroll-employee-id-known = यह कर्मी एचआरएमएस की सूची में नहीं है।
expectation-hrms-payroll-pay-month-not-null = “माह” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-pay-month-pattern = माह 2026-10 के प्रारूप में नहीं है।
expectation-hrms-payroll-ddo-code-not-null = “डीडीओ” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-ddo-code-pattern = डीडीओ कोड DDO और छह अंकों का नहीं है।
expectation-hrms-payroll-bill-no-not-null = “विपत्र” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-pay-level-not-null = “वेतन स्तर” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-pay-level-range = वेतन स्तर 1 से 18 के बीच नहीं है।
expectation-hrms-payroll-basic-pay-not-null = “मूल वेतन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-gross-pay-not-null = “सकल वेतन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-gross-pay-not-below-basic = सकल वेतन मूल वेतन से कम है।
expectation-hrms-payroll-deductions-not-null = “कटौतियाँ” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-deductions-range = कटौतियाँ ऋणात्मक हैं।
expectation-hrms-payroll-net-pay-not-null = “शुद्ध वेतन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-hrms-payroll-net-pay-equals-gross-less-deductions = शुद्ध वेतन, सकल वेतन में से कटौतियाँ घटाने पर मिलने वाली राशि के बराबर नहीं है।
expectation-hrms-payroll-bank-ifsc-pattern = आईएफएससी चार अक्षर, शून्य और छह अक्षर या अंक के प्रारूप में नहीं है।
expectation-hrms-payroll-paid-on-not-in-future = “भुगतान तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-hrms-payroll-employee-id-unique-key = यह कर्मी इस माह में एक से अधिक बार आया है।
expectation-hrms-payroll-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## jandarbar.grievances

expectation-jandarbar-grievances-unique-no-not-null = “संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-unique-no-pattern = संख्या JD/2026/000001 के प्रारूप में नहीं है।
expectation-jandarbar-grievances-registered-on-not-null = “पंजीयन तिथि” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-registered-on-not-in-future = “पंजीयन तिथि” कार्य-तिथि के बाद की तिथि है।
expectation-jandarbar-grievances-darbar-on-is-monday = दरबार की तिथि सोमवार नहीं है।
expectation-jandarbar-grievances-darbar-on-in-first-three-weeks = दरबार की तिथि माह का पहला, दूसरा या तीसरा सोमवार नहीं है।
expectation-jandarbar-grievances-complainant-name-not-null = “आवेदक” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-gender-in-set = लिंग M, F या T में से कोई नहीं है।
expectation-jandarbar-grievances-mobile-number-pattern = मोबाइल संख्या 6 से 9 के बीच के अंक से आरंभ होने वाली दस अंकों की नहीं है।
expectation-jandarbar-grievances-district-jandarbar-not-null = “ज़िला (जनता दरबार)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-district-lgd-not-null = ज़िला कोड जनता दरबार के कोड में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-jandarbar-grievances-department-name-not-null = “विभाग” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-subject-not-null = “विषय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-subject-length = विषय 4,000 अक्षरों से अधिक लंबा है।
expectation-jandarbar-grievances-assisted-by-not-null = “सहायता” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-assisted-by-in-set = सहायता SELF, BDO, SDO या DM में से कोई नहीं है।
expectation-jandarbar-grievances-grievance-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-grievance-status-in-set = स्थिति REGISTERED, HEARD, REPORT_AWAITED या DISPOSED में से कोई नहीं है।
expectation-jandarbar-grievances-report-uploaded-on-not-before-registered = प्रतिवेदन मामले के पंजीयन से पहले ही अपलोड दिखाया गया है।
expectation-jandarbar-grievances-disposed-on-not-before-registered = मामला पंजीयन से पहले ही निष्पादित दिखाया गया है।
expectation-jandarbar-grievances-disposed-on-present-when-disposed = मामला निष्पादित है, पर निष्पादन तिथि रिक्त है।
expectation-jandarbar-grievances-modified-at-not-null = “संशोधित” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-jandarbar-grievances-unique-no-unique = “संख्या” इस खेप में एक से अधिक बार आया है।
expectation-jandarbar-grievances-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## rtps.applications

expectation-rtps-applications-appl-id-not-null = “आवेदन आईडी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-appl-ref-no-not-null = “संदर्भ संख्या” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-appl-ref-no-pattern = संदर्भ संख्या ABCDE/2026/0000001 के प्रारूप में नहीं है।
expectation-rtps-applications-base-service-id-not-null = “सेवा” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-base-service-id-known = यह सेवा आरटीपीएस की अधिसूचित सेवाओं की सूची में नहीं है।
expectation-rtps-applications-service-name-not-null = “सेवा का नाम” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-submitted-at-not-null = “जमा करने का समय” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-submitted-at-not-in-future = “जमा करने का समय” कार्य-तिथि के बाद की तिथि है।
expectation-rtps-applications-due-on-not-before-submission = नियत तिथि आवेदन जमा करने की तिथि से पहले की है।
expectation-rtps-applications-submission-mode-not-null = “माध्यम” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-submission-mode-in-set = माध्यम न तो online है, न kiosk।
expectation-rtps-applications-applicant-name-not-null = “आवेदक” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-applicant-gender-in-set = “लिंग” का मान मान्य सूची में नहीं है।
expectation-rtps-applications-mobile-number-pattern = मोबाइल संख्या 6 से 9 के बीच के अंक से आरंभ होने वाली दस अंकों की नहीं है।
expectation-rtps-applications-pin-code-pattern = पिन कोड बिहार का नहीं है (8 से आरंभ होने वाले छह अंक)।
expectation-rtps-applications-district-census2011-not-null = “ज़िला (जनगणना 2011)” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-district-lgd-not-null = ज़िला कोड जनगणना 2011 के बिहार के कोड (203 से 240) में से नहीं है; ज़िला ज्ञात नहीं हो सका।
expectation-rtps-applications-amount-range = शुल्क ऋणात्मक है।
expectation-rtps-applications-version-no-not-null = “सेवा संस्करण” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-appl-status-not-null = “स्थिति” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-appl-status-in-set = स्थिति I, F, D या R में से कोई नहीं है।
expectation-rtps-applications-current-executed-at-not-before-received = चरण प्राप्त होने से पहले ही पूर्ण दिखाया गया है।
expectation-rtps-applications-last-updated-at-not-null = “अंतिम अद्यतन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-applications-appl-id-unique = “आवेदन आईडी” इस खेप में एक से अधिक बार आया है।
expectation-rtps-applications-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## rtps.services

expectation-rtps-services-service-id-not-null = “सेवा” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-services-service-name-not-null = “सेवा का नाम” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-services-department-name-not-null = “विभाग” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-services-office-level-not-null = “स्तर” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-services-office-level-in-set = स्तर CO, SDO, DM या DEPT में से कोई नहीं है।
expectation-rtps-services-time-limit-days-not-null = “समय-सीमा” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-services-time-limit-days-range = समय-सीमा 0 से 365 दिनों के बीच नहीं है।
expectation-rtps-services-day-kind-not-null = “दिनों का प्रकार” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-rtps-services-day-kind-in-set = दिनों का प्रकार WORKING या CALENDAR में से कोई नहीं है।
expectation-rtps-services-service-id-unique = “सेवा” इस खेप में एक से अधिक बार आया है।
expectation-rtps-services-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।

## sparrow.pars

expectation-sparrow-pars-apar-id-not-null = “प्रतिवेदन” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-apar-id-pattern = प्रतिवेदन संख्या PAR-2025-000001 के प्रारूप में नहीं है।
expectation-sparrow-pars-employee-code-not-null = “कर्मी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-employee-code-pattern = कर्मी कोड E और सात अंकों का नहीं है।
expectation-sparrow-pars-employee-code-known = यह कर्मी एचआरएमएस की सूची में नहीं है।
expectation-sparrow-pars-officer-name-not-null = “पदाधिकारी” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-financial-year-not-null = “वर्ष” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-financial-year-pattern = वर्ष 2025-26 के प्रारूप में नहीं है।
expectation-sparrow-pars-period-from-not-null = “अवधि से” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-period-to-not-null = “अवधि तक” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-period-to-not-before-period-from = अवधि की समाप्ति उसके आरंभ से पहले की है।
expectation-sparrow-pars-workflow-stage-not-null = “चरण” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-workflow-stage-in-set = चरण स्पैरो के निर्धारित चरणों में से नहीं है।
expectation-sparrow-pars-stage-since-not-null = “इस चरण पर कब से” रिक्त है; इसका भरा होना अनिवार्य है।
expectation-sparrow-pars-stage-since-not-in-future = “इस चरण पर कब से” कार्य-तिथि के बाद की तिथि है।
expectation-sparrow-pars-reporting-officer-code-pattern = प्रतिवेदक पदाधिकारी का कोड E और सात अंकों का नहीं है।
expectation-sparrow-pars-reviewing-officer-code-pattern = समीक्षी पदाधिकारी का कोड E और सात अंकों का नहीं है।
expectation-sparrow-pars-forwarded-by-in-set = अग्रसारण USER, FORCE_FORWARD या AUTO_FORWARD में से कोई नहीं है।
expectation-sparrow-pars-ipr-filed-on-not-in-future = “संपत्ति विवरणी” कार्य-तिथि के बाद की तिथि है।
expectation-sparrow-pars-closed-on-present-when-closed = प्रतिवेदन बंद है, पर बंद होने की तिथि रिक्त है।
expectation-sparrow-pars-closed-on-not-before-period-from = प्रतिवेदन अवधि के आरंभ से पहले ही बंद दिखाया गया है।
expectation-sparrow-pars-apar-id-unique = “प्रतिवेदन” इस खेप में एक से अधिक बार आया है।
expectation-sparrow-pars-batch-count-band = पंक्तियों की संख्या पिछली सही खेप से बहुत भिन्न है।
