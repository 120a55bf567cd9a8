"""Records without nesting (CSV, workbooks, SOAP): named texts to columns."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import pyarrow as pa

from hub.contracts import Contract
from hub.landing.formats import tolerant
from hub.landing.formats.records import Odd, Records

R = TypeVar("R")
BATCH = 10_000  # records turned into columns at once

_SOUND: Callable[[str], object] = re.compile("[^\x00\ud800-\udfff]*").fullmatch


class Breach:
    """Stands for a value that cannot be read, and names the rule it breaks."""

    def __init__(self, rule: str) -> None:
        self.rule = rule


Value = str | Breach | None


def records(contract: Contract, rows: Sequence[Mapping[str, Value]]) -> Records:
    """Columns of texts; a key missing in a row is an absent field, a key that no field has as path is unknown."""
    columns: dict[str, pa.Array] = {}
    odd: list[Odd] = []
    absent: dict[str, Sequence[int]] = {}
    missing: Value = Breach("")
    for wire in contract.wire_fields:
        values = [row.get(wire.path, missing) for row in rows]
        lacking = [number for number, value in enumerate(values) if value is missing]
        if lacking:
            absent[wire.name] = lacking
        texts: list[str | None] = []
        for number, value in enumerate(values):
            if isinstance(value, Breach):
                if value is not missing:
                    odd.append(Odd(number, wire.name, value.rule))
                texts.append(None)
            elif value is not None and not _SOUND(value):
                odd.append(Odd(number, wire.name, "encoding"))
                texts.append(None)
            else:
                texts.append(value)
        columns[wire.name] = pa.array(texts, pa.string())
    known = {wire.path for wire in contract.wire_fields}
    unknown = Counter(key for row in rows for key in row if key not in known)
    named = {tolerant.clean(key): count for key, count in unknown.items()}
    return Records(len(rows), columns, odd, named, absent)


def batches(contract: Contract, rows: Iterator[Mapping[str, Value]]) -> Iterator[Records]:
    """``records`` of every ``BATCH`` rows, so that a large page is never held as Python objects as a whole."""
    held: list[Mapping[str, Value]] = []
    for row in rows:
        held.append(row)
        if len(held) == BATCH:
            yield records(contract, held)
            held = []
    if held:
        yield records(contract, held)


def texts(rows: Iterable[R], wanted: Sequence[int], named: Callable[[R], Mapping[str, Value]]) -> list[str]:
    """The rows at the ``wanted`` positions as JSON texts of what ``named`` makes of them; what could not be read is
    null there. Rows behind the last wanted one are not looked at."""
    asked = set(wanted)
    first = itertools.islice(rows, max(asked, default=-1) + 1)
    found = {number: _text(named(row)) for number, row in enumerate(first) if number in asked}
    return [found[number] for number in wanted]


def _text(row: Mapping[str, Value]) -> str:
    kept = {key: None if isinstance(value, Breach) else value for key, value in row.items()}
    return tolerant.clean(json.dumps(kept, ensure_ascii=False))


def header(name: str) -> str:
    """A column's heading without a byte order mark and without needless spaces."""
    return " ".join(tolerant.clean(name).replace("\ufeff", "").split())
