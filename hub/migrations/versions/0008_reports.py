"""Reports kept with the versions that they were made from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "report_rows",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column(
            "path",
            sa.Text(),
            nullable=True,
            comment="of the Parquet file below the reports' storage; null where nothing was stored",
        ),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column(
            "made_from",
            postgresql.JSONB(),
            nullable=False,
            comment="newest batch of each dataset, calendar, date of the clocks",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("list", "business_date", name=op.f("pk_report_rows")),
        schema="hub",
        comment="The rows behind the figures of a date, whole state, without a name: made once, then only read.",
    )
    op.create_table(
        "report_file",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False, comment="state, or <level>:<code>"),
        sa.Column("role", sa.Text(), nullable=False, comment="to whom it is addressed; empty for the page"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("format in ('page', 'xlsx', 'pdf')", name=op.f("ck_report_file_format")),
        sa.CheckConstraint("(format = 'page') = (role = '')", name=op.f("ck_report_file_role")),
        sa.PrimaryKeyConstraint(
            "report", "business_date", "area", "role", "language", "format", name=op.f("pk_report_file")
        ),
        schema="hub",
        comment="One row a file of an edition. A file is never made again for the same date.",
    )
    op.create_index(
        "ix_report_file_business_date", "report_file", ["business_date", "report"], unique=False, schema="hub"
    )
    op.create_table(
        "report_mail",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column(
            "body", sa.LargeBinary(), nullable=False, comment="the whole mail; sent again, it is the same to the byte"
        ),
        sa.Column("status", sa.Text(), server_default="claimed", nullable=False),
        sa.Column("transmissions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status in ('claimed', 'sending', 'sent', 'refused', 'doubtful')", name=op.f("ck_report_mail_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_mail")),
        sa.UniqueConstraint(
            "report", "business_date", "role", "area", name=op.f("uq_report_mail_report_business_date_role_area")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_report_mail_message_id")),
        schema="hub",
        comment="One row an edition that was mailed: the key makes a second mail of it impossible.",
    )
    op.create_index(
        "ix_report_mail_unsent",
        "report_mail",
        ["id"],
        unique=False,
        schema="hub",
        postgresql_where=sa.text("status in ('claimed', 'sending')"),
    )


def downgrade() -> None:
    """Back to the version before."""
    for table in ("report_mail", "report_file", "report_rows"):
        op.drop_table(table, schema="hub")
