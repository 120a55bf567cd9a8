"""Versions of feeds, and which portal has read what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hub.database import engine
from hub.feeds.tables import feed_version
from hub.portals.tables import consumer, consumer_scope, portal_receipt, subscription

_LOOKED_AT = 500


@dataclass(frozen=True)
class Reader:
    """A portal's newest reading of one feed: the version it has, and when. ``push`` is its subscription's status,
    empty where it fetches for itself; ``version`` is 0 where it has read nothing lately."""

    consumer: str
    title: str
    feed: str
    version: int
    at: datetime | None
    kind: str
    push: str
    is_revoked: bool


def feed_versions(feed: str, limit: int = 10) -> list[dict[str, Any]]:
    """The newest versions of a feed, without their columns."""
    columns = [column for column in feed_version.columns if column.name not in ("columns", "shape")]
    query = sa.select(*columns).where(feed_version.c.feed == feed).order_by(feed_version.c.version.desc()).limit(limit)
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def readers() -> list[Reader]:
    """Every portal and each feed in its scope, with what its newest receipts say."""
    with engine().connect() as connection:
        scopes = connection.execute(
            sa.select(consumer.c.name, consumer.c.title, consumer.c.revoked_at, consumer_scope.c.feed)
            .join(consumer_scope, consumer_scope.c.consumer == consumer.c.name)
            .order_by(consumer.c.name, consumer_scope.c.feed)
        ).all()
        pushes = {(row.consumer, row.feed): row.status for row in connection.execute(sa.select(subscription))}
        newest: dict[tuple[str, str], Any] = {}
        for name in {row.name for row in scopes}:
            receipts = sa.select(portal_receipt).where(portal_receipt.c.consumer == name)
            for row in connection.execute(receipts.order_by(portal_receipt.c.sequence.desc()).limit(_LOOKED_AT)):
                newest.setdefault((name, row.feed), row)
    found = []
    for scope in scopes:
        read = newest.get((scope.name, scope.feed))
        found.append(
            Reader(
                consumer=scope.name, title=scope.title, feed=scope.feed, version=read.version if read else 0,
                at=datetime.fromisoformat(read.at) if read else None, kind=read.kind if read else "",
                push=pushes.get((scope.name, scope.feed), ""), is_revoked=scope.revoked_at is not None,
            )
        )  # fmt: skip
    return found
