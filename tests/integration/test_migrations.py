"""The versions in the repository make just the tables that the code declares."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from hub.database import engine, metadata
from hub.migrations import load_tables, migrate


def test_the_newest_version_is_what_the_code_declares(database: str) -> None:
    load_tables()
    options = {
        "include_schemas": True,
        "include_name": lambda name, kind, _parents: name == metadata.schema if kind == "schema" else True,
        "version_table_schema": metadata.schema,
        "compare_type": True,
    }
    with engine().connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert found == [], "cut a version: python -m hub.migrations 'what changed'"


def test_migrating_again_and_from_several_workers_at_once_changes_nothing(database: str) -> None:
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda _number: migrate(), range(3)))
    with engine().connect() as connection:
        assert connection.scalar(sa.text("select count(*) from hub.alembic_version")) == 1


def test_several_workers_may_find_an_empty_database(postgres: object, database: str) -> None:
    with engine().begin() as connection:
        connection.execute(sa.text("drop schema hub cascade"))
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda _number: migrate(), range(3)))
    with engine().connect() as connection:
        assert sa.inspect(connection).has_table("batch", schema="hub")
