"""The sandbox knows the truth, so ``hub verify`` can prove the store and the quarantine against it.

Found through the entry point ``hub.proofs``; says nothing where there is no sandbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import sqrt
from typing import Any

import sqlalchemy as sa

from hub.contracts import Contract, contracts
from hub.database import engine
from hub.entities.tables import entity_state, judgement
from hub.reconcile import golden, reached
from hub.reconcile.cases import RECORDS
from hub.reconcile.tables import discrepancy
from hub.settings import hub_home
from hub.store import tables
from hub.store.tables import batch, quarantine, watermark
from hub.verify import Proof
from sandbox.world import agreement, fields
from sandbox.world.store import World

_SHOWN = 3
_APART = 0.1
"""Share of the true pairs of cases that linkage may leave apart; what it reaches is measured by the benchmark. A small
world may leave more apart by chance: three standard deviations are granted."""


def proofs() -> Iterator[Proof]:
    """Store = truth for accepted rows; quarantine = the planted defects, each under its own reason; discrepancies =
    what the truth breaks of each rule of agreement."""
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
    with engine().connect() as connection:
        yield from agreement_proofs(connection, world)


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


def agreement_proofs(connection: sa.Connection, world: World) -> Iterator[Proof]:
    """The standing discrepancies of each rule against those that the truth knows; none where what was synced last is
    not reconciled yet. Records on which a steward's word stands are left out."""
    known = connection.execute(sa.select(watermark.c.dataset, watermark.c.until))
    untils: dict[str, date] = {row.dataset: row.until for row in known}
    day = reached(connection)
    if day is None or not untils or max(untils.values()) > day:
        return
    truth = _truth(connection, world, untils)
    wanted = agreement.broken(truth)
    decided = _decided_parts(connection)
    records = (discrepancy.c.subject, discrepancy.c.record_a, discrepancy.c.record_b)
    standing = sa.select(discrepancy.c.kind, *records).where(discrepancy.c.closed_on.is_(None))
    found: dict[str, set[str]] = {rule: set() for rule in wanted}
    for kind, subject, *others in connection.execute(standing):
        if not decided & {subject, *others}:
            found.setdefault(kind, set()).add(subject)
    for rule, subjects in found.items():
        expected = wanted.get(rule, set()) - decided
        wrong = [f"not found: {subject}" for subject in sorted(expected - subjects)]
        wrong += [f"not in the truth: {subject}" for subject in sorted(subjects - expected)]
        yield Proof("verify-agreement-truth", rule, not wrong, _shortened(wrong, len(expected)))
    if connection.scalar(sa.select(sa.exists().where(entity_state.c.subject == "matter"))):
        yield _joined(truth)


def _joined(truth: agreement.Truth) -> Proof:
    """Of the true pairs of cases, those that the hub holds for one matter: by a number nearly all, else most."""
    pairs = agreement.true_pairs(truth)
    apart = [f"{one[1]} and {other[1]} apart" for one, other in pairs if not truth.knows(one, other)]
    expected = _APART * len(pairs)
    holds = len(apart) <= expected + 3 * sqrt(expected * (1 - _APART))
    return Proof("verify-matters-truth", "matter", holds, "" if holds else _shortened(apart, len(pairs)))


def _decided_parts(connection: sa.Connection) -> set[str]:
    """Keys of records about which a steward has decided: rows of the quarantine, pairs of records."""
    keys = [key for dataset in fields.DATASETS for key in _decided_keys(connection, contracts()[dataset])]
    judged = sa.select(judgement.c.left_id, judgement.c.right_id).where(judgement.c.withdrawn_at.is_(None))
    keys += [record.partition("|")[2] for pair in connection.execute(judged) for record in pair]
    return {part for key in keys for part in key.split("|")}


def _truth(connection: sa.Connection, world: World, untils: Mapping[str, date]) -> agreement.Truth:
    """What the hub must hold of each dataset as far as it was synced."""
    stored = sa.select(batch.c.business_date).where(batch.c.dataset == fields.PAY_CASES, batch.c.status == "stored")
    held = {
        dataset: {"|".join(row.key): row.values for row in world.expected(dataset, as_of=untils[dataset])}
        if dataset in untils
        else {}
        for dataset in fields.DATASETS
    }
    waiting = {
        dataset: {"|".join(row.key) for row in world.defects(dataset, as_of=untils[dataset], cumulative=cumulative)}
        if dataset in untils
        else set()
        for dataset, cumulative in ((fields.EMPLOYEES, False), (fields.PAYROLL, True))
    }
    planted = list(world.truth_discrepancies(max(untils.values())))
    settled = world.once_settled(set(connection.scalars(stored)))
    known = golden("citizen_matters").c
    joined = {
        (RECORDS[door], key): matter
        for door, key, matter in connection.execute(sa.select(known.door, known.case_id, known.matter_id))
    }
    return agreement.Truth(held, waiting, list(world.truth_links()), planted, settled, joined)


def _shortened(wrong: list[str], of: int) -> str:
    if not wrong:
        return ""
    more = f" … and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return f"{len(wrong)} wrong of {of}: {'; '.join(wrong[:_SHOWN])}{more}"
