"""Versions of the calendar and their days. A version is whole and is never changed: a correction is the next one."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

STATES = ("proposed", "approved", "refused")
SCHEDULES = ("executive_order", "ni_act", "optional", "second_saturday", "special", "working_day")
"""The first three are the State's yearly lists, ``special`` is a closure ordered for a day, ``working_day`` a day of
the week's rest on which offices are ordered to work. Optional days close no office."""

calendar_version = sa.Table(
    "calendar_version",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("supersedes", sa.Integer, sa.ForeignKey("hub.calendar_version.number")),
    sa.Column("covers_from", sa.Date, nullable=False),
    sa.Column("covers_to", sa.Date, nullable=False),
    sa.Column("notification", sa.Text, nullable=False, comment="number and date of the order that was imported"),
    sa.Column(
        "is_provisional", sa.Boolean, nullable=False, server_default=sa.false(),
        comment="came with the hub, approved by nobody: to be replaced by the notified list",
    ),
    sa.Column("classes", JSONB, nullable=False, comment="the classes of offices and which days count for them"),
    sa.Column("content_sha256", sa.CHAR(64), nullable=False, comment="of classes and days"),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
    sa.CheckConstraint("state in ('proposed', 'approved', 'refused')", name="state"),
    sa.CheckConstraint("covers_from <= covers_to", name="covers"),
    sa.CheckConstraint(
        "is_provisional or (state = 'proposed') = (decided_by is null)", name="decided"
    ),
    sa.CheckConstraint(
        "is_provisional or state <> 'approved' or lower(decided_by) <> lower(proposed_by)", name="two_persons"
    ),
    comment="One row a version of the calendar: proposed by one person, approved by another.",
)  # fmt: skip

calendar_day = sa.Table(
    "calendar_day",
    metadata,
    sa.Column("version", sa.Integer, sa.ForeignKey(calendar_version.c.number), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("office_class", sa.Text, primary_key=True, comment="a class of offices, or all"),
    sa.Column("schedule", sa.Text, primary_key=True),
    sa.Column("name_en", sa.Text, nullable=False),
    sa.Column("name_hi", sa.Text, nullable=False),
    sa.Column("notification", sa.Text, nullable=False),
    sa.Column("supersedes", sa.Text, nullable=False, server_default="", comment="notification that this day replaces"),
    sa.CheckConstraint(f"schedule in ({', '.join(map(repr, SCHEDULES))})", name="schedule"),
    comment="The days that a version names; days of the week's rest follow from the version's classes.",
)
