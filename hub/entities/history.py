"""All that is known of an entity over all systems, by day: from the store's history and the entity's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from hub.contracts import contract
from hub.database import engine
from hub.entities import reading
from hub.entities.model import Change, Entity, Event, Value
from hub.entities.records import versions

_ORDER = ("first", "changed", "deleted", "created", "reopened", "grew", "merged", "split", "shrank", "closed")


def timeline(entity_id: str) -> list[Event]:
    """Everything known of the entity, the oldest first. Of each record that it has now: what the source said first and
    what it changed later, from the store's history, each value with its source, batch and date; and what happened to
    the entity and to those merged into it (``changes``).

    Values are as the source gave them; a caller masks them by their ``classification``. Raises ``NotAllowed`` for an
    unknown id.
    """
    with engine().connect() as connection:
        known = reading.read(connection, entity_id)
        events = [*_of_records(connection, known), *_of_entity(connection, known)]
    return sorted(events, key=lambda event: (event.on, _ORDER.index(event.what), event.record_id, event.entity_id))


def _of_records(connection: sa.Connection, known: Entity) -> Iterator[Event]:
    """Versions as events. A key that went and came back says all its values anew."""
    before: dict[str, dict[str, Any]] = {}
    for row in versions(connection, [member.record_id for member in known.members]):
        record, dataset = row["_record_id"], row["_dataset"]
        described = contract(dataset)
        last = before.get(record)
        follows = last is not None and last["_known_to"] == row["_known_from"]
        if last is not None and not follows:
            yield Event(last["_known_to"], "deleted", record)
        values = tuple(
            Value(
                field.name, row[field.name], field.classification.value, dataset, record.partition("|")[2],
                row["_batch_id"], row["_known_from"],
            )
            for field in described.fields
            if (row[field.name] != last[field.name] if follows and last else row[field.name] is not None)
        )  # fmt: skip
        yield Event(row["_known_from"], "changed" if follows else "first", record, values)
        before[record] = row
    for record, row in before.items():
        if row["_known_to"] is not None:
            yield Event(row["_known_to"], "deleted", record)


def _of_entity(connection: sa.Connection, known: Entity) -> Iterator[Event]:
    told: dict[int, Change] = {}
    for one in (known.entity_id, *known.aliases):
        told |= {change.change_id: change for change in reading.changes_in(connection, entity_id=one)}
    ours = {known.entity_id, *known.aliases}
    for change in told.values():
        if change.entity_id in ours:
            for record in change.records:
                yield Event(
                    change.business_date, change.change, record, entity_id=change.entity_id, other_id=change.other_id
                )
