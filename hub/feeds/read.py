"""Reading feeds: what there is, a snapshot of any version, the changes since one. Rows stream from the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.database import engine
from hub.errors import NotAllowed
from hub.feeds.declared import Feed, declared, feed_named
from hub.feeds.tables import feed_change, feed_row, feed_version

FETCH = 10_000
STREAMED = {"stream_results": True, "max_row_buffer": FETCH}


@dataclass(frozen=True)
class FeedState:
    """A feed and its newest version; ``version`` is 0 before the first."""

    feed: Feed
    version: int
    business_date: date | None
    rows: int
    published_at: datetime | None


@dataclass(frozen=True)
class Change:
    """One change of a version: ``kind`` is ADD, MOD or DEL; ``row`` is ``None`` for DEL."""

    version: int
    sequence: int
    kind: str
    key: str
    row: dict[str, Any] | None


def feeds() -> list[FeedState]:
    """Every declared feed with its newest version."""
    newest = sa.select(feed_version).ext(distinct_on(feed_version.c.feed))
    newest = newest.order_by(feed_version.c.feed, feed_version.c.version.desc())
    with engine().connect() as connection:
        found = {row.feed: row for row in connection.execute(newest)}
    states = []
    for name, feed in declared().items():
        row = found.get(name)
        if row is None:
            states.append(FeedState(feed, 0, None, 0, None))
        else:
            states.append(FeedState(feed, row.version, row.business_date, row.rows, row.published_at))
    return states


def version_row(connection: sa.Connection, feed: str, version: int | None) -> sa.Row[Any]:
    """The row of one version, the newest for ``None``.

    Raises ``NotAllowed`` when there is no such feed or version.
    """
    feed_named(feed)
    query = sa.select(feed_version).where(feed_version.c.feed == feed).order_by(feed_version.c.version.desc())
    if version is not None:
        query = query.where(feed_version.c.version == version)
    found = connection.execute(query.limit(1)).first()
    if found is None:
        raise NotAllowed(
            "feeds-version-unknown", record=feed, feed=feed, version=version or 0, next_command="hub feeds list"
        )
    return found


def row_texts(connection: sa.Connection, feed: str, version: int) -> Iterator[list[str]]:
    """The rows of a version as JSON texts by key, in lists of up to ``FETCH``; the older ones out of the changes."""
    newest = sa.select(sa.func.max(feed_version.c.version)).where(feed_version.c.feed == feed).scalar_subquery()
    if connection.scalar(sa.select(newest)) == version:
        text = sa.cast(feed_row.c.row, sa.Text)
        query: sa.Select[Any] = sa.select(text).where(feed_row.c.feed == feed).order_by(feed_row.c.key)
    else:
        last = (
            sa.select(feed_change.c.key, feed_change.c.kind, sa.cast(feed_change.c.row, sa.Text).label("row"))
            .ext(distinct_on(feed_change.c.key))
            .where(feed_change.c.feed == feed, feed_change.c.version <= version)
            .order_by(feed_change.c.key, feed_change.c.version.desc())
            .subquery("last")
        )
        query = sa.select(last.c.row).where(last.c.kind != "DEL").order_by(last.c.key)
    streamed = connection.execute(query, execution_options=STREAMED)
    for part in streamed.scalars().partitions(FETCH):
        yield list(part)


def snapshot(feed: str, version: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a version (the newest by default) by key; dates are ISO text, numbers with a point are text.

    Raises ``NotAllowed`` when there is no such feed or version.
    """
    with engine().connect() as connection:
        wanted = version_row(connection, feed, version).version
        for texts in row_texts(connection, feed, wanted):
            for text in texts:
                yield orjson.loads(text)


def changes(feed: str, since_version: int = 0, *, until_version: int | None = None) -> Iterator[Change]:
    """The changes after ``since_version`` in the order in which they are to be applied.

    Raises ``NotAllowed`` when there is no such feed, or no version as high as ``since_version``.
    """
    with engine().connect() as connection:
        if since_version:
            version_row(connection, feed, since_version)
        else:
            feed_named(feed)
        yield from _changes(connection, feed, since_version, until_version)


def _changes(connection: sa.Connection, feed: str, since: int, until: int | None) -> Iterator[Change]:
    columns = (feed_change.c.version, feed_change.c.sequence, feed_change.c.kind, feed_change.c.key)
    query = sa.select(*columns, sa.cast(feed_change.c.row, sa.Text).label("row"))
    query = query.where(feed_change.c.feed == feed, feed_change.c.version > since)
    if until is not None:
        query = query.where(feed_change.c.version <= until)
    query = query.order_by(feed_change.c.version, feed_change.c.sequence)
    for row in connection.execute(query, execution_options=STREAMED):
        yield Change(row.version, row.sequence, row.kind, row.key, orjson.loads(row.row) if row.row else None)


def published_at() -> datetime | None:
    """When any feed last got a new version; ``None`` before the first."""
    with engine().connect() as connection:
        last: datetime | None = connection.scalar(sa.select(sa.func.max(feed_version.c.published_at)))
    return last
