"""Opens, reopens and closes the alerts of pay cases that are pending for more days than the limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from hub.alerts.tables import alert, alert_event, alert_run
from hub.database import engine
from hub.reconcile.rules import Rule, rules
from hub.reconcile.sources import Sources

PAY_CASE_OVERDUE = "pay_case_overdue"
_LOCK = 0x7EC0_0003


@dataclass(frozen=True)
class Summary:
    """What one evaluation did. ``business_date`` is the date it counted by, ``asked`` the one it was called with;
    ``open`` counts alerts that are open or acknowledged when it ends."""

    business_date: date
    asked: date
    opened: int
    reopened: int
    closed: int
    open: int


def evaluate(business_date: date) -> Summary:
    """Bring the alerts to the store as it was known on the date, counted by that date.

    A case pending for exactly the limit of days is not overdue, one day more is. The same date again changes nothing.
    A date before the newest one evaluated would open and close by a past that is over: the newest date is then
    evaluated again instead, and the summary says so.
    """
    rule = rules()["pay_case"]
    with engine().begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        newest: date | None = connection.scalar(
            sa.select(sa.func.max(alert_run.c.business_date)).where(alert_run.c.rule == PAY_CASE_OVERDUE)
        )
        day = max(business_date, newest or business_date)
        overdue = _overdue(connection, rule, day)
        closed = _close(connection, overdue, day)
        reopened = _reopen(connection, overdue, day)
        opened = _open(connection, overdue, day)
        _follow(connection, overdue)
        run = insert(alert_run).values(rule=PAY_CASE_OVERDUE, business_date=day)
        connection.execute(run.on_conflict_do_nothing())
        standing = sa.select(sa.func.count()).select_from(alert).where(_of_rule(), alert.c.status != "closed")
        return Summary(day, business_date, opened, reopened, closed, connection.scalar(standing) or 0)


def _of_rule() -> sa.ColumnElement[bool]:
    return alert.c.rule == PAY_CASE_OVERDUE


def _overdue(connection: sa.Connection, rule: Rule, day: date) -> sa.Table:
    """A temporary table of the cases that are overdue on the date."""
    cases = Sources(connection, day)(rule.dataset)
    age = sa.literal(day, sa.Date) - cases.c.opened_on
    level = 1 + sum((sa.case((age > days, 1), else_=0) for days in rule.level_days), sa.literal(0))
    facts = sa.func.jsonb_build_object(
        "case_type", cases.c.case_type, "stage", cases.c.stage, "employee_id", cases.c.employee_id,
        "stage_since", cases.c.stage_since,
    )  # fmt: skip
    overdue = sa.Table(
        "overdue",
        sa.MetaData(),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("ddo_code", sa.Text),
        sa.Column("district_lgd", sa.BigInteger),
        sa.Column("facts", JSONB),
        sa.Column("pending_since", sa.Date),
        sa.Column("level", sa.Integer),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    overdue.create(connection)
    found = sa.select(cases.c.case_id, cases.c.ddo_code, cases.c.district_lgd, facts, cases.c.opened_on, level).where(
        cases.c.stage.not_in(rule.settled_stages), cases.c.settled_on.is_(None), age > rule.limit_days
    )
    connection.execute(overdue.insert().from_select(overdue.columns.keys(), found))
    connection.execute(sa.text("analyze overdue"))
    return overdue


def _event(connection: sa.Connection, kind: str, day: date, ids: list[int]) -> int:
    rows = [{"alert_id": alert_id, "business_date": day, "kind": kind} for alert_id in sorted(ids)]
    if rows:
        connection.execute(alert_event.insert(), rows)
    return len(rows)


def _close(connection: sa.Connection, overdue: sa.Table, day: date) -> int:
    """Close alerts whose case is settled, gone, or no longer counts as overdue."""
    gone = connection.scalars(
        alert.update()
        .values(status="closed", closed_on=day)
        .where(_of_rule(), alert.c.status != "closed", ~sa.exists().where(overdue.c.subject == alert.c.subject))
        .returning(alert.c.id)
    )
    return _event(connection, "closed", day, list(gone))


def _reopen(connection: sa.Connection, overdue: sa.Table, day: date) -> int:
    """Reopen closed alerts whose case is overdue again; an old acknowledgement no longer holds."""
    back = connection.scalars(
        alert.update()
        .values(
            status="open", closed_on=None, reopened=alert.c.reopened + 1, reopened_on=day,
            acknowledged_by=None, acknowledged_at=None, reason=None,
        )
        .where(_of_rule(), alert.c.status == "closed", overdue.c.subject == alert.c.subject)
        .returning(alert.c.id)
    )  # fmt: skip
    return _event(connection, "reopened", day, list(back))


def _open(connection: sa.Connection, overdue: sa.Table, day: date) -> int:
    names = ["rule", "subject", "ddo_code", "district_lgd", "facts", "pending_since", "level", "opened_on"]
    new = (
        sa.select(
            sa.literal(PAY_CASE_OVERDUE, sa.Text), overdue.c.subject, overdue.c.ddo_code, overdue.c.district_lgd,
            overdue.c.facts, overdue.c.pending_since, overdue.c.level, sa.literal(day, sa.Date),
        )
        .where(~sa.exists().where(_of_rule(), alert.c.subject == overdue.c.subject))
        .order_by(overdue.c.subject)
    )  # fmt: skip
    ids = connection.scalars(alert.insert().from_select(names, new).returning(alert.c.id))
    return _event(connection, "opened", day, list(ids))


def _follow(connection: sa.Connection, overdue: sa.Table) -> None:
    """Keep what an open alert says of its case up to date: stage, DDO, level."""
    names = ("ddo_code", "district_lgd", "facts", "pending_since", "level")
    values: dict[str, Any] = {name: overdue.c[name] for name in names}
    connection.execute(
        alert.update()
        .values(values)
        .where(
            _of_rule(),
            alert.c.status != "closed",
            overdue.c.subject == alert.c.subject,
            sa.or_(*(alert.c[name].is_distinct_from(overdue.c[name]) for name in names)),
        )
    )
