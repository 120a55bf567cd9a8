# What Airflow's tasks say.
dag-who-acts = कार्रवाई किसे करनी है: { $actor }।
dag-two-dates = यह रन { $partition } के लिए है, पर कार्य तिथि में { $typed } लिखी गई। वह स्थान खाली छोड़ें।
dag-held-body = बैच **{ $batch }** डेटा स्टीवर्ड के निर्णय की प्रतीक्षा में है। Approve करने पर उसकी { $accepted } स्वीकृत पंक्तियाँ संग्रहीत होंगी ({ $received } में से { $quarantined } रोकी गई हैं); Reject करने पर कुछ भी संग्रहीत नहीं होगा। रुकने का कारण:
dag-decided-elsewhere = बैच { $batch } पर निर्णय Airflow के बाहर पहले ही हो चुका है ({ $state }); वही मान्य रहेगा।
