"""Brings a checked batch into the store: rows, quarantine, watermark, ledger and events in one transaction."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.contracts.model import Contract, WindowKind
from hub.database import STAGE_SCHEMA, engine
from hub.errors import BatchHeld, NotAllowed
from hub.store import encode, ledger, schema, stage
from hub.store.apply import apply, remove_missing
from hub.store.ledger import Batch
from hub.store.quarantined import enter_quarantine
from hub.store.tables import batch as batches
from hub.store.tables import watermark

_READY = ("checked", "released")
_DONE = ("stored", "unchanged", "superseded")
_WORK_MEMORY = "256MB"


class StageLost(NotAllowed):
    """The rows between check and merge are gone (the server crashed); the batch must be checked again."""


def merge(contract: Contract, batch_id: str) -> Batch:
    """Apply a checked or released batch once, and return its row of the ledger.

    A batch that is done already is returned as it is. A snapshot or month older than what is stored changes nothing
    and becomes ``superseded``. Raises ``BatchHeld`` for a batch that waits, ``NotAllowed`` for one that was not
    checked or was refused, ``StageLost`` when it must be checked again. Killed anywhere, nothing of it stays.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    with engine().begin() as connection:
        schema.ensure_tables(connection, contract)
        known = ledger.get(batch_id, connection, for_update=True)
        if known.status in _DONE:
            return known
        _demand_ready(known)
        if _is_late(connection, contract, known) and contract.window is not WindowKind.CHANGES:
            details = _supersede(connection, contract, known)
        else:
            details = _store(connection, contract, known)
        ledger.record(connection, "store", contract.id, batch_id, started, clock, details)
        return ledger.get(batch_id, connection)


def _demand_ready(known: Batch) -> None:
    if known.status == "held":
        raise BatchHeld(
            "store-batch-held", record=known.batch_id, batch=known.batch_id,
            rules=", ".join(hold["rule"] for hold in known.holds),
            next_command=f"hub batches release {known.batch_id} --reason …",
        )  # fmt: skip
    if known.status not in _READY:
        raise NotAllowed("store-batch-not-ready", record=known.batch_id, batch=known.batch_id, status=known.status)


def _is_late(connection: sa.Connection, contract: Contract, known: Batch) -> bool:
    newer = sa.tuple_(batches.c.business_date, batches.c.sequence) > sa.tuple_(
        sa.literal(known.business_date), sa.literal(known.sequence)
    )
    query = sa.select(sa.literal(1)).where(batches.c.dataset == contract.id, batches.c.status == "stored", newer)
    if contract.window is WindowKind.MONTH:
        query = query.where(batches.c.month == known.window.month)
    return connection.execute(query.limit(1)).first() is not None


def _supersede(connection: sa.Connection, contract: Contract, known: Batch) -> dict[str, Any]:
    stage.drop(connection, stage.stage_name(contract, known.batch_id))
    error = {"step": "store", "message_id": "store-batch-superseded", "details": {"batch": known.batch_id}}
    ledger.move(connection, known.batch_id, "superseded", error=error)
    return {"status": "superseded"}


def _store(connection: sa.Connection, contract: Contract, known: Batch) -> dict[str, Any]:
    name = stage.stage_name(contract, known.batch_id)
    staged = known.counts["accepted"] - known.counts["repeated"]
    if not stage.is_complete(connection, contract, known.batch_id, staged, known.counts["quarantined"]):
        raise StageLost("store-stage-lost", record=known.batch_id, batch=known.batch_id)
    connection.execute(sa.text(f"set local work_mem = '{_WORK_MEMORY}'"))
    is_late = _is_late(connection, contract, known)
    relation = f'{STAGE_SCHEMA}."{name}"'
    removed = 0
    enter_quarantine(connection, contract, relation, known)
    applied = apply(connection, contract, relation, known.batch_id, known.business_date, staged, is_late=is_late)
    if contract.window is not WindowKind.CHANGES and not applied.is_first:
        removed = remove_missing(connection, contract, relation, known)
    counts = {
        "new": applied.new, "changed": applied.changed, "deleted": applied.deleted, "removed": removed,
        "unchanged": staged - applied.new - applied.changed - applied.deleted,
    }  # fmt: skip
    ledger.move(connection, known.batch_id, "stored", hash_name=encode.HASH_NAME, **counts)
    if not is_late:
        _advance(connection, known)
    for older in _pending_before(connection, contract, known):
        _supersede(connection, contract, older)
    stage.drop(connection, name)
    return {"status": "stored"} | counts


def _advance(connection: sa.Connection, known: Batch) -> None:
    row = {"dataset": known.dataset, "until": known.window.until, "batch_id": known.batch_id}
    statement = insert(watermark).values(row)
    changed = {name: statement.excluded[name] for name in ("until", "batch_id")}
    connection.execute(statement.on_conflict_do_update(index_elements=["dataset"], set_=changed))


def _pending_before(connection: sa.Connection, contract: Contract, known: Batch) -> list[Batch]:
    """Batches that wait and are now without use: this one's window covers theirs, for the watermark stood still."""
    older = sa.tuple_(batches.c.business_date, batches.c.sequence) < sa.tuple_(
        sa.literal(known.business_date), sa.literal(known.sequence)
    )
    query = sa.select(batches.c.batch_id).where(
        batches.c.dataset == contract.id, batches.c.status.in_((*ledger.OPEN, "held")), older
    )
    if contract.window is WindowKind.MONTH:
        query = query.where(batches.c.month == known.window.month)
    return [ledger.get(batch_id, connection) for batch_id in connection.execute(query).scalars().all()]
