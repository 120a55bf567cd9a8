"""What always holds, proven: nothing lost, nothing doubled, nothing changed.

Packages beside the hub add proofs through the entry point group ``hub.proofs`` (the sandbox knows the truth).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from itertools import islice

import sqlalchemy as sa

from hub import chain
from hub.audit import audit
from hub.contracts import Contract, contracts
from hub.database import engine
from hub.store import tables
from hub.store.tables import batch, quarantine, watermark

_NAMED = 3  # breaks of one chain that are told at most


@dataclass(frozen=True)
class Proof:
    """One rule on one subject: whether it holds, and if not why. ``rule`` is a message id."""

    rule: str
    subject: str
    holds: bool
    reason: str = ""


def verify() -> Iterator[Proof]:
    """Every proof, those of installed packages last."""
    for contract in contracts().values():
        if _is_stored(contract):
            yield from _dataset(contract)
    yield from _quarantine()
    yield from _entities()
    yield from _feeds()
    yield from _clocks()
    yield from _reports()
    yield from chains()
    for entry in entry_points(group="hub.proofs"):
        with contextlib.suppress(ModuleNotFoundError):  # the package is not part of this installation
            yield from entry.load()()


def chains() -> Iterator[Proof]:
    """The proofs of every chained table: the audit, the receipts of systems and those of portals. The first breaks of
    each are named."""
    from hub.migrations import load_tables

    chained = [table for table in load_tables().tables.values() if "previous_hash" in table.columns]
    for table in sorted(chained, key=lambda table: table.name):
        with engine().connect() as connection:
            broken = list(islice(chain.verify(connection, table), _NAMED))
        reason = "; ".join(f"row {one.sequence}: {one.reason}" for one in broken)
        rule = "verify-audit-chain" if table is audit else "verify-receipt-chain"
        yield Proof(rule, table.name, not broken, reason)


def _is_stored(contract: Contract) -> bool:
    with engine().connect() as connection:
        query = sa.select(sa.exists().where(batch.c.dataset == contract.id, batch.c.status == "stored"))
        return bool(connection.scalar(query))


def _dataset(contract: Contract) -> Iterator[Proof]:
    stored = sa.and_(batch.c.dataset == contract.id, batch.c.status == "stored")
    kept = sa.select(quarantine.c.batch_id, sa.func.count().label("rows")).group_by(quarantine.c.batch_id).subquery()
    joined = batch.outerjoin(kept, kept.c.batch_id == batch.c.batch_id)
    counts = batch.c.accepted + sa.func.coalesce(kept.c.rows, 0)
    yield _none_of(
        "verify-received",
        contract,
        sa.select(batch.c.batch_id, batch.c.received, counts.label("kept"))
        .select_from(joined)
        .where(stored, sa.or_(batch.c.received != counts, batch.c.received != batch.c.accepted + batch.c.quarantined)),
    )
    # A batch that a steward released knowing that the source's total differs is the steward's word against it.
    is_released = sa.func.jsonb_array_length(batch.c.approvals) > 0
    yield _none_of(
        "verify-source-total",
        contract,
        sa.select(batch.c.batch_id, batch.c.control_total, batch.c.received).where(
            stored, batch.c.control_total.is_not(None), batch.c.control_total != batch.c.received, sa.not_(is_released)
        ),
    )
    yield _one_version(contract)
    yield _none_of(
        "verify-watermark",
        contract,
        sa.select(watermark.c.batch_id)
        .select_from(watermark.join(batch, batch.c.batch_id == watermark.c.batch_id))
        .where(watermark.c.dataset == contract.id, batch.c.status != "stored"),
    )


def _one_version(contract: Contract) -> Proof:
    current, history = tables.current(contract), tables.history(contract)
    key = [history.c[name] for name in contract.key]
    following = sa.func.lead(history.c._known_from).over(partition_by=key, order_by=history.c._known_from)
    spans = sa.select(*key, history.c._known_from, history.c._known_to, following.label("following")).subquery()
    within = sa.select(*(spans.c[name] for name in contract.key)).where(spans.c.following < spans.c._known_to)
    same_key = sa.and_(*(current.c[name] == history.c[name] for name in contract.key))
    beyond = sa.select(*key).join(current, same_key).where(history.c._known_to > current.c._known_from)
    return _none_of("verify-one-version", contract, sa.union_all(within, beyond))


def _none_of(rule: str, contract: Contract, query: sa.Select[tuple[object, ...]] | sa.CompoundSelect) -> Proof:  # type: ignore[type-arg]
    with engine().connect() as connection:
        row = connection.execute(query.limit(1)).first()
    return Proof(rule, contract.id, row is None, "" if row is None else ", ".join(str(value) for value in row))


def _quarantine() -> Iterator[Proof]:
    from hub.quarantine.prove import proofs

    for rule, subject, reason in proofs():
        yield Proof(rule, subject, not reason, reason)


def _entities() -> Iterator[Proof]:
    from hub.entities.prove import proofs

    for rule, subject, reason in proofs():
        yield Proof(rule, subject, not reason, reason)


def _feeds() -> Iterator[Proof]:
    from hub.feeds.prove import proofs

    for rule, subject, reason in proofs():
        yield Proof(rule, subject, not reason, reason)


def _clocks() -> Iterator[Proof]:
    from hub.clocks import proofs

    for rule, subject, reason in proofs():
        yield Proof(rule, subject, not reason, reason)


def _reports() -> Iterator[Proof]:
    from hub.reports import proofs

    for rule, subject, reason in proofs():
        yield Proof(rule, subject, not reason, reason)
