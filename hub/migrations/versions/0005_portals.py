"""Consumers of the feed interface, their keys, subscriptions, receipts; switched and limited flows; where chains end"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "chain_head",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.CHAR(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_head")),
        schema="hub",
        comment="The last row of each chained table.",
    )
    op.create_table(
        "consumer",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False, comment="the office that answers for it"),
        sa.Column(
            "certificate_sha256", sa.Text(), nullable=True, comment="of its client certificate, where one is demanded"
        ),
        sa.Column("requests_per_minute", sa.Integer(), nullable=False),
        sa.Column("rows_per_day", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_consumer")),
        schema="hub",
        comment="A portal that reads feeds.",
    )
    op.create_table(
        "flow_limit",
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("daily_limit", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("flow", "business_date", name=op.f("pk_flow_limit")),
        schema="hub",
        comment="A flow's limit for one business date where a person raised it.",
    )
    op.create_table(
        "flow_switch",
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("flow", name=op.f("pk_flow_switch")),
        schema="hub",
        comment="How each flow was last switched; without a row it is off. Earlier switchings stand in the audit.",
    )
    op.create_table(
        "portal_receipt",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("previous_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("hash", sa.CHAR(length=64), nullable=False),
        sa.Column("at", sa.Text(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="snapshot, changes, record, poll, push"),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("from_version", sa.BigInteger(), nullable=False, comment="0 where it does not follow another"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False, comment="records, or polls without news"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the body; empty where there was none"),
        sa.Column("answer", sa.Text(), nullable=False, comment="status, and for a push what the address answered"),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_portal_receipt")),
        sa.UniqueConstraint("hash", name=op.f("uq_portal_receipt_hash")),
        schema="hub",
        comment="One row a page, file, record or push. Rows are only added; a changed one breaks the chain.",
    )
    op.create_index(
        "ix_portal_receipt_consumer_sequence", "portal_receipt", ["consumer", "sequence"], unique=False, schema="hub"
    )
    op.create_table(
        "portal_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "epoch", sa.BigInteger(), nullable=False, comment="grows with every change of consumers, scopes or keys"
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_portal_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_state")),
        schema="hub",
    )
    op.create_table(
        "consumer_key",
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False, comment="argon2id of the whole key"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "expires_at", sa.DateTime(timezone=True), nullable=True, comment="set when a newer key takes its place"
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["consumer"], ["hub.consumer.name"], name=op.f("fk_consumer_key_consumer")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_consumer_key")),
        schema="hub",
    )
    op.create_index(op.f("ix_consumer_key_consumer"), "consumer_key", ["consumer"], unique=False, schema="hub")
    op.create_table(
        "consumer_scope",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("districts", postgresql.ARRAY(sa.BigInteger()), nullable=True, comment="LGD codes; null means all"),
        sa.Column("departments", postgresql.ARRAY(sa.Text()), nullable=True, comment="null means all"),
        sa.Column("classification", sa.Text(), nullable=False, comment="the most careful class of column it sees"),
        sa.CheckConstraint(
            "classification in ('public', 'internal', 'personal', 'sensitive')",
            name=op.f("ck_consumer_scope_classification"),
        ),
        sa.ForeignKeyConstraint(["consumer"], ["hub.consumer.name"], name=op.f("fk_consumer_scope_consumer")),
        sa.PrimaryKeyConstraint("consumer", "feed", name=op.f("pk_consumer_scope")),
        schema="hub",
    )
    op.create_table(
        "consumer_usage",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="in India"),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["consumer"], ["hub.consumer.name"], name=op.f("fk_consumer_usage_consumer")),
        sa.PrimaryKeyConstraint("consumer", "day", name=op.f("pk_consumer_usage")),
        schema="hub",
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("secret_number", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "previous_secret_until", sa.DateTime(timezone=True), nullable=True, comment="both secrets sign until then"
        ),
        sa.Column(
            "version", sa.BigInteger(), nullable=False, comment="all is delivered up to this version of the feed,"
        ),
        sa.Column("sequence", sa.BigInteger(), nullable=False, comment="or, where not 0, up to this change within it"),
        sa.Column("scope_digest", sa.Text(), nullable=False, comment="of the scope in which that was delivered"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status in ('active', 'paused', 'halted', 'ended')", name=op.f("ck_subscription_status")),
        sa.ForeignKeyConstraint(["consumer"], ["hub.consumer.name"], name=op.f("fk_subscription_consumer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        schema="hub",
        comment="A feed's changes pushed to an address, in order; halted ones wait for a person.",
    )
    op.create_index(op.f("ix_subscription_consumer"), "subscription", ["consumer"], unique=False, schema="hub")
    op.create_table(
        "consumer_token",
        sa.Column("token_sha256", sa.CHAR(length=64), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["hub.consumer_key.key_id"], name=op.f("fk_consumer_token_key_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_consumer_token")),
        schema="hub",
        comment="OAuth 2 access tokens; each lives as long as its key, and no longer than an hour.",
    )
    op.create_index(op.f("ix_consumer_token_key_id"), "consumer_token", ["key_id"], unique=False, schema="hub")
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("from_version", sa.BigInteger(), nullable=False),
        sa.Column("to_version", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="what the address answered last, or why there was no answer"
        ),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True, comment="resumed, skipped or ended"),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["subscription"], ["hub.subscription.id"], name=op.f("fk_dead_letter_subscription")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
        schema="hub",
        comment="Pushes given up; the subscription waits behind its dead letter, so that no order is lost.",
    )
    op.create_index(op.f("ix_dead_letter_subscription"), "dead_letter", ["subscription"], unique=False, schema="hub")
    op.add_column(
        "outbox",
        sa.Column("sendings", sa.Integer(), server_default="0", nullable=False, comment="how often it was to go out"),
        schema="hub",
    )
    op.add_column(
        "outbox",
        sa.Column(
            "last_error_details",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="what fills that message; nothing personal",
        ),
        schema="hub",
    )
    op.alter_column(
        "outbox",
        "answered_on",
        existing_type=sa.DATE(),
        comment="business date of the answer",
        existing_comment="business date of the answer; the daily limit counts by it",
        existing_nullable=True,
        schema="hub",
    )
    op.drop_index(op.f("ix_outbox_flow_answered_on"), table_name="outbox", schema="hub")
    op.create_index(
        "ix_outbox_dead_letter",
        "outbox",
        ["flow", "id"],
        unique=False,
        schema="hub",
        postgresql_where=sa.text("status in ('refused', 'dead')"),
    )
    op.alter_column(
        "receipt",
        "business_date",
        existing_type=sa.TEXT(),
        comment="ISO 8601; the daily limit counts by it",
        existing_comment="ISO 8601",
        existing_nullable=False,
        schema="hub",
    )
    op.create_index("ix_receipt_flow_business_date", "receipt", ["flow", "business_date"], unique=False, schema="hub")
    op.drop_constraint(op.f("ck_outbox_status"), "outbox", schema="hub", type_="check")
    states = "status in ('pending', 'sent', 'refused', 'dead', 'dropped')"
    op.create_check_constraint(op.f("ck_outbox_status"), "outbox", states, schema="hub")
    op.execute("insert into hub.portal_state (id, epoch) values (1, 1)")
    for chained in ("audit", "receipt"):
        last = f"select '{chained}', sequence, hash from hub.{chained} order by sequence desc limit 1"  # noqa: S608
        op.execute(f"insert into hub.chain_head (chain, sequence, hash) {last}")


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.execute("update hub.outbox set status = 'refused' where status = 'dropped'")
    op.drop_constraint(op.f("ck_outbox_status"), "outbox", schema="hub", type_="check")
    states = "status in ('pending', 'sent', 'refused', 'dead')"
    op.create_check_constraint(op.f("ck_outbox_status"), "outbox", states, schema="hub")
    op.drop_index("ix_receipt_flow_business_date", table_name="receipt", schema="hub")
    op.alter_column(
        "receipt",
        "business_date",
        existing_type=sa.TEXT(),
        comment="ISO 8601",
        existing_comment="ISO 8601; the daily limit counts by it",
        existing_nullable=False,
        schema="hub",
    )
    op.drop_index(
        "ix_outbox_dead_letter",
        table_name="outbox",
        schema="hub",
        postgresql_where=sa.text("status in ('refused', 'dead')"),
    )
    op.create_index(op.f("ix_outbox_flow_answered_on"), "outbox", ["flow", "answered_on"], unique=False, schema="hub")
    op.alter_column(
        "outbox",
        "answered_on",
        existing_type=sa.DATE(),
        comment="business date of the answer; the daily limit counts by it",
        existing_comment="business date of the answer",
        existing_nullable=True,
        schema="hub",
    )
    op.drop_column("outbox", "last_error_details", schema="hub")
    op.drop_column("outbox", "sendings", schema="hub")
    op.drop_index(op.f("ix_dead_letter_subscription"), table_name="dead_letter", schema="hub")
    op.drop_table("dead_letter", schema="hub")
    op.drop_index(op.f("ix_consumer_token_key_id"), table_name="consumer_token", schema="hub")
    op.drop_table("consumer_token", schema="hub")
    op.drop_index(op.f("ix_subscription_consumer"), table_name="subscription", schema="hub")
    op.drop_table("subscription", schema="hub")
    op.drop_table("consumer_usage", schema="hub")
    op.drop_table("consumer_scope", schema="hub")
    op.drop_index(op.f("ix_consumer_key_consumer"), table_name="consumer_key", schema="hub")
    op.drop_table("consumer_key", schema="hub")
    op.drop_table("portal_state", schema="hub")
    op.drop_index("ix_portal_receipt_consumer_sequence", table_name="portal_receipt", schema="hub")
    op.drop_table("portal_receipt", schema="hub")
    op.drop_table("flow_switch", schema="hub")
    op.drop_table("flow_limit", schema="hub")
    op.drop_table("consumer", schema="hub")
    op.drop_table("chain_head", schema="hub")
