# फ़ीड।
feeds-unknown = "{ $feed }" नाम की कोई फ़ीड नहीं है। उपलब्ध फ़ीड: { $known }।
feeds-version-unknown = फ़ीड "{ $feed }" का { $version ->
    [0] अभी कोई संस्करण नहीं है
   *[other] संस्करण { $version } नहीं है
}।
feeds-not-reconciled = { $date } का मिलान अभी नहीं हुआ है, इसलिए उस तिथि के लिए प्रकाशित करने को कुछ नहीं है।
feeds-format-unknown = "{ $format }" नाम का कोई प्रारूप नहीं है। उपलब्ध प्रारूप: { $known }।
feeds-declaration-unsound = फ़ीड "{ $feed }" की घोषणा ठीक नहीं है: { $reason } कॉलम नहीं है या छूट गया है।
verify-published = संग्रहित पंक्तियाँ = प्रकाशित पंक्तियाँ
# आउटबॉक्स और उसके प्रवाह।
outbox-flow-unsound = flows/{ $file } का प्रवाह ठीक नहीं है: { $reason }
flow-rule-name = उसका नाम फ़ाइल का ही नाम हो, और kinds में केवल ADD और MOD हों।
flow-rule-source = वह या तो कोई फ़ीड पढ़े या किसी प्रवाह के पीछे चले, दोनों में से एक।
flow-rule-follows = वह { $flow } के पीछे चलता है, जो फ़ीड पढ़ने वाला प्रवाह नहीं है।
flow-rule-carried = { $flow } में { $names } नहीं है।
flow-rule-conditions = दूसरे प्रवाह के पीछे चलने वाले प्रवाह में शर्तें नहीं होतीं।
outbox-flow-unknown = "{ $flow }" नाम का कोई प्रवाह नहीं है। उपलब्ध प्रवाह: { $known }।
