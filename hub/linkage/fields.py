"""Fields of a record in comparable form. Nothing here raises: what cannot be read is no evidence, so it is ``None``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from hub.names import places
from hub.names.devanagari import to_latin
from hub.names.spelling import spell

_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_NAMED = re.compile(r"^(\d{1,2})[\- ]?([A-Za-z]{3})[a-z]*[\- ,]*(\d{4})\b")
_MONTHS = {name: at for at, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_PLACEHOLDERS = frozenset({"1234567890", "0123456789", "9876543210", *(str(digit) * 10 for digit in range(10))})
_GENDERS = {
    "m": "M", "male": "M", "man": "M", "पुरुष": "M", "पु": "M", "f": "F", "female": "F", "woman": "F", "महिला": "F",
    "स्त्री": "F", "म": "F", "t": "T", "transgender": "T", "ट्रांसजेंडर": "T", "तृतीय": "T", "o": "T", "other": "T",
}  # fmt: skip
_RELATIONS = {"s": "father", "d": "father", "f": "father", "w": "husband", "h": "husband", "c": "care"}
_RELATION_WORDS = {
    "father": "father", "पिता": "father", "पुत्र": "father", "पुत्री": "father", "son": "father", "daughter": "father",
    "husband": "husband", "पति": "husband", "पत्नी": "husband", "wife": "husband", "care": "care", "द्वारा": "care",
}  # fmt: skip
_WORDS = re.compile(r"[a-z]+|[ऀ-ॣॱ-ॿ]+")


def digits(text: str) -> str:
    """The text with Devanagari digits as 0-9."""
    return text.translate(_DIGITS)


@lru_cache(maxsize=1 << 16)
def day(text: str | None) -> date | None:
    """A date in ISO, dd/mm/yyyy (also with dots or dashes), or ``1 Jan 1980``; day before month, as in India."""
    if not text:
        return None
    plain = digits(text.strip())
    if found := _YEAR_FIRST.match(plain):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.match(plain):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := _NAMED.match(plain):
        parts = int(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1])
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def mobile(text: str | None) -> str | None:
    """Ten digits of an Indian mobile, without country code; what clerks type for "has none" is none."""
    if not text:
        return None
    found = re.sub(r"\D", "", digits(text))
    if len(found) > 10 and found.startswith(("91", "0")):
        found = found[-10:]
    if len(found) < 9 or len(found) > 11 or found in _PLACEHOLDERS or len(set(found)) == 1:
        return None
    return found


def number(text: str | None) -> str | None:
    """An id's letters and digits in capitals; leading letters and zeros dropped where digits follow, for some lists
    write them and some do not."""
    if not text:
        return None
    plain = re.sub(r"[^0-9A-Z]", "", digits(text).upper())
    found = re.sub(r"^[A-Z]*0*(?=[0-9]{4})", "", plain)
    return found if len(found) >= 3 else None


@lru_cache(maxsize=1 << 12)
def gender(text: str | None) -> str | None:
    """``M``, ``F`` or ``T``."""
    return _GENDERS.get(text.strip().lower().rstrip(".०")) if text else None


@lru_cache(maxsize=1 << 12)
def relation(text: str | None) -> str | None:
    """Whether a relation's name is that of the father, of the husband or of someone else."""
    if not text:
        return None
    plain = text.strip().lower()
    if re.match(r"^[sdwhcf]\s*[/.]?\s*o?\.?$", plain):
        return _RELATIONS[plain[0]]
    first = _WORDS.findall(plain)
    return _RELATION_WORDS.get(first[0]) if first else None


@lru_cache(maxsize=1 << 16)
def words(text: str | None) -> tuple[str, ...]:
    """Folded forms of the words of a text in either script."""
    if not text:
        return ()
    found = (word if word.isascii() else to_latin(word) for word in _WORDS.findall(text.lower()))
    return tuple(folded for word in found if word and (folded := spell(word).folded))


@lru_cache(maxsize=1 << 16)
def phrase(text: str | None) -> str | None:
    """A place, post or office as one comparable text."""
    return " ".join(words(text)) or None


@lru_cache(maxsize=1 << 14)
def district(text: str | None) -> str | None:
    """The LGD code of a district by its name in any usual spelling (``hub.names.places``); a text of digits is taken
    for an LGD code. Evidence for a comparison only: nothing is stored under this code."""
    if not text:
        return None
    plain = digits(text.strip())
    return str(int(plain)) if plain.isdigit() else places.district(text).code or None


@lru_cache(maxsize=1 << 14)
def designation(text: str | None) -> str | None:
    """A post in comparable form: the English words of its code where an alias table knows it, whatever the script; else
    its own words, marked where they are Devanagari, for then they cannot be held against English ones."""
    return _aliased(text, places.designation)


@lru_cache(maxsize=1 << 14)
def department(text: str | None) -> str | None:
    """A department, likewise."""
    return _aliased(text, places.department)


def _aliased(text: str | None, read: Callable[[object], places.Found]) -> str | None:
    if not text:
        return None
    code = read(text).code
    told = " ".join(word for word in words(code.replace("_", " ") if code else text) if word not in _DEPARTMENT)
    return (told if code or text.isascii() else f"{HINDI}{told}") if told else None


HINDI = "~ "
_DEPARTMENT = frozenset(words("department dept vibhag विभाग"))
