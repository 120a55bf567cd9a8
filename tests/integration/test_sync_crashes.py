"""Killed anywhere and run again, the store is what it would have been; of two workers one does the work."""

from __future__ import annotations

import logging
import os
import random
from datetime import date, timedelta
from typing import Any

import pytest

from embedded.postgres import Postgres
from hub import database
from hub.errors import BatchHeld, SourceUnavailable
from hub.quarantine import batches
from hub.store import ledger
from hub.store.tables import COUNTS
from hub.sync import check_batch, land_batch, store_batch, sync
from tests.integration.storelab import DAY, Lab, ask, case, killed, lab, person  # noqa: F401  # a fixture

pytestmark = pytest.mark.postgres
NEXT = DAY + timedelta(days=1)

POINTS = [
    ("hub.store.ledger.plan", "call"),
    ("hub.store.ledger.plan", "return"),
    ("hub.landing.landing._keep", "return"),
    ("hub.landing.landing.land", "return"),
    ("hub.store.ledger.move", "call"),
    ("hub.sync.land_batch", "return"),
    ("hub.store.stage._create", "return"),
    ("hub.store.stage._write", "call"),
    ("hub.store.stage.copy_rows", "return"),
    ("hub.store.stage.settle", "return"),
    ("hub.sync._check", "return"),
    ("hub.store.merge.merge", "call"),
    ("hub.store.apply.apply", "call"),
    ("hub.store.apply.close", "return"),
    ("hub.store.apply.apply", "return"),
    ("hub.store.quarantined.enter_quarantine", "return"),
    ("hub.store.merge._advance", "return"),
    ("hub.store.ledger.record", "return"),
    ("hub.store.merge.merge", "return"),
]


def two_days(source: Lab, days: tuple[date, date] = (DAY, NEXT)) -> None:
    """Two days of changes with every kind of row."""
    source.give("cases", days[0], [case(f"K{number}") for number in range(250)] + [case("Q", amount=-1)])
    later = f"{days[1]:%d-%m-%Y} 08:00:00"
    source.give(
        "cases",
        days[1],
        [case(f"K{number}", title="changed", at=later) for number in range(20)]
        + [{"head": {"case_id": f"K{number}"}, "status": "DELETED", "changed_at": later} for number in range(20, 30)]
        + [case(f"N{number}", at=later) for number in range(10)]
        + [case("Q", amount=-2, at=later), case("N1", at=later)],
    )


def state(dataset: str = "cases") -> list[Any]:
    """All that a merge writes, but for times and numbers given by the server."""
    return [
        ask(f"select * from store.lab_{dataset} order by 1, 2"),
        ask(f"select * from store.lab_{dataset}_history order by 1, 2, _known_from"),
        ask("select batch_id, ordinal, key, record::text, status, superseded_by from hub.quarantine order by 1, 2"),
        ask("select * from hub.watermark order by 1"),
        ask(f"select {', '.join(COUNTS)} from hub.batch where status = 'stored' order by batch_id"),
        ask("select count(*) from pg_tables where schemaname = 'stage'"),
    ]  # fmt: skip


@pytest.fixture
def undisturbed(lab: Lab) -> list[Any]:  # noqa: F811
    """What two days leave behind when nothing happens; taken from the same database, which is then emptied."""
    two_days(lab)
    sync("lab.cases", DAY)
    sync("lab.cases", NEXT)
    wanted = state()
    empty()
    return wanted


def empty() -> None:
    """The database and landing as they were before."""
    import shutil

    from hub.settings import settings

    with database.engine().begin() as connection:
        connection.exec_driver_sql("truncate hub.batch, hub.watermark, hub.quarantine, hub.outcome cascade")
        connection.exec_driver_sql("truncate store.lab_cases, store.lab_cases_history")
    shutil.rmtree(settings().landing_url)


