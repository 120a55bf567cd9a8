"""Jan Darbar over SOAP in the ASMX manner, over real sockets and against every misbehaviour."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from http_standins import DAY, FIRST, read, window
from soap_standins import LOGIN, PASSING, PASSWORD, connection, truth, wires

from connectors.jandarbar import source, target
from hub.contracts import Message, contract
from hub.contracts.codes import crosswalk
from hub.errors import ContractInvalid, SourceBroken, SourceRefused, SourceUnavailable
from sandbox.faults import Faults
from sandbox.standins._http import Server, running
from sandbox.standins.jandarbar import JKDMMWebService
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
MATTERS = "jandarbar.grievances"
REPORT = {"unique_no": "JD/2026/000001", "reference_no": "BRCCO/2026/1000001", "status": "D", "status_on": "2026-11-02",
          "remark": None}  # fmt: skip


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(JKDMMWebService(home, LOGIN, PASSWORD)) as server:
        yield server


def test_a_first_load_brings_every_matter_in_order(server: Server, world: World) -> None:
    pages, total = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS))
    assert wires(pages, "Grievance") == truth(world, MATTERS)
    assert total == len(truth(world, MATTERS)) == sum(page.records or 0 for page in pages)
    assert len(pages) > 1


def test_a_window_of_changes_brings_only_those(server: Server, world: World) -> None:
    since = DAY - timedelta(days=2)
    pages, total = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS, since))
    assert wires(pages, "Grievance") == truth(world, MATTERS, since)
    assert 0 < (total or 0) < len(truth(world, MATTERS))


def test_the_answer_is_as_of_the_business_date(server: Server, world: World) -> None:
    asked = window(MATTERS, until=FIRST)
    pages, _ = read(source(contract(MATTERS), connection("jandarbar", server)), asked)
    assert wires(pages, "Grievance") == truth(world, MATTERS, as_of=FIRST) != truth(world, MATTERS)


def test_the_source_side_holds_aadhaar_numbers(server: Server) -> None:
    """So that landing has something to cut out; it must never be seen past there."""
    pages, _ = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS))
    assert any("AadhaarNo" in record for record in wires(pages, "Grievance"))


@pytest.mark.parametrize(("fault", "params"), PASSING, ids=[f"{name}-{params}" for name, params in PASSING])
@pytest.mark.parametrize("times", [1, 2])
def test_what_passes_is_overcome(
    server: Server, world: World, faults: Faults, fault: str, params: dict[str, Any], times: int
) -> None:
    faults.inject("jandarbar", fault, dataset=MATTERS, times=times, **params)
    pages, total = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS))
    assert faults.pending() == []
    assert wires(pages, "Grievance") == truth(world, MATTERS)
    assert total == len(truth(world, MATTERS))


def test_an_expired_token_is_renewed(server: Server, world: World, faults: Faults) -> None:
    faults.inject("jandarbar", "token_expired", dataset=MATTERS)
    pages, _ = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS))
    assert faults.pending() == []
    assert wires(pages, "Grievance") == truth(world, MATTERS)


@pytest.mark.parametrize(
    ("fault", "params", "error", "reason"),
    [
        ("too_many_requests", {"retry_after": 0}, SourceUnavailable, "busy"),
        ("server_error", {}, SourceUnavailable, "server-error"),
        ("reset", {}, SourceUnavailable, "reset"),
        ("truncated", {}, SourceUnavailable, "incomplete"),
        ("half_written", {}, SourceBroken, "not-xml"),
        ("token_expired", {}, SourceRefused, None),
        ("slow", {"seconds": 0.8}, SourceUnavailable, "timeout"),
    ],
)
def test_what_lasts_is_a_clear_error_without_secrets_or_people(
    server: Server, world: World, faults: Faults, caplog: pytest.LogCaptureFixture,
    fault: str, params: dict[str, Any], error: type[SourceUnavailable], reason: str | None,
) -> None:  # fmt: skip
    faults.inject("jandarbar", fault, dataset=MATTERS, times=10_000, **params)
    caplog.set_level(logging.DEBUG)
    asked = source(
        contract(MATTERS), connection("jandarbar", server, read_timeout_seconds=0.4 if fault == "slow" else 5)
    )
    with pytest.raises(error) as raised:
        read(asked, window(MATTERS))
    assert raised.value.details.get("reason") == reason
    assert raised.value.__context__ is None
    told = caplog.text + str(raised.value) + repr(raised.value.details)
    assert PASSWORD not in told
    numbers = {record[name] for record in truth(world, MATTERS) for name in ("MobileNo", "AadhaarNo") if name in record}
    assert not [number for number in numbers if number in told]


@pytest.mark.parametrize("fault", ["field_missing", "field_renamed", "field_retyped"])
def test_spoilt_fields_are_landed_as_received(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("jandarbar", fault, dataset=MATTERS, times=10_000, field="Subject")
    pages, total = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS))
    assert total == len(wires(pages, "Grievance")) == len(truth(world, MATTERS))
    assert wires(pages, "Grievance") != truth(world, MATTERS)


def test_text_in_another_encoding_is_landed_as_received(server: Server, world: World, faults: Faults) -> None:
    faults.inject("jandarbar", "wrong_encoding", dataset=MATTERS, times=10_000, share=0.1)
    pages, total = read(source(contract(MATTERS), connection("jandarbar", server)), window(MATTERS))
    assert total == sum(page.records or 0 for page in pages) == len(truth(world, MATTERS))
    assert b" \x96" in pages[0].body


def test_a_wrong_password_answered_by_an_empty_token_is_refused(server: Server) -> None:
    with pytest.raises(SourceRefused) as raised:
        source(contract(MATTERS), connection("jandarbar", server, password="wr0ng")).probe()
    assert raised.value.message_id == "soap-login-refused"
    assert "wr0ng" not in str(raised.value) + repr(raised.value.details)


def test_probe_proves_the_login(server: Server) -> None:
    source(contract(MATTERS), connection("jandarbar", server)).probe()


def test_every_district_it_lists_is_known_to_the_hub(home: Path, world: World, server: Server) -> None:
    from connectors.jandarbar.settings import client

    answer = client(connection("jandarbar", server)).call("GetDistrictList")
    codes = [element.text for element in answer.root.iter("{*}DistCode")]
    assert len(codes) == len(set(codes)) == 38
    assert set(codes) == set(crosswalk("district_jandarbar", "district_lgd"))


def test_a_report_is_told_once_and_answered_with_a_receipt(server: Server, world: World) -> None:
    first = target("insert_report", connection("jandarbar", server)).send([Message("told-1", "insert_report", REPORT)])
    again = target("insert_report", connection("jandarbar", server)).send([Message("told-1", "insert_report", REPORT)])
    assert again == first
    received = [item for item in world.inbound("jandarbar", "insert_report") if item.idempotency_key == "told-1"]
    assert [(item.payload, item.reference) for item in received] == [(REPORT, first[0].reference)]
    assert first[0].is_accepted


def test_a_report_without_a_status_is_not_accepted(server: Server, world: World) -> None:
    odd = Message("odd-1", "insert_report", {**REPORT, "status": "", "status_on": None})
    receipts = target("insert_report", connection("jandarbar", server)).send([odd])
    assert [(receipt.is_accepted, receipt.reference) for receipt in receipts] == [(False, "")]
    assert "odd-1" not in {item.idempotency_key for item in world.inbound("jandarbar", "insert_report")}


@pytest.mark.parametrize("fault", ["reset", "truncated", "half_written", "server_error", "token_expired"])
def test_a_lost_answer_does_not_tell_it_twice(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("jandarbar", fault, dataset="jandarbar.insert_report")
    message = Message(f"lost-{fault}", "insert_report", REPORT)
    receipts = target("insert_report", connection("jandarbar", server)).send([message])
    assert faults.pending() == []
    received = [i for i in world.inbound("jandarbar", "insert_report") if i.idempotency_key == message.idempotency_key]
    assert [(receipt.is_accepted, receipt.reference) for receipt in receipts] == [(True, received[0].reference)]
    assert len(received) == 1


def test_what_jan_darbar_does_not_take_is_said(server: Server) -> None:
    with pytest.raises(ContractInvalid):
        target("employee_master", connection("jandarbar", server))
