"""The notified services that the sandbox knows.

Time limits: service page of nalanda.nic.in for caste, income and residence (10 working days) and the GAD order of
January 2014 for tatkal (2 working days); the others are figures of the press (mutation 35 and 75 days, ration card 30,
transport 7 to 60, land measurement 30 and 10). The gazette's full table is not public, so no figure here is authority.
"""

from __future__ import annotations

_GAD = "General Administration Department"
_REV = "Revenue and Land Reforms Department"
_TRA = "Transport Department"
_SOC = "Social Welfare Department"
_FCP = "Food and Consumer Protection Department"

# service_id, English, Hindi, department, level, designated officer, limit, kind of days, prefix of reference numbers
ROWS: list[tuple[str, str, str, str, str, str, int, str, str]] = [
    ("1101", "Issuance of Caste Certificate", "जाति प्रमाण पत्र", _GAD, "CO", "Circle Officer", 10, "WORKING", "BCCCO"),
    ("1102", "Issuance of Income Certificate", "आय प्रमाण पत्र", _GAD, "CO", "Circle Officer", 10, "WORKING", "BICCO"),
    ("1103", "Issuance of Residence Certificate", "आवासीय प्रमाण पत्र", _GAD, "CO", "Circle Officer", 10, "WORKING", "BRCCO"),
    ("1104", "Issuance of Non Creamy Layer Certificate", "क्रीमी लेयर रहित प्रमाण पत्र", _GAD, "CO", "Circle Officer", 10, "WORKING", "NCLCO"),
    ("1105", "Caste Certificate (Sub-Division)", "जाति प्रमाण पत्र (अनुमंडल)", _GAD, "SDO", "Sub-Divisional Officer", 10, "WORKING", "BCCSO"),
    ("1106", "Income Certificate (Sub-Division)", "आय प्रमाण पत्र (अनुमंडल)", _GAD, "SDO", "Sub-Divisional Officer", 10, "WORKING", "BICSO"),
    ("1107", "Residence Certificate (Sub-Division)", "आवासीय प्रमाण पत्र (अनुमंडल)", _GAD, "SDO", "Sub-Divisional Officer", 10, "WORKING", "BRCSO"),
    ("1108", "Caste Certificate (District)", "जाति प्रमाण पत्र (ज़िला)", _GAD, "DM", "Officer authorised by the District Magistrate", 10, "WORKING", "BCCDM"),
    ("1109", "Income Certificate (District)", "आय प्रमाण पत्र (ज़िला)", _GAD, "DM", "Officer authorised by the District Magistrate", 10, "WORKING", "BICDM"),
    ("1110", "Residence Certificate (District)", "आवासीय प्रमाण पत्र (ज़िला)", _GAD, "DM", "Officer authorised by the District Magistrate", 10, "WORKING", "BRCDM"),
    ("1111", "Caste Certificate (Tatkal)", "जाति प्रमाण पत्र (तत्काल)", _GAD, "CO", "Circle Officer", 2, "WORKING", "TCCCO"),
    ("1112", "Income Certificate (Tatkal)", "आय प्रमाण पत्र (तत्काल)", _GAD, "CO", "Circle Officer", 2, "WORKING", "TICCO"),
    ("1113", "Residence Certificate (Tatkal)", "आवासीय प्रमाण पत्र (तत्काल)", _GAD, "CO", "Circle Officer", 2, "WORKING", "TRCCO"),
    ("1114", "Issuance of OBC Certificate", "अन्य पिछड़ा वर्ग प्रमाण पत्र", _GAD, "CO", "Circle Officer", 10, "WORKING", "BOBCO"),
    ("1201", "Social Security Pension: presentation", "सामाजिक सुरक्षा पेंशन: प्रस्तुति", _SOC, "DEPT", "Block Development Officer", 21, "WORKING", "SSPBD"),
    ("1202", "Social Security Pension: decision", "सामाजिक सुरक्षा पेंशन: निर्णय", _SOC, "SDO", "Sub-Divisional Officer", 21, "WORKING", "SSPSO"),
    ("1301", "New Ration Card", "नया राशन कार्ड", _FCP, "SDO", "Sub-Divisional Officer", 30, "CALENDAR", "NRCSO"),
    ("1302", "Change in Ration Card", "राशन कार्ड में संशोधन", _FCP, "SDO", "Sub-Divisional Officer", 30, "CALENDAR", "CRCSO"),
    ("1401", "Mutation without objection", "दाखिल-खारिज (आपत्ति रहित)", _REV, "CO", "Circle Officer", 35, "CALENDAR", "MUTCO"),
    ("1402", "Mutation with objection", "दाखिल-खारिज (आपत्ति सहित)", _REV, "CO", "Circle Officer", 75, "CALENDAR", "MUOCO"),
    ("1403", "Land measurement", "भूमि मापी", _REV, "CO", "Circle Officer", 30, "CALENDAR", "LMSCO"),
    ("1404", "Land measurement (Tatkal)", "भूमि मापी (तत्काल)", _REV, "CO", "Circle Officer", 10, "CALENDAR", "LMTCO"),
    ("1501", "Driving licence", "चालन अनुज्ञप्ति", _TRA, "DEPT", "District Transport Officer", 10, "CALENDAR", "DLCDT"),
    ("1502", "Driving licence as smart card", "चालन अनुज्ञप्ति स्मार्ट कार्ड", _TRA, "DEPT", "District Transport Officer", 7, "CALENDAR", "DLSDT"),
    ("1503", "Registration of private vehicle", "निजी वाहन निबंधन", _TRA, "DEPT", "District Transport Officer", 7, "CALENDAR", "RPVDT"),
    ("1504", "Registration of commercial vehicle", "व्यावसायिक वाहन निबंधन", _TRA, "DEPT", "District Transport Officer", 10, "CALENDAR", "RCVDT"),
    ("1505", "Cancellation of registration", "निबंधन रद्दीकरण", _TRA, "DEPT", "District Transport Officer", 30, "CALENDAR", "RCCDT"),
    ("1506", "Trade certificate", "व्यापार प्रमाण पत्र", _TRA, "DEPT", "District Transport Officer", 10, "CALENDAR", "TRDDT"),
    ("1507", "Inspection of damaged vehicle", "दुर्घटनाग्रस्त वाहन जाँच", _TRA, "DEPT", "Motor Vehicle Inspector", 15, "CALENDAR", "DVIMV"),
    ("1508", "Permit within the district", "ज़िला के भीतर परमिट", _TRA, "DEPT", "District Transport Officer", 10, "CALENDAR", "PERDT"),
]  # fmt: skip  # noqa: E501
USE = [22, 20, 22, 5, 2, 2, 2, 1, 1, 1, 2, 2, 2, 4, 2, 2, 3, 2, 6, 2, 2, 1, 3, 1, 2, 1, 1, 1, 1, 1]
"""How often each service is asked for, as weights."""
