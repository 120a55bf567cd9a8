"""What must hold of the feeds, proven: for ``hub verify``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.database import engine
from hub.feeds import files
from hub.feeds.declared import Feed, declared
from hub.feeds.tables import feed_change, feed_row
from hub.feeds.versions import newest
from hub.reconcile import golden
from hub.reconcile.tables import control_total

_READ = 1 << 20


def proofs() -> Iterator[tuple[str, str, str]]:
    """``(rule, subject, reason)``; the reason is empty where the rule holds. Feeds never published are left out."""
    with engine().connect() as connection:
        for feed in declared().values():
            last = newest(connection, feed.name)
            if last is None:
                continue
            yield "verify-feeds", feed.name, _equals_reconciled(connection, feed)
            yield "verify-feed-changes", feed.name, _equals_changes(connection, feed.name)
            yield "verify-feed-files", feed.name, _files(feed.name, last.version)
        yield from _totals(connection)


def _first(connection: sa.Connection, query: sa.Select[Any]) -> str:
    row = connection.execute(query.limit(1)).first()
    return "" if row is None else ", ".join(str(value) for value in row)


def _equals_reconciled(connection: sa.Connection, feed: Feed) -> str:
    source = golden(feed.dataset)
    mine = sa.select(feed_row.c.key, feed_row.c.hash).where(feed_row.c.feed == feed.name).subquery("mine")
    joined = source.join(mine, mine.c.key == source.c["_key"], full=True)
    return _first(
        connection,
        sa.select(sa.func.coalesce(source.c["_key"], mine.c.key))
        .select_from(joined)
        .where(source.c["_hash"].is_distinct_from(mine.c.hash)),
    )


def _equals_changes(connection: sa.Connection, feed: str) -> str:
    """The current rows are what all changes, applied in order, come to."""
    last = (
        sa.select(feed_change.c.key, feed_change.c.kind, feed_change.c.hash)
        .ext(distinct_on(feed_change.c.key))
        .where(feed_change.c.feed == feed)
        .order_by(feed_change.c.key, feed_change.c.version.desc())
        .subquery("last")
    )
    made = sa.select(last.c.key, last.c.hash).where(last.c.kind != "DEL").subquery("made")
    mine = sa.select(feed_row.c.key, feed_row.c.hash).where(feed_row.c.feed == feed).subquery("mine")
    return _first(
        connection,
        sa.select(sa.func.coalesce(made.c.key, mine.c.key))
        .select_from(made.join(mine, mine.c.key == made.c.key, full=True))
        .where(made.c.hash.is_distinct_from(mine.c.hash)),
    )


def _files(feed: str, version: int) -> str:
    """The newest version's folder is complete and its files are what the manifest says."""
    if not files.is_complete(feed, version):
        return f"{files.folder(feed, version).path}: {files.MANIFEST}"
    place = files.folder(feed, version)
    for entry in files.read_manifest(feed, version)["files"]:
        digest = hashlib.sha256()
        try:
            with place.fs.open(f"{place.path}/{entry['name']}", "rb") as file:
                while part := file.read(_READ):
                    digest.update(part)
        except FileNotFoundError:
            return str(entry["name"])
        if digest.hexdigest() != entry["sha256"]:
            return str(entry["name"])
    return ""


def _totals(connection: sa.Connection) -> Iterator[tuple[str, str, str]]:
    """As of the newest date published: the rows stored are the rows published, and no key is missing."""
    day = sa.select(sa.func.max(control_total.c.business_date)).where(control_total.c.published.is_not(None))
    rows = sa.select(control_total).where(
        control_total.c.business_date == day.scalar_subquery(), control_total.c.published.is_not(None)
    )
    for row in connection.execute(rows.order_by(control_total.c.dataset)):
        holds = row.stored == row.published and not row.missing_count
        counted = f"{row.business_date}: {row.stored} != {row.published}; {', '.join(row.missing_keys[:3])}"
        yield "verify-published", row.dataset, "" if holds else counted
