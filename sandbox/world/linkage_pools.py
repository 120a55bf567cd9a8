"""Names and topics for linkage's lists: the world's own pools, and invented ones that share nothing with them.

An invented name is put together from syllables that each have their spellings, so it exists in no dictionary, and two
seeds have no name in common but by chance: one seed to train on, others to judge by.
"""

# ruff: noqa: E501
from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from sandbox.world import pools


@dataclass(frozen=True)
class Name:
    """One word of a name in Devanagari with its Latin spellings, the most usual first."""

    hindi: str
    latin: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """What a matter is about: a category and sentences in both languages."""

    category: str
    category_hi: str
    english: tuple[str, ...]
    hindi: tuple[str, ...]


@dataclass(frozen=True)
class Pool:
    """Names by part, with how often each comes, and topics."""

    names: dict[str, tuple[tuple[Name, ...], tuple[float, ...]]]
    topics: tuple[Topic, ...]

    def draw(self, rng: random.Random, part: str) -> Name:
        """A name of ``part``: men, women, men_last, women_last, middle or villages."""
        options, cumulated = self.names[part]
        return rng.choices(options, cum_weights=cumulated)[0]

    def topic(self, rng: random.Random) -> Topic:
        """A topic, all alike likely."""
        return rng.choice(self.topics)


_CONSONANTS = {
    "क": ("k",), "ख": ("kh", "k"), "ग": ("g",), "घ": ("gh", "g"), "च": ("ch", "c"), "ज": ("j", "z"), "झ": ("jh",),
    "ट": ("t",), "ठ": ("th",), "ड": ("d",), "त": ("t", "th"), "थ": ("th",), "द": ("d",), "ध": ("dh", "d"), "न": ("n",),
    "प": ("p",), "फ": ("f", "ph"), "ब": ("b",), "भ": ("bh",), "म": ("m",), "य": ("y",), "र": ("r",), "ल": ("l",),
    "व": ("v", "w", "b"), "श": ("sh", "s"), "स": ("s",), "ह": ("h",),
}  # fmt: skip
_VOWELS = {"": ("a",), "ा": ("a", "aa"), "ि": ("i",), "ी": ("i", "ee"), "ु": ("u", "oo"), "ू": ("u", "oo"),
           "े": ("e",), "ो": ("o",), "ै": ("ai", "ay"), "ौ": ("au", "ou")}  # fmt: skip
_ENDS = {"men": ("", "श", "न", "ल", "त", "र", "क"), "women": ("ा", "ी", "ती", "ना", "ला", "िका"),
         "last": ("", "र", "न", "ी", "िया", "वाल"), "village": ("पुर", "गंज", "डीह", "टोला", "चक", "नगर", "ा")}  # fmt: skip
_END_LATIN = {
    "": ("",), "श": ("sh", "s"), "न": ("n",), "ल": ("l",), "त": ("t",), "र": ("r",), "क": ("k",), "ा": ("a",),
    "ी": ("i", "ee", "y"), "ती": ("ti", "tee"), "ना": ("na",), "ला": ("la",), "िका": ("ika",), "िया": ("iya", "ia"),
    "वाल": ("wal", "val"), "पुर": ("pur", "pore"), "गंज": ("ganj", "gunj"), "डीह": ("dih", "deeh"),
    "टोला": ("tola",), "चक": ("chak",), "नगर": ("nagar",),
}  # fmt: skip


def _invent(rng: random.Random, kind: str) -> Name:
    # Every syllable but the last keeps its vowel sign, so that no inherent vowel is in doubt in the middle of a word.
    hindi, latin = "", [""]
    for i in range(rng.choice((1, 2, 2, 3) if kind == "last" else (2, 2, 3) if kind != "village" else (1, 2, 2))):
        consonant = rng.choice(list(_CONSONANTS))
        vowel = rng.choice(list(_VOWELS)[1:] if i else list(_VOWELS))
        hindi += consonant + vowel
        latin = [
            head + c + v for head in latin[:3] for c in _CONSONANTS[consonant][:2] for v in _VOWELS[vowel][:2]
        ]  # fmt: skip
    end = rng.choice(_ENDS[kind])
    if end in ("ा", "ी", "िका", "िया"):
        consonant = rng.choice(list(_CONSONANTS))
        hindi += consonant + end
        latin = [head + _CONSONANTS[consonant][0] + tail for head in latin for tail in _END_LATIN[end]]
    else:
        hindi += end
        latin = [head + tail for head in latin for tail in _END_LATIN[end]]
    spellings = tuple(dict.fromkeys(word.capitalize() for word in latin))[:5]
    return Name(hindi, spellings)


def _cumulated(weights: list[float]) -> tuple[float, ...]:
    total, out = 0.0, []
    for weight in weights:
        total += weight
        out.append(total)
    return tuple(out)


def _ranked(names: list[Name], slope: float = 0.9) -> tuple[tuple[Name, ...], tuple[float, ...]]:
    """Names as they come in life: a few very often, most seldom (Zipf)."""
    return tuple(names), _cumulated([(rank + 3) ** -slope for rank in range(len(names))])


