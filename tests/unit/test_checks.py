"""The Checker: what quarantines a row, what holds a batch, and who wins a key."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.checks import BatchReport, CheckContext, Checker, Suite, Verdicts, docs, load_suite
from hub.checks.batch import count_band
from hub.checks.rowhash import row_hashes
from hub.contracts import Contract, Window, contracts
from hub.landing.chunk import ARROW_TYPES, ORDINAL, Chunk, Unreadable

DAY = date(2026, 11, 20)
SOUND: dict[str, dict[str, Any]] = {
    "rtps.applications": {
        "appl_id": 1, "appl_ref_no": "BRCCO/2026/0000001", "base_service_id": "1101", "service_name": "Caste",
        "submitted_at": datetime(2026, 11, 2, 10), "due_on": date(2026, 11, 2), "submission_mode": "online",
        "applicant_name": "Asha Kumari", "district_census2011": "230", "district_lgd": 212, "version_no": 1,
        "appl_status": "F", "last_updated_at": datetime(2026, 11, 9, 16), "amount": Decimal("20.00"),
    },
    "hrms.payroll": {
        "employee_id": "E1000001", "pay_month": "2026-10", "ddo_code": "DDO212001", "bill_no": "B/1", "pay_level": 9,
        "basic_pay": Decimal("500.00"), "gross_pay": Decimal("800.00"), "deductions": Decimal("100.50"),
        "net_pay": Decimal("699.50"), "bank_ifsc": "SBIN0001234", "paid_on": date(2026, 10, 31),
    },
    "jandarbar.grievances": {
        "unique_no": "JD/2026/000001", "registered_on": date(2026, 11, 2), "darbar_on": date(2026, 11, 9),
        "complainant_name": "Asha", "district_jandarbar": "JD01", "district_lgd": 188, "department_name": "Revenue",
        "subject": "Land", "assisted_by": "SELF", "grievance_status": "HEARD", "modified_at": datetime(2026, 11, 9),
        "gender": "F", "record_status": "ACTIVE",
    },
}  # fmt: skip
KNOWN = {
    ("rtps.services", "service_id"): ["1101"],
    ("hrms.employees", "employee_id"): [f"E100000{n}" for n in range(9)],
}


def reference(dataset: str, field: str) -> pa.Array | None:
    return pa.array(KNOWN[dataset, field])


def chunk(contract: Contract, rows: list[dict[str, Any]], first: int = 0, **more: Any) -> Chunk:
    """Sound rows of the dataset with ``rows``' changes, from ordinal ``first`` on; ``DELETED`` marks a tombstone."""
    full = [
        {**(dict.fromkeys(SOUND[contract.id]) if row.get("record_status") == "DELETED" else SOUND[contract.id]), **row}
        for row in rows
    ]
    columns = {
        field.name: pa.array([row.get(field.name) for row in full], ARROW_TYPES[field.type])
        for field in contract.fields
    }
    columns[ORDINAL] = pa.array(range(first, first + len(rows)), pa.int64())
    tombstones = pa.array([row.get("record_status") == "DELETED" for row in full], pa.bool_())
    return Chunk(pa.table(columns), tombstones, lambda ordinals: [], **more)


def checked(dataset: str, *chunks: Chunk, suite: Suite | None = None, **context: Any) -> tuple[Verdicts, BatchReport]:
    """The failures of all chunks together, and the report."""
    contract = contracts()[dataset]
    context.setdefault("reference", reference)
    window = Window(dataset, DAY, None, DAY)
    checker = Checker(contract, suite or load_suite(contract), CheckContext(window, **context))
    tables = [checker.check(part).failures for part in chunks]
    return Verdicts(pa.concat_tables(tables)), checker.finish()


def found(verdicts: Verdicts) -> set[tuple[int, str, str]]:
    return {(row["ordinal"], row["expectation"], row["severity"]) for row in verdicts.failures.to_pylist()}


RTPS, PAYROLL, DARBAR = (contracts()[name] for name in SOUND)


