"""Revisions of reports: a correction beside what was made before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEYS = {
    "report_rows": ["list", "business_date", "revision"],
    "report_file": ["report", "business_date", "revision", "area", "role", "language", "format"],
}
_MAILED = ["report", "business_date", "revision", "role", "area"]
_STATUS = ["claimed", "sending", "sent", "refused", "doubtful"]


def upgrade() -> None:
    """What is kept becomes the first revision, with the rows that it counted."""
    op.create_table(
        "report_revision",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "rows", postgresql.JSONB(), nullable=False, comment="of each list: the revision of the rows that it counts"
        ),
        sa.Column(
            "reason", sa.Text(), nullable=True, comment="of a correction: why it was made; it stands in every edition"
        ),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(number = 1) = (reason is null) and (reason is null) = (made_by is null)",
            name=op.f("ck_report_revision_reason"),
        ),
        sa.PrimaryKeyConstraint("report", "business_date", "number", name=op.f("pk_report_revision")),
        schema="hub",
        comment="The editions of a report's date as they were first made, and each correction; the newest stands.",
    )
    op.execute("""
        insert into hub.report_revision (report, business_date, number, rows, made_at)
        select f.report, f.business_date, 1, coalesce(r.rows, '{}'), f.made_at
        from (select report, business_date, min(made_at) as made_at from hub.report_file group by 1, 2) f
        left join (select business_date, jsonb_object_agg(list, 1) as rows from hub.report_rows group by 1) r
            using (business_date)""")
    _comment("A file is never made again: a correction is a further revision.")
    told = {"report_rows": "one more each time it is taken"}
    for table in ("report_rows", "report_file", "report_mail"):
        column = sa.Column("revision", sa.Integer(), server_default="1", nullable=False, comment=told.get(table))
        op.add_column(table, column, schema="hub")
    for table, key in _KEYS.items():
        _key(table, key)
    _unique(_MAILED[:2] + _MAILED[3:], _MAILED)
    _status([*_STATUS, "superseded"])


def downgrade() -> None:
    """Back to one edition a date: what was first made."""
    for table in ("report_mail", "report_file", "report_rows"):
        op.execute(f"delete from hub.{table} where revision > 1")  # noqa: S608
    op.execute("update hub.report_mail set status = 'doubtful' where status = 'superseded'")
    _status(_STATUS)
    _unique(_MAILED, _MAILED[:2] + _MAILED[3:])
    for table, key in _KEYS.items():
        _key(table, [name for name in key if name != "revision"])
    for table in ("report_mail", "report_file", "report_rows"):
        op.drop_column(table, "revision", schema="hub")
    _comment("A file is never made again for the same date.")
    op.drop_table("report_revision", schema="hub")


def _comment(last: str) -> None:
    op.create_table_comment("report_file", f"One row a file of an edition. {last}", schema="hub")


def _key(table: str, columns: list[str]) -> None:
    op.drop_constraint(f"pk_{table}", table, schema="hub")
    op.create_primary_key(f"pk_{table}", table, columns, schema="hub")


def _unique(before: list[str], after: list[str]) -> None:
    op.drop_constraint(f"uq_report_mail_{'_'.join(before)}", "report_mail", schema="hub")
    op.create_unique_constraint(f"uq_report_mail_{'_'.join(after)}", "report_mail", after, schema="hub")


def _status(known: list[str]) -> None:
    op.drop_constraint("ck_report_mail_status", "report_mail", schema="hub")
    listed = ", ".join(f"'{one}'" for one in known)
    op.create_check_constraint(op.f("ck_report_mail_status"), "report_mail", f"status in ({listed})", schema="hub")
