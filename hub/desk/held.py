"""Why a batch waits, in figures that can be drawn: its band of counts, its totals, its fields, some of its rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from hub.contracts import Contract, contract
from hub.database import STAGE_SCHEMA, engine
from hub.errors import HubError
from hub.landing.manifest import read_manifest
from hub.landing.read import records_to_chunk
from hub.store import ledger, stage
from hub.store.ledger import Batch
from hub.store.tables import batch, outcome

SAMPLE = 5


@dataclass(frozen=True)
class FieldDrift:
    """One field that did not come as the contract says: ``state`` is ``missing``, ``unknown`` or ``renamed``
    (``name`` is missing, and ``came_as`` came in as many rows)."""

    state: str
    name: str
    rows: int
    came_as: str = ""


@dataclass(frozen=True)
class HeldBatch:
    """A batch with why it waits or waited. ``band`` is ``(least, most, previous)`` where the count was judged."""

    batch: Batch
    contract: Contract
    landed: int | None
    band: tuple[int, int, int] | None
    drift: tuple[FieldDrift, ...]
    failed: dict[str, int] = field(default_factory=dict)

    @property
    def needs(self) -> int:
        """How many persons must agree to release it."""
        return 2 if self.contract.needs_second_person else 1


def held_batch(batch_id: str) -> HeldBatch:
    """A batch as a person decides on it; raises ``NotAllowed`` when there is none."""
    known = ledger.get(batch_id)
    described = contract(known.dataset)
    checked = _check_outcome(batch_id)
    band = next((hold["details"] for hold in known.holds if hold["rule"] == "count_band"), None)
    return HeldBatch(
        batch=known,
        contract=described,
        landed=_landed(known),
        band=(band["least"], band["most"], band["previous"]) if band else None,
        drift=_drift(known, checked.get("notes", [])),
        failed=checked.get("failed", {}),
    )


def _landed(known: Batch) -> int | None:
    if known.status == "planned":
        return None
    try:
        return read_manifest(known.batch_id).records
    except (OSError, HubError):  # the landing folder is away, which the page can do without
        return None


def _check_outcome(batch_id: str) -> dict[str, Any]:
    query = sa.select(outcome.c.details).where(
        outcome.c.batch_id == batch_id, outcome.c.step == "check", outcome.c.is_success
    )
    with engine().connect() as connection:
        return connection.scalar(query.order_by(outcome.c.id.desc()).limit(1)) or {}


def _drift(known: Batch, notes: Collection[dict[str, Any]]) -> tuple[FieldDrift, ...]:
    missing = {
        hold["details"]["field"]: hold["details"]["rows"] for hold in known.holds if hold["rule"] == "absent_field"
    }
    unknown = {note["details"]["field"]: note["details"]["rows"] for note in notes if note["rule"] == "unknown_field"}
    found = []
    for name, rows in missing.items():
        like = [other for other, seen in unknown.items() if seen == rows]
        if len(like) == 1:
            found.append(FieldDrift("renamed", name, rows, like[0]))
            unknown.pop(like[0])
        else:
            found.append(FieldDrift("missing", name, rows))
    return (*found, *(FieldDrift("unknown", name, rows) for name, rows in unknown.items()))


def sample(held: HeldBatch, districts: Collection[int] | None = None) -> list[dict[str, Any]]:
    """Some staged rows of a held batch by field, those that fail something first, unmasked.

    With ``districts`` only rows of those; none where the dataset names no district. Rows of a batch that was decided
    are no longer staged.
    """
    fields = [item.name for item in held.contract.fields]
    name = stage.stage_name(held.contract, held.batch.batch_id)
    if districts is not None and "district_lgd" not in fields:
        return []
    with engine().connect() as connection:
        found = sa.inspect(connection)
        if not found.has_table(name, schema=STAGE_SCHEMA):
            return []
        failing = _failing(connection, held.contract, name)
        staged = sa.Table(name, sa.MetaData(schema=STAGE_SCHEMA), autoload_with=connection)
        query = sa.select(*(staged.c[item] for item in fields))
        if districts is not None:
            query = query.where(staged.c["district_lgd"].in_(districts))
            failing = [row for row in failing if row["district_lgd"] in districts]
        sound = [dict(row) for row in connection.execute(query.limit(SAMPLE)).mappings()]
    return [*failing[:SAMPLE], *sound]


def _failing(connection: sa.Connection, described: Contract, name: str) -> list[dict[str, Any]]:
    waiting = sa.table(f"{name}_q", sa.column("record"), sa.column("ordinal"), schema=STAGE_SCHEMA)
    query = sa.select(sa.cast(waiting.c.record, sa.Text)).order_by(waiting.c.ordinal).limit(4 * SAMPLE)
    records = list(connection.scalars(query))
    if not records:
        return []
    rows = records_to_chunk(described, records).table.to_pylist()
    return [{item.name: row[item.name] for item in described.fields} for row in rows]


@dataclass(frozen=True)
class BatchLine:
    """One line of the list of batches."""

    batch_id: str
    dataset: str
    status: str
    received: int | None
    accepted: int | None
    quarantined: int | None
    control_total: int | None
    rules: tuple[str, ...]
    approvals: int
    updated_at: datetime


def held_batches() -> list[BatchLine]:
    """Every batch that is held now, the one that waits longest first."""
    query = sa.select(batch).where(batch.c.status == "held").order_by(batch.c.updated_at, batch.c.batch_id)
    return _lines(query)


def batches_of(dataset: str, *, before: tuple[date, int] | None = None, limit: int = 50) -> list[BatchLine]:
    """The batches of a dataset, the newest business date first, from behind ``before`` (date and sequence)."""
    query = sa.select(batch).where(batch.c.dataset == dataset)
    if before is not None:
        query = query.where(sa.tuple_(batch.c.business_date, batch.c.sequence) < sa.tuple_(*before))
    return _lines(query.order_by(batch.c.business_date.desc(), batch.c.sequence.desc()).limit(limit))


def _lines(query: sa.Select[Any]) -> list[BatchLine]:
    with engine().connect() as connection:
        return [
            BatchLine(
                row["batch_id"],
                row["dataset"],
                row["status"],
                row["received"],
                row["accepted"],
                row["quarantined"],
                row["control_total"],
                tuple(hold["rule"] for hold in row["holds"]),
                len(row["approvals"]),
                row["updated_at"],
            )
            for row in connection.execute(query).mappings()
        ]
