"""Control totals: is all that the source has also landed, stored, reconciled? What is not is named."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.contracts import contract, contracts
from hub.reconcile.doors import doors
from hub.reconcile.materialise import golden
from hub.reconcile.sources import Sources, waits
from hub.reconcile.tables import control_total
from hub.store.tables import batch, quarantine

MISSING_KEPT = 100

# Which reconciled dataset stands row by row for a dataset of the store: its name, and the door in citizen_matters.
STANDS_FOR: dict[str, tuple[str, str]] = {
    "hrms.employees": ("employees", ""),
    "hrms.pay_cases": ("pay_cases", ""),
    "sparrow.pars": ("par_status", ""),
    "rtps.applications": ("citizen_matters", "RTPS"),
    "cpgram.grievances": ("citizen_matters", "CPGRAM"),
    **{door.dataset: ("citizen_matters", name) for name, door in doors().items()},
}


def refresh(connection: sa.Connection, at: Sources) -> int:
    """Write one row a dataset for the date where it differs from what stands; returns how many datasets there are."""
    for dataset in contracts():
        row = {"dataset": dataset, "business_date": at.business_date, **_counts(connection, at, dataset)}
        upsert = insert(control_total).values(row)
        values = [name for name in row if name not in ("dataset", "business_date")]
        connection.execute(
            upsert.on_conflict_do_update(
                index_elements=["dataset", "business_date"],
                set_={name: upsert.excluded[name] for name in values},
                where=sa.or_(*(control_total.c[name].is_distinct_from(upsert.excluded[name]) for name in values)),
            )
        )
    return len(contracts())


def _counts(connection: sa.Connection, at: Sources, dataset: str) -> dict[str, Any]:
    stored = at(dataset)
    counts = _batch_counts(connection, at, dataset)
    counts["quarantined_keys"] = _waiting(connection, at, dataset)
    counts["stored"] = connection.scalar(sa.select(sa.func.count()).select_from(stored)) or 0
    if dataset not in STANDS_FOR:
        return counts | {"missing_count": 0, "missing_keys": []}
    name, door = STANDS_FOR[dataset]
    table = golden(name)
    of_door = table.c.door == door if door else sa.true()
    key = {"citizen_matters": "case_id"}.get(name) or table.columns.keys()[1]
    counts["reconciled"] = connection.scalar(sa.select(sa.func.count()).select_from(table).where(of_door)) or 0
    own = sa.cast(stored.columns[contract(dataset).key[0]], sa.Text)
    missing = sa.select(own.label("key")).where(~sa.exists().where(of_door, table.c[key] == own)).subquery()
    counts["missing_count"] = connection.scalar(sa.select(sa.func.count()).select_from(missing)) or 0
    first = sa.select(missing.c.key).order_by(missing.c.key).limit(MISSING_KEPT)
    counts["missing_keys"] = list(connection.scalars(first)) if counts["missing_count"] else []
    return counts


def _waiting(connection: sa.Connection, at: Sources, dataset: str) -> list[str]:
    """The first keys that wait in quarantine; a row whose key cannot be read is named by its batch and place."""
    key = sa.func.coalesce(quarantine.c.key, sa.func.concat(quarantine.c.batch_id, "#", quarantine.c.ordinal))
    waiting = sa.select(key.label("key")).where(waits(at, dataset)).distinct().subquery()
    first = sa.select(waiting.c.key).order_by(sa.collate(waiting.c.key, "C")).limit(MISSING_KEPT)
    return list(connection.scalars(first))


def _batch_counts(connection: sa.Connection, at: Sources, dataset: str) -> dict[str, Any]:
    """What the newest batch of the date counted; nulls where the date has no stored batch."""
    newest = (
        sa.select(batch.c.control_total, batch.c.received, batch.c.accepted, batch.c.quarantined)
        .where(batch.c.dataset == dataset, batch.c.business_date == at.business_date, batch.c.status == "stored")
        .order_by(batch.c.sequence.desc())
        .limit(1)
    )
    found = connection.execute(newest).first()
    values = found or (None, None, None, None)
    return dict(zip(("source_total", "landed", "accepted", "quarantined"), values, strict=True))
