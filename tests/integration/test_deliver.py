"""Delivery to the stand-ins over sockets: once, in order, with a receipt, whatever is killed and whenever."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from stored import put

from hub import chain, deliver, feeds
from hub.audit import audit
from hub.database import engine
from hub.deliver.tables import receipt
from hub.errors import NotAllowed, SourceUnavailable
from hub.outbox.tables import outbox
from hub.reconcile import reconcile
from tests.standins import Standins, running

pytestmark = pytest.mark.postgres
DAY = date(2026, 11, 20)

KILLED_BEFORE_COMMIT = """
import datetime, os, signal, sys
from hub.deliver import sending, deliver
sending._write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
deliver(datetime.date.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def standins(database: str, hub_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standins]:
    monkeypatch.setenv("HUB_DATABASE_URL", database)
    with running(tmp_path / "sandbox", monkeypatch, "hrms", "jandarbar", "cpgram", "sparrow", scale=0.01) as started:
        yield started


def one_of_each() -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"}, on=DAY)
    put("sparrow.pars", {"apar_id": "PAR-2025-000001"}, {"apar_id": "PAR-2025-000002", "employee_code": "E9"}, on=DAY)
    put("rtps.applications", {"appl_id": 1, "appl_ref_no": "BRCCO/2026/1234567", "appl_status": "D"}, on=DAY)
    put("jandarbar.grievances", {"unique_no": "JD/2026/000001", "related_reference_no": "brcco/2026/1234567 "}, on=DAY)
    put("cpgram.grievances", {"registration_no": "GOVBH/E/2026/0000001"}, on=DAY)
    put("cpgram.closures", {"registration_no": "GOVBH/E/2026/0000001"}, on=DAY)
    reconcile(DAY)
    feeds.publish(DAY)


def statuses() -> Counter[tuple[str, str]]:
    with engine().connect() as connection:
        return Counter(tuple(row) for row in connection.execute(sa.select(outbox.c.flow, outbox.c.status)))


def chain_is_whole() -> bool:
    with engine().connect() as connection:
        return not list(chain.verify(connection, receipt))


def test_each_flow_reaches_its_system_once(standins: Standins) -> None:
    one_of_each()
    done = {sent.flow: sent.sent for sent in deliver.deliver(DAY).flows}
    assert done == {"closure_receipt": 1, "employee_master": 2, "par_stage": 1, "rtps_status": 1}
    again = {sent.flow: sent.sent for sent in deliver.deliver(DAY).flows}
    assert set(again.values()) == {0}
    world = standins.world
    assert [taken.payload["employee_id"] for taken in world.inbound("sparrow", "employee_master")] == [
        "E1000001",
        "E1000002",
    ]
    (stage,) = world.inbound("hrms", "update_par_stage")
    assert stage.payload["apar_id"] == "PAR-2025-000001"
    (report,) = world.inbound("jandarbar", "insert_report")
    assert (report.payload["unique_no"], report.payload["status"]) == ("JD/2026/000001", "D")
    (closed,) = world.inbound("cpgram", "confirm_closure")
    assert closed.payload["registration_no"] == "GOVBH/E/2026/0000001"
    with engine().connect() as connection:
        kept = connection.execute(sa.select(receipt)).all()
    assert len(kept) == 5
    assert all(row.is_accepted and row.reference for row in kept)
    assert chain_is_whole()


def test_killed_after_sending_and_before_committing_it_has_one_effect(standins: Standins) -> None:
    one_of_each()
    child = subprocess.run([sys.executable, "-c", KILLED_BEFORE_COMMIT, DAY.isoformat()], env=os.environ, check=False)
    assert child.returncode == -9
    assert set(statuses()) == {(flow, "pending") for flow in deliver_flows()}
    with engine().connect() as connection:
        assert not connection.scalar(sa.select(sa.func.count()).select_from(receipt))
    deliver.deliver(DAY)
    assert set(statuses()) == {(flow, "sent") for flow in deliver_flows()}
    (closed,) = standins.world.inbound("cpgram", "confirm_closure")
    assert closed.attempts == 2
    with engine().connect() as connection:
        kept = connection.execute(sa.select(receipt.c.idempotency_key)).scalars().all()
        references = connection.execute(sa.select(receipt.c.reference).where(receipt.c.flow == "closure_receipt"))
        assert references.scalar_one() == closed.reference
    assert len(kept) == len(set(kept)) == 5
    assert chain_is_whole()


def deliver_flows() -> set[str]:
    return {"closure_receipt", "employee_master", "par_stage", "rtps_status"}


def test_a_change_is_told_and_a_value_that_comes_back_is_told_again(standins: Standins) -> None:
    posts = ["Circle Officer", "Block Development Officer", "Circle Officer"]
    for number, post in enumerate(posts):
        day = DAY + timedelta(days=number)
        put("hrms.employees", {"employee_id": "E1000001", "designation": post}, on=day)
        reconcile(day)
        feeds.publish(day)
    deliver.deliver(DAY)
    taken = standins.world.inbound("sparrow", "employee_master")
    assert [message.payload["designation"] for message in taken] == posts
    # A change that the flow does not carry is no message.
    day = DAY + timedelta(days=3)
    put("hrms.employees", {"employee_id": "E1000001", "designation": posts[-1], "mobile_number": "6000000000"}, on=day)
    reconcile(day)
    assert [feed.enqueued for feed in feeds.publish(day).feeds if feed.is_new] == [0]


def test_a_system_that_is_away_stops_only_its_own_flow(standins: Standins, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    one_of_each()
    standins.kill("jandarbar")
    body = json.loads(os.environ["AIRFLOW_CONN_JANDARBAR"])
    body["extra"] = {**(body.get("extra") or {}), "attempts": 1}
    monkeypatch.setenv("AIRFLOW_CONN_JANDARBAR", json.dumps(body))
    with pytest.raises(deliver.DeliveryIncomplete) as incomplete:
        deliver.deliver(DAY)
    assert isinstance(incomplete.value, SourceUnavailable)
    assert (incomplete.value.record, incomplete.value.retryable) == ("rtps_status", True)
    assert statuses()[("rtps_status", "pending")] == 1
    assert sum(count for (_, status), count in statuses().items() if status == "sent") == 4
    standins.start("jandarbar")
    deliver.deliver(DAY)  # not due yet
    assert statuses()[("rtps_status", "pending")] == 1
    with engine().begin() as connection:
        connection.execute(outbox.update().values(next_attempt_at=sa.func.now()))
    deliver.deliver(DAY)
    assert statuses()[("rtps_status", "sent")] == 1


def test_what_a_system_refuses_keeps_its_words_and_may_be_sent_again_by_a_person(standins: Standins) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, on=DAY)
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "workflow_stage": "LOST"}, on=DAY)
    reconcile(DAY)
    feeds.publish(DAY)
    (sent,) = deliver.deliver(DAY, flow="par_stage").flows
    assert (sent.sent, sent.refused) == (0, 1)
    with engine().connect() as connection:
        kept = connection.execute(sa.select(receipt)).one()
    assert (kept.is_accepted, kept.answer) == (False, "Unknown stage or report")
    with pytest.raises(NotAllowed):
        deliver.revive("par_stage", "steward", "")
    with pytest.raises(NotAllowed, match="no such message"):
        deliver.revive("par_stage", "steward", "another one", key="par_stage:x:y")
    assert deliver.revive("par_stage", "steward", "Sparrow corrected it") == 1
    deliver.deliver(DAY, flow="par_stage")
    with engine().connect() as connection:
        assert connection.scalar(sa.select(audit.c.reason).where(audit.c.action == "deliver.revive"))
        assert connection.scalar(sa.select(sa.func.count()).select_from(receipt)) == 2
    assert chain_is_whole()


