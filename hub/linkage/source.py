"""A subject's records in the hub's store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
_HASH = pa.binary(16)
_BLOCK = 1 << 23
"""Bytes of one part of a dataset."""


def records(
    connection: sa.Connection, subject: str, ids: Collection[str] | None = None, known_on: date | None = None
) -> Iterator[Record]:
    """The subject's source records with their original values, by dataset and key; all, or those of ``ids``
    (``<dataset>|<key>``), as known at the end of ``known_on`` (now when left out)."""
    for origin in subjects()[subject].origins:
        keys = None if ids is None else _keys(origin, ids)
        if keys == []:
            continue
        rows = _rows(connection, origin, known_on)
        query = sa.select(rows).order_by(rows.c["_key"])
        if keys is not None:
            query = _among(connection, query, rows.c["_key"], keys)
        for row in connection.execute(query).mappings():
            values = {field: row[field] for field in FIELDS[subject] if field in origin.fields}
            key = row["_key"]
            system = origin.dataset.partition(".")[0]
            yield Record(subject, f"{origin.dataset}|{key}", system, origin.dataset, key, row["_batch_id"], values)


def hashes(connection: sa.Connection, subject: str, known_on: date | None) -> Iterator[tuple[str, pa.Array]]:
    """By dataset the hashes of all records, key included, 16 bytes each and in no order. They come as one value: to
    receive as many rows costs more than to compare them."""
    for origin in subjects()[subject].origins:
        rows = _rows(connection, origin, known_on)
        whole = sa.func.string_agg(sa.func.uuid_send(rows.c["_hash"]), sa.text("''::bytea"))
        with _driver(connection).cursor(binary=True) as cursor:
            cursor.execute(_literal(connection, sa.select(whole)))
            found = (cursor.fetchone() or (None,))[0] or b""
        size = len(found) // _HASH.byte_width
        yield origin.dataset, pa.Array.from_buffers(_HASH, size, [None, pa.py_buffer(found)])


def texts(
    connection: sa.Connection, subject: str, known_on: date | None, *, ids: Collection[str] | None = None,
    by_hash: Mapping[str, Sequence[bytes]] | None = None,
) -> Iterator[tuple[Origin, pa.Table]]:  # fmt: skip
    """The rows as ``comparable`` takes them, with their ``hash`` in hexadecimal digits, in parts of one dataset each:
    all, or those of ``ids``, or those whose hash is given for their dataset."""
    columns = ("id", "hash", *FIELDS[subject])
    reads = csv.ReadOptions(column_names=columns, block_size=_BLOCK)
    parses = csv.ParseOptions(newlines_in_values=True)
    converts = csv.ConvertOptions(column_types=dict.fromkeys(columns, TEXT), null_values=[""], strings_can_be_null=True,
                                  quoted_strings_can_be_null=False)  # fmt: skip
    for origin in subjects()[subject].origins:
        rows = _rows(connection, origin, known_on)
        query = sa.select(
            f"{origin.dataset}|" + rows.c["_key"],
            sa.func.encode(sa.func.uuid_send(rows.c["_hash"]), "hex"),
            *(rows.c[field] if field in origin.fields else sa.null() for field in FIELDS[subject]),
        )
        if by_hash is not None:
            if not by_hash.get(origin.dataset):
                continue
            query = _among(connection, query, rows.c["_hash"], [one.hex() for one in by_hash[origin.dataset]])
        if ids is not None:
            keys = _keys(origin, ids)
            if not keys:
                continue
            query = _among(connection, query, rows.c["_key"], keys)
        with TemporaryFile(dir=hub_home()) as file:
            _copy(connection, query, file)
            if not file.tell():
                continue
            file.seek(0)
            for batch in csv.open_csv(file, reads, parses, converts):
                table = pa.Table.from_batches([batch])
                yield origin, table.append_column("source", pa.array([origin.dataset] * table.num_rows, TEXT))


def _keys(origin: Origin, ids: Collection[str]) -> list[str]:
    return [one.partition("|")[2] for one in ids if one.startswith(f"{origin.dataset}|")]


def _among(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Sequence[str]
) -> sa.Select[Any]:
    """The query for these values alone. Many go into a temporary table: a list would be searched for each row."""
    kind = column.type.compile(connection.dialect)
    if len(values) <= _FEW:
        return query.where(column.in_([sa.cast(one, column.type) for one in values]))
    connection.execute(sa.text("drop table if exists linkage_asked"))
    connection.execute(sa.text(f"create temporary table linkage_asked (value {kind}) on commit drop"))
    with _driver(connection).cursor() as cursor, cursor.copy("copy linkage_asked (value) from stdin") as copy:
        for value in values:
            copy.write_row((value,))
    connection.execute(sa.text("analyze linkage_asked"))
    asked = sa.table("linkage_asked", sa.column("value", column.type))
    return query.join(asked, asked.c["value"] == column)


def _copy(connection: sa.Connection, query: sa.Select[Any], to: BinaryIO) -> None:
    text = _literal(connection, query)
    with _driver(connection).cursor() as cursor, cursor.copy(f"copy ({text}) to stdout (format csv)") as copy:
        for block in copy:
            to.write(block)


def _literal(connection: sa.Connection, query: sa.Select[Any]) -> str:
    return query.compile(connection, compile_kwargs={"literal_binds": True}).string.replace("%%", "%")


def _driver(connection: sa.Connection) -> Any:
    raw = connection.connection.driver_connection
    assert raw is not None
    return raw


def _rows(connection: sa.Connection, origin: Origin, known_on: date | None) -> sa.Subquery:
    described = contract(origin.dataset)
    ensure_tables(connection, described)
    known = snapshot(described, known_on or date.max).subquery("known")
    key = sa.func.concat_ws("|", *(sa.cast(known.c[name], sa.Text) for name in described.key), type_=sa.Text)
    fields = {
        field: sa.func.coalesce(*(sa.func.nullif(sa.func.btrim(sa.cast(known.c[name], sa.Text)), "") for name in names))
        for field, names in origin.fields.items()
    }
    return sa.select(
        key.label("_key"), known.c["_hash"], known.c["_batch_id"],
        *(expression.label(field) for field, expression in fields.items()),
    ).subquery(origin.dataset.replace(".", "_"))  # fmt: skip