@pytest.mark.parametrize("dataset", sorted(SOUND))
def test_sound_rows_fail_nothing(dataset: str) -> None:
    verdicts, report = checked(dataset, chunk(contracts()[dataset], [{}]), control_total=1, landed=1)
    assert found(verdicts) == set()
    assert report.holds == report.notes == []
    assert report.received == 1
    assert report.validation.success


@pytest.mark.parametrize(
    ("dataset", "change", "reason", "severity"),
    [
        ("rtps.applications", {"appl_ref_no": "BRCCO-2026-12X"}, "appl_ref_no.pattern", "critical"),
        ("rtps.applications", {"appl_ref_no": "BRCCO/2026/0000001\n"}, "appl_ref_no.pattern", "critical"),
        ("rtps.applications", {"base_service_id": "9"}, "base_service_id.known", "critical"),
        ("rtps.applications", {"due_on": date(2026, 11, 1)}, "due_on.not_before_submission", "critical"),
        ("rtps.applications", {"submitted_at": datetime(2026, 11, 21), "due_on": date(2026, 12, 1)},
         "submitted_at.not_in_future", "critical"),
        ("rtps.applications", {"district_lgd": None}, "district_lgd.not_null", "critical"),
        ("rtps.applications", {"mobile_number": "६876543210"}, "mobile_number.pattern", "warning"),
        ("rtps.applications", {"amount": Decimal("-0.01")}, "amount.range", "critical"),
        ("hrms.payroll", {"net_pay": Decimal("699.49")}, "net_pay.equals_gross_less_deductions", "critical"),
        ("hrms.payroll", {"employee_id": "E9999999"}, "employee_id.known", "warning"),
        ("jandarbar.grievances", {"darbar_on": date(2026, 11, 10)}, "darbar_on.is_monday", "critical"),
        ("jandarbar.grievances", {"darbar_on": date(2026, 11, 23)}, "darbar_on.in_first_three_weeks", "warning"),
        ("jandarbar.grievances", {"grievance_status": "DISPOSED"}, "disposed_on.present_when_disposed", "critical"),
    ],
)  # fmt: skip
def test_a_defect_fails_under_its_own_reason(dataset: str, change: dict[str, Any], reason: str, severity: str) -> None:
    verdicts, report = checked(dataset, chunk(contracts()[dataset], [{}, change]))
    critical = {(1, reason, severity)}
    assert critical <= found(verdicts) <= critical | {(1, "darbar_on.in_first_three_weeks", "warning")}
    assert verdicts.quarantined() == ({1} if severity == "critical" else set())
    assert report.failed_by_expectation[reason] == 1


def test_the_last_moment_of_the_business_date_is_not_the_future() -> None:
    last = {"submitted_at": datetime(2026, 11, 20, 23, 59, 59, 999999), "due_on": date(2026, 11, 20)}
    assert found(checked("rtps.applications", chunk(RTPS, [last]))[0]) == set()


def test_an_unreadable_value_fails_for_that_alone_and_so_do_fields_derived_from_it() -> None:
    rows = [{"appl_ref_no": None}, {"district_census2011": None, "district_lgd": None}, {"amount": None}]
    unreadable = [Unreadable(0, "appl_ref_no", "encoding"), Unreadable(1, "district_census2011", "type"),
                  Unreadable(2, "amount", "type")]  # fmt: skip
    verdicts, report = checked("rtps.applications", chunk(RTPS, rows, unreadable=unreadable))
    assert found(verdicts) == {
        (0, "encoding:appl_ref_no", "critical"),
        (1, "type:district_census2011", "critical"),
        (2, "type:amount", "critical"),
    }
    assert report.failed_by_expectation == {
        "encoding:appl_ref_no": 1, "type:district_census2011": 1, "type:amount": 1,
    }  # fmt: skip


