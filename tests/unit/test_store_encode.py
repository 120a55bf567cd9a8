"""Rows as binary COPY has them, read back by psycopg's own loaders; hashes that stay."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.adapt import PyFormat
from psycopg.types import TypeInfo

from hub.contracts import Field, LogicalType, contract
from hub.landing.chunk import ARROW_TYPES
from hub.store import encode

OIDS = {
    LogicalType.STRING: "text", LogicalType.INTEGER: "int8", LogicalType.NUMBER: "numeric", LogicalType.BOOLEAN: "bool",
    LogicalType.DATE: "date", LogicalType.TIMESTAMP: "timestamp",
}  # fmt: skip
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=8)
VALUES: dict[LogicalType, st.SearchStrategy[Any]] = {
    LogicalType.STRING: TEXT,
    LogicalType.INTEGER: st.integers(-(2**63), 2**63 - 1),
    LogicalType.NUMBER: st.decimals(-(10**16) + 1, 10**16 - 1, places=2),
    LogicalType.BOOLEAN: st.booleans(),
    LogicalType.DATE: st.dates(),
    LogicalType.TIMESTAMP: st.datetimes(),
}


def field(kind: LogicalType) -> Field:
    some = contract("rtps.services").fields[0]
    return replace(some, name=f"a_{kind.value}", type=kind, key_position=None)


FIELDS = [field(kind) for kind in LogicalType] + [replace(field(LogicalType.STRING), name="b_string")]
ROW = st.fixed_dictionaries({item.name: st.none() | VALUES[item.type] for item in FIELDS})


def table(rows: list[dict[str, Any]], fields: list[Field] = FIELDS) -> pa.Table:
    schema = pa.schema([(item.name, ARROW_TYPES[item.type.value]) for item in fields])
    return pa.Table.from_pylist(rows, schema)


def read_back(body: bytes, fields: list[Field]) -> dict[str, Any]:
    """One row's fields by psycopg's binary loaders."""
    types, transformer = psycopg.adapters.types, psycopg.adapt.Transformer()
    found, place = {}, 0
    for item in fields:
        length = int.from_bytes(body[place : place + 4], "big", signed=True)
        place += 4
        info = types[OIDS[item.type]]
        assert isinstance(info, TypeInfo)
        value = None
        if length >= 0:
            value = transformer.get_loader(info.oid, psycopg.pq.Format.BINARY).load(body[place : place + length])
            place += length
        found[item.name] = value
    assert place == len(body)
    return found


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12), st.integers(0, 3))
def test_values_come_back_as_they_were(rows: list[dict[str, Any]], skipped: int) -> None:
    whole = table(rows).slice(min(skipped, len(rows) - 1))
    body, hashes = encode.encode_fields(whole, FIELDS)
    for one, wanted in zip(body.to_pylist(), rows[min(skipped, len(rows) - 1) :], strict=True):
        assert read_back(one, FIELDS) == wanted
    assert hashes.shape == (whole.num_rows, 16)


@settings(deadline=None)
@given(st.lists(ROW, min_size=2, max_size=12))
def test_equal_rows_and_only_they_share_a_hash(rows: list[dict[str, Any]]) -> None:
    _body, hashes = encode.encode_fields(table(rows), FIELDS)
    for mine, other in itertools.pairwise(rows):
        first, second = (hashes[rows.index(row)].tobytes() for row in (mine, other))
        assert (first == second) == (mine == other)


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_a_row_has_its_hash_in_whatever_chunk_it_comes(rows: list[dict[str, Any]]) -> None:
    _body, together = encode.encode_fields(table(rows), FIELDS)
    alone = [encode.encode_fields(table([row]), FIELDS)[1][0].tobytes() for row in rows]
    assert alone == [one.tobytes() for one in together]


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_a_field_added_later_changes_no_hash_of_rows_without_it(rows: list[dict[str, Any]]) -> None:
    wider = [*FIELDS, *(replace(field(kind), name=f"new_{kind.value}") for kind in LogicalType)]
    _body, before = encode.encode_fields(table(rows), FIELDS)
    _body, after = encode.encode_fields(table(rows, wider), wider)
    assert before.tobytes() == after.tobytes()
    filled = [row | {"new_date": date(2026, 1, 1)} for row in rows]
    _body, changed = encode.encode_fields(table(filled, wider), wider)
    assert all(one.tobytes() != other.tobytes() for one, other in zip(before, changed, strict=True))


def test_the_hash_is_the_one_that_stores_hold_already() -> None:
    """Pinned: another value here means that every stored row would count as changed."""
    row = {
        "a_string": "पटना", "a_integer": -5, "a_number": Decimal("-12345678.90"), "a_boolean": True,
        "a_date": date(2026, 11, 16), "a_timestamp": datetime(2026, 11, 16, 10, 0, 0, 5), "b_string": None,
    }  # fmt: skip
    _body, hashes = encode.encode_fields(table([row]), FIELDS)
    assert (encode.HASH_NAME, hashes[0].tobytes().hex()) == ("xxh3-128/pgcopy-1", "0f171f401b282c019235900db0e8ed70")


def test_flags_are_arrays_of_text() -> None:
    encoded = encode.encode_flags([[], ["a.b", "ग"]], np.array([0, 1, 0]))
    loader = psycopg.adapt.Transformer().get_loader(psycopg.adapters.types["text"].array_oid, psycopg.pq.Format.BINARY)
    assert [loader.load(one[4:]) for one in encoded.to_pylist()] == [[], ["a.b", "ग"], []]
    dumper = psycopg.adapt.Transformer().get_dumper(["a.b", "ग"], PyFormat.BINARY)
    assert encoded[1].as_py()[4:] == bytes(dumper.dump(["a.b", "ग"]) or b"")
