"""RTPS over real sockets: what it gives is read whole, whatever goes wrong on the way; else the error is clear."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest
import requests
from http_standins import DAY, FAST, FIRST, read, window

from connectors.common import paging
from connectors.rtps import source as rtps_source
from hub.connections import Connection
from hub.contracts import Page, contract
from hub.errors import SourceBroken, SourceRefused, SourceUnavailable
from hub.landing import land
from hub.landing import read as read_landed
from sandbox.faults import Faults
from sandbox.standins._http import Reply, Request, Server, json_reply, running
from sandbox.standins.rtps import Rtps
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
LOGIN, PASSWORD = "hub", "n0t-for-l0gs"
APPLICATIONS = "rtps.applications"


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(Rtps(home, LOGIN, PASSWORD)) as server:
        yield server


def connection(server: Server, **extra: object) -> Connection:
    """The connection to a stand-in, with little patience."""
    return Connection(
        "rtps",
        "http",
        "127.0.0.1",
        server.server_address[1],
        LOGIN,
        PASSWORD,
        "http",
        {**FAST, "page_size": 100, **extra},
    )


def wires(pages: list[Page]) -> list[dict[str, object]]:
    return [record for page in pages for record in orjson.loads(page.body)["records"]]


def truth(world: World, since: date | None = None) -> list[dict[str, object]]:
    return [record.wire for record in world.records(APPLICATIONS, as_of=DAY, since=since, until=DAY)]


def test_a_first_load_brings_every_record_in_order(server: Server, world: World) -> None:
    pages, total = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS))
    assert wires(pages) == truth(world)
    assert total == world.count(APPLICATIONS, as_of=DAY, until=DAY) == sum(page.records or 0 for page in pages)
    assert total > 500
    assert {page.media_type for page in pages} == {"application/json"}


def test_a_window_of_changes_brings_only_those(server: Server, world: World) -> None:
    since = DAY - timedelta(days=3)
    pages, total = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS, since))
    assert wires(pages) == truth(world, since)
    assert 0 < (total or 0) < world.count(APPLICATIONS, as_of=DAY)


def test_services_come_whole(server: Server, world: World) -> None:
    pages, total = read(rtps_source(contract("rtps.services"), connection(server)), window("rtps.services"))
    assert wires(pages) == [record.wire for record in world.records("rtps.services", as_of=DAY)]
    assert total == len(wires(pages)) > 0


def test_the_answer_is_as_of_the_business_date(server: Server, world: World) -> None:
    earlier = FIRST
    pages, _ = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS, until=earlier))
    expected = [record.wire for record in world.records(APPLICATIONS, as_of=earlier, until=earlier)]
    assert wires(pages) == expected


PASSING = [
    ("slow", {"seconds": 0.2}),
    ("too_many_requests", {"retry_after": 0}),
    ("too_many_requests", {"retry_after": ""}),
    ("too_many_requests", {"retry_after": "date", "seconds": 1}),
    ("server_error", {}),
    ("server_error", {"status": 500}),
    ("reset", {}),
    ("truncated", {}),
    ("truncated", {"mode": "chunked"}),
    ("truncated", {"mode": "json"}),
    ("half_written", {}),
    ("page_order", {}),
    ("wrong_total", {}),
]


@pytest.mark.parametrize(("fault", "params"), PASSING, ids=[f"{name}-{params}" for name, params in PASSING])
@pytest.mark.parametrize("times", [1, 2])
def test_what_passes_is_overcome(
    server: Server, world: World, faults: Faults, fault: str, params: dict[str, object], times: int
) -> None:
    faults.inject("rtps", fault, dataset=APPLICATIONS, times=times, **params)
    pages, total = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS))
    assert faults.pending() == []
    assert wires(pages) == truth(world)
    assert total == len(wires(pages))


def test_a_token_that_expired_is_renewed_once(server: Server, world: World, faults: Faults) -> None:
    faults.inject("rtps", "token_expired")
    pages, _ = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS))
    assert faults.pending() == []
    assert wires(pages) == truth(world)


LASTING = [
    ("too_many_requests", {"retry_after": 0}, SourceUnavailable, "busy"),
    ("server_error", {}, SourceUnavailable, "server-error"),
    ("reset", {}, SourceUnavailable, "reset"),
    ("truncated", {}, SourceUnavailable, "incomplete"),
    ("truncated", {"mode": "chunked"}, SourceUnavailable, "incomplete"),
    ("half_written", {}, SourceUnavailable, "incomplete"),
    ("token_expired", {}, SourceRefused, None),
    ("slow", {"seconds": 0.6}, SourceUnavailable, "timeout"),
]


@pytest.mark.parametrize(("fault", "params", "error", "reason"), LASTING, ids=[f"{c[0]}-{c[1]}" for c in LASTING])
def test_what_lasts_is_a_clear_error_without_secrets(
    server: Server,
    faults: Faults,
    caplog: pytest.LogCaptureFixture,
    fault: str,
    params: dict[str, object],
    error: type[SourceUnavailable],
    reason: str | None,
) -> None:
    faults.inject("rtps", fault, times=10_000, **params)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(error) as raised:
        read(
            rtps_source(contract(APPLICATIONS), connection(server, read_timeout_seconds=0.3 if fault == "slow" else 5)),
            window(APPLICATIONS),
        )
    assert raised.value.details.get("reason") == reason
    assert raised.value.__context__ is None
    assert raised.value.__cause__ is None
    assert PASSWORD not in caplog.text + str(raised.value) + repr(raised.value.details)


def test_a_total_that_stays_wrong_is_reported_as_the_source_says_it(
    server: Server, world: World, faults: Faults
) -> None:
    faults.inject("rtps", "wrong_total", times=10_000, by=5)
    pages, total = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS))
    assert wires(pages) == truth(world)
    assert total == len(truth(world)) + 5


@pytest.mark.parametrize("fault", ["field_missing", "field_renamed", "field_retyped"])
def test_spoilt_fields_are_landed_as_received(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("rtps", fault, times=10_000, field="initiated_data.appl_info.appl_status")
    pages, total = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS))
    assert total == len(wires(pages)) == len(truth(world))
    assert wires(pages) != truth(world)


def test_text_in_another_encoding_is_landed_as_received(server: Server, world: World, faults: Faults) -> None:
    faults.inject("rtps", "wrong_encoding", times=10_000, field="applicant_name", share=0.1)
    pages, total = read(rtps_source(contract(APPLICATIONS), connection(server)), window(APPLICATIONS))
    assert total == sum(page.records or 0 for page in pages) == len(truth(world))
    with pytest.raises(UnicodeDecodeError):
        pages[0].body.decode("utf-8")
    assert pages[0].body.count(b" \x96") == 10


def test_tokens_that_expire_on_the_way_are_renewed(home: Path, world: World) -> None:
    stand_in = Rtps(home, LOGIN, PASSWORD, token_seconds=0.05)
    with running(stand_in) as server:
        pages, _ = read(rtps_source(contract(APPLICATIONS), connection(server, page_size=10)), window(APPLICATIONS))
    assert wires(pages) == truth(world)
    assert len(stand_in._tokens) > 1


def test_a_large_window_streams_and_a_changed_order_is_an_error(
    server: Server, world: World, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "HOLD_BYTES", 100_000)
    source = rtps_source(contract(APPLICATIONS), connection(server))
    assert wires(read(source, window(APPLICATIONS))[0]) == truth(world)
    faults.inject("rtps", "page_order", times=1)
    with pytest.raises(SourceUnavailable) as raised:
        read(source, window(APPLICATIONS))
    assert raised.value.message_id == "source-paging-unstable"


def test_a_wrong_password_is_refused_at_once(server: Server) -> None:
    wrong = Connection("rtps", "http", "127.0.0.1", server.server_address[1], LOGIN, "wr0ng", "http", dict(FAST))
    source = rtps_source(contract(APPLICATIONS), wrong)
    for act in (source.probe, lambda: read(source, window(APPLICATIONS))):
        with pytest.raises(SourceRefused) as raised:
            act()
        assert raised.value.details["status"] == 401
        assert "wr0ng" not in str(raised.value)


def test_a_promised_order_spares_the_second_reading(server: Server, world: World, faults: Faults) -> None:
    assert len({orjson.dumps(record) for record in truth(world)}) < len(truth(world))  # RTPS repeats records
    sound = read(rtps_source(contract(APPLICATIONS), connection(server, stable_order=True)), window(APPLICATIONS))[0]
    assert wires(sound) == truth(world)
    faults.inject("rtps", "slow", times=10_000, seconds=0)
    asked_for = []
    for stable in (True, False):
        before = sum(fault.remaining for fault in faults.pending())
        read(rtps_source(contract(APPLICATIONS), connection(server, stable_order=stable)), window(APPLICATIONS))
        asked_for.append(before - sum(fault.remaining for fault in faults.pending()))
    assert asked_for == [len(sound), 2 * len(sound)]


def test_probe_proves_the_login(server: Server) -> None:
    rtps_source(contract(APPLICATIONS), connection(server)).probe()


def test_a_system_that_is_down_is_unavailable(home: Path) -> None:
    with running(Rtps(home, LOGIN, PASSWORD)) as server:
        gone = connection(server)
    with pytest.raises(SourceUnavailable) as raised:
        rtps_source(contract(APPLICATIONS), gone).probe()
    assert raised.value.details["reason"] == "connect"


@contextmanager
def process(home: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The stand-in as a process of its own, killed at the end; with its address."""
    command = [sys.executable, "-m", "sandbox.standins.rtps", "--home", str(home), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout is not None
            ready = started.stdout.readline().split()
            assert ready[:2] == ["ready", "rtps"]
            yield started, ready[2]
        finally:
            started.kill()


def test_a_system_killed_in_mid_page_that_comes_back_is_read(home: Path, world: World, faults: Faults) -> None:
    patient = {**FAST, "page_size": 100, "attempts": 50, "retry_wait_seconds": 0.1, "retry_wait_max_seconds": 0.2}
    found: list[list[Page]] = []
    with process(home) as (running_process, address):
        port = int(address.rpartition(":")[2])
        asked = Connection("rtps", "http", "127.0.0.1", port, "hub", "sandbox", "http", patient)
        source = rtps_source(contract(APPLICATIONS), asked)
        source.probe()  # holds a token that the next process does not know
        faults.inject("rtps", "slow", seconds=30)
        reader = threading.Thread(target=lambda: found.append(read(source, window(APPLICATIONS))[0]))
        reader.start()
        while faults.pending():
            time.sleep(0.01)
        running_process.kill()
    with process(home, port):
        reader.join(20)
    assert wires(found[0]) == truth(world)


def test_the_stand_in_tells_its_health(home: Path, world: World) -> None:
    with process(home) as (_, address):
        assert requests.get(f"{address}/healthz", timeout=5).json() == {"status": "ok"}


@pytest.mark.parametrize("dataset", [APPLICATIONS, "rtps.services"])
def test_what_is_landed_fits_the_contract(server: Server, dataset: str) -> None:
    known = contract(dataset)
    manifest = land(known, window(dataset), rtps_source(known, connection(server)), batch_id=f"{dataset}/{DAY}/001")
    chunks = list(read_landed(known, manifest.batch_id))
    assert sum(chunk.rows for chunk in chunks) == manifest.control_total
    assert [(chunk.unknown_fields, chunk.absent_fields) for chunk in chunks] == [({}, {})] * len(chunks)


class Odd(Rtps):
    """Answers listings with whatever the test says."""

    reply = Reply()

    def handle(self, request: Request) -> Reply:
        return super().handle(request) if request.path == "/api/token" else self.reply


@pytest.mark.parametrize(
    ("reply", "error", "reason"),
    [
        (Reply(302, headers={"Location": "http://elsewhere.example/"}), SourceBroken, "redirect"),
        (Reply(body=b"<html>maintenance</html>", media_type="text/html"), SourceBroken, "not-json"),
        (json_reply({"rows": []}), SourceBroken, "shape"),
        (json_reply({"records": {}, "pages": 1, "total": 0}), SourceBroken, "shape"),
        (json_reply({"records": [], "pages": 1, "total": "0"}), SourceBroken, "shape"),
        (Reply(body=b" " * (2 << 20)), SourceBroken, "too-large"),
        (json_reply({}, 404), SourceRefused, None),
        (json_reply({}, 403), SourceRefused, None),
    ],
)
def test_an_answer_of_another_shape_is_a_clear_error(
    home: Path, reply: Reply, error: type[Exception], reason: str | None
) -> None:
    stand_in = Odd(home, LOGIN, PASSWORD)
    stand_in.reply = reply
    with running(stand_in) as server, pytest.raises(error) as raised:
        rtps_source(contract(APPLICATIONS), connection(server, max_answer_mib=1)).probe()
    assert raised.value.details.get("reason") == reason  # type: ignore[attr-defined]
