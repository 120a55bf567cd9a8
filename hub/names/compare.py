"""How alike two names are, and whether two given names may be one person's."""

from __future__ import annotations

from functools import lru_cache

from hub.names.key import FAMILY, NameKey
from hub.names.rules import load
from hub.names.spelling import fold, nearness, skeleton

_RULES = load("compare")
_INITIAL: float = _RULES["initial"]
_FAMILY_WEIGHT: float = _RULES["family_weight"]
_MISSING: float = _RULES["missing"]
_MISSING_FAMILY: float = _RULES["missing_family"]
_INITIAL_WEIGHT: float = _RULES["initial_weight"]
_SAME_FOLDED: float = _RULES["same_folded"]
_SINGLE: float = _RULES["single"]
_MERGED: float = _RULES["merged"]
_COMPATIBLE: float = _RULES["compatible"]


def similarity(a: str | NameKey, b: str | NameKey) -> float:
    """How alike two names are, 0 to 1, whatever their scripts, the order of their words, initials or a word left out.

    1 is the same name of two words or more in another spelling; a single word, which many share, 0.99.
    Below 0.7 it is rarely the same (figures: ``docs/reference/names.md``). 0 when either is empty.
    """
    one, other = _of(a), _of(b)
    best = _likeness(one.words, other.words)
    for x, y in ((one.alias, other.words), (one.words, other.alias), (one.alias, other.alias)):
        if x and y:
            best = max(best, _likeness(x, y))
    return best


def compatible(a: str | NameKey, b: str | NameKey) -> bool:
    """Whether the given names may be one person's: the veto between brothers and sisters.

    True where either name has no given name, where an initial fits, or where the given name of one stands among the
    other's words in any usual spelling.
    """
    one, other = _of(a), _of(b)
    return given_similarity(one, other) >= _COMPATIBLE


def given_similarity(a: str | NameKey, b: str | NameKey) -> float:
    """How alike the given names are, 0 to 1; 1 where an initial fits or either has none."""
    one, other = _of(a), _of(b)
    if not one.given or not other.given:
        return 1.0 if not one.words or not other.words or _letters(one) & _letters(other) else 0.0
    best = max(_word(one.given, other.given), _joined(one.words, other.words))
    # Surname first, or a first name left out: the given name of one among the proper words of the other.
    for key, words in ((one, other.words), (other, one.words)):
        best = max([best, *(_word(key.given, word) for word in words if len(word) > 1 and word not in FAMILY)])
    return best


def _of(name: str | NameKey) -> NameKey:
    return name if isinstance(name, NameKey) else NameKey.of(name)


def _letters(key: NameKey) -> set[str]:
    """First letters of the words that may be the given name."""
    return {skeleton(word)[:1] for word in key.words if word not in FAMILY} or {key.initials[:1]}


@lru_cache(maxsize=1 << 20)
def _word(a: str, b: str) -> float:
    """Likeness of two words; an initial fits every word that begins with its letter."""
    if len(a) == 1 or len(b) == 1:
        if _letter(a) != _letter(b):
            return 0.0
        return 1.0 if a == b else _INITIAL
    if a == b:
        return 1.0
    near = nearness(a, b)
    if fold(a) == fold(b):
        near = max(near, _SAME_FOLDED)
    if a.startswith("sri") != b.startswith("sri"):
        # Srikrishna beside Shri Krishna, whose Shri was taken for an honorific.
        bare, other = (a[3:], b) if a.startswith("sri") else (b[3:], a)
        if len(bare) > 2:
            near = max(near, _SAME_FOLDED * nearness(bare, other))
    return near


def _letter(word: str) -> str:
    first = skeleton(word)[:1]
    return "f" if first == "p" else first


@lru_cache(maxsize=1 << 16)
def _joined(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Likeness of all words written as one (Ram Prakash, Ramprakash)."""
    return nearness("".join(a), "".join(b)) if len(a) != len(b) else 0.0


@lru_cache(maxsize=1 << 16)
def _likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Best likeness over the ways to write two neighbouring words as one."""
    if not a or not b:
        return 0.0
    sure = 1.0 if _whole(a) > 1 and _whole(b) > 1 else _SINGLE
    if a == b:
        return sure
    best = _aligned(a, b)
    if best < _SAME_FOLDED:
        best = max([best, *(_aligned(one, b) for one in _merged(a, b)), *(_aligned(a, one) for one in _merged(b, a))])
    return best * sure


def _whole(words: tuple[str, ...]) -> int:
    """Words that are more than an initial."""
    return sum(len(word) > 1 for word in words)


def _merged(words: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, ...]]:
    """``words`` with two neighbours as one, where that one is near a word of ``other``."""
    out = []
    for at in range(len(words) - 1):
        one = words[at] + words[at + 1]
        if any(len(word) > len(one) - 3 and nearness(one, word) > _MERGED for word in other):
            out.append((*words[:at], one, *words[at + 2 :]))
    return out


def _aligned(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Likeness of the words, each with its nearest, best pairs first."""
    pairs = sorted(
        ((_word(x, y) - 0.01 * abs(i - j), i, j) for i, x in enumerate(a) for j, y in enumerate(b)), reverse=True
    )
    left, right = set(range(len(a))), set(range(len(b)))
    total = weight = 0.0
    for near, i, j in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            of = min(_importance(a[i]), _importance(b[j]))
            total += of * near
            weight += of
    for word in (*(a[i] for i in left), *(b[j] for j in right)):
        weight += _MISSING_FAMILY if word in FAMILY or len(word) == 1 else _MISSING
    return total / weight


def _importance(word: str) -> float:
    if len(word) == 1:
        return _INITIAL_WEIGHT
    return _FAMILY_WEIGHT if word in FAMILY else 1.0
