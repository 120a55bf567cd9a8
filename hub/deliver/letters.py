"""The dead letter: what a system refused or never answered, read, made due again, or dropped by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from hub import audit
from hub.database import engine
from hub.deliver.planning import mask, shown
from hub.errors import NotAllowed
from hub.outbox import flow_named
from hub.outbox.tables import DEAD_LETTER, outbox

_later = outbox.alias("later")
# A later message may have reached the system although no answer came, so only a refusal leaves room for this one.
_OVERTAKEN = sa.exists().where(
    _later.c.flow == outbox.c.flow,
    _later.c.subject == outbox.c.subject,
    _later.c.id > outbox.c.id,
    sa.or_(
        _later.c.status.in_(("pending", "sent", "dead")), sa.and_(_later.c.status == "dropped", _later.c.sendings > 0)
    ),
)


@dataclass(frozen=True)
class DeadLetter:
    """A message that waits for a person. ``status``: ``refused`` (``answer`` holds the system's own words) or ``dead``
    (no answer after ``attempts``; ``last_error`` is a message id, filled by ``details``). ``is_overtaken``: its record
    has a newer message, so that it can only be dropped. Personal values of the payload are masked."""

    id: int
    flow: str
    system: str
    subject: str
    idempotency_key: str
    status: str
    answer: str
    last_error: str
    details: dict[str, object]
    attempts: int
    is_overtaken: bool
    business_date: date
    created_at: datetime
    payload: dict[str, object]


def dead(flow: str | None = None, *, before: int | None = None, limit: int = 100) -> list[DeadLetter]:
    """The dead letter of one flow or of all, newest first; ``before`` an id asks for the next page."""
    chosen = sa.select(outbox, _OVERTAKEN.label("is_overtaken")).where(outbox.c.status.in_(DEAD_LETTER))
    if flow is not None:
        chosen = chosen.where(outbox.c.flow == flow_named(flow).name)
    if before is not None:
        chosen = chosen.where(outbox.c.id < before)
    with engine().connect() as connection:
        rows = connection.execute(chosen.order_by(outbox.c.id.desc()).limit(limit)).all()
    return [
        DeadLetter(
            id=row.id, flow=row.flow, system=flow_named(row.flow).system, subject=row.subject,
            idempotency_key=row.idempotency_key, status=row.status, answer=row.answer or "",
            last_error=row.last_error or "", details=row.last_error_details or {}, attempts=row.attempts,
            is_overtaken=row.is_overtaken, business_date=row.business_date, created_at=row.created_at,
            payload=mask(row.payload, shown(flow_named(row.flow))),
        )
        for row in rows
    ]  # fmt: skip


def revive(flow: str, actor: str, reason: str, *, key: str | None = None) -> int:
    """Make a flow's dead and refused messages, or the one with the idempotency key, due again; returns how many.

    The same keys are sent again. A message whose subject has a newer one is left alone: sent now, it would undo it.
    Raises ``NotAllowed`` without a reason or when there is no such message.
    """
    values = {"status": "pending", "attempts": 0, "next_attempt_at": sa.func.now(), "answered_on": None}
    return _decide("deliver.revive", "deliver-nothing-to-revive", flow, actor, reason, key, values, ~_OVERTAKEN)


def drop(flow: str, actor: str, reason: str, *, key: str | None = None) -> int:
    """Give up a flow's dead and refused messages, or the one with the idempotency key, for good; returns how many.

    Raises ``NotAllowed`` without a reason or when there is no such message.
    """
    return _decide("deliver.drop", "deliver-nothing-to-drop", flow, actor, reason, key, {"status": "dropped"})


def _decide(
    action: str, none: str, flow: str, actor: str, reason: str, key: str | None, values: dict[str, object],
    *conditions: sa.ColumnElement[bool],
) -> int:  # fmt: skip
    flow_named(flow)
    if not reason.strip():
        raise NotAllowed("deliver-reason-missing", record=flow)
    chosen = [outbox.c.flow == flow, outbox.c.status.in_(DEAD_LETTER), *conditions]
    if key is not None:
        chosen.append(outbox.c.idempotency_key == key)
    with engine().begin() as connection:
        count = connection.execute(outbox.update().where(*chosen).values(values)).rowcount
        if not count:
            raise NotAllowed(none, record=key or flow, flow=flow, next_command=f"hub deliver dead {flow}")
        audit.record(connection, actor=actor, action=action, subject=key or flow, reason=reason, count=count)
    return count
