"""One scheme's alias table and the ways to look a text up in it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache, cached_property
from pathlib import Path

from hub.contracts import codes
from hub.contracts.codes import fold_name
from hub.names.key import NameKey
from hub.names.rules import load
from hub.names.spelling import nearness

_FOLDER = Path(__file__).parent / "aliases"
_FILES = {"department": "departments", "office": "offices", "designation": "designations"}
_LEAST_BEGINNING = 4
Row = tuple[tuple[str, ...], str, str]
_MARKS = re.compile(r"[०॰.&'’/,:;|]+")
_BESIDE: dict[str, list[str]] = load("places")["beside"]
_SHORT: dict[str, str] = load("places")["short"]
_SHORT_WORD = re.compile(r"(?<![a-z])(" + "|".join(_SHORT) + r")(?![a-z])\.?")


def fold(text: str) -> str:
    """A text for exact look-up: without case, spaces, brackets and dots (``hub.contracts.codes.fold_name``)."""
    return fold_name(_MARKS.sub("", text.replace("़", "")))


class Table:
    """Texts of one scheme with their codes; ``rows`` are ``(codes, text, how)``."""

    def __init__(self, scheme: str, rows: list[Row]) -> None:
        self.scheme = scheme
        self.codes = frozenset(code for found, _, _ in rows for code in found)
        self._rows = rows
        beside = _BESIDE.get(scheme, [])
        words = "|".join(sorted((re.escape(word) for word in beside), key=len, reverse=True))
        edge = r"(?<![a-z\u0900-\u097f])(?:{})(?![a-z\u0900-\u097f])".format(words)  # noqa: UP032
        self._beside = re.compile(edge) if words else None
        self._exact: dict[str, tuple[tuple[str, ...], str]] = {}
        for found, text, how in rows:
            key = fold(text)
            known = self._exact.get(key)
            # The first row wins its word for how; codes that differ leave the text undecided.
            if known and set(known[0]) != set(found) and how != "name":
                found = tuple(sorted({*known[0], *found}, key=str))
            self._exact[key] = (found, known[1] if known else how)

    def exactly(self, text: str) -> tuple[tuple[str, ...], str]:
        """By the very text, words such as ``district`` set aside."""
        for written in (text, self.bare(text), _in_full(text), _in_full(self.bare(text))):
            if found := self._exact.get(fold(written)):
                return found
        return (), ""

    def by_spelling(self, text: str) -> tuple[tuple[str, ...], str]:
        """By a text that sounds the same."""
        return self._spelled.get(spelled(self.bare(text)), ()), "spelling"

    def by_beginning(self, text: str) -> tuple[tuple[str, ...], str]:
        """By the first letters of one entry, as a narrow column leaves them: at least four, and half of the entry."""
        key = fold(self.bare(text))
        if self.scheme != "district" or len(key) < _LEAST_BEGINNING:
            return (), ""
        found = {
            code
            for entry, (entry_codes, _) in self._exact.items()
            if entry.startswith(key) and 2 * len(key) >= len(entry)
            for code in entry_codes
        }
        return tuple(sorted(found)), "cut"

    def nearest(self, text: str, limit: int) -> list[tuple[str, float]]:
        """Codes by likeness of their nearest text."""
        key = spelled(self.bare(text))
        best: dict[str, float] = defaultdict(float)
        for entry, found in self._spelled.items():
            near = nearness(key, entry)
            for code in found:
                best[code] = max(best[code], near)
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def bare(self, text: str) -> str:
        """The text without words that only say what it is (``Dist.``, ``जिला``, ``Bihar``)."""
        if self._beside is None:
            return text
        return self._beside.sub(" ", text.casefold()).strip(" -–:.,") or text

    @cached_property
    def _spelled(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, set[str]] = defaultdict(set)
        for found, text, how in self._rows:
            if how != "abbreviation" and not (text.isascii() and text.isupper()):
                out[spelled(text)] |= set(found)
        return {key: tuple(sorted(found)) for key, found in out.items() if key}


def spelled(text: str) -> str:
    """The folded words of a text as one, whatever the script."""
    return NameKey.of(text).folded.replace(" ", "")


def _in_full(text: str) -> str:
    """Short forms of usual words written out."""
    return _SHORT_WORD.sub(lambda found: f"{_SHORT[found[1]]} ", text.casefold().replace("&", " and "))


@cache
def table(scheme: str) -> Table:
    """The table of ``district``, ``department``, ``office`` or ``designation``."""
    if scheme == "district":
        rows: list[Row] = [((row["district_lgd"],), name, "name") for row in codes.districts()
                           for name in (row["name_en"], row["name_hi"])]  # fmt: skip
        rows += [(tuple(row["district_lgd"].split(";")), row["text"], row["kind"]) for row in _read("districts")]
        taken = {fold(text) for _, text, _ in rows}
        rows += [((row["district_lgd"],), alias, "alias") for row in codes.districts()
                 for alias in row["aliases"].split("|") if alias and fold(alias) not in taken]  # fmt: skip
        return Table(scheme, [(found, text, "alias" if how == "variant" else how) for found, text, how in rows])
    rows = []
    for row in _read(_FILES[scheme]):
        rows += [((row["code"],), row["name_en"], "name"), ((row["code"],), row["name_hi"], "name")]
        rows += [((row["code"],), alias, "alias") for alias in row["aliases"].split("|") if alias]
    return Table(scheme, rows)


def _read(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
