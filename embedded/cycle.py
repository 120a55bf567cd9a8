"""One whole cycle through Airflow: every dataset synced for a business date, then reconcile to alert."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from embedded.airflow_api import AirflowApi
from hub.contracts import Contract, contracts
from hub.errors import HubError

FOLLOWERS = ("reconcile", "publish", "deliver", "alert")
LONGEST = 900.0  # seconds, for a world of up to scale 1; a larger one has as many times more


@dataclass(frozen=True)
class Progress:
    """How far one DAG is: its state and the task at work."""

    dag_id: str
    title: str
    state: str
    task: str = ""


def sync_id(contract: Contract) -> str:
    """The DAG that syncs one dataset."""
    return f"sync_{contract.table}"


def dags() -> dict[str, str]:
    """The DAGs of a cycle with their titles, in the order of work."""
    syncs = {sync_id(contract): contract.id for contract in contracts().values()}
    return syncs | {name: name for name in FOLLOWERS}


def run(api: AirflowApi, business_date: str, show: Callable[[list[Progress]], None], longest: float = LONGEST) -> None:
    """Start what has not succeeded yet for the date and wait until all is done.

    Raises ``HubError`` naming the first DAG and task that failed, the held datasets, or that ``longest`` seconds
    were not enough.
    """
    wait_for_dags(api)
    for dag_id, found in _newest(api, business_date).items():
        if found["state"] == "failed" and dag_id in dags():
            api.clear_failed(dag_id, str(found["dag_run_id"]))
    end = time.monotonic() + longest
    while True:
        progress = look(api, business_date)
        show(progress)
        states = {item.dag_id: item.state for item in progress}
        failed = [item for item in progress if item.state == "failed"]
        if failed:
            raise HubError("cycle-failed", dag=failed[0].dag_id, task=failed[0].task or "?", address=api.address,
                           next_command="make up")  # fmt: skip
        rest = [item for item in progress if item.state not in {"success", "held"}]
        if not rest:
            return
        held = [item.title for item in progress if item.state == "held"]
        if held and all(item.dag_id in FOLLOWERS for item in rest):
            raise HubError("cycle-held", datasets=", ".join(held), next_command=".venv/bin/hub status")
        if time.monotonic() > end:
            raise HubError("cycle-slow", dag=rest[0].dag_id, minutes=int(longest / 60), address=api.address,
                           next_command="make up")  # fmt: skip
        for dag_id, before in _order().items():
            if states[dag_id] == "waiting" and all(states[other] in {"success", "held"} for other in before):
                api.trigger(dag_id, business_date)
        time.sleep(2)  # each look costs the api-server, which the tasks need too


def _order() -> dict[str, list[str]]:
    """Each sync with those it must follow: the datasets that its fields refer to."""
    known = contracts()
    order = {}
    for contract in known.values():
        named = {".".join(field.references.split(".")[:2]) for field in contract.fields if field.references}
        order[sync_id(contract)] = [sync_id(known[name]) for name in named - {contract.id} if name in known]
    return order


def is_done(api: AirflowApi, business_date: str) -> bool:
    """Whether every DAG of the cycle has succeeded for the date."""
    newest = _newest(api, business_date)
    return all(newest.get(dag_id, {}).get("state") == "success" for dag_id in dags())


def look(api: AirflowApi, business_date: str) -> list[Progress]:
    """The state of every DAG of the cycle for the date."""
    newest = _newest(api, business_date)
    progress = []
    for dag_id, title in dags().items():
        run_of = newest.get(dag_id)
        if run_of is None:
            progress.append(Progress(dag_id, title, "waiting"))
            continue
        state, at_work = str(run_of["state"]), ""
        if state != "success":
            tasks = api.tasks(dag_id, str(run_of["dag_run_id"]))
            at_work = next((name for name, value in tasks.items() if value not in _QUIET), "")
            if "deferred" in tasks.values():  # only the steward's decision waits so
                state = "held"
        progress.append(Progress(dag_id, title, state, at_work))
    return progress


_QUIET = {"none", "success", "skipped", "upstream_failed"}


def _newest(api: AirflowApi, business_date: str) -> dict[str, dict[str, object]]:
    newest: dict[str, dict[str, object]] = {}
    for found in api.runs(business_date):
        newest.setdefault(str(found["dag_id"]), found)
    return newest


def wait_for_dags(api: AirflowApi, seconds: float = 120) -> None:
    """Wait until Airflow has read the DAG file.

    Raises ``HubError`` with Airflow's own words when it cannot.
    """
    end = time.monotonic() + seconds
    while not set(dags()) <= api.dags():
        errors = api.import_errors()
        if errors or time.monotonic() > end:
            last = errors[0].strip().splitlines()[-1] if errors else "?"
            raise HubError("dags-unreadable", reason=last)
        time.sleep(0.5)
