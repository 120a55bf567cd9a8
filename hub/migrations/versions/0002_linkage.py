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


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("link_state", schema="hub")
    op.drop_table("link", schema="hub")
