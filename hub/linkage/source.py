"""A subject's records in the hub's store."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import pyarrow as pa
import sqlalchemy as sa
from pyarrow import csv

from hub.contracts import contract
from hub.linkage.comparable import FIELDS, TEXT
from hub.linkage.declared import Origin, subjects
from hub.linkage.model import Record
from hub.settings import hub_home
from hub.store.schema import ensure_tables
from hub.store.versions import snapshot

_FEW = 100
_BLOCK = 1 << 23
"""Bytes of one part of a dataset."""


def records(
    connection: sa.Connection, subject: str, ids: Collection[str] | None = None, known_on: date | None = None
) -> Iterator[Record]:
    """The subject's source records with their original values, by dataset and key; all, or those of ``ids``
    (``<dataset>|<key>``), as known at the end of ``known_on`` (now when left out)."""
    for origin in subjects()[subject].origins:
        keys = None if ids is None else [one.partition("|")[2] for one in ids if one.startswith(f"{origin.dataset}|")]
        if keys == []:
            continue
        rows = _rows(connection, origin, known_on)
        query = sa.select(rows).order_by(rows.c["_key"])
        if keys is not None:
            query = _among(connection, query, rows, keys)
        for row in connection.execute(query).mappings():
            values = {field: row[field] for field in FIELDS[subject] if field in origin.fields}
            key = row["_key"]
            system = origin.dataset.partition(".")[0]
            yield Record(subject, f"{origin.dataset}|{key}", system, origin.dataset, key, row["_batch_id"], values)


def states(connection: sa.Connection, subject: str, known_on: date | None, to: BinaryIO) -> None:
    """Write ``id`` and ``hash`` (of the whole record) of every record as CSV."""
    for origin in subjects()[subject].origins:
        rows = _rows(connection, origin, known_on)
        _copy(connection, sa.select(f"{origin.dataset}|" + rows.c["_key"], rows.c["_hash"]), to)


def texts(
    connection: sa.Connection, subject: str, ids: Collection[str] | None, known_on: date | None
) -> Iterator[tuple[Origin, pa.Table]]:
    """The rows of ``ids`` (of all where None) as ``comparable`` takes them, in parts of one dataset each."""
    columns = ("id", *FIELDS[subject])
    reads = csv.ReadOptions(column_names=columns, block_size=_BLOCK)
    parses = csv.ParseOptions(newlines_in_values=True)
    converts = csv.ConvertOptions(column_types=dict.fromkeys(columns, TEXT), null_values=[""], strings_can_be_null=True,
                                  quoted_strings_can_be_null=False)  # fmt: skip
    for origin in subjects()[subject].origins:
        rows = _rows(connection, origin, known_on)
        query = sa.select(
            f"{origin.dataset}|" + rows.c["_key"],
            *(rows.c[field] if field in origin.fields else sa.null() for field in FIELDS[subject]),
        )
        if ids is not None:
            keys = [one.partition("|")[2] for one in ids if one.startswith(f"{origin.dataset}|")]
            if not keys:
                continue
            query = _among(connection, query, rows, keys)
        with TemporaryFile(dir=hub_home()) as file:
            _copy(connection, query, file)
            if not file.tell():
                continue
            file.seek(0)
            for batch in csv.open_csv(file, reads, parses, converts):
                table = pa.Table.from_batches([batch])
                yield origin, table.append_column("source", pa.array([origin.dataset] * table.num_rows, TEXT))


def _among(connection: sa.Connection, query: sa.Select[Any], rows: sa.Subquery, keys: list[str]) -> sa.Select[Any]:
    """The query for these keys alone. Many go into a temporary table: a list would be searched for each row."""
    if len(keys) <= _FEW:
        return query.where(rows.c["_key"].in_(keys))
    connection.execute(sa.text("drop table if exists linkage_asked"))
    connection.execute(sa.text("create temporary table linkage_asked (key text) on commit drop"))
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy("copy linkage_asked (key) from stdin") as copy:
        for key in keys:
            copy.write_row((key,))
    connection.execute(sa.text("analyze linkage_asked"))
    asked = sa.table("linkage_asked", sa.column("key", sa.Text))
    return query.join(asked, asked.c["key"] == rows.c["_key"])


def _copy(connection: sa.Connection, query: sa.Select[Any], to: BinaryIO) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    text = query.compile(connection, compile_kwargs={"literal_binds": True}).string.replace("%%", "%")
    with raw.cursor() as cursor, cursor.copy(f"copy ({text}) to stdout (format csv)") as copy:
        for block in copy:
            to.write(block)


def _rows(connection: sa.Connection, origin: Origin, known_on: date | None) -> sa.Subquery:
    described = contract(origin.dataset)
    ensure_tables(connection, described)
    known = snapshot(described, known_on or date.max).subquery("known")
    key = sa.func.concat_ws("|", *(sa.cast(known.c[name], sa.Text) for name in described.key))
    fields = {
        field: sa.func.coalesce(*(sa.func.nullif(sa.func.btrim(sa.cast(known.c[name], sa.Text)), "") for name in names))
        for field, names in origin.fields.items()
    }
    return sa.select(
        key.label("_key"), known.c["_hash"], known.c["_batch_id"],
        *(expression.label(field) for field, expression in fields.items()),
    ).subquery(origin.dataset.replace(".", "_"))  # fmt: skip
