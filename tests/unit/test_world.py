"""The world on its first day: its size, its planted defects, who and what stands in several systems."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from hub.contracts import contracts
from sandbox.world import World, fields
from sandbox.world.defects import DAMAGE, KEY_CONFLICT, TWIN, catalogue

START = date(2026, 11, 20)  # a Friday


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world at scale 1 on its first day."""
    return World.create(tmp_path_factory.mktemp("whole"), seed=7, scale=1, start=START)


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
