"""Publishing: each feed's next version where something changed, then the folders that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from hub.entities import LOCK
from hub.errors import NotAllowed
from hub.feeds import files, totals, versions
from hub.feeds.declared import Feed, declared
from hub.feeds.tables import feed_version
from hub.feeds.versions import Published
from hub.reconcile import reached
from hub.reconcile.run import exclusively


@dataclass(frozen=True)
class Summary:
    """What one publishing did. ``business_date`` is the date that was published, ``asked`` the one called with."""

    business_date: date
    asked: date
    feeds: list[Published]


def publish(business_date: date) -> Summary:
    """Publish what was reconciled for the date. Nothing changed: no new version, no file, no delivery.

    A date before the newest one reconciled publishes that newest date. Killed anywhere and run again, it ends where
    it would have ended. Raises ``NotAllowed`` when the date was not reconciled yet.
    """
    with exclusively(LOCK) as connection:  # not while reconciliation writes what is published here
        with connection.begin():
            day = reached(connection)
        if day is None or day < business_date:
            command = f"hub reconcile --date {business_date.isoformat()}"
            raise NotAllowed("feeds-not-reconciled", date=business_date.isoformat(), next_command=command)
        published = []
        for feed in declared().values():
            with connection.begin():
                published.append(versions.advance(connection, feed, day))
            _complete(connection, feed)
        with connection.begin():
            totals.refresh(connection, day)
    return Summary(day, business_date, published)


def _complete(connection: sa.Connection, feed: Feed) -> None:
    """Make the folders of versions that have none: after a kill, or when the newest was removed or moved."""
    of_feed = feed_version.c.feed == feed.name
    with connection.begin():
        newest = sa.select(sa.func.max(feed_version.c.version)).where(of_feed).scalar_subquery()
        wanted = sa.select(feed_version.c.version, feed_version.c.published_at).where(
            of_feed, sa.or_(feed_version.c.files_at.is_(None), feed_version.c.version == newest)
        )
        missing = connection.execute(wanted.order_by(feed_version.c.version)).all()
    for version, published_at in missing:
        with connection.begin():
            if not files.is_complete(feed.name, version, published_at):
                files.write(connection, feed, version)
            files.mark_complete(connection, feed.name, version)
