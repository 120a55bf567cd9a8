"""HRMS's payroll over real SFTP: read whole, whatever goes wrong on the way; else the error is clear."""

from __future__ import annotations

import dataclasses
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from http_standins import DAY
from sftp_standins import FAST, LOGIN, PASSING, PASSWORD, connection, csv_rows, truth

from connectors.hrms import source
from hub.connections import Connection
from hub.contracts import Page, Window, contract
from hub.errors import HubError, NotConfigured, SourceBroken, SourceRefused, SourceUnavailable
from sandbox.faults import Faults
from sandbox.standins._sftp import Server, public_half, running
from sandbox.standins.hrms_sftp import HrmsSftp
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
PAYROLL, MONTH = "hrms.payroll", "2026-10"
OCTOBER = Window(PAYROLL, DAY, None, DAY, MONTH)


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(HrmsSftp(home, LOGIN, PASSWORD)) as server:
        yield server


def read(asked: Connection, window: Window = OCTOBER) -> tuple[list[Page], int | None]:
    reading = source(contract(PAYROLL), asked)
    return list(reading.pages(window)), reading.control_total(window)


def october(world: World) -> list[dict[str, str]]:
    return truth(world, PAYROLL, DAY, MONTH)


def test_a_month_is_read_whole_and_in_order(server: Server, world: World) -> None:
    pages, total = read(connection("hrms_sftp", server))
    assert csv_rows(pages) == october(world)
    assert total == len(october(world)) > 100
    assert {page.media_type for page in pages} == {"text/csv"}


@pytest.mark.parametrize("whole_bytes", [1 << 30, 0], ids=["in-memory", "streamed"])
def test_pages_are_bounded_and_each_can_be_read_alone(server: Server, world: World, whole_bytes: int) -> None:
    pages, total = read(connection("hrms_sftp", server, page_bytes=4_096, whole_bytes=whole_bytes))
    assert csv_rows(pages) == october(world)
    assert total == len(october(world))
    assert len(pages) > 10
    assert max(len(page.body) for page in pages) < 4_096 + 200
    assert len({page.body.partition(b"\n")[0] for page in pages}) == 1


def test_a_month_that_is_not_closed_is_not_there_yet(server: Server) -> None:
    with pytest.raises(SourceUnavailable) as raised:
        read(connection("hrms_sftp", server), Window(PAYROLL, DAY, None, DAY, "2026-11"))
    assert raised.value.message_id == "sftp-not-ready"
    assert "payroll_2026-11.csv" in str(raised.value)


@pytest.mark.parametrize(("fault", "params"), PASSING, ids=[f"{name}-{params}" for name, params in PASSING])
@pytest.mark.parametrize("times", [1, 2])
def test_what_passes_is_overcome(
    server: Server, world: World, faults: Faults, fault: str, params: dict[str, Any], times: int
) -> None:
    faults.inject("hrms_sftp", fault, times=times, **params)
    # "slow" strikes each file that is opened, and there is only one
    pages, total = read(connection("hrms_sftp", server))
    assert fault == "slow" or faults.pending() == []
    assert csv_rows(pages) == october(world)
    assert total == len(october(world))


def test_faults_injected_for_the_whole_system_reach_it_too(server: Server, world: World, faults: Faults) -> None:
    faults.inject("hrms", "reset", dataset=PAYROLL)
    assert csv_rows(read(connection("hrms_sftp", server))[0]) == october(world)
    assert faults.pending() == []


LASTING = [
    ("too_many_requests", {}, SourceUnavailable, "sftp-connection"),
    ("server_error", {}, SourceUnavailable, "sftp-connection"),
    ("reset", {}, SourceUnavailable, "sftp-connection"),
    ("truncated", {}, SourceUnavailable, "sftp-incomplete"),
    ("half_written", {}, SourceUnavailable, "sftp-not-ready"),
    ("half_written", {"mode": "partial"}, SourceUnavailable, "sftp-incomplete"),
    ("slow", {"seconds": 0.8}, SourceUnavailable, "sftp-timeout"),
    ("token_expired", {}, SourceRefused, "sftp-login-refused"),
    ("host_key", {}, SourceRefused, "sftp-host-key"),
]


@pytest.mark.parametrize(("fault", "params", "error", "message_id"), LASTING, ids=[f"{c[0]}-{c[1]}" for c in LASTING])
def test_what_lasts_is_a_clear_error_without_secrets_or_people(
    server: Server, world: World, faults: Faults, caplog: pytest.LogCaptureFixture,
    fault: str, params: dict[str, Any], error: type[HubError], message_id: str,
) -> None:  # fmt: skip
    faults.inject("hrms_sftp", fault, times=10_000, **params)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(error) as raised:
        read(connection("hrms_sftp", server, read_timeout_seconds=0.4 if fault == "slow" else 5))
    assert raised.value.message_id == message_id
    assert raised.value.__context__ is None
    assert raised.value.__cause__ is None
    told = caplog.text + str(raised.value) + repr(raised.value.details)
    assert PASSWORD not in told
    assert "PAY_MONTH" not in told
    assert october(world)[0]["BILL_NO"] not in told


@pytest.mark.parametrize("fault", ["host_key", "token_expired"])
def test_a_refusal_is_not_tried_again(server: Server, faults: Faults, fault: str) -> None:
    faults.inject("hrms_sftp", fault, times=3)
    with pytest.raises(SourceRefused):
        read(connection("hrms_sftp", server))
    assert [pending.remaining for pending in faults.pending()] == [2]


