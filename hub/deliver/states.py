"""How each flow stands, and switching it on and off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub import audit
from hub.database import engine
from hub.deliver.limits import answered, limit_of
from hub.errors import NotAllowed
from hub.outbox import flow_named, switched_on
from hub.outbox import flows as declared
from hub.outbox.messages import enqueue_all, refresh_waiting
from hub.outbox.switches import remember_switch, switchings
from hub.outbox.tables import DEAD_LETTER, outbox


@dataclass(frozen=True)
class FlowState:
    """One flow as it stands on a business date.

    ``state``: ``off``, ``limit_reached`` (some are due but the day's limit is used up), ``failing`` (the system gives
    no answer to some), ``waiting``, or ``idle``. ``waiting`` messages are to go out, ``failing`` of them went out
    without an answer: the first for the reason ``last_error``, a message id, filled by ``details``; they go out again
    from ``next_attempt_at`` on. ``refused`` and ``dead`` stand in the dead letter; ``sent`` and ``answered`` are of
    the date.
    """

    flow: str
    title_en: str
    title_hi: str
    source: str
    system: str
    operation: str
    is_on: bool
    state: str
    waiting: int
    failing: int
    sent: int
    answered: int
    limit: int
    refused: int
    dead: int
    next_attempt_at: datetime | None
    last_error: str
    details: dict[str, object]
    switched_by: str
    switched_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Switched:
    """What switching did: messages of a first load that were written, and waiting ones that no longer held."""

    flow: str
    is_on: bool
    enqueued: int = 0
    dropped: int = 0


def flows(business_date: date) -> list[FlowState]:
    """Every flow, as it stands for the date."""
    with engine().connect() as connection:
        on, last = switched_on(connection), switchings(connection)
        standing = _standing(connection)
        found = []
        for name, flow in declared().items():
            accepted, refused = answered(connection, name, business_date)
            limit = limit_of(connection, flow, business_date)
            stands, switch = standing[name], last.get(name)
            reached = stands.due > 0 and accepted + refused >= limit
            state = "limit_reached" if reached else "failing" if stands.failing else "waiting" if stands.waiting else ""
            found.append(
                FlowState(
                    flow=name, title_en=flow.title_en, title_hi=flow.title_hi, source=flow.source, system=flow.system,
                    operation=flow.operation, is_on=name in on, state=state or "idle" if name in on else "off",
                    waiting=stands.waiting, failing=stands.failing, sent=accepted, answered=accepted + refused,
                    limit=limit, refused=stands.refused, dead=stands.dead, next_attempt_at=stands.next_attempt_at,
                    last_error=stands.last_error, details=stands.details, switched_by=switch.actor if switch else "",
                    switched_at=switch.at if switch else None, reason=switch.reason if switch else "",
                )
            )  # fmt: skip
    return found


@dataclass
class _Standing:
    """What of a flow waits for its time or for a person."""

    waiting: int = 0
    failing: int = 0
    due: int = 0
    next_attempt_at: datetime | None = None
    last_error: str = ""
    details: dict[str, object] = field(default_factory=dict)
    refused: int = 0
    dead: int = 0


def _standing(connection: sa.Connection) -> dict[str, _Standing]:
    """By flow; what waits and what is in the dead letter are each read from their own small index."""

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count().filter(condition)

    found: dict[str, _Standing] = defaultdict(_Standing)
    waiting = sa.select(
        outbox.c.flow, sa.func.count(), count(outbox.c.attempts > 0), count(outbox.c.next_attempt_at <= sa.func.now()),
        sa.func.min(outbox.c.next_attempt_at).filter(outbox.c.attempts > 0),
    )  # fmt: skip
    for name, *parts in connection.execute(waiting.where(outbox.c.status == "pending").group_by(outbox.c.flow)):
        found[name] = _Standing(*parts)
    failing = sa.select(outbox.c.flow, outbox.c.last_error, outbox.c.last_error_details)
    failing = failing.where(outbox.c.status == "pending", outbox.c.attempts > 0)
    first = failing.ext(distinct_on(outbox.c.flow)).order_by(outbox.c.flow, outbox.c.id)
    for name, last_error, details in connection.execute(first):
        found[name].last_error, found[name].details = last_error or "", details or {}
    letters = sa.select(outbox.c.flow, count(outbox.c.status == "refused"), count(outbox.c.status == "dead"))
    for name, refused, dead in connection.execute(
        letters.where(outbox.c.status.in_(DEAD_LETTER)).group_by(outbox.c.flow)
    ):
        found[name].refused, found[name].dead = refused, dead
    return found


def switch(
    flow: str, is_on: bool, actor: str, reason: str, *, business_date: date, first_load: bool = False
) -> Switched:
    """Switch a flow on or off; a person decides it, with a reason.

    On: it tells what changes from now on. What still waited from before is brought to what its records say now.
    ``first_load`` tells all that the flow can tell now and has not told. Off: nothing is written or sent from now on,
    and what waits keeps waiting. Raises ``NotAllowed`` without a reason, or where it stands so already and there is
    no first load to make.
    """
    known = flow_named(flow)
    if not reason.strip():
        raise NotAllowed("deliver-reason-missing", record=flow)
    enqueued = dropped = 0
    with engine().begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        is_so = (flow in switched_on(connection)) == is_on
        if is_so and not (is_on and first_load):
            message = "deliver-is-on" if is_on else "deliver-is-off"
            raise NotAllowed(message, record=flow, flow=flow, next_command="hub deliver status")
        remember_switch(connection, flow, is_on=is_on, actor=actor, reason=reason)
        if is_on:
            dropped = 0 if is_so else refresh_waiting(connection, known, business_date)
            enqueued = enqueue_all(connection, known, business_date) if first_load else 0
        audit.record(
            connection, actor=actor, action="deliver.switch", subject=flow, reason=reason, is_on=is_on,
            first_load=enqueued, dropped=dropped,
        )  # fmt: skip
    return Switched(flow, is_on, enqueued, dropped)


_LOCK = 0x0B0C_5001
