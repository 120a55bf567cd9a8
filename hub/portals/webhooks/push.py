"""Sends what subscriptions wait for: page by page in the feed's own order, each page until it is accepted.

A page lies within one version and begins where the last accepted one ended, so that it has the same content and the
same id however often it is sent. The subscription's place moves in the transaction that keeps the receipt. A page
that nobody accepts halts its subscription: nothing overtakes it, and nothing before it is sent again.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
import urllib3

from hub import webhooks
from hub.database import engine
from hub.errors import HubError, clause
from hub.feeds.tables import feed_version
from hub.i18n import told
from hub.outbox import Retry
from hub.portals import changes, cursors, receipts
from hub.portals.cursors import Cursor
from hub.portals.receipts import Receipt
from hub.portals.register import read_register
from hub.portals.scopes import Scope
from hub.portals.tables import dead_letter, subscription

_LOG = logging.getLogger("hub.portals")
RETRY = Retry(attempts=12, first_delay_seconds=5, ceiling_seconds=3600)
"""Some two and a half hours in all."""
PAGE = 100
_PAGES_A_TURN = 50
_EVERY_SECONDS = 2.0
_AT_ONCE = 2


@dataclass(frozen=True)
class Message:
    """What goes out next: its id and body, how many changes it holds, and where the subscription then stands."""

    id: str
    body: bytes
    count: int
    end: Cursor


async def keep_pushing() -> None:
    """Send what is due, again and again, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(run_once)
        except Exception as error:  # the next turn tries again
            _LOG.error("push: %s", type(error).__name__)
        await asyncio.sleep(_EVERY_SECONDS)


def run_once() -> int:
    """Give each due subscription its turn; returns how many messages were accepted."""
    newest = sa.select(sa.func.max(feed_version.c.version)).where(feed_version.c.feed == subscription.c.feed)
    due = sa.select(subscription.c.id).where(
        subscription.c.status == "active",
        subscription.c.next_attempt_at <= sa.func.now(),
        sa.or_(subscription.c.version < newest.scalar_subquery(), subscription.c.sequence > 0,
               subscription.c.scope_digest == ""),
    )  # fmt: skip
    with engine().connect() as connection:
        identifiers = list(connection.scalars(due))
    if not identifiers:
        return 0
    scopes = {name: known.scopes for name, known in read_register()[0].items()}
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        return sum(workers.map(lambda identifier: _turn(identifier, scopes), identifiers))


def _turn(identifier: str, scopes: dict[str, Any]) -> int:
    accepted = 0
    for _ in range(_PAGES_A_TURN):
        outcome = _step(identifier, scopes)
        accepted += outcome == "accepted"
        if outcome in ("nothing", "failed"):
            break
    return accepted


def _step(identifier: str, scopes: dict[str, Any]) -> str:
    """Send one message: accepted, passed over (nothing in it for this scope), failed, or nothing to do."""
    with engine().begin() as connection:
        mine = sa.select(subscription).where(subscription.c.id == identifier, subscription.c.status == "active")
        row = connection.execute(mine.with_for_update(skip_locked=True)).first()
        scope: Scope | None = scopes.get(row.consumer, {}).get(row.feed) if row else None
        if row is None or scope is None:
            return "nothing"
        message = _next(connection, row, scope)
        if message is None:
            return "nothing"
        if message.count == 0:
            _move(connection, row, scope, message.end)
            return "passed over"
        reason = _send(row, message)
        if reason is None:
            _move(connection, row, scope, message.end)
            receipt = Receipt(
                row.consumer, "push", row.feed, message.end.version, message.count, f"accepted {message.id}",
                from_version=row.version, sha256=hashlib.sha256(message.body).hexdigest(), correlation_id=message.id,
            )  # fmt: skip
            receipts.write(connection, [receipt])
            return "accepted"
        _fail(connection, row, message, reason)
        return "failed"


