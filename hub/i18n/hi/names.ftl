names-code-unknown = योजना "{ $scheme }" में कोड "{ $code }" नहीं है; यह वैकल्पिक नाम नहीं रखा गया।
lookup-condition-unknown = मिलान मॉडल में एक शर्त है जिसे खोज नहीं समझती: "{ $condition }" में { $part }। इसे hub/entities/conditions.py में जोड़ें।
