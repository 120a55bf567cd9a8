"""What a list is: rows of one kind, one a case, and what can be counted in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from hub.calendar.rules import Rule, rules
from hub.clocks.tables import clock
from hub.clocks.views import VIEWS
from hub.reconcile.sources import Sources

WEEK = 7
PERIOD = 30
ABSENCES = 90
"""Days that the reports look back on: the week of what is new, the period of services and appeals, and the time in
which absences count as repeated. No order names them."""
PAY_AGES = (0, 8, 16, 31, 61)
"""From which age in days each bucket goes, as the minutes' reviews want them."""
LATE_AGES = (1, 16, 31, 61)
"""From how many days past its deadline each bucket goes."""
WEEKS = 12
"""Points of the trend."""


@dataclass(frozen=True)
class At:
    """The store and the clocks as a list reads them on a business date."""

    connection: sa.Connection
    day: date

    def sources(self, day: date | None = None) -> Sources:
        """The datasets as they were known on the date, or on an earlier one."""
        return Sources(self.connection, day or self.day)

    @property
    def today(self) -> sa.ColumnElement[Any]:
        """The business date as a value in SQL."""
        return sa.literal(self.day, sa.Date)

    def within(self, column: sa.ColumnElement[Any], days: int) -> sa.ColumnElement[bool]:
        """Whether a day lies in the last ``days`` days, the business date among them; never null."""
        first = self.day - timedelta(days=days - 1)
        return sa.func.coalesce(sa.cast(column, sa.Date).between(first, self.day), sa.false())


class Timed:
    """The rows that a rule's clock runs for, as known on ``day``, each with its deadline."""

    def __init__(self, at: At, name: str, day: date | None = None) -> None:
        self.rule: Rule = rules()[name]
        self.day = day or at.day
        sources = at.sources(self.day)
        self.rows = VIEWS[self.rule.view](sources) if self.rule.view else sources(self.rule.dataset)
        self.c = self.rows.c
        self._clock = sa.select(clock.c.subject, clock.c.due_on).where(clock.c.rule == name).subquery(f"clock_{name}")

    @property
    def joined(self) -> sa.FromClause:
        """The rows with their clocks beside them."""
        subject = sa.cast(self.c[self.rule.subject], sa.Text)
        return self.rows.outerjoin(self._clock, self._clock.c.subject == subject)

    @property
    def due_on(self) -> sa.ColumnElement[Any]:
        """The deadline: the rule's own date, else as the clock has counted it."""
        return sa.cast(self.c[self.rule.due], sa.Date) if self.rule.due else self._clock.c.due_on

    @property
    def started_on(self) -> sa.ColumnElement[Any]:
        """The day from which days are counted."""
        return sa.cast(self.c[self.rule.starts], sa.Date)

    @property
    def is_pending(self) -> sa.ColumnElement[bool]:
        """Whether it still waits."""
        return sa.type_coerce(sa.not_(self.rule.is_stopped(self.rows)), sa.Boolean)

    @property
    def stopped_on(self) -> sa.ColumnElement[Any]:
        """The day on which it was done; null while it waits."""
        days = [sa.cast(self.c[name], sa.Date) for name in self.rule.stopped.day]
        return sa.case((~self.is_pending, sa.func.coalesce(*days)))

    def states(self, at: At) -> list[sa.ColumnElement[Any]]:
        """The columns that ``waiting`` counts: whether it waits, waits past its deadline, is new, was done lately."""
        return [
            self.is_pending.label("is_pending"), self.is_over.label("is_over"),
            at.within(self.started_on, WEEK).label("is_new"),
            at.within(self.stopped_on, WEEK).label("is_settled_lately"),
        ]  # fmt: skip

    @property
    def age(self) -> sa.ColumnElement[Any]:
        """Calendar days since its start, to the day on which it was done."""
        until = sa.func.coalesce(self.stopped_on, sa.literal(self.day, sa.Date))
        return sa.cast(until - self.started_on, sa.Integer)

    @property
    def days_late(self) -> sa.ColumnElement[Any]:
        """Days past the deadline of what still waits; null where it is not late."""
        late = sa.cast(sa.literal(self.day, sa.Date) - self.due_on, sa.Integer)
        return sa.case((sa.and_(self.is_pending, late > 0), late))

    @property
    def is_over(self) -> sa.ColumnElement[bool]:
        """Whether it still waits although its deadline is past; never null."""
        return self.days_late.is_not(None)


def bucket(value: sa.ColumnElement[Any], bounds: tuple[int, ...]) -> sa.ColumnElement[Any]:
    """The lower bound of the bucket in which a number of days lies; null below the first."""
    return sa.case(*((value >= bound, bound) for bound in reversed(bounds)))


@dataclass(frozen=True)
class Measure:
    """What is counted: the rows for which the columns have these values; or the median of a column over them; or
    their share, in percent, of those of another measure."""

    where: Mapping[str, object] = field(default_factory=dict)
    median: str = ""
    of: str = ""


@dataclass(frozen=True)
class List:
    """Rows behind figures. ``shown`` are the columns that a person sees, ``order`` those by which rows are sorted,
    the largest first where a name begins with ``-``; ``rules`` and ``datasets`` are what it needs."""

    name: str
    datasets: tuple[str, ...]
    select: Callable[[At], sa.Select[Any]]
    key: str
    shown: tuple[str, ...]
    order: tuple[str, ...]
    measures: Mapping[str, Measure]
    rules: tuple[str, ...] = ()


def ages(prefix: str, column: str, bounds: tuple[int, ...], **where: object) -> dict[str, Measure]:
    """A measure a bucket: ``<prefix>_<lower bound>``."""
    return {f"{prefix}_{bound}": Measure({column: bound, **where}) for bound in bounds}


def waiting() -> dict[str, Measure]:
    """What waits, what of it is past its deadline, and the week's news, counted in the columns of ``Timed.states``."""
    return {
        "pending": Measure({"is_pending": True}),
        "over_limit": Measure({"is_over": True}),
        "share_over": Measure({"is_over": True}, of="pending"),
        "new": Measure({"is_new": True}),
        "settled": Measure({"is_settled_lately": True}),
    }
