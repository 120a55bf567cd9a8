"""What the tests of delivery share: four stand-ins for a whole file, emptied before each test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from hub.database import engine
from hub.outbox.tables import outbox
from hub.settings import settings
from tests.standins import Standins

DAY = date(2026, 11, 20)
SYSTEMS = ("hrms", "jandarbar", "cpgram", "sparrow")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standins]:
    """The stand-ins of the systems that take data."""
    made = Standins(tmp_path_factory.mktemp("standins"), seed=7, scale=0.01, start=DAY)
    made.start(*SYSTEMS)
    yield made
    made.stop()


@pytest.fixture
def standins(started: Standins, database: str, monkeypatch: pytest.MonkeyPatch) -> Standins:
    """The hub pointed at them; nothing was sent yet, and nobody misbehaves."""
    empty(started)
    for name, value in started.environment(DAY).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return started


def empty(started: Standins) -> None:
    """Forget what was sent and what was to go wrong."""
    started.faults.clear()
    (started.home.sandbox / "inbound.sqlite").unlink(missing_ok=True)
    for folder in (started.home.sandbox / "sparrow_inbound", started.home.sandbox / "sparrow_inbound" / "ack"):
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()


def statuses() -> Counter[tuple[str, str]]:
    """How many messages there are by flow and status."""
    with engine().connect() as connection:
        return Counter(tuple(row) for row in connection.execute(sa.select(outbox.c.flow, outbox.c.status)))


def all_due() -> None:
    """As if every pause had passed."""
    with engine().begin() as connection:
        connection.execute(outbox.update().values(next_attempt_at=sa.func.now()))
