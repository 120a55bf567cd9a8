# अन्य प्रणालियों को प्रेषण।
deliver-incomplete = प्रवाह "{ $flow }" पूरा नहीं हुआ: { $reason } { $waiting } संदेश प्रतीक्षा में हैं और कुछ विराम के बाद फिर भेजे जाएँगे; { $dead } संदेशों का प्रयास छोड़ दिया गया।
deliver-no-receipt = प्रवाह "{ $flow }" के कुछ संदेशों की प्रणाली ने प्राप्ति नहीं दी।
deliver-reason-missing = कारण बताएँ: हर निर्णय के साथ उसका कारण रखा जाता है।
deliver-nothing-to-revive = प्रवाह "{ $flow }" में ऐसा कोई संदेश नहीं है जो छोड़ा गया हो या अस्वीकृत हुआ हो, या उसी अभिलेख का बाद का संदेश मौजूद है।
deliver-nothing-to-drop = प्रवाह "{ $flow }" में ऐसा कोई संदेश नहीं है जो छोड़ा गया हो या अस्वीकृत हुआ हो।
deliver-superseded = प्रवाह बंद रहने के दौरान अभिलेख बदल गया।
deliver-is-on = प्रवाह "{ $flow }" पहले से चालू है। प्रारंभिक प्रेषण के लिए --first-load लिखें।
deliver-is-off = प्रवाह "{ $flow }" बंद है। क्या भेजा जाएगा यह देखकर (hub deliver plan) कोई अधिकृत व्यक्ति ही इसे चालू करता है।
deliver-limit-not-raised = प्रवाह "{ $flow }" उस तिथि को पहले से { $limit } संदेश भेज सकता है; इससे अधिक संख्या दें।

deliver-flow = प्रवाह
deliver-state = स्थिति
deliver-state-off = बंद
deliver-state-idle = कुछ शेष नहीं
deliver-state-waiting = भेजा जाना है
deliver-state-failing = उत्तर नहीं मिला
deliver-state-limit-reached = सीमा पूरी
deliver-waiting = प्रतीक्षा में
deliver-failing = उत्तर नहीं
deliver-sent = भेजे गए
deliver-limit = दिन की सीमा
deliver-refused = अस्वीकृत
deliver-dead = प्रयास छोड़ा
deliver-over-limit = सीमा से अधिक
deliver-limit-hint = { $flow }: { $count } संदेश भेजे जाने हैं, पर दिन की सीमा ({ $limit }) पूरी हो चुकी है। वे अगली तिथि को जाएँगे, या आज ही इस आदेश से: hub deliver limit { $flow } संख्या --reason "…"
deliver-failing-hint = { $flow }: { $count ->
    [one] एक संदेश
   *[other] { $count } संदेशों
} का उत्तर नहीं मिला। { $why } वे { $at } के बाद के पहले प्रेषण में फिर जाएँगे, या अभी इस आदेश से: hub deliver run --flow { $flow } --now

deliver-plan-title = { $flow }, { $system } को ({ $operation }): { $waiting } प्रतीक्षा में, प्रारंभिक प्रेषण से { $first_load } और; आज { $left } और जा सकते हैं, कुल { $days } दिन लगेंगे। { $on ->
    [yes] प्रवाह चालू है।
   *[no] प्रवाह बंद है: कुछ नहीं भेजा जाता।
} इस अवलोकन से कुछ नहीं भेजा गया।
deliver-subject = अभिलेख
deliver-why = क्यों
deliver-why-waiting = प्रतीक्षा में
deliver-why-first-load = प्रारंभिक प्रेषण
deliver-message = संदेश

deliver-words = प्रणाली के शब्द, या उत्तर न मिलने का कारण
deliver-overtaken = बाद का संदेश
deliver-yes = हाँ
deliver-no = नहीं
deliver-key = कुंजी
deliver-switched = { $flow } अब { $state ->
    [on] चालू
   *[off] बंद
} है। प्रारंभिक प्रेषण के { $enqueued } संदेश लिखे गए; प्रतीक्षारत { $dropped } संदेश अब लागू नहीं थे।
deliver-revived = { $flow }: { $count } संदेश फिर भेजे जाएँगे।
deliver-dropped = { $flow }: { $count } संदेश हटा दिए गए।
deliver-raised = { $flow }: { $date } को { $limit } तक संदेश जा सकते हैं।