def test_a_tombstone_needs_no_more_than_its_key() -> None:
    rows = [
        {"appl_id": 7, "record_status": "DELETED", "appl_status": "Z"},
        {"appl_id": None, "record_status": "DELETED"},
        {"appl_id": None},
        {"appl_id": None, "record_status": "DELETED"},
        {"appl_id": 8, "record_status": "DELETED"},
    ]
    unreadable = [Unreadable(3, "appl_id", "type"), Unreadable(4, "amount", "type")]
    verdicts, _ = checked("rtps.applications", chunk(RTPS, rows, unreadable=unreadable))
    assert found(verdicts) == {
        (1, "key_missing", "critical"),
        (2, "appl_id.not_null", "critical"),
        (3, "type:appl_id", "critical"),
    }


def test_a_key_that_the_suite_does_not_guard_is_still_needed() -> None:
    whole = load_suite(RTPS)
    suite = dataclasses.replace(whole, expectations=tuple(e for e in whole.expectations if e.id != "appl_id.not_null"))
    verdicts, _ = checked("rtps.applications", chunk(RTPS, [{}, {"appl_id": None}]), suite=suite)
    assert found(verdicts) == {(1, "key_missing", "critical")}


def test_ordinals_run_on_over_chunks() -> None:
    chunks = [chunk(RTPS, [{"appl_id": 10 + n, "appl_status": "Z"}], first=n) for n in range(3)]
    verdicts, report = checked("rtps.applications", *chunks)
    assert verdicts.quarantined() == {0, 1, 2}
    assert report.received == 3


def test_an_empty_batch_is_sound() -> None:
    verdicts, report = checked("rtps.applications", chunk(RTPS, []), control_total=0, landed=0)
    assert found(verdicts) == set()
    assert (report.received, report.repeated, report.holds) == (0, [], [])


def at(hour: int) -> dict[str, Any]:
    return {"last_updated_at": datetime(2026, 11, 9, hour)}


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("rows", "repeated", "conflicting"),
    [
        ([{}, {}, {"appl_id": 2}], [1], []),
        ([{**at(9)}, {**at(10), "appl_status": "D"}, {**at(8)}], [0, 2], []),
        ([{"appl_status": "F"}, {"appl_status": "D"}, {"appl_id": 2}], [], [0, 1]),
        ([{**at(8)}, {"appl_status": "F"}, {"appl_status": "D"}], [], [0, 1, 2]),
        ([{"appl_status": "Z"}, {"appl_status": "D"}, {"appl_id": 2}], [], []),
        ([{**at(12)}, {"appl_id": 1, "record_status": "DELETED", **at(13)}, {**at(12)}], [0, 2], []),
    ],
    ids=["same", "newer wins", "contradict", "newest contradict", "quarantined takes no part", "tombstone is newest"],
)
def test_who_wins_a_key(rows: list[dict[str, Any]], repeated: list[int], conflicting: list[int], cut: int) -> None:
    chunks = [chunk(RTPS, rows[:cut]), chunk(RTPS, rows[cut:], first=cut)]
    verdicts, report = checked("rtps.applications", *chunks)
    assert report.repeated == repeated
    late = report.late_failures.to_pylist()
    assert [row["ordinal"] for row in late] == conflicting
    assert {(row["expectation"], row["field"], row["severity"]) for row in late} <= {
        ("key_conflict", "appl_id", "critical")
    }
    assert report.received == 3
    assert not set(repeated) & (verdicts.quarantined() | set(conflicting))


