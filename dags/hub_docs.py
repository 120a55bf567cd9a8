"""The words that the DAGs show in Airflow, in English and Hindi, made from the contracts."""

from __future__ import annotations

from hub.contracts import Contract, WindowKind

DATE_TITLE = "Business date · कार्य तिथि"
REASON_TITLE = "Reason · कारण"
DATE_HELP = (
    "Leave empty for the run's partition, else the hub's business date (today in India). · "
    "खाली छोड़ें तो रन के विभाजन की तिथि, अन्यथा हब की कार्य तिथि (भारत में आज)।"
)

_WINDOWS = {
    WindowKind.CHANGES: ("rows changed since the last stored window", "पिछली संग्रहीत अवधि के बाद बदली पंक्तियाँ"),
    WindowKind.SNAPSHOT: ("everything, each time", "हर बार पूरा डेटा"),
    WindowKind.MONTH: ("the last closed month, replaced whole", "पिछला पूर्ण माह, पूरा बदला जाता है"),
}
_KINDS = {
    "interval": (
        "run again for a past date, it reads that date's window again",
        "पिछली तिथि के लिए दोबारा चलाने पर उसी तिथि की अवधि फिर पढ़ी जाती है",
    ),
    "now": (
        "run again for a past date, it reads what the source holds now",
        "पिछली तिथि के लिए दोबारा चलाने पर स्रोत का वर्तमान डेटा पढ़ा जाता है",
    ),
}

_DAYS = {
    "reconcile": (
        "Reconcile the five systems for one business date",
        "Runs when every dataset of the date is stored. A held batch holds only its own date.",
        "उस तिथि के सभी डेटासेट संग्रहीत होने पर चलता है। रुका हुआ बैच केवल अपनी तिथि को रोकता है।",
    ),
    "publish": (
        "Publish the feeds of one business date",
        "Makes the new version of each feed with its changes, after reconciliation.",
        "मिलान के बाद हर फ़ीड का नया संस्करण और उसके परिवर्तन बनाता है।",
    ),
    "deliver": (
        "Deliver what waits in the outbox",
        "Sends each message once to its system and keeps the receipt.",
        "हर संदेश संबंधित प्रणाली को एक बार भेजता है और उसकी रसीद रखता है।",
    ),
    "alert": (
        "Open, close and mail the alerts of one business date",
        "Evaluates every clock after reconciliation and sends the digests. Nothing is told twice for the same fact.",
        "मिलान के बाद हर समय-सीमा जाँचता है और सार-मेल भेजता है। एक ही तथ्य के लिए दो बार मेल नहीं जाती।",
    ),
    "report": (
        "Make and mail the reports that are due",
        "Makes each report on its day, or later for that day, keeps it and mails each edition once. What is kept is "
        "never made again.",
        "हर प्रतिवेदन अपने दिन, या बाद में उसी दिन का, बनाता और रखता है तथा हर संस्करण एक बार मेल करता है। रखा गया प्रतिवेदन "
        "दोबारा नहीं बनता।",
    ),
    "watch": (
        "Alerts by the clock, whether or not anything ran",
        "Runs each morning even when a dataset is held or missing, so that silence is noticed and pay alerts go out.",
        "डेटासेट रुका या न आया हो तब भी हर सुबह चलता है, ताकि रुकावट पता चले और वेतन संबंधी अलर्ट जाएँ।",
    ),
}


def of_contract(contract: Contract) -> str:
    """The page of a dataset's DAG, as Markdown."""
    window_en, window_hi = _WINDOWS[contract.window]
    kind_en, kind_hi = _KINDS[contract.kind]
    return f"""### {contract.title}

{contract.purpose_en}

{contract.purpose_hi}

| | |
|---|---|
| Dataset · डेटासेट | `{contract.id}`, contract {contract.version} |
| Owner · स्वामी | {contract.owner} |
| One batch · एक बैच | {window_en} · {window_hi} |
| Kind · प्रकार | {contract.kind}: {kind_en} · {kind_hi} |
| Key · कुंजी | {", ".join(f"`{name}`" for name in contract.key)} |

{contract.limitations_en}

{contract.limitations_hi}

**If it fails · विफल होने पर:** the log of the failed task says who must act and the next command. ·
विफल कार्य का लॉग बताता है कि किसे क्या करना है।

**If it waits · रुकने पर:** the steward decides under *Required Actions*; nothing of the batch is stored until then. ·
स्टीवर्ड *Required Actions* में निर्णय लेता है; तब तक बैच का कुछ भी संग्रहीत नहीं होता।
"""


def of_day_dag(name: str) -> tuple[str, str]:
    """Title and page (Markdown) of a DAG that works on a whole business date."""
    title, english, hindi = _DAYS[name]
    return title, f"### {title}\n\n{english}\n\n{hindi}\n"
