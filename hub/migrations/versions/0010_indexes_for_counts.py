"""Indexes that hold what the console counts, so that it reads no table from end to end"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WAITING = [
    ((f"ix_quarantine_{name}_status_id", "quarantine", [name, "status", "id"]), sa.text(f"{name} is not null"))
    for name in ("assignee", "department")
]
_DEPARTMENT = ("ix_quarantine_count_department", "quarantine_count", ["department", "dataset", "status"])
_DAY = ("ix_quarantine_count_by_day_business_date", "quarantine_count_by_day", ["business_date"])
_DISCREPANCY = ("ix_discrepancy_status_kind", "discrepancy", ["status", "kind"])


def upgrade() -> None:
    """The rows and the counts of a department, the counts of an age and of discrepancies come from an index alone. An index holds no text of
    any length, so that an office's name has one from now on."""
    op.execute("""
        update hub.discrepancy set office = left(office, 200), department = left(department, 200)
        where length(office) > 200 or length(department) > 200""")
    for index, where in _WAITING:
        _again(*index, postgresql_where=where, postgresql_include=["dataset"])
    _again(
        *_DEPARTMENT, postgresql_where=sa.text("department <> ''"),
        postgresql_include=["expectation", "assignee", "business_date", "district_lgd", "rows"],
    )  # fmt: skip
    _again(
        *_DISCREPANCY,
        postgresql_include=["severity", "system_a", "system_b", "field", "district_lgd", "office", "department"],
    )
    op.create_index(*_DAY, schema="hub")


def downgrade() -> None:
    """Back to indexes that find rows and hold nothing of them."""
    op.drop_index(_DAY[0], table_name=_DAY[1], schema="hub")
    _again(*_DISCREPANCY)
    _again(*_DEPARTMENT, postgresql_where=sa.text("department <> ''"))
    for index, where in _WAITING:
        _again(*index, postgresql_where=where)


def _again(name: str, table: str, columns: list[str], **options: Any) -> None:
    op.drop_index(name, table_name=table, schema="hub")
    op.create_index(name, table, columns, schema="hub", **options)
