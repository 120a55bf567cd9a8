"""People's judgements: added, withdrawn, never changed. They win over the model, today and for ever.

Each is a row of the audit chain. Entities follow at once where no run of reconciliation is under way, else with the
next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product

import sqlalchemy as sa

from hub import audit
from hub.database import engine
from hub.entities import applying, reading
from hub.entities.clusters import Pair
from hub.entities.kinds import kind, kinds, kinds_of
from hub.entities.model import Judged, Judgement
from hub.entities.tables import QUESTIONS, VERDICTS, entity_member, entity_pending, judgement
from hub.errors import NotAllowed
from hub.landing.scrub import scrub_text

_DECISIONS = 0x7EC0_0012


def judge(
    left: str, right: str, verdict: str, actor: str, reason: str, *,
    question: str = "same_person", version: int | None = None,
) -> Judged:  # fmt: skip
    """Say of two records (``<dataset>|<key>``) ``yes``, ``no`` or ``unsure``: are they of one person, or one matter?

    The newest judgement of a pair that was not withdrawn counts. Raises ``NotAllowed`` without a reason, for a record
    that no entity knows, when it contradicts what people said of other pairs (naming them), or when ``version`` (of the
    review item that was looked at) is no longer the pair's.
    """
    pair = _pair(left, right)
    subject = _subject(pair, question)
    if verdict not in VERDICTS:
        raise NotAllowed("entities-verdict-unknown", record=verdict, verdict=verdict, known=", ".join(VERDICTS))
    with _deciding(actor, reason) as connection:
        if version is not None and version != pair_version(connection, subject, question, pair):
            raise NotAllowed(
                "entities-changed-meanwhile", record=f"{pair[0]} {pair[1]}", next_command="hub review list"
            )
        return _enact(connection, "judge", subject, question, [(pair, verdict)], actor, reason)


def unite(records: Sequence[str], actor: str, reason: str, *, question: str = "same_person") -> Judged:
    """Say that all these records are of one person, or matter: the answer *yes* to a whole cluster. One act."""
    first, *others = sorted(set(records))
    subject = _subject((first, *others), question)
    with _deciding(actor, reason) as connection:
        said = [((first, other), "yes") for other in others]
        return _enact(connection, "unite", subject, question, said, actor, reason)


def merge(one: str, other: str, actor: str, reason: str) -> Judged:
    """Say that two entities are one: a *yes* on the pair of their records that the model links best, else on their
    first records. Raises ``NotAllowed`` for entities of two kinds, one entity, or a closed one, and as ``judge``."""
    a, b = reading.entity(one), reading.entity(other)
    if a.kind != b.kind or a.entity_id == b.entity_id or {a.state, b.state} != {"live"}:
        raise NotAllowed("entities-not-mergeable", record=f"{one} {other}", one=one, other=other)
    of = kind(a.kind)
    with _deciding(actor, reason) as connection:
        sides = ([member.record_id for member in known.members] for known in (a, b))
        pair = applying.best_pair(connection, of, *sides)
        return _enact(connection, "merge", of.subject, of.question, [(pair, "yes")], actor, reason)


def split(entity_id: str, records: Iterable[str], actor: str, reason: str) -> Judged:
    """Say that these records of an entity are another than its rest: a *no* between each of them and each of the rest,
    and a *yes* within either part where it would otherwise fall apart. One act.

    Raises ``NotAllowed`` where the records are not of the entity, or are all of it, and as ``judge``.
    """
    known = reading.entity(entity_id)
    of, members = kind(known.kind), {member.record_id for member in known.members}
    out = set(records)
    if not out or not out < members:
        raise NotAllowed("entities-not-splittable", record=entity_id, entity=entity_id, records=", ".join(sorted(out)))
    rest = members - out
    with _deciding(actor, reason) as connection:
        apart = [_pair(a, b) for a, b in product(sorted(out), sorted(rest))]
        part = applying.part(connection, of, members)
        clusters = applying.adding(part, yes=(), no=apart).clusters(of).clusters
        together = [pair for side in (out, rest) for pair in _chain(side, clusters)]
        said = [(pair, "no") for pair in apart] + [(pair, "yes") for pair in together]
        return _enact(connection, "split", of.subject, of.question, said, actor, reason)


def withdraw(judgement_id: int, actor: str, reason: str) -> Judged:
    """Take a judgement back, with all others of its act: entities are then what they would be had it never been made.

    Raises ``NotAllowed`` without a reason, for an unknown judgement, or one that was withdrawn before.
    """
    with _deciding(actor, reason) as connection:
        found = connection.execute(sa.select(judgement).where(judgement.c.id == judgement_id)).one_or_none()
        if found is None or found.withdrawn_at is not None:
            raise NotAllowed("entities-judgement-unknown", record=str(judgement_id), id=judgement_id)
        live = sa.and_(judgement.c.act == found.act, judgement.c.withdrawn_at.is_(None))
        taken = connection.execute(
            judgement.update()
            .where(live)
            .values(withdrawn_by=actor, withdrawn_reason=reason, withdrawn_at=sa.func.now())
            .returning(judgement.c.id, judgement.c.left_id, judgement.c.right_id)
        ).all()
        ids = tuple(sorted(row.id for row in taken))
        audit.record(
            connection, actor=actor, action="judgement-withdrawn", subject=f"judgement/{found.act}", reason=reason,
            judgements=list(ids),
        )  # fmt: skip
        return _follow(connection, found.subject, found.act, ids, {r for row in taken for r in row[1:]})


def judgements(
    subject: str | None = None, *, record: str | None = None, act: int | None = None, include_withdrawn: bool = False,
    limit: int = 100,
) -> list[Judgement]:  # fmt: skip
    """What people said, the newest first."""
    query = sa.select(judgement).order_by(judgement.c.id.desc()).limit(limit)
    if subject is not None:
        query = query.where(judgement.c.subject == subject)
    if record is not None:
        query = query.where(sa.or_(judgement.c.left_id == record, judgement.c.right_id == record))
    if act is not None:
        query = query.where(judgement.c.act == act)
    if not include_withdrawn:
        query = query.where(judgement.c.withdrawn_at.is_(None))
    with engine().connect() as connection:
        return [as_judgement(row) for row in connection.execute(query)]


def as_judgement(row: sa.Row) -> Judgement:  # type: ignore[type-arg]
    """A row of the table."""
    return Judgement(
        row.id, row.act, row.subject, row.question, row.left_id, row.right_id, row.verdict, row.actor, row.reason,
        row.at, row.withdrawn_by, row.withdrawn_reason, row.withdrawn_at,
    )  # fmt: skip


def pair_version(connection: sa.Connection, subject: str, question: str, pair: Pair) -> int:
    """How often people said or took back something of the pair."""
    query = sa.select(sa.func.count() + sa.func.count(judgement.c.withdrawn_at)).where(
        judgement.c.subject == subject,
        judgement.c.question == question,
        judgement.c.left_id == pair[0],
        judgement.c.right_id == pair[1],
    )
    return connection.scalar(query) or 0


def _pair(left: str, right: str) -> Pair:
    if left == right:
        raise NotAllowed("entities-same-record", record=left, id=left)
    return (left, right) if left < right else (right, left)


def _subject(records: Sequence[str], question: str) -> str:
    """The subject whose entities know all these records."""
    asked = [name for name, item in kinds().items() if item.question == question]
    query = (
        sa.select(entity_member.c.kind, sa.func.array_agg(entity_member.c.record_id.distinct()))
        .where(entity_member.c.record_id.in_(records), entity_member.c.kind.in_(asked))
        .group_by(entity_member.c.kind)
    )
    with engine().connect() as connection:
        found = {name: set(known) for name, known in connection.execute(query)}
    for name, known in found.items():
        if known == set(records):
            return kinds()[name].subject
    if question not in QUESTIONS:
        raise NotAllowed("entities-question-unknown", record=question, question=question, known=", ".join(QUESTIONS))
    missing = sorted(set(records) - set().union(*found.values())) or sorted(records)
    raise NotAllowed("entities-record-unknown", record=missing[0], id=missing[0], next_command="hub entity find")


@contextmanager
def _deciding(actor: str, reason: str) -> Iterator[sa.Connection]:
    if not reason.strip():
        raise NotAllowed("entities-reason-missing", record=actor)
    typed = reason.encode()
    if scrub_text(typed) != typed:
        raise NotAllowed("entities-aadhaar", record=actor)
    with engine().begin() as connection:
        # Decisions queue, so that two of them never contradict each other unseen, and each is applied in its turn.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_DECISIONS)))
        yield connection


def _enact(
    connection: sa.Connection, action: str, subject: str, question: str, said: Sequence[tuple[Pair, str]], actor: str,
    reason: str,
) -> Judged:  # fmt: skip
    _demand_consistent(connection, subject, question, said)
    values = [
        {"subject": subject, "question": question, "left_id": pair[0], "right_id": pair[1], "verdict": verdict,
         "actor": actor, "reason": reason, "act": 0}
        for pair, verdict in said
    ]  # fmt: skip
    inserted = sa.insert(judgement).returning(judgement.c.id, sort_by_parameter_order=True)
    ids = tuple(connection.scalars(inserted, values))
    connection.execute(judgement.update().where(judgement.c.id.in_(ids)).values(act=ids[0]))
    audit.record(
        connection, actor=actor, action=f"judgement-{action}", subject=f"judgement/{ids[0]}", reason=reason,
        question=question, pairs=[[*pair, verdict] for pair, verdict in said],
    )  # fmt: skip
    return _follow(connection, subject, ids[0], ids, {record for pair, _ in said for record in pair})


def _follow(
    connection: sa.Connection, subject: str, act: int, ids: tuple[int, ...], records: set[str]
) -> Judged:  # fmt: skip
    waiting = sa.dialects.postgresql.insert(entity_pending).on_conflict_do_nothing()
    connection.execute(waiting, [{"subject": subject, "record_id": record} for record in sorted(records)])
    is_applied, changes = applying.apply(connection, subject)
    return Judged(act, ids, is_applied, changes)


def _demand_consistent(
    connection: sa.Connection, subject: str, question: str, said: Sequence[tuple[Pair, str]]
) -> None:
    """Refuse what cannot hold beside the judgements that stand: people must first agree."""
    records = {record for pair, _verdict in said for record in pair}
    for of in kinds_of(subject):
        yes, no = applying.bearing_on(of, question, said)
        if not yes and not no:
            continue
        part = applying.part(connection, of, records)
        before = {(item.left, item.right) for item in part.clusters(of).refused if item.reason == "contradiction"}
        after = applying.adding(part, yes=yes, no=no).clusters(of)
        now = [item for item in after.refused if item.reason == "contradiction"]
        against = sorted({(item.left, item.right) for item in now} - before)
        if against:
            pairs = ", ".join(f"{left} – {right}" for left, right in against[:3])
            raise NotAllowed(
                "entities-contradiction", record=pairs, pairs=pairs,
                next_command=f"hub entity why {against[0][0]} {against[0][1]}",
            )  # fmt: skip


def _chain(side: set[str], clusters: Sequence[tuple[str, ...]]) -> list[Pair]:
    """The pairs that hold a side together where it falls into several clusters."""
    heads = sorted(min(set(cluster) & side) for cluster in clusters if set(cluster) & side)
    return [(heads[0], other) for other in heads[1:]]
