"""A mistyped date is refused where it enters: nothing that has run on a later date runs back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub import clocks
from hub.cli.main import main
from hub.database import engine
from hub.errors import NotAllowed
from hub.settings import settings
from hub.store import ledger
from hub.store.tables import batch

pytestmark = pytest.mark.postgres
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_BUSINESS_DATE", TODAY.isoformat())
    settings.cache_clear()


def test_a_date_far_ahead_of_today_and_of_what_is_stored_is_refused() -> None:
    far = timedelta(ledger.AHEAD_DAYS)
    ledger.demand_near(TODAY + far)
    ledger.demand_come(TODAY)
    for demand, day in ((ledger.demand_near, TODAY + far + timedelta(1)), (ledger.demand_come, TODAY + timedelta(1))):
        with pytest.raises(NotAllowed):
            demand(day)
    stored = TODAY + timedelta(20)  # a sandbox runs ahead
    row = {"batch_id": f"rtps.services/{stored}/001", "dataset": "rtps.services", "business_date": stored,
           "sequence": 1, "until": stored, "status": "stored", "removed": 0,
           **dict.fromkeys(("received", "accepted", "quarantined", "repeated", "new", "changed", "unchanged", "deleted"), 0)}  # fmt: skip
    with engine().begin() as connection:
        connection.execute(batch.insert(), row)
    ledger.demand_near(stored + far)
    ledger.demand_come(stored)
    for demand, day in ((ledger.demand_near, stored + far + timedelta(1)), (ledger.demand_come, stored + timedelta(1))):
        with pytest.raises(NotAllowed):
            demand(day)


def test_no_command_counts_by_a_mistyped_date(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, said in (
        ("clocks wind", "more than 31 days after 2026-11-20"),
        ("alerts run", "more than 31 days"),
        ("reconcile", "more than 31 days"),
        ("sync rtps.services", "more than 31 days"),
        ("deliver run", "more than 31 days"),
        ("reports make pay_cases", "has not come yet; the newest is 2026-11-20"),
        ("reports make", "has not come yet"),
    ):
        monkeypatch.setattr("sys.argv", ["hub", *words.split(), "--date", "2040-01-02"])
        with pytest.raises(SystemExit) as left:
            main()
        told = " ".join(capsys.readouterr().err.split())
        assert (left.value.code, said in told, "Next: hub status" in told) == (1, True, True), words
    assert clocks.reached() is None
    assert ledger.last_stored("rtps.services") is None
