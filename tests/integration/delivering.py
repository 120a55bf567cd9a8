"""What the tests of delivery share: the stand-ins that take data for a whole file, emptied before each test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.database import engine
from hub.feeds.tables import feed_change, feed_row
from hub.outbox import enqueue
from hub.outbox.tables import outbox
from hub.settings import settings
from tests.standins import Standins

DAY = date(2026, 11, 20)
SYSTEMS = ("hrms", "jandarbar", "cpgram", "sparrow", "lokshikayat")


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


EMPLOYEE = {"name_en": "Asha Kumari", "name_hi": "आशा कुमारी", "born_on": "1980-01-31", "designation": "Circle Officer"}
REPORT = {"is_employee_known": True, "employee_id": "E1000001", "workflow_stage": "WITH_REPORTING",
          "stage_since": "2026-06-01"}  # fmt: skip


def employees(*rows: dict[str, Any], on: date = DAY) -> int:
    """Publish employees in the next version of their feed; how many messages that made."""
    return publish("employees", "employee_id", [EMPLOYEE | row for row in rows], on)


def report(stage: str, on: date = DAY) -> int:
    """Publish an appraisal report at a stage."""
    return publish("par_status", "apar_id", [REPORT | {"apar_id": "PAR-2025-000001", "workflow_stage": stage}], on)


def publish(feed: str, key: str, rows: list[dict[str, Any]], on: date) -> int:
    """Write a version of a feed as ``hub.feeds`` does, without reconciling first."""
    newest = sa.select(sa.func.coalesce(sa.func.max(feed_change.c.version), 0) + 1).where(feed_change.c.feed == feed)
    with engine().begin() as connection:
        version = connection.scalar(newest)
        for sequence, row in enumerate(rows, 1):
            values = {"feed": feed, "key": row[key], "hash": "0" * 64, "version": version, "row": row}
            connection.execute(feed_change.insert().values(sequence=sequence, kind="ADD", **values))
            upsert = insert(feed_row).values(**values).on_conflict_do_update(
                index_elements=["feed", "key"], set_={"version": version, "row": row}
            )  # fmt: skip
            connection.execute(upsert)
        return enqueue(connection, feed=feed, version=version, business_date=on)


def statuses() -> Counter[tuple[str, str]]:
    """How many messages there are by flow and status."""
    with engine().connect() as connection:
        return Counter(tuple(row) for row in connection.execute(sa.select(outbox.c.flow, outbox.c.status)))


def all_due() -> None:
    """As if every pause had passed."""
    with engine().begin() as connection:
        connection.execute(outbox.update().values(next_attempt_at=sa.func.now()))
