"""Which records of other datasets speak of the same thing as a record does, by the references in the contracts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hub.contracts import Contract, Field, LogicalType, contracts
from hub.database import engine
from hub.landing.dates import write_date
from hub.store.tables import current

SAMPLE = 20


@dataclass(frozen=True)
class Link:
    """Records of ``dataset`` whose ``other_field`` equals the own record's ``field``."""

    field: str
    dataset: str
    other_field: str


def links(described: Contract) -> list[Link]:
    """Links of a dataset: what it refers to, and what refers to it or to the same thing (siblings of one master)."""
    known = contracts()
    refers = {
        (item.id, field.name): field.references for item in known.values() for field in item.fields if field.references
    }
    own = {field.name: field.references or f"{described.id}.{field.name}" for field in described.fields}
    found = []
    for name, target in own.items():
        dataset, _, master = target.rpartition(".")
        if dataset in known and dataset != described.id:
            found.append(Link(name, dataset, master))
        found += [Link(name, there, field) for (there, field), to in refers.items() if to == target]
    return [link for link in found if link.dataset != described.id]


def elsewhere(link: Link, values: Collection[str], fields: Collection[str] = ()) -> list[dict[str, Any]]:
    """Current rows of the link's dataset for these values of the own field, by the contract's fields (or those named);
    at most ``SAMPLE`` a value. Empty while the dataset has no table."""
    described = contracts()[link.dataset]
    table = current(described)
    wanted = [table.c[name] for name in (fields or [field.name for field in described.fields])]
    key = table.c[link.other_field]
    known = sa.func.unnest(sa.cast(list(values), sa.ARRAY(sa.Text))).table_valued("value").render_derived(name="known")
    each = sa.select(*wanted).where(key == sa.cast(known.c.value, key.type)).limit(SAMPLE).lateral("each")
    with engine().connect() as connection:
        if connection.scalar(sa.select(sa.func.to_regclass(f'"{table.schema}"."{table.name}"'))) is None:
            return []
        if isinstance(key.type, sa.Text):
            query = sa.select(*each.c).select_from(known.join(each, sa.true()))
            return [dict(row) for row in connection.execute(query).mappings()]
        safe = [value for value in values if value.lstrip("-").isdigit()]
        query = sa.select(*wanted).where(key.in_([int(value) for value in safe])).limit(SAMPLE * max(len(safe), 1))
        return [dict(row) for row in connection.execute(query).mappings()]


def as_written(field: Field, value: Any) -> str | None:
    """A stored value as the source of ``field`` would write it."""
    if value is None:
        return None
    if field.type in (LogicalType.DATE, LogicalType.TIMESTAMP):
        return write_date(value, field.format)
    return str(value).lower() if isinstance(value, bool) else str(value)
