"""Each change of a feed carries the row before it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Changes that were published before get theirs out of the changes before them."""
    before = sa.Column("before", postgresql.JSON(none_as_null=True), comment="the row as it was; null for ADD")
    op.add_column("feed_change", before, schema="hub")
    op.execute("""
        update hub.feed_change c set before = (
          select b.row from hub.feed_change b
          where b.feed = c.feed and b.key = c.key and b.version < c.version
          order by b.version desc limit 1
        ) where c.kind <> 'ADD'""")
    op.create_check_constraint(
        op.f("ck_feed_change_before"), "feed_change", "(kind = 'ADD') = (before is null)", schema="hub"
    )


def downgrade() -> None:
    """The row before is looked for among the changes again."""
    op.drop_constraint(op.f("ck_feed_change_before"), "feed_change", schema="hub")
    op.drop_column("feed_change", "before", schema="hub")
