"""What follows a day's syncs, in order: who is who, what is published, what is due, who is alerted, what is sent.

Airflow runs the same steps as DAGs; the command line and the tests run them from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any


def after_syncs(business_date: date) -> Iterator[tuple[str, Any]]:
    """Run each step for the date and yield its name and its summary. Every step may be run again."""
    from hub.alerts import evaluate, notify
    from hub.clocks import wind
    from hub.deliver import deliver
    from hub.feeds import publish
    from hub.reconcile import reconcile

    yield "reconcile", reconcile(business_date)
    yield "publish", publish(business_date)
    yield "wind", wind(business_date)
    yield "evaluate", evaluate(business_date)
    yield "notify", notify(business_date)
    yield "deliver", deliver(business_date)
