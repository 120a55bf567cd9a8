"""Alembic's environment: the hub's own engine and tables; other schemas are none of its business."""

from __future__ import annotations

from typing import Any

from alembic import context

from hub.database import engine, metadata
from hub.migrations import load_tables


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    del parents
    return name == metadata.schema if kind == "schema" else True


load_tables()
with engine().connect() as connection:
    # Where the account is named hub as well, the schema hub is the nameless one, and a new version would make all anew.
    connection.dialect.default_schema_name = "public"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_schemas=True,
        include_name=_is_ours,
        version_table="alembic_version",
        version_table_schema=metadata.schema,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
