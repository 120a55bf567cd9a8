"""The last step of the control totals: what was published, and which stored keys the feed does not hold."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from hub.feeds.declared import declared
from hub.feeds.tables import feed_row
from hub.reconcile.tables import control_total
from hub.reconcile.totals import STANDS_FOR


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
        connection.execute(
            control_total.update()
            .values(published=published)
            .where(
                control_total.c.dataset == dataset,
                control_total.c.business_date == business_date,
                control_total.c.published.is_distinct_from(published),
            )
        )