def _from(entries: list[tuple[str, list[str]]]) -> list[Name]:
    return [Name(hindi, tuple(latin)) for hindi, latin in entries]


@cache
def world_pool() -> Pool:
    """The sandbox world's own names; villages are its blocks."""
    men, women = _from(pools.MALE), _from(pools.FEMALE)
    villages = [_invent(random.Random(f"world {i}"), "village") for i in range(400)]
    return Pool(
        {
            "men": _ranked(men, 0.3), "women": _ranked(women, 0.3), "men_last": _ranked(_from(pools.SURNAMES), 0.8),
            "women_last": _ranked(_from(pools.WOMEN_SURNAMES), 0.8), "middle": _ranked(_from(pools.SURNAMES[:4])),
            "villages": _ranked(villages, 0.3),
        },
        topics("judge"),
    )  # fmt: skip


@cache
def invented_pool(seed: int, purpose: str = "judge") -> Pool:
    """Names that no dictionary holds, beside the few family names that half of Bihar bears."""
    rng = random.Random(f"names {seed}")

    def some(kind: str, count: int) -> list[Name]:
        found = {name.hindi: name for name in (_invent(rng, kind) for _ in range(count))}
        return list(found.values())

    common, common_women = _from(pools.SURNAMES[:5]), _from(pools.WOMEN_SURNAMES[:3])
    return Pool(
        {
            "men": _ranked(some("men", 900)), "women": _ranked(some("women", 700)),
            "men_last": _ranked([*common, *some("last", 300)], 1.0),
            "women_last": _ranked([*common_women, *some("last", 200)], 1.2), "middle": _ranked(common),
            "villages": _ranked(some("village", 900), 0.4),
        },
        topics(purpose),
    )  # fmt: skip


def few_names(pool: Pool, most: int = 40) -> Pool:
    """The same, but for each part only its ``most`` commonest names: namesakes everywhere, as in a village."""
    names = {part: (options[:most], cumulated[:most]) for part, (options, cumulated) in pool.names.items()}
    return Pool(names, pool.topics)


@cache
def topics(purpose: str) -> tuple[Topic, ...]:
    """The topics of one purpose: ``train`` and ``judge`` have no sentence in common."""
    return tuple(_TRAIN if purpose == "train" else _JUDGE)


