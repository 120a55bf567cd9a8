"""Proofs that what is published is what the store says: rows, changes, files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.database import engine
from hub.feeds.declared import Feed, declared
from hub.feeds.files import folder, is_complete, read_manifest
from hub.feeds.tables import feed_change, feed_row, feed_version
from hub.reconcile import golden, reached
from hub.reconcile.run import rehearse
from hub.reconcile.tables import control_total

_BLOCK = 1 << 20


def proofs() -> Iterator[tuple[str, str, str]]:
    """Rule (a message id), feed, and the reason for which it does not hold (empty where it does)."""
    for dataset, changed in rehearse().items():
        differing = changed.added + changed.modified + changed.deleted
        yield "verify-reconciled", dataset, f"{differing} rows differ from the store" if differing else ""
    with engine().connect() as connection:
        if reached(connection) is None:
            return
        for feed in declared().values():
            yield "verify-feeds", feed.name, _same_rows(connection, feed)
            yield "verify-feed-changes", feed.name, _same_by_changes(connection, feed)
            yield "verify-feed-files", feed.name, _same_files(connection, feed)
        yield from _totals(connection)


def _differing(connection: sa.Connection, left: sa.Select[tuple[str, str]], right: sa.Select[tuple[str, str]]) -> str:
    both = sa.union_all(sa.except_(left, right), sa.except_(right, left)).subquery()
    count = connection.scalar(sa.select(sa.func.count()).select_from(both))
    return f"{count} rows differ" if count else ""


def _published(feed: Feed) -> sa.Select[tuple[str, str]]:
    return sa.select(feed_row.c.key, feed_row.c.hash).where(feed_row.c.feed == feed.name)


def _same_rows(connection: sa.Connection, feed: Feed) -> str:
    source = golden(feed.dataset)
    return _differing(connection, _published(feed), sa.select(source.c["_key"], source.c["_hash"]))


def _same_by_changes(connection: sa.Connection, feed: Feed) -> str:
    """All changes from the first version on, one after the other, give the newest rows."""
    last = (
        sa.select(feed_change.c.key, feed_change.c.hash, feed_change.c.kind)
        .where(feed_change.c.feed == feed.name)
        .ext(distinct_on(feed_change.c.key))
        .order_by(feed_change.c.key, feed_change.c.version.desc())
        .subquery()
    )
    return _differing(connection, _published(feed), sa.select(last.c.key, last.c.hash).where(last.c.kind != "DEL"))


def _same_files(connection: sa.Connection, feed: Feed) -> str:
    query = sa.select(feed_version.c.version, feed_version.c.published_at).where(feed_version.c.feed == feed.name)
    for version, published_at in connection.execute(query.order_by(feed_version.c.version)):
        if not is_complete(feed.name, version, published_at):
            return f"version {version} has no complete folder"
        place = folder(feed.name, version)
        for file in read_manifest(feed.name, version)["files"]:
            digest = hashlib.sha256()
            with place.fs.open(f"{place.path}/{file['name']}", "rb") as opened:
                while block := opened.read(_BLOCK):
                    digest.update(block)
            if digest.hexdigest() != file["sha256"]:
                return f"version {version}: {file['name']} does not match its checksum"
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
