"""Registering the portals: scopes, keys, limits. Each change is audited and counts at the very next request."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub import audit
from hub.contracts import Classification
from hub.database import engine
from hub.errors import NotAllowed
from hub.portals import keys
from hub.portals.scopes import Scope, check
from hub.portals.tables import consumer, consumer_key, consumer_scope, plain, portal_state, subscription

NAME = re.compile(r"[a-z][a-z0-9-]{1,62}")
REQUESTS_PER_MINUTE, ROWS_PER_DAY = 600, 10_000_000
OVERLAP = timedelta(days=7)


@dataclass(frozen=True)
class Registered:
    """A consumer and the key that is shown this once."""

    consumer: str
    key: str
    expires_before: datetime | None = None


def add(
    name: str, scopes: Iterable[Scope], *, title: str, actor: str, contact: str = "",
    requests_per_minute: int = REQUESTS_PER_MINUTE, rows_per_day: int = ROWS_PER_DAY,
    certificate_sha256: str | None = None,
) -> Registered:  # fmt: skip
    """Register a portal and make its first key.

    Raises ``NotAllowed`` for a name that is taken or no name, and for a scope that cannot be kept.
    """
    if not NAME.fullmatch(name):
        raise NotAllowed("portals-name-unfit", record=name, name=name)
    if requests_per_minute < 1 or rows_per_day < 1:
        raise NotAllowed("portals-limit-unfit", record=name)
    certificate = _certificate(certificate_sha256)
    checked = [check(scope) for scope in scopes]
    made = keys.make()
    with engine().begin() as connection:
        values = {
            "name": name, "title": title, "contact": contact, "requests_per_minute": requests_per_minute,
            "rows_per_day": rows_per_day, "certificate_sha256": certificate,
        }  # fmt: skip
        new = insert(consumer).values(values).on_conflict_do_nothing().returning(consumer.c.name)
        if connection.execute(new).first() is None:
            raise NotAllowed("portals-name-taken", record=name, name=name)
        for scope in checked:
            _write_scope(connection, name, scope)
        connection.execute(consumer_key.insert().values(key_id=made.key_id, consumer=name, hash=made.hash))
        seen = [_told(scope) for scope in checked]
        _changed(connection, actor, "consumer.add", name, scopes=seen, key=made.key_id, title=title)
    return Registered(name, made.key)


def scope(name: str, wanted: Scope, *, actor: str, reason: str) -> None:
    """Give the consumer a scope on a feed, or another one than it has.

    Its cursors of that feed are gone: the next call is answered with ``410`` and the way to a snapshot; where the feed
    is pushed, the next message says so.
    """
    check(wanted)
    _reasoned(reason)
    with engine().begin() as connection:
        _living(connection, name)
        _write_scope(connection, name, wanted)
        pushed = sa.and_(subscription.c.consumer == name, subscription.c.feed == wanted.feed)
        connection.execute(subscription.update().where(pushed).values(scope_digest=""))
        _changed(connection, actor, "consumer.scope", name, reason, scope=_told(wanted))


def withdraw(name: str, feed: str, *, actor: str, reason: str) -> None:
    """Take a feed from the consumer; what is pushed to it of that feed ends."""
    _reasoned(reason)
    with engine().begin() as connection:
        _living(connection, name)
        mine = sa.and_(consumer_scope.c.consumer == name, consumer_scope.c.feed == feed)
        if not connection.execute(consumer_scope.delete().where(mine)).rowcount:
            raise NotAllowed("portals-feed-not-in-scope", record=name, feed=feed)
        of_feed = sa.and_(subscription.c.consumer == name, subscription.c.feed == feed)
        connection.execute(subscription.update().where(of_feed).values(status="ended"))
        _changed(connection, actor, "consumer.withdraw", name, reason, feed=feed)


def rotate(name: str, *, actor: str, overlap: timedelta = OVERLAP) -> Registered:
    """Make a new key; those before it work for the overlap and then no more."""
    made = keys.make()
    until = datetime.now(UTC) + overlap
    with engine().begin() as connection:
        _living(connection, name)
        live = sa.and_(consumer_key.c.consumer == name, consumer_key.c.revoked_at.is_(None))
        ends = sa.func.least(sa.func.coalesce(consumer_key.c.expires_at, until), until)
        connection.execute(consumer_key.update().where(live).values(expires_at=ends))
        connection.execute(consumer_key.insert().values(key_id=made.key_id, consumer=name, hash=made.hash))
        _changed(connection, actor, "consumer.rotate", name, key=made.key_id, until=until.isoformat())
    return Registered(name, made.key, until)


def revoke(name: str, *, actor: str, reason: str, key_id: str = "") -> None:
    """Stop a consumer, or one of its keys, at its next request; a stopped consumer's pushes end as well."""
    _reasoned(reason)
    now = datetime.now(UTC)
    with engine().begin() as connection:
        _living(connection, name)
        if key_id:
            mine = sa.and_(consumer_key.c.consumer == name, consumer_key.c.key_id == key_id)
            if not connection.execute(consumer_key.update().where(mine).values(revoked_at=now)).rowcount:
                raise NotAllowed("portals-key-unknown", record=name, key=key_id)
        else:
            connection.execute(consumer.update().where(consumer.c.name == name).values(revoked_at=now))
            of_consumer = subscription.c.consumer == name
            connection.execute(subscription.update().where(of_consumer).values(status="ended"))
        _changed(connection, actor, "consumer.revoke", name, reason, key=key_id)


