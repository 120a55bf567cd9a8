"""Delivery to the stand-ins over sockets: once, in order, with a receipt, whatever is killed and whenever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from delivering import DAY, all_due, employees, publish, report, standins, started, statuses  # noqa: F401
from stored import put, reconcile
from typer.testing import CliRunner

from hub import chain, deliver, feeds
from hub.audit import audit
from hub.cli.main import build
from hub.cli.output import console
from hub.database import engine
from hub.deliver.tables import receipt
from hub.errors import NotAllowed, SourceUnavailable
from hub.i18n import text
from hub.outbox import flows
from hub.outbox.tables import outbox
from tests.standins import Standins

pytestmark = pytest.mark.postgres

# Each flow in a process of its own that dies between the sending and the commit; all in one start of Python.
KILLED_BEFORE_COMMIT = """
import datetime, os, signal, sys
from hub.deliver import sending, deliver
from hub.outbox import flows
sending._write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
for flow in sys.argv[2:]:
    child = os.fork()
    if not child:
        deliver(datetime.date.fromisoformat(sys.argv[1]), flow=flow)
        os._exit(0)
    if os.waitpid(child, 0)[1] != signal.SIGKILL:
        sys.exit(f"{flow} was not killed")
"""

OF_EACH = {
    "action_taken": 1, "closure_receipt": 2, "cpgram_referral": 1, "cpgram_referral_number": 1, "cpgram_status": 1,
    "employee_master": 2, "lokshikayat_referral": 1, "lokshikayat_referral_number": 1, "lokshikayat_status": 1,
    "par_stage": 1, "rtps_status": 1,
}  # fmt: skip


def one_of_each() -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"}, on=DAY)
    put("sparrow.pars", {"apar_id": "PAR-2025-000001"}, {"apar_id": "PAR-2025-000002", "employee_code": "E9"}, on=DAY)
    put("rtps.applications", {"appl_id": 1, "appl_ref_no": "BRCCO/2026/1234567", "appl_status": "D"}, on=DAY)
    put("jandarbar.grievances", {"unique_no": "JD/2026/000001", "related_reference_no": "brcco/2026/1234567 "},
        {"unique_no": "JD/2026/000002", "related_reference_no": "GOVBH/E/2026/0000001"},
        {"unique_no": "JD/2026/000003", "related_reference_no": "GOVBH/E/2026/0000002", "grievance_status": "DISPOSED",
         "disposed_on": DAY},
        {"unique_no": "JD/2026/000004", "department_name": "department of posts", "subject": "बचत खाता",
         "gender": "F", "mobile_number": "6000000001", "block_name": "Phulwari"},
        {"unique_no": "JD/2026/000005", "category": "Ration card", "subject": "राशन कार्ड", "block_name": "Phulwari"},
        {"unique_no": "JD/2026/000006"}, on=DAY)  # fmt: skip
    put("lokshikayat.complaints", {"complaint_no": "LS/2026/0000001", "related_reference_no": "JD/2026/000006",
        "complaint_status": "DISPOSED", "decided_on": DAY}, {"complaint_no": "LS/2026/0000002",
        "related_reference_no": "JD/2026/000002", "complaint_status": "DISPOSED_UNDER_MONITORING"}, on=DAY)  # fmt: skip
    numbers = ({"registration_no": "GOVBH/E/2026/0000001"}, {"registration_no": "GOVBH/E/2026/0000003"})
    put("cpgram.grievances", *numbers, {"registration_no": "GOVBH/E/2026/0000002"}, on=DAY)
    put("cpgram.closures", *numbers, on=DAY)
    reconcile(DAY)
    feeds.publish(DAY)


def told(standins: Standins, flow: str) -> list[dict[str, Any]]:  # noqa: F811
    """What the flow's system holds, in the order of arrival."""
    known = flows()[flow]
    return [taken.payload for taken in standins.world.inbound(known.system, known.operation)]


