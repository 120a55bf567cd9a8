# make up and make down.
embedded-help = एक ही मशीन पर पूरा हब, प्रणालियों के प्रतिरूपों सहित।
up-help = सब कुछ शुरू करें और Airflow से एक पूरा चक्र चलाएँ।
up-help-seed = काल्पनिक डेटा का बीज (seed)।
up-help-scale = काल्पनिक डेटा का आकार; 1 पर लगभग 40,000 अभिलेख।
up-help-date = पहली कार्य तिथि (YYYY-MM-DD); न देने पर आज की भारतीय तिथि।
up-help-no-cycle = सब कुछ शुरू करें, पर कोई चक्र न चलाएँ।
up-help-no-airflow = Airflow के बिना शुरू करें, कमांड लाइन से काम के लिए।
down-help = सब कुछ बंद करें।
status-help = बताएँ कि क्या चल रहा है।

up-already = सब कुछ पहले से चल रहा है।
up-begins = { $home } में शुरू हो रहा है; कार्य तिथि { $date }।
up-services = सेवाएँ
up-cycle = { $date } के लिए Airflow से एक पूरा चक्र
up-interrupted = बीच में रोका गया; जो शुरू हुआ था उसे बंद किया जा रहा है …
up-next = आगे: { $command }
down-begins = बंद किया जा रहा है …
down-done = अब कुछ नहीं चल रहा है।
down-forgotten = अब कुछ नहीं चल रहा है, और { $home } में जो कुछ था वह हटा दिया गया है।
down-help-forget = साथ ही इस स्थापना का सारा डेटा हटाएँ।
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
stack-busy = इस स्थापना पर कोई दूसरा make up या make down चल रहा है।
service-failed = { $service } शुरू नहीं हो रहा। { $log } का अंतिम भाग:
    { $end }
cycle-failed = { $dag } कार्य { $task } में विफल हुआ। उसका लॉग Airflow में देखें।
cycle-held = ये डेटासेट रुके हुए हैं और डेटा स्टीवर्ड के निर्णय की प्रतीक्षा में हैं: { $datasets }।
cycle-slow = { $dag } { $minutes } मिनट में पूरा नहीं हुआ। Airflow में देखें कि कहाँ रुका है।
dags-unreadable = Airflow DAG नहीं पढ़ पा रहा: { $reason }

report-title = { $date } के लिए प्राप्त डेटा
report-dataset = डेटासेट
report-received = प्राप्त
report-accepted = स्वीकृत
report-quarantined = संगरोध में
report-state = स्थिति
report-none = कोई बैच नहीं
report-logins = लॉगिन
look-airflow = हर डेटासेट का एक DAG; Trigger में तिथि दी जा सकती है, रुका बैच Required actions में मिलता है
look-status = क्या चला, क्या देर से है, क्या रुका है
look-quarantine = जाँच में विफल पंक्तियाँ और कारण
look-alerts = 15 दिन से अधिक लंबित वेतन मामले; उनकी मेल: { $home }/sandbox/mail
look-feeds = पोर्टल जो लेते हैं; फ़ाइलें: { $home }/feeds
look-verify = प्रमाण कि कुछ छूटा, दोहराया या बदला नहीं
look-down = सब कुछ बंद करता है
