"""The benchmark's pages hold what they say, and its ratios are what their names say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from bench import data, report
from hub.contracts import Window


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def records(pages: data.Pages, *, backwards: bool = False) -> list[dict[str, Any]]:
    window = Window("rtps.applications", data.DAY, None, data.DAY)
    return [
        record
        for page in data.DiskSource(pages, backwards=backwards).pages(window)
        for record in orjson.loads(page.body)["records"]
    ]


def test_pages_hold_what_was_planted(root: Path) -> None:
    pages = data.applications(root, 2_500)
    found = records(pages)
    assert len(found) == pages.total == 2_500
    assert 0.01 < len(pages.defects) / pages.total < 0.02
    ids = [record["initiated_data"]["appl_info"]["appl_id"] for record in found]
    twins = [position for position, reason in pages.defects.items() if reason == "key_conflict"]
    assert twins
    assert all(ids.count(ids[position]) == 2 for position in twins)
    again = [record for position, record in enumerate(found) if position not in pages.defects]
    assert len(again) > len({orjson.dumps(record) for record in again}), "some sound records are sent twice"
    assert data.applications(root, 2_500).folder == pages.folder, "made once"


def test_backwards_holds_the_same_records(root: Path) -> None:
    pages = data.applications(root, 2_500)
    forth, back = records(pages), records(pages, backwards=True)
    assert forth != back
    assert sorted(map(orjson.dumps, forth)) == sorted(map(orjson.dumps, back))


def test_later_pages_change_one_sound_record_in_a_hundred(root: Path) -> None:
    first, later = records(data.applications(root, 2_500)), records(data.applications_later(root, 2_500))
    changed = [position for position, (was, is_) in enumerate(zip(first, later, strict=True)) if was != is_]
    assert 15 < len(changed) < 40
    assert not set(changed) & set(data.applications(root, 2_500).defects)


def case(name: str, size: int, steps: dict[str, float], **more: Any) -> dict[str, Any]:
    told = {step: {"seconds": spent, "cpu": spent, "server_cpu": 0.0} for step, spent in steps.items()}
    return {"case": name, "size": size, "rows": size, "steps": told, "peak_mib": 512.0, "peaks_mib": {}} | more


def test_ratios_are_rates_over_rates() -> None:
    path = {"first: land": 1.0, "first: check": 2.0, "first: store": 1.0, "same pages: land": 0.2}
    found = {
        "cases": [
            case("whole path", 100_000, path),
            case("bare COPY", 100_000, {"copy": 1.0}) | {"rows": 50_000},
            case("dlt", 100_000, {"first": 24.0}),
            case("whole path", 1_000_000, {name: spent * 10 for name, spent in path.items()}),
        ]
    }
    told = {(name, size): value for name, size, value, *_ in report.ratios(found)}
    assert told["whole path, rows/s over bare COPY", 100_000] == pytest.approx(0.5)
    assert told["whole path, rows/s over dlt merge", 100_000] == pytest.approx(6)
    assert told["second sync, same pages, seconds over the first", 100_000] == pytest.approx(0.05)
    assert told["whole path, peak memory", 100_000] == pytest.approx(0.5)
    assert told["growth of time, exponent", 1_000_000] == pytest.approx(1)
