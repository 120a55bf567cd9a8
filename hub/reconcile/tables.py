"""What reconciliation keeps of its own: the newest date reached, discrepancies, control totals."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from hub.database import metadata

reconcile_run = sa.Table(
    "reconcile_run",
    metadata,
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("summary", JSONB, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="One row a business date reconciled; the newest is the date the reconciled datasets stand at.",
)

discrepancy = sa.Table(
    "discrepancy",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text(collation="C"), primary_key=True, comment="key of the record concerned"),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("system_a", sa.Text, nullable=False),
    sa.Column("system_b", sa.Text, nullable=False),
    sa.Column("value_a", sa.Text, comment="null for a personal field: only that it differs is kept"),
    sa.Column("value_b", sa.Text),
    sa.Column("district_lgd", sa.BigInteger, index=True),
    sa.Column("first_seen", sa.Date, nullable=False),
    sa.Column("last_seen", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date, index=True),
    sa.Column("reopened", sa.Integer, nullable=False, server_default="0"),
    sa.CheckConstraint("severity in ('critical', 'warning', 'info')", name="severity"),
)

control_total = sa.Table(
    "control_total",
    metadata,
    sa.Column("dataset", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("source_total", sa.BigInteger, comment="the source's own count; null if it keeps none"),
    sa.Column("landed", sa.BigInteger),
    sa.Column("accepted", sa.BigInteger),
    sa.Column("quarantined", sa.BigInteger),
    sa.Column("stored", sa.BigInteger, nullable=False, comment="rows that the store holds as of the date"),
    sa.Column("reconciled", sa.BigInteger, comment="rows that stand for them there; null if none does"),
    sa.Column("published", sa.BigInteger, comment="rows of the feed that stand for them"),
    sa.Column("missing_count", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("missing_keys", ARRAY(sa.Text), nullable=False, server_default="{}", comment="at most 100 of them"),
    comment="Source = landed = accepted + quarantined; stored = reconciled = published.",
)
