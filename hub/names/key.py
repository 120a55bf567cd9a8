"""A person's name in one comparable form, whatever its script: ``NameKey.of("श्री आर० के० सिंह")``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from hub.names.devanagari import to_latin
from hub.names.rules import load
from hub.names.spelling import Spelling, spell

_RULES = load("words")
_WORD = re.compile(r"([\u0900-\u0963\u0971-\u097f]+|[a-z]+)([.\u0966\u0970]?)")
_CLEAN = str.maketrans({"'": None, "’": None, "`": None, "\u200c": None, "\u200d": None, "@": " alias "})
_UNCLEAN = re.compile("['’`\u200c\u200d@]")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_HONORIFICS: dict[str, str] = {word: gender for gender, words in _RULES["honorifics"].items() for word in words}
_TITLES = frozenset(_RULES["titles"])
_SUFFIXES = frozenset(_RULES["suffixes"])
_ABBREVIATIONS: dict[str, str] = _RULES["abbreviations"]
_KUMAR_OR_KUMARI = frozenset(_RULES["kumari_or_kumar"])
_LETTERS: dict[str, str] = _RULES["letters"]
_LETTER = "|".join(sorted(_LETTERS, key=len, reverse=True))
_LETTERS_IN_A_ROW = re.compile(f"(?:{_LETTER}){{2,4}}")
_NO_LETTERS = frozenset(_RULES["no_letters"])
_SHORT_WORDS = frozenset(_RULES["short_words"])
_ALIASES = frozenset(_RULES["aliases"])
_PREFIXES = frozenset(spell(word).finer for word in _RULES["prefixes"])
FAMILY = frozenset(spell(word).finer for word in _RULES["family"])
"""Finer forms of words that are seldom a given name beside another word."""
_RELATION_WORDS = {word: kind for kind, words in _RULES["relations"].items() for word in words}
_RELATION = re.compile(
    r"(?<![a-z])(?:[swdchfm]\s*/\s*o|" + "|".join(w for w in _RELATION_WORDS if " " in w) + r")(?![a-z])[.:\s]*"
)


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name brought to a comparable form; a part that the name does not have is an empty string.

    Honorifics are gone, short forms written out (Md → Mohammad), Devanagari written in Latin letters.
    """

    words: tuple[str, ...] = ()
    """Finer forms (``hub.names.spelling``) in the order written; an initial is one letter."""
    folded: str = ""
    """Folded words in their order, with spaces between: equal for most spellings of one name."""
    skeleton: str = ""
    """First letter and consonants of each word, in their order."""
    sorted: str = ""
    """The same in alphabetical order: equal for ``Amit Kumar`` and ``KUMAR AMIT``."""
    given: str = ""
    """Finer form of the given name, where more than an initial stands: the first word that is no family name
    (``rules/words.yaml``) and no Md, Abdul and the like."""
    first: str = ""
    """Folded given name."""
    first_skeleton: str = ""
    last: str = ""
    """Folded last word beside the given name."""
    last_skeleton: str = ""
    initial: str = ""
    """First letter of the given name, or the first initial."""
    initials: str = ""
    """First letters of all words, in alphabetical order."""
    gender: str = ""
    """``M`` or ``F`` where an honorific says so."""
    relation: str = ""
    """``father``, ``husband``, ``wife``, ``child`` or ``care`` where the text names a second person (S/o, पत्नी)."""
    relation_text: str = ""
    """That second person's name as written."""
    alias: tuple[str, ...] = ()
    """Finer forms of a second name of the same person (उर्फ, alias, @)."""

    @classmethod
    def of(cls, text: str | None) -> NameKey:
        """The key of a name in Devanagari, Latin or both; an empty key for an empty text. Never raises."""
        return _key(text) if text else _EMPTY


