"""Which deadlines a version of the calendar moves, and the decision that moves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.calendar import Version, calendars, decidable, decide, version
from hub.calendar.rules import rules
from hub.clocks.counting import COUNTED, LONGEST, dated
from hub.clocks.tables import clock, clock_move, clock_run
from hub.clocks.winding import LOCK
from hub.database import engine
from hub.errors import NotAllowed

_COUNTED_STATES = ("running", "undated")


@dataclass(frozen=True)
class Move:
    """One deadline that moves. ``old_due`` is ``None`` where the version before did not cover it, ``new_due`` where
    this one does not."""

    rule: str
    subject: str
    old_due: date | None
    new_due: date | None
    district_lgd: int | None
    department: str | None


@dataclass(frozen=True)
class Moves:
    """The deadlines that a version moves, or moved: ``rows`` are the first by rule and subject, the counts are of all.

    ``becomes_overdue`` and ``no_longer_overdue`` go by the newest date on which the clocks were wound.
    """

    version: int
    is_done: bool
    total: int
    by_rule: dict[str, int]
    later: int
    earlier: int
    becomes_overdue: int
    no_longer_overdue: int
    rows: tuple[Move, ...]


def moved_by(number: int, limit: int = 100, connection: sa.Connection | None = None) -> Moves:
    """What approving a proposal would move now; of a version that was approved, what it moved.

    Raises ``NotAllowed`` where there is no such version.
    """
    if connection is None:
        with engine().begin() as opened:
            return moved_by(number, limit, opened)
    known = version(number, connection)
    table: sa.FromClause = clock_move
    wanted = clock_move.c.calendar_version == number
    if known.state != "approved":
        table, wanted = _moving(connection, number), sa.true()
    return _told(connection, table, wanted, known, limit)


def _moving(connection: sa.Connection, number: int) -> sa.Subquery:
    """The clocks that run whose deadline differs by a version: ``rule, subject, old_due, new_due``."""
    moves_on = [name for name, rule in rules().items() if rule.on_closed_day == "next_working"]
    is_counted = sa.and_(
        clock.c.state.in_(_COUNTED_STATES), clock.c.limit_days.between(0, LONGEST),
        sa.or_(clock.c.days_kind != "calendar", clock.c.rule.in_(moves_on)),
    )  # fmt: skip
    columns = [*(clock.c[name] for name in COUNTED[:-1]), clock.c.rule.in_(moves_on).label("moves_on")]
    due = dated(connection, sa.select(*columns).where(is_counted), calendars(number, connection), f"moving_{number}")
    same = sa.and_(
        *(due.c[name] == clock.c[name] for name in COUNTED[:-1]), due.c.moves_on == clock.c.rule.in_(moves_on)
    )
    return (
        sa.select(clock.c.rule, clock.c.subject, clock.c.due_on.label("old_due"), due.c.due_on.label("new_due"))
        .join(due, same)
        .where(is_counted, clock.c.due_on.is_distinct_from(due.c.due_on))
        .subquery("moving")
    )


def _told(
    connection: sa.Connection, table: sa.FromClause, wanted: sa.ColumnElement[bool], known: Version, limit: int
) -> Moves:  # fmt: skip
    day = sa.select(sa.func.max(clock_run.c.business_date)).scalar_subquery()
    old, new = table.c.old_due, table.c.new_due

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count().filter(condition)

    is_late = sa.and_(new < day, sa.func.coalesce(old >= day, sa.true()))
    is_late_no_more = sa.and_(old < day, sa.func.coalesce(new >= day, sa.true()))
    counts = sa.select(table.c.rule, sa.func.count().label("moved"), count(new > old).label("later"),
                       count(new < old).label("earlier"), count(is_late).label("late"),
                       count(is_late_no_more).label("late_no_more"))  # fmt: skip
    by_rule = connection.execute(counts.where(wanted).group_by(table.c.rule).order_by(table.c.rule)).all()
    rows = (
        sa.select(table.c.rule, table.c.subject, old, new, clock.c.district_lgd, clock.c.department)
        .outerjoin(clock, sa.and_(clock.c.rule == table.c.rule, clock.c.subject == table.c.subject))
        .where(wanted)
        .order_by(table.c.rule, table.c.subject)
        .limit(limit)
    )
    return Moves(
        known.number, known.state == "approved", sum(row.moved for row in by_rule),
        {row.rule: row.moved for row in by_rule}, sum(row.later for row in by_rule),
        sum(row.earlier for row in by_rule), sum(row.late for row in by_rule),
        sum(row.late_no_more for row in by_rule), tuple(Move(*row) for row in connection.execute(rows)),
    )  # fmt: skip


def approve(number: int, actor: str, reason: str, seen: int | None = None) -> Moves:
    """Approve a proposal and move the deadlines of the clocks that run, in one transaction: exactly those that
    ``moved_by`` names, and they are kept. The others are counted by the new version from now on and stay.

    ``seen`` is the number of deadlines that the person was shown. Raises ``NotAllowed`` as ``hub.calendar.decide``
    does, and where another number would move by now.
    """
    with engine().begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        decidable(number, actor, reason, connection, approve=True)
        moving = _moving(connection, number)
        found = sa.select(sa.literal(number, sa.Integer), *moving.columns)
        names = ["calendar_version", *(column.name for column in moving.columns)]
        insert = clock_move.insert().from_select(names, found)
        count = connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount
        if seen not in (None, count):
            raise NotAllowed("calendar-effect-changed", record=str(number), version=number, seen=seen, count=count,
                             next_command=f"hub calendar show {number}")  # fmt: skip
        same = sa.and_(clock_move.c.calendar_version == number, clock_move.c.rule == clock.c.rule,
                       clock_move.c.subject == clock.c.subject)  # fmt: skip
        decide(number, actor, reason, connection, approve=True, moved=count)
        new: Any = clock_move.c.new_due
        moved = {
            "due_on": new,
            "state": sa.case((new.is_(None), "undated"), else_="running"),
            "calendar_version": sa.case((new.is_not(None), number)),
        }
        connection.execute(clock.update().values(moved).where(same))
        stays = sa.and_(clock.c.state == "running", clock.c.calendar_version.is_not(None))
        connection.execute(clock.update().values(calendar_version=number).where(stays))
        return moved_by(number, connection=connection)


def refuse(number: int, actor: str, reason: str) -> Version:
    """Refuse a proposal; nothing moves. Its maker may do that too.

    Raises ``NotAllowed`` as ``hub.calendar.decide`` does.
    """
    with engine().begin() as connection:
        return decide(number, actor, reason, connection, approve=False)
