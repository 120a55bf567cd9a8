"""Reconciliation of a small store, on PostgreSQL."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from stored import FIRST, put, reconcile, remove

from hub.audit import audit
from hub.contracts import contracts
from hub.database import engine
from hub.errors import NotAllowed
from hub.reconcile import (
    Discrepancy,
    Filter,
    control_totals,
    datasets,
    decisions,
    discrepancies,
    discrepancy_counts,
    discrepancy_tally,
    golden,
    resolve,
    send_list,
    totals,
    undo,
)
from hub.reconcile.run import rehearse
from hub.reconcile.sources import Sources
from hub.reconcile.tables import control_total, discrepancy

pytestmark = pytest.mark.postgres
NEXT = FIRST + timedelta(days=1)


def rows(name: str) -> list[dict[str, Any]]:
    table = golden(name)
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(table).order_by(table.c["_key"])).mappings()]


def found(kind: str) -> list[dict[str, Any]]:
    query = sa.select(discrepancy).where(discrepancy.c.kind == kind).order_by(discrepancy.c.subject)
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def test_an_empty_store_gives_empty_datasets(database: str) -> None:
    summary = reconcile(FIRST)
    assert {changed.rows for changed in summary.datasets.values()} == {0}
    assert summary.control_totals == len(contracts())


def test_pay_case_ages_in_calendar_days_and_is_overdue_from_the_sixteenth(database: str) -> None:
    day = date(2026, 11, 20)
    put("hrms.employees", {"employee_id": "E1000001"})
    put(
        "hrms.pay_cases",
        {"case_id": "PC/2026/000015", "opened_on": day - timedelta(days=15)},
        {"case_id": "PC/2026/000016", "opened_on": day - timedelta(days=16)},
        {"case_id": "PC/2026/000040", "opened_on": day - timedelta(days=40), "stage": "PAID", "settled_on": day},
        {"case_id": "PC/2026/000099", "opened_on": day - timedelta(days=99), "stage": "RETURNED", "employee_id": "E9"},
        on=day,
    )
    reconcile(day)
    ages = {row["case_id"]: (row["age_days"], row["is_overdue"], row["is_settled"]) for row in rows("pay_cases")}
    assert ages == {
        "PC/2026/000015": (15, False, False),
        "PC/2026/000016": (16, True, False),
        "PC/2026/000040": (40, False, True),
        "PC/2026/000099": (99, True, False),
    }
    first = rows("pay_cases")[0]
    assert (first["employee_name"], first["district_name"]) == ("Asha Kumari", "Patna")
    assert [row["subject"] for row in found("pay_case_employee_unknown")] == ["PC/2026/000099"]


def test_the_same_store_gives_the_same_result_and_rewrites_nothing(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002", "employee_status": "RETIRED"})
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "employee_code": "E1000002", "officer_name": "Other Person"})
    put("hrms.pay_cases", {"case_id": "PC/2026/000001", "amount": 12.5})
    put("rtps.applications", {"appl_id": 7, "appl_ref_no": "BRCCO/2026/1234567"})
    tables = [f"golden_{name}" for name in datasets()]

    def written() -> list[tuple[str, str]]:
        every = " union all ".join(f"select '{name}' || _key, xmin::text from store.{name}" for name in tables)
        own = "select kind || subject, xmin::text from hub.discrepancy"
        own += " union all select dataset, xmin::text from hub.control_total"
        with engine().connect() as connection:
            return sorted((key, xmin) for key, xmin in connection.execute(sa.text(f"{every} union all {own}")))

    first = reconcile(FIRST)
    assert first.datasets["employees"].added == 2
    before = written()
    again = reconcile(FIRST)
    assert written() == before
    assert {(c.added, c.modified, c.deleted) for c in [*again.datasets.values(), again.discrepancies]} == {(0, 0, 0)}


def test_an_earlier_date_after_a_later_one_changes_nothing(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"})
    put("hrms.employees", {"employee_id": "E1000001", "designation": "District Magistrate"}, on=NEXT)
    reconcile(NEXT)
    summary = reconcile(FIRST)
    assert (summary.business_date, summary.asked) == (NEXT, FIRST)
    assert [row["designation"] for row in rows("employees")] == ["District Magistrate"]


def test_a_date_is_reconciled_as_the_store_was_known_then(database: str) -> None:
    """What a later batch brought is not part of an earlier date, whichever ran first."""
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    put("hrms.employees", {"employee_id": "E1000001", "designation": "District Magistrate"}, on=NEXT)
    put("hrms.employees", {"employee_id": "E1000003"}, on=NEXT)
    remove("hrms.employees", NEXT, employee_id="E1000002")
    reconcile(FIRST)
    assert [(row["employee_id"], row["designation"]) for row in rows("employees")] == [
        ("E1000001", "Circle Officer"), ("E1000002", "Circle Officer")
    ]  # fmt: skip
    changed = reconcile(NEXT).datasets["employees"]
    assert (changed.added, changed.modified, changed.deleted) == (1, 1, 1)
    assert [row["employee_id"] for row in rows("employees")] == ["E1000001", "E1000003"]


def test_the_newest_report_and_month_stand_beside_the_employee(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"})
    put(
        "sparrow.pars",
        {"apar_id": "PAR-2024-000001", "financial_year": "2024-25", "workflow_stage": "CLOSED"},
        {"apar_id": "PAR-2025-000001", "financial_year": "2025-26"},
    )
    put(
        "hrms.payroll",
        {"employee_id": "E1000001", "pay_month": "2026-09"},
        {"employee_id": "E1000001", "pay_month": "2026-10"},
    )
    put("hrms.payroll", {"employee_id": "E1000009", "pay_month": "2026-10"})
    reconcile(FIRST)
    (employee,) = rows("employees")
    shown = ("par_apar_id", "par_stage", "par_pending_count", "last_pay_month")
    assert [employee[name] for name in shown] == ["PAR-2025-000001", "WITH_REPORTING", 1, "2026-10"]
    (ghost,) = found("on_payroll_not_in_roster")
    assert (ghost["subject"], ghost["value_a"], ghost["severity"]) == ("E1000009", "2026-10", "critical")


def test_cases_of_one_matter_share_a_group_whichever_came_first(database: str) -> None:
    put("jandarbar.grievances", {"unique_no": "JD/2026/000001", "related_reference_no": " brcco/2026/1234567"})
    put("jandarbar.grievances", {"unique_no": "JD/2026/000002"})
    reconcile(FIRST)
    groups = {row["reference_no"]: (row["matter_id"], row["doors_in_matter"]) for row in rows("citizen_matters")}
    assert groups["JD/2026/000001"] == ("BRCCO/2026/1234567", 1)
    put("rtps.applications", {"appl_id": 7, "appl_ref_no": "BRCCO/2026/1234567", "appl_status": "D",
                              "current_executed_at": "2026-11-02T12:00:00"}, on=NEXT)  # fmt: skip
    reconcile(NEXT)
    groups = {row["reference_no"]: (row["matter_id"], row["doors_in_matter"]) for row in rows("citizen_matters")}
    assert groups == {
        "BRCCO/2026/1234567": ("BRCCO/2026/1234567", 2),
        "JD/2026/000001": ("BRCCO/2026/1234567", 2),
        "JD/2026/000002": ("JD/2026/000002", 1),
    }
    (matter,) = [row for row in rows("citizen_matters") if row["reference_no"] == "JD/2026/000001"]
    assert (matter["related_door"], matter["related_status"], matter["related_status_on"]) == ("RTPS", "D", FIRST)
    assert [row["subject"] for row in found("delivered_in_rtps_pending_in_jandarbar")] == ["JD/2026/000001"]


def test_a_final_closure_closes_the_case_and_shows_what_jan_darbar_missed(database: str) -> None:
    number = "GOVBH/E/2026/0000001"
    put("cpgram.grievances", {"registration_no": number}, {"registration_no": "GOVBH/E/2026/0000002"})
    put("cpgram.closures", {"registration_no": number, "closed_on": FIRST})
    put("cpgram.closures", {"registration_no": "GOVBH/E/2026/0000002", "current_status": "Under process"})
    put("jandarbar.grievances", {"unique_no": "JD/2026/000001", "related_reference_no": number})
    reconcile(FIRST)
    cases = {row["reference_no"]: row for row in rows("citizen_matters")}
    assert (cases[number]["case_status"], cases[number]["final_closure_on"]) == ("CLOSED", FIRST)
    assert cases[number]["due_on"] == date(2026, 11, 23)  # 21 calendar days after the receipt
    assert cases["GOVBH/E/2026/0000002"]["case_status"] == "PENDING"
    assert [row["subject"] for row in found("closed_in_cpgram_pending_in_jandarbar")] == ["JD/2026/000001"]


def test_service_delivery_counts_in_and_beyond_time_on_the_business_date(database: str) -> None:
    day = date(2026, 11, 20)
    put("rtps.services", {"service_id": "1101"}, on=day)
    kinds = [
        {"appl_status": "D", "due_on": day, "current_executed_at": "2026-11-20T23:00:00"},
        {"appl_status": "D", "due_on": day, "current_executed_at": "2026-11-21T00:00:00"},
        {"appl_status": "R", "due_on": day},
        {"appl_status": "F", "due_on": day},
        {"appl_status": "I", "due_on": None},
        {"appl_status": "F", "due_on": day - timedelta(days=1)},
    ]
    put(
        "rtps.applications",
        *({"appl_id": n, "appl_ref_no": f"BRCCO/2026/{n:07}"} | kind for n, kind in enumerate(kinds)),
        on=day,
    )
    reconcile(day)
    (counted,) = rows("service_delivery")
    names = ("received", "delivered", "delivered_in_time", "rejected", "pending_in_time", "pending_beyond_time")
    assert [counted[name] for name in names] == [6, 2, 1, 1, 2, 1]
    assert (
        counted["received"]
        == counted["delivered"] + counted["rejected"] + counted["pending_in_time"] + counted["pending_beyond_time"]
    )
    assert (counted["service_name_hi"], counted["district_name_hi"]) == ("जाति प्रमाण पत्र", "पटना")


def test_names_and_departments_are_compared_folded_and_names_are_not_copied(database: str) -> None:
    put("hrms.employees", *({"employee_id": f"E100000{n}"} for n in range(5)))
    put("hrms.employees", {"employee_id": "E1000005", "employee_status": "DECEASED"})
    reports = [
        {"officer_name": "SMT. ASHA  KUMARI", "department_name": "General Administration Dept."},
        {"officer_name": "आशा कुमारी"},
        {"officer_name": "Usha Kumari"},
        {"officer_name": "Asha Kumari", "department_name": "Health Department"},
        {"officer_name": "Asha Kumari", "workflow_stage": "CLOSED"},
        {"officer_name": "Asha Kumari"},
        {"officer_name": "Nobody", "employee_code": "E9999999"},
    ]
    put(
        "sparrow.pars",
        *(
            {"apar_id": f"PAR-2025-00000{n}", "employee_code": f"E100000{n}"} | report
            for n, report in enumerate(reports)
        ),
    )
    reconcile(FIRST)
    (named,) = found("name_differs")
    assert (named["subject"], named["value_a"], named["value_b"]) == ("PAR-2025-000002", None, None)
    (placed,) = found("department_differs")
    assert (placed["subject"], placed["value_b"]) == ("PAR-2025-000003", "Health Department")
    assert [row["subject"] for row in found("retired_but_par_pending")] == ["PAR-2025-000005"]
    assert [row["value_a"] for row in found("par_employee_unknown")] == ["E9999999"]


def test_a_discrepancy_closes_when_it_goes_and_is_counted_when_it_returns(database: str) -> None:
    days = [FIRST + timedelta(days=number) for number in range(4)]
    put("hrms.employees", {"employee_id": "E1000001"}, on=days[0])
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "department_name": "Health Department"}, on=days[0])
    reconcile(days[0])
    reconcile(days[1])
    (row,) = found("department_differs")
    assert (row["first_seen"], row["last_seen"], row["closed_on"]) == (days[0], None, None)
    (shown,) = discrepancies(Filter("department_differs"))
    assert (shown.last_seen, shown.status) == (days[1], "open")
    put("sparrow.pars", {"apar_id": "PAR-2025-000001"}, on=days[2])
    reconcile(days[2])
    (row,) = found("department_differs")
    assert (row["last_seen"], row["closed_on"], row["reopened"]) == (days[1], days[2], 0)
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "department_name": "Health Department"}, on=days[3])
    reconcile(days[3])
    (row,) = found("department_differs")
    assert (row["first_seen"], row["closed_on"], row["reopened"]) == (days[0], None, 1)


def test_control_totals_name_what_is_missing(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    reconcile(FIRST)
    query = sa.select(control_total).where(control_total.c.dataset == "hrms.employees")
    with engine().begin() as connection:
        row = connection.execute(query).one()
        assert (row.stored, row.reconciled, row.missing_count, row.missing_keys) == (2, 2, 0, [])
        connection.execute(golden("employees").delete().where(golden("employees").c.employee_id == "E1000002"))
        totals.refresh(connection, Sources(connection, FIRST))
        row = connection.execute(query).one()
        assert (row.stored, row.reconciled, row.missing_count, row.missing_keys) == (2, 1, 1, ["E1000002"])


def a_disagreement(day: date = FIRST, **report: Any) -> Discrepancy:
    """One report that stands in another department than the employee, reconciled for the day."""
    if day == FIRST:
        put("hrms.employees", {"employee_id": "E1000001"}, on=day)
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "department_name": "Health Department"} | report, on=day)
    reconcile(day)
    (row,) = discrepancies(Filter("department_differs", status=None))
    return row


def test_a_decision_is_told_audited_and_taken_back(database: str) -> None:
    row = a_disagreement()
    with pytest.raises(NotAllowed, match="needs a reason"):
        resolve(row.id, "a", "steward", " ")
    decided = resolve(row.id, "a", "steward", "the transfer order says so", row.version)
    assert (decided.status, decided.side, decided.decided_by) == ("resolved", "a", "steward")
    with pytest.raises(NotAllowed, match="changed while"):
        resolve(row.id, "b", "another", "seen too late", row.version)
    assert discrepancies(Filter("department_differs")) == []
    assert rehearse()["discrepancies"].modified == 0, "a decision after the run is the next run's"
    assert reconcile(FIRST).datasets["discrepancies"].modified == 1
    (published,) = rows("discrepancies")
    assert (published["status"], published["side"]) == ("resolved", "a")

    changed_mind = resolve(row.id, "b", "steward", "the order was cancelled")
    assert changed_mind.side == "b"
    assert undo(row.id, "steward").side == "a", "the decision before it holds again"
    undone = undo(row.id, "steward")
    assert (undone.status, undone.side, undone.reason, undone.version) == ("open", None, None, 5)
    with pytest.raises(NotAllowed, match="nothing to take back"):
        undo(row.id, "steward")
    assert [(one.action, one.side) for one in decisions(row.id)] == [
        ("resolve", "a"), ("resolve", "b"), ("undo", None), ("undo", None)
    ]  # fmt: skip
    with engine().connect() as connection:
        written = sa.select(audit.c.action).where(audit.c.subject == f"discrepancy/{row.id}").order_by(audit.c.sequence)
        assert list(connection.scalars(written)) == [f"discrepancy.{a}" for a in ("resolve", "resolve", "undo", "undo")]


def test_a_decision_holds_for_the_values_it_was_made_about(database: str) -> None:
    row = a_disagreement()
    resolve(row.id, "b", "steward", "the report is right")
    assert a_disagreement(NEXT).status == "resolved", "nothing changed"
    other = a_disagreement(NEXT + timedelta(days=1), department_name="Home Department")
    assert (other.id, other.status, other.value_b) == (row.id, "open", "Home Department")
    back = a_disagreement(NEXT + timedelta(days=2))
    assert (back.status, back.side) == ("resolved", "b"), "it says again what was decided on"
    gone = a_disagreement(NEXT + timedelta(days=3), department_name="General Administration Department")
    assert (gone.status, gone.side) == ("closed", None)
    with pytest.raises(NotAllowed, match="the systems agree"):
        resolve(row.id, "a", "steward", "too late")
    again = a_disagreement(NEXT + timedelta(days=4))
    assert (again.status, again.reopened) == ("open", 1)


def test_the_owner_gets_a_list_without_personal_values(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "department_name": "=Health Department"},
        {"apar_id": "PAR-2025-000002", "employee_code": "E1000002", "officer_name": "Zubeida Alam"})  # fmt: skip
    reconcile(FIRST)
    assert {(count.group, count.rows) for count in discrepancy_counts("systems", Filter(systems=["sparrow"]))} == {
        ("hrms|sparrow", 2)
    }
    chosen = Filter(systems=["sparrow"], field=discrepancies()[0].field)
    empty: dict[str, Any] = {"systems": (), "field": None}
    for name, groups in discrepancy_tally(chosen).items():
        alone = replace(chosen, **{name: empty[name]} if name in empty else {})
        assert groups == discrepancy_counts(name, alone), "in one reading what each count tells by itself"
    with pytest.raises(NotAllowed, match="nothing to send"):
        send_list("sparrow", "steward", chosen=Filter(systems=["hrms", "rtps"]))
    sent = send_list("sparrow", "steward", format="csv", language="en")
    lines = list(csv.DictReader(io.StringIO(sent.body.decode("utf-8-sig"))))
    assert sent.rows == len(lines) == 2
    assert {line["Your record"] for line in lines} == {"PAR-2025-000001", "PAR-2025-000002"}
    assert {line["Your value"] for line in lines} == {"'=Health Department", ""}
    assert "Zubeida" not in sent.body.decode() + repr(discrepancies(Filter(status=None)))
    assert {row.status for row in discrepancies(Filter(systems=["sparrow"], status=None))} == {"sent"}
    with pytest.raises(NotAllowed, match="nothing to send"):
        send_list("sparrow", "steward")
    undo(discrepancies(Filter("name_differs", status="sent"))[0].id, "steward")
    book = openpyxl.load_workbook(io.BytesIO(send_list("sparrow", "steward").body))
    assert book.active["A1"].value == "क्र."
    assert book.active.max_row == 2


def test_a_record_that_waits_in_quarantine_is_not_unknown_and_is_named_in_the_totals(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"})
    put("hrms.payroll", {"employee_id": "E1000001", "pay_month": "2026-10"},
        {"employee_id": "E1000002", "pay_month": "2026-10"})  # fmt: skip
    values = {"batch": f"hrms.employees/{FIRST}/001", "key": "E1000002", "day": FIRST}
    with engine().begin() as connection:
        connection.execute(sa.text("""
            insert into hub.batch (batch_id, dataset, business_date, sequence, until, status)
            values (:batch, 'hrms.employees', :day, 1, :day, 'landed')"""), values)  # fmt: skip
        connection.execute(sa.text("""
            insert into hub.quarantine (dataset, batch_id, business_date, ordinal, key, record, failures)
            values ('hrms.employees', :batch, :day, 2, :key, '{}', '[]')"""), values)  # fmt: skip
    reconcile(FIRST)
    assert found("on_payroll_not_in_roster") == []
    (total,) = control_totals(dataset="hrms.employees")
    assert (total.stored, total.quarantined_keys, total.is_complete) == (1, ["E1000002"], True)
    with engine().begin() as connection:
        connection.execute(sa.text("update hub.quarantine set superseded_by = 'later'"))
    reconcile(FIRST)
    assert [row["subject"] for row in found("on_payroll_not_in_roster")] == ["E1000002"]


def test_the_same_name_in_another_script_or_with_an_initial_is_no_disagreement(database: str) -> None:
    names = ["आशा कुमारी", "A. Kumari", "Smt. Aasha Kumary", "KUMARI ASHA", "Usha Kumari", "Asha Singh"]
    put("hrms.employees", *({"employee_id": f"E100000{n}"} for n in range(len(names))))
    put("sparrow.pars", *({"apar_id": f"PAR-2025-00000{n}", "employee_code": f"E100000{n}", "officer_name": name}
                          for n, name in enumerate(names)))  # fmt: skip
    reconcile(FIRST)
    assert [row["subject"] for row in found("name_differs")] == ["PAR-2025-000004", "PAR-2025-000005"]
