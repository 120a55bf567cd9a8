"""Agreement between systems: what people decide on a discrepancy, keys that a control total misses"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HUB = "hub"


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column(
        "reconcile_run",
        sa.Column("decisions_until", sa.BigInteger(), server_default="0", nullable=False,
                  comment="the newest decision on a discrepancy that this run knew"),
        schema=HUB,
    )  # fmt: skip
    op.add_column(
        "reconcile_run",
        sa.Column("entities_until", sa.BigInteger(), server_default="0", nullable=False,
                  comment="the version of who is who that this run knew"),
        schema=HUB,
    )  # fmt: skip
    op.add_column(
        "control_total",
        sa.Column("quarantined_keys", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False,
                  comment="at most 100 of them"),
        schema=HUB,
    )  # fmt: skip
    _discrepancies()
    op.create_table(
        "name_pair",
        sa.Column(
            "pair", sa.Text(), nullable=False, comment="hash of two spellings; the names are not kept"
        ),
        sa.Column(
            "measure", sa.CHAR(length=16), nullable=False, comment="fingerprint of the measure that judged it"
        ),
        sa.Column("is_different", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("pair", name=op.f("pk_name_pair")),
        schema=HUB,
        comment="Pairs of spellings that were compared, so that a day compares only what is new.",
    )  # fmt: skip
    op.create_table(
        "discrepancy_list",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "owner", sa.Text(), nullable=False, comment="the system that is asked to put its records right"
        ),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy_list")),
        schema=HUB,
        comment="A list of discrepancies handed to the owner of a system.",
    )  # fmt: skip
    op.create_table(
        "discrepancy_decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("discrepancy_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "evidence", sa.CHAR(length=64), nullable=False, comment="what the discrepancy said when this was decided"
        ),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "action in ('resolve', 'send', 'undo')", name=op.f("ck_discrepancy_decision_action")
        ),
        sa.CheckConstraint("(action = 'undo') = (undoes is not null)", name=op.f("ck_discrepancy_decision_undoes")),
        sa.CheckConstraint("(action = 'resolve') = (side is not null)", name=op.f("ck_discrepancy_decision_side")),
        sa.ForeignKeyConstraint(
            ["discrepancy_id"], ["hub.discrepancy.id"], name=op.f("fk_discrepancy_decision_discrepancy_id_discrepancy")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["hub.discrepancy_list.id"], name=op.f("fk_discrepancy_decision_list_id_discrepancy_list")
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["hub.discrepancy_decision.id"],
            name=op.f("fk_discrepancy_decision_undoes_discrepancy_decision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy_decision")),
        sa.UniqueConstraint("undoes", name=op.f("uq_discrepancy_decision_undoes")),
        schema=HUB,
        comment="What people decided; rows are only added. The newest that is not undone holds, for its evidence.",
    )  # fmt: skip
    op.create_index(
        op.f("ix_discrepancy_decision_discrepancy_id"), "discrepancy_decision", ["discrepancy_id"], schema=HUB
    )


def _discrepancies() -> None:
    """A number a row, both records, what was decided. What was first seen when stays."""
    op.drop_constraint("pk_discrepancy", "discrepancy", schema=HUB, type_="primary")
    added = (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("record_a", sa.Text(), nullable=True, comment="key of the record in the first system"),
        sa.Column("record_b", sa.Text(), nullable=True),
        sa.Column("evidence", sa.CHAR(length=64), server_default="", nullable=False,
                  comment="hash of both values; a decision holds for it alone"),
        sa.Column("office", sa.Text(), nullable=True, comment="office, or department, that answers for the record"),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("side", sa.Text(), nullable=True, comment="a or b: whose value a person holds to be right"),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False,
                  comment="of this row; counts decisions"),
    )  # fmt: skip
    for column in added:
        op.add_column("discrepancy", column, schema=HUB)
    op.alter_column("discrepancy", "evidence", server_default=None, schema=HUB)
    op.alter_column("discrepancy", "kind", comment="id of the rule in agreement.yaml", schema=HUB)
    op.alter_column(
        "discrepancy", "last_seen", nullable=True, comment="null while it stands: the date reached", schema=HUB
    )
    op.execute("update hub.discrepancy set status = 'closed' where closed_on is not null")
    op.execute("update hub.discrepancy set last_seen = null where closed_on is null")
    op.create_primary_key(op.f("pk_discrepancy"), "discrepancy", ["id"], schema=HUB)
    op.create_unique_constraint(
        op.f("uq_discrepancy_kind_subject_field"), "discrepancy", ["kind", "subject", "field"], schema=HUB
    )  # fmt: skip
    checks = {
        "status": "status in ('open', 'sent', 'resolved', 'closed')",
        "closed": "(status = 'closed') = (closed_on is not null)",
        "side": "side in ('a', 'b')",
    }
    for name, condition in checks.items():
        op.create_check_constraint(op.f(f"ck_discrepancy_{name}"), "discrepancy", condition, schema=HUB)
    op.drop_index(op.f("ix_discrepancy_closed_on"), table_name="discrepancy", schema=HUB)
    op.create_index("ix_discrepancy_status_kind", "discrepancy", ["status", "kind"], schema=HUB)
    op.create_table_comment(
        "discrepancy", "Where two systems disagree, from the day it was first seen to the day it went.", schema=HUB
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("name_pair", schema=HUB)
    op.drop_table("discrepancy_decision", schema=HUB)
    op.drop_table("discrepancy_list", schema=HUB)
    op.drop_table_comment("discrepancy", schema=HUB)
    op.drop_index("ix_discrepancy_status_kind", table_name="discrepancy", schema=HUB)
    op.create_index(op.f("ix_discrepancy_closed_on"), "discrepancy", ["closed_on"], schema=HUB)
    for name in ("status", "closed", "side"):
        op.drop_constraint(op.f(f"ck_discrepancy_{name}"), "discrepancy", schema=HUB, type_="check")
    op.drop_constraint("uq_discrepancy_kind_subject_field", "discrepancy", schema=HUB, type_="unique")
    op.drop_constraint("pk_discrepancy", "discrepancy", schema=HUB, type_="primary")
    op.execute("update hub.discrepancy set last_seen = greatest(first_seen, current_date) where last_seen is null")
    op.alter_column("discrepancy", "last_seen", nullable=False, comment=None, schema=HUB)
    op.alter_column("discrepancy", "kind", comment=None, schema=HUB)
    for name in ("version", "decided_at", "reason", "decided_by", "side", "status", "office", "evidence", "record_b",
                 "record_a", "id"):  # fmt: skip
        op.drop_column("discrepancy", name, schema=HUB)
    op.create_primary_key(op.f("pk_discrepancy"), "discrepancy", ["kind", "subject", "field"], schema=HUB)
    op.drop_column("control_total", "quarantined_keys", schema=HUB)
    op.drop_column("reconcile_run", "entities_until", schema=HUB)
    op.drop_column("reconcile_run", "decisions_until", schema=HUB)
