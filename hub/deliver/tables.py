"""Receipts: what each system answered to each message, chained by hash; and the limits that people raised."""

from __future__ import annotations

import sqlalchemy as sa

from hub import chain
from hub.database import metadata

receipt = sa.Table(
    "receipt",
    metadata,
    *chain.chain_columns(),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("business_date", sa.Text, nullable=False, comment="ISO 8601; the daily limit counts by it"),
    sa.Column("actor", sa.Text, nullable=False, comment="who sent it"),
    sa.Column("flow", sa.Text, nullable=False),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("idempotency_key", sa.Text, nullable=False, index=True),
    sa.Column("payload_sha256", sa.Text, nullable=False),
    sa.Column("count", sa.Integer, nullable=False, comment="messages in the same sending"),
    sa.Column("is_accepted", sa.Boolean, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, comment="the system's own number"),
    sa.Column("answer", sa.Text, nullable=False, comment="the system's own words"),
    sa.Index("ix_receipt_flow_business_date", "flow", "business_date"),
    comment="One row an answer. Rows are only added; a changed, missing or swapped one breaks the chain.",
)

flow_limit = sa.Table(
    "flow_limit",
    metadata,
    sa.Column("flow", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("daily_limit", sa.Integer, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="A flow's limit for one business date where a person raised it.",
)
