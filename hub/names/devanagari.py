"""Devanagari words to Latin spellings as an office writes them, by the table in ``rules/devanagari.yaml``."""

from __future__ import annotations

import unicodedata

from hub.names.rules import load

_VIRAMA = "्"
_NUKTA = "़"
_RULES = load("devanagari")
_CONSONANTS: dict[str, str] = _RULES["consonants"]
_WITH_NUKTA: dict[str, str] = _RULES["nukta"]
_VOWELS: dict[str, str] = _RULES["vowels"]
_SIGNS: dict[str, str] = _RULES["signs"]
_MARKS: dict[str, str] = _RULES["marks"]
_SPOKEN_AFTER = frozenset(_RULES["spoken_after"])


def to_latin(word: str) -> str:
    """One Devanagari word in lower-case Latin letters; the inherent vowel is dropped at the end of the word and
    between two syllables (V-C-a-C-V), as Hindi is spoken. Letters of other scripts are dropped.
    """
    units = _units(word)
    _drop_inherent(units)
    return "".join(consonant + vowel for consonant, vowel, _ in units)


def _units(word: str) -> list[tuple[str, str, bool]]:
    """``(consonants, vowel, vowel is inherent)`` a syllable."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word))
    for ending, latin in _RULES["endings"].items():
        decomposed = unicodedata.normalize("NFD", ending)
        if text.endswith(decomposed):
            text = f"{text.removesuffix(decomposed)}\0{latin}\0{_VIRAMA}"
    for cluster, latin in _RULES["clusters"].items():
        text = text.replace(unicodedata.normalize("NFD", cluster), f"\0{latin}\0")
    out: list[tuple[str, str, bool]] = []
    at, length = 0, len(text)
    while at < length:
        sign = text[at]
        if sign == "\0":
            end = text.index("\0", at + 1)
            consonant, at = text[at + 1 : end], end + 1
        elif sign in _CONSONANTS:
            at += 1
            if at < length and text[at] == _NUKTA:
                consonant, at = _WITH_NUKTA.get(sign, _CONSONANTS[sign]), at + 1
            else:
                consonant = _CONSONANTS[sign]
        else:
            at += 1
            if sign in _VOWELS:
                out.append(("", _VOWELS[sign], False))
            elif sign in _MARKS:
                out.append((_MARKS[sign], "", False))
            continue
        if at < length and text[at] == _VIRAMA:
            out.append((consonant, "", False))
            at += 1
        elif at < length and text[at] in _SIGNS:
            out.append((consonant, _SIGNS[text[at]], False))
            at += 1
        else:
            out.append((consonant, "a", True))
    return out


def _drop_inherent(units: list[tuple[str, str, bool]]) -> None:
    """Hindi's schwa deletion, from the end of the word backwards."""
    last = len(units) - 1
    if last > 0 and units[last][2] and (units[last - 1][1] or units[last][0] not in _SPOKEN_AFTER):
        units[last] = (units[last][0], "", False)
    for at in range(last - 1, 0, -1):
        consonant, _, inherent = units[at]
        if inherent and units[at - 1][1] and units[at + 1][0] and units[at + 1][1]:
            units[at] = (consonant, "", False)
