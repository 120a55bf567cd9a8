"""Proof that the kept counts and failures are what the rows say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from hub.database import engine
from hub.quarantine.tables import COUNTS
from hub.store.tables import quarantine

_NONE = {"district_lgd": 0, "department": "", "assignee": ""}


def proofs() -> Iterator[tuple[str, str, str]]:
    """Rule (a message id), table of counts, and the reason for which it does not hold (empty where it does)."""
    with engine().connect() as connection:
        for table in COUNTS:
            yield "verify-quarantine-counts", table.name, _differing(connection, table)


def _differing(connection: sa.Connection, table: sa.Table) -> str:
    kind = [column for column in table.columns if column.name != "rows"]
    kept = sa.select(*kind, sa.func.sum(table.c.rows).label("rows")).group_by(*kind)
    told = _told([column.name for column in kind])
    both = [each.subquery() for each in (kept.having(sa.func.sum(table.c.rows) != 0), told)]
    wrong = sa.union_all(*(sa.except_(sa.select(a), sa.select(b)) for a, b in (both, both[::-1]))).subquery()
    found = connection.execute(sa.select(wrong, sa.func.count().over()).limit(1)).first()
    return "" if found is None else f"{found[-1]} counts differ, as of {', '.join(map(str, found[:-2]))}"


def _told(names: list[str]) -> sa.Select[Any]:
    """The counts that the rows themselves give: each row once, and once for each critical expectation it fails."""
    failure = sa.func.jsonb_array_elements(quarantine.c.failures, type_=JSONB).table_valued("value").alias("failure")
    said: Any = sa.cast(failure.c.value, JSONB)
    columns = [quarantine.c[name] for name in names if name != "expectation"]
    each_once = sa.select(*columns, sa.literal("").label("expectation"))
    each_failure = (
        sa.select(*columns, said["expectation"].astext)
        .select_from(quarantine.join(failure, sa.true()))
        .where(said["severity"].astext == "critical")
        .ext(distinct_on(quarantine.c.id, said["expectation"].astext))
    )
    every = sa.union_all(each_once, each_failure).subquery()
    kind = [
        sa.func.coalesce(every.c[name], _NONE[name]).label(name) if name in _NONE else every.c[name] for name in names
    ]
    return sa.select(*kind, sa.cast(sa.func.count(), sa.Numeric).label("rows")).group_by(*kind)
