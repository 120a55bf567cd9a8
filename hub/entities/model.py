"""The shapes that the doors of this room give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hub.linkage.model import Explanation


@dataclass(frozen=True)
class Member:
    """A record of an entity, and since when (business date)."""

    record_id: str
    system: str
    dataset: str
    key: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Entity:
    """One person or matter over all systems. ``asked`` is the id that was asked for: where it was merged, ``entity_id``
    is the one to which it leads. ``state`` is live or closed."""

    entity_id: str
    asked: str
    kind: str
    state: str
    founded_on: date
    split_from: str | None
    aliases: tuple[str, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Change:
    """One change of an entity, as subscribers are told. ``other_id``: merged into, or split from."""

    change_id: int
    version: int
    kind: str
    business_date: date
    change: str
    entity_id: str
    other_id: str | None
    records: tuple[str, ...]
    members: int
    is_restored: bool


@dataclass(frozen=True)
class Judgement:
    """What a person said of a pair. Judgements of one ``act`` (a merge, a split) are withdrawn together."""

    id: int
    act: int
    subject: str
    question: str
    left: str
    right: str
    verdict: str
    actor: str
    reason: str
    at: datetime
    withdrawn_by: str | None
    withdrawn_reason: str | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Judged:
    """What a decision led to: its judgements, and whether entities follow it already. Where a run of reconciliation
    is under way (``is_applied`` false), that run's successor applies it."""

    act: int
    judgements: tuple[int, ...]
    is_applied: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ReviewItem:
    """A pair (or, for ``oversize``, a cluster) that waits for a person.

    ``reason``: ``band`` (the model is not sure), ``two_masters`` (the link would join two records of the master),
    ``household`` (the model holds others of the two clusters for relatives), ``weak_chain`` (a single link between two
    groups), ``oversize``, ``contradiction`` (people's judgements exclude one another). ``value`` is how many records an
    answer concerns. ``version`` belongs into ``judge``: a decision on a pair that changed meanwhile is refused.
    """

    kind: str
    question: str
    left: str
    right: str
    left_entity: str
    right_entity: str
    reason: str
    weight: float
    probability: float
    since: date
    records: tuple[str, ...]
    value: int
    version: int
    verdict: str | None


@dataclass(frozen=True)
class KindResolved:
    """What one run changed of one kind of entity."""

    kind: str
    touched: int
    looked_at: int
    changes: Mapping[str, int]
    entities: int
    waiting: int


@dataclass(frozen=True)
class Resolved:
    """What one run did. ``business_date`` is the date it worked for, ``asked`` the date it was called with."""

    subject: str
    business_date: date
    asked: date
    kinds: tuple[KindResolved, ...]


@dataclass(frozen=True)
class Value:
    """One value with where it comes from: dataset, key, batch, and the business date since which the source says it.

    ``classification`` is the contract's (public, internal, personal, sensitive): callers mask by it.
    """

    field: str
    value: Any
    classification: str
    dataset: str
    key: str
    batch_id: str
    known_from: date
    rule: str = ""


@dataclass(frozen=True)
class Event:
    """One thing that is known of an entity: ``what`` is joined, left, first, changed, deleted, or a change of the
    entity itself (created, merged …). ``values`` are those that were new on that day."""

    on: date
    what: str
    record_id: str
    values: tuple[Value, ...] = ()
    entity_id: str = ""
    other_id: str | None = None


@dataclass(frozen=True)
class Reason:
    """Why two records are, or are not, one: a message id of ``entities.ftl`` with what fills its places."""

    message_id: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Why:
    """Why ``left`` and ``right`` are one entity, or are not.

    ``explanation`` is the model's view of the pair itself, as data for a waterfall; ``path`` the links over which the
    two hang together where the pair itself is not linked (each a pair of record ids); ``judgements`` what people said.
    """

    kind: str
    left: str
    right: str
    left_entity: str
    right_entity: str
    is_joined: bool
    reasons: tuple[Reason, ...]
    explanation: Explanation | None
    path: tuple[tuple[str, str], ...]
    judgements: tuple[Judgement, ...]
