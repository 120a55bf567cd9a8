"""One dataset through its DAG's own tasks, against a stand-in, PostgreSQL and Airflow's in-process runner."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hub.store import ledger
from tests.standins import running

pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.postgres]
DAY = date(2026, 11, 20)


def states(run: Any) -> dict[str, str]:
    return {task.task_id: str(task.state) for task in run.get_task_instances()}


@pytest.mark.usefixtures("database", "airflow_database")
def test_a_dataset_goes_through_its_dag(dags: dict[str, Any], hub_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(hub_home, monkeypatch, "rtps", start=DAY):
        first = dags["sync_rtps_services"].test(run_conf={"business_date": DAY.isoformat()})
        again = dags["sync_rtps_services"].test(run_conf={"business_date": DAY.isoformat()})
    stored_, same = sorted(ledger.of_date("rtps.services", DAY), key=lambda batch: batch.sequence)
    assert states(first) == states(again)
    assert states(first) == {"land": "success", "check": "success", "steward_decision": "skipped", "store": "success"}
    assert stored_.status == "stored"
    assert stored_.counts["received"] == stored_.counts["accepted"] + stored_.counts["quarantined"] > 0
    assert same.status == "unchanged"


@pytest.mark.usefixtures("database", "airflow_database")
def test_a_source_that_refuses_fails_the_run_at_once(
    dags: dict[str, Any], hub_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(hub_home, monkeypatch, "rtps", start=DAY):
        body = '{"conn_type": "http", "schema": "http", "host": "127.0.0.1", "port": 1}'
        monkeypatch.setenv("AIRFLOW_CONN_RTPS", body)  # no login: nothing that a second try would mend
        run = dags["sync_rtps_services"].test(run_conf={"business_date": DAY.isoformat()})
    assert str(run.state) == "failed"
    (land,) = (task for task in run.get_task_instances() if task.task_id == "land")
    assert land.try_number <= 1
    assert ledger.last_stored("rtps.services") is None


@pytest.mark.usefixtures("database")
def test_a_mistyped_date_fails_a_task_at_once_and_says_why() -> None:
    import hub_tasks
    from airflow.sdk.exceptions import AirflowFailException

    far = date(2040, 1, 1)
    asked = [lambda: hub_tasks.land("rtps.services", far)]
    asked += [partial(step, far) for step in (hub_tasks.reconcile, hub_tasks.evaluate, hub_tasks.make_reports)]
    for ask in asked:
        with pytest.raises(AirflowFailException, match=r"(?s)2040-01-01.*कार्य-तिथि.*hub status"):
            ask()
