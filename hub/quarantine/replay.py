"""Brings fixed and released rows into the store, in the order in which they were received."""

# ruff: noqa: S608  # names of tables and fields come from contracts, never from data

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from psycopg import sql

from hub import audit
from hub.checks import Severity
from hub.contracts import Contract, contract
from hub.database import STORE_SCHEMA, engine
from hub.landing.chunk import ORDINAL
from hub.quarantine.recheck import Checked, check_again, edited
from hub.quarantine.rows import COLUMNS, Row
from hub.store import ledger, schema, stage
from hub.store.apply import apply
from hub.store.failures import by_ordinal
from hub.store.tables import quarantine

_STAGE = "_replay"


@dataclass(frozen=True)
class Replayed:
    """``entered`` rows are in the store; ``superseded`` ones came too late, for a newer version of their key is
    there; ``returned`` ones fail something critical after all (the suite changed) and are open again."""

    entered: int = 0
    superseded: int = 0
    returned: int = 0

    def __add__(self, other: Replayed) -> Replayed:
        return Replayed(
            self.entered + other.entered, self.superseded + other.superseded, self.returned + other.returned
        )


def replay(dataset: str, actor: str = "hub", *, wait: str = ledger.WAIT) -> Replayed:
    """Bring every fixed or released row of the dataset that is not in the store yet in, by batch and position.

    One transaction; a second call finds nothing to do. A row whose key has a newer version in the store, by record
    version or by batch, changes nothing and is marked ``superseded``. Raises ``SourceUnavailable`` when the dataset
    stays busy (a sync runs) for ``wait``; the rows then enter with the next replay, or when that sync has stored its
    batch.
    """
    described = contract(dataset)
    total = Replayed()
    with ledger.exclusive(dataset, wait), engine().begin() as connection:
        schema.ensure_tables(connection, described)
        for batch_id, group in groupby(_waiting(connection, dataset), key=lambda item: item.batch_id):
            total += _enter(connection, described, batch_id, list(group))
        if total != Replayed():
            audit.record(connection, actor=actor, action="quarantine.replay", subject=dataset, **vars(total))
    return total


def is_waiting(dataset: str) -> bool:
    """Whether a decided row of the dataset has not come in yet."""
    with engine().connect() as connection:
        return bool(connection.scalar(sa.select(sa.exists().where(*_decided(dataset)))))


def _decided(dataset: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        quarantine.c.dataset == dataset,
        quarantine.c.status.in_(("fixed", "released")),
        quarantine.c.entered_at.is_(None),
        quarantine.c.superseded_by.is_(None),
    )


def _waiting(connection: sa.Connection, dataset: str) -> Iterable[Row]:
    ordered = sa.collate(quarantine.c.batch_id, "C"), quarantine.c.ordinal
    query = sa.select(*COLUMNS).where(*_decided(dataset))
    found = connection.execute(query.order_by(*ordered).with_for_update()).mappings()
    return [Row(**item) for item in found]


def _enter(connection: sa.Connection, described: Contract, batch_id: str, waiting: Sequence[Row]) -> Replayed:
    records = [edited(described, item.record, item.edit or {}) for item in waiting]
    checked = check_again(described, batch_id, records)
    returned = [
        position for position, item in enumerate(waiting) if item.status == "fixed" and checked.reasons(position)
    ]
    for position in returned:
        _reopen(connection, waiting[position], checked, position)
    coming = [position for position in range(len(waiting)) if position not in returned]
    entered = 0
    for part in _without_repeated_keys(described, checked.chunk.table, coming):
        entered += _apply(connection, described, batch_id, waiting, checked, part)
    return Replayed(entered, len(coming) - entered, len(returned))


def _without_repeated_keys(described: Contract, table: pa.Table, positions: Sequence[int]) -> Iterable[list[int]]:
    """The positions in order, cut before a key comes again, so that each part has every key once."""
    keys = list(zip(*(table.column(name).to_pylist() for name in described.key), strict=True))
    part: list[int] = []
    seen: set[tuple[Any, ...]] = set()
    for position in positions:
        if keys[position] in seen:
            yield part
            part, seen = [], set()
        part.append(position)
        seen.add(keys[position])
    if part:
        yield part


