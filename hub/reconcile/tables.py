"""What reconciliation keeps of its own: the newest date reached, discrepancies, what people decided, control totals."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from hub.database import metadata

STATUSES = ("open", "sent", "resolved", "closed")
ACTIONS = ("resolve", "send", "undo")

reconcile_run = sa.Table(
    "reconcile_run",
    metadata,
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("summary", JSONB, nullable=False),
    sa.Column(
        "decisions_until", sa.BigInteger, nullable=False, server_default="0",
        comment="the newest decision on a discrepancy that this run knew",
    ),
    sa.Column(
        "entities_until", sa.BigInteger, nullable=False, server_default="0",
        comment="the version of who is who that this run knew",
    ),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="One row a business date reconciled; the newest is the date the reconciled datasets stand at.",
)  # fmt: skip

discrepancy = sa.Table(
    "discrepancy",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, comment="id of the rule in agreement.yaml"),
    sa.Column("subject", sa.Text(collation="C"), nullable=False, comment="key of the record concerned"),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("system_a", sa.Text, nullable=False),
    sa.Column("system_b", sa.Text, nullable=False),
    sa.Column("record_a", sa.Text, comment="key of the record in the first system"),
    sa.Column("record_b", sa.Text),
    sa.Column("value_a", sa.Text, comment="null for a personal field: only that it differs is kept"),
    sa.Column("value_b", sa.Text),
    sa.Column("evidence", sa.CHAR(64), nullable=False, comment="hash of both values; a decision holds for it alone"),
    sa.Column("district_lgd", sa.BigInteger, index=True),
    sa.Column("office", sa.Text, comment="office, or department, that answers for the record"),
    sa.Column("department", sa.Text, index=True, comment="as the systems write it; null where none is known"),
    sa.Column("first_seen", sa.Date, nullable=False),
    sa.Column("last_seen", sa.Date, comment="null while it stands: the date reached"),
    sa.Column("closed_on", sa.Date),
    sa.Column("reopened", sa.Integer, nullable=False, server_default="0"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("side", sa.Text, comment="a or b: whose value a person holds to be right"),
    sa.Column("decided_by", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False, server_default="1", comment="of this row; counts decisions"),
    sa.UniqueConstraint("kind", "subject", "field"),
    sa.CheckConstraint("severity in ('critical', 'warning', 'info')", name="severity"),
    sa.CheckConstraint("status in ('open', 'sent', 'resolved', 'closed')", name="status"),
    sa.CheckConstraint("(status = 'closed') = (closed_on is not null)", name="closed"),
    sa.CheckConstraint("side in ('a', 'b')", name="side"),
    sa.Index(
        "ix_discrepancy_status_kind", "status", "kind",
        postgresql_include=["severity", "system_a", "system_b", "field", "district_lgd", "office", "department"],
    ),
    comment="Where two systems disagree, from the day it was first seen to the day it went.",
)  # fmt: skip

discrepancy_list = sa.Table(
    "discrepancy_list",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("owner", sa.Text, nullable=False, comment="the system that is asked to put its records right"),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="A list of discrepancies handed to the owner of a system.",
)

decision = sa.Table(
    "discrepancy_decision",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("discrepancy_id", sa.BigInteger, sa.ForeignKey(discrepancy.c.id), nullable=False, index=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("side", sa.Text),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("evidence", sa.CHAR(64), nullable=False, comment="what the discrepancy said when this was decided"),
    sa.Column("reopened", sa.Integer, nullable=False),
    sa.Column("list_id", sa.BigInteger, sa.ForeignKey(discrepancy_list.c.id)),
    sa.Column("undoes", sa.BigInteger, sa.ForeignKey("hub.discrepancy_decision.id"), unique=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("action in ('resolve', 'send', 'undo')", name="action"),
    sa.CheckConstraint("(action = 'undo') = (undoes is not null)", name="undoes"),
    sa.CheckConstraint("(action = 'resolve') = (side is not null)", name="side"),
    comment="What people decided; rows are only added. The newest that is not undone holds, for its evidence.",
)

name_pair = sa.Table(
    "name_pair",
    metadata,
    sa.Column("pair", sa.Text, primary_key=True, comment="hash of two spellings; the names are not kept"),
    sa.Column("measure", sa.CHAR(16), nullable=False, comment="fingerprint of the measure that judged it"),
    sa.Column("is_different", sa.Boolean, nullable=False),
    comment="Pairs of spellings that were compared, so that a day compares only what is new.",
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
    sa.Column("quarantined_keys", ARRAY(sa.Text), nullable=False, server_default="{}", comment="at most 100 of them"),
    comment="Source = landed = accepted + quarantined; stored = reconciled = published.",
)
