"""What the console keeps: assignments, mappings, unmasks, decisions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hub.migrations import quarantine_queue

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What the pages ask for among millions of rows.
INDEXES: dict[str, tuple[str, list[str], str]] = {
    "ix_batch_held": ("batch", ["updated_at", "batch_id"], "status = 'held'"),
    "ix_notification_stuck": ("notification", ["id"], "status in ('refused', 'doubtful')"),
    "ix_alert_status_pending_since_id": ("alert", ["status", "pending_since", "id"], ""),
    "ix_audit_at": ("audit", ["at"], ""),
    "ix_audit_actor_sequence": ("audit", ["actor", "sequence"], ""),
    "ix_audit_action_sequence": ("audit", ["action", "sequence"], ""),
    "ix_audit_subject_sequence": ("audit", ["subject", "sequence"], ""),
}
REPLACED = ("ix_audit_action", "ix_audit_subject")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "person_limit",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False, comment="LGD code of a district, or a department's name"),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind in ('district', 'department')", name=op.f("ck_person_limit_kind")),
        sa.PrimaryKeyConstraint("login", "kind", "value", name=op.f("pk_person_limit")),
        schema="hub",
        comment="A login without a row of a kind is not limited in that kind.",
    )
    quarantine_queue.upgrade()
    for name, (table, columns, condition) in INDEXES.items():
        op.create_index(name, table, columns, schema="hub", postgresql_where=sa.text(condition) if condition else None)
    for name in REPLACED:
        op.drop_index(op.f(name), table_name="audit", schema="hub")


def downgrade() -> None:
    """Back to the version before."""
    for name in REPLACED:
        op.create_index(op.f(name), "audit", [name.removeprefix("ix_audit_")], schema="hub")
    for name, (table, _columns, _condition) in INDEXES.items():
        op.drop_index(name, table_name=table, schema="hub")
    quarantine_queue.downgrade()
    op.drop_table("person_limit", schema="hub")
