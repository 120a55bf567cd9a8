"""The few calls of Airflow's REST interface that the one-machine default needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests

TIMEOUT = (5, 60)


@dataclass
class AirflowApi:
    """A logged-in client."""

    address: str
    login: str
    password: str = field(repr=False)
    _session: requests.Session = field(default_factory=requests.Session, repr=False)

    def trigger(self, dag_id: str, business_date: str) -> str:
        """Start a run for one business date; its run id."""
        body: dict[str, object] = {"logical_date": None, "partition_key": business_date, "conf": {}}
        return str(self.call("POST", f"dags/{dag_id}/dagRuns", body)["dag_run_id"])

    def runs(self, business_date: str) -> list[dict[str, Any]]:
        """All runs for one business date, newest first."""
        query = f"dags/~/dagRuns?limit=100&order_by=-run_after&partition_key_pattern={business_date}"
        found: list[dict[str, Any]] = self.call("GET", query)["dag_runs"]
        return [run for run in found if run["partition_key"] == business_date]

    def tasks(self, dag_id: str, run_id: str) -> dict[str, str]:
        """The state of each task of a run."""
        found = self.call("GET", f"dags/{dag_id}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return {item["task_id"]: item["state"] or "none" for item in found}

    def clear_failed(self, dag_id: str, run_id: str) -> None:
        """Run the failed tasks of a run again, and what follows them."""
        self.call("POST", f"dags/{dag_id}/dagRuns/{run_id}/clear", {"dry_run": False, "only_failed": True})

    def dags(self) -> set[str]:
        """The ids of the DAGs that Airflow knows now."""
        return {item["dag_id"] for item in self.call("GET", "dags?limit=200")["dags"]}

    def import_errors(self) -> list[str]:
        """What Airflow says of DAG files it could not read."""
        return [item["stack_trace"] for item in self.call("GET", "importErrors")["import_errors"]]

    def waiting(self) -> list[dict[str, Any]]:
        """Held batches that wait for an answer."""
        query = "dags/~/dagRuns/~/hitlDetails?response_received=false&limit=100"
        found: list[dict[str, Any]] = self.call("GET", query)["hitl_details"]
        return found

    def answer(self, dag_id: str, run_id: str, task_id: str, *, option: str, reason: str) -> None:
        """Give a steward's answer: ``Approve`` or ``Reject``."""
        path = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"
        self.call("PATCH", path, {"chosen_options": [option], "params_input": {"reason": reason}})

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One call; logs in again when the token has run out. Raises ``requests.RequestException``."""
        url = f"{self.address}/api/v2/{path}"
        answer = self._session.request(method, url, json=body, timeout=TIMEOUT)
        if answer.status_code == requests.codes.unauthorized:
            self._log_in()
            answer = self._session.request(method, url, json=body, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()

    def _log_in(self) -> None:
        answer = self._session.post(
            f"{self.address}/auth/token", json={"username": self.login, "password": self.password}, timeout=TIMEOUT
        )
        answer.raise_for_status()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
