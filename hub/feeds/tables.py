"""Versions of feeds, their current rows, and every change that was ever published."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, JSONB

from hub.database import metadata

feed_version = sa.Table(
    "feed_version",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("previous_version", sa.BigInteger),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("added", sa.BigInteger, nullable=False),
    sa.Column("modified", sa.BigInteger, nullable=False),
    sa.Column("deleted", sa.BigInteger, nullable=False),
    sa.Column("shape", sa.CHAR(64), nullable=False, comment="hash of the key and of the columns' names and types"),
    sa.Column("columns", JSONB, nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("files_at", sa.DateTime(timezone=True), comment="when its folder was complete; null before"),
    comment="Immutable versions; there is a new one only when something changed.",
)

feed_row = sa.Table(
    "feed_row",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("key", sa.Text(collation="C"), primary_key=True),
    sa.Column("hash", sa.CHAR(64), nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False, comment="the version that last changed it"),
    sa.Column("row", JSON, nullable=False, comment="the columns in order; numbers with a point as text"),
    comment="The newest version of each feed.",
)

feed_change = sa.Table(
    "feed_change",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False, comment="from 1, by key"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text(collation="C"), nullable=False),
    sa.Column("hash", sa.CHAR(64)),
    sa.Column("row", JSON(none_as_null=True), comment="null for DEL"),
    sa.Column("before", JSON(none_as_null=True), comment="of MOD what differed, as it was; of DEL the row"),
    sa.CheckConstraint("kind in ('ADD', 'MOD', 'DEL')", name="kind"),
    sa.CheckConstraint("(kind = 'DEL') = (row is null)", name="row"),
    sa.CheckConstraint("(kind = 'ADD') = (before is null)", name="before"),
    sa.Index("ix_feed_change_feed_key_version", "feed", "key", "version"),
    comment="What each version changed; older versions are read out of it.",
)