@pytest.mark.parametrize("fault", ["reset", "truncated"])
def test_a_streamed_file_that_breaks_is_an_error_at_once(server: Server, faults: Faults, fault: str) -> None:
    faults.inject("hrms_sftp", fault)
    with pytest.raises(SourceUnavailable) as raised:
        read(connection("hrms_sftp", server, whole_bytes=0, page_bytes=4_096))
    assert raised.value.message_id == {"reset": "sftp-connection", "truncated": "sftp-incomplete"}[fault]
    assert raised.value.retryable


def test_a_total_that_is_wrong_is_reported_as_the_source_says_it(server: Server, world: World, faults: Faults) -> None:
    faults.inject("hrms_sftp", "wrong_total", by=5)
    pages, total = read(connection("hrms_sftp", server))
    assert csv_rows(pages) == october(world)
    assert total == len(october(world)) + 5


def test_rows_in_another_order_are_the_same_rows(server: Server, world: World, faults: Faults) -> None:
    faults.inject("hrms_sftp", "page_order")
    pages, _ = read(connection("hrms_sftp", server))
    assert csv_rows(pages) == october(world)[::-1]


@pytest.mark.parametrize("fault", ["field_missing", "field_renamed", "field_retyped"])
def test_spoilt_columns_are_landed_as_received(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("hrms_sftp", fault, field="BASIC")
    pages, total = read(connection("hrms_sftp", server))
    assert total == len(csv_rows(pages)) == len(october(world))
    assert csv_rows(pages) != october(world)
    assert (b"BASIC," in pages[0].body) == (fault == "field_retyped")


def test_text_in_another_encoding_is_landed_as_received(server: Server, faults: Faults) -> None:
    faults.inject("hrms_sftp", "wrong_encoding", share=0.1)
    pages, _ = read(connection("hrms_sftp", server))
    assert b" \x96" in pages[0].body


def test_a_wrong_password_is_refused(server: Server) -> None:
    reading = source(contract(PAYROLL), connection("hrms_sftp", server, password="wr0ng"))
    for act in (reading.probe, lambda: list(reading.pages(OCTOBER))):
        with pytest.raises(SourceRefused) as raised:
            act()
        assert raised.value.message_id == "sftp-login-refused"
        assert "wr0ng" not in str(raised.value) + repr(raised.value.details)


def test_probe_lists_the_folder(server: Server) -> None:
    source(contract(PAYROLL), connection("hrms_sftp", server)).probe()


def test_a_root_that_is_not_there_is_said(server: Server) -> None:
    with pytest.raises(SourceBroken) as raised:
        source(contract(PAYROLL), connection("hrms_sftp", server, root="/elsewhere")).probe()
    assert raised.value.message_id == "sftp-missing"


def test_a_server_that_is_down_is_unavailable(home: Path, world: World) -> None:
    with running(HrmsSftp(home, LOGIN, PASSWORD)) as server:
        gone = connection("hrms_sftp", server)
    with pytest.raises(SourceUnavailable):
        source(contract(PAYROLL), gone).probe()


def test_another_pinned_key_of_the_same_kind_is_refused(server: Server, tmp_path: Path) -> None:
    other = public_half(tmp_path, "other")
    with pytest.raises(SourceRefused) as raised:
        read(connection("hrms_sftp", server, host_key=other))
    assert raised.value.message_id == "sftp-host-key"


def test_a_pinned_key_of_another_kind_is_refused(server: Server) -> None:
    import paramiko

    rsa = paramiko.RSAKey.generate(2048)
    with pytest.raises(SourceRefused) as raised:
        read(connection("hrms_sftp", server, host_key=f"ssh-rsa {rsa.get_base64()}"))
    assert raised.value.message_id == "sftp-host-key"


@pytest.mark.parametrize("host_key", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "nonsense !!", None])
def test_without_a_readable_pinned_key_nothing_is_tried(server: Server, host_key: str | None) -> None:
    asked = connection("hrms_sftp", server)
    extra = {name: value for name, value in asked.extra.items() if name != "host_key"}
    with pytest.raises(NotConfigured) as raised:
        read(dataclasses.replace(asked, extra=extra if host_key is None else {**extra, "host_key": host_key}))
    assert raised.value.details["setting"] == "host_key"


def test_the_host_key_is_kept_over_a_restart_of_the_server(home: Path, world: World) -> None:
    keys = set()
    for _ in range(2):
        with running(HrmsSftp(home, LOGIN, PASSWORD)) as server:
            keys.add(public_half(home, "hrms_sftp"))
            source(contract(PAYROLL), connection("hrms_sftp", server)).probe()
    assert len(keys) == 1
    assert (home / "hrms_sftp_host_key").stat().st_mode & 0o777 == 0o600


def test_the_stand_in_runs_as_a_process_of_its_own(home: Path, world: World) -> None:
    command = [sys.executable, "-m", "sandbox.standins.hrms_sftp", "--home", str(home), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline().split()
            assert ready[:2] == ["ready", "hrms_sftp"]
            extra = {**FAST, "host_key": public_half(home, "hrms_sftp")}
            port = int(ready[2].rpartition(":")[2])
            asked = Connection("hrms_sftp", "sftp", "127.0.0.1", port, "hub", "sandbox", "", extra)
            assert csv_rows(read(asked)[0]) == october(world)
        finally:
            process.kill()
