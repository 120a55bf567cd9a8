"""Sending one flow's messages: claimed under lock, sent, answered, receipted in one transaction a batch.

Killed between the sending and the commit, the messages are pending again and go out under the same idempotency keys;
the systems answer a key they have seen with their first answer. So each has at most one effect, and one receipt.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hub import chain
from hub.connections import connection as credentials
from hub.contracts import Message, Receipt, Target, connector
from hub.database import engine
from hub.deliver.tables import receipt
from hub.errors import HubError, SourceBroken
from hub.outbox import Flow
from hub.outbox.tables import outbox

ANSWER_KEPT = 500
ACTOR = "hub"
_LOCK = 0x0B0C_5000


@dataclass
class Sent:
    """What one run did for a flow. ``waiting`` messages are pending still; ``over_limit`` of them are due, but the
    day's limit is used up; ``error`` is the last failure without an answer."""

    flow: str
    sent: int = 0
    refused: int = 0
    dead: int = 0
    waiting: int = 0
    over_limit: int = 0
    error: HubError | None = field(default=None, repr=False)


def send_flow(flow: Flow, business_date: date) -> Sent:
    """Send what is due of a flow, batch by batch, until nothing is due, the day's limit is reached, or the system
    does not answer. One process at a time sends a flow; another leaves it alone."""
    done = Sent(flow.name)
    target: Target | None = None
    goes_on = True
    while goes_on:
        with engine().begin() as connection:
            if not connection.scalar(
                sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK, zlib.crc32(flow.name.encode()) >> 1))
            ):
                break
            rows = _claim(connection, flow, business_date)
            if not rows:
                break
            try:
                target = target or connector(flow.system).target(flow.operation, credentials(flow.connection))
            except HubError as error:
                _fail(connection, flow, rows, error, done)
                break
            goes_on = _send(connection, flow, rows, target, business_date, done)
    with engine().connect() as connection:
        _count_waiting(connection, flow, business_date, done)
    return done


def _claim(connection: sa.Connection, flow: Flow, business_date: date) -> Sequence[sa.Row[Any]]:
    """The next due messages in order; none of a subject that has an earlier message waiting for its time."""
    limit = min(flow.batch_size, _left(connection, flow, business_date))
    earlier = outbox.alias("earlier")
    blocked = sa.exists().where(
        earlier.c.flow == outbox.c.flow,
        earlier.c.subject == outbox.c.subject,
        earlier.c.id < outbox.c.id,
        earlier.c.status == "pending",
        earlier.c.next_attempt_at > sa.func.now(),
    )
    query = (
        sa.select(outbox)
        .where(
            outbox.c.flow == flow.name,
            outbox.c.status == "pending",
            outbox.c.next_attempt_at <= sa.func.now(),
            ~blocked,
        )
        .order_by(outbox.c.is_first_load, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )
    return connection.execute(query).all() if limit else []


def _left(connection: sa.Connection, flow: Flow, business_date: date) -> int:
    answered = sa.select(sa.func.count()).where(outbox.c.flow == flow.name, outbox.c.answered_on == business_date)
    return max(flow.daily_limit - (connection.scalar(answered) or 0), 0)


def _send(
    connection: sa.Connection, flow: Flow, rows: Sequence[sa.Row[Any]], target: Target, business_date: date, done: Sent
) -> bool:
    """Send the claimed rows; returns whether the flow may go on."""
    groups = [rows] if flow.together else [[row] for row in rows]
    answered: list[tuple[sa.Row[Any], Receipt, int]] = []
    goes_on = True
    for group in groups:
        messages = [Message(row.idempotency_key, flow.operation, dict(row.payload)) for row in group]
        try:
            receipts = {answer.idempotency_key: answer for answer in target.send(messages)}
        except HubError as error:
            _fail(connection, flow, group, error, done)
            # Without an answer from the system at all, the other messages would fare no better now.
            goes_on = isinstance(error, SourceBroken) and not flow.together
            if not goes_on:
                break
            continue
        answered += [
            (row, receipts[row.idempotency_key], len(group)) for row in group if row.idempotency_key in receipts
        ]
        silent = [row for row in group if row.idempotency_key not in receipts]
        if silent:
            _fail(connection, flow, silent, SourceBroken("deliver-no-receipt", record=flow.name, flow=flow.name), done)
    _write(connection, flow, answered, business_date, done)
    return goes_on


def _write(
    connection: sa.Connection, flow: Flow, answered: list[tuple[sa.Row[Any], Receipt, int]], business_date: date,
    done: Sent,
) -> None:  # fmt: skip
    if not answered:
        return
    now = datetime.now(UTC)
    updates, receipts = [], []
    for row, answer, count in answered:
        words, reference = answer.answer[:ANSWER_KEPT], answer.reference[:ANSWER_KEPT]
        updates.append({"row_id": row.id, "new_status": "sent" if answer.is_accepted else "refused",
                        "new_reference": reference, "new_answer": words})  # fmt: skip
        receipts.append(
            {
                "at": now.isoformat(timespec="microseconds"), "business_date": business_date.isoformat(),
                "actor": ACTOR, "flow": flow.name, "system": flow.system, "operation": flow.operation,
                "subject": row.subject, "idempotency_key": row.idempotency_key,
                "payload_sha256": row.payload_sha256, "count": count, "is_accepted": answer.is_accepted,
                "reference": reference, "answer": words,
            }
        )  # fmt: skip
        done.sent += answer.is_accepted
        done.refused += not answer.is_accepted
    connection.execute(
        outbox.update()
        .where(outbox.c.id == sa.bindparam("row_id"))
        .values(
            status=sa.bindparam("new_status"), reference=sa.bindparam("new_reference"),
            answer=sa.bindparam("new_answer"), answered_on=business_date, answered_at=now, last_error=None,
        ),
        updates,
    )  # fmt: skip
    chain.append(connection, receipt, receipts)


def _fail(connection: sa.Connection, flow: Flow, rows: Sequence[sa.Row[Any]], error: HubError, done: Sent) -> None:
    """Count an attempt without an answer: wait longer each time, give up after the flow's number of attempts."""
    now = datetime.now(UTC)
    for row in rows:
        attempts = row.attempts + 1
        is_dead = attempts >= flow.retry.attempts
        done.dead += is_dead
        connection.execute(
            outbox.update()
            .where(outbox.c.id == row.id)
            .values(
                attempts=attempts,
                status="dead" if is_dead else "pending",
                next_attempt_at=now + timedelta(seconds=flow.retry.delay(attempts)),
                last_error=error.message_id,
            )
        )
    done.error = error


def _count_waiting(connection: sa.Connection, flow: Flow, business_date: date, done: Sent) -> None:
    pending = sa.and_(outbox.c.flow == flow.name, outbox.c.status == "pending")
    done.waiting = connection.scalar(sa.select(sa.func.count()).where(pending)) or 0
    if done.waiting and not _left(connection, flow, business_date):
        due = sa.select(sa.func.count()).where(pending, outbox.c.next_attempt_at <= sa.func.now())
        done.over_limit = connection.scalar(due) or 0
