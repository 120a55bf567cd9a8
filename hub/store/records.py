"""One record of a dataset by its key: what stands, and what stood before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts.model import Contract
from hub.database import engine
from hub.store.tables import TYPES, current, history


@dataclass(frozen=True)
class Version:
    """What the store held of a record: from when, until when (``None``: it stands), its values by field."""

    known_from: date
    known_to: date | None
    values: Mapping[str, Any] = field(repr=False)


def versions(contract: Contract, key: str, limit: int = 1) -> list[Version]:
    """The newest ``limit`` versions of the record whose key's fields, joined by |, read ``key``; the one that stands
    first. None for a key that cannot be of this dataset, or while the dataset has no table."""
    parts = key.split("|")
    if len(parts) != len(contract.key):
        return []
    found: list[Version] = []
    with engine().connect() as connection:
        for table in (current(contract), history(contract)):
            name = f'"{table.schema}"."{table.name}"'
            if len(found) >= limit or connection.scalar(sa.select(sa.func.to_regclass(name))) is None:
                break
            is_current = "_known_to" not in table.c
            query = sa.select(table).order_by(table.c["_known_from"].desc(), table.c["_batch_id"].desc())
            same = [
                table.c[name] == _value(contract, name, part) for name, part in zip(contract.key, parts, strict=True)
            ]
            for row in connection.execute(query.where(*same).limit(limit)).mappings():
                values = {item.name: row[item.name] for item in contract.fields}
                found.append(Version(row["_known_from"], None if is_current else row["_known_to"], values))
    return found[:limit]


def _value(contract: Contract, name: str, text: str) -> sa.ColumnElement[Any]:
    """The text as the key's type; null (which equals nothing) where it is no such value."""
    kind = TYPES[contract.field(name).type]
    if isinstance(kind, sa.Text):
        return sa.literal(text)
    return sa.cast(sa.case((sa.func.pg_input_is_valid(text, str(kind.compile())), text), else_=None), kind)
