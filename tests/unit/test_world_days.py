"""The world from day to day: what each day brings, changes and takes away, and what may be asked of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sandbox.world import World, fields
from sandbox.world.defects import catalogue

START = date(2026, 11, 20)  # a Friday
DAYS = 9  # to 1 December, past two Sundays and the end of a month


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A small world that has gone through some days."""
    world = World.create(tmp_path_factory.mktemp("small"), seed=5, scale=0.05, start=START)
    world.advance(DAYS)
    return world


def business_days(world: World) -> list[date]:
    days, day = [], world.start
    while day <= world.clock:
        if day.weekday() != 6:
            days.append(day)
        day += timedelta(days=1)
    return days


def test_pages_of_a_window_give_the_window_also_after_the_world_has_moved(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=6, scale=0.05, start=START)
    since, ahead = START - timedelta(days=3), START + timedelta(days=5)
    for _ in range(3):
        for day in (world.clock, ahead):  # a day that is still to come is answered as far as the world has got
            window = world.records("rtps.applications", as_of=day, since=since)
            paged: list[Any] = []
            while page := world.records(
                "rtps.applications", as_of=day, since=since, after=paged[-1].position if paged else 0, limit=7
            ):
                paged += page
            assert paged == window
            assert len(window) > 7
        world.advance()


def test_nothing_is_visible_before_the_start(small: World) -> None:
    assert all(small.count(dataset, as_of=START - timedelta(days=1)) == 0 for dataset in fields.DATASETS)


def test_count_is_the_number_of_records(small: World) -> None:
    for day in business_days(small):
        for dataset in fields.DATASETS:
            for since in (None, day, day - timedelta(days=3)):
                found = small.records(dataset, as_of=day, since=since)
                assert small.count(dataset, as_of=day, since=since) == len(found)


def test_a_window_of_changes_holds_the_records_changed_in_it(small: World) -> None:
    paths = {"rtps.applications": ("last_updated", "%d-%m-%Y %H:%M:%S"),
             "cpgram.closures": ("DateOfAction", "%m-%d-%Y"),
             "jandarbar.grievances": ("ModifiedOn", "%d/%m/%Y %H:%M:%S"),
             "lokshikayat.hearings": ("ModifiedOn", "%d/%m/%Y %H:%M:%S")}  # fmt: skip
    for dataset, (name, layout) in paths.items():
        odd = {d.position for d in small.defects(dataset, as_of=small.clock) if d.reason == "format:closed_on"}
        dated = [
            (r.position, datetime.strptime(r.wire[name], layout).date())
            for r in small.records(dataset, as_of=small.clock)
            if r.position not in odd
        ]
        assert max(day for _, day in dated) == small.clock
        for since, until in ((-1, 0), (-4, -2), (-9, -9)):
            first, last = small.clock + timedelta(days=since), small.clock + timedelta(days=until)
            window = small.records(dataset, as_of=small.clock, since=first, until=last)
            assert [r.position for r in window if r.position not in odd] == [
                position for position, day in dated if first <= day <= last
            ]


def test_each_day_brings_new_changed_late_and_deleted_records(small: World) -> None:
    days = business_days(small)
    for before, day in pairwise(days):
        news: Counter[str] = Counter()
        for dataset in fields.DATASETS:
            old = {e.key: e.values for e in small.expected(dataset, as_of=before)}
            now = {e.key: e.values for e in small.expected(dataset, as_of=day)}
            news["new"] += len(now.keys() - old.keys())
            news["deleted"] += len(old.keys() - now.keys())
            news["changed"] += sum(now[key] != old[key] for key in now.keys() & old.keys())
            if dataset in ("rtps.applications", "jandarbar.grievances", *fields.JOINED):
                at = fields.CHANGE_TIME[dataset]
                late = [v[at] for k, v in now.items() if old.get(k) != v and v[at][:10] < day.isoformat()]
                assert all(value[:10] >= (day - timedelta(days=3)).isoformat() for value in late)
                news["late"] += len(late)
        assert min(news[kind] for kind in ("new", "changed", "deleted", "late")) > 0, (day, news)
        volume = sum(small.count(dataset, as_of=day) for dataset in fields.DATASETS)
        held = news["new"] + news["changed"] + news["deleted"] - (5_000 if day.month != before.month else 0)
        assert held < volume * 0.05


def test_a_deleted_record_is_a_tombstone_among_changes_and_gone_from_a_snapshot(small: World) -> None:
    day = small.clock
    before = business_days(small)[-2]
    for dataset, status in (("rtps.applications", "record_status"), ("jandarbar.grievances", "RecordStatus"),
                            ("lokshikayat.complaints", "RecordStatus"), ("rtpsappeal.appeals", "record_status")):  # fmt: skip
        gone = {r.key for r in small.records(dataset, as_of=day, since=day) if r.wire[status] == "DELETED"}
        assert gone
        assert not gone & {e.key[0] for e in small.expected(dataset, as_of=day)}
        assert gone <= {e.key[0] for e in small.expected(dataset, as_of=before)}
    for dataset in ("hrms.employees", "sparrow.pars", "cpgram.grievances"):
        keys = {r.key for r in small.records(dataset, as_of=day)}
        held = {e.key[0] for e in small.expected(dataset, as_of=before)}
        assert held - keys
        assert {e.key[0] for e in small.expected(dataset, as_of=day)} <= keys


def test_the_source_mends_some_defects_and_makes_new_ones(small: World) -> None:
    first = {d.position for s in catalogue() for d in small.defects(s, as_of=START)}
    ever = {(s, d.position) for s in catalogue() for d in small.defects(s, as_of=small.clock, cumulative=True)}
    now = {(s, d.position) for s in catalogue() for d in small.defects(s, as_of=small.clock)}
    assert len(ever) > len(first)
    assert now < ever


