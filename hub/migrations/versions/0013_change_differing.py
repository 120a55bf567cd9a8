"""A changed row is kept with the columns that differ, not with the whole row before it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_WHOLE = "the row as it was; null for ADD"
_DIFFERING = "of MOD what differed, as it was; of DEL the row"


def upgrade() -> None:
    """What was published before keeps of the row before it only what differs."""
    op.execute("""
        update hub.feed_change c set before = (
          select coalesce(json_object_agg(coalesce(was.key, now.key), was.value), '{}')
          from json_each(c.before) was full join json_each(c.row) now on was.key = now.key
          where coalesce(was.value::text, 'null') <> coalesce(now.value::text, 'null')
        ) where c.kind = 'MOD'""")
    _comment(_WHOLE, _DIFFERING)


def downgrade() -> None:
    """The row before, out of what differs and the row."""
    op.execute("""
        update hub.feed_change c set before = (
          select json_object_agg(coalesce(now.key, was.key), coalesce(was.value, now.value) order by now.place)
          from json_each(c.before) was
          full join json_each(c.row) with ordinality now (key, value, place) on was.key = now.key
        ) where c.kind = 'MOD'""")
    _comment(_DIFFERING, _WHOLE)


def _comment(old: str, new: str) -> None:
    op.alter_column(
        "feed_change", "before", existing_type=postgresql.JSON(none_as_null=True, astext_type=sa.Text()),
        existing_comment=old, comment=new, schema="hub",
    )  # fmt: skip
