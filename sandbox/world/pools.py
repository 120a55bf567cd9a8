"""What invented people and cases are made of. Names are common ones put together at random; nobody is meant."""

from __future__ import annotations


def _names(text: str) -> list[tuple[str, list[str]]]:
    """Lines of ``हिन्दी Latin|Latin|…``; spaces within a name are written ``_``."""
    out = []
    for entry in text.split():
        hindi, latin = entry.split("=")
        out.append((hindi.replace("_", " "), latin.replace("_", " ").split("|")))
    return out


MALE = _names(
    """अमित=Amit|Ameet राजेश=Rajesh|Rajes संजय=Sanjay|Sanjai|Sanjoy मनोज=Manoj|Manoz विजय=Vijay|Bijay|Vijai
    रमेश=Ramesh|Rames सुरेश=Suresh|Sures मुकेश=Mukesh|Mukes दिनेश=Dinesh|Dines अशोक=Ashok|Asok|Ashoke
    राकेश=Rakesh|Rakes पंकज=Pankaj|Pankaz नीरज=Neeraj|Niraj धर्मेन्द्र=Dharmendra|Dharmender
    जितेन्द्र=Jitendra|Jeetendra|Jitender उपेन्द्र=Upendra|Upender नागेन्द्र=Nagendra|Nagender
    शैलेन्द्र=Shailendra|Sailendra अरविन्द=Arvind|Arbind|Aravind विनोद=Vinod|Binod प्रमोद=Pramod|Parmod
    ब्रजेश=Brajesh|Brijesh|Brajes अनिल=Anil|Aneel सुनील=Sunil|Suneel कृष्ण=Krishna|Krisna लक्ष्मण=Laxman|Lakshman|Lachhman
    शम्भु=Shambhu|Sambhu|Shambhoo गणेश=Ganesh|Ganes सतीश=Satish|Sateesh हरेन्द्र=Harendra|Harender
    चन्दन=Chandan|Chandon रवि=Ravi|Rabi शिव=Shiv|Siv|Sheo महेश=Mahesh|Mahes ओम=Om|Aum विकास=Vikas|Bikas|Vikash
    गौतम=Gautam|Goutam अभिषेक=Abhishek|Abhisek आलोक=Alok|Aalok सौरभ=Saurabh|Sourabh|Sourav
    मो०_आरिफ=Md_Arif|Mohammad_Arif|Mohd_Arif मो०_इम्तियाज=Md_Imtiyaz|Md_Imteyaz|Mohd_Imtiaz
    शहनवाज=Shahnawaz|Shahnavaz|Sahnawaz फिरोज=Firoz|Feroz|Firoj अब्दुल=Abdul|Abdool नौशाद=Naushad|Noshad"""
)
FEMALE = _names(
    """आशा=Asha|Aasha सुनीता=Sunita|Suneeta रेखा=Rekha|Rekhaa पूनम=Poonam|Punam अनीता=Anita|Aneeta किरण=Kiran|Kiron
    सीमा=Seema|Sima मीना=Meena|Mina गीता=Geeta|Gita|Geetha पूजा=Pooja|Puja प्रियंका=Priyanka|Priyankaa नूतन=Nutan|Nootan
    ज्योति=Jyoti|Jyothi सविता=Savita|Sabita|Savitha विभा=Vibha|Bibha निशा=Nisha|Nishaa माला=Mala|Maala
    सरिता=Sarita|Sareeta कंचन=Kanchan|Kanchon उर्मिला=Urmila|Urmeela शोभा=Shobha|Sobha मंजू=Manju|Manjoo
    रीता=Rita|Reeta लक्ष्मी=Laxmi|Lakshmi|Lachhmi चन्द्रकला=Chandrakala|Chandra_Kala फुलमती=Phulmati|Fulmati
    शबनम=Shabnam|Sabnam नाजिया=Nazia|Naziya|Najia रुखसाना=Rukhsana|Ruksana शहनाज=Shahnaz|Sahnaz
    अमृता=Amrita|Amrita_Rani स्वाति=Swati|Svati नेहा=Neha|Nehaa बबिता=Babita|Babeeta"""
)
SURNAMES = _names(
    """कुमार=Kumar|Kr सिंह=Singh|Sinh|Singha यादव=Yadav|Yadaw प्रसाद=Prasad|Prashad|Pd झा=Jha|Jhaa मिश्रा=Mishra|Misra
    सिन्हा=Sinha|Sinhaa पासवान=Paswan|Pasvan राम=Ram|Raam शर्मा=Sharma|Sarma गुप्ता=Gupta|Gupt ठाकुर=Thakur|Thakoor
    महतो=Mahto|Mahato मंडल=Mandal|Mondal राय=Rai|Roy|Ray चौधरी=Choudhary|Chaudhary|Chaudhari तिवारी=Tiwari|Tiwary|Tewari
    पाण्डेय=Pandey|Panday|Pande ओझा=Ojha|Ozha सहनी=Sahni|Sahani मांझी=Manjhi|Majhi साह=Sah|Shah
    अंसारी=Ansari|Ansary आलम=Alam|Aalam हुसैन=Hussain|Husain|Hussein श्रीवास्तव=Srivastava|Shrivastav|Srivastav"""
)
WOMEN_SURNAMES = _names(
    """कुमारी=Kumari|Kumary देवी=Devi|Debi सिंह=Singh|Sinh सिन्हा=Sinha|Sinhaa झा=Jha|Jhaa मिश्रा=Mishra|Misra
    खातून=Khatoon|Khatun परवीन=Parveen|Perween|Parvin यादव=Yadav|Yadaw राय=Rai|Roy शर्मा=Sharma|Sarma
    गुप्ता=Gupta|Gupt श्रीवास्तव=Srivastava|Shrivastav"""
)

