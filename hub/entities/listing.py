"""The list that a counter looks people up in: a row a record, keys to find it by, and how often each value stands.

A function of the records alone: ``update`` follows them at a cost of what changed, within a run of reconciliation.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain, islice
from typing import Any, TypeVar

import pyarrow as pa
import sqlalchemy as sa
import xxhash

from hub.entities.writing import copy_rows
from hub.linkage import Record, fields
from hub.linkage.comparable import FIELDS, NAME_PARTS, comparable, middle, schema
from hub.linkage.spec import spec
from hub.names import NameKey

SHOWN = ("name", "relative", "gender", "district", "designation", "department", "village", "block")
"""Fields whose original texts are kept, so that a person at a counter knows whom an answer means."""
_LEFT_OUT = frozenset({"said", "topics", "topic", "numbers", "long_numbers", "long_number", "named",
                       "script"})  # fmt: skip
"""Columns of a matter's text, by which nobody looks a person up."""
_BATCH = 20_000


def update(connection: sa.Connection, subject: str, records: Iterable[Record], gone: Collection[str] = ()) -> int:
    """Put these records in the list in the place of what stood there of them; take ``gone`` (record ids) out.

    Works in the caller's transaction; returns how many records were listed.
    """
    counted: Counter[tuple[str, str]] = Counter()
    if gone:
        _remove(connection, subject, gone, counted)
    done = 0
    for some in _batches(records):
        _remove(connection, subject, [record.id for record in some], counted)
        _add(connection, subject, some, counted)
        done += len(some)
    _count(connection, subject, counted)
    return done


def rows(subject: str, records: Collection[Record]) -> list[dict[str, Any]]:
    """What the model compares of each record, in their order: columns of ``hub.linkage.comparable``, nulls left out."""
    texts = {name: [_text(record.values.get(name)) for record in records] for name in FIELDS[subject]}
    table = comparable(
        subject,
        pa.table(
            {
                "id": pa.array([record.id for record in records], pa.string()),
                "source": pa.array([record.dataset for record in records], pa.string()),
                **{name: pa.array(values, pa.string()) for name, values in texts.items()},
            }
        ),
    )
    kept = [name for name in table.column_names if name not in _LEFT_OUT and name not in ("id", "source")]
    return [{name: value for name, value in row.items() if value is not None} for row in table.select(kept).to_pylist()]


def asked(subject: str, values: Mapping[str, str]) -> dict[str, Any]:
    """What ``rows`` gives for one record of these values alone, without the cost of a table."""
    out: dict[str, Any] = {}
    for part in ("name", "relative"):
        key = NameKey.of(values.get(part))
        out |= {f"{part}_{suffix}": getattr(key, of) for suffix, of in NAME_PARTS.items()}
        out[f"{part}_joined"] = key.skeleton.replace(" ", "")
        if part == "name":
            out["gender"] = key.gender
    out["mobile"] = fields.mobile(values.get("mobile"))
    out["district"] = fields.district(values.get("district"))
    if subject == "employee":
        out["dob"] = fields.day(values.get("dob"))
    else:
        out["name_middle"] = middle(out["name_key"], out["name_given_key"], out["name_last_key"])
    return {name: value for name, value in out.items() if value and name not in _LEFT_OUT}


def keys(subject: str, row: Mapping[str, Any], numbers: Iterable[str | None]) -> dict[str, list[int]]:
    """Hashes under which a record is found, by kind of key, the surest kind first."""
    given, last, whole = row.get("name_given_key"), row.get("name_last_key"), row.get("name_key")
    initials = "".join(sorted(word[0] for word in whole.split())) if whole else None
    district, relative = row.get("district"), row.get("relative_given_key")
    values: dict[str, list[tuple[Any, ...]]] = {
        "number": [(number,) for number in numbers],
        "mobile": [(row.get("mobile"),)],
        "whole_relative": [(whole, relative)],
        "whole_district": [(whole, district)],
        "whole": [(whole,)],
        "joined": [(row.get("name_joined"),)],
        "given_relative": [(given, relative)],
        "given_last": [(given, last)],
        "relative": [(row.get("relative_key"), row.get("name_initial"))],
        "initials_district": [(initials, last, district)],
        "initials_relative": [(initials, last, relative)],
        "initials": [(initials, last)],
        "given_district": [(given, district)],
        "given": [(given,)],
    }
    return {
        kind: [_hash(subject, kind, *parts) for parts in dict.fromkeys(found) if all(parts)]
        for kind, found in values.items()
    }


