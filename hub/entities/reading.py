"""What is known of entities: by id, by record, and how they changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from hub.database import engine
from hub.entities.kinds import dataset_of, key_of, kinds
from hub.entities.model import Change, Entity, Member
from hub.entities.tables import entity as entity_table
from hub.entities.tables import entity_change, entity_member, entity_version
from hub.errors import NotAllowed


def entity(entity_id: str) -> Entity:
    """The entity with this id, or the one into which it was merged. Its members are those of today.

    Raises ``NotAllowed`` for an id that was never given.
    """
    with engine().connect() as connection:
        return read(connection, entity_id)


def of_record(system: str, dataset: str, key: str, kind: str | None = None) -> Entity:
    """The entity of a source record, e.g. ``of_record("hrms", "employees", "E1000001")``.

    ``kind`` chooses where a record has several (a citizen and a matter); the first declared one if left out. Raises
    ``NotAllowed`` for a record that belongs to none.
    """
    name = dataset if "." in dataset else f"{system}.{dataset}"
    record_id = f"{name}|{key}"
    with engine().connect() as connection:
        found = live_entity(connection, record_id, kind)
        if found is None:
            raise NotAllowed("entities-record-unknown", record=record_id, id=record_id, next_command="hub entity find")
        return read(connection, found)


def live_entity(connection: sa.Connection, record_id: str, kind: str | None = None) -> str | None:
    """The id of the entity to which a record belongs now."""
    query = sa.select(entity_member.c.kind, entity_member.c.entity_id).where(
        entity_member.c.record_id == record_id, entity_member.c.valid_to.is_(None)
    )
    found = dict(connection.execute(query).all())
    order = [kind] if kind else list(kinds())
    return next((found[name] for name in order if name in found), None)


def read(connection: sa.Connection, entity_id: str) -> Entity:
    """As ``entity``, on a connection of the caller."""
    row = connection.execute(sa.select(entity_table).where(entity_table.c.entity_id == leads_to(connection, entity_id)))
    found = row.one_or_none()
    if found is None:
        raise NotAllowed("entities-unknown", record=entity_id, id=entity_id, next_command="hub entity find")
    members = connection.execute(
        sa.select(entity_member)
        .where(entity_member.c.entity_id == found.entity_id, entity_member.c.valid_to.is_(None))
        .order_by(entity_member.c.record_id)
    )
    return Entity(
        entity_id=found.entity_id,
        asked=entity_id,
        kind=found.kind,
        state=found.state,
        founded_on=found.founded_on,
        split_from=found.split_from,
        aliases=tuple(connection.scalars(_ALIASES, {"id": found.entity_id})),
        members=tuple(as_member(member) for member in members),
    )


def as_member(row: sa.Row) -> Member:  # type: ignore[type-arg]
    """A row of ``entity_member``."""
    dataset = dataset_of(row.record_id)
    return Member(
        row.record_id, dataset.partition(".")[0], dataset, key_of(row.record_id), row.valid_from, row.valid_to
    )


def leads_to(connection: sa.Connection, entity_id: str) -> str | None:
    """The id to which an id leads: itself, or that into which it was merged, step by step; None for an unknown one."""
    found: str | None = connection.scalar(_LEADS_TO, {"id": entity_id})
    return found


def changes(
    since: int = 0, *, kind: str | None = None, entity_id: str | None = None, limit: int | None = None
) -> list[Change]:
    """What changed after the change numbered ``since``, in order."""
    with engine().connect() as connection:
        return list(changes_in(connection, since, kind=kind, entity_id=entity_id, limit=limit))


def changes_in(
    connection: sa.Connection, since: int = 0, *, kind: str | None = None, entity_id: str | None = None,
    limit: int | None = None,
) -> Iterator[Change]:  # fmt: skip
    """As ``changes``, on a connection of the caller."""
    query = sa.select(entity_change).where(entity_change.c.change_id > since).order_by(entity_change.c.change_id)
    if kind is not None:
        query = query.where(entity_change.c.kind == kind)
    if entity_id is not None:
        query = query.where(sa.or_(entity_change.c.entity_id == entity_id, entity_change.c.other_id == entity_id))
    for row in connection.execute(query.limit(limit)):
        yield Change(
            row.change_id, row.version, row.kind, row.business_date, row.change, row.entity_id, row.other_id,
            tuple(row.records), row.members, row.is_restored,
        )  # fmt: skip


def members(version: int | None = None) -> sa.Select[Any]:
    """Select of ``kind, record_id, entity_id``: who is who now, or as it stood in a ``version``.

    A later room that keeps the version for which it worked gets the same answer again, whatever people decide
    meanwhile.
    """
    m = entity_member
    query = sa.select(m.c.kind, m.c.record_id, m.c.entity_id)
    if version is None:
        return query.where(m.c.valid_to.is_(None))
    return query.where(m.c.since <= version, sa.or_(m.c.until.is_(None), m.c.until > version))


def newest_version(connection: sa.Connection) -> int:
    """The version at which entities stand; 0 before the first."""
    return connection.scalar(sa.select(sa.func.max(entity_version.c.version))) or 0


def last_change(connection: sa.Connection) -> int:
    """The number of the newest change."""
    return connection.scalar(sa.select(sa.func.max(entity_change.c.change_id))) or 0


_LEADS_TO = sa.text("""
    with recursive way (entity_id, merged_into, steps) as (
        select entity_id, merged_into, 0 from hub.entity where entity_id = :id
        union all
        select e.entity_id, e.merged_into, way.steps + 1 from way join hub.entity e on e.entity_id = way.merged_into
    )
    select entity_id from way order by steps desc limit 1""")
_ALIASES = sa.text("""
    with recursive leads (entity_id) as (
        select entity_id from hub.entity where merged_into = :id
        union
        select e.entity_id from leads join hub.entity e on e.merged_into = leads.entity_id
    )
    select entity_id from leads order by entity_id""")
