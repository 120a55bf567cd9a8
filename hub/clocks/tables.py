"""Clocks: one row a rule and subject, with the deadline, the calendar and the version by which it was counted."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.calendar.tables import calendar_version
from hub.database import metadata

STATES = ("running", "paused", "undated", "stopped", "withdrawn")
"""``running``: waits, with a deadline. ``paused``: has not started or is held up by a reason the rule names, no
deadline. ``undated``: runs, but its deadline lies beyond what the calendar covers. ``stopped``: done. ``withdrawn``:
the source no longer has the record."""

clock = sa.Table(
    "clock",
    metadata,
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True, comment="key of the record that the clock runs for"),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("ddo_code", sa.Text),
    sa.Column("district_lgd", sa.BigInteger),
    sa.Column("department", sa.Text, comment="as the source names it"),
    sa.Column("office", sa.Text),
    sa.Column("holder", sa.Text, comment="code of the stage, desk or officer with whom it waits; never a name"),
    sa.Column("facts", JSONB, nullable=False, comment="what the rule carries along; never a name or a number to call"),
    sa.Column("started_on", sa.Date, nullable=False),
    sa.Column("limit_days", sa.Integer, comment="null where the rule gives the date itself"),
    sa.Column("days_kind", sa.Text, nullable=False),
    sa.Column("office_class", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date, comment="last day of the limit: overdue from the day after; null: paused or undated"),
    sa.Column("due_by_source", sa.Date, comment="the deadline that the source itself gives, where it gives one"),
    sa.Column(
        "calendar_version", sa.Integer, sa.ForeignKey(calendar_version.c.number),
        comment="the version by which due_on was counted; null where no calendar was asked",
    ),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("stopped_on", sa.Date, comment="the day on which it was done, where the source says it"),
    sa.Column("as_of", sa.Date, nullable=False, comment="business date of the winding that last changed this row"),
    sa.CheckConstraint("state in ('running', 'paused', 'undated', 'stopped', 'withdrawn')", name="state"),
    sa.CheckConstraint("days_kind in ('calendar', 'working', 'not_public_holiday')", name="days_kind"),
    sa.CheckConstraint("state <> 'running' or due_on is not null", name="running"),
    sa.CheckConstraint("state not in ('paused', 'undated') or due_on is null", name="not_dated"),
    sa.Index("ix_clock_state_due_on", "state", "due_on"),
    sa.Index("ix_clock_rule_state_due_on", "rule", "state", "due_on"),
    sa.Index("ix_clock_calendar_version", "calendar_version"),
    comment="One row a rule and subject. Days overdue on a date D: D - due_on, where that is above 0.",
)  # fmt: skip

clock_move = sa.Table(
    "clock_move",
    metadata,
    sa.Column("calendar_version", sa.Integer, sa.ForeignKey(calendar_version.c.number), primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("old_due", sa.Date, comment="null: the version before did not cover it"),
    sa.Column("new_due", sa.Date, comment="null: this version does not cover it"),
    comment="The deadlines that the approval of a version of the calendar moved.",
)

clock_run = sa.Table(
    "clock_run",
    metadata,
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("calendar_version", sa.Integer, sa.ForeignKey(calendar_version.c.number), nullable=False),
    sa.Column("summary", JSONB, nullable=False),
    sa.Column("wound_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="One row a business date on which the clocks were wound; the newest is the date they stand at.",
)
