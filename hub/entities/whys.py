"""Why two records are one entity, or are not: the model's view of the pair, people's judgements, and what won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from hub import linkage
from hub.database import engine
from hub.entities import applying, reading
from hub.entities.clusters import Pair, Partition
from hub.entities.judging import as_judgement
from hub.entities.kinds import Kind, dataset_of, kinds
from hub.entities.kinds import kind as kind_called
from hub.entities.model import Judgement, Reason, Why
from hub.entities.neighbourhood import Part
from hub.entities.tables import entity_review, judgement
from hub.entities.wording import percent
from hub.errors import NotAllowed
from hub.linkage.model import Band, Explanation


def why(a: str, b: str, *, kind: str | None = None) -> Why:
    """Why ``a`` and ``b`` – record ids, or entity ids – are one, or are not.

    Of two entities, the pair of records that the model links best is explained. Raises ``NotAllowed`` for what no
    entity knows, and for two that are never compared (an employee and a citizen).
    """
    with engine().connect() as connection:
        left, right, of = _pair(connection, a, b, kind)
        one, other = reading.live_entity(connection, left, of.name), reading.live_entity(connection, right, of.name)
        part = applying.part(connection, of, (left, right))
        said = [
            as_judgement(row)
            for row in connection.execute(
                sa.select(judgement)
                .where(judgement.c.subject == of.subject, judgement.c.left_id == left, judgement.c.right_id == right)
                .order_by(judgement.c.id)
            )
        ]
        waits = connection.scalar(
            sa.select(entity_review.c.since).where(
                entity_review.c.is_open,
                entity_review.c.kind == of.name,
                entity_review.c.left_id == left,
                entity_review.c.right_id == right,
            )
        )
        explained = linkage.explain(connection, of.subject, left, right)
    explanation = next((item for item in explained if item.kind.value == of.question), None)
    found = part.clusters(of)
    is_joined = one == other
    path = tuple(_path(found.joins, left, right)) if is_joined else ()
    if is_joined:
        reasons = tuple(_joined(said, explanation, path))
    else:
        reasons = tuple(_apart(of, part, found, left, right, said, explanation)) or (Reason("entities-why-reject"),)
        if waits is not None:
            reasons += (Reason("entities-why-waits", {"since": waits.isoformat()}),)
    return Why(of.name, left, right, one or "", other or "", is_joined, reasons, explanation, path, tuple(said))


def _pair(connection: sa.Connection, a: str, b: str, kind: str | None) -> tuple[str, str, Kind]:
    sides = [_side(connection, item, kind) for item in (a, b)]
    shared = [name for name in kinds() if all(name in side for side in sides)]
    if not shared or (kind is not None and kind not in shared):
        raise NotAllowed("entities-never-compared", record=f"{a} {b}", one=a, other=b)
    of = kind_called(kind or shared[0])
    left, right = applying.best_pair(connection, of, sides[0][of.name], sides[1][of.name])
    return left, right, of


def _side(connection: sa.Connection, name: str, kind: str | None) -> dict[str, list[str]]:
    """Records meant by an entity id or a record id, by kind."""
    if "|" in name:
        found = {k: [name] for k in kinds() if reading.live_entity(connection, name, k)}
        if not found:
            raise NotAllowed("entities-record-unknown", record=name, id=name, next_command="hub entity find")
        return found
    known = reading.read(connection, name)
    return {known.kind: [member.record_id for member in known.members]}


def _joined(said: Sequence[Judgement], explanation: Explanation | None, path: Sequence[Pair]) -> Iterator[Reason]:
    spoken = _newest(said)
    if spoken is not None and spoken.verdict == "yes":
        yield Reason("entities-why-yes", _told(spoken))
    if explanation is not None and explanation.band is Band.ACCEPT:
        yield Reason("entities-why-accepted", {"percent": percent(explanation.probability)})
    if len(path) > 1:
        stops = [path[0][0], *(right for _left, right in path)]
        yield Reason("entities-why-path", {"path": " – ".join(stops)})


def _apart(
    of: Kind, part: Part, found: Partition, left: str, right: str, said: Sequence[Judgement],
    explanation: Explanation | None,
) -> Iterator[Reason]:  # fmt: skip
    spoken = _newest(said)
    if spoken is not None and spoken.verdict == "no":
        yield Reason("entities-why-no", _told(spoken))
    mine, theirs = (_cluster(found, record) for record in (left, right))
    for x, y in part.no:
        if (x, y) != (left, right) and ((x in mine and y in theirs) or (x in theirs and y in mine)):
            yield Reason("entities-why-inherited-no", {"one": x, "other": y})
    for cluster in found.oversize:
        if left in cluster or right in cluster:
            yield Reason("entities-why-oversize", {"records": len(cluster), "bound": of.bound})
    masters = [sorted(record for record in side if dataset_of(record) in of.masters) for side in (mine, theirs)]
    if masters[0] and masters[1]:
        yield Reason("entities-why-two-masters", {"one": masters[0][0], "other": masters[1][0]})
    relatives = [(x, y) for x, y in part.relatives if {x, y} & mine and {x, y} & theirs]
    for x, y in relatives[:1]:
        yield Reason("entities-why-household", {"one": x, "other": y})
    between = [item for item in found.refused if {item.left, item.right} & mine and {item.left, item.right} & theirs]
    refused = {item.reason for item in between}
    if "weak_chain" in refused:
        yield Reason("entities-why-weak-chain")
    if "contradiction" in refused:
        yield Reason("entities-why-contradiction")
    if explanation is not None:
        yield from (Reason(veto) for veto in explanation.vetoes)
    if explanation is not None and explanation.band is Band.REVIEW:
        yield Reason("entities-why-review", {"percent": percent(explanation.probability)})
    if explanation is not None and explanation.band is Band.REJECT and not explanation.vetoes:
        yield Reason("entities-why-reject")


def _newest(said: Sequence[Judgement]) -> Judgement | None:
    live = [item for item in said if item.withdrawn_at is None]
    return live[-1] if live else None


def _told(said: Judgement) -> dict[str, object]:
    return {"actor": said.actor, "on": said.at.date().isoformat(), "reason": said.reason, "id": said.id}


def _cluster(found: Partition, record: str) -> set[str]:
    return next((set(cluster) for cluster in found.clusters if record in cluster), {record})


def _path(joins: Sequence[Pair], left: str, right: str) -> list[Pair]:
    """The joins that lead from ``left`` to ``right``; the joins of a cluster are a tree, so there is one way."""
    beside: dict[str, list[str]] = {}
    for a, b in joins:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    came: dict[str, str] = {left: left}
    ahead = [left]
    for here in ahead:
        for there in sorted(beside.get(here, ())):
            if there not in came:
                came[there] = here
                ahead.append(there)
    way: list[Pair] = []
    at = right
    while at in came and at != left:
        way.append((came[at], at))
        at = came[at]
    return way[::-1]
