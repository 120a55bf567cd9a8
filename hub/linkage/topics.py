"""What a matter is about, from its category and its words in either language: topics, numbers, what was said.

The words of a topic stand in ``topics.yaml``; a text may have several topics or none.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from hub.linkage.fields import digits, words

_FILE = Path(__file__).with_name("topics.yaml")
_REFERENCE = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*(?:/[A-Z0-9]+)*/\d{3,}\b")
_NUMBER = re.compile(r"(?<![\d/])\d{3,}(?![\d/])")
_MOBILE = re.compile(r"(?<!\d)[6-9]\d{9}(?!\d)")


@cache
def _rules() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    declared = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    by_word: dict[str, set[str]] = {}
    for topic, entries in declared["topics"].items():
        for entry in entries:
            by_word.setdefault(" ".join(words(entry)), set()).add(topic)
    silent = frozenset(folded for word in declared["silent"] for folded in words(word))
    return {word: tuple(sorted(found)) for word, found in by_word.items()}, silent


def topics(text: str) -> list[str] | None:
    """The topics of a text (category and subject), in alphabetical order; ``None`` where no word of a topic stands."""
    by_word, _ = _rules()
    told = words(text)
    pairs = [f"{a} {b}" for a, b in pairwise(told)]
    found = {topic for part in (*told, *pairs) for topic in by_word.get(part, ())}
    return sorted(found) or None


def numbers(text: str) -> list[str] | None:
    """Reference numbers and other numbers of at least three digits, mobiles and years apart."""
    plain = digits(text).upper()
    references = _REFERENCE.findall(plain)
    for reference in references:
        plain = plain.replace(reference, " ")
    found = {number for number in _NUMBER.findall(_MOBILE.sub(" ", plain)) if not _is_year(number)}
    return sorted({*references, *found}) or None


def long_numbers(text: str) -> list[str] | None:
    """Those numbers that are hardly shared by chance: five digits or more, and reference numbers."""
    return [number for number in numbers(text) or () if len(number) >= 5] or None


def longest(text: str) -> str | None:
    """The longest of them, by which pairs are found."""
    return max(long_numbers(text) or (), key=lambda number: (len(number), number), default=None)


def reference(text: str | None) -> str | None:
    """A reference number as two lists would both write it."""
    plain = re.sub(r"[^0-9A-Z/]", "", digits(text).upper()) if text else ""
    return plain if len(plain) >= 6 else None


def script(text: str | None) -> str | None:
    """``devanagari`` or ``latin``, by most of the letters."""
    if not text:
        return None
    hindi = sum("ऀ" <= letter <= "ॿ" for letter in text)
    return "devanagari" if 2 * hindi > sum(not letter.isspace() for letter in text) else "latin"


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def said(text: str | None) -> list[str] | None:
    """The telling words of a text in either script, folded, in alphabetical order."""
    _, silent = _rules()
    found = sorted({word for word in words(text) if len(word) > 2 and word not in silent})
    return found or None
