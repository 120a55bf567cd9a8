"""Who is who: people's judgements, entities with ids that stay, and why.

Kinds of entity (``kinds.yaml``): ``employee`` from the subject ``employee``; ``citizen`` and ``matter`` from
the subject ``matter``. Every record that linkage knows belongs to one entity of each kind of its subject, alone if need
be. The result is a pure function of records, the model's links and people's judgements; docs/reference/entities.md.

Doors (those with ``connection`` work in the caller's transaction, the others in one of their own):

- ``resolve(subject, business_date, connection) -> Resolved``: refreshes the subject's links and brings entities to
  them; called by reconciliation, which holds ``LOCK``.
- ``entity(id)``, ``of_record(system, dataset, key, kind=None)``, ``timeline(entity_id)``, ``golden(entity_id)``.
- ``judge(left, right, verdict, actor, reason, question=…, version=None)``, ``unite(records, actor, reason)``,
  ``merge(a, b, actor, reason)``, ``split(entity_id, records, actor, reason)``, ``withdraw(judgement_id, actor,
  reason)``: each returns ``Judged`` and, where no run is under way, entities follow at once.
- ``review(subject, kind=, reason=, record=, entity_id=, dataset=, min_probability=, max_probability=, unsure=, order=,
  limit=, offset=)``, ``review_counts(subject)``, ``why(a, b)``, ``changes(since)``, ``judgements(...)``.

In SQL later rooms may join ``members(version=None)`` (with ``newest_version(connection)`` kept, the same answer again
whatever people decide meanwhile), ``entity`` and ``entity_change`` of ``hub.entities.tables``, and
``hub.entities.survivorship.values(...)`` or ``wide(...)`` for golden records.
"""

from __future__ import annotations

from hub.entities.history import timeline
from hub.entities.judging import judge, judgements, merge, split, unite, withdraw
from hub.entities.model import (
    Change,
    Entity,
    Event,
    Judged,
    Judgement,
    KindResolved,
    Member,
    Reason,
    Resolved,
    ReviewItem,
    Value,
    Why,
)
from hub.entities.reading import changes, entity, members, newest_version, of_record
from hub.entities.resolving import LOCK, resolve
from hub.entities.reviews import counts as review_counts
from hub.entities.reviews import review
from hub.entities.survivorship import golden
from hub.entities.whys import why

__all__ = [
    "LOCK",
    "Change",
    "Entity",
    "Event",
    "Judged",
    "Judgement",
    "KindResolved",
    "Member",
    "Reason",
    "Resolved",
    "ReviewItem",
    "Value",
    "Why",
    "changes",
    "entity",
    "golden",
    "judge",
    "judgements",
    "members",
    "merge",
    "newest_version",
    "of_record",
    "resolve",
    "review",
    "review_counts",
    "split",
    "timeline",
    "unite",
    "why",
    "withdraw",
]
