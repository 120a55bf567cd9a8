"""The sandbox knows the truth, so ``hub verify`` can prove the store and the quarantine against it.

Found through the entry point ``hub.proofs``; says nothing where there is no sandbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from hub.contracts import Contract, contracts
from hub.database import engine
from hub.settings import hub_home
from hub.store import tables
from hub.store.tables import batch, quarantine, watermark
from hub.verify import Proof
from sandbox.world import fields
from sandbox.world.store import World

_SHOWN = 3


def proofs() -> Iterator[Proof]:
    """Store = truth for accepted rows; quarantine = the planted defects, each under its own reason."""
    home = hub_home() / "sandbox"
    if not (home / "world.sqlite").exists():
        return
    world = World.open(home)
    for contract in contracts().values():
        if contract.id not in fields.NAMES:
            continue
        with engine().connect() as connection:
            reached = connection.scalar(sa.select(watermark.c.until).where(watermark.c.dataset == contract.id))
            if reached is not None:
                yield store_proof(connection, world, contract, reached)
                yield _quarantine(connection, world, contract)


def store_proof(connection: sa.Connection, world: World, contract: Contract, reached: date) -> Proof:
    """The store against what the world says it must hold after syncing every day up to ``reached``."""
    decided = _decided_keys(connection, contract)
    table = tables.current(contract)
    names = [field.name for field in contract.fields]
    rows = connection.execution_options(yield_per=10_000).execute(sa.select(*(table.c[name] for name in names)))
    width = len(contract.key)
    places = [names.index(name) for name in contract.key]
    stored: dict[tuple[str, ...], int] = {}
    for row in rows:
        values = [_canonical(value) for value in row]
        stored[tuple(str(values[place]) for place in places)] = hash(tuple(values))
    wrong: list[str] = []
    expected = 0
    for truth in world.expected(contract.id, as_of=reached):
        expected += 1
        found = stored.pop(truth.key[:width], None)
        if "|".join(truth.key[:width]) in decided:
            continue
        if found is None:
            wrong.append(f"missing {'|'.join(truth.key)}")
        elif found != hash(tuple(_canonical(truth.values[name]) for name in names)):
            wrong.append(f"differs {'|'.join(truth.key)}")
    wrong += [f"too many {'|'.join(key)}" for key in stored if "|".join(key) not in decided]
    return Proof("verify-store-truth", contract.id, not wrong, _shortened(wrong, expected))


def _canonical(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def _decided_keys(connection: sa.Connection, contract: Contract) -> set[str]:
    """Keys on which a steward's word stands instead of the source's."""
    query = sa.select(quarantine.c.key).where(
        quarantine.c.dataset == contract.id,
        quarantine.c.status.in_(("fixed", "released")),
        quarantine.c.key.is_not(None),
    )
    return set(connection.scalars(query))


def _quarantine(connection: sa.Connection, world: World, contract: Contract) -> Proof:
    wrong: list[str] = []
    planted_in_all = 0
    batches = connection.execute(
        sa.select(batch).where(batch.c.dataset == contract.id, batch.c.status == "stored").order_by(batch.c.batch_id)
    )
    for row in list(batches.mappings()):
        planted = Counter(
            f"{defect.reason} {'|'.join(defect.key)}"
            for defect in world.defects(
                contract.id, as_of=row["business_date"], since=row["since"], until=row["until"], month=row["month"]
            )
        )
        planted_in_all += planted.total()
        kept = connection.execute(
            sa.select(quarantine.c.key, quarantine.c.failures).where(quarantine.c.batch_id == row["batch_id"])
        )
        found: Counter[str] = Counter()
        for key, failures in kept:
            critical = sorted({item["expectation"] for item in failures if item["severity"] == "critical"})
            found[f"{'+'.join(critical)} {key}"] += 1
        wrong += [f"{row['batch_id']} not found: {name}" for name in (planted - found)]
        wrong += [f"{row['batch_id']} not planted: {name}" for name in (found - planted)]
    return Proof("verify-quarantine-truth", contract.id, not wrong, _shortened(wrong, planted_in_all))


def _shortened(wrong: list[str], of: int) -> str:
    if not wrong:
        return ""
    more = f" … and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return f"{len(wrong)} wrong of {of}: {'; '.join(wrong[:_SHOWN])}{more}"
