"""What the quarantine keeps beside its rows: each failure of a row, how many there are of each kind, mappings.

``quarantine_failure`` and the three tables of counts follow ``quarantine`` by triggers (migrations 0004 and 0009), so
that whoever writes a row cannot leave them behind; ``hub.quarantine.prove`` shows that they did.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.database import metadata

quarantine_failure = sa.Table(
    "quarantine_failure",
    metadata,
    sa.Column("row_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("expectation", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("value", sa.Text, comment="as the source sent it; null where it is empty, personal or long"),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("district_lgd", sa.BigInteger),
    sa.Column("department", sa.Text),
    sa.Column("assignee", sa.Text),
    sa.Index("ix_quarantine_failure_order", "dataset", "status", "row_id"),
    sa.Index("ix_quarantine_failure_reason", "dataset", "expectation", "status", "row_id"),
    sa.Index("ix_quarantine_failure_place", "dataset", "expectation", "district_lgd", "status", "row_id"),
    sa.Index("ix_quarantine_failure_value", "dataset", "expectation", "value", "status", "row_id"),
    comment="One row a quarantined row and critical expectation that it fails. Written by triggers only.",
)

quarantine_count = sa.Table(
    "quarantine_count",
    metadata,
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("expectation", sa.Text, nullable=False, comment="empty: rows, each once"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("district_lgd", sa.BigInteger, nullable=False, comment="0: none"),
    sa.Column("department", sa.Text, nullable=False, comment="empty: none"),
    sa.Column("assignee", sa.Text, nullable=False, comment="empty: none"),
    sa.Column("rows", sa.BigInteger, nullable=False, comment="more (or fewer) rows; the sum counts"),
    sa.Index("ix_quarantine_count_place", "dataset", "status", "district_lgd"),
    sa.Index(
        "ix_quarantine_count_department", "department", "dataset", "status",
        postgresql_include=["expectation", "assignee", "business_date", "district_lgd", "rows"],
        postgresql_where=sa.text("department <> ''"),
    ),
    comment="Sums of rows, kept as differences so that no writer waits for another. Written by triggers only.",
)  # fmt: skip


def _coarse(name: str, column: sa.Column[Any], *more: sa.Index) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("expectation", sa.Text, nullable=False, comment="empty: rows, each once"),
        sa.Column("status", sa.Text, nullable=False),
        column,
        sa.Column("assignee", sa.Text, nullable=False, comment="empty: none"),
        sa.Column("rows", sa.BigInteger, nullable=False, comment="more (or fewer) rows; the sum counts"),
        sa.Index(f"ix_{name}_dataset_status", "dataset", "status", "expectation"),
        *more,
        comment="Coarser sums of quarantine_count. Written by triggers only.",
    )


count_by_place = _coarse(
    "quarantine_count_by_place", sa.Column("district_lgd", sa.BigInteger, nullable=False, comment="0: none")
)
count_by_day = _coarse(
    "quarantine_count_by_day", sa.Column("business_date", sa.Date, nullable=False),
    sa.Index("ix_quarantine_count_by_day_business_date", "business_date"),
)  # fmt: skip
COUNTS = (count_by_place, count_by_day, quarantine_count)
"""The tables of counts, the coarsest first: what a question names decides which of them answers it."""

quarantine_mapping = sa.Table(
    "quarantine_mapping",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("from_value", sa.Text, nullable=False, comment="as the source writes it, without blanks around it"),
    sa.Column("to_value", sa.Text, nullable=False, comment="as the source should have written it"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("revoked_by", sa.Text),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
    sa.Column("revoked_reason", sa.Text),
    sa.CheckConstraint("(revoked_by is null) = (revoked_at is null)", name="revoked"),
    sa.Index(
        "uq_quarantine_mapping_active",
        "dataset",
        "field",
        "from_value",
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    ),
    comment="Learnt mappings: what a source writes wrongly, read rightly in later batches. Never erased.",
)
