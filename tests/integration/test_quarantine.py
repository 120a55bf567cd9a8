"""What stewards decide on rows and batches, and how decided rows come into the store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.database import engine
from hub.errors import BatchHeld, NotAllowed
from hub.quarantine import batches, counts, fix, refuse, release, replay, row, rows
from hub.quarantine.recheck import edited
from hub.store import ledger
from hub.sync import check_batch, store_batch, sync
from tests.integration.storelab import DAY, Lab, ask, case, lab, person  # noqa: F401  # a fixture
from tests.integration.storelab import rows as stored

pytestmark = pytest.mark.postgres
NEXT = DAY + timedelta(days=1)
LATER = DAY + timedelta(days=2)


def note(number: int, body: str | None) -> dict[str, object]:
    return {"note_id": number, "body": body}


def test_reasons_are_counted_and_rows_found_by_them(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount=-1), case("B", amount=-2, title=None), case("C", amount="x"), case("D")])
    sync("lab.cases", DAY)
    assert [(count.expectation, count.rows) for count in counts("lab.cases")] == [
        ("amount.range", 2), ("title.not_null", 1), ("type:amount", 1),
    ]  # fmt: skip
    assert [item.key for item in rows("lab.cases", reason="amount.range")] == ["A", "B"]
    assert [item.key for item in rows(key="C")] == ["C"]
    assert rows("lab.cases", limit=1, after=rows("lab.cases")[0].id)[0].key == "B"
    assert "Asha" not in repr(rows("lab.cases")), "a record is not shown by accident"


def test_a_fixed_row_is_checked_again_and_comes_in_once(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount="twenty", title=None, status="ODD"), case("B")])
    sync("lab.cases", DAY)
    [waiting] = rows("lab.cases")
    with pytest.raises(NotAllowed, match=r"title\.not_null"):
        fix(waiting.id, {"amount": "20"}, "steward")
    with pytest.raises(NotAllowed, match="colour"):
        fix(waiting.id, {"colour": "red"}, "steward")
    assert row(waiting.id).status == "open"
    done = fix(waiting.id, {"amount": "20", "title": "सड़क"}, "steward", "as on paper")
    assert (done.status, done.version, done.decided_by) == ("fixed", 2, "steward")
    assert stored("lab.cases", "case_id") == [("B",)]
    assert vars(replay("lab.cases", "steward")) == {"entered": 1, "superseded": 0, "returned": 0}
    assert stored("lab.cases", "case_id", "title", "_ordinal", "_flags")[0] == ("A", "सड़क", 0, ["status.in_set"])
    state = ask("select xmin::text, * from store.lab_cases"), ask("select xmin::text, id, version from hub.quarantine")
    assert replay("lab.cases").entered == 0
    assert state == (
        ask("select xmin::text, * from store.lab_cases"), ask("select xmin::text, id, version from hub.quarantine"),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        refuse(waiting.id, "steward", "too late")
    assert [item[0] for item in ask("select action from hub.audit order by sequence")] == [
        "quarantine.fixed", "quarantine.replay",
    ]  # fmt: skip
    assert "सड़क" not in str(ask("select details from hub.audit")), "the audit names fields, not values"


def test_release_overrides_a_rule_but_not_an_unreadable_value(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount=-1), case("B", amount="twenty"), case(None)])  # type: ignore[arg-type]
    sync("lab.cases", DAY)
    negative, unreadable, keyless = rows("lab.cases")
    for stuck, wanted in ((unreadable, "--set amount=VALUE"), (keyless, "--set case_id=VALUE")):
        with pytest.raises(NotAllowed) as refused:
            release(stuck.id, "steward", "let it in")
        assert refused.value.next_command == f"hub quarantine fix {stuck.id} {wanted}"
    with pytest.raises(NotAllowed):
        release(negative.id, "steward", " ")
    release(negative.id, "steward", "a refund is negative")
    refuse(unreadable.id, "steward", "not a number on paper either")
    assert replay("lab.cases").entered == 1
    assert [
        (key, float(amount), flags) for key, amount, flags in stored("lab.cases", "case_id", "amount", "_flags")
    ] == [("A", -1.0, ["amount.range"])]
    assert [row(item.id).status for item in (negative, unreadable, keyless)] == ["released", "refused", "open"]


def test_no_aadhaar_number_comes_in_by_a_steward(lab: Lab) -> None:  # noqa: F811
    from stdnum import verhoeff

    number = "40012345678"
    number += verhoeff.calc_check_digit(number)
    lab.give("cases", DAY, [case("A", title=None)])  # type: ignore[arg-type]
    sync("lab.cases", DAY)
    [waiting] = rows("lab.cases")
    for call in (
        lambda: fix(waiting.id, {"title": f"of {number}"}, "steward"),
        lambda: refuse(waiting.id, "steward", f"{number[:4]} {number[4:8]} {number[8:]} is another man"),
    ):
        with pytest.raises(NotAllowed) as refused:
            call()
        assert number not in str(refused.value)
    assert number not in str(ask("select * from hub.quarantine"))


def test_two_stewards_on_one_row(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount=-1)])
    sync("lab.cases", DAY)
    [seen] = rows("lab.cases")
    refuse(seen.id, "first", "no", version=seen.version)
    with pytest.raises(NotAllowed):
        fix(seen.id, {"amount": "1"}, "second", version=seen.version)
    assert fix(seen.id, {"amount": "1"}, "second", version=2).status == "fixed", (
        "a decision may be changed before replay"
    )


def test_rows_of_one_key_enter_in_the_order_received(lab: Lab) -> None:  # noqa: F811
    """Two rows contradict each other, a third comes the next day; released backwards, the last received stands."""
    lab.give("notes", DAY, [note(1, "first"), note(1, "second"), note(2, "sound")])
    sync("lab.notes", DAY)
    assert {item.failures[0]["expectation"] for item in rows("lab.notes")} == {"key_conflict"}
    for item in reversed(rows("lab.notes")):
        release(item.id, "steward", "both are true, one after the other")
    assert replay("lab.notes").entered == 2
    assert stored("lab.notes", "note_id", "body") == [(1, "second"), (2, "sound")]
    assert stored("lab.notes", "note_id", "body", closed=True) == [(1, "first")]


def test_a_row_that_comes_too_late_is_superseded(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount=-1, at="12-11-2026 10:00:00")])
    sync("lab.cases", DAY)
    [waiting] = rows("lab.cases")
    fix(waiting.id, {"amount": "1"}, "steward")
    lab.give("cases", NEXT, [case("A", title="newer", at="13-11-2026 10:00:00")])
    sync("lab.cases", NEXT)
    assert row(waiting.id).status == "replaced"
    assert row(waiting.id).superseded_by == f"lab.cases/{NEXT}/001"
    assert replay("lab.cases").entered == 0
    assert stored("lab.cases", "title") == [("newer",)]


def test_record_version_decides_at_replay(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", title="stored", at="12-11-2026 10:00:00")])
    sync("lab.cases", DAY)
    lab.give("cases", NEXT, [case("A", title="older", at="11-11-2026 10:00:00", amount=-1)])
    sync("lab.cases", NEXT)
    [waiting] = rows("lab.cases")
    release(waiting.id, "steward", "as it is")
    assert vars(replay("lab.cases")) == {"entered": 0, "superseded": 1, "returned": 0}
    assert (row(waiting.id).status, stored("lab.cases", "title")) == ("superseded", [("stored",)])


def test_a_record_deleted_since_is_not_opened_again(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A"), case("B")])
    sync("lab.cases", DAY)
    lab.give("cases", NEXT, [case("A", amount=-1, at="17-11-2026 10:00:00")])
    sync("lab.cases", NEXT)
    [waiting] = rows("lab.cases")
    release(waiting.id, "steward", "as it is")
    with engine().begin() as connection:  # the tombstone is stored while this row escapes its notice
        connection.exec_driver_sql("update hub.quarantine set key = 'elsewhere'")
    lab.give("cases", LATER, [{"head": {"case_id": "A"}, "status": "DELETED", "changed_at": "18-11-2026 10:00:00"}])
    sync("lab.cases", LATER)
    assert row(waiting.id).status == "superseded", "a sync brings in what was decided meanwhile"
    assert replay("lab.cases").superseded == 0
    assert stored("lab.cases", "case_id") == [("B",)]


def test_a_snapshot_replaces_what_waited_and_keeps_decisions_on_the_same_record(lab: Lab) -> None:  # noqa: F811
    lab.give("people", DAY, [person(1, pay=-1), person(2, pay=-2), person(3, pay=-3), person(4)])
    sync("lab.people", DAY)
    first, second, _third = rows("lab.people")
    refuse(first.id, "steward", "not one of ours")
    fix(second.id, {"pay": "2"}, "steward")
    assert replay("lab.people").entered == 1
    lab.give("people", NEXT, [person(1, pay=-1), person(2, pay=-2), person(3), person(4)])
    sync("lab.people", NEXT)
    assert [(item.key, item.status) for item in rows("lab.people", status=None)] == [
        ("PATNA|1", "refused"), ("PATNA|2", "fixed"), ("PATNA|3", "replaced"),
        ("PATNA|1", "refused"), ("PATNA|2", "fixed"),
    ]  # fmt: skip
    assert not rows("lab.people"), "nothing has to be decided twice"
    assert replay("lab.people").entered == 0
    kept = [(number, float(pay)) for number, pay in stored("lab.people", "person_no", "pay")]
    assert kept == [(2, 2.0), (3, 100.0), (4, 100.0)], "the fixed version stays while the source repeats its mistake"
    lab.give("people", LATER, [person(2, pay=7), person(3), person(4)])
    sync("lab.people", LATER)
    assert stored("lab.people", "person_no", "pay")[0] == (2, 7)
    lab.give("people", LATER + timedelta(days=1), [person(2, pay=-2), person(3), person(4)])
    sync("lab.people", LATER + timedelta(days=1))
    assert [item.key for item in rows("lab.people")] == ["PATNA|2"], "after a sound version the old decision is over"


def test_changes_read_again_replace_the_row_that_waits(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount=-1), case("B", amount=-1), case(None)])  # type: ignore[arg-type]
    lab.give("cases", NEXT, [case("A", amount=-1), case(None)])  # type: ignore[arg-type]
    sync("lab.cases", DAY)
    sync("lab.cases", NEXT)
    found = [(item.key, item.status, item.batch_id[-14:-4]) for item in rows("lab.cases", status=None)]
    assert found == [
        ("A", "replaced", str(DAY)), ("B", "open", str(DAY)), (None, "replaced", str(DAY)),
        ("A", "open", str(NEXT)), (None, "open", str(NEXT)),
    ]  # fmt: skip


def test_a_fixed_row_that_fails_a_changed_rule_returns(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A", amount=-1)])
    sync("lab.cases", DAY)
    [waiting] = rows("lab.cases")
    fix(waiting.id, {"amount": "5"}, "steward")
    with engine().begin() as connection:  # the steward's value would no longer pass
        connection.exec_driver_sql("""update hub.quarantine set edit = '{"amount": "-5"}'""")
    assert replay("lab.cases").returned == 1
    assert (row(waiting.id).status, row(waiting.id).reasons) == ("open", ["amount.range"])


def test_a_held_batch_is_released_or_refused(lab: Lab) -> None:  # noqa: F811
    for day, total in ((DAY, 5), (NEXT, 6)):
        lab.give("cases", day, [case("A")], total=total)
        with pytest.raises(BatchHeld):
            sync("lab.cases", day)
    first, second = f"lab.cases/{DAY}/001", f"lab.cases/{NEXT}/001"
    with pytest.raises(NotAllowed):
        batches.refuse(first, "steward", "")
    assert batches.refuse(first, "steward", "the source counts wrongly") == "refused"
    with pytest.raises(NotAllowed):
        batches.release(first, "steward", "after all")
    with pytest.raises(NotAllowed):
        store_batch(first)
    assert batches.release(second, "steward", "one it is") == "released"
    assert store_batch(second)["status"] == "stored"
    assert batches.state(second) == "stored"
    with pytest.raises(NotAllowed):
        batches.release(second, "steward", "twice")
    assert [item[0] for item in ask("select action from hub.audit order by sequence")] == [
        "batch.refuse",
        "batch.release",
    ]


def test_a_decision_on_a_batch_is_taken_back_until_it_is_stored(lab: Lab) -> None:  # noqa: F811
    lab.give("notes", DAY, [note(1, "x")], total=9)
    with pytest.raises(BatchHeld):
        sync("lab.notes", DAY)
    batch_id = f"lab.notes/{DAY}/001"
    with pytest.raises(NotAllowed):
        batches.undo(batch_id, "steward", "there is none")
    batches.refuse(batch_id, "first", "the source counts wrongly")
    assert batches.undo(batch_id, "second", "it counts rightly") == "landed"
    assert check_batch(batch_id) == "held"
    batches.release(batch_id, "first", "seen")
    assert batches.undo(batch_id, "first", "not seen well") == "held"
    assert not batches.may_undo(ledger.get(batch_id)), "no agreement is left"
    batches.release(batch_id, "first", "seen")
    batches.release(batch_id, "second", "seen too")
    assert batches.undo(batch_id, "second", "wait") == "held"
    with pytest.raises(BatchHeld):
        store_batch(batch_id)
    batches.refuse(batch_id, "first", "after all")
    assert batches.may_undo(ledger.get(batch_id))
    lab.give("notes", NEXT, [note(1, "x")])
    sync("lab.notes", NEXT)
    assert not batches.may_undo(ledger.get(batch_id))
    with pytest.raises(NotAllowed):
        batches.undo(batch_id, "first", "too late")
    later = f"lab.notes/{NEXT}/001"
    with pytest.raises(NotAllowed):
        batches.undo(later, "first", "stored")
    actions = [item[0].removeprefix("batch.") for item in ask("select action from hub.audit order by sequence")]
    assert actions == ["refuse", "undone", "release", "undone", "release", "release", "undone", "refuse"]


def test_where_the_contract_asks_two_persons_release(lab: Lab) -> None:  # noqa: F811
    lab.give("notes", DAY, [note(1, "x")], total=9)
    with pytest.raises(BatchHeld):
        sync("lab.notes", DAY)
    batch_id = f"lab.notes/{DAY}/001"
    assert batches.release(batch_id, "first", "seen") == "held"
    with pytest.raises(NotAllowed):
        batches.release(batch_id, "first", "again")
    with pytest.raises(BatchHeld):
        store_batch(batch_id)
    assert batches.release(batch_id, "second", "seen too") == "released"
    assert store_batch(batch_id)["new"] == 1
    assert [approval["actor"] for approval in ledger.get(batch_id).approvals] == ["first", "second"]


@pytest.mark.parametrize(
    ("dataset", "record", "changes", "expected"),
    [
        ("rtps.applications", '{"initiated_data": {"appl_info": {"amount": 1}}}', {"amount": "2"},
         '{"initiated_data": {"appl_info": {"amount": "2"}}}'),
        ("rtps.applications", "{}", {"current_task": "Verify"},
         '{"execution_data": [{"task_details": {"task_name": "Verify"}}]}'),
        ("hrms.employees", '{"EmployeeId": "E1"}', {"employee_id": None}, '{"EmployeeId": null}'),
        ("sparrow.pars", '{"Employee Code": "E1"}', {"employee_code": "E2"}, '{"Employee Code": "E2"}'),
    ],
)  # fmt: skip
def test_edits_go_to_their_place_on_the_wire(
    dataset: str, record: str, changes: dict[str, str | None], expected: str
) -> None:
    from hub.contracts import contract

    assert edited(contract(dataset), record, changes) == expected
