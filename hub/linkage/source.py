"""A subject's records in the hub's store: all, some by id or hash, or those that came since a moment of the store.

PostgreSQL keeps with each row the number of the transaction that wrote it. So what came since the last run is told by
the store itself, whoever wrote it, at the cost of passing over the rows; what went is told by their number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from hub.store.tables import batch, current, history
from hub.store.versions import snapshot

_FEW = 100
_HASH = pa.binary(16)
_BLOCK = 1 << 23
"""Bytes of one part of a dataset."""
MOST = 200_000
"""Rows written since, beyond which a dataset's are not told one by one."""


@dataclass(frozen=True)
class Moment:
    """Of the store: what was not known then was written by a transaction from ``transaction`` on. ``place`` names the
    server's data, the database and the datasets' tables: only among equals do the numbers compare. Nor do they where
    the database was set back to before that moment, which is told by ``hub.link_state``."""

    place: str
    transaction: int

    def __str__(self) -> str:
        return f"{self.transaction}@{self.place}"

    @classmethod
    def read(cls, text: str) -> Moment | None:
        """From its text; None for none."""
        transaction, _, place = text.partition("@")
        return cls(place, int(transaction)) if place else None


def moment(connection: sa.Connection, subject: str, known_on: date | None) -> Moment | None:
    """The store's moment now. None where a dataset holds a batch of a later day than ``known_on``: what that one wrote
    is not asked for yet, and would be passed over when it is."""
    described = [contract(origin.dataset) for origin in subjects()[subject].origins]
    later = sa.select(sa.literal(1)).where(
        batch.c.dataset.in_([one.id for one in described]), batch.c.status == "stored",
        batch.c.business_date > (known_on or date.max),
    )  # fmt: skip
    if connection.execute(later.limit(1)).first():
        return None
    tables = [f"{current(one).schema}.{current(one).name}" for one in described]
    row = connection.execute(
        sa.text(
            "select concat_ws('/', system_identifier, "
            "(select oid from pg_database where datname = current_database()), "
            "(select string_agg(coalesce(to_regclass(name)::oid::text, '-'), ',' order by at) "
            "from unnest(cast(:tables as text[])) with ordinality as named (name, at))), "
            "pg_snapshot_xmin(pg_current_snapshot())::text::bigint from pg_control_system()"
        ),
        {"tables": tables},
    ).one()
    return Moment(*row)


@dataclass(frozen=True)
class Written:
    """Of a dataset: how many records stand in the store, and where in its table those are that were written since; None
    where these are more than ``MOST``."""

    records: int
    places: str | None


def written(connection: sa.Connection, subject: str, since: Moment) -> dict[str, Written]:
    """By dataset; all of it in one pass over the rows, of which little is read."""
    found = {}
    for origin in subjects()[subject].origins:
        described = contract(origin.dataset)
        ensure_tables(connection, described)
        table = current(described)
        came = _written(table, since)
        places: sa.ColumnElement[Any] = sa.func.array_agg(sa.literal_column("ctid")).filter(came)
        told = sa.case((sa.func.count().filter(came) <= MOST, sa.func.coalesce(sa.cast(places, sa.Text), "{}")))
        query = sa.select(sa.func.count(), told).select_from(table)
        found[origin.dataset] = Written(*connection.execute(query).one())
    return found


def closed(connection: sa.Connection, dataset: str, since: Moment) -> list[str]:
    """The ids of records that were known at a moment of the store and are known no longer."""
    described = contract(dataset)
    now, then = current(described), history(described)
    same = sa.and_(*(now.c[name] == then.c[name] for name in described.key))
    query = sa.select(f"{dataset}|" + _key(described.key, then)).where(_written(then, since))
    return list(connection.scalars(query.where(~sa.exists().where(same)).distinct()))


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
    by_hash: Mapping[str, Sequence[bytes]] | None = None, written: Mapping[str, Written] | None = None,
) -> Iterator[tuple[Origin, pa.Table]]:  # fmt: skip
    """The rows as ``comparable`` takes them, with their ``hash`` in hexadecimal digits, in parts of one dataset each:
    all, or those of ``ids``, or those whose hash is given for their dataset, or those of the current that were
    ``written``."""
    columns = ("id", "hash", *FIELDS[subject])
    reads = csv.ReadOptions(column_names=columns, block_size=_BLOCK)
    parses = csv.ParseOptions(newlines_in_values=True)
    converts = csv.ConvertOptions(column_types=dict.fromkeys(columns, TEXT), null_values=[""], strings_can_be_null=True,
                                  quoted_strings_can_be_null=False)  # fmt: skip
    for origin in subjects()[subject].origins:
        rows = _rows(connection, origin, known_on, written[origin.dataset].places if written else None)
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


def _rows(connection: sa.Connection, origin: Origin, known_on: date | None, places: str | None = None) -> sa.Subquery:
    described = contract(origin.dataset)
    ensure_tables(connection, described)
    if places is None:
        known: sa.FromClause = snapshot(described, known_on or date.max).subquery("known")
    else:
        now = current(described)
        is_there = sa.text(f"ctid = any (cast('{places}' as tid[]))")
        known = sa.select(now).where(is_there, now.c["_known_from"] <= (known_on or date.max)).subquery("known")
    fields = {
        field: sa.func.coalesce(*(sa.func.nullif(sa.func.btrim(sa.cast(known.c[name], sa.Text)), "") for name in names))
        for field, names in origin.fields.items()
    }
    return sa.select(
        _key(described.key, known).label("_key"), known.c["_hash"], known.c["_batch_id"],
        *(expression.label(field) for field, expression in fields.items()),
    ).subquery(origin.dataset.replace(".", "_"))  # fmt: skip


def _key(names: Sequence[str], of: sa.FromClause) -> sa.ColumnElement[str]:
    return sa.func.concat_ws("|", *(sa.cast(of.c[name], sa.Text) for name in names), type_=sa.Text)


def _written(table: sa.Table, since: Moment) -> sa.ColumnElement[bool]:
    """Whether a row was written since; ``age`` counts back from this transaction."""
    ago = sa.text(f"(select pg_current_xact_id()::text::bigint - {since.transaction})")
    return sa.func.age(sa.literal_column(f'"{table.schema}"."{table.name}".xmin')) <= ago
