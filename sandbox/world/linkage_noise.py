"""What clerks, forms and time do to a field: damage by kind of field, in either script."""

# ruff: noqa: E501
from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from sandbox.world.linkage_pools import Name

_LATIN_SLIPS = (("sh", "s"), ("s", "sh"), ("ee", "i"), ("i", "ee"), ("oo", "u"), ("u", "oo"), ("a", "aa"), ("v", "b"),
                ("w", "v"), ("ph", "f"), ("j", "z"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("ai", "e"), ("ya", "ia"))  # fmt: skip
_HINDI_SLIPS = (("ी", "ि"), ("ि", "ी"), ("ू", "ु"), ("ु", "ू"), ("श", "स"), ("ष", "श"), ("व", "ब"), ("ण", "न"),
                ("न्द", "ंद"), ("ै", "े"), ("ौ", "ो"), ("ा", ""), ("ं", ""), ("थ", "त"), ("ध", "द"))  # fmt: skip
_SHORT = {"Kumar": "Kr", "Prasad": "Pd", "Mohammad": "Md", "कुमार": "कु०", "प्रसाद": "प्र०"}
_UNKNOWN = ("9999999999", "0000000000", "1234567890")


def _is_hindi(text: str) -> bool:
    return any("ऀ" <= letter <= "ॿ" for letter in text)


def spelled(rng: random.Random, name: Name, noise: float) -> str:
    """The word in Latin letters: mostly the usual spelling, the oftener another the more noise there is."""
    return rng.choice(name.latin) if rng.random() < 0.15 + 0.5 * noise else name.latin[0]


def damaged(rng: random.Random, kind: str, text: str, other: Callable[[], str] | None = None) -> str:
    """``text`` after something happened to it; ``other`` gives another person's value."""
    return {
        "name": _name, "relative": _relative, "number": _number, "mobile": _mobile, "gender": _gender, "date": _date,
        "place": _place, "post": _post, "category": _post,
    }[kind](rng, text, other or (lambda: ""))  # fmt: skip


def _slip(rng: random.Random, text: str) -> str:
    """One slip of ear or hand."""
    slips = [pair for pair in (_HINDI_SLIPS if _is_hindi(text) else _LATIN_SLIPS) if pair[0] in text[1:]]
    if slips and rng.random() < 0.6:
        old, new = rng.choice(slips)
        at = text.index(old, 1)
        return text[:at] + new + text[at + len(old) :]
    return _typo(rng, text)


def _typo(rng: random.Random, text: str) -> str:
    if len(text) < 3:
        return text
    at, way = rng.randrange(1, len(text) - 1), rng.random()
    if way < 0.3:
        return text[:at] + text[at + 1 :]
    if way < 0.55:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    alphabet = "कगतदनपबमरलसह" if _is_hindi(text) else "aeioubdgklmnprst"
    letter = rng.choice("0123456789") if text[at].isdigit() else rng.choice(alphabet)
    return text[:at] + letter + text[at + (way < 0.8) :]


def _name(rng: random.Random, text: str, other: Callable[[], str]) -> str:
    if rng.random() < 0.02:  # known by another name
        return other() or text
    words, way = text.split(), rng.random()
    if way < 0.34 or len(words) == 1:
        at = rng.randrange(len(words))
        words[at] = _slip(rng, words[at])
    elif way < 0.46:  # an initial
        at = rng.randrange(len(words) - 1)
        words[at] = words[at][0] + rng.choice(("", ".", "०" if _is_hindi(text) else "."))
    elif way < 0.60:  # the last word left out
        words = words[:-1]
    elif way < 0.68:
        words = [words[-1], *words[:-1]]
    elif way < 0.76:
        words = [rng.choice(("श्री", "स्व०", "डॉ०") if _is_hindi(text) else ("Shri", "Late", "Dr.", "Mr")), *words]
    elif way < 0.84:
        words = [_SHORT.get(word, word) for word in words]
    elif way < 0.90:
        words = ["".join(words[:2]), *words[2:]]
    elif way < 0.95:
        return text.upper()
    else:
        words = [_slip(rng, word) for word in words]
    return " ".join(words)


def _relative(rng: random.Random, text: str, other: Callable[[], str]) -> str:
    way = rng.random()
    if way < 0.35:
        return ""
    return other() or text if way < 0.45 else _name(rng, text, other)  # after a marriage, or the mother's


def _number(rng: random.Random, text: str, other: Callable[[], str]) -> str:
    way = rng.random()
    if way < 0.45:
        return ""
    if way < 0.9:
        return _typo(rng, text)
    return text.lstrip("E0") if way < 0.95 else other()


def _mobile(rng: random.Random, text: str, other: Callable[[], str]) -> str:
    way = rng.random()
    if way < 0.3:
        return ""
    if way < 0.35:
        return rng.choice(_UNKNOWN)
    return _typo(rng, text) if way < 0.65 else f"+91 {text}" if way < 0.72 else other()


def _gender(rng: random.Random, text: str, _other: Callable[[], str]) -> str:
    return "" if rng.random() < 0.7 else "M" if text == "F" else "F"


def _date(rng: random.Random, text: str, _other: Callable[[], str]) -> str:
    day = date.fromisoformat(text) if "-" in text else date(*(int(part) for part in reversed(text.split("/"))))
    way = rng.random()
    if way < 0.3:
        return ""
    if way < 0.5 and day.day <= 12:
        day = date(day.year, day.day, day.month)
    elif way < 0.65:
        day = date(day.year + rng.choice((-1, 1)), day.month, min(day.day, 28))
    elif way < 0.75:
        day = date(day.year, rng.choice((1, 7)), 1)
    elif way < 0.9:
        day = date(day.year, day.month, rng.randrange(1, 29))
    else:
        day = date(day.year, rng.randrange(1, 13), min(day.day, 28))
    return day.isoformat()


def _place(rng: random.Random, text: str, other: Callable[[], str]) -> str:
    way = rng.random()
    if way < 0.25:
        return ""
    if way < 0.5:
        return text[:-1]
    if way < 0.75:
        return _slip(rng, text)
    return other()


def _post(rng: random.Random, text: str, other: Callable[[], str]) -> str:
    way = rng.random()
    if way < 0.35:
        return ""
    return _slip(rng, text) if way < 0.6 else text.upper() if way < 0.7 else other()
