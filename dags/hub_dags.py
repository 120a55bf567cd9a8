"""Makes every DAG from the contracts: one a dataset, then reconcile, publish, deliver and alert by assets.

A new contract is a new DAG; nothing is registered here. Only contracts are read at parse time; all work is imported
inside the tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import hub_docs
import hub_tasks
from airflow.sdk import (
    DAG,
    Asset,
    AssetAll,
    CronPartitionTimetable,
    Param,
    PartitionedAssetTimetable,
    PartitionedAtRuntime,
    task,
)

from hub.contracts import Contract, contracts
from hub.settings import IST, settings

HUB_OWNER = "bpsms-hub"
WATCH_CRON = "0 10 * * *"  # after the last sync of the morning; what did not come by then is an alert
REPORT_CRON = "0 11 * * *"  # each report has its own days (hub/reports/reports.yaml); by then the alerts are out
COMMON: dict[str, Any] = {
    "start_date": datetime(2026, 1, 1, tzinfo=IST),
    "catchup": False,
    "max_active_runs": 1,
    "render_template_as_native_obj": False,
}
RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=15),
}


def stored(dataset: str) -> Asset:
    """The asset that says: this dataset is in the store for the business date of the event's partition."""
    return Asset(name=f"store_{dataset.replace('.', '_')}", uri=f"hub://store/{dataset.replace('.', '/')}")


RECONCILED = Asset(name="reconciled", uri="hub://reconciled/all")
PUBLISHED = Asset(name="published", uri="hub://published/all")


def by_clock(cron: str) -> Any:
    """By ``cron`` in Indian time with the business date as partition; with ``HUB_SCHEDULE=manual`` by hand only."""
    if settings().schedule == "manual":
        return PartitionedAtRuntime()
    return CronPartitionTimetable(cron, timezone="Asia/Kolkata", key_format="%Y-%m-%d")


def date_param() -> dict[str, Param]:
    """The business date that a person may type in the trigger form."""
    return {"business_date": Param(None, type=["null", "string"], format="date", title=hub_docs.DATE_TITLE,
                                   description=hub_docs.DATE_HELP)}  # fmt: skip


def sync_dag(contract: Contract) -> DAG:
    """land → check → (a held batch waits for the steward) → store, for one dataset."""
    outlet = stored(contract.id)
    with DAG(
        f"sync_{contract.table}",
        dag_display_name=f"sync {contract.id}",
        description=contract.title,
        doc_md=hub_docs.of_contract(contract),
        schedule=by_clock(contract.schedule),
        tags={f"system:{contract.system}", f"kind:{contract.kind}", f"tier:{contract.tier}", f"owner:{contract.owner}"},
        default_args={"owner": contract.owner, **RETRIES},
        params=date_param(),
        **COMMON,
    ) as dag:

        @task
        def land(dag_run: Any = None, params: Any = None) -> str:
            return hub_tasks.land(contract.id, hub_tasks.business_date(dag_run, params))

        @task.branch
        def check(batch_id: str) -> str:
            return "steward_decision" if hub_tasks.check(batch_id) == "held" else "store"

        @task(outlets=[outlet], trigger_rule="none_failed_min_one_success")
        def store(batch_id: str, outlet_events: Any = None) -> None:
            outlet_events[outlet].add_partitions(hub_tasks.store(batch_id).isoformat())
            outlet_events[outlet].extra = {"batch_id": batch_id}

        batch_id = land()
        checked = check(batch_id)  # type: ignore[arg-type]
        decision = hub_tasks.StewardDecision(
            task_id="steward_decision",
            land_task_id="land",
            # Nothing is at work while it waits: whatever disturbs it, it asks again at once.
            retries=100,
            retry_delay=timedelta(seconds=5),
            retry_exponential_backoff=0,
            params={"reason": Param("", type="string", title=hub_docs.REASON_TITLE)},
        )
        stored_batch = store(batch_id)  # type: ignore[arg-type]
        checked >> decision >> stored_batch
        checked >> stored_batch
    return dag


def day_dag(name: str, steps: list[Callable[[Any], None]], schedule: Any, outlet: Asset | None = None) -> DAG:
    """A DAG whose tasks each do one step for one business date, in order; the last announces ``outlet``."""
    title, doc = hub_docs.of_day_dag(name)
    with DAG(
        name,
        description=title,
        doc_md=doc,
        schedule=schedule,
        tags={"system:hub", "kind:interval", "tier:1", f"owner:{HUB_OWNER}"},
        default_args={"owner": HUB_OWNER, **RETRIES},
        params=date_param(),
        **COMMON,
    ) as dag:
        previous: Any = None
        for step in steps:
            is_last = step is steps[-1]
            done = _day_task(step, outlet if is_last else None)
            if previous is not None:
                previous >> done
            previous = done
    return dag


def _day_task(step: Callable[[Any], None], outlet: Asset | None) -> Any:
    @task(task_id=step.__name__, outlets=[outlet] if outlet else [])
    def run(dag_run: Any = None, params: Any = None, outlet_events: Any = None) -> None:
        date = hub_tasks.business_date(dag_run, params)
        step(date)
        if outlet:
            outlet_events[outlet].add_partitions(date.isoformat())

    return run()


def all_dags() -> list[DAG]:
    """One DAG a contract, then those that follow by assets."""
    known = list(contracts().values())
    every_dataset = AssetAll(*(stored(contract.id) for contract in known))
    alert_steps = [hub_tasks.evaluate, hub_tasks.notify]
    return [
        *(sync_dag(contract) for contract in known),
        day_dag("reconcile", [hub_tasks.reconcile], PartitionedAssetTimetable(assets=every_dataset), RECONCILED),
        day_dag("publish", [hub_tasks.publish], PartitionedAssetTimetable(assets=RECONCILED), PUBLISHED),
        day_dag("deliver", [hub_tasks.deliver], PartitionedAssetTimetable(assets=PUBLISHED)),
        day_dag("alert", alert_steps, PartitionedAssetTimetable(assets=RECONCILED)),
        day_dag("watch", [hub_tasks.look, *alert_steps], by_clock(WATCH_CRON)),
        day_dag("report", [hub_tasks.make_reports, hub_tasks.mail_reports], by_clock(REPORT_CRON)),
    ]


for _dag in all_dags():
    globals()[_dag.dag_id] = _dag
