"""The sandbox's world in every format: each row reads as the world says, and each unreadable value is found."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Any

import pytest
from landing_pages import Pages, batch, envelope, json_page, window

from hub.contracts import Contract, contract, contracts
from hub.landing import ORDINAL, Chunk, land, page_bodies, read
from sandbox.standins import _mongo_shell, _outbound
from sandbox.world.store import WireRecord, World

DAY = datetime.date(2026, 11, 20)
UNREADABLE = ("type", "format", "encoding", "not_a_pdf")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.create(tmp_path_factory.mktemp("world"), seed=11, scale=0.2, start=DAY)


def page_of(of: Contract, records: Sequence[WireRecord]) -> bytes:
    """One page of the dataset in the format of its source."""
    rows = [record.wire for record in records]
    if of.format == "json":
        return json_page(rows, of.record_path)
    if of.format == "mongo-shell":
        return "\n".join(map(_mongo_shell.print_record, rows)).encode()
    if of.format == "soap":
        texts = [
            "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in row.items() if value is not None)
            for row in rows
        ]
        return envelope("".join(f"<{of.record_path}>{text}</{of.record_path}>" for text in texts))
    columns = [field.path for field in of.wire_fields]
    if of.format == "csv":
        return _outbound.as_csv(columns, rows, None)
    dates = frozenset(field.path for field in of.wire_fields if field.type == "date")
    return _outbound.as_workbook(of.record_path, columns, rows, None, dates)


def canonical(value: Any) -> Any:
    """A typed value as the world writes it: dates as ISO text."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def rows_of(parts: Sequence[Chunk]) -> Iterator[dict[str, Any]]:
    for part in parts:
        for row in part.table.drop_columns([ORDINAL]).to_pylist():
            yield {name: canonical(value) for name, value in row.items()}


@pytest.mark.parametrize("dataset", sorted(contracts()))
def test_the_world_is_read_as_it_is(world: World, dataset: str) -> None:
    of = contract(dataset)
    records = world.records(dataset, as_of=DAY)
    pages = [page_of(of, records[start : start + 500]) for start in range(0, len(records), 500)]
    manifest = land(of, window(of), Pages(pages), batch_id=batch(of))
    parts = list(read(of, manifest.batch_id, 700))
    got = list(rows_of(parts))
    assert len(got) == len(records)

    expected = {one.key: one.values for one in world.expected(dataset, as_of=DAY)}
    assert expected
    by_key: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in got:
        by_key.setdefault(tuple(str(row[name]) for name in of.key), []).append(row)
    for key, values in expected.items():
        assert values in by_key[key], key

    reasons = {(one.position, one.reason) for one in world.defects(dataset, as_of=DAY)}
    planted = {(where, reason) for where, reason in reasons if reason.split(":")[0] in UNREADABLE}
    position = [record.position for record in records]
    found = {(position[one.ordinal], f"{one.rule}:{one.field}") for part in parts for one in part.unreadable}
    assert found == planted
    assert all(
        isinstance(row[field.name], Decimal | None) for row in got for field in of.fields if field.type == "number"
    )

    aadhaar = {str(record.wire["AadhaarNo"]) for record in records if record.wire.get("AadhaarNo")}
    assert bool(aadhaar) == (dataset == "jandarbar.grievances")
    for _, body in page_bodies(manifest):
        assert not any(number.encode() in body for number in aadhaar)


def test_the_raw_record_is_the_one_of_its_ordinal(world: World) -> None:

    of = contract("rtps.applications")
    records = world.records(of.id, as_of=DAY)[:90]
    land(of, window(of), Pages([page_of(of, records[:40]), page_of(of, records[40:])]), batch_id=batch(of))
    (part,) = read(of, batch(of))
    assert [json.loads(text) for text in part.raw([89, 3, 40])] == [records[at].wire for at in (89, 3, 40)]


def test_the_world_holds_what_this_test_is_about(world: World) -> None:
    kinds = {one.reason.split(":")[0] for dataset in contracts() for one in world.defects(dataset, as_of=DAY)}
    assert {"type", "format", "not_a_pdf"} <= kinds
