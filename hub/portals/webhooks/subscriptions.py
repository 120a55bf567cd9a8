"""Subscriptions: which feed is pushed to which address, how far it has come, what waits for a person."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.database import engine
from hub.errors import NotAllowed
from hub.feeds.tables import feed_version
from hub.i18n import told as words
from hub.portals.consumers import OVERLAP
from hub.portals.register import read_register
from hub.portals.tables import dead_letter, plain, subscription
from hub.webhooks import judge, signing_secret


@dataclass(frozen=True)
class Made:
    """A subscription and the secret with which its messages are signed, shown this once."""

    id: str
    secret: str


def add(consumer: str, feed: str, url: str, *, actor: str) -> Made:
    """Push the changes of a feed to ``url`` from now on; what was published before is not pushed.

    Raises ``NotAllowed`` for an address that may not be reached, and for a feed outside the consumer's scope.
    """
    judge(url)
    known = read_register()[0].get(consumer)
    if known is None:
        raise NotAllowed("portals-consumer-unknown", record=consumer, name=consumer, next_command="hub consumers list")
    if feed not in known.scopes:
        raise NotAllowed("portals-feed-not-in-scope", record=consumer, feed=feed)
    made = "sub_" + base64.b32encode(secrets.token_bytes(10)).decode().lower()
    secret = signing_secret(made, 1)
    newest = sa.select(sa.func.coalesce(sa.func.max(feed_version.c.version), 0)).where(feed_version.c.feed == feed)
    with engine().begin() as connection:
        connection.execute(
            subscription.insert().values(
                id=made, consumer=consumer, feed=feed, url=url, version=newest.scalar_subquery(), sequence=0,
                scope_digest=known.scopes[feed].digest,
            )
        )  # fmt: skip
        audit.record(connection, actor=actor, action="subscription.add", subject=made, consumer=consumer, feed=feed)
    return Made(made, secret)


def pause(identifier: str, *, actor: str, reason: str) -> None:
    """Push nothing until ``resume``, which goes on where it stopped."""
    _decide(identifier, "pause", actor, reason, ("active",), status="paused")


def resume(identifier: str, *, actor: str, reason: str) -> None:
    """Go on where it was paused or halted: the message that was given up goes out first, and nothing older."""
    with engine().begin() as connection:
        _resolve(connection, identifier, "resumed")
        _set(connection, identifier, "resume", actor, reason, ("paused", "halted"), **_AFRESH)


def skip(identifier: str, *, actor: str, reason: str) -> None:
    """Leave out the message at which it halted, and go on behind it. The portal lacks those changes: it needs a
    snapshot, and is told so by the next message."""
    with engine().begin() as connection:
        _resolve(connection, identifier, "skipped")
        _set(connection, identifier, "skip", actor, reason, ("halted",), **_AFRESH, scope_digest="")


def end(identifier: str, *, actor: str, reason: str) -> None:
    """Push nothing any more."""
    with engine().begin() as connection:
        _resolve(connection, identifier, "ended")
        _set(connection, identifier, "end", actor, reason, ("active", "paused", "halted"), status="ended")


def rotate(identifier: str, *, actor: str, overlap: timedelta = OVERLAP) -> Made:
    """A new secret; until the overlap is over, each message carries signatures of both."""
    until = datetime.now(UTC) + overlap
    with engine().begin() as connection:
        number = connection.scalar(sa.select(subscription.c.secret_number).where(subscription.c.id == identifier))
        _set(
            connection, identifier, "rotate", actor, "rotated", ("active", "paused", "halted"),
            secret_number=(number or 0) + 1, previous_secret_until=until,
        )  # fmt: skip
    return Made(identifier, signing_secret(identifier, (number or 0) + 1))


def listed() -> list[dict[str, Any]]:
    """Every subscription."""
    with engine().connect() as connection:
        rows = connection.execute(sa.select(subscription).order_by(subscription.c.consumer, subscription.c.id))
        return [plain(row) for row in rows.mappings()]


def dead_letters() -> list[dict[str, Any]]:
    """Messages that were given up and wait for a decision."""
    query = sa.select(dead_letter, subscription.c.consumer).join(
        subscription, subscription.c.id == dead_letter.c.subscription
    )
    with engine().connect() as connection:
        rows = connection.execute(query.where(dead_letter.c.resolution.is_(None)).order_by(dead_letter.c.id))
        return [plain(row) for row in rows.mappings()]


def told(consumer: str) -> list[dict[str, Any]]:
    """A consumer's own subscriptions, for itself, in English as all of the interface."""
    names = ("id", "feed", "url", "status", "version", "sequence", "attempts")
    letters = [letter for letter in dead_letters() if letter["consumer"] == consumer]
    return [
        {name: row[name] for name in names}
        | {"last_error": row["last_error"] and words(row["last_error"], "en")}
        | {"dead_letters": [
            {name: letter[name] for name in ("message_id", "at", "count")} | {"reason": words(letter["reason"], "en")}
            for letter in letters if letter["subscription"] == row["id"]
        ]}
        for row in listed()
        if row["consumer"] == consumer
    ]  # fmt: skip


_AFRESH: dict[str, Any] = {"status": "active", "attempts": 0, "next_attempt_at": sa.func.now(), "last_error": None}


def _decide(identifier: str, action: str, actor: str, reason: str, states: tuple[str, ...], **values: Any) -> None:
    with engine().begin() as connection:
        _set(connection, identifier, action, actor, reason, states, **values)


def _set(
    connection: sa.Connection, identifier: str, action: str, actor: str, reason: str, states: tuple[str, ...],
    **values: Any,
) -> None:  # fmt: skip
    if not reason.strip():
        raise NotAllowed("portals-reason-missing")
    mine = sa.and_(subscription.c.id == identifier, subscription.c.status.in_(states))
    if not connection.execute(subscription.update().where(mine).values(values)).rowcount:
        raise NotAllowed(
            "portals-subscription-unknown", record=identifier, subscription=identifier, states=", ".join(states),
            next_command="hub consumers subscriptions",
        )  # fmt: skip
    audit.record(connection, actor=actor, action=f"subscription.{action}", subject=identifier, reason=reason)


def _resolve(connection: sa.Connection, identifier: str, resolution: str) -> None:
    waiting = sa.and_(dead_letter.c.subscription == identifier, dead_letter.c.resolution.is_(None))
    values = {"resolution": resolution, "resolved_at": sa.func.now()}
    connection.execute(dead_letter.update().where(waiting).values(values))
