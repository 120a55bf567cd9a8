"""Brings the alerts of some rules to the conditions that stand: opens, reopens, moves and closes them, set by set."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.alerts.tables import alert, alert_event

DETAILS = ("ddo_code", "district_lgd", "department", "office", "holder", "facts", "pending_since", "due_on")
NAMES = ("rule", "subject", *DETAILS, "phase", "level")
_NOBODY = {"acknowledged_by": None, "acknowledged_at": None, "reason": None, "snoozed_until": None}


@dataclass
class Settled:
    """How many alerts were opened, reopened, moved on or back, woken and closed."""

    opened: int = 0
    reopened: int = 0
    moved: int = 0
    eased: int = 0
    woken: int = 0
    closed: int = 0


_TYPES: dict[str, Any] = {"district_lgd": sa.BigInteger, "facts": JSONB, "pending_since": sa.Date, "due_on": sa.Date,
                          "level": sa.Integer}  # fmt: skip
FOUND = sa.Table(
    "standing_condition",
    sa.MetaData(),
    *(sa.Column(name, _TYPES.get(name, sa.Text), primary_key=name in ("rule", "subject")) for name in NAMES),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


def conditions(connection: sa.Connection) -> sa.Table:
    """A temporary table of this transaction for the conditions that stand: columns ``NAMES``."""
    FOUND.create(connection)
    return FOUND


def settle(connection: sa.Connection, rules: Collection[str], found: sa.Table, day: date) -> Settled:
    """Bring the alerts of ``rules`` to what ``found`` holds on ``day``; the same again changes nothing.

    An alert closes when its condition is gone and reopens, the same row, when it is back; what a person said of it
    before then no longer holds. An acknowledgement stays while the alert moves on; a snooze ends on its day.
    """
    connection.execute(sa.text(f"analyze {found.name}"))
    mine = alert.c.rule.in_(list(rules))
    same = sa.and_(alert.c.rule == found.c.rule, alert.c.subject == found.c.subject)
    stands = sa.exists().where(same)
    done = Settled()
    done.closed = _write(
        connection, "closed", day,
        alert.update().values(status="closed", closed_on=day, snoozed_until=None)
        .where(mine, alert.c.status != "closed", ~stands),
    )  # fmt: skip
    done.reopened = _write(
        connection, "reopened", day,
        alert.update().values(status="open", closed_on=None, reopened=alert.c.reopened + 1, reopened_on=day,
                              phase=found.c.phase, level=found.c.level, **_NOBODY)
        .where(mine, alert.c.status == "closed", same),
    )  # fmt: skip
    done.moved, done.eased = _move(connection, sa.and_(mine, alert.c.status != "closed", same), found, day)
    done.woken = _write(
        connection, "woken", day,
        alert.update().values(status="open", **_NOBODY)
        .where(mine, alert.c.status == "snoozed", alert.c.snoozed_until <= day),
    )  # fmt: skip
    new = sa.select(*(found.c[name] for name in NAMES), sa.literal(day, sa.Date)).where(~sa.exists().where(same))
    opening = alert.insert().from_select([*NAMES, "opened_on"], new.order_by(found.c.rule, found.c.subject))
    done.opened = _write(connection, "opened", day, opening)
    values: dict[str, Any] = {name: found.c[name] for name in DETAILS}
    differs = sa.or_(*(alert.c[name].is_distinct_from(found.c[name]) for name in DETAILS))
    connection.execute(alert.update().values(values).where(mine, alert.c.status != "closed", same, differs))
    return done


def _write(connection: sa.Connection, kind: str, day: date, change: sa.Update | sa.Insert) -> int:
    """Make a change of alerts and write one event for each that it touched."""
    touched = change.returning(alert.c.id, alert.c.phase, alert.c.level).cte("touched")
    rows = sa.select(
        touched.c.id, sa.literal(day, sa.Date), sa.literal(kind, sa.Text), touched.c.phase, touched.c.level
    ).order_by(touched.c.id)
    names = ["alert_id", "business_date", "kind", "phase", "level"]
    return _count(connection, alert_event.insert().from_select(names, rows))


def _move(connection: sa.Connection, standing: sa.ColumnElement[bool], found: sa.Table, day: date) -> tuple[int, int]:
    """Note what came to another phase or level, then bring it there."""
    old, new = _rank(alert.c), _rank(found.c)
    counts = []
    # What moves on within the days before the limit is news to those told of these days.
    above = sa.case((found.c.level == 0, -1), else_=alert.c.level)
    for kind, differs, told in (("moved", new > old, above), ("eased", new < old, found.c.level)):
        rows = sa.select(
            alert.c.id, sa.literal(day, sa.Date), sa.literal(kind, sa.Text), found.c.phase, found.c.level, told
        ).where(standing, differs)
        names = ["alert_id", "business_date", "kind", "phase", "level", "above"]
        counts.append(_count(connection, alert_event.insert().from_select(names, rows.order_by(alert.c.id))))
    connection.execute(alert.update().values(phase=found.c.phase, level=found.c.level).where(standing, new != old))
    return counts[0], counts[1]


def _rank(columns: Any) -> sa.ColumnElement[int]:
    """Phases and levels in order: approaching, due, level 1, level 2 …"""
    return sa.case((columns.phase == "approaching", -1), else_=columns.level)


def _count(connection: sa.Connection, statement: sa.Insert) -> int:
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount
