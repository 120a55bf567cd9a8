"""The outbox's messages without an answer are found without reading all that wait"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INDEX = "ix_outbox_unanswered"


def upgrade() -> None:
    """Few of many wait because a system gave no answer."""
    op.create_index(
        _INDEX, "outbox", ["flow", "id"], schema="hub",
        postgresql_where=sa.text("status = 'pending' and attempts > 0"),
    )  # fmt: skip


def downgrade() -> None:
    """Without the index."""
    op.drop_index(_INDEX, "outbox", schema="hub")
