"""Every misbehaviour of a system that takes data: it holds each effect once, or the dead letter says why not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from delivering import DAY, all_due, empty, started  # noqa: F401

from hub import chain, deliver
from hub.database import engine
from hub.deliver.tables import receipt
from hub.errors import HubError
from hub.feeds.tables import feed_change
from hub.outbox import enqueue, flows
from hub.outbox.tables import outbox
from hub.settings import settings
from tests.standins import Standins

pytestmark = pytest.mark.postgres

ANSWER = ("slow", "too_many_requests", "server_error", "token_expired", "reset", "truncated", "half_written",
          "wrong_encoding", "field_missing", "field_renamed", "field_retyped")  # fmt: skip
#: An answer to one message has no order and no total; a workbook's has both, and the line has a host key.
ALIKE = ("lokshikayat_referral_number", "lokshikayat_status", "rtps_status")
"""Flows whose calls are those of another: the same operation, caused the same way."""
FAULTS = {name: ANSWER + (("host_key", "page_order", "wrong_total") if flow.together else ())
          for name, flow in flows().items() if name not in ALIKE}  # fmt: skip
DATASET = {
    "employee_master": "sparrow.employee_master",
    "update_par_stage": "hrms.update_par_stage",
    "insert_report": "jandarbar.insert_report",
    "register_complaint": "lokshikayat.register_complaint",
}
OF_THE_LINE = ("host_key", "too_many_requests", "token_expired")  # before it is known what is left there
MATTER = {"door": "JANDARBAR", "related_reference_no": "GOVBH/E/2026/0000001", "related_door": "CPGRAM",
          "related_status": "Case closed", "related_status_on": "2026-11-20"}  # fmt: skip
REFERRED = {"belongs_to": "CPGRAM", "complainant_name": "Asha Kumari", "gender": "F", "address": "Phulwari, Patna",
            "district_lgd": 212, "subject": "Savings account", "registered_on": "2026-11-01"}  # fmt: skip
ROWS: dict[str, dict[str, Any]] = {
    "employee_master": {"name_en": "Asha Kumari"},
    "par_stage": {"is_employee_known": True, "employee_id": "E1000001", "workflow_stage": "CLOSED",
                  "stage_since": "2026-11-01"},
    "lokshikayat_referral": REFERRED | {"belongs_to": "LOKSHIKAYAT"},
    "cpgram_status": MATTER,
    "action_taken": MATTER | {"source_status": "DISPOSED", "related_status_on": None, "closed_on": "2026-11-20"},
    "closure_receipt": {"door": "CPGRAM", "final_closure_on": "2026-11-20"},
    "cpgram_referral": REFERRED,
    "cpgram_referral_number": REFERRED,
}  # fmt: skip
NUMBERED = {"employee_master": "E{:07d}", "closure_receipt": "GOVBH/E/2026/{:07d}"}
_numbers = itertools.count(2)


@pytest.fixture(scope="module")
def told(started: Standins, postgres: Any) -> Iterator[Standins]:  # noqa: F811
    """The hub with one database for the file, pointed at the stand-ins; each case has subjects of its own."""
    from hub.migrations import migrate

    empty(started)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in started.environment(DAY).items():
            patch.setenv(name, value)
        patch.setenv("HUB_DATABASE_URL", postgres.create_database("hub_flow_faults"))
        settings.cache_clear()
        migrate()
        yield started
        engine().dispose()
    settings.cache_clear()


def publish(flow: str, count: int, **changes: Any) -> list[str]:
    """Publish rows that the flow tells; the keys of its messages. ``number`` among the changes names the subject."""
    feed, subject = flows()[flow].feed, flows()[flow].subject
    version = next(_numbers)
    with engine().begin() as connection:
        for sequence in range(1, count + 1):
            number = changes.get("number") or NUMBERED.get(flow, "{:06d}").format(version * 10 + sequence)
            row = ROWS[flow] | {subject: number} | changes
            values = {"feed": feed, "version": version, "sequence": sequence, "kind": "ADD", "key": number, "row": row}
            connection.execute(feed_change.insert().values(**values))
        enqueue(connection, feed=feed, version=version, business_date=DAY)
    return waiting(flow)


def waiting(flow: str) -> list[str]:
    query = sa.select(outbox.c.idempotency_key).where(outbox.c.flow == flow, outbox.c.status == "pending")
    with engine().connect() as connection:
        return list(connection.scalars(query.order_by(outbox.c.id)))


def attempt(flow: str) -> str:
    """Deliver once, as if every pause had passed; the error's id where there was one."""
    all_due()
    try:
        deliver.deliver(DAY, flow=flow)
    except HubError as error:
        assert str(error), "an error says what happened"
        return error.message_id
    return ""