def limit(name: str, *, actor: str, reason: str, requests_per_minute: int = 0, rows_per_day: int = 0) -> None:
    """Set a consumer's rate or quota; 0 leaves one as it is."""
    _reasoned(reason)
    given = {"requests_per_minute": requests_per_minute, "rows_per_day": rows_per_day}
    values = {column: value for column, value in given.items() if value}
    if not values or min(values.values()) < 1:
        raise NotAllowed("portals-limit-unfit", record=name)
    with engine().begin() as connection:
        _living(connection, name)
        connection.execute(consumer.update().where(consumer.c.name == name).values(values))
        _changed(connection, actor, "consumer.limit", name, reason, **values)


def listed() -> list[dict[str, Any]]:
    """Every consumer with its scopes and its keys' ids; no secret is known any more."""
    with engine().connect() as connection:
        query = sa.select(consumer).order_by(consumer.c.name)
        found = [plain(row) for row in connection.execute(query).mappings()]
        scopes = connection.execute(sa.select(consumer_scope).order_by(consumer_scope.c.feed)).mappings().all()
        key = [consumer_key.c[column] for column in ("consumer", "key_id", "created_at", "expires_at", "revoked_at")]
        made = connection.execute(sa.select(*key).order_by(consumer_key.c.created_at)).mappings().all()
    for row in found:
        row["scopes"] = [_without(scope) for scope in scopes if scope["consumer"] == row["name"]]
        row["keys"] = [_without(key) for key in made if key["consumer"] == row["name"]]
    return found


def _without(row: sa.RowMapping) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if name != "consumer"}


def _write_scope(connection: sa.Connection, name: str, wanted: Scope) -> None:
    values = {
        "consumer": name, "feed": wanted.feed, "classification": wanted.classification.value,
        "districts": None if wanted.districts is None else sorted(wanted.districts),
        "departments": None if wanted.departments is None else sorted(wanted.departments),
    }  # fmt: skip
    upsert = insert(consumer_scope).values(values)
    connection.execute(upsert.on_conflict_do_update(index_elements=["consumer", "feed"], set_=values))


def scope_of_row(row: sa.RowMapping) -> Scope:
    """A scope as it is stored."""
    return Scope(
        row["feed"],
        Classification(row["classification"]),
        None if row["districts"] is None else frozenset(row["districts"]),
        None if row["departments"] is None else frozenset(row["departments"]),
    )


def _told(wanted: Scope) -> dict[str, Any]:
    return {
        "feed": wanted.feed, "classification": wanted.classification.value,
        "districts": None if wanted.districts is None else sorted(wanted.districts),
        "departments": None if wanted.departments is None else sorted(wanted.departments),
    }  # fmt: skip


def _certificate(given: str | None) -> str | None:
    if given is None:
        return None
    plain = given.replace(":", "").lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise NotAllowed("portals-certificate-unfit")
    return plain


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed("portals-reason-missing")


def _living(connection: sa.Connection, name: str) -> None:
    query = sa.select(consumer.c.name).where(consumer.c.name == name, consumer.c.revoked_at.is_(None))
    if connection.execute(query.with_for_update()).first() is None:
        raise NotAllowed("portals-consumer-unknown", record=name, name=name, next_command="hub consumers list")


def _changed(
    connection: sa.Connection, actor: str, action: str, subject: str, reason: str = "", **details: Any
) -> None:
    """Audit, and let every process of the interface read the register anew before it answers its next request."""
    connection.execute(portal_state.update().values(epoch=portal_state.c.epoch + 1))
    audit.record(connection, actor=actor, action=action, subject=subject, reason=reason, **details)