def test_without_a_record_version_contents_decide() -> None:
    rows = [{}, {}, {"employee_id": "E1000002"}, {"employee_id": "E1000002", "bill_no": "B/2"},
            {"employee_id": "E1000001", "pay_month": "2026-09"}]  # fmt: skip
    _, report = checked("hrms.payroll", chunk(PAYROLL, rows))
    assert report.repeated == [1]
    assert report.late_failures["ordinal"].to_pylist() == [2, 3]
    assert report.failed_by_expectation == {"key_conflict": 2}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.sampled_from(["I", "F", "Z"])), max_size=14),
    st.integers(1, 5),
)
def test_the_contest_of_keys_equals_a_plain_loop(listed: list[tuple[int, int, str]], size: int) -> None:
    rows = [{"appl_id": key, "appl_status": status, **at(hour)} for key, hour, status in listed]
    chunks = [chunk(RTPS, rows[first : first + size], first) for first in range(0, len(rows), size)] or [
        chunk(RTPS, [])
    ]
    _, report = checked("rtps.applications", *chunks)
    repeated, conflicting = [], []
    for key in {key for key, _, _ in listed}:
        group = [(n, row) for n, row in enumerate(listed) if row[0] == key and row[2] != "Z"]
        newest = max((row[1] for _, row in group), default=0)
        winners = [n for n, row in group if row[1] == newest]
        if len({listed[n] for n in winners}) > 1:
            conflicting += [n for n, _ in group]
        else:
            repeated += [n for n, _ in group if n != winners[0]]
    assert report.repeated == sorted(repeated)
    assert report.late_failures["ordinal"].to_pylist() == sorted(conflicting)


TEXTS = st.one_of(
    st.none(), st.text(max_size=20), st.sampled_from(["", "\x00", "a", "a\x00", "a" * 8, "a" * 9, "क" * 7])
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(TEXTS, st.one_of(st.none(), st.integers(-3, 3))), min_size=1, max_size=30), st.integers(0, 3))
def test_rows_share_a_hash_exactly_when_they_are_equal(rows: list[tuple[str | None, int | None]], offset: int) -> None:
    texts = pa.array([None] * offset + [text for text, _ in rows], pa.string())[offset:]
    numbers = pa.array([9] * offset + [number for _, number in rows], pa.decimal128(18, 2))[offset:]
    hashes = row_hashes([texts, numbers]).tolist()
    assert Counter(Counter(hashes).values()) == Counter(Counter(rows).values())
    assert all((hashes[0] == hashed) == (rows[0] == row) for hashed, row in zip(hashes, rows, strict=True))


def test_a_long_column_that_repeats_texts_hashes_as_a_short_one_does() -> None:
    few = pa.array(["online", None, "kiosk", ""] * 1000)
    hashes = row_hashes([few])
    assert len(np.unique(hashes)) == 4
    assert (hashes[:4] == row_hashes([few[:4]])).all()
    whole = row_hashes([pa.array([f"{number:07d}" for number in range(5000)])])
    assert len(np.unique(whole)) == 5000


def holds(report: BatchReport) -> dict[str, dict[str, Any]]:
    return {hold.rule: hold.details for hold in report.holds}


def many(count: int, **change: Any) -> Chunk:
    return chunk(RTPS, [{"appl_id": number, **change} for number in range(count)])


def test_totals_that_differ_hold_the_batch() -> None:
    _, report = checked("rtps.applications", many(3), control_total=4, landed=5)
    assert holds(report) == {
        "control_total": {"control_total": 4, "received": 3},
        "landed_total": {"landed_total": 5, "received": 3},
    }


@pytest.mark.parametrize(
    ("previous", "least", "most"),
    [(1000, 800, 1250), (100, 80, 125), (20, 16, 25), (19, 1, 25), (1, 1, 25), (0, 0, 25)],
)
def test_the_band_of_counts_follows_the_last_good_batch(previous: int, least: int, most: int) -> None:
    suite = load_suite(PAYROLL)
    assert count_band(suite, previous) == (least, most)
    assert count_band(suite, None) is None


def test_a_count_outside_the_band_holds_the_batch() -> None:
    rows = [{"employee_id": f"E100{number:04d}"} for number in range(50)]
    _, report = checked("hrms.payroll", chunk(PAYROLL, rows), previous_rows=100)
    assert holds(report) == {"count_band": {"received": 50, "previous": 100, "least": 80, "most": 125}}
    assert not report.validation.success


def test_a_required_field_that_is_mostly_absent_holds_the_batch() -> None:
    part = dataclasses.replace(many(100), absent_fields={"service_name": 21, "submission_mode": 20, "pin_code": 100})
    _, report = checked("rtps.applications", part)
    assert holds(report) == {"absent_field": {"field": "service_name", "rows": 21, "received": 100}}


