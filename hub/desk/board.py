"""How things stand this morning: each dataset, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.alerts.tables import alert, notification
from hub.contracts import Contract, contracts
from hub.database import engine
from hub.desk.alerting import within
from hub.desk.limits import Limits
from hub.outbox import switched_on
from hub.outbox.tables import outbox
from hub.portals.tables import consumer, subscription
from hub.reconcile.tables import control_total, reconcile_run
from hub.store.tables import batch

DAYS = 14
COUNTED_TO = 10_000
GOOD = ("stored", "unchanged")
_UNDER_WAY = timedelta(minutes=30)


@dataclass(frozen=True)
class Day:
    """What one business date of a dataset came to; nulls where there was no batch."""

    date: date
    status: str | None = None
    received: int | None = None
    quarantined: int | None = None


@dataclass(frozen=True)
class Standing:
    """One dataset: its last good sync and its age, what that brought, and the days up to the business date.

    ``is_late`` compares the age with the contract's service level; ``failure`` is ``{"step", "message_id",
    "details"}`` where the newest batch failed, or was refused as unreadable, and nothing good came after it.
    """

    contract: Contract
    business_date: date | None
    synced_at: datetime | None
    age: timedelta | None
    is_late: bool
    received: int | None
    accepted: int | None
    quarantined: int | None
    days: tuple[Day, ...]
    held: tuple[str, ...]
    is_under_way: bool
    failed_batch: str = ""
    failure: dict[str, Any] | None = field(default=None, repr=False)


def board(business_date: date, now: datetime | None = None) -> list[Standing]:
    """Every dataset in the order of the contracts."""
    at = now or datetime.now(UTC)
    first_day = business_date - timedelta(days=DAYS - 1)
    with engine().connect() as connection:
        newest = _newest(connection)
        good = _newest(connection, batch.c.status.in_(GOOD))
        # An unchanged batch counts nothing; what stands is what was stored last.
        counted = _newest(connection, batch.c.status == "stored")
        days = _days(connection, first_day)
        waiting = connection.execute(sa.select(batch.c.dataset, batch.c.batch_id).where(batch.c.status == "held"))
        held: dict[str, list[str]] = {}
        for row in waiting:
            held.setdefault(row.dataset, []).append(row.batch_id)
    return [
        _standing(
            described, newest.get(name), good.get(name), counted.get(name),
            tuple(days.get((name, day), Day(day)) for day in (first_day + timedelta(days=n) for n in range(DAYS))),
            tuple(sorted(held.get(name, ()))), at,
        )
        for name, described in contracts().items()
    ]  # fmt: skip


_COLUMNS = (batch.c.batch_id, batch.c.dataset, batch.c.business_date, batch.c.status, batch.c.received,
            batch.c.accepted, batch.c.quarantined, batch.c.error, batch.c.updated_at)  # fmt: skip


def _known() -> sa.TableValuedAlias:
    names = sa.cast(list(contracts()), sa.ARRAY(sa.Text))
    return sa.func.unnest(names).table_valued("dataset").render_derived(name="known")


def _newest(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> dict[str, sa.Row[Any]]:
    """The newest batch of each dataset for which the conditions hold: a step in the index for each."""
    known = _known()
    one = (
        sa.select(*_COLUMNS)
        .where(batch.c.dataset == known.c.dataset, *conditions)
        .order_by(batch.c.business_date.desc(), batch.c.sequence.desc())
        .limit(1)
        .lateral("one")
    )
    return {row.dataset: row for row in connection.execute(sa.select(one).select_from(known.join(one, sa.true())))}


def _days(connection: sa.Connection, since: date) -> dict[tuple[str, date], Day]:
    """Of each day the newest batch that counted something, else the newest."""
    known = _known()
    one = (
        sa.select(batch.c.business_date, batch.c.status, batch.c.received, batch.c.quarantined)
        .ext(distinct_on(batch.c.business_date))
        .where(batch.c.dataset == known.c.dataset, batch.c.business_date >= since)
        .order_by(batch.c.business_date, batch.c.received.is_(None), batch.c.sequence.desc())
        .lateral("one")
    )
    found = connection.execute(sa.select(known.c.dataset, one).select_from(known.join(one, sa.true())))
    return {(row[0], row[1]): Day(*row[1:]) for row in found}


def _standing(
    described: Contract, newest: sa.Row[Any] | None, good: sa.Row[Any] | None, counted: sa.Row[Any] | None,
    days: tuple[Day, ...], held: tuple[str, ...], now: datetime,
) -> Standing:  # fmt: skip
    is_failed = newest is not None and newest.status not in GOOD and newest.error is not None
    is_moving = newest is not None and newest.status in ("planned", "landed", "checked", "released") and not is_failed
    age = now - good.updated_at if good else None
    return Standing(
        contract=described,
        business_date=good.business_date if good else None,
        synced_at=good.updated_at if good else None,
        age=age,
        is_late=age is None or age > described.latency,
        received=counted.received if counted else None,
        accepted=counted.accepted if counted else None,
        quarantined=counted.quarantined if counted else None,
        days=days,
        held=held,
        is_under_way=is_moving and newest is not None and now - newest.updated_at < _UNDER_WAY,
        failed_batch=newest.batch_id if newest is not None and is_failed else "",
        failure=newest.error if newest is not None and is_failed else None,
    )


@dataclass(frozen=True)
class Unanswered:
    """A flow that is on and whose system gave no answer to ``count`` messages, to the first for the reason
    ``message_id``, which ``details`` fill."""

    flow: str
    count: int
    message_id: str
    details: dict[str, Any]


@dataclass(frozen=True)
class HaltedPush:
    """A push to a portal, known by its title, that was given up and waits for a person."""

    portal: str
    feed: str


@dataclass(frozen=True)
class Waiting:
    """What waits beside the datasets. Counts stop at ``COUNTED_TO``.

    ``stored_on`` is the newest date that every dataset has reached; ``reconciled_on`` and ``published_on`` follow it.
    """

    open_alerts: int
    unanswered: list[Unanswered]
    dead_messages: dict[str, int]
    halted_pushes: list[HaltedPush]
    stuck_mails: int
    stored_on: date | None
    reconciled_on: date | None
    published_on: date | None

    @property
    def feeds_are_behind(self) -> bool:
        """Whether what is stored for a date has not been published yet."""
        return self.stored_on is not None and (self.published_on is None or self.published_on < self.stored_on)


def waiting(standings: Iterable[Standing], limits: Limits | None = None) -> Waiting:
    """What waits for a person or for its turn, beside the datasets; of alerts only those within ``limits``."""
    reached = [standing.business_date for standing in standings]
    stored_on = min((day for day in reached if day), default=None) if all(reached) else None
    with engine().connect() as connection:
        dead = connection.execute(
            sa.select(outbox.c.flow, sa.func.count())
            .where(outbox.c.status.in_(("dead", "refused")))
            .group_by(outbox.c.flow)
        )
        return Waiting(
            open_alerts=capped(connection, sa.select(alert.c.id).where(alert.c.status == "open", *within(limits))),
            unanswered=_unanswered(connection),
            dead_messages={row[0]: row[1] for row in dead},
            halted_pushes=[
                HaltedPush(*row)
                for row in connection.execute(
                    sa.select(consumer.c.title, subscription.c.feed)
                    .join(consumer, consumer.c.name == subscription.c.consumer)
                    .where(subscription.c.status == "halted")
                    .order_by(consumer.c.name, subscription.c.feed)
                )
            ],
            stuck_mails=capped(
                connection, sa.select(notification.c.id).where(notification.c.status.in_(("refused", "doubtful")))
            ),
            stored_on=stored_on,
            reconciled_on=connection.scalar(sa.select(sa.func.max(reconcile_run.c.business_date))),
            published_on=connection.scalar(
                sa.select(sa.func.max(control_total.c.business_date)).where(control_total.c.published.is_not(None))
            ),
        )


def _unanswered(connection: sa.Connection) -> list[Unanswered]:
    is_unanswered = sa.and_(outbox.c.status == "pending", outbox.c.attempts > 0)
    counted = (
        sa.select(outbox.c.flow, sa.func.count().label("count"), sa.func.min(outbox.c.id).label("first"))
        .where(is_unanswered)
        .group_by(outbox.c.flow)
        .subquery()
    )
    query = sa.select(outbox.c.flow, counted.c.count, outbox.c.last_error, outbox.c.last_error_details)
    rows = connection.execute(query.join(counted, counted.c.first == outbox.c.id).order_by(outbox.c.flow))
    on = switched_on(connection)
    return [Unanswered(flow, count, error or "", details or {}) for flow, count, error, details in rows if flow in on]


def capped(connection: sa.Connection, query: sa.Select[Any], limit: int = COUNTED_TO) -> int:
    """How many rows a query has, counted no further than ``limit``."""
    return connection.scalar(sa.select(sa.func.count()).select_from(query.limit(limit).subquery())) or 0
