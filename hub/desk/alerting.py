"""Alerts and the mails that told of them, by page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.alerts.tables import alert, alert_event, alert_run, notification
from hub.database import engine


def alert_page(
    *, status: str = "open", district_lgd: int | None = None, ddo_code: str = "",
    districts: Collection[int] | None = None, after: tuple[date, int] | None = None, limit: int = 50,
) -> list[dict[str, Any]]:  # fmt: skip
    """Alerts of one status, the longest pending first, from behind ``after`` (pending since, id); with ``districts``
    only those of them."""
    query = sa.select(alert).where(alert.c.status == status)
    if district_lgd is not None:
        query = query.where(alert.c.district_lgd == district_lgd)
    if ddo_code:
        query = query.where(alert.c.ddo_code == ddo_code)
    if districts is not None:
        query = query.where(alert.c.district_lgd.in_(districts))
    if after is not None:
        query = query.where(sa.tuple_(alert.c.pending_since, alert.c.id) > sa.tuple_(*after))
    with engine().connect() as connection:
        found = connection.execute(query.order_by(alert.c.pending_since, alert.c.id).limit(limit))
        return [dict(row) for row in found.mappings()]


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
    """The newest business date for which alerts were evaluated."""
    with engine().connect() as connection:
        newest: date | None = connection.scalar(sa.select(sa.func.max(alert_run.c.business_date)))
    return newest


def stuck_mails(limit: int = 50) -> list[dict[str, Any]]:
    """Mails that were refused or are in doubt, the oldest first, without their text."""
    columns = [column for column in notification.columns if column.name != "body"]
    query = sa.select(*columns).where(notification.c.status.in_(("refused", "doubtful")))
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query.order_by(notification.c.id).limit(limit)).mappings()]
