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
    assert ask("select step, is_success from hub.outcome order by id") == [
        ("land", True),
        ("check", True),
        ("store", True),
    ]
    assert ask("select count(*) from pg_tables where schemaname = 'stage'") == [(0,)]


def test_the_same_answer_again_is_unchanged_and_another_one_is_stored(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A"), case("B")])
    sync("lab.cases", DAY)
    again = sync("lab.cases", DAY)
    assert (again["status"], again["batch_id"]) == ("unchanged", f"lab.cases/{DAY}/002")
    lab.give("cases", DAY, [case("A"), case("B", at="11-11-2026 10:00:00", title="A bridge")])
    third = sync("lab.cases", DAY)
    assert {name: third[name] for name in ("status", "changed", "unchanged", "new")} == {
        "status": "stored", "changed": 1, "unchanged": 1, "new": 0,
    }  # fmt: skip
    assert rows("lab.cases", "case_id", "title", closed=True) == [("B", "A road")]
    before = (
        ask("select * from store.lab_cases_history"),
        ask("select xmin::text, * from store.lab_cases order by case_id"),
    )
    lab.give("cases", DAY, [case("B", at="11-11-2026 10:00:00", title="A bridge"), case("A")])  # another page order
    assert sync("lab.cases", DAY)["unchanged"] == 2
    assert before == (
        ask("select * from store.lab_cases_history"),
        ask("select xmin::text, * from store.lab_cases order by case_id"),
    )


def test_windows(lab: Lab) -> None:  # noqa: F811
    cases, people, pay = (contract(f"lab.{name}") for name in ("cases", "people", "pay"))
    assert plan_window(cases, DAY).since is None
    lab.give("cases", DAY, [case("A")])
    sync("lab.cases", DAY)
    assert plan_window(cases, NEXT).since == DAY - timedelta(days=2)
    assert plan_window(cases, DAY).since is None, "a stored date asks the same question again"
    assert plan_window(cases, DAY - timedelta(days=1)).since is None, "nothing was stored for an earlier day"
    lab.give("cases", NEXT + timedelta(days=3), [])
    sync("lab.cases", NEXT + timedelta(days=3))
    assert plan_window(cases, NEXT).since == DAY - timedelta(days=2), "an earlier day goes by what stood before it"
    assert ledger.known_until("lab.cases") == NEXT + timedelta(days=3)
    assert plan_window(people, DAY).since is None
    assert plan_window(pay, date(2026, 1, 31)).month == "2025-12"


def test_tombstones_delete_and_a_deleted_record_may_come_back(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A"), case("B")])
    sync("lab.cases", DAY)
    gone = {"head": {"case_id": "A"}, "status": "DELETED", "changed_at": "17-11-2026 09:00:00"}
    lab.give("cases", NEXT, [gone, gone | {"head": {"case_id": "never seen"}}])
    done = sync("lab.cases", NEXT)
    assert (done["deleted"], done["unchanged"], done["accepted"]) == (1, 1, 2)
    assert rows("lab.cases", "case_id") == [("B",)]
    assert rows("lab.cases", "case_id", "_known_from", "_known_to", "_closed_by", closed=True) == [
        ("A", DAY, NEXT, done["batch_id"])
    ]
    third = NEXT + timedelta(days=1)
    lab.give("cases", third, [case("A", at="18-11-2026 09:00:00")])
    assert sync("lab.cases", third)["new"] == 1
    assert rows("lab.cases", "case_id", "_known_from") == [("A", third), ("B", DAY)]


def test_an_older_version_of_a_record_changes_nothing(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", title="new", at="12-11-2026 10:00:00")])
    sync("lab.cases", DAY)
    lab.give("cases", NEXT, [case("A", title="old", at="11-11-2026 10:00:00")])
    assert sync("lab.cases", NEXT)["unchanged"] == 1
    assert rows("lab.cases", "title") == [("new",)]


def test_a_snapshot_deletes_what_is_missing_but_not_what_is_in_quarantine(lab: Lab) -> None:  # noqa: F811
    lab.give("people", DAY, [person(number) for number in range(1, 5)] + [person(1, office="GAYA")])
    sync("lab.people", DAY)
    lab.give("people", NEXT, [person(1), person(2, pay=-5), person(3, name="Ram")])
    done = sync("lab.people", NEXT)
    assert {name: done[name] for name in ("changed", "unchanged", "removed", "quarantined")} == {
        "changed": 1, "unchanged": 1, "removed": 2, "quarantined": 1,
    }  # fmt: skip
    assert rows("lab.people", "office", "person_no", "name") == [
        ("PATNA", 1, "Asha Kumari"), ("PATNA", 2, "Asha Kumari"), ("PATNA", 3, "Ram"),
    ]  # fmt: skip
    lab.give("people", NEXT + timedelta(days=1), [])
    assert check_batch(land_batch("lab.people", NEXT + timedelta(days=1))) == "checked"


def test_a_month_replaces_that_month_only(lab: Lab) -> None:  # noqa: F811
    def pay(number: int, month: str, net: float) -> dict[str, object]:
        return {"person_no": number, "pay_month": month, "net": net}

    lab.give("pay", date(2026, 10, 5), [pay(1, "2026-09", 10), pay(2, "2026-09", 10)])
    lab.give("pay", date(2026, 11, 5), [pay(1, "2026-10", 20)])
    lab.give("pay", date(2026, 10, 6), [pay(1, "2026-09", 11)])
    sync("lab.pay", date(2026, 10, 5))
    sync("lab.pay", date(2026, 11, 5))
    late = sync("lab.pay", date(2026, 10, 6))
    assert (late["status"], late["changed"], late["removed"]) == ("stored", 1, 1)
    assert [(number, month, float(net)) for number, month, net in rows("lab.pay", "person_no", "pay_month", "net")] == [
        (1, "2026-09", 11.0), (1, "2026-10", 20.0),
    ]  # fmt: skip


def test_a_late_snapshot_changes_nothing(lab: Lab) -> None:  # noqa: F811
    lab.give("people", NEXT, [person(1, name="Newer")])
    sync("lab.people", NEXT)
    lab.give("people", DAY, [person(1, name="Older"), person(2)])
    late = sync("lab.people", DAY)
    assert late["status"] == "superseded"
    assert rows("lab.people", "name") == [("Newer",)]
    assert ledger.known_until("lab.people") == NEXT
    assert ledger.get(late["batch_id"]).error["message_id"] == "store-batch-superseded"


def test_late_changes_apply_only_where_nothing_newer_is_known(lab: Lab) -> None:  # noqa: F811
    later = NEXT + timedelta(days=1)
    lab.give("cases", DAY, [case("A"), case("B"), case("C")])
    lab.give("cases", later, [
        case("A", title="newest", at="18-11-2026 10:00:00"),
        {"head": {"case_id": "B"}, "status": "DELETED", "changed_at": "18-11-2026 10:00:00"},
    ])  # fmt: skip
    lab.give("cases", NEXT, [
        case("A", title="middle", at="17-11-2026 10:00:00"), case("B", title="middle", at="17-11-2026 10:00:00"),
        case("C", title="middle", at="17-11-2026 10:00:00"), case("D"),
    ])  # fmt: skip
    for day in (DAY, later, NEXT):
        sync("lab.cases", day)
    assert rows("lab.cases", "case_id", "title", "_known_from") == [
        ("A", "newest", later), ("C", "middle", NEXT), ("D", "A road", NEXT),
    ]  # fmt: skip
    assert ledger.known_until("lab.cases") == later


def test_a_held_batch_waits_and_is_superseded_by_the_next(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A")], total=7)
    with pytest.raises(BatchHeld) as held:
        sync("lab.cases", DAY)
    first = f"lab.cases/{DAY}/001"
    assert first in str(held.value)
    assert check_batch(first) == "held"
    assert ledger.get(first).holds[0]["rule"] == "control_total"
    assert ask("select to_regclass('store.lab_cases') is null or not exists (select from store.lab_cases)") == [(True,)]
    lab.give("cases", DAY, [case("A"), case("B")])
    assert sync("lab.cases", DAY)["new"] == 2
    assert ledger.state(first) == "superseded"
    with pytest.raises(NotAllowed):
        store_batch(f"lab.cases/{DAY}/009")
    assert ask("select count(*) from pg_tables where schemaname = 'stage'") == [(0,)]


def test_pages_that_cannot_be_read_refuse_the_batch_and_the_next_sync_fetches_anew(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A")])
    batch_id = land_batch("lab.cases", DAY)
    from hub.landing.storage import batch_folder

    folder = batch_folder(batch_id)
    page = next(name for name in folder.names() if name.startswith("page"))
    folder.write(page, b"not what was landed")
    with pytest.raises(SourceBroken):
        check_batch(batch_id)
    assert ledger.state(batch_id) == "refused"
    assert sync("lab.cases", DAY)["batch_id"] == f"lab.cases/{DAY}/002"


def test_other_rules_are_another_batch(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A")])
    sync("lab.cases", DAY)
    monkeypatch.setattr("hub.sync.rules_hash", lambda described: "edited by a steward")
    assert sync("lab.cases", DAY)["status"] == "stored"


def test_masters_come_before_what_refers_to_them(lab: Lab) -> None:  # noqa: F811
    order = [described.id for described in in_order("all")]
    assert order.index("lab.people") < order.index("lab.cases")
    assert order.index("rtps.services") < order.index("rtps.applications")
    assert order.index("hrms.employees") < order.index("sparrow.pars")
    assert len(order) == len(set(order))