def cause(flow: str) -> list[str]:
    """Messages of the flow that wait; for one that follows another, after the other one's are through."""
    before = flows()[flow].follows
    if not before:
        return publish(flow, 3 if flows()[flow].together else 1)
    publish(before, 1)
    assert attempt(before) == ""
    return waiting(flow)


@pytest.mark.parametrize(("flow", "fault"), [(flow, fault) for flow, faults in FAULTS.items() for fault in faults])
def test_the_system_holds_it_once_or_the_dead_letter_says_why(told: Standins, flow: str, fault: str) -> None:
    system, operation = flows()[flow].system, flows()[flow].operation
    keys = cause(flow)
    dataset = "" if flows()[flow].together and fault in OF_THE_LINE else DATASET.get(operation, operation)
    told.faults.inject(system, fault, dataset=dataset, **({"seconds": 0.2} if fault == "slow" else {}))
    attempt(flow)
    assert not told.faults.pending(), "the fault was met"
    letters = deliver.dead(flow)
    assert all(letter.answer for letter in letters), "in the system's own words"
    if letters:
        assert deliver.revive(flow, "steward", "the answer was unsound") == len(letters)
    if waiting(flow):
        assert attempt(flow) == ""
    held = [taken for taken in told.world.inbound(system, operation) if taken.idempotency_key in keys]
    assert sorted(taken.idempotency_key for taken in held) == sorted(keys), "each effect once"
    with engine().connect() as connection:
        mine = receipt.c.idempotency_key.in_(keys)
        kept = connection.execute(sa.select(receipt).where(mine, receipt.c.is_accepted)).all()
        sent = set(connection.scalars(sa.select(outbox.c.status).where(outbox.c.idempotency_key.in_(keys))))
        assert not list(chain.verify(connection, receipt))
    assert sent == {"sent"}
    assert len(kept) == len(keys), "one receipt of acceptance each"
    if operation != "register_grievance":  # whose number is made out of it
        assert {row.idempotency_key: row.reference for row in kept} == {
            taken.idempotency_key: taken.reference for taken in held
        }


@pytest.mark.parametrize(
    ("flow", "wrong", "words"),
    [
        ("cpgram_referral", {"gender": "X"}, "Gender is M, F or T"),
        ("action_taken", {"related_reference_no": "a letter"}, "Registration number not found"),
        ("employee_master", {"name_en": ""}, "Officer Name is empty"),
    ],
)
def test_what_a_system_does_not_accept_comes_back_in_its_words_and_goes_when_it_is_mended(
    told: Standins, flow: str, wrong: dict[str, str], words: str
) -> None:
    (key,) = publish(flow, 1, **wrong)
    attempt(flow)
    (letter,) = deliver.dead(flow)
    assert (letter.idempotency_key, letter.status, letter.answer) == (key, "refused", words)
    (mended,) = publish(flow, 1, number=letter.subject)
    assert attempt(flow) == ""
    assert deliver.dead(flow)[0].is_overtaken
    assert deliver.drop(flow, "steward", "mended at its source") == 1
    known = flows()[flow]
    held = {taken.idempotency_key for taken in told.world.inbound(known.system, known.operation)}
    assert (key in held, mended in held) == (False, True)
