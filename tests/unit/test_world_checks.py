"""The planted defects against the suites: each is found under exactly its reason, and no sound record is."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pytest
from landing_pages import Pages, envelope, json_page, workbook

from hub.checks import CheckContext, Checker, load_suite
from hub.contracts import Contract, Window, contract
from hub.landing import land, read
from sandbox.world import World, fields
from sandbox.world.defects import catalogue

START = date(2026, 11, 20)
PAGE = 5_000


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.create(tmp_path_factory.mktemp("world"), seed=33, scale=0.4, start=START)


def mongo(record: dict[str, Any]) -> str:
    """One record in Mongo shell notation."""

    def value(item: Any) -> str:
        if isinstance(item, dict):
            return f'ISODate("{item["$date"]}Z")' if "$date" in item else f"NumberInt({item['$numberInt']})"
        return json_page([item]).decode()[13:].split('], "total"')[0]

    return "{" + ", ".join(f'"{name}": {value(item)}' for name, item in record.items()) + "}"


def body(about: Contract, wires: Sequence[dict[str, Any]]) -> bytes:
    """One page of records in the dataset's format."""
    names = list(wires[0])
    if about.format == "json":
        return json_page(wires, about.record_path)
    if about.format == "mongo-shell":
        return "\n".join(mongo(wire) for wire in wires).encode()
    if about.format == "soap":
        tag = about.record_path
        return envelope(
            "".join(
                f"<{tag}>{''.join(f'<{n}>{escape(v)}</{n}>' for n, v in wire.items() if v is not None)}</{tag}>"
                for wire in wires
            )
        )
    rows = [names, *([wire[name] for name in names] for wire in wires)]
    if about.format == "xlsx":
        return workbook(rows)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("dataset", fields.DATASETS)
def test_each_defect_is_found_under_its_own_reason_and_nothing_else_is(
    world: World, dataset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = contract(dataset)
    records = world.records(dataset, as_of=START)
    month = "2026-10" if dataset == fields.PAYROLL else None
    window, batch_id = Window(dataset, START, None, START, month), f"{dataset}/{START}/001"
    pages = [body(about, [r.wire for r in records[at : at + PAGE]]) for at in range(0, len(records), PAGE)]
    land(about, window, Pages(pages, len(records)), batch_id=batch_id)
    services = pa.array([e.key[0] for e in world.expected("rtps.services", as_of=START)])

    checker = Checker(
        about,
        load_suite(about),
        CheckContext(
            window, control_total=len(records), landed=len(records),
            reference=lambda of, name: services if (of, name) == ("rtps.services", "service_id") else None,
        ),
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    rows: dict[int, dict[str, Any]] = {}
    for chunk in read(about, batch_id):
        for failure in checker.check(chunk).failures.to_pylist():
            if failure["severity"] == "critical":
                found.setdefault(failure["ordinal"], []).append(failure["expectation"])
        for row in chunk.table.to_pylist():
            rows[row.pop("_ordinal")] = row
    report = checker.finish()
    for failure in report.late_failures.to_pylist():
        found.setdefault(failure["ordinal"], []).append(failure["expectation"])

    assert {reason for reasons in found.values() for reason in reasons} == set(catalogue().get(dataset, ()))
    assert report.received == len(records)
    assert report.holds == []
    planted = {defect.position: [defect.reason] for defect in world.defects(dataset, as_of=START)}
    assert {records[ordinal].position: reasons for ordinal, reasons in found.items()} == planted

    aside = {*found, *report.repeated}
    accepted = {
        tuple(str(row[name]) for name in about.key): {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()
        }
        for ordinal, row in rows.items()
        if ordinal not in aside
    }
    assert len(accepted) == len(records) - len(aside)
    expected = {e.key: e.values for e in world.expected(dataset, as_of=START)}
    assert accepted.keys() == expected.keys()
    assert [key for key in expected if accepted[key] != expected[key]] == []