def test_killed_at_every_named_point(undisturbed: list[Any]) -> None:
    for function, event in POINTS:
        codes = []
        for day in (DAY, NEXT):
            codes.append(killed.run(lambda day=day: sync("lab.cases", day), killed.at(function, event)))  # type: ignore[misc]
            if codes[-1]:
                assert sync("lab.cases", day)["batch_id"].endswith("001") or event == "return", function
        assert -9 in codes, f"{function} is not reached"
        assert set(codes) <= {0, -9}, function
        assert state() == undisturbed, f"killed at {event} of {function}"
        empty()


def test_killed_at_random_points(undisturbed: list[Any]) -> None:
    seed = int(os.environ.get("SYNC_CRASH_SEED", random.randrange(1 << 30)))
    logging.getLogger(__name__).warning("SYNC_CRASH_SEED=%d", seed)
    dice = random.Random(seed)
    length = killed.calls(lambda: sync("lab.cases", DAY))
    empty()
    for _round in range(8):
        for day in (DAY, NEXT):
            number = dice.randrange(1, length)
            killed.run(lambda day=day: sync("lab.cases", day), killed.nth(number))  # type: ignore[misc]
            sync("lab.cases", day)
        assert state() == undisturbed, f"seed {seed}"
        empty()


def test_two_workers_on_one_date(undisturbed: list[Any]) -> None:
    for day in (DAY, NEXT):
        workers = [killed.start(lambda day=day: sync("lab.cases", day)) for _ in range(3)]  # type: ignore[misc]
        assert [killed.wait(worker) for worker in workers] == [0, 0, 0]
    assert state() == undisturbed
    assert {row[0] for row in ask("select status from hub.batch")} <= {"stored", "unchanged"}


def test_two_workers_on_one_batch(lab: Lab) -> None:  # noqa: F811
    two_days(lab)
    batch_id = land_batch("lab.cases", DAY)
    for step in (check_batch, store_batch):
        workers = [killed.start(lambda step=step: step(batch_id)) for _ in range(3)]  # type: ignore[misc]
        assert [killed.wait(worker) for worker in workers] == [0, 0, 0]
    assert ask("select count(*) from hub.outcome where step = 'store'") == [(1,)]
    assert store_batch(batch_id)["new"] == 250
    assert ask("select count(*) from store.lab_cases_history") == [(0,)]


def test_the_server_crashes_between_check_and_store(lab: Lab, postgres: Postgres) -> None:  # noqa: F811
    two_days(lab)
    lab.give("people", DAY, [person(1)])
    lab.give("people", NEXT, [person(1), person(2)], total=3)
    sync("lab.cases", DAY)
    sync("lab.people", DAY)
    checked = land_batch("lab.cases", NEXT)
    check_batch(checked)
    with pytest.raises(BatchHeld):
        sync("lab.people", NEXT)
    held = f"lab.people/{NEXT}/001"
    batches.release(held, "steward", "two it is")
    postgres.stop("immediate")
    try:
        with pytest.raises(SourceUnavailable):
            store_batch(checked)
    finally:
        postgres.start(fsync="off")
    for (name,) in ask("select tablename from pg_tables where schemaname = 'stage'"):
        assert ask(f'select count(*) from stage."{name}"') == [(0,)], "an unlogged table is empty after a crash"
    assert store_batch(checked)["changed"] == 20
    assert store_batch(held)["new"] == 1, "the steward's release outlives the crash"


def test_the_server_dies_in_mid_merge(lab: Lab, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    import sys

    two_days(lab)
    sync("lab.cases", DAY)
    before = state()
    point = killed.at("hub.store.quarantined.enter_quarantine")

    def watch(frame: Any, what: str, _argument: Any) -> None:
        if point(frame, what):
            sys.setprofile(None)
            postgres.stop("immediate")

    sys.setprofile(watch)
    try:
        with pytest.raises(SourceUnavailable) as away:
            sync("lab.cases", NEXT)
    finally:
        sys.setprofile(None)
        postgres.start(fsync="off")
    assert away.value.retryable
    assert state()[:4] == before[:4]
    assert sync("lab.cases", NEXT)["changed"] == 20
    assert ledger.known_until("lab.cases") == NEXT
