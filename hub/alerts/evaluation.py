"""Brings the alerts to the clocks: approaching, due, overdue and escalated, as the clocks stand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.alerts.rules import AlertRule, alert_rules
from hub.alerts.settling import NAMES, Settled, conditions, settle
from hub.alerts.tables import alert, alert_run
from hub.calendar.rules import rules as clock_rules
from hub.clocks.tables import clock, clock_run
from hub.database import engine
from hub.errors import NotAllowed

LOCK = 0x7EC0_0003


@dataclass(frozen=True)
class Summary:
    """What one evaluation did. ``business_date`` is the date at which the clocks stand, ``asked`` the one it was called
    with; ``open`` counts alerts of clocks that are not closed when it ends."""

    business_date: date
    asked: date
    opened: int
    reopened: int
    moved: int
    eased: int
    woken: int
    closed: int
    open: int


def evaluate(business_date: date) -> Summary:
    """Bring the alerts to the clocks as they were wound last; the same date again changes nothing.

    Time does not run backwards: called for a date before the newest one wound, it evaluates that newest date and the
    summary says so. Raises ``NotAllowed`` when the clocks were not wound for the date yet.
    """
    with engine().begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        day: date | None = connection.scalar(sa.select(sa.func.max(clock_run.c.business_date)))
        if day is None or day < business_date:
            command = f"hub alerts run --date {business_date.isoformat()}"
            raise NotAllowed("alerts-not-wound", date=business_date.isoformat(), next_command=command)
        rules = of_clocks()
        found = conditions(connection)
        for rule in rules.values():
            connection.execute(found.insert().from_select(NAMES, _standing(rule, day)))
        undeclared = sa.select(alert.c.rule).distinct().where(alert.c.rule.not_in(list(alert_rules())))
        done: Settled = settle(connection, [*rules, *connection.scalars(undeclared)], found, day)
        runs = [{"rule": name, "business_date": day} for name in rules]
        connection.execute(insert(alert_run).values(runs).on_conflict_do_nothing())
        standing = sa.select(sa.func.count()).select_from(alert)
        standing = standing.where(alert.c.rule.in_(list(rules)), alert.c.status != "closed")
        return Summary(day, business_date, **asdict(done), open=connection.scalar(standing) or 0)


def of_clocks() -> dict[str, AlertRule]:
    """The rules of alerts that a clock drives."""
    return {name: rule for name, rule in alert_rules().items() if not rule.is_watch}


def evaluated_on(connection: sa.Connection) -> date | None:
    """The newest date for which the alerts of clocks were evaluated: the date they stand at."""
    newest = sa.select(sa.func.max(alert_run.c.business_date)).where(alert_run.c.rule.in_(list(of_clocks())))
    day: date | None = connection.scalar(newest)
    return day


def _standing(rule: AlertRule, day: date) -> sa.Select[Any]:
    """The running clocks of a rule that have come to the phase from which it makes alerts."""
    known = clock_rules()[rule.id]
    ahead = {"approaching": known.approaching, "due": 0, "overdue": -1}[rule.start]
    over = sa.literal(day, sa.Date) - clock.c.due_on
    rises = sum((sa.case((over > step, 1), else_=0) for step in known.ladder), sa.literal(0))
    level = sa.case((over > 0, 1 + rises), else_=0)
    phase = sa.case((over < 0, "approaching"), (over == 0, "due"), (level > 1, "escalated"), else_="overdue")
    columns = {"pending_since": clock.c.started_on, "phase": phase, "level": level}
    return sa.select(*((columns[name] if name in columns else clock.c[name]).label(name) for name in NAMES)).where(
        clock.c.rule == rule.id, clock.c.state == "running", over >= -ahead
    )
