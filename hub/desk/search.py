"""Who or what is meant: entities by name, number or mobile, and rows in quarantine by their key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub import quarantine
from hub.contracts import contracts
from hub.desk.limits import Limits
from hub.entities import Value, golden

FOUND, WAITING = 10, 5


@dataclass(frozen=True)
class Hit:
    """An entity that may be meant, with what is known of it, field by field. ``why`` names the comparisons that speak
    for it and their level."""

    entity_id: str
    kind: str
    records: int
    is_by_id: bool
    values: tuple[Value, ...] = field(repr=False)
    why: Mapping[str, str] = field(repr=False)


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
    hits = []
    for found in lookup.find(wanted, limit=FOUND):
        values = tuple(golden(found.entity_id))
        told = {value.field: value.value for value in values}
        if _allows(limits, told):
            why = {name: str(said.level) for name, said in found.why.items() if said.weight > 0}
            hits.append(Hit(found.entity_id, found.kind, found.records, found.is_by_id, values, why))
    rows = [
        row
        for dataset in contracts()
        for row in quarantine.rows(dataset, status=None, key=wanted, limit=WAITING)
        if limits.allow(district_lgd=row.district_lgd, department=row.department)
    ]
    return Found(tuple(hits), tuple(rows))


def _allows(limits: Limits, told: Mapping[str, Any]) -> bool:
    district = told.get("district_lgd")
    return limits.allow(
        district_lgd=int(district) if district is not None else None, department=told.get("department_name")
    )
