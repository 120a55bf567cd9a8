"""Counts of quarantine kept beside the rows; the department of a discrepancy"""

# ruff: noqa: S608  # put together from the constants of this file

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from hub.migrations import quarantine_queue

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FEWER: dict[str, sa.Column[Any]] = {
    "quarantine_count_by_place": sa.Column("district_lgd", sa.BigInteger(), nullable=False, comment="0: none"),
    "quarantine_count_by_day": sa.Column("business_date", sa.Date(), nullable=False),
}
_KIND = "dataset, expectation, status, business_date, district_lgd, department, assignee"
_INDEX = "ix_quarantine_count_dataset_status_expectation"


def _coarse(column: str) -> str:
    return f"dataset, expectation, status, {column}, assignee"


def _sum(sign: str, rows: str, ids: str) -> str:
    """Count the rows into every table of counts."""
    fewer = ", ".join(
        f"{table} as (insert into hub.{table} (rows, {_coarse(column.name)}) "
        f"select sum(rows), {_coarse(column.name)} from told group by {_coarse(column.name)})"
        for table, column in _FEWER.items()
    )
    return f"""
        with told as materialized (
            select {_KIND}, {sign}count(*) as rows from (
                select dataset, '' as expectation, status, business_date, coalesce(district_lgd, 0) as district_lgd,
                    coalesce(department, '') as department, coalesce(assignee, '') as assignee
                from {rows} q where {ids.format(id="q.id")}
                union all
                select dataset, expectation, status, business_date, coalesce(district_lgd, 0),
                    coalesce(department, ''), coalesce(assignee, '')
                from hub.quarantine_failure f where {ids.format(id="f.row_id")}
            ) each_once group by {_KIND}
        ), {fewer}
        insert into hub.quarantine_count ({_KIND}, rows) select {_KIND}, rows from told;"""


def _fail(ids: str) -> str:
    return f"""
        insert into hub.quarantine_failure (row_id, expectation, field, value, dataset, status, business_date,
            district_lgd, department, assignee)
        select distinct on (q.id, f.expectation) q.id, f.expectation, f.field, f.value, q.dataset, q.status,
            q.business_date, q.district_lgd, q.department, q.assignee
        from added q, jsonb_to_recordset(q.failures) as f(expectation text, field text, value text, severity text)
        where f.severity = 'critical' and {ids.format(id="q.id")};"""


def upgrade() -> None:
    """Two coarser sums beside the full ones, so that a page adds up thousands of rows and not a million."""
    for table, column in _FEWER.items():
        op.create_table(
            table,
            sa.Column("dataset", sa.Text(), nullable=False),
            sa.Column("expectation", sa.Text(), nullable=False, comment="empty: rows, each once"),
            sa.Column("status", sa.Text(), nullable=False),
            column,
            sa.Column("assignee", sa.Text(), nullable=False, comment="empty: none"),
            sa.Column("rows", sa.BigInteger(), nullable=False, comment="more (or fewer) rows; the sum counts"),
            schema="hub",
            comment="Coarser sums of quarantine_count. Written by triggers only.",
        )
        op.create_index(f"ix_{table}_dataset_status", table, ["dataset", "status", "expectation"], schema="hub")
        kind = _coarse(column.name)
        op.execute(f"insert into hub.{table} ({kind}, rows) select {kind}, sum(rows) from hub.quarantine_count "
                   f"group by {kind} having sum(rows) <> 0")  # fmt: skip
    op.drop_index(_INDEX, table_name="quarantine_count", schema="hub")
    op.create_index(
        "ix_quarantine_count_place", "quarantine_count", ["dataset", "status", "district_lgd"], schema="hub"
    )
    op.create_index(
        "ix_quarantine_count_department", "quarantine_count", ["department", "dataset", "status"], schema="hub",
        postgresql_where=sa.text("department <> ''"),
    )  # fmt: skip
    op.create_index("ix_quarantine_failure_order", "quarantine_failure", ["dataset", "status", "row_id"], schema="hub")
    op.add_column(
        "discrepancy",
        sa.Column("department", sa.Text(), comment="as the systems write it; null where none is known"),
        schema="hub",
    )
    op.create_index(op.f("ix_discrepancy_department"), "discrepancy", ["department"], schema="hub")
    moved, every = "{id} in (select unnest(moved))", "{id} in (select id from added)"
    op.execute(f"""
        create or replace function hub.follow_quarantine() returns trigger language plpgsql as $$
        declare moved bigint[];
        begin
            if tg_op = 'INSERT' then
                {_fail(every)}
                {_sum("", "added", every)}
                return null;
            end if;
            moved := array(select n.id from added n join gone o on o.id = n.id
                where (n.status, n.assignee, n.failures) is distinct from (o.status, o.assignee, o.failures));
            if cardinality(moved) > 0 then
                {_sum("-", "gone", moved)}
                delete from hub.quarantine_failure f where {moved.format(id="f.row_id")};
                {_fail(moved)}
                {_sum("", "added", moved)}
            end if;
            return null;
        end $$""")


def downgrade() -> None:
    """Back to the full sums alone."""
    op.drop_column("discrepancy", "department", schema="hub")
    op.drop_index("ix_quarantine_failure_order", table_name="quarantine_failure", schema="hub")
    op.execute(quarantine_queue.FOLLOW)
    for name in ("place", "department"):
        op.drop_index(f"ix_quarantine_count_{name}", table_name="quarantine_count", schema="hub")
    op.create_index(_INDEX, "quarantine_count", ["dataset", "status", "expectation"], schema="hub")
    for table in _FEWER:
        op.drop_table(table, schema="hub")
