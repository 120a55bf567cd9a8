"""Entities follow a judgement at once, where no run is under way; and what one would lead to, before it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from hub.entities import neighbourhood, reading, resolving
from hub.entities.clusters import Pair
from hub.entities.kinds import Kind, dataset_of, kinds_of
from hub.entities.model import Change
from hub.entities.neighbourhood import Part
from hub.errors import NotAllowed


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


def best_pair(connection: sa.Connection, kind: Kind, ones: Sequence[str], others: Sequence[str]) -> Pair:
    """Of these records, the pair that the model links best; where it links none, the first of each, masters before
    others. Raises ``NotAllowed`` where there are no two records."""
    asked = {"subject": kind.subject, "question": kind.question, "one": list(ones), "other": list(others)}
    best = connection.execute(_BEST, asked).one_or_none()
    if best is not None:
        return best.left_id, best.right_id
    first = [
        sorted(side, key=lambda record: (dataset_of(record) not in kind.masters, record)) for side in (ones, others)
    ]
    pairs = ((min(a, b), max(a, b)) for a in first[0] for b in first[1] if a != b)
    found = next(pairs, None)
    if found is None:
        raise NotAllowed("entities-same-record", record=first[0][0], id=first[0][0])
    return found


_BEST = sa.text("""
    select l.left_id, l.right_id from hub.link l
     where l.subject = :subject and l.kind = :question
       and ((l.left_id = any(:one) and l.right_id = any(:other))
         or (l.left_id = any(:other) and l.right_id = any(:one)))
     order by l.weight desc, l.left_id, l.right_id limit 1""")
