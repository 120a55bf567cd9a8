"""How well names are told to be the same across scripts: ``python -m bench.names``.

Truth: ``names_truth/people.tsv`` and ``places.tsv``, published spellings of public figures and places in Hindi and
English, written down from common knowledge before any rule was measured on them. Each name is put by a checksum in
*dev*, on which rules may be looked at, or *held*, on which they are only measured. Noisy names are invented people:
words of that half's figures put together at random, then damaged by ``damaged``, which knows nothing of the rules.

Each name stands against its own counterpart and nineteen others of the same half (*random*), or nineteen of the
two hundred others that share a word with it or whose plain letters are most alike (*hard*).
"""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from time import process_time
from typing import Any

from rapidfuzz.distance import JaroWinkler
from rich.console import Console
from rich.table import Table
from text_unidecode import unidecode

from bench.meter import Meter
from hub.names import NameKey, normalise, similarity

_TRUTH = Path(__file__).parent / "names_truth"
_CANDIDATES = 20
_PRECISION = 0.99
Pair = tuple[str, str]
Score = Callable[[str, str], float]


def editorial(file: str, half: str) -> list[Pair]:
    """Pairs (Devanagari, Latin) of one half of a file."""
    lines = (_TRUTH / f"{file}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [tuple(line.split("\t")) for line in lines]
    return [(hi, en) for hi, en in pairs if (zlib.crc32(hi.encode()) % 2 == 0) == (half == "dev")]


def invented(half: str, n: int, noise: float, seed: int) -> list[Pair]:
    """``n`` invented people named of that half's words, Devanagari and Latin, each damaged at a level of noise."""
    rng = random.Random(seed)
    words = [
        list(zip(hi.split(), en.split(), strict=True))
        for hi, en in editorial("people", half)
        if len(hi.split()) == len(en.split()) and "॰" not in hi
    ]
    firsts = sorted({one[0] for one in words})
    rest = sorted({word for one in words for word in one[1:]})
    out = []
    for _ in range(n):
        whole = [rng.choice(firsts), *rng.sample(rest, rng.choice((1, 1, 2)))]
        hi, en = " ".join(word[0] for word in whole), " ".join(word[1] for word in whole)
        out.append((damaged(rng, hi, noise), damaged(rng, en, noise)))
    return out


_SLIPS_EN = [("sh", "s"), ("s", "sh"), ("ee", "i"), ("i", "ee"), ("oo", "u"), ("u", "oo"), ("a", "aa"), ("aa", "a"),
             ("v", "b"), ("b", "v"), ("w", "v"), ("v", "w"), ("ph", "f"), ("z", "j"), ("j", "z"), ("th", "t"),
             ("dh", "d"), ("bh", "b"), ("gh", "g"), ("kh", "k"), ("ai", "e"), ("y", "i"), ("ksh", "x"), ("ch", "chh"),
             ("o", "u"), ("nd", "n"), ("ndra", "nder"), ("a", ""), ("h", ""), ("au", "o"), ("k", "c"),
             ("ya", "ia")]  # fmt: skip
_SLIPS_HI = [("ी", "ि"), ("ि", "ी"), ("ू", "ु"), ("ु", "ू"), ("श", "स"), ("ष", "श"), ("व", "ब"), ("ब", "व"), ("ण", "न"),
             ("न्", "ं"), ("म्", "ं"), ("ं", "न्"), ("ै", "े"), ("ौ", "ो"), ("ा", ""), ("ं", ""), ("़", ""), ("ट", "त"),
             ("द्र", "दर"), ("क्ष", "छ"), ("ज्ञ", "ग्य"), ("र्", "र"), ("ँ", "ं"), ("थ", "त"), ("भ", "ब"),
             ("य", "ज")]  # fmt: skip
_SHORT = {"Kumar": "Kr.", "Prasad": "Pd.", "Mohammad": "Md.", "Mohammed": "Mohd", "कुमार": "कु०", "प्रसाद": "प्र०",
          "मोहम्मद": "मो०", "Kumari": "Km", "Singh": "Sinh"}  # fmt: skip


def damaged(rng: random.Random, name: str, noise: float) -> str:
    """A name as it comes: spelling slips by word, and a word shortened, left out, moved or added at times."""
    is_hindi = not name.isascii()
    words = []
    for word in name.split():
        if rng.random() < noise:
            word = _SHORT.get(word, word)
        if rng.random() < noise:
            slips = [slip for slip in (_SLIPS_HI if is_hindi else _SLIPS_EN) if slip[0] in word[1:]]
            if slips:
                old, new = rng.choice(slips)
                word = word[0] + word[1:].replace(old, new, 1)
        if rng.random() < noise / 4 and len(word) > 3:
            word = _typo(rng, word)
        words.append(word)
    if len(words) > 1:
        way = rng.random() / noise
        if way < 0.25:  # the first name, or what stands between, an initial
            at = rng.randrange(len(words) - 1)
            words[at] = words[at][0] + rng.choice(("०", ".") if is_hindi else (".", "", "."))
        elif way < 0.5:  # a word left out, mostly the last
            words.pop(-1 if rng.random() < 0.8 or len(words) < 3 else 1)
        elif way < 0.65:
            words = [words[-1], *words[:-1]]
        elif way < 0.8:
            words.insert(
                0, rng.choice(("श्री", "स्व०", "डॉ०", "श्रीमती") if is_hindi else ("Shri", "Late", "Dr.", "Smt."))
            )
        elif way < 0.9:
            words[:2] = ["".join(words[:2]) if is_hindi else words[0] + words[1].lower()]
        else:
            words = [word.upper() for word in words]
    return " ".join(words)


def _typo(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    way = rng.randrange(4)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice("रनतकसमलपद" if not word.isascii() else "aeiourntksmlpd") + word[at + 1 :]


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """The baseline's form: letters by text-unidecode."""
    return " ".join(unidecode(text).lower().replace(".", " ").split())


def against(pairs: Sequence[Pair], kind: str, seed: int = 7) -> list[tuple[str, str, bool]]:
    """Each Devanagari name with its counterpart and nineteen others."""
    rng = random.Random(seed)
    latin = [en for _, en in pairs]
    letters = [plain(en) for en in latin]
    out = []
    for at, (hi, en) in enumerate(pairs):
        others = [i for i in range(len(pairs)) if i != at and latin[i] != en and pairs[i][0] != hi]
        if kind == "hard":
            own = letters[at]
            own_words = set(own.split())
            others.sort(
                key=lambda i: (not own_words & set(letters[i].split()), -JaroWinkler.similarity(own, letters[i]))
            )
            others = others[:200]
        out.append((hi, en, True))
        out += [(hi, latin[i], False) for i in rng.sample(others, min(_CANDIDATES - 1, len(others)))]
    return out


def recall_at(scored: Sequence[tuple[float, bool]], precision: float = _PRECISION) -> tuple[float, float]:
    """The highest recall at which precision is at least that much, and the score from which it holds."""
    total = sum(is_true for _, is_true in scored)
    ordered = sorted(scored, key=lambda one: -one[0])
    best, least, true = 0.0, 1.0, 0
    for at, (score, is_true) in enumerate(ordered, 1):
        true += is_true
        is_last_of_score = at == len(ordered) or ordered[at][0] < score
        if is_last_of_score and true / at >= precision and true / total > best:
            best, least = true / total, score
    return best, least


def measured(pairs: Sequence[Pair], kind: str, score: Score) -> tuple[float, float]:
    """Recall at precision 0.99 of a score over candidates, and its threshold."""
    return _measured(against(pairs, kind), score)


def _measured(candidates: Sequence[tuple[str, str, bool]], score: Score) -> tuple[float, float]:
    return recall_at([(score(hi, en), is_true) for hi, en, is_true in candidates])


def _baseline(a: str, b: str) -> float:
    return JaroWinkler.similarity(plain(a), plain(b))


def _folded(a: str, b: str) -> float:
    return JaroWinkler.similarity(NameKey.of(a).folded, NameKey.of(b).folded)


def _skeleton(a: str, b: str) -> float:
    return float(NameKey.of(a).sorted == NameKey.of(b).sorted)


SCORES: dict[str, Score] = {
    "text-unidecode, Jaro-Winkler": _baseline, "same skeletons": _skeleton, "folded, Jaro-Winkler": _folded,
    "similarity": similarity,
}  # fmt: skip


def sets(half: str) -> dict[str, list[Pair]]:
    """What is measured on one half."""
    return {
        "published, people": editorial("people", half),
        "published, places": editorial("places", half),
        "invented, noise 0.05": invented(half, 600, 0.05, 11),
        "invented, noise 0.3": invented(half, 600, 0.3, 12),
        "invented, noise 0.6": invented(half, 600, 0.6, 13),
    }


def run(meter: Any) -> dict[str, Any]:
    """Everything measured: ``recall`` and ``threshold`` by others, half and names; names and pairs a CPU second."""
    recall, others = {}, {}
    with meter.step("compare"):
        for kind in ("random", "hard"):
            for half in ("dev", "held"):
                for name, pairs in sets(half).items():
                    candidates = against(pairs, kind)
                    figures = {score: _measured(candidates, of) for score, of in SCORES.items()}
                    row = f"{kind}, {half}, {name}"
                    recall[row], threshold = figures["similarity"]
                    others[row] = {"pairs": len(pairs), "threshold": threshold} | {
                        score: found for score, (found, _) in figures.items()
                    }
    people = [text for noise in (1, 2) for pair in invented("held", 25_000, 0.3, noise) for text in pair]
    before = process_time()
    normalise(people)
    spent = process_time() - before
    some = invented("held", 20_000, 0.3, 5)
    before = process_time()
    for hi, en in some:
        similarity(hi, en)
    pairs_spent = process_time() - before
    return {
        "rows": len(people), "recall": recall, "figures": others, "names_a_cpu_second": len(people) / spent,
        "distinct": len(set(people)), "pairs_a_cpu_second": len(some) / pairs_spent,
    }  # fmt: skip


def main() -> None:
    """Print the tables."""
    console = Console()
    told = run(Meter(os.getpid()))
    table = Table(title=f"Recall at precision {_PRECISION}, 1 of {_CANDIDATES}", title_justify="left")
    for column in ("others, half, names", "pairs", *SCORES, "threshold"):
        table.add_column(column, justify="right" if column != "others, half, names" else "left")
    for row, figures in told["figures"].items():
        table.add_row(row, f"{figures['pairs']:,}", *(f"{figures[score]:.3f}" for score in SCORES),
                      f"{figures['threshold']:.2f}")  # fmt: skip
    console.print(table)
    console.print(
        f"normalise: {told['names_a_cpu_second']:,.0f} names a CPU second ({told['distinct']:,} distinct of "
        f"{told['rows']:,}); similarity: {told['pairs_a_cpu_second']:,.0f} pairs a CPU second, names included"
    )


if __name__ == "__main__":
    main()
