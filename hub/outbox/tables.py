"""The outbox: what is to be told to other systems, written in the transaction that publishes its cause."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

STATUSES = ("pending", "sent", "refused", "dead")

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("flow", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False, comment="key of what the message is about; its order is kept"),
    sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
    sa.Column("payload", JSONB, nullable=False),
    sa.Column("payload_sha256", sa.CHAR(64), nullable=False),
    sa.Column("feed", sa.Text, nullable=False, comment="the feed whose change caused it"),
    sa.Column("feed_version", sa.BigInteger, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("is_first_load", sa.Boolean, nullable=False, comment="waits for what changes while the load goes on"),
    sa.Column("status", sa.Text, nullable=False, server_default="pending"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0", comment="that failed without an answer"),
    sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("last_error", sa.Text, comment="message id of the last failure"),
    sa.Column("reference", sa.Text, comment="the system's own number of the message"),
    sa.Column("answer", sa.Text, comment="the system's own words"),
    sa.Column("answered_on", sa.Date, comment="business date of the answer; the daily limit counts by it"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("answered_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("status in ('pending', 'sent', 'refused', 'dead')", name="status"),
    sa.Index("ix_outbox_flow_subject_id", "flow", "subject", "id"),
    sa.Index("ix_outbox_pending", "flow", "is_first_load", "id", postgresql_where=sa.text("status = 'pending'")),
    sa.Index("ix_outbox_flow_answered_on", "flow", "answered_on"),
)
