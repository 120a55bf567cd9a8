"""What the console keeps: assignments, mappings, unmasks, decisions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hub.migrations import quarantine_queue

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    """Back to the version before."""
    quarantine_queue.downgrade()
    op.drop_table("person_limit", schema="hub")
