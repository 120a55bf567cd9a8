"""Who may read the feeds, what was served to whom, and where each push stands."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from hub import chain
from hub.database import metadata

consumer = sa.Table(
    "consumer",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False, server_default="", comment="the office that answers for it"),
    sa.Column("certificate_sha256", sa.Text, comment="of its client certificate, where one is demanded"),
    sa.Column("requests_per_minute", sa.Integer, nullable=False),
    sa.Column("rows_per_day", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
    comment="A portal that reads feeds.",
)

consumer_scope = sa.Table(
    "consumer_scope",
    metadata,
    sa.Column("consumer", sa.Text, sa.ForeignKey("hub.consumer.name"), primary_key=True),
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("districts", ARRAY(sa.BigInteger), comment="LGD codes; null means all"),
    sa.Column("departments", ARRAY(sa.Text), comment="null means all"),
    sa.Column("classification", sa.Text, nullable=False, comment="the most careful class of column it sees"),
    sa.CheckConstraint("classification in ('public', 'internal', 'personal', 'sensitive')", name="classification"),
)

consumer_key = sa.Table(
    "consumer_key",
    metadata,
    sa.Column("key_id", sa.Text, primary_key=True),
    sa.Column("consumer", sa.Text, sa.ForeignKey("hub.consumer.name"), nullable=False, index=True),
    sa.Column("hash", sa.Text, nullable=False, comment="argon2id of the whole key"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("expires_at", sa.DateTime(timezone=True), comment="set when a newer key takes its place"),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)

consumer_token = sa.Table(
    "consumer_token",
    metadata,
    sa.Column("token_sha256", sa.CHAR(64), primary_key=True),
    sa.Column("key_id", sa.Text, sa.ForeignKey("hub.consumer_key.key_id"), nullable=False, index=True),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    comment="OAuth 2 access tokens; each lives as long as its key, and no longer than an hour.",
)

consumer_usage = sa.Table(
    "consumer_usage",
    metadata,
    sa.Column("consumer", sa.Text, sa.ForeignKey("hub.consumer.name"), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True, comment="in India"),
    sa.Column("requests", sa.BigInteger, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
)

portal_state = sa.Table(
    "portal_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("epoch", sa.BigInteger, nullable=False, comment="grows with every change of consumers, scopes or keys"),
    sa.CheckConstraint("id = 1", name="one_row"),
)

subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("consumer", sa.Text, sa.ForeignKey("hub.consumer.name"), nullable=False, index=True),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="active"),
    sa.Column("secret_number", sa.Integer, nullable=False, server_default="1"),
    sa.Column("previous_secret_until", sa.DateTime(timezone=True), comment="both secrets sign until then"),
    sa.Column("version", sa.BigInteger, nullable=False, comment="all is delivered up to this version of the feed,"),
    sa.Column("sequence", sa.BigInteger, nullable=False, comment="or, where not 0, up to this change within it"),
    sa.Column("scope_digest", sa.Text, nullable=False, comment="of the scope in which that was delivered"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("last_error", JSONB(none_as_null=True), comment="a clause: message_id and details"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("status in ('active', 'paused', 'halted', 'ended')", name="status"),
    comment="A feed's changes pushed to an address, in order; halted ones wait for a person.",
)

dead_letter = sa.Table(
    "dead_letter",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("subscription", sa.Text, sa.ForeignKey("hub.subscription.id"), nullable=False, index=True),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("from_version", sa.BigInteger, nullable=False),
    sa.Column("to_version", sa.BigInteger, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("reason", JSONB, nullable=False, comment="a clause: what the address answered last, or why it did not"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("resolution", sa.Text, comment="resumed, skipped or ended"),
    sa.Column("resolved_at", sa.DateTime(timezone=True)),
    comment="Pushes given up; the subscription waits behind its dead letter, so that no order is lost.",
)

portal_receipt = sa.Table(
    "portal_receipt",
    metadata,
    *chain.chain_columns(),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("consumer", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="snapshot, changes, record, poll, push"),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("from_version", sa.BigInteger, nullable=False, comment="0 where it does not follow another"),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False, comment="records, or polls without news"),
    sa.Column("sha256", sa.Text, nullable=False, comment="of the body; empty where there was none"),
    sa.Column("answer", sa.Text, nullable=False, comment="status, and for a push what the address answered"),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Index("ix_portal_receipt_consumer_sequence", "consumer", "sequence"),
    comment="One row a page, file, record or push. Rows are only added; a changed one breaks the chain.",
)


def plain(row: sa.RowMapping) -> dict[str, Any]:
    """A row with plain column names, which JSON can carry."""
    return {str(name): value for name, value in row.items()}
