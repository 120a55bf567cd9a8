"""HRMS over SOAP: what it gives is read whole, whatever goes wrong on the way; else the error is clear."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from http_standins import FIRST, read, window
from lxml import etree
from soap_standins import LOGIN, PASSING, PASSWORD, connection, truth, wires

from connectors.hrms import source, target
from hub.contracts import Message, contract
from hub.errors import ContractInvalid, SourceBroken, SourceRefused, SourceUnavailable
from sandbox.faults import Faults
from sandbox.standins._http import Reply, Request, Server, running
from sandbox.standins._soap import fault as soap_fault
from sandbox.standins.hrms import HRMSService
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
EMPLOYEES, PAY_CASES = "hrms.employees", "hrms.pay_cases"
UPDATE = {"employee_id": "E1000001", "apar_id": "PAR-2025-000001", "financial_year": "2025-26", "stage": "WITH_ORU",
          "stage_since": "2026-11-02"}  # fmt: skip


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(HRMSService(home, LOGIN, PASSWORD)) as server:
        yield server


@pytest.mark.parametrize(("dataset", "record"), [(EMPLOYEES, "Employee"), (PAY_CASES, "PayCase")])
def test_a_list_is_read_whole_and_in_order(server: Server, world: World, dataset: str, record: str) -> None:
    pages, total = read(source(contract(dataset), connection("hrms", server)), window(dataset))
    assert wires(pages, record) == truth(world, dataset)
    assert total == world.count(dataset, as_of=window(dataset).until) == sum(page.records or 0 for page in pages)
    assert len(pages) > 1
    assert {page.media_type for page in pages} == {"text/xml"}


def test_the_answer_is_as_of_the_business_date(server: Server, world: World) -> None:
    asked = window(PAY_CASES, until=FIRST)
    pages, _ = read(source(contract(PAY_CASES), connection("hrms", server)), asked)
    assert wires(pages, "PayCase") == truth(world, PAY_CASES, as_of=FIRST)
    assert truth(world, PAY_CASES, as_of=FIRST) != truth(world, PAY_CASES)


def test_nothing_comes_both_as_an_empty_and_as_an_absent_element(server: Server) -> None:
    pages, _ = read(source(contract(PAY_CASES), connection("hrms", server)), window(PAY_CASES))
    settled = [
        element.find("{*}SettledOn") for page in pages for element in etree.fromstring(page.body).iter("{*}PayCase")
    ]
    assert any(element is None for element in settled)
    assert any(element is not None and element.text is None for element in settled)


@pytest.mark.parametrize(("fault", "params"), PASSING, ids=[f"{name}-{params}" for name, params in PASSING])
@pytest.mark.parametrize("times", [1, 2])
def test_what_passes_is_overcome(
    server: Server, world: World, faults: Faults, fault: str, params: dict[str, Any], times: int
) -> None:
    faults.inject("hrms", fault, dataset=EMPLOYEES, times=times, **params)
    pages, total = read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert faults.pending() == []
    assert wires(pages, "Employee") == truth(world, EMPLOYEES)
    assert total == len(truth(world, EMPLOYEES))


def test_an_expired_token_is_renewed(server: Server, world: World, faults: Faults) -> None:
    faults.inject("hrms", "token_expired", dataset=EMPLOYEES)
    pages, _ = read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert faults.pending() == []
    assert wires(pages, "Employee") == truth(world, EMPLOYEES)


def test_tokens_that_expire_on_the_way_are_renewed(home: Path, world: World) -> None:
    stand_in = HRMSService(home, LOGIN, PASSWORD, token_seconds=0.05)
    with running(stand_in) as server:
        pages, _ = read(source(contract(EMPLOYEES), connection("hrms", server, page_size=10)), window(EMPLOYEES))
    assert wires(pages, "Employee") == truth(world, EMPLOYEES)
    assert len(stand_in._tokens) > 1


LASTING = [
    ("too_many_requests", {"retry_after": 0}, SourceUnavailable, "busy"),
    ("server_error", {}, SourceUnavailable, "server-error"),
    ("server_error", {"mode": "fault"}, SourceUnavailable, "server-error"),
    ("reset", {}, SourceUnavailable, "reset"),
    ("truncated", {}, SourceUnavailable, "incomplete"),
    ("half_written", {}, SourceBroken, "not-xml"),
    ("token_expired", {}, SourceRefused, None),
    ("slow", {"seconds": 0.8}, SourceUnavailable, "timeout"),
]


@pytest.mark.parametrize(("fault", "params", "error", "reason"), LASTING, ids=[f"{c[0]}-{c[1]}" for c in LASTING])
def test_what_lasts_is_a_clear_error_without_secrets_or_people(
    server: Server, world: World, faults: Faults, caplog: pytest.LogCaptureFixture,
    fault: str, params: dict[str, Any], error: type[SourceUnavailable], reason: str | None,
) -> None:  # fmt: skip
    faults.inject("hrms", fault, dataset=EMPLOYEES, times=10_000, **params)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(error) as raised:
        read(
            source(contract(EMPLOYEES), connection("hrms", server, read_timeout_seconds=0.4 if fault == "slow" else 5)),
            window(EMPLOYEES),
        )
    assert raised.value.details.get("reason") == reason
    assert raised.value.__context__ is None
    assert raised.value.__cause__ is None
    told = caplog.text + str(raised.value) + repr(raised.value.details)
    assert PASSWORD not in told
    assert not [name for record in truth(world, EMPLOYEES)[:200] for name in (record["MobileNo"],) if name in told]


def test_debug_logs_hold_no_password_and_nobody(server: Server, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert PASSWORD not in caplog.text
    assert truth(world, EMPLOYEES)[0]["NameEn"] not in caplog.text


def test_a_total_that_stays_wrong_is_reported_as_the_source_says_it(
    server: Server, world: World, faults: Faults
) -> None:
    faults.inject("hrms", "wrong_total", dataset=EMPLOYEES, times=10_000, by=5)
    pages, total = read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert wires(pages, "Employee") == truth(world, EMPLOYEES)
    assert total == len(truth(world, EMPLOYEES)) + 5


@pytest.mark.parametrize("fault", ["field_missing", "field_renamed", "field_retyped"])
def test_spoilt_fields_are_landed_as_received(server: Server, world: World, faults: Faults, fault: str) -> None:
    faults.inject("hrms", fault, dataset=EMPLOYEES, times=10_000, field="PayLevel")
    pages, total = read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert total == len(wires(pages, "Employee")) == len(truth(world, EMPLOYEES))
    assert wires(pages, "Employee") != truth(world, EMPLOYEES)


def test_text_in_another_encoding_is_landed_as_received(server: Server, world: World, faults: Faults) -> None:
    faults.inject("hrms", "wrong_encoding", dataset=EMPLOYEES, times=10_000, field="NameEn", share=0.1)
    pages, total = read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert total == sum(page.records or 0 for page in pages) == len(truth(world, EMPLOYEES))
    assert pages[0].body.count(b" \x96") == 10


def test_a_wrong_password_is_refused_at_once(server: Server) -> None:
    asked = source(contract(EMPLOYEES), connection("hrms", server, password="wr0ng"))
    for act in (asked.probe, lambda: read(asked, window(EMPLOYEES))):
        with pytest.raises(SourceRefused) as raised:
            act()
        assert raised.value.message_id == "soap-login-refused"
        assert "wr0ng" not in str(raised.value) + repr(raised.value.details)


def test_probe_proves_the_login(server: Server) -> None:
    source(contract(EMPLOYEES), connection("hrms", server)).probe()


def test_a_service_that_is_down_is_unavailable(home: Path, world: World) -> None:
    with running(HRMSService(home, LOGIN, PASSWORD)) as server:
        gone = connection("hrms", server)
    with pytest.raises(SourceUnavailable) as raised:
        source(contract(EMPLOYEES), gone).probe()
    assert raised.value.details["reason"] == "connect"


class Odd(HRMSService):
    """Answers its lists with whatever the test says."""

    reply = Reply()

    def handle(self, request: Request) -> Reply:
        return self.reply if b"GetEmployees" in request.body else super().handle(request)


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("reply", "error", "expected"),
    [
        (Reply(body=BOMB, media_type="text/xml"), SourceBroken, "dtd"),
        (Reply(body=b"<html>maintenance</html>", media_type="text/html"), SourceBroken, "shape"),
        (Reply(body=b"not XML at all", media_type="text/xml"), SourceBroken, "not-xml"),
        (soap_fault("Client", "Asha Kumari is unknown"), SourceBroken, "soap-fault"),
        (soap_fault("Server", "Asha Kumari is unknown"), SourceUnavailable, "server-error"),
        (Reply(302, headers={"Location": "http://elsewhere.example/"}), SourceBroken, "redirect"),
        (Reply(404, b"", "text/plain"), SourceRefused, "source-refused-request"),
        (Reply(403, b"", "text/plain"), SourceRefused, "soap-token-refused"),
    ],
)
def test_an_odd_answer_is_a_clear_error(
    home: Path, world: World, reply: Reply, error: type[SourceBroken], expected: str
) -> None:
    stand_in = Odd(home, LOGIN, PASSWORD)
    stand_in.reply = reply
    with running(stand_in) as server, pytest.raises(error) as raised:
        read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert expected in (raised.value.message_id, raised.value.details.get("reason"))
    assert "Asha" not in str(raised.value) + repr(raised.value.details)
    assert raised.value.__context__ is None


def message(key: str, **changes: object) -> Message:
    return Message(key, "update_par_stage", {**UPDATE, **changes})


def test_a_stage_is_told_once_and_answered_with_a_receipt(server: Server, world: World) -> None:
    sender = target("update_par_stage", connection("hrms", server))
    first = sender.send([message("told-1"), message("told-2", stage_since=None, financial_year=None)])
    again = target("update_par_stage", connection("hrms", server)).send([message("told-1")])
    assert [receipt.is_accepted for receipt in first] == [True, True]
    assert again == first[:1]
    received = {item.idempotency_key: item for item in world.inbound("hrms", "update_par_stage")}
    assert received["told-1"].payload == UPDATE
    assert received["told-1"].reference == first[0].reference
    assert received["told-2"].payload["stage_since"] is None


def test_a_stage_that_hrms_does_not_know_is_not_accepted(server: Server, world: World) -> None:
    receipts = target("update_par_stage", connection("hrms", server)).send([message("odd-1", stage="NOWHERE")])
    assert [(receipt.is_accepted, receipt.reference) for receipt in receipts] == [(False, "")]
    assert receipts[0].answer


@pytest.mark.parametrize(
    ("fault", "params"),
    [("reset", {}), ("truncated", {}), ("half_written", {}), ("server_error", {}), ("token_expired", {}),
     ("too_many_requests", {"retry_after": 0})],
)  # fmt: skip
def test_a_lost_answer_does_not_tell_it_twice(
    server: Server, world: World, faults: Faults, fault: str, params: dict[str, Any]
) -> None:
    faults.inject("hrms", fault, dataset="hrms.update_par_stage", **params)
    receipts = target("update_par_stage", connection("hrms", server)).send([message(f"lost-{fault}")])
    assert faults.pending() == []
    received = [item for item in world.inbound("hrms", "update_par_stage") if item.idempotency_key == f"lost-{fault}"]
    assert [(receipt.is_accepted, receipt.reference) for receipt in receipts] == [(True, received[0].reference)]
    assert len(received) == 1


def test_what_hrms_does_not_offer_is_said(server: Server) -> None:
    with pytest.raises(ContractInvalid):
        target("employee_master", connection("hrms", server))
    with pytest.raises(ContractInvalid):
        source(contract("jandarbar.grievances"), connection("hrms", server))
