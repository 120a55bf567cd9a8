"""The factory: a DAG a contract, and what every DAG carries."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.contracts import contracts

pytestmark = [pytest.mark.airflow]
ROOT = Path(__file__).resolve().parents[2]
DAY_DAGS = {"reconcile", "publish", "deliver", "alert", "watch", "report"}
SYNCS = {f"sync_{contract.table}" for contract in contracts().values()}


def test_one_dag_a_contract_and_those_of_the_day(dags: dict[str, Any]) -> None:
    assert set(dags) == SYNCS | DAY_DAGS


@pytest.mark.parametrize("dag_id", sorted(SYNCS | DAY_DAGS))
def test_every_dag_is_owned_tagged_documented_and_tried_again(dags: dict[str, Any], dag_id: str) -> None:
    dag = dags[dag_id]
    tags = dict(tag.split(":") for tag in dag.tags)
    assert set(tags) == {"system", "kind", "tier", "owner"}
    assert tags["kind"] in {"interval", "now"}
    assert tags["tier"] in {"1", "2", "3"}
    assert dag.description
    assert any("ऀ" <= letter <= "ॿ" for letter in dag.doc_md), "the page is in Hindi as well"
    assert dag.catchup is False
    assert dag.max_active_runs == 1
    assert "business_date" in dag.params
    for task in dag.tasks:
        assert task.owner == tags["owner"]
        assert task.retry_delay <= timedelta(minutes=1)
        if task.task_id == "steward_decision":  # waits for a person, for days: whatever disturbs it, it asks again
            assert task.retries >= 100
        else:
            assert task.retries == 3
            assert task.retry_exponential_backoff > 1


def test_tags_come_from_the_contract(dags: dict[str, Any]) -> None:
    for contract in contracts().values():
        expected = {f"system:{contract.system}", f"kind:{contract.kind}", f"tier:{contract.tier}",
                    f"owner:{contract.owner}"}  # fmt: skip
        assert set(dags[f"sync_{contract.table}"].tags) == expected


@pytest.mark.parametrize("dag_id", sorted(SYNCS))
def test_a_sync_lands_checks_asks_and_stores(dags: dict[str, Any], dag_id: str) -> None:
    dag = dags[dag_id]
    edges = {task.task_id: set(task.downstream_task_ids) for task in dag.tasks}
    assert edges == {
        "land": {"check", "store"},
        "check": {"steward_decision", "store"},
        "steward_decision": {"store"},
        "store": set(),
    }
    assert [asset.name for asset in dag.get_task("store").outlets] == [f"store_{dag_id.removeprefix('sync_')}"]
    assert all(not dag.get_task(name).outlets for name in ("land", "check", "steward_decision"))


def test_reconcile_waits_for_every_dataset_and_the_others_for_it(dags: dict[str, Any]) -> None:
    def names(dag_id: str) -> set[str]:
        condition = dags[dag_id].timetable.asset_condition
        return {asset.name for asset in getattr(condition, "objects", [condition])}

    assert names("reconcile") == {f"store_{contract.table}" for contract in contracts().values()}
    assert names("publish") == names("alert") == {"reconciled"}
    assert names("deliver") == {"published"}


def test_serialised_and_read_back_each_dag_is_the_same(dags: dict[str, Any]) -> None:
    from airflow.serialization.serialized_objects import DagSerialization

    for dag_id, dag in dags.items():
        again = DagSerialization.from_dict(DagSerialization.to_dict(dag))
        assert again.dag_id == dag_id
        assert set(again.task_dict) == set(dag.task_dict)


def test_schedule_is_the_contracts_cron_in_india(dags: dict[str, Any]) -> None:
    timetable = dags["sync_rtps_applications"].timetable
    assert timetable.expression == contracts()["rtps.applications"].schedule
    assert str(timetable.timezone if hasattr(timetable, "timezone") else timetable._timezone) == "Asia/Kolkata"


def test_manual_schedule_runs_only_by_hand() -> None:
    code = "import hub_dags; print(type(hub_dags.by_clock('0 3 * * *')).__name__)"
    said = _python(code, HUB_SCHEDULE="manual")
    assert said.splitlines()[-1] == "PartitionedAtRuntime"


def test_reading_the_dags_touches_nothing_heavy() -> None:
    """A DAG file is read again every half minute and at each task's start."""
    heavy = ("great_expectations", "pandas", "pyarrow", "zeep", "paramiko", "openpyxl", "psycopg", "splink", "duckdb")
    code = f"import sys, hub_dags; print([name for name in {heavy!r} if name in sys.modules])"
    assert _python(code).splitlines()[-1] == "[]"


def _python(code: str, **environ: str) -> str:
    import os

    path = os.pathsep.join([str(ROOT / "dags"), str(ROOT / "config"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path, **environ}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def _run(partition: str | None = None, **conf: str) -> SimpleNamespace:
    return SimpleNamespace(partition_key=partition, conf=conf)


def test_business_date_is_the_partition_else_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    import hub_tasks

    from hub.settings import settings

    assert hub_tasks.business_date(_run("2026-11-20"), {}).isoformat() == "2026-11-20"
    assert hub_tasks.business_date(_run(), {"business_date": "2026-11-19"}).isoformat() == "2026-11-19"
    monkeypatch.setenv("HUB_BUSINESS_DATE", "2026-11-18")
    settings.cache_clear()
    assert hub_tasks.business_date(_run(), {"business_date": None}).isoformat() == "2026-11-18"


def test_two_different_dates_are_refused() -> None:
    import hub_tasks
    from airflow.sdk.exceptions import AirflowFailException

    with pytest.raises(AirflowFailException, match="2026-11-19"):
        hub_tasks.business_date(_run("2026-11-20"), {"business_date": "2026-11-19"})


def test_an_error_that_needs_a_person_fails_at_once_in_plain_words() -> None:
    import hub_tasks
    from airflow.sdk.exceptions import AirflowException, AirflowFailException

    from hub.errors import NotConfigured, SourceUnavailable

    with pytest.raises(AirflowFailException) as failed, hub_tasks.at_the_hub():
        raise NotConfigured("connection-missing", variable="AIRFLOW_CONN_RTPS", next_command="hub check")
    said = str(failed.value)
    assert "AIRFLOW_CONN_RTPS is empty" in said
    assert "the IT team" in said
    assert "$ hub check" in said
    assert any("ऀ" <= letter <= "ॿ" for letter in said)
    assert failed.value.__suppress_context__, "no trace of the hub's inside"

    with pytest.raises(AirflowException) as again, hub_tasks.at_the_hub():
        raise SourceUnavailable("database-unreachable")
    assert not isinstance(again.value, AirflowFailException), "this one may be tried again"


def test_connections_of_airflow_reach_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    import hub_tasks

    # No variable AIRFLOW_CONN_RTPS is set as the hub reads it; Airflow finds it by its own means.
    from airflow.sdk import Connection

    from hub import connections

    kept = Connection(conn_id="rtps", conn_type="http", host="rtps.invalid", port=443, login="hub", password="secret-1",
                      schema="https", extra='{"key": "k"}')  # fmt: skip
    monkeypatch.setattr(Connection, "get", classmethod(lambda cls, conn_id: kept))
    with hub_tasks.at_the_hub():
        found = connections.connection("rtps")
    assert (found.base_url, found.login, found.password, found.text("key")) == (
        "https://rtps.invalid:443", "hub", "secret-1", "k",
    )  # fmt: skip
    monkeypatch.setattr(connections, "resolver", None)
