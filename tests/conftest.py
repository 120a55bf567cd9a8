"""Fixtures that all tests share: a hub home of the session, one PostgreSQL, a fresh database a test."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from embedded.postgres import Postgres, data_folder
from tests.ports import free_port

for _name in [name for name in os.environ if name.startswith(("HUB_", "AIRFLOW_"))]:
    del os.environ[_name]


def forget(server: Postgres) -> None:
    """Remove a stopped server's data, which as root stands outside pytest's own folders."""
    is_alone = server.data.parent.name.startswith("hub-pgdata-")
    shutil.rmtree(server.data.parent if is_alone else server.data, ignore_errors=True)


#: Files that take minutes start first, so that no worker is left alone with them at the end; the web's share one world.
LONGEST = ("integration/test_kills.py", "e2e/test_celery.py", "integration/test_days.py", "web/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the rest in written order."""
    items.sort(key=lambda item: next((i for i, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST)))


@pytest.fixture(autouse=True)
def hub_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test has its own hub home, so that no test reads the developer's installation."""
    from hub.settings import IST, settings

    home = tmp_path / "hub-home"
    home.mkdir()
    monkeypatch.setenv("HUB_HOME", str(home))
    # Dates far ahead are refused: a machine whose clock is behind the tests' worlds counts from their first day.
    monkeypatch.setenv("HUB_BUSINESS_DATE", max(datetime.now(IST).date(), date(2026, 11, 20)).isoformat())
    settings.cache_clear()
    yield home
    settings.cache_clear()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One PostgreSQL server for the session."""
    home = tmp_path_factory.mktemp("postgres")
    server = Postgres(data_folder(home), free_port())
    server.start(fsync="off")
    yield server
    server.stop("immediate")
    forget(server)


@pytest.fixture
def database(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A fresh, migrated hub database; ``HUB_DATABASE_URL`` points at it."""
    from hub import database as hub_database
    from hub.settings import settings

    url = postgres.create_database(f"hub_{uuid.uuid4().hex[:12]}")
    monkeypatch.setenv("HUB_DATABASE_URL", url)
    settings.cache_clear()
    from hub.migrations import migrate

    migrate()
    yield url
    hub_database.engine().dispose()
    settings.cache_clear()
