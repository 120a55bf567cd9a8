"""Districts, departments, offices and designations from what systems and people write, by alias tables.

``district("आरा जिला")`` → code 193, how ``headquarters``. Each answer says how it was found; what no table knows stays
unknown, what several codes share stays ambiguous: nothing is guessed in silence. Tables: ``aliases/*.csv`` beside this
module and ``hub/reference/districts.csv``; more aliases come from outside through ``Learnt.of``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hub.contracts import codes
from hub.errors import HubError
from hub.names.schemes import Table, table
from hub.names.schemes import fold as folded_text

RESOLVED = ("code", "name", "alias", "old", "abbreviation", "headquarters", "learnt", "spelling", "cut")
"""How a code was found: the code itself; the official name; an alias of the table; what a person taught; a spelling
that sounds the same as one entry's (``Mujaffarpur``); the first letters of one entry alone (``SAMASTIP``)."""
UNRESOLVED = ("empty", "unknown", "ambiguous")
SCHEMES = ("district", "department", "office", "designation")


class AliasRefused(HubError):
    """A mapping that someone taught names a code that the scheme does not have."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text was read as. ``code`` is empty unless ``how`` is one of ``RESOLVED``."""

    code: str
    how: str
    rest: str = ""
    """What stands beside it after a comma or in brackets: ``Circle Officer, Rampur`` → ``Rampur``."""
    candidates: tuple[str, ...] = ()
    """Codes between which the text does not decide (``ambiguous``)."""

    @property
    def is_resolved(self) -> bool:
        """Whether there is a code."""
        return bool(self.code)


@dataclass(frozen=True)
class Learnt:
    """Aliases from outside, that win over the tables: ``Learnt.of("district", {"Motihari Town": "213"})``."""

    scheme: str
    by_text: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scheme: str, aliases: Mapping[str, str]) -> Learnt:
        """``aliases`` are text to code. Raises ``AliasRefused`` for a code that the scheme does not have."""
        known = table(scheme).codes
        for text, code in aliases.items():
            if code not in known:
                raise AliasRefused("names-code-unknown", record=text, scheme=scheme, code=code)
        return cls(scheme, {folded_text(text): code for text, code in aliases.items()})


def district(text: object, scheme: str = "district_name", learnt: Learnt | None = None) -> Found:
    """The LGD code of a district of Bihar, from a name in either script or from a code of another scheme.

    ``scheme`` says what ``text`` is: ``district_name``, ``district_lgd``, ``district_census2011``, ``district_nic``
    or a system's own (``hub.contracts.codes``). Raises ``ContractInvalid`` for a scheme without a table.
    """
    if scheme == "district_name":
        return _find("district", text, learnt)
    written = str(text).strip() if text is not None else ""
    if not written:
        return Found("", "empty")
    by_code = codes.crosswalk(scheme, "district_lgd")
    code = by_code.get(written, by_code.get(written.lstrip("0")))
    return Found(str(code), "code") if code else Found("", "unknown")


def department(text: object, learnt: Learnt | None = None) -> Found:
    """The code of a department of the State, from its name in either script or its abbreviation."""
    return _find("department", text, learnt)


def office(text: object, learnt: Learnt | None = None) -> Found:
    """The kind of an office (``circle_office``); the place it is of stands in ``rest``."""
    return _find("office", text, learnt)


def designation(text: object, learnt: Learnt | None = None) -> Found:
    """The code of a designation, from its name in either script or its abbreviation (``BDO``)."""
    return _find("designation", text, learnt)


def column(values: Any, read: Callable[[Any], Found]) -> pa.Table:
    """``read`` over a column, each distinct text once: a table ``code``, ``how``, ``rest``, one row a value.

    Count what stayed open with ``how`` in ``UNRESOLVED``.
    """
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    array = values if isinstance(values, pa.Array) else pa.array(values, from_pandas=True)
    encoded = pc.dictionary_encode(array, null_encoding="encode")
    found = [read(value) for value in encoded.dictionary.to_pylist()]
    columns = {name: [getattr(one, name) or None for one in found] for name in ("code", "how", "rest")}
    return pa.table({name: pa.array(told, pa.string()).take(encoded.indices) for name, told in columns.items()})


def suggestions(scheme: str, text: str, limit: int = 3) -> list[tuple[str, float]]:
    """Codes whose names are nearest to a text that stayed unknown, with likeness 0 to 1: for a person to choose."""
    return table(scheme).nearest(text, limit)


_BESIDE = re.compile(r"[,;|]|\s[-–]\s|\((?=[^)]*\)?)")


def _find(scheme: str, text: object, learnt: Learnt | None) -> Found:
    written = str(text).strip() if text is not None else ""
    if not folded_text(written):
        return Found("", "empty")
    if learnt and (code := learnt.by_text.get(folded_text(written))):
        return Found(code, "learnt")
    known = table(scheme)
    whole = _look(known, written)
    if whole.how != "unknown":
        return whole
    parts = [part.strip(" )") for part in _BESIDE.split(written)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        # One part that is known by its very name, the rest beside it.
        read = [_look(known, part, exact=True) for part in parts]
        codes_found = {one.code for one in read if one.code}
        if len(codes_found) == 1:
            at = next(at for at, one in enumerate(read) if one.code)
            return Found(read[at].code, read[at].how, ", ".join(part for i, part in enumerate(parts) if i != at))
    return whole


def _look(known: Table, text: str, *, exact: bool = False) -> Found:
    steps: Iterable[Callable[[str], tuple[tuple[str, ...], str]]] = (
        (known.exactly,) if exact else (known.exactly, known.by_spelling, known.by_beginning)
    )
    for step in steps:
        found, how = step(text)
        if len(found) == 1:
            return Found(found[0], how)
        if found:
            return Found("", "ambiguous", candidates=found)
    return Found("", "unknown")
