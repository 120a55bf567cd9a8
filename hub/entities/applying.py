"""Entities follow a judgement at once, where no run is under way; and what one would lead to, before it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from hub.entities import neighbourhood, reading, resolving
from hub.entities.clusters import Pair
from hub.entities.kinds import Kind, kinds_of
from hub.entities.model import Change
from hub.entities.neighbourhood import Part


def apply(connection: sa.Connection, subject: str) -> tuple[bool, tuple[Change, ...]]:
    """Bring entities to the judgements that wait; false, and nothing, while a run of reconciliation holds the lock or
    before the first one."""
    has_lock = connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(resolving.LOCK)))
    day = resolving.reached(connection, subject) if has_lock else None
    if day is None:
        return False, ()
    last = reading.last_change(connection)
    touched = resolving.take_pending(connection, subject)
    for kind in kinds_of(subject):
        resolving.settle(connection, kind, day, touched)
    return True, tuple(reading.changes_in(connection, last))


def part(connection: sa.Connection, kind: Kind, records: Collection[str]) -> Part:
    """The part of the graph around these records, as it stands."""
    neighbourhood.gather(connection, kind, records)
    return neighbourhood.load(connection, kind, (), ())[0]


def adding(part: Part, *, yes: Iterable[Pair], no: Iterable[Pair]) -> Part:
    """The part as it would be with further judgements; the newest counts."""
    yes, no = set(yes), set(no)
    return replace(
        part,
        yes=sorted({pair for pair in part.yes if pair not in no} | yes),
        no=sorted({pair for pair in part.no if pair not in yes} | no),
    )


def bearing_on(kind: Kind, question: str, said: Sequence[tuple[Pair, str]]) -> tuple[list[Pair], list[Pair]]:
    """The *yes* and *no* that judgements mean for a kind: one matter is one person's, two persons' matters are two."""
    yes = [pair for pair, verdict in said if verdict == "yes"]
    no = [pair for pair, verdict in said if verdict == "no"]
    if kind.question == question:
        return yes, no
    return (yes, []) if question == "same_matter" else ([], no)
