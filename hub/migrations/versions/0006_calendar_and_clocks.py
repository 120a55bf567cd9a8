"""Versions of the calendar of working days; clocks and their deadlines"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from hub.calendar import files

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEDULES = "'executive_order', 'ni_act', 'optional', 'second_saturday', 'special', 'working_day'"
VERSION = "hub.calendar_version.number"


def upgrade() -> None:
    """Bring the tables to this version."""
    _calendar()
    _clocks()
    _first_version()


def _calendar() -> None:
    op.create_table(
        "calendar_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Integer()),
        sa.Column("covers_from", sa.Date(), nullable=False),
        sa.Column("covers_to", sa.Date(), nullable=False),
        sa.Column("notification", sa.Text(), nullable=False, comment="number and date of the order that was imported"),
        sa.Column(
            "is_provisional",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="came with the hub, approved by nobody: to be replaced by the notified list",
        ),
        sa.Column("classes", JSONB(), nullable=False, comment="the classes of offices and which days count for them"),
        sa.Column("content_sha256", sa.CHAR(64), nullable=False, comment="of classes and days"),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("state in ('proposed', 'approved', 'refused')", name=op.f("ck_calendar_version_state")),
        sa.CheckConstraint("covers_from <= covers_to", name=op.f("ck_calendar_version_covers")),
        sa.CheckConstraint(
            "is_provisional or (state = 'proposed') = (decided_by is null)", name=op.f("ck_calendar_version_decided")
        ),
        sa.CheckConstraint(
            "is_provisional or state <> 'approved' or lower(decided_by) <> lower(proposed_by)",
            name=op.f("ck_calendar_version_two_persons"),
        ),
        sa.ForeignKeyConstraint(["supersedes"], [VERSION], name=op.f("fk_calendar_version_supersedes")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar_version")),
        schema="hub",
        comment="One row a version of the calendar: proposed by one person, approved by another.",
    )
    op.create_table(
        "calendar_day",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("office_class", sa.Text(), nullable=False, comment="a class of offices, or all"),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_hi", sa.Text(), nullable=False),
        sa.Column("notification", sa.Text(), nullable=False),
        sa.Column(
            "supersedes", sa.Text(), server_default="", nullable=False, comment="notification that this day replaces"
        ),
        sa.CheckConstraint(f"schedule in ({SCHEDULES})", name=op.f("ck_calendar_day_schedule")),
        sa.ForeignKeyConstraint(["version"], [VERSION], name=op.f("fk_calendar_day_version")),
        sa.PrimaryKeyConstraint("version", "day", "office_class", "schedule", name=op.f("pk_calendar_day")),
        schema="hub",
        comment="The days that a version names; days of the week's rest follow from the version's classes.",
    )


def _clocks() -> None:
    op.create_table(
        "clock",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="key of the record that the clock runs for"),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("ddo_code", sa.Text()),
        sa.Column("district_lgd", sa.BigInteger()),
        sa.Column("department", sa.Text(), comment="as the source names it"),
        sa.Column("office", sa.Text()),
        sa.Column("holder", sa.Text(), comment="code of the stage, desk or officer with whom it waits; never a name"),
        sa.Column(
            "facts", JSONB(), nullable=False, comment="what the rule carries along; never a name or a number to call"
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("limit_days", sa.Integer(), comment="null where the rule gives the date itself"),
        sa.Column("days_kind", sa.Text(), nullable=False),
        sa.Column("office_class", sa.Text(), nullable=False),
        sa.Column(
            "due_on", sa.Date(), comment="last day of the limit: overdue from the day after; null: paused or undated"
        ),
        sa.Column("due_by_source", sa.Date(), comment="the deadline that the source itself gives, where it gives one"),
        sa.Column(
            "calendar_version",
            sa.Integer(),
            comment="the version by which due_on was counted; null where no calendar was asked",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stopped_on", sa.Date(), comment="the day on which it was done, where the source says it"),
        sa.Column(
            "as_of", sa.Date(), nullable=False, comment="business date of the winding that last changed this row"
        ),
        sa.CheckConstraint(
            "state in ('running', 'paused', 'undated', 'stopped', 'withdrawn')", name=op.f("ck_clock_state")
        ),
        sa.CheckConstraint(
            "days_kind in ('calendar', 'working', 'not_public_holiday')", name=op.f("ck_clock_days_kind")
        ),
        sa.CheckConstraint("state <> 'running' or due_on is not null", name=op.f("ck_clock_running")),
        sa.CheckConstraint("state not in ('paused', 'undated') or due_on is null", name=op.f("ck_clock_not_dated")),
        sa.ForeignKeyConstraint(["calendar_version"], [VERSION], name=op.f("fk_clock_calendar_version")),
        sa.PrimaryKeyConstraint("rule", "subject", name=op.f("pk_clock")),
        schema="hub",
        comment="One row a rule and subject. Days overdue on a date D: D - due_on, where that is above 0.",
    )
    for name, columns in (
        ("ix_clock_state_due_on", ["state", "due_on"]),
        ("ix_clock_rule_state_due_on", ["rule", "state", "due_on"]),
        ("ix_clock_calendar_version", ["calendar_version"]),
    ):
        op.create_index(name, "clock", columns, schema="hub")
    op.create_table(
        "clock_move",
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("old_due", sa.Date(), comment="null: the version before did not cover it"),
        sa.Column("new_due", sa.Date(), comment="null: this version does not cover it"),
        sa.ForeignKeyConstraint(["calendar_version"], [VERSION], name=op.f("fk_clock_move_calendar_version")),
        sa.PrimaryKeyConstraint("calendar_version", "rule", "subject", name=op.f("pk_clock_move")),
        schema="hub",
        comment="The deadlines that the approval of a version of the calendar moved.",
    )
    op.create_table(
        "clock_run",
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("summary", JSONB(), nullable=False),
        sa.Column("wound_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["calendar_version"], [VERSION], name=op.f("fk_clock_run_calendar_version")),
        sa.PrimaryKeyConstraint("business_date", name=op.f("pk_clock_run")),
        schema="hub",
        comment="One row a business date on which the clocks were wound; the newest is the date they stand at.",
    )


def _first_version() -> None:
    """The calendar that comes with the hub, so that a fresh installation counts from its first day on."""
    found = files.read(files.INITIAL.read_bytes())
    kept = files.counting()
    version = sa.table(
        "calendar_version",
        *(sa.column(name) for name in ("number", "state", "notification", "is_provisional", "proposed_by")),
        sa.column("covers_from", sa.Date()),
        sa.column("covers_to", sa.Date()),
        sa.column("classes", JSONB()),
        sa.column("content_sha256"),
        schema="hub",
    )
    day = sa.table(
        "calendar_day",
        sa.column("day", sa.Date()),
        *(sa.column(name) for name in ("version", "office_class", "schedule", "name_en", "name_hi", "notification")),
        sa.column("supersedes"),
        schema="hub",
    )
    op.bulk_insert(
        version,
        [
            {
                "number": 1,
                "state": "approved",
                "notification": "NOT NOTIFIED: came with the hub",
                "is_provisional": True,
                "proposed_by": "hub",
                "covers_from": date(found[0].day.year, 1, 1),
                "covers_to": date(found[-1].day.year, 12, 31),
                "classes": kept,
                "content_sha256": files.content_sha256(kept, found),
            }
        ],
    )
    op.bulk_insert(day, [{"version": 1, **vars(one)} for one in found])


def downgrade() -> None:
    """Back to the version before."""
    for name in ("clock_run", "clock_move", "clock", "calendar_day", "calendar_version"):
        op.drop_table(name, schema="hub")