def numbers(record: Record) -> Iterator[str | None]:
    """Ids that people quote of a record: its key and, where it has them, an employee's number and a reference."""
    for text in (*record.key.split("|"), record.values.get("employee_id"), record.values.get("reference")):
        yield fields.number(_text(text))


def dated(subject: str, compared: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as kept, with its dates as dates again."""
    names = [name for name in _dates(subject) if name in compared]
    if not names:
        return compared
    return {**compared, **{name: date.fromisoformat(compared[name]) for name in names}}


@cache
def _dates(subject: str) -> tuple[str, ...]:
    return tuple(field.name for field in schema(subject) if pa.types.is_date(field.type))


_Item = TypeVar("_Item")


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    left = iter(items)
    while some := list(islice(left, _BATCH)):
        yield some


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _hash(*parts: Any) -> int:
    number: int = xxhash.xxh3_64_intdigest("\x1f".join(map(str, parts)).encode())
    return number - (1 << 63)


def _add(
    connection: sa.Connection, subject: str, records: Collection[Record], counted: Counter[tuple[str, str]]
) -> None:
    made = rows(subject, records)
    found = [
        sorted({*chain.from_iterable(keys(subject, row, numbers(record)).values())})
        for record, row in zip(records, made, strict=True)
    ]
    copy_rows(
        connection, "hub.entity_lookup", ("subject", "record_id", "batch_id", "compared", "shown", "keys"),
        (
            (subject, record.id, record.batch_id, _json(row), _json(_shown(record)), own)
            for record, row, own in zip(records, made, found, strict=True)
        ),
    )  # fmt: skip
    connection.execute(_LIST_KEYS, {"subject": subject, "ids": [record.id for record in records]})
    for row in made:
        counted.update(_values(subject, row))


def _remove(connection: sa.Connection, subject: str, ids: Collection[str], counted: Counter[tuple[str, str]]) -> None:
    for some in _batches(ids):
        for (compared,) in connection.execute(_REMOVE, {"subject": subject, "ids": some}):
            counted.subtract(_values(subject, compared))


def counted(subject: str) -> list[str]:
    """Columns whose values are weighed by how rare they are; a number or a mobile is looked up, not weighed."""
    return [name for name in spec(subject).frequencies if name not in spec(subject).bearers]


def _values(subject: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Values whose frequency counts; the empty value stands for all of a column."""
    for name in counted(subject):
        value = row.get(name)
        if value is not None:
            yield name, str(value)
            yield name, ""


def _count(connection: sa.Connection, subject: str, counted: Counter[tuple[str, str]]) -> None:
    changed = [(name, value, n) for (name, value), n in counted.items() if n]
    if changed:
        names, values, counts = (list(column) for column in zip(*changed, strict=True))
        connection.execute(_COUNT, {"subject": subject, "names": names, "values": values, "counts": counts})
        connection.execute(_FORGET, {"subject": subject})


def _shown(record: Record) -> dict[str, str]:
    return {name: text for name in SHOWN if (text := _text(record.values.get(name)))}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


_LIST_KEYS = sa.text("""
    insert into hub.entity_lookup_key (key, no)
    select unnest(keys), no from hub.entity_lookup where subject = :subject and record_id = any(:ids)""")
_REMOVE = sa.text("""
    with gone as (
        delete from hub.entity_lookup where subject = :subject and record_id = any(:ids) returning no, keys, compared
    ), unlisted as (
        delete from hub.entity_lookup_key k using (select unnest(keys) as key, no from gone) g
         where k.key = g.key and k.no = g.no
    )
    select compared from gone""")
_COUNT = sa.text("""
    insert into hub.entity_lookup_frequency as f (subject, name, value, n)
    select :subject, * from unnest(cast(:names as text[]), cast(:values as text[]), cast(:counts as bigint[]))
    on conflict (subject, name, value) do update set n = f.n + excluded.n""")
_FORGET = sa.text("delete from hub.entity_lookup_frequency where subject = :subject and n = 0")
