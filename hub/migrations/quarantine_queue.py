"""Part of version 0004: the quarantine as a queue. Triggers keep each row's failures and the counts in step with it,
whoever writes a row."""

# ruff: noqa: S608  # put together from the constants of this file

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_KIND = "dataset, expectation, status, business_date, district_lgd, department, assignee"
_MOVED = """(select n.id from added n join gone o on o.id = n.id
    where (n.status, n.assignee, n.failures) is distinct from (o.status, o.assignee, o.failures))"""
_EVERY = "(select id from added)"
_SUM = """
    insert into hub.quarantine_count
    select {kind}, {sign}count(*) from (
        select dataset, '' as expectation, status, business_date, coalesce(district_lgd, 0) as district_lgd,
            coalesce(department, '') as department, coalesce(assignee, '') as assignee
        from {rows} q where q.id in {ids}
        union all
        select dataset, expectation, status, business_date, coalesce(district_lgd, 0), coalesce(department, ''),
            coalesce(assignee, '')
        from hub.quarantine_failure f where f.row_id in {ids}
    ) told group by {kind};"""
_FAIL = """
    insert into hub.quarantine_failure (row_id, expectation, field, value, dataset, status, business_date,
        district_lgd, department, assignee)
    select distinct on (q.id, f.expectation) q.id, f.expectation, f.field, f.value, q.dataset, q.status,
        q.business_date, q.district_lgd, q.department, q.assignee
    from {rows} q, jsonb_to_recordset(q.failures) as f(expectation text, field text, value text, severity text)
    where f.severity = 'critical' and q.id in {ids};"""


def _sum(sign: str, rows: str, ids: str) -> str:
    return _SUM.format(kind=_KIND, sign=sign, rows=rows, ids=ids)


def _follow(ids: str) -> str:
    return _FAIL.format(rows="added", ids=ids) + _sum("", "added", ids)


FOLLOW = f"""
    create or replace function hub.follow_quarantine() returns trigger language plpgsql as $$
    begin
        if tg_op = 'INSERT' then
            {_follow(_EVERY)}
        elsif exists {_MOVED} then
            {_sum("-", "gone", _MOVED)}
            delete from hub.quarantine_failure where row_id in {_MOVED};
            {_follow(_MOVED)}
        end if;
        return null;
    end $$"""


def upgrade() -> None:
    """Where a row belongs, who looks at it, each of its failures, counts, mappings."""
    op.drop_index("ix_quarantine_dataset_status", table_name="quarantine", schema="hub")
    for column in (
        sa.Column("business_date", sa.Date(), comment="of the batch"),
        sa.Column("district_lgd", sa.BigInteger(), comment="as far as the record says it readably"),
        sa.Column("department", sa.Text()),
        sa.Column("assignee", sa.Text(), comment="who looks at it; no decision, so it moves no version"),
    ):
        op.add_column("quarantine", column, schema="hub")
    op.execute(
        "update hub.quarantine q set business_date = b.business_date from hub.batch b where b.batch_id = q.batch_id"
    )
    op.alter_column("quarantine", "business_date", nullable=False, schema="hub")
    op.execute(
        "comment on column hub.quarantine.failures is '[{expectation, field, severity, value?}]; no personal value'"
    )
    for columns in (["dataset", "status", "id"], ["dataset", "district_lgd", "status", "id"]):
        op.create_index(f"ix_quarantine_{'_'.join(columns)}", "quarantine", columns, schema="hub")
    for name in ("assignee", "department"):
        op.create_index(
            f"ix_quarantine_{name}_status_id", "quarantine", [name, "status", "id"], schema="hub",
            postgresql_where=sa.text(f"{name} is not null"),
        )  # fmt: skip
    _failures()
    _counts()
    _mappings()
    op.execute(FOLLOW)
    op.execute("""
        create trigger quarantine_inserted after insert on hub.quarantine
        referencing new table as added for each statement execute function hub.follow_quarantine()""")
    op.execute("""
        create trigger quarantine_updated after update on hub.quarantine
        referencing old table as gone new table as added for each statement execute function hub.follow_quarantine()""")
    op.execute("create temp table added on commit drop as select * from hub.quarantine")
    for statement in filter(str.strip, _follow(_EVERY).split(";")):
        op.execute(statement)


def downgrade() -> None:
    """Back to the quarantine without a queue."""
    op.execute("drop function hub.follow_quarantine() cascade")
    for table in ("quarantine_mapping", "quarantine_count", "quarantine_failure"):
        op.drop_table(table, schema="hub")
    op.execute("comment on column hub.quarantine.failures is '[{expectation, field, severity}]'")
    for index in ("dataset_status_id", "dataset_district_lgd_status_id", "assignee_status_id", "department_status_id"):
        op.drop_index(f"ix_quarantine_{index}", table_name="quarantine", schema="hub")
    for column in ("assignee", "department", "district_lgd", "business_date"):
        op.drop_column("quarantine", column, schema="hub")
    op.create_index("ix_quarantine_dataset_status", "quarantine", ["dataset", "status"], schema="hub")


def _failures() -> None:
    op.create_table(
        "quarantine_failure",
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expectation", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), comment="as the source sent it; null where it is empty, personal or long"),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("district_lgd", sa.BigInteger()),
        sa.Column("department", sa.Text()),
        sa.Column("assignee", sa.Text()),
        sa.PrimaryKeyConstraint("row_id", "expectation", name=op.f("pk_quarantine_failure")),
        schema="hub",
        comment="One row a quarantined row and critical expectation that it fails. Written by triggers only.",
    )
    for name, columns in (
        ("reason", ["dataset", "expectation", "status", "row_id"]),
        ("place", ["dataset", "expectation", "district_lgd", "status", "row_id"]),
        ("value", ["dataset", "expectation", "value", "status", "row_id"]),
    ):
        op.create_index(f"ix_quarantine_failure_{name}", "quarantine_failure", columns, schema="hub")


def _counts() -> None:
    op.create_table(
        "quarantine_count",
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("expectation", sa.Text(), nullable=False, comment="empty: rows, each once"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("district_lgd", sa.BigInteger(), nullable=False, comment="0: none"),
        sa.Column("department", sa.Text(), nullable=False, comment="empty: none"),
        sa.Column("assignee", sa.Text(), nullable=False, comment="empty: none"),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="more (or fewer) rows; the sum counts"),
        schema="hub",
        comment="Sums of rows, kept as differences so that no writer waits for another. Written by triggers only.",
    )
    op.create_index(
        "ix_quarantine_count_dataset_status_expectation", "quarantine_count", ["dataset", "status", "expectation"],
        schema="hub",
    )  # fmt: skip


def _mappings() -> None:
    op.create_table(
        "quarantine_mapping",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("from_value", sa.Text(), nullable=False,
                  comment="as the source writes it, without blanks around it"),
        sa.Column("to_value", sa.Text(), nullable=False, comment="as the source should have written it"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_by", sa.Text()),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_reason", sa.Text()),
        sa.CheckConstraint("(revoked_by is null) = (revoked_at is null)",
                           name=op.f("ck_quarantine_mapping_revoked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_mapping")),
        schema="hub",
        comment="Learnt mappings: what a source writes wrongly, read rightly in later batches. Never erased.",
    )  # fmt: skip
    op.create_index(
        "uq_quarantine_mapping_active", "quarantine_mapping", ["dataset", "field", "from_value"], unique=True,
        schema="hub", postgresql_where=sa.text("revoked_at is null"),
    )  # fmt: skip
