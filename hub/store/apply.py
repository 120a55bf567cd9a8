"""One set-based difference of staged rows against current rows, by key and row hash, and its application.

Every statement names rows by ``ctid``: nobody else writes the dataset's tables while its lock is held.
"""

# ruff: noqa: S608  # names of tables and fields come from contracts, never from data

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts.model import Contract
from hub.database import STORE_SCHEMA
from hub.errors import HubError
from hub.store import load
from hub.store.ledger import Batch
from hub.store.stage import key_text

_HUB_COLUMNS = ("_hash", "_batch_id", "_ordinal", "_flags")


@dataclass(frozen=True)
class Applied:
    """Rows that changed the store; ``is_first`` when there were none before (the staged table may be gone then)."""

    new: int
    changed: int
    deleted: int
    is_first: bool = False


def apply(
    connection: sa.Connection,
    contract: Contract,
    staged: str,
    batch_id: str,
    known_from: date,
    rows: int,
    *,
    is_late: bool,
) -> Applied:
    """Bring the ``rows`` rows of relation ``staged`` (one a key) into current and history as of ``known_from``.

    Rows with the same hash are left alone (their flags are kept up to date); changed rows close the old version;
    tombstones close it without a new one. A row that is older than the stored one, by the contract's record version
    or, where the stored one came with a later batch, by the order of batches, changes nothing. ``is_late`` says that
    later batches are stored already, so that a key which one of them closed is not opened again.
    """
    current = f'{STORE_SCHEMA}."{contract.table}"'
    if load.is_empty(connection, contract) and not is_late:
        if rows >= load.BULK_ROWS and load.may_become_current(connection, contract, staged):
            without = load.become_current(connection, contract, staged, batch_id, known_from)
            return Applied(rows - without, 0, 0, is_first=True)
        insert = sa.text(_insert(contract, staged, current, with_diff=False))
        loaded = connection.execute(insert, {"batch": batch_id, "date": known_from}).rowcount
        return Applied(loaded, 0, 0, is_first=True)
    connection.execute(sa.text("drop table if exists pg_temp._diff"))
    values = {"batch": batch_id, "date": known_from}
    connection.execute(sa.text(_difference(contract, staged, current, is_late)), values)
    connection.execute(sa.text("analyze _diff"))
    kinds = connection.execute(sa.text("select kind, count(*) as rows from _diff group by kind"))
    found: dict[str, int] = {row.kind: row.rows for row in kinds}
    close(connection, contract, values)
    if found.get("MOD"):
        _expect(contract, found["MOD"], connection.execute(sa.text(_update(contract, staged)), values))
    if found.get("FLG"):
        flags = f"update {current} c set _flags = s._flags from _diff d join {staged} s on s.ctid = d.staged"
        connection.execute(sa.text(f"{flags} where c.ctid = d.known and d.kind = 'FLG'"))
    if found.get("ADD"):
        connection.execute(sa.text(_insert(contract, staged, current, with_diff=True)), values)
    return Applied(found.get("ADD", 0), found.get("MOD", 0), found.get("DEL", 0))


def remove_missing(connection: sa.Connection, contract: Contract, staged: str, known: Batch) -> int:
    """Close the versions of keys that a snapshot (or the month, of a dataset by months) no longer holds; returns how
    many. A key whose row stands in quarantine in this batch keeps the version that was accepted before."""
    current = f'{STORE_SCHEMA}."{contract.table}"'
    quarantined = staged.removesuffix('"') + '_q"'
    scope = f'and c."{contract.window_field}" = :month' if contract.window_field and known.window.month else ""
    connection.execute(sa.text("drop table if exists pg_temp._diff"))
    statement = f"""
        create temp table _diff on commit drop as
        select 'DEL' as kind, null::tid as staged, c.ctid as known from {current} c
        where c._batch_id <> :batch {scope} and not exists (select from {staged} s where {_same_key(contract)})
          and not exists (select from {quarantined} q where q.key = {key_text(contract, "c")})"""
    values: dict[str, Any] = {"batch": known.batch_id, "month": known.window.month, "date": known.business_date}
    if not scope:
        del values["month"]
    connection.execute(sa.text(statement), values)
    return close(connection, contract, {"batch": known.batch_id, "date": known.business_date})


