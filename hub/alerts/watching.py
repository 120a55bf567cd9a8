"""What the hub watches by the hour, whether or not anything ran: datasets and feeds that are late, nothing running at
all, channels that fail, a calendar that comes to its end. It needs no scheduler: ``hub watch`` calls it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.alerts.evaluation import LOCK
from hub.alerts.rules import AlertRule, alert_rules
from hub.alerts.settling import NAMES, Settled, conditions, settle
from hub.alerts.tables import alert, alert_channel, alert_run
from hub.calendar import version
from hub.contracts import contracts
from hub.database import engine
from hub.reconcile.tables import control_total
from hub.settings import IST, hub_home
from hub.store.tables import batch

GOOD = ("stored", "unchanged")
FEEDS = "feeds"
"""Feeds are published together, so that they are late together: one alert."""


@dataclass(frozen=True)
class Late:
    """One condition: since when it stands, and what is known of it."""

    rule: str
    subject: str
    since: datetime
    facts: Mapping[str, str | int]


@dataclass(frozen=True)
class Watched:
    """What one look found, by rule, and what became of the alerts."""

    at: datetime
    standing: Mapping[str, int]
    settled: Settled


def watch(now: datetime | None = None) -> Watched:
    """Look at the ledger and the channels and bring the alerts to it; ``now`` is for tests of what time does."""
    at = now or datetime.now(UTC)
    with engine().begin() as connection:
        seen = look(connection, at, tuple(name for name, rule in alert_rules().items() if rule.is_watch))
    mark = hub_home() / "watched"  # its time of change tells a health check that somebody still looks
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return seen


def look(connection: sa.Connection, at: datetime, rules: tuple[str, ...]) -> Watched:
    """The same in the caller's transaction, for some of the rules."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    day = at.astimezone(IST).date()
    runs = insert(alert_run).values([{"rule": name, "business_date": day, "evaluated_at": at} for name in rules])
    connection.execute(runs.on_conflict_do_nothing())
    known = alert_rules()
    late = [item for name in rules for item in _FINDERS[name](connection, at, known[name])]
    found = conditions(connection)
    if late:
        connection.execute(found.insert(), [_row(item, known[item.rule], at) for item in late])
    settled = settle(connection, rules, found, day)
    standing = sa.select(alert.c.rule, sa.func.count()).where(alert.c.rule.in_(rules), alert.c.status != "closed")
    return Watched(at, dict(connection.execute(standing.group_by(alert.c.rule)).all()), settled)


def _row(item: Late, rule: AlertRule, at: datetime) -> dict[str, object]:
    level = rule.level(at - item.since)
    row: dict[str, object] = dict.fromkeys(NAMES)
    return row | {
        "rule": item.rule, "subject": item.subject, "pending_since": item.since.astimezone(IST).date(),
        "facts": dict(item.facts), "phase": "escalated" if level > 1 else "overdue", "level": level,
    }  # fmt: skip


def _watched_since(connection: sa.Connection, at: datetime) -> datetime:
    """When this installation was looked at first: what never ran cannot be later than that."""
    return connection.scalar(sa.select(sa.func.min(alert_run.c.evaluated_at))) or at


def _datasets(connection: sa.Connection, at: datetime, rule: AlertRule) -> Iterator[Late]:
    good = sa.select(batch.c.dataset, sa.func.max(batch.c.updated_at)).where(batch.c.status.in_(GOOD))
    synced = {row[0]: row[1] for row in connection.execute(good.group_by(batch.c.dataset))}
    for described in contracts().values():
        last = synced.get(described.id)
        since = (last or _watched_since(connection, at)) + described.latency
        if since < at:
            hours = int(described.latency / timedelta(hours=1))
            facts = {"allowed_hours": hours} | ({"last_good": _moment(last)} if last else {})
            yield Late(rule.id, described.id, since, facts)


def _feeds(connection: sa.Connection, at: datetime, rule: AlertRule) -> Iterator[Late]:
    """The next business date is complete in the store, and not published."""
    newest = sa.select(sa.func.max(control_total.c.business_date)).where(control_total.c.published.is_not(None))
    published = connection.scalar(newest) or date.min
    stored = sa.select(batch.c.dataset, sa.func.min(batch.c.updated_at)).where(
        batch.c.status.in_(GOOD), batch.c.business_date > published
    )
    complete = {row[0]: row[1] for row in connection.execute(stored.group_by(batch.c.dataset))}
    if contracts().keys() <= complete.keys() and (since := max(complete.values()) + rule.after) < at:
        yield Late(rule.id, FEEDS, since, {"published_on": published.isoformat()} if published > date.min else {})


def _silence(connection: sa.Connection, at: datetime, rule: AlertRule) -> Iterator[Late]:
    last: datetime | None = connection.scalar(sa.select(sa.func.max(batch.c.updated_at)))
    since = (last or _watched_since(connection, at)) + rule.after
    if since < at:
        yield Late(rule.id, "hub", since, {"last_run": _moment(last)} if last else {})


def _channels(connection: sa.Connection, at: datetime, rule: AlertRule) -> Iterator[Late]:
    failed = sa.select(alert_channel).where(alert_channel.c.status == "failed").order_by(alert_channel.c.channel)
    for row in connection.execute(failed):
        yield Late(rule.id, row.channel, row.since, {"reason": row.reason})


def _calendar(connection: sa.Connection, at: datetime, rule: AlertRule) -> Iterator[Late]:
    """Deadlines that reach beyond the calendar in force cannot be counted."""
    until = version(None, connection).covers_to
    since = datetime.combine(until + timedelta(days=1), time(), IST) - rule.after
    if since < at:
        yield Late(rule.id, "calendar", since, {"covers_to": until.strftime("%d.%m.%Y")})


def _moment(value: datetime) -> str:
    return value.astimezone(IST).strftime("%d.%m.%Y %H:%M")


_FINDERS = {
    "dataset_late": _datasets, "feed_late": _feeds, "nothing_ran": _silence, "channel_failed": _channels,
    "calendar_ends": _calendar,
}  # fmt: skip