def test_the_daily_limit_spreads_the_first_load_and_changes_go_before_it(
    standins: Standins, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hub.deliver import run
    from hub.outbox import flows

    few = flows()["employee_master"].model_copy(update={"daily_limit": 3, "batch_size": 2})
    monkeypatch.setattr(run, "flow_named", lambda _name: few)
    put("hrms.employees", *({"employee_id": f"E100000{number}"} for number in range(8)), on=DAY)
    reconcile(DAY)
    feeds.publish(DAY)
    (sent,) = deliver.deliver(DAY, flow="employee_master").flows
    assert (sent.sent, sent.waiting, sent.over_limit) == (3, 5, 5)
    (sent,) = deliver.deliver(DAY, flow="employee_master").flows
    assert (sent.sent, sent.waiting) == (0, 5)
    day = DAY + timedelta(days=1)
    put("hrms.employees", {"employee_id": "E1000007", "designation": "District Magistrate"}, on=day)
    reconcile(day)
    feeds.publish(day)
    deliver.deliver(day, flow="employee_master")
    taken = [
        (got.payload["employee_id"], got.payload["designation"])
        for got in standins.world.inbound("sparrow", "employee_master")
    ]
    assert [employee for employee, _ in taken[:3]] == ["E1000000", "E1000001", "E1000002"]
    assert taken[3:] == [
        ("E1000007", "Circle Officer"), ("E1000007", "District Magistrate"), ("E1000003", "Circle Officer")
    ]  # fmt: skip


def test_a_message_without_an_answer_is_given_up_after_its_attempts_and_its_subject_waits_meanwhile(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.conftest import free_port

    put("sparrow.pars", {"apar_id": "PAR-2025-000001"}, on=DAY)
    put("hrms.employees", {"employee_id": "E1000001"}, on=DAY)
    reconcile(DAY)
    feeds.publish(DAY)
    monkeypatch.setenv(
        "AIRFLOW_CONN_HRMS",
        f'{{"conn_type": "http", "schema": "http", "host": "127.0.0.1", "port": {free_port()}, "login": "hub",'
        ' "password": "x", "extra": {"attempts": 1, "retry_wait_seconds": 0.01}}',
    )
    for _attempt in range(8):
        with pytest.raises(deliver.DeliveryIncomplete):
            deliver.deliver(DAY, flow="par_stage")
        with engine().begin() as connection:
            connection.execute(outbox.update().values(next_attempt_at=sa.func.now()))
    assert statuses()[("par_stage", "dead")] == 1
    with engine().connect() as connection:
        row = connection.execute(sa.select(outbox).where(outbox.c.flow == "par_stage")).one()
    assert (row.attempts, bool(row.last_error)) == (8, True)
    assert deliver.deliver(DAY, flow="par_stage").flows[0].sent == 0
    assert deliver.revive("par_stage", "it-manager", "HRMS is back", key=row.idempotency_key) == 1


def test_what_was_overtaken_is_not_revived(standins: Standins) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, on=DAY)
    for day, stage in ((DAY, "LOST"), (DAY + timedelta(days=1), "CLOSED")):
        put("sparrow.pars", {"apar_id": "PAR-2025-000001", "workflow_stage": stage}, on=day)
        reconcile(day)
        feeds.publish(day)
        deliver.deliver(day, flow="par_stage")
    assert statuses()[("par_stage", "refused")] == statuses()[("par_stage", "sent")] == 1
    with pytest.raises(NotAllowed):
        deliver.revive("par_stage", "steward", "try the old one again")


@pytest.mark.parametrize(
    ("tampering", "where", "reason"),
    [
        ("update hub.receipt set answer = 'never' where sequence = 2", 2, "content changed"),
        ("delete from hub.receipt where sequence = 2", 2, "missing row"),
        (
            "update hub.receipt set sequence = -sequence where sequence in (2, 3);"
            " update hub.receipt set sequence = 5 + sequence where sequence < 0",
            2,
            "does not follow the row before it",
        ),
    ],
)
def test_a_receipt_that_was_changed_taken_out_or_swapped_is_found(
    database: str, tampering: str, where: int, reason: str
) -> None:
    texts = ("at", "business_date", "actor", "flow", "system", "operation", "subject", "idempotency_key",
             "payload_sha256", "reference", "answer")  # fmt: skip
    rows = [{**{name: f"{name} {n}" for name in texts}, "count": n, "is_accepted": True} for n in range(4)]
    with engine().begin() as connection:
        chain.append(connection, receipt, rows)
    assert chain_is_whole()
    with engine().begin() as connection:
        connection.execute(sa.text(tampering))
    with engine().connect() as connection:
        first = next(iter(chain.verify(connection, receipt)))
    assert (first.sequence, first.reason) == (where, reason)
