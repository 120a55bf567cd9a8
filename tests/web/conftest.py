"""One console over one small synced world for all tests of the web: a server on a socket, a browser beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from console.guard import csrf_token
from embedded.ports import is_open
from embedded.postgres import Postgres
from tests.ports import free_port
from tests.web.serve import SECRET


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test of a worker waits for the world to be made, which on a busy machine takes minutes."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(600))


@dataclass
class Console:
    """The running console."""

    address: str
    database: str
    home: Path
    log: Path = field(repr=False)

    def client(self, who: str = "") -> Client:
        """An HTTP client logged in as ``who``; anonymous when empty."""
        return Client(self, who)

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the hub's database."""
        with psycopg.connect(self.database.replace("+psycopg", ""), autocommit=True) as connection:
            found = connection.execute(query, values)  # type: ignore[arg-type]
            return found.fetchall() if found.description else []

    def audited(self) -> int:
        """The newest row of the audit: what a test causes comes after it, whichever tests ran before."""
        return int(self.ask("select coalesce(max(sequence), 0) from hub.audit")[0][0])


class Client:
    """Requests as a browser sends them from the console's own pages."""

    def __init__(self, console: Console, who: str) -> None:
        self.console, self.who = console, who
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "en"
        if who:
            self.session.cookies.set("who", who)

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET; redirects are not followed."""
        return self.session.get(self.console.address + path, allow_redirects=False, timeout=30, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> requests.Response:
        """POST a form with the person's token from the console's own origin, unless ``headers`` say otherwise."""
        form = {"csrf": csrf_token(SECRET, self.who), **(data or {})}
        sent = {"Origin": self.console.address, **headers}
        return self.session.post(
            self.console.address + path, data=form, headers=sent, allow_redirects=False, timeout=30
        )


@contextmanager
def running(postgres: Postgres, home: Path) -> Iterator[Console]:
    """The console over two business days of a small world, with held batches."""
    database, port = postgres.create_database("hub_console"), free_port()
    told = {**os.environ, "HUB_HOME": str(home), "HUB_DATABASE_URL": database, "HUB_BUSINESS_DATE": "2026-11-21"}
    subprocess.run([sys.executable, "-m", "tests.web.prepare", str(home)], env=told, check=True, timeout=500)
    log = home / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.web.serve", str(port)], env=told, stdout=out, stderr=out
        )
    end = time.monotonic() + 60
    while not is_open(port):
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < end, "the console does not listen"
        time.sleep(0.05)
    try:
        yield Console(f"http://127.0.0.1:{port}", database, home, log)
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def console(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """One console shared by all tests, in written order."""
    with running(postgres, tmp_path_factory.mktemp("console")) as console:
        yield console


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. While it is open, this thread counts as running an event loop, so it ends with these tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Person:
    """A person in front of a browser."""

    context: BrowserContext
    page: Page
    console: Console

    def open(self, path: str) -> Page:
        """Go to a page of the console."""
        self.page.goto(self.console.address + path)
        return self.page


@pytest.fixture
def person(console: Console, browser: Browser) -> Iterator[Any]:
    """``person("steward", language="hi", width=1366)`` sits down at a browser of their own."""
    contexts: list[BrowserContext] = []

    def sit(who: str, *, language: str = "en", width: int = 1366, height: int = 768) -> Person:
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies(
            [
                {"name": "who", "value": who, "url": console.address},
                {"name": "hub_language", "value": language, "url": console.address},
            ]
        )
        contexts.append(context)
        return Person(context, context.new_page(), console)

    yield sit
    for context in contexts:
        context.close()
