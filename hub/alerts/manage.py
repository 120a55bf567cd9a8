"""What a person does with alerts: look at them, and acknowledge one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.alerts.tables import alert, alert_event, alert_run
from hub.database import engine
from hub.errors import NotAllowed


def alerts(
    *, status: str | None = None, ddo_code: str | None = None, district_lgd: int | None = None
) -> Iterator[dict[str, Any]]:
    """Alerts, the longest pending first; by default those that are not closed. ``status`` may be ``all``."""
    query = sa.select(alert).order_by(alert.c.pending_since, alert.c.subject)
    if status is None:
        query = query.where(alert.c.status != "closed")
    elif status != "all":
        query = query.where(alert.c.status == status)
    if ddo_code is not None:
        query = query.where(alert.c.ddo_code == ddo_code)
    if district_lgd is not None:
        query = query.where(alert.c.district_lgd == district_lgd)
    with engine().connect() as connection:
        for row in connection.execute(query).mappings():
            yield dict(row)


def acknowledge(alert_id: int | str, actor: str, reason: str) -> None:
    """Note that someone knows of an alert and why it stands; it still closes by itself when its case is settled.

    ``alert_id`` is the alert's number or its case. Raises ``NotAllowed`` when there is no such alert, it is closed or
    acknowledged already, or the reason is missing.
    """
    is_number = isinstance(alert_id, int) or alert_id.isdigit()
    same = alert.c.id == int(alert_id) if is_number else alert.c.subject == alert_id
    if not reason.strip():
        raise NotAllowed("alerts-reason-missing", record=str(alert_id))
    with engine().begin() as connection:
        found = connection.execute(sa.select(alert).where(same).with_for_update()).first()
        if found is None:
            raise NotAllowed(
                "alerts-unknown", record=str(alert_id), alert=str(alert_id), next_command="hub alerts list"
            )
        if found.status != "open":
            raise NotAllowed(f"alerts-is-{found.status}", record=str(alert_id), alert=str(alert_id))
        values = {
            "status": "acknowledged",
            "acknowledged_by": actor,
            "acknowledged_at": datetime.now(UTC),
            "reason": reason,
        }
        connection.execute(alert.update().values(values).where(alert.c.id == found.id))
        event = {"alert_id": found.id, "business_date": _stands_at(connection, found.rule), "kind": "acknowledged"}
        connection.execute(alert_event.insert(), event)
        audit.record(
            connection, actor=actor, action="alert.acknowledge", subject=found.subject, reason=reason, alert=found.id
        )


def _stands_at(connection: sa.Connection, rule: str) -> date | None:
    newest: date | None = connection.scalar(
        sa.select(sa.func.max(alert_run.c.business_date)).where(alert_run.c.rule == rule)
    )
    return newest