def test_each_flow_reaches_its_system_once(standins: Standins) -> None:  # noqa: F811
    one_of_each()
    done = {sent.flow: sent.sent for sent in deliver.deliver(DAY).flows}
    assert done == OF_EACH
    again = {sent.flow: sent.sent for sent in deliver.deliver(DAY).flows}
    assert set(again.values()) == {0}
    assert [taken["employee_id"] for taken in told(standins, "employee_master")] == ["E1000001", "E1000002"]
    (stage,) = told(standins, "par_stage")
    assert stage["apar_id"] == "PAR-2025-000001"
    (action,) = told(standins, "action_taken")
    assert (action["registration_no"], action["action_on"]) == ("GOVBH/E/2026/0000002", "2026-11-20")
    assert [taken["registration_no"][-1] for taken in told(standins, "closure_receipt")] == ["1", "3"]
    (referred,) = told(standins, "cpgram_referral")
    assert (referred["SubjectContent"], referred["Address1"]) == ("बचत खाता", "Phulwari, Patna, Bihar")
    (complaint,) = told(standins, "lokshikayat_referral")
    assert (complaint["subject"], complaint["district_lokshikayat"]) == ("राशन कार्ड", "LS26")
    reports = {taken["unique_no"]: taken for taken in told(standins, "rtps_status")}
    with engine().connect() as connection:
        kept = connection.execute(sa.select(receipt)).all()
        number, there = (
            connection.scalar(sa.select(receipt.c.reference).where(receipt.c.flow == f"{system}_referral"))
            for system in ("cpgram", "lokshikayat")
        )
        assert not list(chain.verify(connection, receipt))
    assert {key: (taken["status"], taken["reference_no"]) for key, taken in reports.items()} == {
        "JD/2026/000001": ("D", "BRCCO/2026/1234567"),
        "JD/2026/000002": ("Case closed", "GOVBH/E/2026/0000001"),
        "JD/2026/000004": ("REGISTERED", number),  # the number at CPGRAM is carried back
        "JD/2026/000005": ("REGISTERED", there),
        "JD/2026/000006": ("DISPOSED", "LS/2026/0000001"),  # under monitoring, a complaint is not over
    }
    assert len(kept) == sum(OF_EACH.values())
    assert all(row.is_accepted and row.reference for row in kept)


def test_killed_after_sending_and_before_committing_each_flow_has_one_effect(standins: Standins) -> None:  # noqa: F811
    one_of_each()
    first = ("cpgram_referral", "lokshikayat_referral")
    for flow in first:
        deliver.deliver(DAY, flow=flow)  # so that the flow which follows it has something to say
    rest = [flow for flow in OF_EACH if flow not in first]
    subprocess.run([sys.executable, "-c", KILLED_BEFORE_COMMIT, DAY.isoformat(), *rest], env=os.environ, check=True)
    assert {flow for flow, status in statuses() if status == "pending"} == set(rest)
    deliver.deliver(DAY)
    assert statuses() == {(flow, "sent"): count for flow, count in OF_EACH.items()}
    attempts = {flow: [taken.attempts for taken in standins.world.inbound(flows()[flow].system, flows()[flow].operation)]
                for flow in rest}  # fmt: skip
    assert {number for counted in attempts.values() for number in counted} <= {1, 2}
    # Sparrow's answer to the workbook was found where it stood, so nothing was left there again.
    assert {flow for flow, counted in attempts.items() if 2 not in counted} == {"employee_master"}
    with engine().connect() as connection:
        kept = connection.execute(sa.select(receipt.c.idempotency_key)).scalars().all()
        assert not list(chain.verify(connection, receipt))
        assert connection.scalar(sa.select(sa.func.max(outbox.c.sendings))) == 2
    assert len(kept) == len(set(kept)) == sum(OF_EACH.values())