def _next(connection: sa.Connection, row: sa.Row[Any], scope: Scope) -> Message | None:
    newest = sa.select(feed_version).where(feed_version.c.feed == row.feed).order_by(feed_version.c.version.desc())
    head = connection.execute(newest.limit(1)).first()
    if head is None:
        return None
    if row.scope_digest != scope.digest:  # what was delivered is of another scope: only a snapshot can follow it
        data = {"feed": row.feed, "version": head.version, "snapshot": f"/v1/feeds/{row.feed}/snapshot"}
        return _message(row, scope, "feed.resync", head.published_at, data, 1, Cursor(head.version, 0))
    start = Cursor(row.version, row.sequence)
    until = row.version if row.sequence else row.version + 1
    if until > head.version:
        return None
    page = changes.read_page(connection, scope, start, until, PAGE)
    at = connection.execute(
        sa.select(feed_version.c.published_at).where(feed_version.c.feed == row.feed, feed_version.c.version == until)
    ).scalar_one()
    cursor = cursors.write(page.end, at, scope)
    data = {"feed": row.feed, "version": until, "cursor": cursor, "changes": page.told()}
    return _message(row, scope, "feed.changes", at, data, len(page.changes), page.end)


def _message(
    row: sa.Row[Any], scope: Scope, kind: str, at: datetime | None, data: dict[str, Any], count: int, end: Cursor
) -> Message:
    parts = f"{row.id}|{kind}|{row.version}|{row.sequence}|{end.version}|{end.sequence}|{scope.digest}"
    body = orjson.dumps({"type": kind, "timestamp": at, "data": data}, option=orjson.OPT_UTC_Z)
    return Message(f"msg_{hashlib.sha256(parts.encode()).hexdigest()[:32]}", body, count, end)


def _send(row: sa.Row[Any], message: Message) -> dict[str, object] | None:
    """Send; a clause that tells why it was not accepted, or ``None``."""
    now = datetime.now(UTC)
    numbers = [row.secret_number]
    if row.previous_secret_until is not None and row.previous_secret_until > now:
        numbers.append(row.secret_number - 1)
    try:
        place = webhooks.judge(row.url)
        secrets = [webhooks.signing_secret(row.id, number) for number in numbers]
        status = webhooks.post(place, message.body, webhooks.signed(message.id, now, message.body, secrets))
    except HubError as error:
        return error.as_clause()
    except urllib3.exceptions.HTTPError as error:
        return clause("portals-push-no-answer", kind=type(error).__name__)
    return None if 200 <= status < 300 else clause("portals-push-answered", status=str(status))


def _move(connection: sa.Connection, row: sa.Row[Any], scope: Scope, end: Cursor) -> None:
    connection.execute(
        subscription.update()
        .where(subscription.c.id == row.id)
        .values(
            version=end.version, sequence=end.sequence, scope_digest=scope.digest, attempts=0, last_error=None,
            next_attempt_at=sa.func.now(),
        )
    )  # fmt: skip


def _fail(connection: sa.Connection, row: sa.Row[Any], message: Message, reason: dict[str, object]) -> None:
    attempts = row.attempts + 1
    is_unwanted = reason == clause("portals-push-answered", status="410")  # the portal wants no more
    is_given_up = attempts >= RETRY.attempts or is_unwanted
    again = datetime.now(UTC) + timedelta(seconds=RETRY.delay(attempts))
    connection.execute(
        subscription.update()
        .where(subscription.c.id == row.id)
        .values(
            attempts=attempts, last_error=reason, next_attempt_at=again, status="halted" if is_given_up else "active"
        )
    )
    if is_given_up:
        _LOG.error("push: subscription %s halted: %s", row.id, told(reason, "en"))
        connection.execute(
            dead_letter.insert().values(
                subscription=row.id, message_id=message.id, feed=row.feed, from_version=row.version,
                to_version=message.end.version, count=message.count, reason=reason,
            )
        )  # fmt: skip
