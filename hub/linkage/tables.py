"""The links that stand, and how far each subject is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

link = sa.Table(
    "link",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True, comment="employee or matter"),
    sa.Column("kind", sa.Text, primary_key=True, comment="same_person, same_household or same_matter"),
    sa.Column("left_id", sa.Text(collation="C"), primary_key=True, comment="<dataset>|<key>; left_id < right_id"),
    sa.Column("right_id", sa.Text(collation="C"), primary_key=True),
    sa.Column("weight", sa.Float, nullable=False, comment="log2 of the odds, rounded to 6 places"),
    sa.Column("probability", sa.Float, nullable=False),
    sa.Column("band", sa.Text, nullable=False, comment="accept or review; what is rejected is not kept"),
    sa.Column("comparisons", JSONB, nullable=False, comment="bits that each comparison added, by name"),
    sa.CheckConstraint("left_id < right_id", name="ordered"),
    sa.CheckConstraint("band in ('accept', 'review')", name="band"),
    sa.CheckConstraint("kind in ('same_person', 'same_household', 'same_matter')", name="kind"),
    sa.Index("ix_link_subject_right_id", "subject", "right_id"),
    sa.Index("ix_link_subject_band", "subject", "kind", "band"),
    comment="Pairs of records that the model holds for one; a function of the records and the model alone.",
)

link_state = sa.Table(
    "link_state",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("model", sa.Text, nullable=False, comment="version of the model that made the links"),
    sa.Column("generation", sa.Text, nullable=False, comment="must equal the work file's, else all is compared anew"),
    sa.Column("records", sa.BigInteger, nullable=False),
    sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="Where each subject's links stand.",
)
