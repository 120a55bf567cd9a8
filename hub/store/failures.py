"""What the verdicts say of rows, in the shapes that stage and quarantine write."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hub.checks.verdicts import FAILURES_SCHEMA, Severity
from hub.contracts.model import Classification, Contract, Field, LogicalType
from hub.landing.chunk import ORDINAL
from hub.landing.wire import text_at

_OPEN = (Classification.PUBLIC, Classification.INTERNAL)
_LONGEST = 200  # letters of a value worth grouping by


def by_ordinal(failures: pa.Table, ordinals: Collection[int]) -> dict[int, list[dict[str, str]]]:
    """The failures of each named row as ``{"expectation", "field", "severity"}``, critical ones first."""
    wanted = failures.filter(pc.is_in(failures["ordinal"], pa.array(list(ordinals), pa.int64())))
    found: dict[int, list[dict[str, str]]] = {int(ordinal): [] for ordinal in ordinals}
    for row in sorted(wanted.to_pylist(), key=lambda row: (row["severity"], row["expectation"])):
        found[row["ordinal"]].append({name: row[name] or "" for name in ("expectation", "field", "severity")})
    return found


def with_values(contract: Contract, record: str, failures: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The failures, each with the ``value`` that the source sent for its field (of a derived field, for the one it is
    derived from). A personal or sensitive value is never copied, nor a long one, nor that of several fields."""
    known = {field.name: field for field in contract.fields}
    body = None
    told = []
    for failure in failures:
        field = known.get(failure["field"])
        origin = known[field.derived_from] if field is not None and field.is_derived else field
        if origin is not None and origin.classification in _OPEN and failure["severity"] == Severity.CRITICAL.value:
            body = json.loads(record) if body is None else body
            value = text_at(body, origin.path)
            failure = failure | ({"value": value} if value is not None and len(value) <= _LONGEST else {})
        told.append(failure)
    return told


def flag_sets(ordinals: npt.NDArray[np.int64], failures: pa.Table) -> tuple[list[list[str]], npt.NDArray[np.int64]]:
    """The sets of warnings that occur, and for each row the number of its set; set 0 is empty."""
    index = np.zeros(len(ordinals), dtype=np.int64)
    warnings = failures.filter(pc.equal(failures["severity"], Severity.WARNING.value))
    if not warnings.num_rows:
        return [[]], index
    warnings = warnings.select(["ordinal", "expectation"]).sort_by(
        [("ordinal", "ascending"), ("expectation", "ascending")]
    )
    grouped = warnings.group_by("ordinal", use_threads=False).aggregate([("expectation", "list")])
    joined = pc.binary_join(grouped["expectation_list"].combine_chunks().cast(pa.list_(pa.string())), "\n")
    coded = joined.dictionary_encode()
    place = np.searchsorted(ordinals, grouped["ordinal"].to_numpy())
    place = np.minimum(place, len(ordinals) - 1)
    is_here = ordinals[place] == grouped["ordinal"].to_numpy()  # warnings of quarantined rows stay with them
    index[place[is_here]] = coded.indices.to_numpy()[is_here] + 1
    return [[], *(sorted(set(text.split("\n"))) for text in coded.dictionary.to_pylist())], index


def with_unstorable(table: pa.Table, fields: Sequence[Field], failures: pa.Table) -> pa.Table:
    """The failures, and ``encoding:<field>`` for texts with a NUL character, which PostgreSQL cannot keep."""
    more: list[dict[str, Any]] = []
    for field in fields:
        if field.type is LogicalType.STRING and any(_has_nul(part) for part in table.column(field.name).chunks):
            found = pc.fill_null(pc.match_substring(table.column(field.name), "\x00"), False)
            for ordinal in table.column(ORDINAL).filter(found).to_pylist():
                failure = {"ordinal": ordinal, "expectation": f"encoding:{field.name}", "field": field.name}
                more.append(failure | {"severity": Severity.CRITICAL.value})
    return pa.concat_tables([failures, pa.Table.from_pylist(more, FAILURES_SCHEMA)]) if more else failures


def _has_nul(column: pa.Array) -> bool:
    _validity, offsets, data = column.buffers()
    if data is None or not len(column):
        return False
    bounds = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    text = np.frombuffer(data, dtype=np.uint8)[bounds[0] : bounds[-1]]
    return bool(text.size) and int(text.min()) == 0
