"""The world by itself: the same seed gives the same records, each day can be asked again, each day brings its news."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hub.contracts import contracts
from sandbox.world import World, fields
from sandbox.world.defects import DAMAGE, KEY_CONFLICT, TWIN, catalogue

START = date(2026, 11, 20)  # a Friday
DAYS = 9  # to 1 December, past two Sundays and the end of a month


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A small world that has gone through some days."""
    world = World.create(tmp_path_factory.mktemp("small"), seed=5, scale=0.05, start=START)
    world.advance(DAYS)
    return world


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world at scale 1 on its first day."""
    return World.create(tmp_path_factory.mktemp("whole"), seed=7, scale=1, start=START)


def dump(world: World, day: date) -> dict[str, list[Any]]:
    """Every record of every dataset as the sources would give them on ``day``."""
    return {
        dataset: [(r.position, r.key, json.dumps(r.wire)) for r in world.records(dataset, as_of=day)]
        for dataset in fields.DATASETS
    }


def business_days(world: World) -> list[date]:
    days, day = [], world.start
    while day <= world.clock:
        if day.weekday() != 6:
            days.append(day)
        day += timedelta(days=1)
    return days


def test_its_fields_are_those_of_the_contracts() -> None:
    built = {system for system in contracts() if system in fields.DATASETS}
    assert built == set(fields.DATASETS)
    for dataset in fields.DATASETS:
        contract = contracts()[dataset]
        declared = [(f.name, f.path) for f in contract.fields]
        assert [(name, wire) for name, wire, _ in fields.SPECS[dataset]] == declared
        assert len(contract.key) == fields.KEY_WIDTH[dataset]
        assert contract.key == fields.NAMES[dataset][: fields.KEY_WIDTH[dataset]]


def test_scale_one_is_about_forty_thousand_records_of_which_one_in_seventy_is_defective(whole: World) -> None:
    counts = {dataset: whole.count(dataset, as_of=START) for dataset in fields.DATASETS}
    assert 46_000 < sum(counts.values()) < 51_000
    assert 39_000 < sum(counts[dataset] for dataset in fields.CORE) < 43_000
    assert counts["rtps.services"] == 30
    bands = {"rtps.applications": 13_000, "cpgram.grievances": 5_000, "hrms.employees": 6_000, "sparrow.pars": 5_500,
             "hrms.pay_cases": 1_800, "jandarbar.grievances": 2_500, "hrms.payroll": 5_700,
             "cpgram.closures": 1_350, "lokshikayat.complaints": 1_600, "lokshikayat.hearings": 3_000,
             "rtpsappeal.events": 3_000}  # fmt: skip
    for dataset, about in bands.items():
        assert abs(counts[dataset] - about) < about * 0.06, dataset
        bad = sum(1 for _ in whole.defects(dataset, as_of=START))
        assert 0.012 < bad / counts[dataset] < 0.02, dataset


def test_every_catalogued_defect_is_planted_twice_in_every_dataset(whole: World) -> None:
    for dataset, reasons in catalogue().items():
        planted = Counter(defect.reason for defect in whole.defects(dataset, as_of=START))
        assert set(planted) == set(reasons), dataset
        assert min(planted.values()) >= 2, dataset


def test_every_catalogued_defect_has_its_damage() -> None:
    for dataset, reasons in catalogue().items():
        made = {*DAMAGE[dataset], *([KEY_CONFLICT] if dataset in TWIN else [])}
        assert made == set(reasons), dataset


def test_a_key_conflict_is_two_rows_of_one_key_that_differ(whole: World) -> None:
    for dataset in TWIN:
        at = {d.position for d in whole.defects(dataset, as_of=START) if d.reason == KEY_CONFLICT}
        rows = [r for r in whole.records(dataset, as_of=START) if r.position in at]
        by_key: dict[str, list[Any]] = {}
        for row in rows:
            by_key.setdefault(row.key, []).append(row.wire)
        assert len(by_key) >= 2
        assert all(len(pair) == 2 and pair[0] != pair[1] for pair in by_key.values())


def test_rtps_repeats_ids_exactly_and_with_older_versions(whole: World) -> None:
    bad = {d.position for d in whole.defects("rtps.applications", as_of=START)}
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in whole.records("rtps.applications", as_of=START):
        if record.position not in bad:
            rows.setdefault(record.key, []).append(record.wire)
    twice = [pair for pair in rows.values() if len(pair) > 1]
    exact = [pair for pair in twice if pair[0] == pair[1]]
    assert len(exact) > 50
    older = [pair for pair in twice if pair[0] != pair[1]]
    assert len(older) > 40
    assert all(pair[0]["last_updated"] != pair[1]["last_updated"] for pair in older)


def test_pages_after_a_position_give_the_whole_in_order(whole: World) -> None:
    every = whole.records("cpgram.closures", as_of=START)
    paged: list[Any] = []
    while page := whole.records(
        "cpgram.closures", as_of=START, after=paged[-1].position if paged else 0, limit=200
    ):  # fmt: skip
        assert len(page) <= 200
        paged += page
    assert paged == every
    assert [r.position for r in every] == sorted({r.position for r in every})


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


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path, hash_seed: str) -> None:
    script = (
        "import sys, hashlib, json; from datetime import date; from pathlib import Path\n"
        "from sandbox.world import World, fields\n"
        "w = World.create(Path(sys.argv[1]), seed=3, scale=0.02, start=date(2026, 11, 27)); w.advance(4)\n"
        "h = hashlib.sha256()\n"
        "for d in fields.DATASETS:\n"
        "    for r in w.records(d, as_of=w.clock): h.update(json.dumps([r.position, r.key, r.wire]).encode())\n"
        "for row in [*w.truth_links(), *w.truth_discrepancies(w.clock)]: h.update(repr(row).encode())\n"
        "print(h.hexdigest())"
    )
    digests = [
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / name)], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for name, seed in (("one", hash_seed), ("two", "77"))
    ]  # fmt: skip
    assert digests[0] == digests[1]
    assert len(digests[0].strip()) == 64


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    worlds = [World.create(tmp_path / str(seed), seed=seed, scale=0.01, start=START) for seed in (1, 2)]
    assert dump(worlds[0], START) != dump(worlds[1], START)


def test_one_step_of_three_days_is_three_steps(tmp_path: Path) -> None:
    worlds = [World.create(tmp_path / name, seed=9, scale=0.02, start=START) for name in ("a", "b")]
    worlds[0].advance(3)
    for _ in range(3):
        worlds[1].advance()
    assert worlds[0].clock == worlds[1].clock == date(2026, 11, 24)  # Sunday the 22nd is passed over
    assert dump(worlds[0], worlds[0].clock) == dump(worlds[1], worlds[1].clock)


def test_an_earlier_day_answers_as_it_did_then(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=4, scale=0.03, start=START)
    seen = {}
    for _ in range(4):
        truth = {dataset: list(world.expected(dataset, as_of=world.clock)) for dataset in fields.DATASETS}
        seen[world.clock] = (dump(world, world.clock), truth, world.pay_alert_truth(world.clock))
        world.advance()
    for day, (wire, truth, overdue) in seen.items():
        assert dump(world, day) == wire
        assert {dataset: list(world.expected(dataset, as_of=day)) for dataset in fields.DATASETS} == truth
        assert world.pay_alert_truth(day) == overdue


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


def test_people_and_matters_appear_in_several_systems(whole: World) -> None:
    systems: dict[int, set[str]] = {}
    matters: dict[str, set[str]] = {}
    known = {d: {e.key for e in whole.expected(d, as_of=START)} for d in fields.DATASETS}
    pointed = 0
    for person, matter, dataset, key in whole.truth_links():
        systems.setdefault(person, set()).add(dataset)
        matters.setdefault(matter or "", set()).add(dataset)
        pointed += tuple(key.split("|")) in known[dataset]
    together = Counter(frozenset(found) for found in systems.values())
    assert together[frozenset({"hrms.employees", "hrms.payroll", "sparrow.pars"})] > 2_000
    both = {"rtps.applications", "cpgram.grievances"}
    assert sum(n for found, n in together.items() if both <= found) > 1_000
    assert sum("jandarbar.grievances" in found and len(found) > 1 for found in matters.values()) > 900
    assert pointed > 0.98 * sum(whole.count(d, as_of=START) for d in fields.DATASETS if d != "rtps.services") * 0.97


def test_names_differ_between_roster_and_appraisals_as_people_write_them(whole: World) -> None:
    roster = {e.key[0]: e.values for e in whole.expected("hrms.employees", as_of=START)}
    pairs = [
        (roster[e.values["employee_code"]]["name_en"], e.values["officer_name"])
        for e in whole.expected("sparrow.pars", as_of=START)
        if e.values["employee_code"] in roster
    ]
    same = sum(a == b for a, b in pairs)
    assert 0.3 < same / len(pairs) < 0.7


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


def test_inbound_messages_count_once_a_key(small: World) -> None:
    first = small.receive("hrms", "update_par_stage", "k1", {"apar_id": "PAR-2025-000001", "stage": None})
    again = small.receive("hrms", "update_par_stage", "k1", {"apar_id": "other"})
    other = small.receive("hrms", "update_par_stage", "k2", {"apar_id": "PAR-2025-000002"})
    assert first == again != other
    kept = World.open(small._path.parent).inbound("hrms", "update_par_stage")
    assert [(r.idempotency_key, r.reference, r.attempts) for r in kept] == [("k1", first, 2), ("k2", other, 1)]
    assert kept[0].payload == {"apar_id": "PAR-2025-000001", "stage": None}


def test_one_key_from_many_processes_is_one_message(small: World) -> None:
    send = (
        "import sys; from pathlib import Path; from sandbox.world import World\n"
        "w = World.open(Path(sys.argv[1]))\n"
        "print({w.receive('jandarbar', 'insert_report', f'r{i % 5}', {}) for i in range(20)} and 'done')"
    )
    running = [subprocess.Popen([sys.executable, "-c", send, str(small._path.parent)]) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    kept = small.inbound("jandarbar", "insert_report")
    assert len(kept) == 5
    assert sum(r.attempts for r in kept) == 60


def test_a_world_is_made_once(small: World, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        World.create(small._path.parent, seed=1, scale=0.01, start=START)
    with pytest.raises(FileNotFoundError):
        World.open(tmp_path)


def test_a_making_that_was_killed_leaves_no_world_and_can_be_begun_again(tmp_path: Path) -> None:
    (tmp_path / "world.sqlite.part").write_bytes(b"half a file")
    with pytest.raises(FileNotFoundError):
        World.open(tmp_path)
    assert World.create(tmp_path, seed=1, scale=0.01, start=START).clock == START


def test_a_day_that_fails_leaves_the_world_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World.create(tmp_path, seed=1, scale=0.01, start=START)
    before = dump(world, START)
    with monkeypatch.context() as broken:
        broken.setattr("sandbox.world.evolve.Day.delete", lambda day: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.advance()
    assert world.clock == START
    assert dump(world, START) == before
    assert world.advance() == date(2026, 11, 21)


def test_a_reader_sees_the_clock_that_another_connection_set(tmp_path: Path) -> None:
    writer = World.create(tmp_path, seed=1, scale=0.01, start=date(2026, 11, 21))  # a Saturday
    reader = World.open(tmp_path)
    assert reader.clock == date(2026, 11, 21)
    writer.advance()
    assert reader.clock == date(2026, 11, 23)


def test_a_system_that_joined_later_changes_no_row_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_all = World.create(tmp_path / "all", seed=3, scale=0.02, start=START)
    with_all.advance(3)
    monkeypatch.setattr("sandbox.world.systems.modules", dict)
    without = World.create(tmp_path / "core", seed=3, scale=0.02, start=START)
    without.advance(3)
    for dataset in fields.CORE:
        assert with_all.records(dataset, as_of=with_all.clock) == without.records(dataset, as_of=without.clock)
    assert all(without.count(dataset, as_of=without.clock) == 0 for dataset in fields.JOINED)
