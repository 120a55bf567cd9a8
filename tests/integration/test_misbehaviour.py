"""Every misbehaviour of every system ends in a retry that succeeds, a held batch, a quarantined row or a clear error.

Never in a lost or doubled row, a hang, or a half-written file: when the source behaves again, the store holds the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub.contracts import contract
from hub.database import engine
from hub.errors import BatchHeld, HubError
from hub.settings import settings
from hub.store.tables import batch
from tests.standins import Standins

START = date(2026, 11, 20)
HTTP = ("slow", "too_many_requests", "server_error", "reset", "truncated", "wrong_encoding", "field_missing",
        "field_renamed", "field_retyped", "page_order", "wrong_total", "token_expired")  # fmt: skip
SFTP = ("slow", "reset", "truncated", "wrong_encoding", "field_missing", "field_renamed", "field_retyped", "page_order",
        "wrong_total", "half_written", "host_key", "token_expired")  # fmt: skip
FAULTS_OF = {
    "rtps.applications": HTTP,
    "cpgram.grievances": HTTP,
    "cpgram.closures": HTTP,
    "hrms.employees": HTTP,
    "hrms.pay_cases": HTTP,
    "jandarbar.grievances": HTTP,
    # One list of each system that joined later: the client and the stand-in are the same for its others.
    "lokshikayat.complaints": HTTP,
    "rtpsappeal.appeals": HTTP,
    "hrms.payroll": SFTP,
    "sparrow.pars": SFTP,
}
MATRIX = [(dataset, fault) for dataset, faults in FAULTS_OF.items() for fault in faults]
FIELD = {
    "rtps.applications": "appl_ref_no",
    "cpgram.grievances": "org_code",
    "cpgram.closures": "CurrentStatus",
    "hrms.employees": "NameEn",
    "hrms.pay_cases": "Stage",
    "jandarbar.grievances": "Status",
    "lokshikayat.complaints": "Status",
    "rtpsappeal.appeals": "process_status",
    "hrms.payroll": "BASIC",
    "sparrow.pars": "Stage",
}


@pytest.fixture(scope="module")
def standins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standins]:
    started = Standins(tmp_path_factory.mktemp("standins"), seed=19, scale=0.02, start=START)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def told(standins: Standins, database: str, hub_home: Path, monkeypatch: pytest.MonkeyPatch) -> Standins:
    """The hub pointed at the stand-ins, with little patience so that the test is quick."""
    standins.faults.clear()
    for name, value in standins.environment(START).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return standins


def _attempt(dataset: str) -> str:
    """Sync once; what came of it."""
    from hub.sync import sync

    try:
        return str(sync(dataset, START)["status"])
    except BatchHeld:
        return "held"
    except HubError as error:
        assert str(error), "an error says what happened"
        assert error.record or error.details, "an error names what it is about"
        return f"error:{error.message_id}"


def _refuse_what_is_held(dataset: str) -> None:
    from hub.quarantine import batches

    held = sa.select(batch.c.batch_id).where(batch.c.dataset == dataset, batch.c.status == "held")
    with engine().connect() as connection:
        waiting = list(connection.scalars(held))
    for batch_id in waiting:
        batches.refuse(batch_id, "steward", "the source misbehaved")


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("dataset", "fault"), MATRIX)
def test_nothing_is_lost_or_doubled(told: Standins, dataset: str, fault: str) -> None:
    system = {"hrms.payroll": "hrms_sftp"}.get(dataset, contract(dataset).system)
    params: dict[str, object] = {"slow": {"seconds": 0.3}}.get(fault, {})
    if fault.startswith("field_"):
        params = {"field": FIELD[dataset]}
    told.faults.inject(system, fault, dataset=dataset, times=1, **params)

    came_of_it = _attempt(dataset)
    assert not list(told.faults.pending()), "the fault was met"
    told.faults.clear()
    _refuse_what_is_held(dataset)
    _attempt(dataset)

    assert came_of_it in ("stored", "held") or came_of_it.startswith("error:")
    _holds_the_truth(told, dataset)
    assert _attempt(dataset) in ("unchanged", "stored")
    _holds_the_truth(told, dataset)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("dataset", ["rtps.applications", "cpgram.closures", "hrms.employees", "jandarbar.grievances"])
def test_too_many_requests_with_a_date_to_come_back(told: Standins, dataset: str) -> None:
    told.faults.inject(contract(dataset).system, "too_many_requests", dataset=dataset, times=2, retry_after="1")
    assert _attempt(dataset) == "stored"
    _holds_the_truth(told, dataset)


def _holds_the_truth(told: Standins, dataset: str) -> None:
    from sandbox.proofs import store_proof

    with engine().connect() as connection:
        proof = store_proof(connection, told.world, contract(dataset), START)
    assert proof.holds, proof.reason