# Block names: made up of common village words, so that none is a statement about a place.
BLOCKS = [
    "Rampur", "Naya Tola", "Sadar", "Madhopur", "Kishunpur", "Bishunpur", "Gopalpur", "Hariharpur", "Lakshmipur",
    "Manikpur", "Pipra", "Basantpur", "Belwa", "Chakia Tola", "Dharampur", "Fatehpur", "Jagdishpur", "Kalyanpur",
    "Mohanpur", "Narayanpur", "Parsa Bazar", "Raghopur", "Sahebganj Tola", "Tilakpur", "Phulwari Tola",
]  # fmt: skip

DEPARTMENTS = [
    "General Administration Department", "Revenue and Land Reforms Department", "Education Department",
    "Health Department", "Social Welfare Department", "Home Department", "Rural Development Department",
    "Food and Consumer Protection Department", "Panchayati Raj Department", "Transport Department",
    "Public Health Engineering Department", "Agriculture Department", "Finance Department", "Energy Department",
]  # fmt: skip

CADRES = {
    "क": (["Bihar Administrative Service", "Bihar Education Service", "Bihar Health Service", "Bihar Police Service"],
          ["Deputy Secretary", "Sub-Divisional Officer", "Additional Collector", "District Education Officer",
           "Civil Surgeon", "Deputy Superintendent"], (9, 14)),
    "ख": (["Bihar Administrative Service", "Bihar Revenue Service", "Bihar Statistical Service",
           "Rural Development Service"],
          ["Circle Officer", "Block Development Officer", "Revenue Officer", "Block Education Officer",
           "Programme Officer", "Section Officer"], (7, 9)),
    "ग": (["Bihar Secretariat Clerical Service", "Collectorate Clerical Cadre", "Revenue Employees' Cadre",
           "Health Workers' Cadre", "Teachers' Cadre"],
          ["Head Clerk", "Upper Division Clerk", "Lower Division Clerk", "Revenue Employee", "Panchayat Secretary",
           "Auxiliary Nurse", "Assistant Teacher"], (1, 6)),
}  # fmt: skip

OFFICES = ["Circle Office", "Block Office", "Sub-Divisional Office", "Block Education Office", "Primary Health Centre"]

RTPS_STEPS = [
    "Scrutiny by Dealing Assistant", "Verification by Revenue Employee", "Verification by Revenue Officer",
    "Decision by Designated Officer",
]  # fmt: skip

ORGS = ["GOVBH", "BHGAD", "BHRLR", "BHEDU", "BHHLT", "BHSWD", "BHHOM", "BHRDD", "BHFCP", "BHPRD"]

CATEGORIES = ["Land", "Certificate", "Pension", "Ration card", "Education", "Health", "Police", "Electricity", "Road"]

