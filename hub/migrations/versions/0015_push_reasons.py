"""Why a push failed is kept as a message of the catalogues, which each reader is told in his language"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_CLAUSE = "a clause: message_id and details"
_ANSWER = "a clause: what the address answered last, or why it did not"
_OLD_ANSWER = "what the address answered last, or why there was no answer"


def upgrade() -> None:
    """Words of before are told as they stand."""
    wrapped = "jsonb_build_object('message_id', 'portals-push-said', 'details', jsonb_build_object('words', {0}))"
    for table, column in (("subscription", "last_error"), ("dead_letter", "reason")):
        op.alter_column(
            table, column, schema="hub", type_=postgresql.JSONB(),
            postgresql_using=f"case when {column} is not null then {wrapped.format(column)} end",
        )  # fmt: skip
    _comment("last_error", "subscription", None, _CLAUSE)
    _comment("reason", "dead_letter", _OLD_ANSWER, _ANSWER)


def downgrade() -> None:
    """What was kept since is its message's id."""
    for table, column in (("subscription", "last_error"), ("dead_letter", "reason")):
        op.alter_column(
            table, column, schema="hub", type_=sa.Text(),
            postgresql_using=f"coalesce({column} -> 'details' ->> 'words', {column} ->> 'message_id')",
        )  # fmt: skip
    _comment("last_error", "subscription", _CLAUSE, None)
    _comment("reason", "dead_letter", _ANSWER, _OLD_ANSWER)


def _comment(column: str, table: str, old: str | None, new: str | None) -> None:
    op.alter_column(table, column, schema="hub", existing_comment=old, comment=new)
