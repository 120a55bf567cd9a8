"""Values of current rows that other datasets' checks refer to."""

from __future__ import annotations

import pyarrow as pa
import sqlalchemy as sa

from hub.contracts.model import Contract
from hub.database import engine
from hub.landing.chunk import ARROW_TYPES
from hub.store.tables import current


def values(described: Contract, field: str) -> pa.Array | None:
    """The different values of a field over the dataset's current rows, or ``None`` while nothing is stored.

    Held in memory as one Arrow array: meant for the keys of masters (services, offices, employees).
    """
    table = current(described)
    with engine().connect() as connection:
        name = {"name": f'"{table.schema}"."{table.name}"'}
        if connection.execute(sa.text("select to_regclass(:name)"), name).scalar() is None:
            return None
        column = table.columns[field]
        found = connection.execute(sa.select(column).where(column.is_not(None)).distinct()).scalars().all()
    return pa.array(found, ARROW_TYPES[described.field(field).type.value]) if found else None