def test_unknown_fields_and_missing_references_are_noted_and_hold_nothing() -> None:
    part = dataclasses.replace(many(2), unknown_fields={"extra": 2})
    verdicts, report = checked("rtps.applications", part, reference=lambda dataset, field: None)
    assert found(verdicts) == set()
    assert report.holds == []
    assert [(note.rule, note.details) for note in report.notes] == [
        ("reference_missing", {"expectation": "base_service_id.known", "reference": "rtps.services.service_id"}),
        ("unknown_field", {"field": "extra", "rows": 2}),
    ]


@pytest.mark.parametrize(("defective", "is_held"), [(30, False), (31, True)])
def test_too_large_a_share_in_quarantine_holds_the_batch(defective: int, is_held: bool) -> None:
    rows = [{"appl_id": number, "appl_status": "Z" if number < defective else "F"} for number in range(100)]
    _, report = checked("rtps.applications", chunk(RTPS, rows))
    assert holds(report) == ({"quarantine_share": {"quarantined": 31, "received": 100}} if is_held else {})


def test_keys_in_conflict_count_as_quarantined() -> None:
    rows = [{"appl_id": number // 2, "appl_status": "FD"[number % 2]} for number in range(40)]
    assert "quarantine_share" in holds(checked("rtps.applications", chunk(RTPS, rows))[1])


def test_an_expectation_that_cannot_be_evaluated_holds_the_batch() -> None:
    part = many(3)
    broken = dataclasses.replace(part, table=part.table.drop_columns(["appl_status"]).append_column(
        "appl_status", pa.array([1, 2, 3])))  # fmt: skip
    _, report = checked("rtps.applications", broken)
    assert [hold.details["expectation"] for hold in report.holds] == ["appl_status.in_set"]
    [result] = [r for r in report.validation.results if r.expectation_config.meta["id"] == "appl_status.in_set"]
    assert result.exception_info["raised_exception"]


def test_results_are_great_expectations_own_and_count_what_failed() -> None:
    rows = [{"appl_id": n, "mobile_number": number} for n, number in enumerate(["9876543210", "1", None, "2"])]
    _, report = checked("rtps.applications", chunk(RTPS, rows[:2]), chunk(RTPS, rows[2:], first=2))
    [result] = [r for r in report.validation.results if r.expectation_config.meta["id"] == "mobile_number.pattern"]
    assert not result.success
    assert {name: result.result[name] for name in ("element_count", "missing_count", "unexpected_count")} == {
        "element_count": 4, "missing_count": 1, "unexpected_count": 2,
    }  # fmt: skip
    assert result.to_json_dict()["expectation_config"]["severity"] == "warning"


def test_data_docs_say_each_reason_in_both_languages_and_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hub.settings import settings as hub_settings

    monkeypatch.setenv("HUB_DOCS_URL", str(tmp_path / "docs"))
    hub_settings.cache_clear()
    rows = [{"applicant_name": "Zebunnisa", "mobile_number": "77777"}, {"appl_id": 2, "appl_status": "Qx"}]
    _, report = checked("rtps.applications", chunk(RTPS, rows), control_total=5)
    page = Path(docs.build("rtps.applications/2026-11-20/001", report))
    assert page == tmp_path / "docs/rtps.applications/2026-11-20/001/index.html"
    told = page.read_text(encoding="utf-8") + page.with_name("validation.json").read_text(encoding="utf-8")
    for words in ("appl_status.in_set", "स्थिति I, F, D या R में से कोई नहीं है।", "The status is none of I, F, D and R.",
                  "The counts do not agree", "2 rows received"):  # fmt: skip
        assert words in told
    for value in ("Zebunnisa", "77777", "Qx"):
        assert value not in told
    assert "src=" not in told
    assert "<script" not in told
    before = page.read_bytes()
    docs.build("rtps.applications/2026-11-20/001", report)
    assert page.read_bytes() == before
