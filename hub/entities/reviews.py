"""What waits for a person, as a page or a list shows it."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from hub.database import engine
from hub.entities.judging import pair_version
from hub.entities.kinds import kind as kind_called
from hub.entities.kinds import kinds_of
from hub.entities.model import ReviewItem
from hub.entities.tables import entity, entity_member, entity_review, judgement


class Order(StrEnum):
    """What comes first."""

    OLDEST = "oldest"
    VALUABLE = "valuable"
    LIKELY = "likely"


def review(
    subject: str, *, kind: str | None = None, reason: str | None = None, record: str | None = None,
    entity_id: str | None = None, dataset: str | None = None, min_probability: float = 0.0,
    max_probability: float = 1.0, unsure: bool | None = None, order: str = Order.OLDEST, limit: int = 50,
    offset: int = 0,
) -> list[ReviewItem]:  # fmt: skip
    """What waits, ``oldest`` first, or first what is most ``valuable`` (concerns most records; then the least certain),
    or most ``likely`` one.

    Filters: the kind of entity, the ``reason`` (see ``ReviewItem``), a record, an entity, a dataset at either end, the
    model's probability; ``unsure``: only those of which somebody said that he cannot tell (true), or without them
    (false). Raises ``NotAllowed`` for an unknown subject.
    """
    names = [item.name for item in kinds_of(subject)] if kind is None else [kind_called(kind).name]
    v = entity_review
    left, right = entity_member.alias("l"), entity_member.alias("r")
    one, other = entity.alias("one"), entity.alias("other")
    said = (
        sa.select(judgement.c.verdict)
        .where(
            judgement.c.subject == subject,
            judgement.c.left_id == v.c.left_id,
            judgement.c.right_id == v.c.right_id,
            judgement.c.withdrawn_at.is_(None),
            judgement.c.question == sa.case({item.name: item.question for item in kinds_of(subject)}, value=v.c.kind),
        )
        .order_by(judgement.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    value = sa.case((v.c.reason == "oversize", sa.func.cardinality(v.c.records)), else_=one.c.members + other.c.members)
    query = (
        sa.select(
            v, left.c.entity_id.label("left_entity"), right.c.entity_id.label("right_entity"), value.label("value"),
            said.label("verdict"),
        )
        .join(left, sa.and_(left.c.record_id == v.c.left_id, left.c.kind == v.c.kind, left.c.valid_to.is_(None)))
        .join(right, sa.and_(right.c.record_id == v.c.right_id, right.c.kind == v.c.kind, right.c.valid_to.is_(None)))
        .join(one, one.c.entity_id == left.c.entity_id)
        .join(other, other.c.entity_id == right.c.entity_id)
        .where(v.c.is_open, v.c.kind.in_(names), v.c.probability.between(min_probability, max_probability))
    )  # fmt: skip
    if reason is not None:
        query = query.where(v.c.reason == reason)
    if record is not None:
        query = query.where(v.c.records.contains([record]))
    if entity_id is not None:
        query = query.where(sa.or_(left.c.entity_id == entity_id, right.c.entity_id == entity_id))
    if dataset is not None:
        begins = f"{dataset}|"
        query = query.where(sa.or_(v.c.left_id.startswith(begins, autoescape=True),
                                   v.c.right_id.startswith(begins, autoescape=True)))  # fmt: skip
    if unsure is not None:
        is_unsure = sa.func.coalesce(said == "unsure", False)
        query = query.where(is_unsure if unsure else sa.not_(is_unsure))
    first: dict[Order, tuple[sa.ColumnElement[object], ...]] = {
        Order.OLDEST: (v.c.since, v.c.probability.desc()),
        Order.VALUABLE: (value.desc(), sa.func.abs(v.c.probability - 0.5)),
        Order.LIKELY: (v.c.probability.desc(),),
    }
    query = query.order_by(*first[Order(order)], v.c.kind, v.c.left_id, v.c.right_id).limit(limit).offset(offset)
    with engine().connect() as connection:
        return [_item(connection, subject, row) for row in connection.execute(query)]


def counts(subject: str) -> dict[tuple[str, str], int]:
    """How many items wait, by kind and reason."""
    query = (
        sa.select(entity_review.c.kind, entity_review.c.reason, sa.func.count())
        .where(entity_review.c.is_open, entity_review.c.kind.in_([item.name for item in kinds_of(subject)]))
        .group_by(entity_review.c.kind, entity_review.c.reason)
        .order_by(entity_review.c.kind, entity_review.c.reason)
    )
    with engine().connect() as connection:
        return {(kind, reason): number for kind, reason, number in connection.execute(query)}


def _item(connection: sa.Connection, subject: str, row: sa.Row) -> ReviewItem:  # type: ignore[type-arg]
    question = kind_called(row.kind).question
    return ReviewItem(
        kind=row.kind, question=question, left=row.left_id, right=row.right_id, left_entity=row.left_entity,
        right_entity=row.right_entity, reason=row.reason, weight=row.weight, probability=row.probability,
        since=row.since, records=tuple(row.records), value=row.value, verdict=row.verdict,
        version=pair_version(connection, subject, question, (row.left_id, row.right_id)),
    )  # fmt: skip