def test_a_referral_killed_between_sending_and_receipt_is_registered_once(standins: Standins) -> None:  # noqa: F811
    matter = {"unique_no": "JD/2026/000004", "belongs_to": "CPGRAM", "complainant_name": "Asha Kumari", "gender": "F",
              "address": "Phulwari, Patna", "district_lgd": 212, "subject": "Savings account"}  # fmt: skip
    publish("darbar_referrals", "unique_no", [matter], DAY)
    subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_COMMIT, DAY.isoformat(), "cpgram_referral"], env=os.environ, check=True
    )
    # The matter changes while nobody knows whether CPGRAM has it.
    assert publish("darbar_referrals", "unique_no", [matter | {"subject": "corrected"}], DAY) == 0
    deliver.deliver(DAY)
    assert len(told(standins, "cpgram_referral")) == 1
    assert statuses() == {("cpgram_referral", "sent"): 1, ("cpgram_referral_number", "sent"): 1}


def test_a_change_is_told_and_a_value_that_comes_back_is_told_again(standins: Standins) -> None:  # noqa: F811
    posts = ["Circle Officer", "Block Development Officer", "Circle Officer"]
    for number, post in enumerate(posts):
        day = DAY + timedelta(days=number)
        employees({"employee_id": "E1000001", "designation": post}, on=day)
    deliver.deliver(DAY)
    assert [taken["designation"] for taken in told(standins, "employee_master")] == posts
    # A change that the flow does not carry is no message.
    assert employees({"employee_id": "E1000001", "designation": posts[-1], "mobile_number": "6000000000"}) == 0


