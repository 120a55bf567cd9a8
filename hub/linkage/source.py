"""A subject's records in the hub's store."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, BinaryIO

import pyarrow as pa
import sqlalchemy as sa

from hub.contracts import contract
from hub.linkage.comparable import FIELDS, TEXT
from hub.linkage.declared import Origin, subjects
from hub.linkage.model import Record
from hub.store.schema import ensure_tables
from hub.store.versions import snapshot

_CHUNK = 20_000


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
            query = query.where(rows.c["_key"].in_(keys))
        for row in connection.execute(query).mappings():
            values = {field: row[field] for field in FIELDS[subject] if field in origin.fields}
            key = row["_key"]
            system = origin.dataset.partition(".")[0]
            yield Record(subject, f"{origin.dataset}|{key}", system, origin.dataset, key, row["_batch_id"], values)


def states(connection: sa.Connection, subject: str, known_on: date | None, to: BinaryIO) -> None:
    """Write ``id`` and ``hash`` (of the whole record) of every record as CSV."""
    raw = connection.connection.driver_connection
    assert raw is not None
    for origin in subjects()[subject].origins:
        rows = _rows(connection, origin, known_on)
        query = sa.select(f"{origin.dataset}|" + rows.c["_key"], rows.c["_hash"])
        text = query.compile(connection, compile_kwargs={"literal_binds": True}).string.replace("%%", "%")
        with raw.cursor() as cursor, cursor.copy(f"copy ({text}) to stdout (format csv)") as copy:
            for block in copy:
                to.write(block)


def texts(
    connection: sa.Connection, subject: str, ids: Collection[str], known_on: date | None
) -> Iterator[tuple[Origin, pa.Table]]:
    """The rows of ``ids`` as ``comparable`` takes them, in chunks of one dataset."""
    for origin in subjects()[subject].origins:
        keys = sorted(one.partition("|")[2] for one in ids if one.startswith(f"{origin.dataset}|"))
        rows = _rows(connection, origin, known_on)
        for start in range(0, len(keys), _CHUNK):
            some = keys[start : start + _CHUNK]
            found = connection.execute(sa.select(rows).where(rows.c["_key"] == sa.any_(sa.literal(some)))).mappings()
            columns: dict[str, list[Any]] = {name: [] for name in ("id", *FIELDS[subject])}
            for row in found:
                columns["id"].append(f"{origin.dataset}|{row['_key']}")
                for field in FIELDS[subject]:
                    columns[field].append(None if row.get(field) is None else str(row[field]))
            arrays = {name: pa.array(values, TEXT) for name, values in columns.items()}
            source = pa.array([origin.dataset] * len(columns["id"]), TEXT)
            yield origin, pa.table(arrays | {"source": source})


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
