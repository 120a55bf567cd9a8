"""The tables of the reconciled datasets (``store.golden_<name>``) and their set-based refresh by row hash.

They can be made again from the store at any time, so a change of shape drops and rebuilds them; what was published is
kept by the feeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from hub.database import STORE_SCHEMA
from hub.reconcile.declared import Dataset, datasets
from hub.store.tables import TYPES

_META = sa.MetaData(schema=STORE_SCHEMA)
BULK = 10_000
"""Changed rows from which a table's statistics are taken anew at once."""


@dataclass(frozen=True)
class Changed:
    """How many rows a refresh added, modified, deleted, and how many stand now."""

    rows: int
    added: int
    modified: int
    deleted: int


@cache
def golden(name: str) -> sa.Table:
    """The table of a reconciled dataset: ``_key`` (the key as text), the declared columns, ``_hash`` of them."""
    columns = [sa.Column(column.name, TYPES[column.type]) for column in datasets()[name].columns]
    return sa.Table(f"golden_{name}", _META, *_with_key_and_hash(columns))


def _with_key_and_hash(columns: list[sa.Column[Any]]) -> list[sa.Column[Any]]:
    key: sa.Column[Any] = sa.Column("_key", sa.Text(collation="C"), primary_key=True)
    return [key, *columns, sa.Column("_hash", sa.CHAR(64), nullable=False)]


def ensure(connection: sa.Connection) -> None:
    """Make the tables that are missing or whose shape is no longer the declared one."""
    present = sa.inspect(connection)
    for name in datasets():
        table = golden(name)
        if present.has_table(table.name, STORE_SCHEMA):
            shape = [(column["name"], str(column["type"])) for column in present.get_columns(table.name, STORE_SCHEMA)]
            wanted = [(column.name, _spelled(column, connection)) for column in table.columns]
            if shape == wanted:
                continue
            table.drop(connection)
        table.create(connection)


def _spelled(column: sa.Column[Any], connection: sa.Connection) -> str:
    compiled = column.type.compile(dialect=connection.dialect)
    return compiled.replace(" WITHOUT TIME ZONE", "")


def key_text(dataset: Dataset, row: sa.FromClause) -> sa.ColumnElement[str]:
    """A row's key as text: the value itself, or a JSON array of the values of a key of several columns."""
    parts = [row.c[name] for name in dataset.key]
    if len(parts) == 1:
        return sa.cast(parts[0], sa.Text)
    return sa.cast(sa.func.jsonb_build_array(*parts), sa.Text)


def append(connection: sa.Connection, name: str, query: sa.Select[Any]) -> Changed:
    """As ``refresh``, for rows that are only ever added, under a key of one growing number: what stands is not read."""
    dataset, table = datasets()[name], golden(name)
    number = dataset.key[0]
    last = connection.scalar(sa.select(sa.func.max(table.c[number])))
    if last is not None:
        rows = query.subquery("all")
        query = sa.select(rows).where(rows.c[number] > last)
    fresh = _computed(connection, name, query)
    columns = table.columns.keys()
    added = connection.execute(
        table.insert().from_select(columns, sa.select(*(fresh.c[column] for column in columns))),
        execution_options={"preserve_rowcount": True},
    )
    total = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    return Changed(total, added.rowcount, 0, 0)


def refresh(connection: sa.Connection, name: str, query: sa.Select[Any]) -> Changed:
    """Bring ``store.golden_<name>`` to what ``query`` gives; rows with the same hash are not touched."""
    dataset, table = datasets()[name], golden(name)
    names = [column.name for column in dataset.columns]
    fresh = _computed(connection, name, query)
    gone = connection.execute(table.delete().where(~sa.exists().where(fresh.c["_key"] == table.c["_key"])))
    changed = connection.execute(
        table.update()
        .values({column: fresh.c[column] for column in [*names, "_hash"]})
        .where(fresh.c["_key"] == table.c["_key"], fresh.c["_hash"] != table.c["_hash"])
    )
    columns = ["_key", *names, "_hash"]
    new = connection.execute(
        table.insert().from_select(
            columns,
            sa.select(*(fresh.c[c] for c in columns)).where(~sa.exists().where(table.c["_key"] == fresh.c["_key"])),
        ),
        execution_options={"preserve_rowcount": True},
    )
    if gone.rowcount + changed.rowcount + new.rowcount > BULK:
        connection.execute(sa.text(f"analyze {table.fullname}"))  # the next reader plans with what is there now
    total = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    return Changed(total, new.rowcount, changed.rowcount, gone.rowcount)


def _computed(connection: sa.Connection, name: str, query: sa.Select[Any]) -> sa.Table:
    """What ``query`` gives, with key and hash, in a temporary table."""
    dataset = datasets()[name]
    names = [column.name for column in dataset.columns]
    fresh = sa.Table(
        f"fresh_{name}",
        sa.MetaData(),
        *_with_key_and_hash([sa.Column(column.name, TYPES[column.type]) for column in dataset.columns]),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    fresh.create(connection)
    inner = query.subquery("computed")
    rows = sa.select(*(sa.cast(inner.c[column], fresh.c[column].type).label(column) for column in names)).subquery("r")
    spelled = sa.cast(sa.func.row(*(rows.c[column] for column in names)), sa.Text)
    digest = sa.func.encode(sa.func.sha256(sa.func.convert_to(spelled, "UTF8")), "hex")
    connection.execute(sa.text("set local datestyle to 'ISO, YMD'"))  # the hash reads dates as text
    connection.execute(
        fresh.insert().from_select(
            ["_key", *names, "_hash"], sa.select(key_text(dataset, rows), *(rows.c[c] for c in names), digest)
        )
    )
    connection.execute(sa.text(f"analyze {fresh.name}"))
    return fresh
