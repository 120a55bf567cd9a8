"""A dataset's way from source to store: windows, re-runs, deletions, late batches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.contracts import contract
from hub.errors import BatchHeld, NotAllowed, SourceBroken
from hub.store import ledger
from hub.sync import check_batch, in_order, land_batch, plan_window, store_batch, sync
from tests.integration.storelab import DAY, Lab, ask, case, lab, person, rows  # noqa: F401  # a fixture

pytestmark = pytest.mark.postgres
NEXT = DAY + timedelta(days=1)


def test_a_day_comes_in_and_the_ledger_adds_up(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", "सड़क"), case("B", amount=-1), case("C", amount="twenty"), case("D"), case("D")])
    done = sync("lab.cases", DAY)
    assert done["status"] == "stored"
    assert rows("lab.cases", "case_id", "title", "amount", "opened_on") == [
        ("A", "सड़क", pytest.approx(10.5), date(2026, 11, 1)),
        ("D", "A road", pytest.approx(10.5), date(2026, 11, 1)),
    ]
    counts = {name: done[name] for name in ("received", "accepted", "quarantined", "repeated", "new", "unchanged")}
    assert counts == {"received": 5, "accepted": 3, "quarantined": 2, "repeated": 1, "new": 2, "unchanged": 0}
    assert ask("select key, failures->0->>'expectation', record->>'amount' from hub.quarantine order by ordinal") == [
        ("B", "amount.range", "-1"),
        ("C", "type:amount", "twenty"),
    ]
    assert ask("select step, is_success from hub.outcome order by id") == [("land", True), ("check", True), ("store", True)]
    assert ask("select count(*) from pg_tables where schemaname = 'stage'") == [(0,)]
