"""Reading the clocks, and the proofs that they are what the rules and the calendar say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub import calendar
from hub.calendar import Days
from hub.calendar.rules import rules
from hub.clocks.counting import deadlines
from hub.clocks.tables import clock, clock_run
from hub.database import engine

_TOLD = 3


@dataclass(frozen=True)
class Clock:
    """One clock as it stands."""

    rule: str
    subject: str
    dataset: str
    ddo_code: str | None
    district_lgd: int | None
    department: str | None
    office: str | None
    holder: str | None
    facts: dict[str, Any]
    started_on: date
    limit_days: int | None
    days_kind: str
    office_class: str
    due_on: date | None
    due_by_source: date | None
    calendar_version: int | None
    state: str
    stopped_on: date | None
    as_of: date


def clocks(
    rule: str | None = None, state: str | None = None, subject: str | None = None, due_before: date | None = None,
    district_lgd: int | None = None, limit: int = 100,
) -> list[Clock]:  # fmt: skip
    """Clocks, the earliest deadline first, those without one last."""
    query = sa.select(clock).order_by(clock.c.due_on.asc().nulls_last(), clock.c.rule, clock.c.subject).limit(limit)
    given = {"rule": rule, "state": state, "subject": subject, "district_lgd": district_lgd}
    query = query.where(*(clock.c[name] == value for name, value in given.items() if value is not None))
    if due_before is not None:
        query = query.where(clock.c.due_on < due_before)
    with engine().connect() as connection:
        return [Clock(**row) for row in connection.execute(query).mappings()]


def reached() -> date | None:
    """The newest business date on which the clocks were wound: the date they stand at."""
    with engine().connect() as connection:
        newest: date | None = connection.scalar(sa.select(sa.func.max(clock_run.c.business_date)))
    return newest


def proofs() -> Iterator[tuple[str, str, str]]:
    """Rule (a message id), subject, and the reason for which it does not hold (empty where it does).

    Every version of the calendar says what was proposed; each running deadline is what counting anew from its start,
    under the version that it names, gives, and the day that it falls on is one that counts.
    """
    with engine().connect() as connection:
        unsound = calendar.unsound(connection)
        yield "verify-calendar", "hub.calendar_day", ", ".join(map(str, unsound))
        moves_on = [name for name, rule in rules().items() if rule.on_closed_day == "next_working"]
        columns = (clock.c.rule, clock.c.started_on, clock.c.limit_days, clock.c.days_kind, clock.c.office_class,
                   clock.c.calendar_version, clock.c.due_on)  # fmt: skip
        query = sa.select(*columns).where(clock.c.state == "running", clock.c.limit_days.is_not(None)).distinct()
        rows = connection.execute(query.order_by(clock.c.rule)).all()
        known = {number: calendar.calendars(number, connection) for number in {row.calendar_version for row in rows}}
    wrong: dict[str, list[str]] = {row.rule: [] for row in rows}
    for row in rows:
        counted = known[row.calendar_version][row.office_class]
        is_moved = row.rule in moves_on
        again = deadlines(counted, row.days_kind, [(row.started_on, row.limit_days)], moves_on=is_moved)[0]
        counts = row.days_kind == Days.CALENDAR or is_moved or (
            counted.count(row.started_on, row.due_on, Days(row.days_kind)) == row.limit_days
        )  # fmt: skip
        if again != row.due_on or not counts:
            wrong[row.rule].append(f"{row.started_on} + {row.limit_days}: {row.due_on}, {again}")
    for rule, found in wrong.items():
        yield "verify-clocks", rule, "; ".join(found[:_TOLD])
