# SFTP क्लाइंट क्या कहते हैं।
sftp-host-key = { $system } का SFTP सर्वर दर्ज की गई होस्ट कुंजी से भिन्न कुंजी दिखा रहा है। कुछ भी नहीं भेजा गया। "host_key" बदलने से पहले सर्वर के स्वामी से पूछें कि क्या कुंजी बदली गई है।
sftp-login-refused = { $system } के SFTP सर्वर ने लॉगिन अस्वीकार किया। कनेक्शन में सही लॉगिन और उसका पासवर्ड या निजी कुंजी डालें।
sftp-forbidden = { $system } का SFTP सर्वर इस लॉगिन को उस फ़ाइल या फ़ोल्डर का अधिकार नहीं देता।
sftp-connection = "{ $operation }" के समय { $system } के SFTP सर्वर से संपर्क हर प्रयास में टूट गया।
sftp-timeout = "{ $operation }" के समय { $system } का SFTP सर्वर हर प्रयास में बहुत देर तक मौन रहा।
sftp-missing = { $system } के SFTP सर्वर पर फ़ोल्डर "{ $operation }" नहीं है।
sftp-not-ready = { $system } की फ़ाइल "{ $operation }" अभी पूरी नहीं है: उसका चिह्न, चेकसम या स्वयं फ़ाइल मौजूद नहीं है।
sftp-incomplete = { $system } की फ़ाइल "{ $operation }" का आकार उसके चिह्न में लिखे आकार से भिन्न है। संभव है कि वह अभी लिखी जा रही हो।
sftp-checksum = { $system } की फ़ाइल "{ $operation }" उसके चेकसम से मेल नहीं खाती। संभव है कि वह अभी लिखी जा रही हो।
sftp-marker = { $system } की फ़ाइल "{ $operation }" का चिह्न या चेकसम पढ़ा नहीं जा सकता।
sftp-workbook = { $system } की कार्यपुस्तिका "{ $operation }" खराब है और खोली नहीं जा सकती।
sftp-acknowledgement = { $system } की पावती "{ $operation }" पढ़ी नहीं जा सकती।
sparrow-ack-missing = { $system } ने { $file } की पावती { $seconds } सेकंड में नहीं दी। वही संदेश फिर भेजे जाएँगे; उनका दोबारा कोई प्रभाव नहीं होगा।
sparrow-ack-incomplete = { $system } की पावती में भेजी गई हर पंक्ति का उल्लेख नहीं है।