def test_a_system_that_is_away_stops_only_its_own_flows(
    standins: Standins,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report("CLOSED")
    employees({"employee_id": "E1000001"})
    publish("citizen_matters", "case_id", [{"door": "CPGRAM", "case_id": "GOVBH/E/2026/0000001",
                                            "final_closure_on": "2026-11-20"}], DAY)  # fmt: skip
    standins.kill("cpgram")
    body = json.loads(os.environ["AIRFLOW_CONN_CPGRAM"])
    body["extra"] = {**(body.get("extra") or {}), "attempts": 1}
    monkeypatch.setenv("AIRFLOW_CONN_CPGRAM", json.dumps(body))
    with pytest.raises(deliver.DeliveryIncomplete) as incomplete:
        deliver.deliver(DAY)
    assert isinstance(incomplete.value, SourceUnavailable)
    assert (incomplete.value.record, incomplete.value.retryable) == ("closure_receipt", True)
    (failing,) = (state for state in deliver.flows(DAY) if state.state == "failing")
    assert (failing.flow, failing.last_error, failing.details["system"]) == (
        "closure_receipt", "source-unavailable", "CPGRAM",
    )  # fmt: skip
    assert {flow for flow, status in statuses() if status == "sent"} == {"employee_master", "par_stage"}
    for language, why in (("en", "CPGRAM did not give a whole answer"), ("hi", "CPGRAM ने 1 प्रयासों में")):
        assert why in text(incomplete.value.message_id, language, **incomplete.value.details)
        monkeypatch.setenv("HUB_LANGUAGE", language)
        with console.capture() as told:
            CliRunner().invoke(build(), ["deliver", "status", "--date", DAY.isoformat()], catch_exceptions=False)
        assert why in told.get()
        assert incomplete.value.next_command.endswith("--now")
        assert "hub deliver run --flow closure_receipt --now" in told.get()
    standins.start("cpgram")
    deliver.deliver(DAY)  # not due yet
    assert statuses()[("closure_receipt", "pending")] == 1
    deliver.deliver(DAY, now=True)
    assert statuses()[("closure_receipt", "sent")] == 1
    assert {state.state for state in deliver.flows(DAY)} == {"idle"}


def command(language: str, *words: str) -> str:
    """What ``hub deliver`` prints."""
    from typer.testing import CliRunner

    from hub.cli.main import build

    environment = {"HUB_LANGUAGE": language, "COLUMNS": "200"}
    done = CliRunner().invoke(build(), ["deliver", *words], env=environment, catch_exceptions=False)
    return done.output


def refused(stage: str = "LOST", day: date = DAY) -> None:
    report(stage, day)
    deliver.deliver(day, flow="par_stage")


def test_what_a_system_refuses_keeps_its_words_and_is_sent_again_or_dropped_by_a_person(
    standins: Standins,  # noqa: F811
) -> None:
    refused()
    (letter,) = deliver.dead()
    assert (letter.flow, letter.status, letter.answer) == ("par_stage", "refused", "Unknown stage or report")
    assert letter.payload["stage"] == "LOST"
    for language, words in (("en", ("Refused", "Newer message")), ("hi", ("अस्वीकृत", "बाद का संदेश"))):
        said = command(language, "dead", "par_stage") + command(language, "status")
        assert all(word in said for word in (*words, "Unknown stage or report")), language
    for decide in (deliver.revive, deliver.drop):
        with pytest.raises(NotAllowed):
            decide("par_stage", "steward", "")
        with pytest.raises(NotAllowed, match="no such message"):
            decide("par_stage", "steward", "another one", key="par_stage:x:y")
    assert deliver.revive("par_stage", "steward", "Sparrow corrected it") == 1
    deliver.deliver(DAY, flow="par_stage")
    assert deliver.drop("par_stage", "steward", "a stage that HRMS does not know") == 1
    assert deliver.dead("par_stage") == []
    with engine().connect() as connection:
        assert set(connection.scalars(sa.select(audit.c.action))) >= {"deliver.revive", "deliver.drop"}
        assert connection.scalar(sa.select(sa.func.count()).select_from(receipt)) == 2
        assert not list(chain.verify(connection, receipt))


def test_what_was_overtaken_is_not_revived(standins: Standins) -> None:  # noqa: F811
    refused()
    refused("CLOSED", DAY + timedelta(days=1))
    assert statuses()[("par_stage", "refused")] == statuses()[("par_stage", "sent")] == 1
    assert [letter.is_overtaken for letter in deliver.dead()] == [True]
    with pytest.raises(NotAllowed):
        deliver.revive("par_stage", "steward", "try the old one again")


def test_an_older_stage_never_follows_a_newer_one(standins: Standins) -> None:  # noqa: F811
    """Both wait when the system cannot be read at the first of them: the second must not go out before it."""
    stages = ("WITH_REPORTING", "WITH_REVIEWING")
    for stage in stages:
        report(stage)
    standins.faults.inject("hrms", "field_missing", dataset="hrms.update_par_stage", times=4)
    with pytest.raises(deliver.DeliveryIncomplete):
        deliver.deliver(DAY, flow="par_stage")
    assert [taken["stage"] for taken in told(standins, "par_stage")] == [stages[0]]
    all_due()
    deliver.deliver(DAY, flow="par_stage")
    assert [taken["stage"] for taken in told(standins, "par_stage")] == list(stages)


def test_the_daily_limit_spreads_the_first_load_and_changes_go_before_it(
    standins: Standins, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    from hub.deliver import run

    few = flows()["employee_master"].model_copy(update={"daily_limit": 3, "batch_size": 2})
    monkeypatch.setitem(flows(), "employee_master", few)
    assert run.flow_named("employee_master") is few
    employees(*({"employee_id": f"E100000{number}"} for number in range(8)))
    (sent,) = deliver.deliver(DAY, flow="employee_master").flows
    assert (sent.sent, sent.waiting, sent.over_limit) == (3, 5, 5)
    (sent,) = deliver.deliver(DAY, flow="employee_master").flows
    assert (sent.sent, sent.waiting) == (0, 5)
    state = next(state for state in deliver.flows(DAY) if state.flow == "employee_master")
    assert (state.state, state.sent, state.limit, state.waiting) == ("limit_reached", 3, 3, 5)
    with pytest.raises(NotAllowed):
        deliver.raise_limit("employee_master", DAY, 3, "it-manager", "it is no more than before")
    deliver.raise_limit("employee_master", DAY, 4, "it-manager", "one more today")
    (sent,) = deliver.deliver(DAY, flow="employee_master").flows
    assert (sent.sent, sent.over_limit) == (1, 4)
    day = DAY + timedelta(days=1)
    employees({"employee_id": "E1000007", "designation": "District Magistrate"}, on=day)
    deliver.deliver(day, flow="employee_master")
    taken = [(got["employee_id"][-1], got["designation"]) for got in told(standins, "employee_master")]
    assert [employee for employee, _ in taken[:4]] == ["0", "1", "2", "3"]
    assert taken[4:] == [("7", "Circle Officer"), ("7", "District Magistrate"), ("4", "Circle Officer")]


def test_a_message_without_an_answer_is_given_up_after_its_attempts(
    standins: Standins, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    from tests.conftest import free_port

    report("CLOSED")
    monkeypatch.setenv(
        "AIRFLOW_CONN_HRMS",
        f'{{"conn_type": "http", "schema": "http", "host": "127.0.0.1", "port": {free_port()}, "login": "hub",'
        ' "password": "x", "extra": {"attempts": 1, "retry_wait_seconds": 0.01}}',
    )
    for _attempt in range(8):
        with pytest.raises(deliver.DeliveryIncomplete):
            deliver.deliver(DAY, flow="par_stage")
        all_due()
    (letter,) = deliver.dead("par_stage")
    assert (letter.status, letter.attempts, letter.last_error) == ("dead", 8, "source-unavailable")
    assert letter.details["system"] == "hrms"
    assert deliver.deliver(DAY, flow="par_stage").flows[0].sent == 0
    assert deliver.revive("par_stage", "it-manager", "HRMS is back", key=letter.idempotency_key) == 1


def test_switched_on_a_flow_tells_what_changes_from_then_on_and_the_rest_only_when_asked(
    standins: Standins, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    from hub.settings import settings

    monkeypatch.setenv("HUB_FLOWS_ON", "")
    settings.cache_clear()
    employees({"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    assert statuses() == {}
    assert {state.state for state in deliver.flows(DAY)} == {"off"}
    with pytest.raises(NotAllowed, match="off"):
        deliver.deliver(DAY, flow="employee_master")
    ahead = deliver.plan("employee_master", DAY, first_load=True)
    assert (ahead.is_on, ahead.waiting, ahead.first_load, ahead.days) == (False, 0, 2, 1)
    first = ahead.messages[0]
    assert (first.why, first.subject, first.payload["designation"]) == ("first_load", "E1000001", "Circle Officer")
    assert (first.payload["name_en"], first.payload["name_hi"], first.payload["born_on"]) == ("•••",) * 3
    assert statuses() == {}
    switch = {"actor": "it-manager", "business_date": DAY}
    with pytest.raises(NotAllowed, match="reason"):
        deliver.switch("employee_master", True, reason=" ", **switch)
    assert deliver.switch("employee_master", True, reason="agreed with NIC", **switch).enqueued == 0
    assert deliver.deliver(DAY).flows[0].sent == 0
    day = DAY + timedelta(days=1)
    employees({"employee_id": "E1000002", "designation": "District Magistrate"}, on=day)
    deliver.switch("employee_master", False, reason="NIC asks to wait", **switch)
    assert deliver.deliver(day).flows == []
    # While it is off the record moves on: what waited is not told any more, what it says now is.
    day = DAY + timedelta(days=2)
    employees({"employee_id": "E1000002", "designation": "Commissioner"}, on=day)
    again = deliver.switch("employee_master", True, reason="NIC is ready", **switch)
    assert (again.dropped, again.enqueued) == (1, 0)
    deliver.deliver(day)
    assert [taken["designation"] for taken in told(standins, "employee_master")] == ["Commissioner"]
    assert deliver.switch("employee_master", True, reason="all of it", first_load=True, **switch).enqueued == 1
    deliver.deliver(day)
    assert [taken["employee_id"] for taken in told(standins, "employee_master")] == ["E1000002", "E1000001"]
    with engine().connect() as connection:
        kept = connection.scalars(sa.select(audit.c.reason).where(audit.c.action == "deliver.switch")).all()
    assert kept == ["agreed with NIC", "NIC asks to wait", "NIC is ready", "all of it"]