# {service} and {ref} are filled for a matter about an application.
ABOUT_SERVICE = [
    "आवेदन संख्या {ref} का {service_hi} समय सीमा बीतने पर भी नहीं मिला।",
    "{service} not issued though the last date is over; application {ref}.",
    "{service_hi} के लिए कार्यालय के चक्कर लगा रहा हूँ, आवेदन {ref} पर कोई कार्रवाई नहीं।",
    "My application {ref} for {service} is shown pending without any reason.",
]
COMPLAINTS = [
    ("Land", "भूमि की जमाबंदी में त्रुटि सुधार का आवेदन लंबित है।"),
    ("Land", "Boundary dispute: the measurement report has not been supplied."),
    ("Pension", "वृद्धावस्था पेंशन पिछले छह माह से खाते में नहीं आई।"),
    ("Pension", "Old age pension stopped without notice; bank account is active."),
    ("Ration card", "राशन कार्ड में परिवार के दो सदस्यों का नाम नहीं जुड़ा।"),
    ("Ration card", "The fair price shop gives less grain than printed on the slip."),
    ("Education", "विद्यालय में शिक्षक नियमित नहीं आते, कृपया जाँच कराई जाए।"),
    ("Education", "Scholarship of the last session has not been paid."),
    ("Health", "प्राथमिक स्वास्थ्य केन्द्र पर दवा उपलब्ध नहीं है।"),
    ("Police", "थाना में आवेदन देने के बाद भी प्राथमिकी दर्ज नहीं हुई।"),
    ("Electricity", "The transformer of our ward has been out of order for twenty days."),
    ("Road", "गाँव की मुख्य सड़क टूट गई है, वर्षा में आवागमन बंद हो जाता है।"),
    ("Certificate", "Name is misspelt in the certificate; correction refused at the counter."),
]
# Matters of the Government of India that people bring to the Jan Darbar all the same: department, words.
CENTRAL = [
    ("Department of Posts", "डाकघर के बचत खाते की परिपक्व राशि छह माह से नहीं मिली।"),
    ("Ministry of Railways", "The level crossing near our village is kept closed for hours every day."),
    ("Employees' Provident Fund Organisation", "भविष्य निधि की निकासी का दावा बिना कारण लौटा दिया गया।"),
    ("Department of Financial Services", "The bank has not credited the insurance claim of my late husband."),
    ("Ministry of External Affairs", "पासपोर्ट आवेदन पुलिस सत्यापन के बाद भी लंबित है।"),
]
REMOVED = "[aadhaar removed]"
WITH_AADHAAR = [
    " मेरा आधार " + REMOVED + " है।",
    " Aadhaar No. " + REMOVED + ".",
    " (आधार संख्या: " + REMOVED + ")",
]
REMARKS = [
    "Forwarded to the Circle Officer", "प्रतिवेदन की माँग की गई", "Report awaited from the district",
    "जाँच हेतु प्रखंड विकास पदाधिकारी को भेजा गया", "Taken up with the subordinate organisation",
]  # fmt: skip
CLOSURE_REASONS = [
    "Grievance resolved", "Duplicate", "Suggestion", "Details inadequate or not legible", "Invalid: Sub Judice",
    "Case already taken up", "Others",
]  # fmt: skip
CASE_TYPES = [
    "PAY_FIXATION", "INCREMENT", "ARREARS", "ACP", "PROMOTION_FIXATION", "LAST_PAY_CERTIFICATE", "ALLOWANCE",
]  # fmt: skip
CASE_REMARKS = ["Service book awaited", "सेवा पुस्तिका अपेक्षित", "Objection by the treasury", "Bill under preparation"]
PAR_STAGES = [
    "GENERATED", "WITH_ORU", "WITH_REPORTING", "WITH_REVIEWING", "WITH_ACCEPTING", "DISCLOSURE", "REPRESENTATION",
    "CLOSED",
]  # fmt: skip
BANKS = ["SBIN", "PUNB", "CBIN", "BKID", "UCBA", "CNRB"]

# Population weight of a district beside the common weight 10, by LGD code; rough, for a lifelike spread.
WEIGHTS = {212: 30, 213: 24, 208: 23, 206: 21, 196: 20, 217: 20, 218: 18, 195: 18, 211: 18, 224: 16, 221: 16, 222: 15,
           219: 4, 611: 4, 220: 4, 204: 5, 199: 6, 207: 7}  # fmt: skip
