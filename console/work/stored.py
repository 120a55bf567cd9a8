"""Current records of the store by their ids (``<dataset>|<key>``), and whether a person may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from console.masking import mask
from console.page import Page
from hub.contracts import Contract, contracts
from hub.database import engine
from hub.store.tables import TYPES, current


@dataclass(frozen=True)
class Stored:
    """One current record: its contract, its key, its values by field (none where the source withdrew it)."""

    record_id: str
    described: Contract
    key: str
    values: dict[str, Any] = field(repr=False)

    def shown(self, *, is_unmasked: bool) -> dict[str, Any]:
        """The values, personal ones masked unless they are unmasked."""
        return mask(self.values, self.described, is_unmasked=is_unmasked)


def stored(record_id: str) -> Stored | None:
    """The record; ``None`` for an id of no dataset."""
    dataset, _, key = record_id.partition("|")
    described = contracts().get(dataset)
    if described is None:
        return None
    table, parts = current(described), key.split("|")
    if len(parts) != len(described.key):
        return None
    same = [
        table.c[name] == sa.cast(part, TYPES[described.field(name).type])
        for name, part in zip(described.key, parts, strict=True)
    ]
    with engine().connect() as connection:
        if connection.scalar(sa.select(sa.func.to_regclass(f'"{table.schema}"."{table.name}"'))) is None:
            return Stored(record_id, described, key, {})
        row = connection.execute(sa.select(table).where(*same)).mappings().first()
    values = {item.name: row[item.name] for item in described.fields} if row else {}
    return Stored(record_id, described, key, values)


def is_theirs(page: Page, record_id: str) -> bool:
    """Whether the record lies within the person's districts and departments."""
    if page.person.limits.is_none:
        return True
    found = stored(record_id)
    values = found.values if found else {}
    return page.person.is_theirs(values.get("district_lgd"), values.get("department_name"))
