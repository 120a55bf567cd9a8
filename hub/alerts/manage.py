"""What a person does with alerts: look at them, acknowledge one, let one rest until a day; and how the channels do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.alerts.channels import is_on
from hub.alerts.tables import CHANNELS, alert, alert_channel, alert_event, alert_run, notification
from hub.database import engine
from hub.errors import NotAllowed

LONGEST_SNOOZE_DAYS = 30
"""Nobody puts an alert out of sight for longer without looking again."""


def alerts(
    *, status: str | None = None, rule: str | None = None, phase: str | None = None, ddo_code: str | None = None,
    district_lgd: int | None = None,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Alerts, the longest pending first; by default those that are not closed. ``status`` may be ``all``."""
    query = sa.select(alert).order_by(alert.c.pending_since, alert.c.subject, alert.c.rule)
    if status is None:
        query = query.where(alert.c.status != "closed")
    elif status != "all":
        query = query.where(alert.c.status == status)
    given = {"rule": rule, "phase": phase, "ddo_code": ddo_code, "district_lgd": district_lgd}
    for name, value in given.items():
        if value is not None:
            query = query.where(alert.c[name] == value)
    with engine().connect() as connection:
        for row in connection.execute(query).mappings():
            yield dict(row)


def acknowledge(alert_id: int | str, actor: str, reason: str) -> None:
    """Note that someone knows of an alert and why it stands. It is told of at its next levels nevertheless, and closes
    by itself when its cause goes.

    ``alert_id`` is the alert's number or its subject. Raises ``NotAllowed`` when there is no such alert, the subject
    names several, it is closed or acknowledged already, or the reason is missing.
    """
    _decide(alert_id, actor, reason, "acknowledged", None)


def snooze(alert_id: int | str, actor: str, reason: str, until: date) -> None:
    """Let an alert rest until a business date: nobody is told of it before then, whatever level it comes to. On that
    day it is open again and told of; it closes by itself when its cause goes.

    Raises ``NotAllowed`` as ``acknowledge``, and for an end that is not after the day at which the alert stands, or
    more than ``LONGEST_SNOOZE_DAYS`` after it.
    """
    _decide(alert_id, actor, reason, "snoozed", until)


def _decide(alert_id: int | str, actor: str, reason: str, status: str, until: date | None) -> None:
    is_number = isinstance(alert_id, int) or alert_id.isdigit()
    same = alert.c.id == int(alert_id) if is_number else alert.c.subject == alert_id
    named = {"record": str(alert_id), "alert": str(alert_id)}
    if not reason.strip():
        raise NotAllowed("alerts-reason-missing", record=str(alert_id))
    with engine().begin() as connection:
        rows = connection.execute(sa.select(alert).where(same).order_by(alert.c.id).with_for_update()).all()
        standing = [row for row in rows if row.status != "closed"]
        if not rows or len(standing) > 1:
            message = "alerts-several" if rows else "alerts-unknown"
            raise NotAllowed(message, next_command="hub alerts list", **named)
        found = (standing or rows)[0]
        if found.status == "closed" or found.status == status:
            raise NotAllowed(f"alerts-is-{found.status}", **named)
        day = _stands_at(connection, found.rule)
        if until is not None and not day < until <= day + timedelta(days=LONGEST_SNOOZE_DAYS):
            raise NotAllowed("alerts-snooze-end", days=LONGEST_SNOOZE_DAYS, date=day.isoformat(), **named)
        values = {"status": status, "acknowledged_by": actor, "acknowledged_at": datetime.now(UTC), "reason": reason,
                  "snoozed_until": until}  # fmt: skip
        connection.execute(alert.update().values(values).where(alert.c.id == found.id))
        event = {"alert_id": found.id, "business_date": day, "kind": status, "phase": found.phase, "level": found.level}
        connection.execute(alert_event.insert(), event)
        details = {"alert": found.id, "rule": found.rule} | ({"until": until.isoformat()} if until else {})
        action = "alert.snooze" if until else "alert.acknowledge"
        audit.record(connection, actor=actor, action=action, subject=found.subject, reason=reason, **details)


def _stands_at(connection: sa.Connection, rule: str) -> date:
    newest: date | None = connection.scalar(
        sa.select(sa.func.max(alert_run.c.business_date)).where(alert_run.c.rule == rule)
    )
    return newest or datetime.now(UTC).date()


def channels() -> list[dict[str, Any]]:
    """Each channel: whether this installation has it, how it did last (``ok``, ``failed``, empty where it was not used
    yet), since when and why, and how many messages wait, were refused or are in doubt."""
    counts = sa.select(notification.c.channel, notification.c.status, sa.func.count())
    counts = counts.where(notification.c.status != "sent").group_by(notification.c.channel, notification.c.status)
    with engine().connect() as connection:
        known = {row["channel"]: row for row in connection.execute(sa.select(alert_channel)).mappings()}
        waiting: dict[str, dict[str, int]] = {}
        for name, status, count in connection.execute(counts):
            waiting.setdefault(name, {})[status] = count
    made = []
    for name in CHANNELS:
        state, mine = known.get(name), waiting.get(name, {})
        made.append(
            {
                "channel": name, "is_on": is_on(name), "status": state["status"] if state else "",
                "since": state["since"] if state else None, "reason": state["reason"] if state else "",
                "sent_at": state["sent_at"] if state else None,
                "waiting": mine.get("claimed", 0) + mine.get("sending", 0), "refused": mine.get("refused", 0),
                "doubtful": mine.get("doubtful", 0),
            }
        )  # fmt: skip
    return made