def _apply(
    connection: sa.Connection, described: Contract, batch_id: str, waiting: Sequence[Row], checked: Checked,
    positions: Sequence[int],
) -> int:  # fmt: skip
    """Apply rows of one batch with one row a key, and mark what became of each; returns how many are in the store."""
    relation = f"pg_temp.{_STAGE}"
    fields = [described.field(name) for name in schema.field_order(connection, described)]
    connection.execute(sa.text(f"drop table if exists {relation}"))
    connection.execute(sa.text(f"create temp table {_STAGE} ({stage.row_columns(fields)}) on commit drop"))
    ordinals = pa.array([waiting[position].ordinal for position in positions], pa.int64())
    taken = checked.chunk.table.take(pa.array(positions, pa.int64()))
    taken = taken.set_column(taken.schema.get_field_index(ORDINAL), ORDINAL, ordinals)
    tombstones = checked.chunk.is_tombstone.take(pa.array(positions, pa.int64()))
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    flags = _as_warnings(checked.failures, {position: waiting[position].ordinal for position in positions})
    stage.copy_rows(driver, sql.Identifier("pg_temp", _STAGE), fields, taken, tombstones, flags)
    known_from = _known_from(connection, described, batch_id)
    apply(connection, described, relation, batch_id, known_from, len(positions), is_late=True)
    same_key = " and ".join(f's."{name}" = c."{name}"' for name in described.key)
    current = f'{STORE_SCHEMA}."{described.table}"'
    fate = sa.text(
        f"select s._ordinal, case when c._hash is null then s._is_tombstone else not s._is_tombstone and "
        f"(c._hash = s._hash or (c._batch_id, c._ordinal) = (:batch, s._ordinal)) end, c._batch_id "
        f"from {relation} s left join {current} c on {same_key}"
    )
    found = connection.execute(fate, {"batch": batch_id}).all()
    connection.execute(  # one statement, for triggers follow each
        sa.text(
            "update hub.quarantine q set entered_at = now(), version = version + 1, "
            "status = case when v.is_stored then q.status else 'superseded' end, "
            "superseded_by = case when v.is_stored then q.superseded_by else coalesce(v.newer, :batch) end "
            "from unnest(cast(:ordinals as bigint[]), cast(:stored as boolean[]), cast(:newer as text[])) "
            "v (ordinal, is_stored, newer) where q.batch_id = :batch and q.ordinal = v.ordinal"
        ),
        {
            "batch": batch_id, "ordinals": [row[0] for row in found], "stored": [bool(row[1]) for row in found],
            "newer": [row[2] for row in found],
        },
    )  # fmt: skip
    return sum(bool(row[1]) for row in found)


def _known_from(connection: sa.Connection, described: Contract, batch_id: str) -> Any:
    """The business date from which a row that came in late counts as known: the newest that is stored."""
    last = ledger.last_stored(described.id)
    mine = ledger.get(batch_id, connection).business_date
    return max(mine, last.business_date) if last else mine


def _as_warnings(failures: pa.Table, ordinals: dict[int, int]) -> pa.Table:
    """Every failure of the rows that come in becomes a flag; positions become ordinals of the batch."""
    kept = failures.filter(pc.is_in(failures["ordinal"], pa.array(list(ordinals), pa.int64())))
    moved = pa.array([ordinals[position] for position in kept["ordinal"].to_pylist()], pa.int64())
    warning = pa.array([Severity.WARNING.value] * kept.num_rows, pa.string())
    return kept.set_column(0, "ordinal", moved).set_column(3, "severity", warning)


def _reopen(connection: sa.Connection, item: Row, checked: Checked, position: int) -> None:
    failures = by_ordinal(checked.failures, [position])[position]
    values = {"status": "open", "failures": failures, "version": item.version + 1}
    connection.execute(quarantine.update().where(quarantine.c.id == item.id).values(values))
