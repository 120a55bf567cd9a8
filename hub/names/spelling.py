"""One word in comparable forms, and how near two words are; rules: ``rules/spelling.yaml``, ``rules/equal.yaml``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from hub.names.rules import load

_VOWELS = frozenset("aeiou")
_RULES = [(re.compile(pattern), to) for pattern, to in load("spelling")["rules"]]
_COSTS = load("spelling")["costs"]
_WEIGHTS: dict[str, float] = load("spelling")["weights"]
_SUBSTITUTE: dict[str, float] = {pair: cost for key, cost in _COSTS["substitute"].items() for pair in (key, key[::-1])}
_OMIT: dict[str, float] = _COSTS["omit"]
_SWAP: float = _COSTS["swap"]
_FIRST: float = _COSTS["first"]


class Spelling(NamedTuple):
    """Forms of one word, from fine to coarse."""

    finer: str
    """Sounds with vowels: ``dharmendra`` → ``darmendra``."""
    folded: str
    """Inner ``a`` dropped, ``e`` as ``i``, ``o`` as ``u``: ``drmindr``."""
    skeleton: str
    """First letter and consonants: ``drmndr``."""


@lru_cache(maxsize=1 << 18)
def spell(latin: str) -> Spelling:
    """The forms of one word of lower-case Latin letters a-z."""
    finer = latin
    for pattern, to in _RULES:
        finer = pattern.sub(to, finer)
    finer = _EQUAL.get(finer, finer)
    return Spelling(finer, fold(finer), skeleton(finer))


def fold(finer: str) -> str:
    """The folded form of a finer form."""
    last = len(finer) - 1
    out: list[str] = []
    for at, letter in enumerate(finer):
        if letter == "a" and at:
            # A final a tells Sunil from Sunila, but after two consonants (Mishra, Gupta) it is written or not.
            if at < last or finer[at - 1] in _VOWELS or (at > 1 and finer[at - 2] not in _VOWELS):
                continue
        elif letter in "eo":
            letter = "i" if letter == "e" else "u"
        if not out or out[-1] != letter:
            out.append(letter)
    return "".join(out)


def skeleton(finer: str) -> str:
    """First letter and consonants of a finer form."""
    first = {"e": "i", "o": "u"}.get(finer[:1], finer[:1])
    out = [first]
    for letter in finer[1:]:
        if letter not in _VOWELS and letter != out[-1]:
            out.append(letter)
    return "".join(out)


def _equal_words() -> dict[str, str]:
    out: dict[str, str] = {}
    for words in load("equal"):
        forms = [_finer(word) for word in words]
        out.update(dict.fromkeys(forms[1:], forms[0]))
    return out


def _finer(latin: str) -> str:
    for pattern, to in _RULES:
        latin = pattern.sub(to, latin)
    return latin


_EQUAL = _equal_words()


@lru_cache(maxsize=1 << 20)
def nearness(a: str, b: str) -> float:
    """How near two finer forms are, 0 to 1: one less the cost of the cheapest way from one to the other over the
    mean weight of their letters. Costs follow what Indian names are confused by, not letters alone.
    """
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    whole = _weight(a) + _weight(b)
    cost = _cost(a, b)
    if a[0] != b[0] and a[0] not in _VOWELS and b[0] not in _VOWELS:
        cost += _FIRST * _SUBSTITUTE.get(a[0] + b[0], 1.0)
    return max(0.0, 1.0 - 2.0 * cost / whole)


def _weight(word: str) -> float:
    vowels = sum(letter in _VOWELS for letter in word)
    return vowels * _WEIGHTS["vowel"] + (len(word) - vowels) * _WEIGHTS["consonant"]


def _cost(a: str, b: str) -> float:
    before: list[float] = []
    row = [0.0]
    for letter in b:
        row.append(row[-1] + _OMIT.get(letter, 1.0))
    for i, x in enumerate(a):
        omit_x = _OMIT.get(x, 1.0)
        new = [row[0] + omit_x]
        for j, y in enumerate(b):
            if x == y:
                best = row[j]
            else:
                best = row[j] + _substitute(x, y)
                if i and j and x == b[j - 1] and y == a[i - 1]:
                    best = min(best, before[j - 1] + _SWAP)
            best = min(best, row[j + 1] + omit_x, new[j] + _OMIT.get(y, 1.0))
            new.append(best)
        before, row = row, new
    return row[-1]


def _substitute(x: str, y: str) -> float:
    cost = _SUBSTITUTE.get(x + y)
    if cost is not None:
        return cost
    return 0.7 if x in _VOWELS and y in _VOWELS else 1.0
