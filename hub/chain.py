"""Rows chained by hash: each row's hash covers its content and the hash of the row before it.

A changed, missing or swapped row breaks the chain at its place, and ``hub.chain_head`` says where the chain ends, so
that rows cut off its end are missed too. Used by ``hub.audit`` and by the receipts.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from hub.database import metadata

GENESIS = "0" * 64

chain_head = sa.Table(
    "chain_head",
    metadata,
    sa.Column("chain", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.CHAR(64), nullable=False),
    comment="The last row of each chained table.",
)


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: the row's number and what is wrong with it."""

    table: str
    sequence: int
    reason: str


def chain_columns() -> list[sa.Column[Any]]:
    """The columns that a chained table carries beside its content."""
    return [
        sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("previous_hash", sa.CHAR(64), nullable=False),
        sa.Column("hash", sa.CHAR(64), nullable=False, unique=True),
    ]


def digest(previous_hash: str, sequence: int, content: Mapping[str, Any]) -> str:
    """The hash of a row: SHA-256 over the previous hash, the number and the content as sorted JSON."""
    plain = {str(name): value for name, value in content.items()}  # column names are a subclass of str
    body = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC, default=str)
    return hashlib.sha256(b"%s|%d|%s" % (previous_hash.encode(), sequence, body)).hexdigest()


def append(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> list[int]:
    """As ``extend``; returns the rows' numbers."""
    return [row["sequence"] for row in extend(connection, table, rows)]


def extend(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add rows to the end of the chain within the caller's transaction; returns them with their numbers and hashes.

    Writers queue on the chain's head until the transaction ends, so that the chain has one end. Values must be what
    the database gives back unchanged: strings, integers, booleans, dates as ISO text, JSON.
    """
    if not rows:
        return []
    last = _held_head(connection, table)
    sequence, previous = last or (0, GENESIS)
    chained = []
    for row in rows:
        sequence += 1
        current = digest(previous, sequence, row)
        chained.append({**row, "sequence": sequence, "previous_hash": previous, "hash": current})
        previous = current
    connection.execute(table.insert(), chained)
    connection.exec_driver_sql(_MOVE, {"chain": table.name, "sequence": sequence, "hash": previous})
    return chained


def _held_head(connection: sa.Connection, table: sa.Table) -> tuple[int, str] | None:
    """Number and hash at the chain's end, which is held until the transaction ends; ``None`` before the first row."""
    place = {"chain": table.name}
    held = connection.exec_driver_sql(_HELD_HEAD, place).first()
    if held is None:  # there is nothing yet on which writers could queue
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(zlib.crc32(table.fullname.encode()))))
        held = connection.exec_driver_sql(_HELD_HEAD, place).first()
    return (held[0], held[1]) if held else None


def _head(connection: sa.Connection, table: sa.Table) -> sa.Row[int, str] | None:
    return connection.execute(_HEAD, {"chain": table.name}).first()


_HEAD = sa.select(chain_head.c.sequence, chain_head.c.hash).where(chain_head.c.chain == sa.bindparam("chain"))
# As text, since a receipt waits for them: to make and take apart a statement takes longer than to run it.
_HELD_HEAD = "select sequence, hash from hub.chain_head where chain = %(chain)s for update"
_MOVE = """
insert into hub.chain_head (chain, sequence, hash) values (%(chain)s, %(sequence)s, %(hash)s)
on conflict (chain) do update set sequence = excluded.sequence, hash = excluded.hash
"""


def verify(connection: sa.Connection, table: sa.Table) -> Iterator[Break]:
    """Walk the chain and yield every place where it does not hold."""
    names = [column.name for column in table.columns if column.name not in ("sequence", "previous_hash", "hash")]
    before = _head(connection, table)
    previous, expected, at_head = GENESIS, 1, GENESIS
    query = sa.select(table).order_by(table.c.sequence)
    rows = connection.execute(query, execution_options={"yield_per": 5_000})
    for row in rows.mappings():
        if row["sequence"] != expected:
            yield Break(table.name, expected, "missing row")
            expected = row["sequence"]
        if row["previous_hash"] != previous:
            yield Break(table.name, row["sequence"], "does not follow the row before it")
        if digest(row["previous_hash"], row["sequence"], {name: row[name] for name in names}) != row["hash"]:
            yield Break(table.name, row["sequence"], "content changed")
        previous, expected = row["hash"], expected + 1
        if before and row["sequence"] == before.sequence:
            at_head = row["hash"]
    # Rows may have been added while these were read: the end noted before must be among them, the one noted now
    # behind them.
    after = _head(connection, table)
    if before and before.sequence >= expected:
        yield Break(table.name, expected, "missing row")
    elif before and before.hash != at_head:
        yield Break(table.name, before.sequence, "not the end of the chain that was noted")
    if (after.sequence if after else 0) < expected - 1:
        yield Break(table.name, expected - 1, "added behind the end of the chain that was noted")
