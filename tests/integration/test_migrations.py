"""The versions in the repository make just the tables that the code declares."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from stored import FIRST, put, reconcile

from hub import feeds
from hub.database import engine, metadata
from hub.feeds.tables import feed_change
from hub.i18n import told
from hub.migrations import config, load_tables, migrate
from hub.portals.webhooks import subscriptions


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


def test_why_a_push_failed_is_told_as_it_was_kept_before(database: str) -> None:
    command.downgrade(config(), "0014")
    with engine().begin() as connection:
        connection.execute(
            sa.text(
                "insert into hub.consumer (name, title, requests_per_minute, rows_per_day) values ('portal', 'Portal', 1, 1)"
            )
        )
        connection.execute(sa.text(
            "insert into hub.subscription (id, consumer, feed, url, version, sequence, scope_digest, last_error) "
            "values ('s1', 'portal', 'employees', '', 0, 0, '', 'answered 500'), "
            "('s2', 'portal', 'employees', '', 0, 0, '', null)"
        ))  # fmt: skip
    migrate()
    before, none = (row["last_error"] for row in subscriptions.listed())
    assert (told(before, "en"), none) == ("The push failed: answered 500", None)
    command.downgrade(config(), "0014")
    with engine().connect() as connection:
        kept = connection.scalars(sa.text("select last_error from hub.subscription order by id")).all()
    assert kept == ["answered 500", None]
    migrate()


def test_changes_of_an_older_version_tell_what_differed(database: str) -> None:
    for day, post in enumerate(("Clerk", 'Circle "CO" Officer', None)):
        put("hrms.employees", {"employee_id": "E1000001", "designation": post}, on=FIRST + timedelta(days=day))
        reconcile(FIRST + timedelta(days=day))
        feeds.publish(FIRST + timedelta(days=day))
    of_employees = sa.select(feed_change.c.kind, feed_change.c.row, feed_change.c.before).where(
        feed_change.c.feed == "employees"
    )
    of_employees = of_employees.order_by(feed_change.c.version)

    def kept() -> list[sa.Row[Any]]:
        with engine().connect() as connection:
            return list(connection.execute(of_employees))

    now = kept()
    command.downgrade(config(), "0012")
    assert [before for _, _, before in kept()] == [None, now[0].row, now[1].row]
    migrate()
    assert kept() == now
    assert now[2].before == {"designation": 'Circle "CO" Officer'}


def test_several_workers_may_find_an_empty_database(postgres: object, database: str) -> None:
    with engine().begin() as connection:
        connection.execute(sa.text("drop schema hub cascade"))
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda _number: migrate(), range(3)))
    with engine().connect() as connection:
        assert sa.inspect(connection).has_table("batch", schema="hub")
