"""Rows in quarantine, as people look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.audit import audit
from hub.database import engine
from hub.errors import NotAllowed
from hub.store.tables import quarantine


@dataclass(frozen=True)
class Row:
    """One row in quarantine. ``record`` is the record as received (JSON text), ``failures`` are
    ``{"expectation", "field", "severity", "value"?}``, ``edit`` the steward's values by field. ``version`` counts
    decisions: whoever decides names the version he saw."""

    id: int
    dataset: str
    batch_id: str
    ordinal: int
    key: str | None
    record: str = field(repr=False)
    failures: list[dict[str, str]]
    business_date: date
    district_lgd: int | None
    department: str | None
    assignee: str | None
    status: str
    edit: dict[str, str | None] | None = field(repr=False)
    decided_by: str | None
    reason: str | None
    decided_at: datetime | None
    entered_at: datetime | None
    superseded_by: str | None
    version: int

    @property
    def reasons(self) -> list[str]:
        """Ids of the critical expectations that the row fails."""
        return [failure["expectation"] for failure in self.failures if failure["severity"] == "critical"]


COLUMNS = [
    column if column.name != "record" else sa.cast(column, sa.Text).label("record") for column in quarantine.columns
]


def rows(
    dataset: str | None = None,
    *,
    status: str | Sequence[str] | None = "open",
    reason: str | None = None,
    key: str | None = None,
    batch_id: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Row]:
    """Rows by dataset, status (``None`` for any), reason (an expectation's id), key and batch, in the order of their
    ids from behind ``after``; at most ``limit``."""
    query = sa.select(*COLUMNS).where(quarantine.c.id > after).order_by(quarantine.c.id).limit(limit)
    if dataset is not None:
        query = query.where(quarantine.c.dataset == dataset)
    if status is not None:
        query = query.where(quarantine.c.status.in_([status] if isinstance(status, str) else status))
    if reason is not None:
        query = query.where(quarantine.c.failures.contains([{"expectation": reason}]))
    if key is not None:
        query = query.where(quarantine.c.key == key)
    if batch_id is not None:
        query = query.where(quarantine.c.batch_id == batch_id)
    with engine().connect() as connection:
        return [Row(**found) for found in connection.execute(query).mappings()]


def row(row_id: int, connection: sa.Connection | None = None, *, for_update: bool = False) -> Row:
    """One row; raises ``NotAllowed`` when there is none."""
    query = sa.select(*COLUMNS).where(quarantine.c.id == row_id)
    if connection is not None:
        found = connection.execute(query.with_for_update() if for_update else query).mappings().first()
    else:
        with engine().connect() as own:
            found = own.execute(query).mappings().first()
    if found is None:
        raise NotAllowed("quarantine-row-unknown", record=str(row_id), id=row_id, next_command="hub quarantine list")
    return Row(**found)


@dataclass(frozen=True)
class Decision:
    """One row of the audit about a quarantined row: ``action`` is ``quarantine.fixed`` and so on, ``unmask`` left out.
    ``fields`` are the fields that were changed."""

    at: datetime
    actor: str
    action: str
    reason: str
    fields: list[str]


def decisions(row_id: int, connection: sa.Connection | None = None) -> list[Decision]:
    """What was ever decided on a row, in order; nothing of it is erased."""
    query = (
        sa.select(audit.c.at, audit.c.actor, audit.c.action, audit.c.reason, audit.c.details)
        .where(audit.c.subject == f"quarantine/{row_id}", audit.c.action != "unmask")
        .order_by(audit.c.sequence)
    )
    if connection is None:
        with engine().connect() as own:
            found = own.execute(query).all()
    else:
        found = connection.execute(query).all()
    return [
        Decision(datetime.fromisoformat(at), actor, action, reason, details.get("fields", []))
        for at, actor, action, reason, details in found
    ]


@dataclass(frozen=True)
class Count:
    """How many rows of a dataset fail one expectation."""

    dataset: str
    expectation: str
    rows: int


def counts(dataset: str | None = None, *, status: str = "open", batch_id: str | None = None) -> list[Count]:
    """Rows by dataset and critical expectation, most first; a row that fails two is counted under both."""
    failure = sa.func.jsonb_array_elements(quarantine.c.failures, type_=JSONB).table_valued("value").alias("failure")
    value: Any = sa.cast(failure.c.value, JSONB)
    expectation = value["expectation"].astext
    number = sa.func.count()
    query = (
        sa.select(quarantine.c.dataset, expectation, number)
        .select_from(quarantine.join(failure, sa.true()))
        .where(quarantine.c.status == status, value["severity"].astext == "critical")
        .group_by(quarantine.c.dataset, expectation)
        .order_by(number.desc(), quarantine.c.dataset, expectation)
    )
    if dataset is not None:
        query = query.where(quarantine.c.dataset == dataset)
    if batch_id is not None:
        query = query.where(quarantine.c.batch_id == batch_id)
    with engine().connect() as connection:
        return [Count(*found) for found in connection.execute(query)]
