names-code-unknown = योजना "{ $scheme }" में कोड "{ $code }" नहीं है; यह वैकल्पिक नाम नहीं रखा गया।