def test_a_damaged_new_version_leaves_the_hub_with_the_older_one(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=8, scale=0.3, start=START)
    world.advance(3)
    kept = 0
    for dataset in ("rtps.applications", "hrms.employees", "hrms.pay_cases", "sparrow.pars", "cpgram.grievances"):
        before = {e.key: e.values for e in world.expected(dataset, as_of=START)}
        now = {e.key: e.values for e in world.expected(dataset, as_of=world.clock)}
        fresh = [d for d in world.defects(dataset, as_of=world.clock) if d.key in before]
        assert all(d.key in now for d in fresh)
        kept += len(fresh)
    assert kept > 0


def test_the_payroll_of_a_month_appears_when_the_month_is_over(small: World) -> None:
    last = date(2026, 11, 30)
    assert {r.wire["PAY_MONTH"] for r in small.records("hrms.payroll", as_of=last)} == {"2026-10"}
    assert small.count("hrms.payroll", as_of=last, month="2026-11") == 0
    november = small.records("hrms.payroll", as_of=date(2026, 12, 1))
    assert {r.wire["PAY_MONTH"] for r in november} == {"2026-11"}
    assert abs(len(november) - small.count("hrms.payroll", as_of=last)) < 0.1 * len(november)
    assert small.records("hrms.payroll", as_of=date(2026, 12, 1), month="2026-10") == small.records(
        "hrms.payroll", as_of=last
    )
    months = {e.key[1] for e in small.expected("hrms.payroll", as_of=small.clock)}
    assert months == {"2026-10", "2026-11"}


def test_pay_cases_stand_on_both_sides_of_the_fifteenth_day_on_every_date(small: World) -> None:
    for day in business_days(small):
        cases = {e.key[0]: e.values for e in small.expected("hrms.pay_cases", as_of=day)}
        pending = {k: (day - date.fromisoformat(v["opened_on"])).days for k, v in cases.items() if v["stage"] != "PAID"}
        assert {14, 15, 16, 17} <= set(pending.values())
        overdue = small.pay_alert_truth(day)
        assert overdue == {key for key, age in pending.items() if age >= 16}


def test_pay_cases_are_settled_withdrawn_and_returned(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=2, scale=0.3, start=START)
    world.advance(6)
    days = business_days(world)
    seen: Counter[str] = Counter()
    for before, day in pairwise(days):
        old = {e.key: e.values for e in world.expected("hrms.pay_cases", as_of=before)}
        now = {e.key: e.values for e in world.expected("hrms.pay_cases", as_of=day)}
        settled = [k for k in now if now[k]["settled_on"] == day.isoformat() and old.get(k, {}).get("stage") != "PAID"]
        assert settled, day
        seen["withdrawn"] += sum(old[k]["stage"] != "PAID" for k in old.keys() - now.keys())
        seen["returned"] += sum(old[k]["stage"] == "PAID" != now[k]["stage"] for k in old.keys() & now.keys())
    assert seen["withdrawn"] > 0
    assert seen["returned"] > 0


def test_planted_disagreements_are_true_on_every_day(small: World) -> None:
    for day in (START, small.clock):
        held = {d: {e.key: e.values for e in small.expected(d, as_of=day)} for d in fields.DATASETS}
        kinds: Counter[str] = Counter()
        for kind, dataset, key, other, other_key in small.truth_discrepancies(day):
            row = held[dataset].get(tuple(key.split("|")))
            beside = held[other].get((other_key,))
            kinds[kind] += 1
            if kind == "same_complaint_twice":
                continue  # either record may end like any other
            assert row is not None, (kind, key)
            if kind in ("payroll_without_roster", "roster_without_payroll"):
                assert beside is None
                continue
            assert beside is not None, (kind, other_key)
            proof = {
                "payroll_after_retirement": lambda r=row, b=beside: b["retires_on"][:7] < r["pay_month"],
                "name_differs": lambda r=row, b=beside: r["officer_name"] != b["name_en"],
                "department_differs": lambda r=row, b=beside: r["department_name"] != b["department_name"],
                "retired_with_par_pending": lambda r=row, b=beside: (
                    b["employee_status"] == "RETIRED" and r["workflow_stage"] != "CLOSED"
                ),
                "pay_case_district_differs": lambda r=row, b=beside: r["district_lgd"] != b["district_lgd"],
                "delivered_but_pending_in_darbar": lambda r=row, b=beside: (
                    b["appl_status"] == "D" and r["grievance_status"] != "DISPOSED"
                ),
                "pay_level_differs": lambda r=row, b=beside: r["pay_level"] != b["pay_level"],
                "matter_district_differs": lambda r=row, b=beside: r["district_lgd"] != b["district_lgd"],
                "ration_card_turned_away": lambda r=row, b=beside: (
                    "RTPS" in r["remark"] and ("ration card" in b["subject"].lower() or "राशन कार्ड" in b["subject"])
                ),
                "pay_case_paid_but_pending": lambda r=row, b=beside: (
                    r["related_reference_no"] == b["case_id"] and r["grievance_status"] != "DISPOSED"
                ),
                "disposed_in_darbar_but_pending": lambda r=row, b=beside: (
                    b["appl_status"] in ("I", "F") and r["grievance_status"] == "DISPOSED"
                ),
                "encroachment_closed_without_report": lambda r=row, b=beside: (
                    r["complaint_status"] == "DISPOSED"
                    and r["encroachment_case_no"]
                    and b["removal_report_uploaded_on"] is None
                ),
                "closed_but_pending_in_darbar": lambda r=row, b=beside: (
                    b["closed_at"] is not None and r["grievance_status"] != "DISPOSED"
                ),
            }[kind]
            assert proof(), (kind, key)
        assert len(kinds) == 16, kinds
