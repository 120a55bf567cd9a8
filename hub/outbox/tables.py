"""The outbox: what is to be told to other systems, written in the transaction that causes it; which flows are on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

STATUSES = ("pending", "sent", "refused", "dead", "dropped")
DEAD_LETTER = ("refused", "dead")
"""Statuses that wait for a person: the system said no, or gave no answer as often as the flow tries."""

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
    sa.Column("sendings", sa.Integer, nullable=False, server_default="0", comment="how often it was to go out"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0", comment="that failed without an answer"),
    sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("last_error", sa.Text, comment="message id of the last failure"),
    sa.Column("last_error_details", JSONB(none_as_null=True), comment="what fills that message; nothing personal"),
    sa.Column("reference", sa.Text, comment="the system's own number of the message"),
    sa.Column("answer", sa.Text, comment="the system's own words"),
    sa.Column("answered_on", sa.Date, comment="business date of the answer"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("answered_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("status in ('pending', 'sent', 'refused', 'dead', 'dropped')", name="status"),
    sa.Index("ix_outbox_flow_subject_id", "flow", "subject", "id"),
    sa.Index("ix_outbox_pending", "flow", "is_first_load", "id", postgresql_where=sa.text("status = 'pending'")),
    sa.Index("ix_outbox_unanswered", "flow", "id", postgresql_where=sa.text("status = 'pending' and attempts > 0")),
    sa.Index("ix_outbox_dead_letter", "flow", "id", postgresql_where=sa.text("status in ('refused', 'dead')")),
)

flow_switch = sa.Table(
    "flow_switch",
    metadata,
    sa.Column("flow", sa.Text, primary_key=True),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="How each flow was last switched; without a row it is off. Earlier switchings stand in the audit.",
)
