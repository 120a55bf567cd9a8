"""Alerts and the messages that told of them, by page."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.alerts.evaluation import evaluated_on
from hub.alerts.tables import alert, alert_event, notification
from hub.database import engine
from hub.desk.limits import Limits


def alert_page(
    *, status: str = "open", rule: str = "", phase: str = "", level: int | None = None,
    district_lgd: int | None = None, ddo_code: str = "", subject: str = "", limits: Limits | None = None,
    after: tuple[date, int] | None = None, limit: int = 50,
) -> list[dict[str, Any]]:  # fmt: skip
    """Alerts of one status, the longest pending first, from behind ``after`` (pending since, id); only what lies
    within ``limits``. What the hub says of itself names no district and no department: it is for the whole state."""
    query = sa.select(alert).where(alert.c.status == status)
    given = {"rule": rule or None, "phase": phase or None, "level": level, "district_lgd": district_lgd,
             "ddo_code": ddo_code or None, "subject": subject or None}  # fmt: skip
    for name, value in given.items():
        if value is not None:
            query = query.where(alert.c[name] == value)
    query = query.where(*within(limits))
    if after is not None:
        query = query.where(sa.tuple_(alert.c.pending_since, alert.c.id) > sa.tuple_(*after))
    with engine().connect() as connection:
        found = connection.execute(query.order_by(alert.c.pending_since, alert.c.id).limit(limit))
        return [dict(row) for row in found.mappings()]


def within(limits: Limits | None) -> list[sa.ColumnElement[bool]]:
    """The conditions on an alert that a person with these limits may see."""
    if limits is None:
        return []
    allowed = ((alert.c.district_lgd, limits.districts), (alert.c.department, limits.departments))
    return [column.in_(values) for column, values in allowed if values is not None]


def alert_with_events(alert_id: int) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """One alert and what happened to it, in order; ``None`` when there is no such alert."""
    with engine().connect() as connection:
        found = connection.execute(sa.select(alert).where(alert.c.id == alert_id)).mappings().first()
        if found is None:
            return None
        events = connection.execute(
            sa.select(alert_event).where(alert_event.c.alert_id == alert_id).order_by(alert_event.c.id)
        )
        return dict(found), [dict(row) for row in events.mappings()]


def stands_at() -> date | None:
    """The newest business date for which the alerts of clocks were evaluated."""
    with engine().connect() as connection:
        return evaluated_on(connection)


def stuck_mails(limit: int = 50) -> list[dict[str, Any]]:
    """Messages that were refused or are in doubt, the oldest first, without their text and address."""
    columns = [column for column in notification.columns if column.name not in ("body", "address")]
    query = sa.select(*columns).where(notification.c.status.in_(("refused", "doubtful")))
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query.order_by(notification.c.id).limit(limit)).mappings()]