_TRAIN = [
    Topic("Land", "भूमि", ("Mutation of my plot is pending at the circle office", "Jamabandi correction not done"),
          ("मेरी जमीन का दाखिल खारिज अंचल में लंबित है", "जमाबंदी सुधार नहीं हुआ")),
    Topic("Pension", "पेंशन", ("Widow pension not credited for months", "Pension amount stopped without reason"),
          ("विधवा पेंशन की राशि कई माह से नहीं मिली", "पेंशन बंद कर दी गई है")),
    Topic("Ration card", "राशन कार्ड", ("New ration card application not approved", "Dealer refuses ration to my family"),
          ("नया राशन कार्ड नहीं बना है", "डीलर राशन नहीं देता है")),
    Topic("Electricity", "बिजली", ("Wrong electricity bill and meter not changed", "No power supply in the village"),
          ("बिजली बिल गलत आया है, मीटर नहीं बदला", "गाँव में बिजली आपूर्ति नहीं है")),
    Topic("Road", "सड़क", ("The road and drain of our ward are broken", "Street is full of water, road not repaired"),
          ("वार्ड की सड़क और नाली टूटी हुई है", "गली में पानी भरा है, सड़क की मरम्मत नहीं हुई")),
    Topic("Education", "शिक्षा", ("Scholarship and uniform money not paid to students", "Teacher absent from school"),
          ("छात्रों को छात्रवृत्ति और पोशाक राशि नहीं मिली", "स्कूल में शिक्षक अनुपस्थित रहते हैं")),
    Topic("Health", "स्वास्थ्य", ("No doctor in the hospital at night", "Medicine not given in the health centre"),
          ("अस्पताल में रात को डॉक्टर नहीं रहते", "स्वास्थ्य केंद्र में दवा नहीं मिलती")),
    Topic("Police", "पुलिस", ("FIR not registered by the police station", "Accused not arrested by police"),
          ("थाना में प्राथमिकी दर्ज नहीं की जा रही", "पुलिस आरोपी को गिरफ्तार नहीं कर रही")),
    Topic("Housing", "आवास", ("Second instalment of the housing scheme not received", "Name left out of house list"),
          ("आवास योजना की दूसरी किस्त नहीं मिली", "आवास सूची में नाम नहीं है")),
    Topic("Water", "पेयजल", ("Tap water scheme is closed, hand pump is dry", "Drinking water pipe leaks"),
          ("नल जल योजना बंद है, चापाकल सूखा है", "पेयजल की पाइप टूटी है")),
]  # fmt: skip
_JUDGE = [
    Topic("Land Dispute", "भूमि विवाद", ("Neighbour has encroached my land and measurement is refused",
          "The land record shows another owner, correction is asked"),
          ("पड़ोसी ने जमीन पर अतिक्रमण कर लिया है, मापी नहीं हो रही", "खतियान में दूसरे का नाम चढ़ा है, सुधार किया जाए")),
    Topic("Social Security Pension", "सामाजिक सुरक्षा पेंशन", ("Old age pension has not come since January",
          "Disability pension form rejected wrongly"), ("वृद्धा पेंशन जनवरी से नहीं आई", "दिव्यांग पेंशन का फॉर्म गलत ढंग से रद्द")),
    Topic("Public Distribution", "जन वितरण", ("Names of two children not added to the ration card",
          "Fair price shop gives less wheat and rice"), ("राशन कार्ड में दो बच्चों का नाम नहीं जुड़ा", "जन वितरण दुकानदार कम गेहूँ चावल देता है")),
    Topic("Power Supply", "विद्युत आपूर्ति", ("Transformer burnt for twenty days", "Electric pole is about to fall"),
          ("ट्रांसफार्मर बीस दिन से जला हुआ है", "बिजली का पोल गिरने वाला है")),
    Topic("Roads and Drains", "सड़क एवं नाली", ("Main road of the village is washed away", "Drain water enters the house"),
          ("गाँव की मुख्य सड़क बह गई है", "नाली का पानी घर में घुसता है")),
    Topic("Certificate", "प्रमाण पत्र", ("Caste certificate not issued in time", "Income certificate has a wrong name"),
          ("जाति प्रमाण पत्र समय पर नहीं मिला", "आय प्रमाण पत्र में नाम गलत है")),
    Topic("School", "विद्यालय", ("Mid day meal is not cooked in the school", "Cycle money of my daughter not paid"),
          ("विद्यालय में मध्याह्न भोजन नहीं बनता", "मेरी बेटी की साइकिल राशि नहीं मिली")),
    Topic("Wages", "मजदूरी", ("Job card wages of forty days are due", "Contractor did not pay labour wages"),
          ("जॉब कार्ड की चालीस दिन की मजदूरी बाकी है", "ठेकेदार ने मजदूरों की मजदूरी नहीं दी")),
    Topic("Toilet Grant", "शौचालय अनुदान", ("Grant for the toilet not received", "Toilet incentive paid to another"),
          ("शौचालय निर्माण की राशि नहीं मिली", "शौचालय प्रोत्साहन राशि दूसरे को दे दी गई")),
    Topic("Hospital", "अस्पताल", ("Ambulance was not sent to the patient", "Delivery incentive of mother not paid"),
          ("मरीज को एम्बुलेंस नहीं मिली", "प्रसव प्रोत्साहन राशि माता को नहीं मिली")),
]  # fmt: skip

# Posts and departments as Hindi lists write them; those left out stay in English.
POSTS_HI = {
    "Deputy Secretary": "उप सचिव", "Sub-Divisional Officer": "अनुमंडल पदाधिकारी", "Additional Collector": "अपर समाहर्ता",
    "District Education Officer": "जिला शिक्षा पदाधिकारी", "Civil Surgeon": "सिविल सर्जन", "Circle Officer": "अंचल अधिकारी",
    "Deputy Superintendent": "उपाधीक्षक", "Block Development Officer": "प्रखंड विकास पदाधिकारी", "Revenue Officer": "राजस्व अधिकारी",
    "Block Education Officer": "प्रखंड शिक्षा पदाधिकारी", "Programme Officer": "कार्यक्रम पदाधिकारी", "Section Officer": "प्रशाखा पदाधिकारी",
    "Head Clerk": "प्रधान लिपिक", "Upper Division Clerk": "उच्च वर्गीय लिपिक", "Lower Division Clerk": "निम्न वर्गीय लिपिक",
    "Revenue Employee": "राजस्व कर्मचारी", "Panchayat Secretary": "पंचायत सचिव", "Auxiliary Nurse": "सहायक नर्स",
    "Assistant Teacher": "सहायक शिक्षक", "General Administration Department": "सामान्य प्रशासन विभाग",
    "Revenue and Land Reforms Department": "राजस्व एवं भूमि सुधार विभाग", "Education Department": "शिक्षा विभाग",
    "Health Department": "स्वास्थ्य विभाग", "Social Welfare Department": "समाज कल्याण विभाग", "Home Department": "गृह विभाग",
    "Rural Development Department": "ग्रामीण विकास विभाग", "Panchayati Raj Department": "पंचायती राज विभाग",
    "Food and Consumer Protection Department": "खाद्य एवं उपभोक्ता संरक्षण विभाग", "Transport Department": "परिवहन विभाग",
    "Public Health Engineering Department": "लोक स्वास्थ्य अभियंत्रण विभाग", "Agriculture Department": "कृषि विभाग",
    "Finance Department": "वित्त विभाग", "Energy Department": "ऊर्जा विभाग",
}  # fmt: skip
