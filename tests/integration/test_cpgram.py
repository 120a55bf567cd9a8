"""CPGRAM over real sockets: extract, closures and confirmations; key and token in the query never show."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from http_standins import DAY, FAST, read, window

from connectors.cpgram import source as cpgram_source
from connectors.cpgram import target as cpgram_target
from connectors.cpgram.mongo_shell import split_records
from hub.connections import Connection
from hub.contracts import Message, Page, contract
from hub.errors import SourceRefused, SourceUnavailable
from hub.landing import land
from hub.landing import read as read_landed
from sandbox.faults import Faults
from sandbox.standins._http import Server, running
from sandbox.standins._mongo_shell import print_record
from sandbox.standins.cpgram import Cpgram
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
KEY, TOKEN = "kkk-s3cret", "ttt-s3cret"
GRIEVANCES, CLOSURES = "cpgram.grievances", "cpgram.closures"


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(Cpgram(home, KEY, TOKEN, part_size=100)) as server:
        yield server


def connection(server: Server, **extra: object) -> Connection:
    settings = {**FAST, "key": KEY, "token": TOKEN, "page_size": 50, **extra}
    return Connection("cpgram", "http", "127.0.0.1", server.server_address[1], schema="http", extra=settings)


def extract_truth(world: World) -> list[bytes]:
    return [print_record(record.wire).encode() for record in world.records(GRIEVANCES, as_of=DAY)]


def extract_read(pages: list[Page]) -> list[bytes]:
    return [record for page in pages for record in split_records(page.body)]


def closures_truth(world: World) -> list[object]:
    return [record.wire for record in world.records(CLOSURES, as_of=DAY, until=DAY)]


def closures_read(pages: list[Page]) -> list[object]:
    return [record for page in pages for record in orjson.loads(page.body)["FinalClosureList"]]


Reading = tuple[str, Callable[[World], list[object]], Callable[[list[Page]], list[object]]]
READINGS: list[Reading] = [
    (GRIEVANCES, extract_truth, extract_read),  # type: ignore[list-item]
    (CLOSURES, closures_truth, closures_read),
]
both = pytest.mark.parametrize("reading", READINGS, ids=[GRIEVANCES, CLOSURES])


@both
def test_every_record_is_read_in_order(server: Server, world: World, reading: Reading) -> None:
    dataset, truth, found = reading
    pages, total = read(cpgram_source(contract(dataset), connection(server)), window(dataset))
    assert found(pages) == truth(world)
    assert total == len(truth(world)) == sum(page.records or 0 for page in pages)
    assert len(pages) > 1


def test_closures_of_some_days(server: Server, world: World) -> None:
    since = DAY - timedelta(days=3)
    pages, total = read(cpgram_source(contract(CLOSURES), connection(server)), window(CLOSURES, since))
    expected = [record.wire for record in world.records(CLOSURES, as_of=DAY, since=since, until=DAY)]
    assert closures_read(pages) == expected
    assert total == len(expected) < len(closures_truth(world))


PASSING = [
    ("slow", {"seconds": 0.2}),
    ("too_many_requests", {"retry_after": 0}),
    ("too_many_requests", {"retry_after": ""}),
    ("server_error", {"status": 500}),
    ("reset", {}),
    ("truncated", {}),
    ("truncated", {"mode": "chunked"}),
    ("half_written", {}),
    ("page_order", {}),
    ("wrong_total", {}),
]


@both
@pytest.mark.parametrize(("fault", "params"), PASSING, ids=[f"{name}-{params}" for name, params in PASSING])
def test_what_passes_is_overcome(
    server: Server, world: World, faults: Faults, reading: Reading, fault: str, params: dict[str, object]
) -> None:
    dataset, truth, found = reading
    faults.inject("cpgram", fault, dataset=dataset, times=2, **params)
    pages, total = read(cpgram_source(contract(dataset), connection(server)), window(dataset))
    assert faults.pending() == []
    assert found(pages) == truth(world)
    assert total == len(truth(world))


LASTING = [
    ("too_many_requests", {}, SourceUnavailable),
    ("server_error", {}, SourceUnavailable),
    ("reset", {}, SourceUnavailable),
    ("truncated", {}, SourceUnavailable),
    ("half_written", {}, SourceUnavailable),
    ("slow", {"seconds": 0.6}, SourceUnavailable),
    ("token_expired", {}, SourceRefused),
]


@both
@pytest.mark.parametrize(("fault", "params", "error"), LASTING, ids=[case[0] for case in LASTING])
def test_what_lasts_is_a_clear_error_and_no_secret_shows(
    server: Server,
    faults: Faults,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    reading: Reading,
    fault: str,
    params: dict[str, object],
    error: type[SourceUnavailable],
) -> None:
    faults.inject("cpgram", fault, times=10_000, **params)
    for name in ("", "urllib3", "urllib3.connectionpool"):
        caplog.set_level(logging.DEBUG, logger=name)
    with pytest.raises(error) as raised:
        read(
            cpgram_source(contract(reading[0]), connection(server, read_timeout_seconds=0.3 if fault == "slow" else 5)),
            window(reading[0]),
        )
    assert raised.value.__context__ is None
    assert "urllib3.connectionpool" in caplog.text  # it would have shown the query
    shown = caplog.text + str(raised.value) + repr(raised.value.details) + "".join(capfd.readouterr())
    assert KEY not in shown
    assert TOKEN not in shown


@pytest.mark.parametrize("fault", ["field_missing", "field_renamed", "field_retyped", "wrong_encoding"])
@both
def test_spoilt_records_are_landed_as_received(
    server: Server, world: World, faults: Faults, reading: Reading, fault: str
) -> None:
    dataset, truth, found = reading
    faults.inject("cpgram", fault, dataset=dataset)
    pages, total = read(cpgram_source(contract(dataset), connection(server)), window(dataset))
    assert total == sum(page.records or 0 for page in pages) == len(truth(world))
    if fault == "wrong_encoding":
        assert b"\x96" in pages[0].body
    else:
        assert found(pages) != truth(world)


@both
def test_a_total_that_stays_wrong_is_reported_as_the_source_says_it(
    server: Server, world: World, faults: Faults, reading: Reading
) -> None:
    dataset, truth, found = reading
    faults.inject("cpgram", "wrong_total", times=10_000, by=-3)
    pages, total = read(cpgram_source(contract(dataset), connection(server)), window(dataset))
    assert found(pages) == truth(world)
    assert total == len(truth(world)) - 3


@pytest.mark.parametrize("dataset", [GRIEVANCES, CLOSURES])
def test_what_is_landed_fits_the_contract(server: Server, dataset: str) -> None:
    known = contract(dataset)
    manifest = land(known, window(dataset), cpgram_source(known, connection(server)), batch_id=f"{dataset}/{DAY}/001")
    chunks = list(read_landed(known, manifest.batch_id))
    assert sum(chunk.rows for chunk in chunks) == manifest.control_total
    assert [(chunk.unknown_fields, chunk.absent_fields) for chunk in chunks] == [({}, {})] * len(chunks)


def test_wrong_key_is_refused_and_a_right_one_passes(server: Server) -> None:
    cpgram_source(contract(CLOSURES), connection(server)).probe()
    with pytest.raises(SourceRefused) as raised:
        cpgram_source(contract(CLOSURES), connection(server, key="0ther")).probe()
    assert raised.value.details["status"] == 401
    assert "0ther" not in str(raised.value)


def test_a_system_that_is_down_names_no_secret(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running(Cpgram(home, KEY, TOKEN)) as server:
        gone = connection(server)
    with pytest.raises(SourceUnavailable) as raised:
        cpgram_source(contract(CLOSURES), gone).probe()
    assert raised.value.details["reason"] == "connect"
    assert KEY not in caplog.text + str(raised.value)


def message(number: int, registration: str = "") -> Message:
    payload: dict[str, object] = {
        "registration_no": registration or f"GOVBH/E/2026/{number:07d}",
        "closed_on": "2026-11-12",
    }
    return Message(f"closure-{number}", "confirm_closure", payload)


def received(world: World) -> int:
    return len(list(world.inbound("cpgram", "confirm_closure")))


def test_closures_are_confirmed_once(server: Server, world: World) -> None:
    before = received(world)
    target = cpgram_target("confirm_closure", connection(server))
    first = target.send([message(1), message(2)])
    assert all(receipt.is_accepted and receipt.reference for receipt in first)
    assert [receipt.idempotency_key for receipt in first] == ["closure-1", "closure-2"]
    assert target.send([message(1), message(2)]) == first
    assert received(world) == before + 2


@pytest.mark.parametrize("fault", ["reset", "truncated", "server_error", "half_written", "slow", "too_many_requests"])
def test_an_answer_that_was_lost_does_not_confirm_twice(
    server: Server, world: World, faults: Faults, fault: str
) -> None:
    before = received(world)
    number = 100 + sum(map(ord, fault))
    faults.inject("cpgram", fault, dataset="confirm_closure", times=2, seconds=0.6)
    patient = connection(server, read_timeout_seconds=0.3)
    [receipt] = cpgram_target("confirm_closure", patient).send([message(number)])
    assert faults.pending() == []
    assert receipt.is_accepted
    assert received(world) == before + 1


def test_an_outcome_that_is_not_known_is_raised_so_that_it_is_sent_again(
    server: Server, world: World, faults: Faults
) -> None:
    before = received(world)
    faults.inject("cpgram", "reset", dataset="confirm_closure", times=10_000)
    target = cpgram_target("confirm_closure", connection(server))
    with pytest.raises(SourceUnavailable):
        target.send([message(900)])
    faults.clear()
    [receipt] = target.send([message(900)])
    assert receipt.is_accepted
    assert received(world) == before + 1


def test_an_empty_receipt_number_is_a_refusal(server: Server, world: World) -> None:
    before = received(world)
    [receipt] = cpgram_target("confirm_closure", connection(server)).send([message(1, "not a number")])
    assert (receipt.is_accepted, receipt.reference) == (False, "")
    assert receipt.answer
    assert received(world) == before
