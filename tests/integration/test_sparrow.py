"""Sparrow over real SFTP: the day's workbook in, the employee master out, each message with one effect."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest
from http_standins import DAY, FIRST
from openpyxl import load_workbook
from sftp_standins import LOGIN, PASSING, PASSWORD, connection, truth, workbook_rows

from connectors.sparrow import source, target
from hub.connections import Connection
from hub.contracts import Message, Page, Receipt, Window, contract
from hub.errors import ContractInvalid, HubError, SourceBroken, SourceRefused, SourceUnavailable
from sandbox.faults import Faults
from sandbox.standins import _sftp
from sandbox.standins._sftp import Server, running
from sandbox.standins.sparrow import Sparrow
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
PARS = "sparrow.pars"
MASTER = "employee_master"
TODAY = Window(PARS, DAY, None, DAY)
QUICK: dict[str, Any] = {"ack_timeout_seconds": 10, "ack_poll_seconds": 0.02}
OFFICER = {
    "employee_id": "E1000001", "name_en": "Asha Kumari", "name_hi": "आशा कुमारी", "designation": "Circle Officer",
    "department_name": "Revenue and Land Reforms Department", "office_name": "Circle Office, Phulwari",
    "service": "Bihar Revenue Service", "employee_status": "EMPLOYED", "born_on": "1980-01-31", "retires_on": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(Sparrow(home, LOGIN, PASSWORD)) as server:
        yield server


def read(asked: Connection, window: Window = TODAY) -> tuple[Page, int | None]:
    reading = source(contract(PARS), asked)
    pages = list(reading.pages(window))
    assert len(pages) == 1
    return pages[0], reading.control_total(window)


def message(key: str, **changes: object) -> Message:
    return Message(key, MASTER, {**OFFICER, **changes})


def send(server: Server, *messages: Message, **extra: object) -> list[Receipt]:
    return target(MASTER, connection("sparrow", server, **{**QUICK, **extra})).send(messages)


def test_the_report_of_a_day_is_read_whole_and_in_order(server: Server, world: World) -> None:
    page, total = read(connection("sparrow", server))
    assert workbook_rows(page) == truth(world, PARS, DAY)
    assert total == len(truth(world, PARS, DAY)) > 100


def test_the_report_of_an_earlier_day_is_there_too(server: Server, world: World) -> None:
    page, _ = read(connection("sparrow", server), Window(PARS, FIRST, None, FIRST))
    assert workbook_rows(page) == truth(world, PARS, FIRST) != truth(world, PARS, DAY)


def test_dates_come_both_as_text_and_as_real_dates(server: Server, tmp_path: Path) -> None:
    page, _ = read(connection("sparrow", server))
    (tmp_path / "report.xlsx").write_bytes(page.body)
    sheet = load_workbook(tmp_path / "report.xlsx")["PAR"]
    column = [cell.value for cell in sheet[1]].index("Stage Since")
    kinds = {type(row[column].value).__name__ for row in sheet.iter_rows(min_row=2)}
    assert kinds == {"str", "datetime"}


def test_tomorrows_report_is_not_there_yet(server: Server) -> None:
    tomorrow = DAY.replace(day=DAY.day + 1)
    with pytest.raises(SourceUnavailable) as raised:
        read(connection("sparrow", server), Window(PARS, tomorrow, None, tomorrow))
    assert raised.value.message_id == "sftp-not-ready"


@pytest.mark.parametrize(("fault", "params"), PASSING, ids=[f"{name}-{params}" for name, params in PASSING])
@pytest.mark.parametrize("times", [1, 2])
def test_what_passes_is_overcome(
    server: Server, world: World, faults: Faults, fault: str, params: dict[str, Any], times: int
) -> None:
    faults.inject("sparrow", fault, dataset=PARS, times=times, **params)
    page, total = read(connection("sparrow", server))
    assert fault == "slow" or faults.pending() == []  # one file is opened, so it is slow once
    assert workbook_rows(page) == truth(world, PARS, DAY)
    assert total == len(truth(world, PARS, DAY))


@pytest.mark.parametrize(
    ("fault", "params", "error", "message_id"),
    [
        ("too_many_requests", {}, SourceUnavailable, "sftp-connection"),
        ("server_error", {}, SourceUnavailable, "sftp-connection"),
        ("reset", {}, SourceUnavailable, "sftp-connection"),
        ("truncated", {}, SourceUnavailable, "sftp-incomplete"),
        ("half_written", {}, SourceUnavailable, "sftp-not-ready"),
        ("half_written", {"mode": "partial"}, SourceUnavailable, "sftp-incomplete"),
        ("slow", {"seconds": 0.8}, SourceUnavailable, "sftp-timeout"),
        ("wrong_encoding", {}, SourceBroken, "sftp-workbook"),
        ("token_expired", {}, SourceRefused, "sftp-login-refused"),
        ("host_key", {}, SourceRefused, "sftp-host-key"),
    ],
)
def test_what_lasts_is_a_clear_error_without_secrets_or_people(
    server: Server, world: World, faults: Faults, caplog: pytest.LogCaptureFixture,
    fault: str, params: dict[str, Any], error: type[HubError], message_id: str,
) -> None:  # fmt: skip
    faults.inject("sparrow", fault, dataset=PARS, times=10_000, **params)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(error) as raised:
        read(connection("sparrow", server, read_timeout_seconds=0.4 if fault == "slow" else 5))
    assert raised.value.message_id == message_id
    assert raised.value.__context__ is None
    told = caplog.text + str(raised.value) + repr(raised.value.details)
    assert PASSWORD not in told
    assert truth(world, PARS, DAY)[0]["PAR ID"] not in told


def test_a_workbook_in_another_encoding_is_asked_for_again(server: Server, world: World, faults: Faults) -> None:
    faults.inject("sparrow", "wrong_encoding", dataset=PARS)
    assert workbook_rows(read(connection("sparrow", server))[0]) == truth(world, PARS, DAY)


def test_a_total_that_is_wrong_is_reported_as_the_source_says_it(server: Server, world: World, faults: Faults) -> None:
    faults.inject("sparrow", "wrong_total", dataset=PARS, by=5)
    page, total = read(connection("sparrow", server))
    assert total == len(workbook_rows(page)) + 5


@pytest.mark.parametrize("fault", ["field_missing", "field_renamed", "field_retyped", "page_order"])
def test_spoilt_workbooks_are_landed_as_received(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("sparrow", fault, dataset=PARS)
    page, total = read(connection("sparrow", server))
    assert total == len(workbook_rows(page)) == len(truth(world, PARS, DAY))
    assert workbook_rows(page) != truth(world, PARS, DAY)


def test_probe_lists_the_folder(server: Server) -> None:
    source(contract(PARS), connection("sparrow", server)).probe()


def test_each_row_of_a_master_has_its_receipt(server: Server, world: World) -> None:
    receipts = send(
        server, message("row-1"), message("row-2", employee_id="12"), message("row-3", name_en="=cmd|'x'!A1")
    )
    assert [receipt.idempotency_key for receipt in receipts] == ["row-1", "row-2", "row-3"]
    assert [receipt.is_accepted for receipt in receipts] == [True, False, True]
    assert "Employee Code" in receipts[1].answer
    received = {item.idempotency_key: item for item in world.inbound("sparrow", MASTER)}
    assert received["row-1"].payload == OFFICER
    assert received["row-1"].reference == receipts[0].reference
    assert received["row-3"].payload["name_en"] == "=cmd|'x'!A1"
    assert "row-2" not in received


def test_the_same_messages_again_are_answered_from_the_first_acknowledgement(server: Server, world: World) -> None:
    first = send(server, message("again-1"), message("again-2"))
    files = sorted(item.name for item in server.stand_in.inbound.iterdir())
    assert send(server, message("again-1"), message("again-2")) == first
    assert sorted(item.name for item in server.stand_in.inbound.iterdir()) == files
    attempts = {item.idempotency_key: item.attempts for item in world.inbound("sparrow", MASTER)}
    assert attempts["again-1"] == attempts["again-2"] == 1


def test_a_message_in_another_company_has_no_second_effect(server: Server, world: World) -> None:
    first = send(server, message("mixed-1"))
    second = send(server, message("mixed-2"), message("mixed-1"))
    assert second[1] == first[0]
    keys = [item.idempotency_key for item in world.inbound("sparrow", MASTER)]
    assert keys.count("mixed-1") == 1


def test_nothing_half_written_is_left_or_seen(server: Server) -> None:
    send(server, message("whole-1"))
    names = {item.name for item in server.stand_in.inbound.iterdir()}
    books = {name for name in names if name.endswith(".xlsx")}
    assert books
    assert names == books | {f"{name}{end}" for name in books for end in (".sha256", ".done")} | {"ack"}


@pytest.mark.parametrize("fault", ["reset", "server_error"])
def test_a_broken_upload_is_done_again(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("sparrow", fault, dataset="sparrow.employee_master", times=2)
    receipts = send(server, message(f"broken-{fault}"))
    assert faults.pending() == []
    assert [receipt.is_accepted for receipt in receipts] == [True]
    assert [item.idempotency_key for item in world.inbound("sparrow", MASTER)].count(f"broken-{fault}") == 1


class Deaf(Sparrow):
    """Never answers."""

    def arrived(self, path: Path) -> None:
        return


def test_no_acknowledgement_in_time_means_that_nothing_is_known(home: Path, world: World) -> None:
    with running(Deaf(home, LOGIN, PASSWORD)) as server:
        with pytest.raises(SourceUnavailable) as raised:
            send(server, message("deaf-1"), ack_timeout_seconds=0.2)
        assert raised.value.message_id == "sparrow-ack-missing"
        assert "Asha" not in str(raised.value) + repr(raised.value.details)
    with running(Sparrow(home, LOGIN, PASSWORD)) as server:
        assert [receipt.is_accepted for receipt in send(server, message("deaf-1"))] == [True]


def test_an_acknowledgement_that_comes_late_is_waited_for(home: Path, world: World) -> None:
    class Slow(Sparrow):
        def arrived(self, path: Path) -> None:
            threading.Timer(0.5, super().arrived, args=(path,)).start()

    with running(Slow(home, LOGIN, PASSWORD)) as server:
        assert [receipt.is_accepted for receipt in send(server, message("late-1"))] == [True]


@pytest.mark.parametrize(
    ("answer", "message_id"),
    [
        ({"accepted": [], "rejected": []}, "sparrow-ack-incomplete"),
        ({"accepted": 1}, "sftp-acknowledgement"),
        ([], "sftp-acknowledgement"),
    ],
)
def test_an_odd_acknowledgement_is_a_clear_error(home: Path, world: World, answer: Any, message_id: str) -> None:
    class Odd(Sparrow):
        def _take_in(self, path: Path) -> None:
            sha256 = path.with_name(f"{path.name}.sha256").read_text(encoding="ascii").split()[0]
            told = {**answer, "sha256": sha256} if isinstance(answer, dict) else answer
            (self.inbound / "ack" / f"{path.name}.json").write_text(json.dumps(told), encoding="utf-8")

    with running(Odd(home, LOGIN, PASSWORD)) as server, pytest.raises(SourceBroken) as raised:
        send(server, message(f"odd-{message_id}-{type(answer).__name__}"))
    assert raised.value.message_id == message_id


def test_a_server_that_cannot_replace_by_renaming_is_served_too(
    server: Server, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sftp._Files, "posix_rename", lambda *_: paramiko.SFTP_OP_UNSUPPORTED)
    first = send(server, message("plain-1"))
    for ack in (server.stand_in.inbound / "ack").iterdir():
        ack.unlink()  # as if it had been lost: the same names are written once more
    assert send(server, message("plain-1")) == first
    assert [item.idempotency_key for item in world.inbound("sparrow", MASTER)].count("plain-1") == 1


def test_what_is_no_workbook_is_acknowledged_without_a_row(server: Server) -> None:
    path = server.stand_in.inbound / "employee_master_0.xlsx"
    path.write_bytes(b"no workbook")
    path.with_name(f"{path.name}.sha256").write_text(f"{hashlib.sha256(b'no workbook').hexdigest()}  x\n")
    server.stand_in.arrived(path.with_name(f"{path.name}.done"))
    ack = server.stand_in.inbound / "ack" / f"{path.name}.json"
    ends_at = time.monotonic() + 10
    while not ack.exists() and time.monotonic() < ends_at:
        time.sleep(0.02)
    assert json.loads(ack.read_text())["accepted"] == []


def test_nothing_to_send_needs_no_connection() -> None:
    nowhere = Connection("sparrow", "sftp", "127.0.0.1", 1, LOGIN, PASSWORD, "", {"host_key": "ssh-ed25519 AAAA"})
    assert target(MASTER, nowhere).send([]) == []


def test_what_sparrow_does_not_take_is_said(server: Server) -> None:
    with pytest.raises(ContractInvalid):
        target("update_par_stage", connection("sparrow", server))