def close(connection: sa.Connection, contract: Contract, values: dict[str, Any]) -> int:
    """Write the versions that ``_diff`` replaces or deletes to history and take the deleted ones out of current."""
    current, closed = f'{STORE_SCHEMA}."{contract.table}"', f'{STORE_SCHEMA}."{contract.table}_history"'
    names = ", ".join((*_fields(contract), *_HUB_COLUMNS, "_known_from"))
    kept = ", ".join(f"c.{name}" for name in (*_fields(contract), *_HUB_COLUMNS, "_known_from"))
    connection.execute(
        sa.text(
            f"insert into {closed} ({names}, _known_to, _closed_by) "
            f"select {kept}, greatest(cast(:date as date), c._known_from), :batch from {current} c "
            "join _diff d on c.ctid = d.known where d.kind in ('MOD', 'DEL')"
        ),
        values,
    )
    gone = f"delete from {current} c using _diff d where c.ctid = d.known and d.kind = 'DEL'"
    return connection.execute(sa.text(gone)).rowcount


def _fields(contract: Contract) -> list[str]:
    return [f'"{field.name}"' for field in contract.fields]


def _same_key(contract: Contract) -> str:
    return " and ".join(f's."{name}" = c."{name}"' for name in contract.key)


def _difference(contract: Contract, staged: str, current: str, is_late: bool) -> str:
    version = f'"{contract.record_version}"' if contract.record_version else ""
    newer = f"coalesce(s.{version} > c.{version}, false)" if version else "false"
    not_older = f"coalesce(s.{version} >= c.{version}, true)" if version else "true"
    came_later = '(c._batch_id collate "C", c._ordinal) > (:batch, s._ordinal)'
    may_replace = f"case when {came_later} then {newer} else {not_older} end"
    key = f'c."{contract.key[0]}"'
    closed = f'{STORE_SCHEMA}."{contract.table}_history"'
    same_key = " and ".join(f'h."{name}" = s."{name}"' for name in contract.key)
    may_open = (
        f'not exists (select from {closed} h where {same_key} and h._closed_by collate "C" > :batch)'
        if is_late
        else "true"
    )
    return f"""
        create temp table _diff on commit drop as
        select * from (
            select case
                when {key} is null then
                    case when not s._is_tombstone and {may_open} then 'ADD' end
                when s._is_tombstone then
                    case when {may_replace} then 'DEL' end
                when c._hash <> s._hash then
                    case when {may_replace} then 'MOD' end
                when c._flags <> s._flags then 'FLG'
            end as kind, s.ctid as staged, c.ctid as known
            from {staged} s left join {current} c on {_same_key(contract)}
        ) compared where kind is not null"""


def _insert(contract: Contract, staged: str, current: str, *, with_diff: bool) -> str:
    fields = _fields(contract)
    names = ", ".join((*fields, *_HUB_COLUMNS, "_known_from"))
    taken = ", ".join((*(f"s.{name}" for name in fields), "s._hash, :batch, s._ordinal, s._flags, :date"))
    where = "join _diff d on s.ctid = d.staged where d.kind = 'ADD'" if with_diff else "where not s._is_tombstone"
    return f"insert into {current} ({names}) select {taken} from {staged} s {where}"


def _update(contract: Contract, staged: str) -> str:
    values = [f"{name} = s.{name}" for name in (*_fields(contract), "_hash", "_ordinal", "_flags")]
    values += ["_batch_id = :batch", "_known_from = greatest(cast(:date as date), c._known_from)"]
    return (
        f'update {STORE_SCHEMA}."{contract.table}" c set {", ".join(values)} '
        f"from _diff d join {staged} s on s.ctid = d.staged where c.ctid = d.known and d.kind = 'MOD'"
    )


def _expect(contract: Contract, wanted: int, result: sa.CursorResult[Any]) -> None:
    if result.rowcount != wanted:
        raise HubError("store-key-twice", record=contract.id, dataset=contract.id)
