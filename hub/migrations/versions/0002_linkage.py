"""Links, judgements, entities"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "link",
        sa.Column("subject", sa.Text(), nullable=False, comment="employee or matter"),
        sa.Column("kind", sa.Text(), nullable=False, comment="same_person, same_household or same_matter"),
        sa.Column("left_id", sa.Text(collation="C"), nullable=False, comment="<dataset>|<key>; left_id < right_id"),
        sa.Column("right_id", sa.Text(collation="C"), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False, comment="log2 of the odds, rounded to 6 places"),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False, comment="accept or review; what is rejected is not kept"),
        sa.Column(
            "comparisons",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="bits that each comparison added, by name",
        ),
        sa.CheckConstraint("band in ('accept', 'review')", name=op.f("ck_link_band")),
        sa.CheckConstraint("kind in ('same_person', 'same_household', 'same_matter')", name=op.f("ck_link_kind")),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_link_ordered")),
        sa.PrimaryKeyConstraint("subject", "kind", "left_id", "right_id", name=op.f("pk_link")),
        schema="hub",
        comment="Pairs of records that the model holds for one; a function of the records and the model alone.",
    )
    op.create_index("ix_link_subject_band", "link", ["subject", "kind", "band"], unique=False, schema="hub")
    op.create_index("ix_link_subject_right_id", "link", ["subject", "right_id"], unique=False, schema="hub")
    op.create_table(
        "link_state",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False, comment="version of the model that made the links"),
        sa.Column(
            "generation", sa.Text(), nullable=False, comment="must equal the work file's, else all is compared anew"
        ),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_link_state")),
        schema="hub",
        comment="Where each subject's links stand.",
    )
    # entities
    op.create_table(
        "judgement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "act", sa.BigInteger(), nullable=False, comment="first judgement of the same decision: withdrawn together"
        ),
        sa.Column("subject", sa.Text(), nullable=False, comment="employee or matter"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("left_id", sa.Text(collation="C"), nullable=False, comment="left_id < right_id"),
        sa.Column("right_id", sa.Text(collation="C"), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("question in ('same_person', 'same_matter')", name=op.f("ck_judgement_question")),
        sa.CheckConstraint("verdict in ('yes', 'no', 'unsure')", name=op.f("ck_judgement_verdict")),
        sa.CheckConstraint("(withdrawn_by is null) = (withdrawn_at is null)", name=op.f("ck_judgement_withdrawn")),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_judgement_ordered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        schema="hub",
        comment="What people said of pairs of records. Rows are added, or marked withdrawn; never changed or deleted.",
    )
    op.create_index("ix_judgement_act", "judgement", ["act"], unique=False, schema="hub")
    op.create_index("ix_judgement_left_id", "judgement", ["subject", "left_id", "right_id"], unique=False, schema="hub")
    op.create_index("ix_judgement_right_id", "judgement", ["subject", "right_id"], unique=False, schema="hub")
    op.create_table(
        "entity",
        sa.Column("entity_id", sa.Text(collation="C"), nullable=False, comment="minted once, never given to another"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False, comment="business date"),
        sa.Column("founded_in", sa.BigInteger(), nullable=False, comment="version"),
        sa.Column(
            "founder", sa.Text(collation="C"), nullable=False, comment="the record from whose id the entity's was made"
        ),
        sa.Column("nth", sa.Integer(), nullable=False, comment="how many ids were made from this founder before"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "merged_into", sa.Text(collation="C"), nullable=True, comment="where a merged id leads; to be followed"
        ),
        sa.Column("split_from", sa.Text(collation="C"), nullable=True),
        sa.Column("retired_in", sa.BigInteger(), nullable=True, comment="version in which it was merged or closed"),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'live') = (members > 0)", name=op.f("ck_entity_members")),
        sa.CheckConstraint("(state = 'live') = (retired_in is null)", name=op.f("ck_entity_retired")),
        sa.CheckConstraint("(state = 'merged') = (merged_into is not null)", name=op.f("ck_entity_merged")),
        sa.CheckConstraint("kind in ('employee', 'citizen', 'matter')", name=op.f("ck_entity_kind")),
        sa.CheckConstraint("state in ('live', 'merged', 'closed')", name=op.f("ck_entity_state")),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity")),
        sa.UniqueConstraint("kind", "founder", "nth", name=op.f("uq_entity_kind_founder_nth")),
        schema="hub",
        comment="One person, or one matter, over all systems.",
    )
    op.create_index(
        "ix_entity_merged_into",
        "entity",
        ["merged_into"],
        unique=False,
        schema="hub",
        postgresql_where=sa.text("merged_into is not null"),
    )
    op.create_table(
        "entity_member",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=False, comment="<dataset>|<key>"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="version"),
        sa.Column("entity_id", sa.Text(collation="C"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="business date"),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="business date from which it no longer held"),
        sa.Column("until", sa.BigInteger(), nullable=True, comment="version"),
        sa.CheckConstraint("(valid_to is null) = (until is null)", name=op.f("ck_entity_member_ended")),
        sa.CheckConstraint("valid_from <= valid_to and since < until", name=op.f("ck_entity_member_forward")),
        sa.PrimaryKeyConstraint("kind", "record_id", "since", name=op.f("pk_entity_member")),
        schema="hub",
        comment="Which record belonged to which entity, when. A record belongs to one entity of a kind at a time.",
    )
    op.create_index("ix_entity_member_entity_id", "entity_member", ["entity_id"], unique=False, schema="hub")
    op.create_index(
        "uq_entity_member_live",
        "entity_member",
        ["record_id", "kind"],
        unique=True,
        schema="hub",
        postgresql_where=sa.text("valid_to is null"),
    )
    op.create_table(
        "entity_change",
        sa.Column("change_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="in order, without gaps"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(collation="C"), nullable=False),
        sa.Column("other_id", sa.Text(collation="C"), nullable=True, comment="merged: into; split: from"),
        sa.Column("records", postgresql.ARRAY(sa.Text()), nullable=False, comment="the records that came or went"),
        sa.Column("members", sa.Integer(), nullable=False, comment="of the entity afterwards"),
        sa.Column("is_restored", sa.Boolean(), nullable=False, comment="an id that had been retired is back"),
        sa.CheckConstraint(
            "(change in ('merged', 'split')) = (other_id is not null)", name=op.f("ck_entity_change_other")
        ),
        sa.CheckConstraint(
            "change in ('created', 'grew', 'shrank', 'merged', 'split', 'closed', 'reopened')",
            name=op.f("ck_entity_change_change"),
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_entity_change")),
        schema="hub",
        comment="Every change of every entity, as subscribers are told.",
    )
    op.create_index(op.f("ix_entity_change_entity_id"), "entity_change", ["entity_id"], unique=False, schema="hub")
    op.create_table(
        "entity_version",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_entity_version")),
        schema="hub",
        comment="One row a change of state.",
    )
    op.create_table(
        "entity_review",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("left_id", sa.Text(collation="C"), nullable=False),
        sa.Column("right_id", sa.Text(collation="C"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False, comment="business date since which it waits"),
        sa.Column(
            "is_open", sa.Boolean(), nullable=False, comment="false: answered; back in its place if that is undone"
        ),
        sa.Column(
            "records",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="oversize: all records of the cluster; else the two",
        ),
        sa.CheckConstraint(
            "reason in ('band', 'two_masters', 'household', 'weak_chain', 'oversize', 'contradiction')",
            name=op.f("ck_entity_review_reason"),
        ),
        sa.PrimaryKeyConstraint("kind", "left_id", "right_id", name=op.f("pk_entity_review")),
        schema="hub",
        comment="What waits for a person: derived from records, links and judgements, and made anew with them.",
    )
    op.create_index("ix_entity_review_right_id", "entity_review", ["kind", "right_id"], unique=False, schema="hub")
    op.create_index(
        "ix_entity_review_since",
        "entity_review",
        ["kind", "since"],
        unique=False,
        schema="hub",
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "entity_pending",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("subject", "record_id", name=op.f("pk_entity_pending")),
        schema="hub",
        comment="Records that a judgement touched while a run was under way; the next run begins with them.",
    )
    op.create_table(
        "entity_state",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_entity_state")),
        schema="hub",
        comment="How far each subject is resolved.",
    )
    # lookup
    op.create_table(
        "entity_lookup",
        sa.Column("no", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False, comment="of the record's version that is listed"),
        sa.Column(
            "compared",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what the model compares (hub.linkage.comparable)",
        ),
        sa.Column(
            "shown",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="original texts to know a person by",
        ),
        sa.Column(
            "keys", postgresql.ARRAY(sa.BigInteger()), nullable=False, comment="the same as in entity_lookup_key"
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_entity_lookup")),
        sa.UniqueConstraint("subject", "record_id", name=op.f("uq_entity_lookup_subject_record_id")),
        schema="hub",
        comment="Records as a counter looks them up; follows the store.",
    )
    op.create_table(
        "entity_lookup_key",
        sa.Column("key", sa.BigInteger(), nullable=False, comment="hash of subject, kind of key and value"),
        sa.Column("no", sa.Integer(), nullable=False, comment="of entity_lookup"),
        sa.PrimaryKeyConstraint("key", "no", name=op.f("pk_entity_lookup_key")),
        schema="hub",
        comment="Which records may be meant by a name, a mobile, a number.",
    )
    op.create_table(
        "entity_lookup_frequency",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="column of entity_lookup.compared"),
        sa.Column("value", sa.Text(collation="C"), nullable=False, comment="empty: all values together"),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "name", "value", name=op.f("pk_entity_lookup_frequency")),
        schema="hub",
        comment="How often each value stands among the records listed: a rare name says more than a common one.",
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("entity_lookup_frequency", schema="hub")
    op.drop_table("entity_lookup_key", schema="hub")
    op.drop_table("entity_lookup", schema="hub")
    op.drop_table("entity_state", schema="hub")
    op.drop_table("entity_pending", schema="hub")
    op.drop_table("entity_review", schema="hub")
    op.drop_table("entity_version", schema="hub")
    op.drop_table("entity_change", schema="hub")
    op.drop_table("entity_member", schema="hub")
    op.drop_table("entity", schema="hub")
    op.drop_table("judgement", schema="hub")
    op.drop_table("link_state", schema="hub")
    op.drop_table("link", schema="hub")
