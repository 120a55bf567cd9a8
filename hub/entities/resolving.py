"""One run: the subject's links are refreshed, and its entities follow them and people's judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub import linkage
from hub.entities import lineage, listing, neighbourhood, reviewing, writing
from hub.entities.kinds import Kind, kinds_of
from hub.entities.model import KindResolved, Resolved
from hub.entities.tables import entity_member, entity_pending, entity_state
from hub.linkage import Record

LOCK = 0x7EC0_0001
"""The lock of reconciliation: who holds it may change entities. Taken before the transaction by ``hub.reconcile``."""


def resolve(subject: str, business_date: date, connection: sa.Connection) -> Resolved:
    """Bring the subject's entities to the store as known on the date, to the model's links and people's judgements.

    Works in the caller's transaction, so that it is done whole or not at all; the same date again changes nothing. Time
    does not run backwards: for a date before the newest one reached, it works for that newest date. Cost goes with
    what changed. Raises ``NotAllowed`` for an unknown subject.
    """
    kinds = kinds_of(subject)
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    last = reached(connection, subject)
    day = max(business_date, last or business_date)
    refreshed = linkage.refresh(connection, subject, known_on=day)
    writing.renew_statistics(connection, "hub.link", len(refreshed.touched))
    present: set[str] = set()

    def existing() -> Iterator[Record]:
        wanted = refreshed.touched if last and refreshed.is_continued else None
        for record in linkage.records(connection, subject, ids=wanted, known_on=day):
            present.add(record.id)
            yield record

    listing.update(connection, subject, existing())
    known = refreshed.touched if refreshed.is_continued else refreshed.touched | _members(connection, kinds)
    gone = known - present
    listing.update(connection, subject, (), gone)
    touched = present | gone | take_pending(connection, subject)
    done = tuple(settle(connection, kind, day, touched, present, gone) for kind in kinds)
    upsert = insert(entity_state).values(subject=subject, business_date=day)
    connection.execute(
        upsert.on_conflict_do_update(
            index_elements=["subject"],
            set_={"business_date": day},
            where=entity_state.c.business_date != upsert.excluded.business_date,
        )
    )
    return Resolved(subject, day, business_date, done)


def settle(
    connection: sa.Connection, kind: Kind, day: date, touched: Collection[str],
    present: Collection[str] = (), gone: Collection[str] = (),
) -> KindResolved:  # fmt: skip
    """Bring one kind's entities around ``touched`` to records, links and judgements. ``present`` and ``gone`` are the
    records that are known to exist, or no longer to exist."""
    changes: Counter[str] = Counter()
    looked_at = 0
    if touched:
        looked_at = neighbourhood.gather(connection, kind, touched)
        part, known = neighbourhood.load(connection, kind, present, gone)
        minted = neighbourhood.minted(connection, kind)
        found = part.clusters(kind)
        plan = lineage.plan(found.clusters, known, kind.prefix, lambda record: minted.get(record, 0))
        writing.write(connection, kind, day, plan)
        changes.update(change.change for change in plan.changes)
    return KindResolved(
        kind.name, len(touched), looked_at, dict(sorted(changes.items())), writing.count(connection, kind),
        reviewing.refresh(connection, kind, day, found) if touched else reviewing.waiting(connection, kind),
    )  # fmt: skip


def _members(connection: sa.Connection, kinds: Sequence[Kind]) -> frozenset[str]:
    """Every record that belongs to an entity of these kinds now."""
    c = entity_member.c
    return frozenset(
        connection.scalars(
            sa.select(c.record_id).distinct().where(c.kind.in_([kind.name for kind in kinds]), c.valid_to.is_(None))
        )
    )


def reached(connection: sa.Connection, subject: str) -> date | None:
    """The newest business date for which the subject was resolved."""
    found: date | None = connection.scalar(
        sa.select(entity_state.c.business_date).where(entity_state.c.subject == subject)
    )
    return found


def take_pending(connection: sa.Connection, subject: str) -> frozenset[str]:
    """Records that judgements touched meanwhile; from here on this run answers for them."""
    taken = entity_pending.delete().where(entity_pending.c.subject == subject).returning(entity_pending.c.record_id)
    return frozenset(connection.scalars(taken))
