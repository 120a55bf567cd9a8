"""Who or what is meant: entities by name, number or mobile, and rows in quarantine by their key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hub import quarantine
from hub.contracts import Classification, contract, contracts
from hub.database import engine
from hub.desk.limits import Limits
from hub.entities import survivorship

FOUND, WAITING = 10, 5


@dataclass(frozen=True, repr=False)
class Known:
    """One value of a record, by the name that all systems share; ``classification`` is the contract's."""

    field: str
    value: str
    classification: Classification


@dataclass(frozen=True)
class Hit:
    """An entity that may be meant, with what its nearest record says."""

    entity_id: str
    kind: str
    records: int
    is_by_id: bool
    values: tuple[Known, ...]


@dataclass(frozen=True)
class Found:
    """What a search came to, within the limits of who searches."""

    entities: tuple[Hit, ...]
    rows: tuple[quarantine.Row, ...]


def search(text: str, limits: Limits) -> Found:
    """Entities, the likeliest first, and rows in quarantine whose key the text is; only those within the limits."""
    from hub.entities import lookup  # the model behind it is not needed by any other page

    wanted = text.strip()
    if not wanted:
        return Found((), ())
    found = lookup.find(wanted, limit=FOUND)
    told: dict[str, tuple[Known, ...]] = {}
    for kind, group in groupby(sorted(found, key=lambda one: one.kind), key=lambda one: one.kind):
        told |= _said(kind, [one.record_id for one in group])
    hits = [
        Hit(one.entity_id, one.kind, one.records, one.is_by_id, told.get(one.entity_id, ()))
        for one in found
        if _allows(limits, {known.field: known.value for known in told.get(one.entity_id, ())})
    ]
    rows = [
        row
        for dataset in contracts()
        for row in quarantine.rows(dataset, status=None, key=wanted, limit=WAITING)
        if limits.allow(district_lgd=row.district_lgd, department=row.department)
    ]
    return Found(tuple(hits), tuple(rows))


def _said(kind: str, records: Sequence[str]) -> dict[str, tuple[Known, ...]]:
    """What these records say, by their entity: one query for all."""
    declared = survivorship.survivors(kind)
    with engine().connect() as connection:
        rows = connection.execute(survivorship.values(connection, kind, date.max, records)).all()
    found: dict[str, dict[str, Known]] = {}
    for row in rows:
        dataset, name = declared[row.field].sources[row.source]
        known = Known(row.field, row.value, contract(dataset).field(name).classification)
        found.setdefault(row.entity_id, {})[row.field] = known
    return {entity: tuple(values[name] for name in declared if name in values) for entity, values in found.items()}


def _allows(limits: Limits, told: Mapping[str, str]) -> bool:
    district = told.get("district_lgd")
    return limits.allow(district_lgd=int(district) if district else None, department=told.get("department_name"))