_EMPTY = NameKey()


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> NameKey:
    shown = text.translate(_CLEAN) if _UNCLEAN.search(text) else text
    if not shown.isascii():
        shown = _plain(shown)
    lower = shown.lower()
    relation = relation_text = ""
    found = _RELATION.search(lower) if "/" in lower or " of " in lower else None
    if found:
        relation = _RELATION_WORDS[found.group().rstrip(".: ").replace(" /", "/").replace("/ ", "/")]
        relation_text, lower = shown[found.end() :].strip(), lower[: found.start()]
    words: list[Spelling] = []
    main = words
    gender = ""
    ending = ""
    titles: list[Spelling] = []
    for token in _WORD.finditer(lower):
        word = ending = token[1]
        if word in _ALIASES and main:
            words = []
        elif word in _HONORIFICS:
            gender = gender or _HONORIFICS[word]
        elif word in _RELATION_WORDS and main and not relation and " " not in word:
            relation, relation_text = _RELATION_WORDS[word], shown[token.end() :].strip(" .:-,")
            break
        elif word in _TITLES and not words:
            titles += _word(word, False, True)
        else:
            words += _word(word, bool(token[2]), not words)
    main[:] = main or titles
    if len(main) > 1 and ending in _SUFFIXES:
        main.pop()
    alias = () if words is main else tuple([one.finer for one in words])
    return _made(main, gender, relation, relation_text, alias)


def _plain(text: str) -> str:
    """Without accents on Latin letters; Devanagari composed in one way."""
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFKD", found[0])[0], unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1 << 18)
def _word(word: str, is_dotted: bool, is_first: bool) -> tuple[Spelling, ...]:
    """What one word written stands for: a word, an initial or several."""
    if word in _ABBREVIATIONS:
        return (spell(_ABBREVIATIONS[word]),)
    if word in _KUMAR_OR_KUMARI:
        return (spell("kumari" if is_first else "kumar"),)
    if not word.isascii():
        if word in _LETTERS:
            return (_initial(_LETTERS[word]),)
        if _LETTERS_IN_A_ROW.fullmatch(word) and word not in _NO_LETTERS:
            return tuple(_initial(_LETTERS[letter]) for letter in re.findall(_LETTER, word))
        latin = to_latin(word)
        if is_dotted and len(latin) <= 3:
            return (_initial(latin),) if latin else ()
        return (spell(latin),) if latin else ()
    if len(word) == 1:
        return (_initial(word),)
    if len(word) <= 3 and word not in _SHORT_WORDS:
        is_letters = not any(letter in "aeiouy" for letter in word)
        if is_letters or (len(word) == 2 and word[0] in "aeiou" and word[1] not in "aeiouy"):
            return tuple(_initial(letter) for letter in word)
    return (spell(word),)


def _initial(letters: str) -> Spelling:
    # A name with C is Chandra far more often than one in k.
    finer = "c" if letters == "c" else spell(letters).finer[:1]
    return Spelling(finer, {"e": "i", "o": "u"}.get(finer, finer), {"e": "i", "o": "u"}.get(finer, finer))


def _made(words: list[Spelling], gender: str, relation: str, relation_text: str, alias: tuple[str, ...]) -> NameKey:
    finer = tuple([word.finer for word in words])
    skeletons = [word.skeleton for word in words]
    whole = [at for at, word in enumerate(finer) if len(word) > 1]
    proper = [at for at in whole if finer[at] not in FAMILY]
    if not proper and len(whole) == len(words):  # Ram Prasad; but in R. K. Singh the given name is an initial
        proper = [at for at in whole if finer[at] not in _PREFIXES] or whole
    given = proper[0] if proper else -1
    first = words[given] if proper else _NOTHING
    last = words[whole[-1]] if whole and whole[-1] != given else words[whole[-2]] if len(whole) > 1 else _NOTHING
    return NameKey(
        finer,
        " ".join([word.folded for word in words]),
        " ".join(skeletons),
        " ".join(sorted(skeletons)),
        first.finer,
        first.folded,
        first.skeleton,
        last.folded,
        last.skeleton,
        first.skeleton[:1] or next((one for one in skeletons if len(one) == 1), ""),
        "".join(sorted([one[0] for one in skeletons])),
        gender,
        relation,
        relation_text,
        alias,
    )


_NOTHING = Spelling("", "", "")
