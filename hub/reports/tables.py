"""What every report was made from, the files made of it, and the mails that carried them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

FORMATS = ("page", "xlsx", "pdf")

report_rows = sa.Table(
    "report_rows",
    metadata,
    sa.Column("list", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, server_default="1", comment="one more each time it is taken"),
    sa.Column("path", sa.Text, comment="of the Parquet file below the reports' storage; null where nothing was stored"),
    sa.Column("sha256", sa.Text),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("made_from", JSONB, nullable=False, comment="newest batch of each dataset, calendar, date of the clocks"),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="The rows behind the figures of a date, whole state, without a name: made once, then only read.",
)

report_revision = sa.Table(
    "report_revision",
    metadata,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("rows", JSONB, nullable=False, comment="of each list: the revision of the rows that it counts"),
    sa.Column("reason", sa.Text, comment="of a correction: why it was made; it stands in every edition"),
    sa.Column("made_by", sa.Text),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("(number = 1) = (reason is null) and (reason is null) = (made_by is null)", name="reason"),
    comment="The editions of a report's date as they were first made, and each correction; the newest stands.",
)

report_file = sa.Table(
    "report_file",
    metadata,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, server_default="1"),
    sa.Column("area", sa.Text, primary_key=True, comment="state, or <level>:<code>"),
    sa.Column("role", sa.Text, primary_key=True, comment="to whom it is addressed; empty for the page"),
    sa.Column("language", sa.Text, primary_key=True),
    sa.Column("format", sa.Text, primary_key=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("format in ('page', 'xlsx', 'pdf')", name="format"),
    sa.CheckConstraint("(format = 'page') = (role = '')", name="role"),
    sa.Index("ix_report_file_business_date", "business_date", "report"),
    comment="One row a file of an edition. A file is never made again: a correction is a further revision.",
)

report_mail = sa.Table(
    "report_mail",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("area", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="the whole mail; sent again, it is the same to the byte"),
    sa.Column("status", sa.Text, nullable=False, server_default="claimed"),
    sa.Column("transmissions", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("sent_at", sa.DateTime(timezone=True)),
    sa.UniqueConstraint("report", "business_date", "revision", "role", "area"),
    sa.CheckConstraint("status in ('claimed', 'sending', 'sent', 'refused', 'doubtful', 'superseded')", name="status"),
    sa.Index("ix_report_mail_unsent", "id", postgresql_where=sa.text("status in ('claimed', 'sending')")),
    comment="One row an edition that was mailed: the key makes a second mail of it impossible.",
)
