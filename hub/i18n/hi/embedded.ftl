# make up and make down.

up-already = सब कुछ पहले से चल रहा है।
up-renewed = चालू होने के बाद प्रोग्राम बदल गया है: सब कुछ नए प्रोग्राम से फिर चालू किया जा रहा है। संग्रहीत आँकड़े बने रहते हैं।
up-begins = { $home } में शुरू हो रहा है; कार्य तिथि { $date }।
up-services = सेवाएँ
up-cycle = { $date } के लिए Airflow से एक पूरा चक्र
up-interrupted = बीच में रोका गया; जो शुरू हुआ था उसे बंद किया जा रहा है …
up-next = आगे: { $command }
down-begins = बंद किया जा रहा है …
down-done = अब कुछ नहीं चल रहा है।
down-forgotten = अब कुछ नहीं चल रहा है, और { $home } में जो कुछ था वह हटा दिया गया है।
status-nothing = कुछ नहीं चल रहा है। आगे: make up

state-waiting = प्रतीक्षा में
state-starting = शुरू हो रहा है
state-ready = चालू
state-done = पूर्ण
state-failed = विफल
state-stopped = बंद
state-queued = कतार में
state-running = चल रहा है
state-success = पूर्ण
state-held = रुका हुआ
state-planned = नियोजित
state-landed = प्राप्त
state-checked = जाँचा गया
state-released = जारी
state-refused = अस्वीकृत
state-stored = संग्रहीत
state-unchanged = अपरिवर्तित
state-superseded = नए से प्रतिस्थापित

port-taken = { $service } के लिए चाहिए पोर्ट { $port }, जो व्यस्त है ({ $holder })। उसे खाली करें, या { $setting } में दूसरा पोर्ट दें।
port-twice = पोर्ट { $port } { $other } और { $service } दोनों को दिया गया है; { $setting } में दूसरा पोर्ट दें।
port-unreadable = { $setting } का मान 1 से 65535 के बीच का पोर्ट नहीं है: { $value }
up-scale-unsound = { $value } आकार नहीं है: 0 से बड़ी संख्या चाहिए, जैसे 0.1 या 10।
world-stands = { $asked } माँगा गया, पर काल्पनिक संसार पहले से { $stands } से बना हुआ है। उसी पर आगे बढ़ने के लिए ये विकल्प छोड़ दें; `make clean` उसे और उससे संग्रहीत सब कुछ मिटा देता है।
stack-busy = इस स्थापना पर कोई दूसरा make up या make down चल रहा है।
service-failed = { $service } शुरू नहीं हो रहा। { $log } का अंतिम भाग:
    { $end }
cycle-failed = { $dag } कार्य { $task } में विफल हुआ। कारण Airflow में उसके लॉग ({ $address }/dags/{ $dag }) में है; उसे ठीक करने के बाद यही कमांड वहीं से आगे बढ़ाता है।
cycle-held = ये डेटासेट रुके हुए हैं और डेटा स्टीवर्ड के निर्णय की प्रतीक्षा में हैं: { $datasets }।
cycle-slow = { $dag } { $minutes } मिनट में पूरा नहीं हुआ। Airflow ({ $address }/dags/{ $dag }) में देखें कि कहाँ रुका है; यही कमांड आगे प्रतीक्षा करता है।
dags-unreadable = Airflow DAG नहीं पढ़ पा रहा: { $reason }

report-title = { $date } के लिए प्राप्त डेटा
report-dataset = डेटासेट
report-received = प्राप्त
report-accepted = स्वीकृत
report-quarantined = रोकी गईं
report-state = स्थिति
report-none = कोई बैच नहीं
report-logins = लॉगिन
look-console = डेटा प्रबंधक का कंसोल: जिन पर ध्यान देना है, रोकी गई पंक्तियाँ, रुके हुए बैच
look-airflow = हर डेटासेट का एक DAG; Trigger में तिथि दी जा सकती है, रुका बैच Required actions में मिलता है
look-status = क्या चला, क्या देर से है, क्या रुका है
look-quarantine = जाँच में विफल पंक्तियाँ और कारण
look-alerts = देय एवं समय-सीमा पार मामले; उनके मेल एवं SMS: { $home }/sandbox/mail, …/sms
look-feeds = पोर्टल जो लेते हैं; फ़ाइलें: { $home }/feeds
look-portals = पोर्टलों के लिए फ़ीड, और उनके विकासकर्ताओं का पृष्ठ
look-verify = प्रमाण कि कुछ छूटा, दोहराया या बदला नहीं
look-down = सब कुछ बंद करता है
