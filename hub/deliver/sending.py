"""Sending one flow's messages: marked as going out, sent, then answer and receipt in one transaction a batch.

Killed between the two, the messages are pending still and go out again under the same idempotency keys; the systems
answer a key they have seen with their first answer. So each has at most one effect, and one receipt. The mark is what
tells later that a message may have arrived.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hub import chain
from hub.connections import connection as credentials
from hub.contracts import Message, Receipt, Target, connector
from hub.database import engine
from hub.deliver.limits import left
from hub.deliver.tables import receipt
from hub.errors import HubError, SourceBroken, plain
from hub.outbox import Flow, enqueue_following, switched_on
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


@dataclass
class _Outcome:
    """What came of a claimed batch: rows with their receipt and the messages in that sending, rows without any."""

    answered: list[tuple[sa.Row[Any], Receipt, int]] = field(default_factory=list)
    failed: list[tuple[sa.Row[Any], HubError]] = field(default_factory=list)
    goes_on: bool = True


def send_flow(flow: Flow, business_date: date) -> Sent:
    """Send what is due of a flow, batch by batch, until nothing is due, the day's limit is reached, the flow is
    switched off, or the system does not answer. One process at a time sends a flow; another leaves it alone."""
    done = Sent(flow.name)
    with _alone(flow) as is_alone:
        target: Target | None = None
        goes_on = is_alone
        while goes_on:
            with engine().begin() as connection:
                rows = _claim(connection, flow, business_date)
            if not rows:
                break
            outcome = _Outcome()
            try:
                target = target or connector(flow.system).target(flow.operation, credentials(flow.connection))
                _send(flow, rows, target, outcome)
            except HubError as error:
                outcome = _Outcome(failed=[(row, error) for row in rows], goes_on=False)
            with engine().begin() as connection:
                _write(connection, flow, outcome, business_date, done)
            goes_on = outcome.goes_on
    with engine().connect() as connection:
        _count_waiting(connection, flow, business_date, done)
    return done


def hasten(names: Sequence[str]) -> None:
    """End the pause of the flows' messages that went out without an answer."""
    paused = sa.and_(outbox.c.status == "pending", outbox.c.next_attempt_at > sa.func.now())
    with engine().begin() as connection:
        connection.execute(
            outbox.update().where(paused, outbox.c.flow.in_(names)).values(next_attempt_at=sa.func.now())
        )


@contextmanager
def _alone(flow: Flow) -> Iterator[bool]:
    """Whether this process is the one that sends the flow; a lock of the session, which ends with the process."""
    lock = (_LOCK, zlib.crc32(flow.name.encode()) >> 1)
    with engine().connect() as connection:
        is_alone = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(*lock))))
        connection.commit()
        try:
            yield is_alone
        finally:
            if is_alone:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(*lock)))
                connection.commit()


def _claim(connection: sa.Connection, flow: Flow, business_date: date) -> list[sa.Row[Any]]:
    """The next due messages in order, marked as going out; none of a subject that has an earlier message waiting for
    its time, and none where the flow is off."""
    limit = min(flow.batch_size, left(connection, flow, business_date))
    if not limit or flow.name not in switched_on(connection):
        return []
    earlier = outbox.alias("earlier")
    blocked = sa.exists().where(
        earlier.c.flow == outbox.c.flow,
        earlier.c.subject == outbox.c.subject,
        earlier.c.id < outbox.c.id,
        earlier.c.status == "pending",
        earlier.c.next_attempt_at > sa.func.now(),
    )
    chosen = (
        sa.select(outbox.c.id)
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
    ids = connection.scalars(chosen).all()
    marked = outbox.update().where(outbox.c.id.in_(ids)).values(sendings=outbox.c.sendings + 1).returning(outbox)
    return sorted(connection.execute(marked), key=lambda row: (row.is_first_load, row.id))


def _send(flow: Flow, rows: Sequence[sa.Row[Any]], target: Target, outcome: _Outcome) -> None:
    """Send the claimed rows in order. Where one of a subject fails, the later ones of that subject wait for it."""
    stuck: set[str] = set()
    for group in [rows] if flow.together else [[row] for row in rows]:
        if group[0].subject in stuck:
            continue
        messages = [Message(row.idempotency_key, flow.operation, dict(row.payload)) for row in group]
        try:
            receipts = {answer.idempotency_key: answer for answer in target.send(messages)}
        except HubError as error:
            outcome.failed += [(row, error) for row in group]
            stuck.update(row.subject for row in group)
            # Without an answer from the system at all, the other messages would fare no better now.
            if not isinstance(error, SourceBroken) or flow.together:
                outcome.goes_on = False
                return
            continue
        for row in group:
            if row.idempotency_key in receipts:
                outcome.answered.append((row, receipts[row.idempotency_key], len(group)))
            else:
                stuck.add(row.subject)
                silence = SourceBroken("deliver-no-receipt", record=flow.name, flow=flow.name)
                outcome.failed.append((row, silence))


def _write(connection: sa.Connection, flow: Flow, outcome: _Outcome, business_date: date, done: Sent) -> None:
    """Keep answers, receipts and failures, and what other flows have to say of the answers, in one transaction.

    Only where nobody else has sent the message meanwhile: the number of sendings is still the one that was marked.
    """
    claimed = [row for row, _, _ in outcome.answered] + [row for row, _ in outcome.failed]
    mine = sa.select(outbox.c.id, outbox.c.sendings).where(outbox.c.id.in_([row.id for row in claimed]))
    still = {
        tuple(row)
        for row in connection.execute(mine.where(outbox.c.status.in_(("pending", "dropped"))).with_for_update())
    }
    now = datetime.now(UTC)
    updates, receipts = [], []
    for row, answer, count in outcome.answered:
        if (row.id, row.sendings) not in still:
            continue
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
    if updates:
        connection.execute(
            outbox.update()
            .where(outbox.c.id == sa.bindparam("row_id"))
            .values(
                status=sa.bindparam("new_status"), reference=sa.bindparam("new_reference"),
                answer=sa.bindparam("new_answer"), answered_on=business_date, answered_at=now, last_error=None,
                last_error_details=None,
            ),
            updates,
        )  # fmt: skip
        chain.append(connection, receipt, receipts)
        enqueue_following(connection, flow.name, [update["row_id"] for update in updates], business_date)
    for row, error in outcome.failed:
        if (row.id, row.sendings) in still:
            _fail(connection, flow, row, error, done)


def _fail(connection: sa.Connection, flow: Flow, row: sa.Row[Any], error: HubError, done: Sent) -> None:
    """Count an attempt without an answer: wait longer each time, give up after the flow's number of attempts."""
    attempts = row.attempts + 1
    is_dead = attempts >= flow.retry.attempts
    connection.execute(
        outbox.update()
        .where(outbox.c.id == row.id, outbox.c.status == "pending")
        .values(
            attempts=attempts,
            status="dead" if is_dead else "pending",
            next_attempt_at=datetime.now(UTC) + timedelta(seconds=flow.retry.delay(attempts)),
            last_error=error.message_id,
            last_error_details=plain(error.details),
        )
    )
    done.dead += is_dead
    done.error = error


def _count_waiting(connection: sa.Connection, flow: Flow, business_date: date, done: Sent) -> None:
    pending = sa.and_(outbox.c.flow == flow.name, outbox.c.status == "pending")
    done.waiting = connection.scalar(sa.select(sa.func.count()).where(pending)) or 0
    if done.waiting and not left(connection, flow, business_date):
        due = sa.select(sa.func.count()).where(pending, outbox.c.next_attempt_at <= sa.func.now())
        done.over_limit = connection.scalar(due) or 0
