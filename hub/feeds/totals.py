"""The last step of the control totals: what was published, and which stored keys the feed does not hold."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from hub.feeds.declared import declared
from hub.feeds.tables import feed_row
from hub.reconcile import golden
from hub.reconcile.tables import control_total
from hub.reconcile.totals import MISSING_KEPT, STANDS_FOR


def refresh(connection: sa.Connection, business_date: date) -> None:
    """Set ``published`` in the control totals of the date, where it differs."""
    feeds = {feed.dataset: feed.name for feed in declared().values()}
    door = feed_row.c.row["door"].as_string()
    counted: dict[tuple[str, str], int] = {}
    for name in {name for name, _door in STANDS_FOR.values()}:
        rows = sa.select(door, sa.func.count()).where(feed_row.c.feed == feeds[name]).group_by(door)
        counted |= {(name, row[0] or ""): row[1] for row in connection.execute(rows)}
    for dataset, stands in STANDS_FOR.items():
        published = counted.get(stands, 0)
        of_date = sa.and_(control_total.c.dataset == dataset, control_total.c.business_date == business_date)
        connection.execute(
            control_total.update()
            .values(published=published)
            .where(of_date, control_total.c.published.is_distinct_from(published))
        )
        if connection.scalar(sa.select(control_total.c.reconciled).where(of_date)) != published:
            missing = _unpublished(connection, feeds[stands[0]], *stands)
            values = {"missing_count": len(missing), "missing_keys": missing[:MISSING_KEPT]}
            connection.execute(control_total.update().values(values).where(of_date))


def _unpublished(connection: sa.Connection, feed: str, name: str, door: str) -> list[str]:
    """Keys of reconciled rows that the feed does not hold."""
    table = golden(name)
    of_door = table.c.door == door if door else sa.true()
    is_published = sa.exists().where(feed_row.c.feed == feed, feed_row.c.key == table.c["_key"])
    return list(connection.scalars(sa.select(table.c["_key"]).where(of_door, ~is_published).order_by(table.c["_key"])))
