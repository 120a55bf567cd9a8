"""The production settings at work: two Celery workers over Redis, one of them killed in the middle of a cycle."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

import embedded.postgres
from embedded import cycle, processes
from embedded.airflow_api import AirflowApi
from embedded.postgres import Postgres, data_folder
from tests.ports import free_port
from tests.standins import Standins

from .composed import ROOT, Composed, program, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
DAY = date(2026, 11, 20)  # a Friday
SLOW = ("cpgram", "cpgram.grievances", "sync_cpgram_grievances")
UNPAUSE = ("airflow", "dags", "unpause", "--yes", "--treat-dag-id-as-regex", ".")
WORKERS = ("worker-1", "worker-2")
PATIENCE = "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"
PUT_BACK = """
from airflow.providers.celery.executors.celery_executor import app
with app.connection_for_read() as connection:
    connection.default_channel.qos.restore_visible()
"""


@pytest.fixture(scope="module")
def standins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standins]:
    made = Standins(tmp_path_factory.mktemp("standins"), seed=7, scale=0.02, start=DAY)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """PostgreSQL with the superuser of its image."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded.postgres, "USER", "postgres")
        home = tmp_path_factory.mktemp("postgres-celery")
        made = Postgres(data_folder(home), free_port())
        shutil.rmtree(made.data, ignore_errors=True)  # of an earlier run in a folder of the same name
        try:
            made.start(fsync="off")
            yield made
        finally:
            made.stop("immediate")
            shutil.rmtree(made.data.parent, ignore_errors=True)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, server: Postgres, standins: Standins) -> Iterator[Composed]:
    """Everything that the file starts, in its order, and the hub's DAGs let go."""
    for name, package in {"redis-server": "redis-server", "curl": "curl"}.items():
        program(name, package)
    env_file = _env_file(server, standins)
    made = Composed(tmp_path_factory.mktemp("celery"), env_file, server=server)
    (made.folder / "state").mkdir()
    (made.folder / "state" / "sandbox").symlink_to(standins.home.sandbox)  # so that hub verify knows the truth
    try:
        _bring_up(made, server, env_file)
        yield made
    finally:
        made.stop()
        assert processes.marked(made.folder) == []


def _env_file(server: Postgres, standins: Standins) -> dict[str, str]:
    """The example's settings, filled in: made-up secrets, and the stand-ins for the systems."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    filled = {name: value or "a" + secrets.token_urlsafe(48) for name, value in pairs.items()}
    told = {name: value for name, value in standins.environment(DAY).items() if name in filled}
    patient = json.loads(told[f"AIRFLOW_CONN_{SLOW[0].upper()}"])
    patient["extra"]["read_timeout_seconds"] = 600  # one answer is held back until a worker has been killed
    told[f"AIRFLOW_CONN_{SLOW[0].upper()}"] = json.dumps(patient)
    from cryptography.fernet import Fernet

    return filled | told | {
        "HUB_FERNET_KEY": Fernet.generate_key().decode(),
        "POSTGRES_PASSWORD": server.password,
        "HUB_ADMIN_PASSWORD": "-" + filled["HUB_ADMIN_PASSWORD"],  # what a generator of passwords may give
        "HUB_SCHEDULE": "manual",  # by hand, not by the clock of the day on which the test runs
    }  # fmt: skip


def _bring_up(made: Composed, server: Postgres, env_file: dict[str, str]) -> None:
    tools = Path(server.command()[0]).parent
    roles = subprocess.run(
        [str(ROOT / "deploy/postgres-init.sh")], text=True, capture_output=True, check=False,
        env=made.settings("postgres") | {"PATH": f"{os.environ['PATH']}:{tools}", "PGHOST": "127.0.0.1",
             "PGPORT": str(server.port), "PGPASSWORD": server.password},
    )  # fmt: skip
    assert roles.returncode == 0, roles.stderr
    made.start("redis", "", "--port", str(made.redis_port), "--bind", "127.0.0.1", "--dir", str(made.folder / "redis"))
    made.start_objects()
    wait_for(lambda: made.is_healthy("objects"), 120, "the object store's health check")
    init = made.run()
    assert init.returncode == 0, init.stdout[-3000:]
    made.start("api-server")
    wait_for(lambda: made.is_healthy("api-server"), 240, "the api-server's health check")
    for service in ("scheduler", "dag-processor", "triggerer"):
        made.start(service)
    for worker in WORKERS:
        made.start("worker", worker, "--celery-hostname", f"celery@{worker}")
    cycle.wait_for_dags(_api(made), 240)
    wait_for(lambda: all("ready." in made.log(worker, 10_000) for worker in WORKERS), 240, "both workers")
    assert " ".join(UNPAUSE) in (ROOT / "docs/howto/production.md").read_text(encoding="utf-8")
    unpaused = made.run(*UNPAUSE, service="scheduler")
    assert unpaused.returncode == 0, unpaused.stdout


def _api(made: Composed) -> AirflowApi:
    password = made.environment("init")["HUB_ADMIN_PASSWORD"]
    return AirflowApi(f"http://127.0.0.1:{made.api_port}", "admin", password)


def _tries(api: AirflowApi) -> list[dict[str, Any]]:
    """Every task instance of every run, as it stands now."""
    found: list[dict[str, Any]] = api.call("GET", "dags/~/dagRuns/~/taskInstances?limit=200")["task_instances"]
    return found


class Killer:
    """Looks on while the cycle runs, and kills the worker that waits for the slow system."""

    def __init__(self, made: Composed) -> None:
        self._made, self._api = made, _api(made)
        self.victim, self.killed_at = "", 0.0

    def look(self, _progress: list[cycle.Progress]) -> None:
        if self.victim:
            return
        tries = _tries(self._api)
        done = {item["hostname"] for item in tries if item["state"] == "success"}
        waiting = [item for item in tries if item["dag_id"] == SLOW[2] and item["state"] == "running"]
        # None queued: all that the worker has taken it has begun.
        if done == set(WORKERS) and waiting and not any(item["state"] == "queued" for item in tries):
            self.victim, self.killed_at = waiting[0]["hostname"], time.time()
            assert self._made.kill(self.victim) > 4, "the worker, its pool and the task"


def test_a_killed_worker_costs_its_cycle_no_more_than_a_retry(deployment: Composed, standins: Standins) -> None:
    standins.faults.inject(SLOW[0], "slow", dataset=SLOW[1], seconds=500)
    api, killer = _api(deployment), Killer(deployment)
    cycle.run(api, DAY.isoformat(), killer.look)

    assert killer.victim, "the cycle ended before a worker could be killed"
    survivor = next(worker for worker in WORKERS if worker != killer.victim)
    tries = _tries(api)
    assert {item["hostname"] for item in tries if item["state"] == "success"} == set(WORKERS)
    again = next(item for item in tries if item["dag_id"] == SLOW[2] and item["task_id"] == "land")
    assert (again["state"], again["hostname"], again["try_number"]) == ("success", survivor, 2)
    first = _history(api, again)[0]
    assert (first["state"], first["hostname"]) == ("failed", killer.victim)
    waited = _seconds(again["start_date"]) - killer.killed_at
    print(f"{killer.victim} was killed; its task was tried again after {waited:.0f} s")
    offered_again = int(deployment.settings("worker")[PATIENCE])
    assert waited < offered_again, "the missed heartbeat, not the queue's patience, brought it back"
    lost = [item for item in tries if item["try_number"] > 1]
    assert {_history(api, item)[0]["hostname"] for item in lost} == {killer.victim}, "only the killed worker's tasks"


def _history(api: AirflowApi, item: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"dags/{item['dag_id']}/dagRuns/{item['dag_run_id']}/taskInstances/{item['task_id']}/tries"
    found: list[dict[str, Any]] = api.call("GET", path)["task_instances"]
    return sorted(found, key=lambda one: one["try_number"])


def _seconds(moment: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(moment).timestamp()


def test_nothing_is_lost_and_nothing_doubled(deployment: Composed) -> None:
    done = deployment.run("hub", "verify", "--json", service="worker")
    assert done.returncode == 0, done.stdout[-3000:]
    proofs = json.loads(done.stdout[done.stdout.index("[") :])
    assert len(proofs) > 40
    assert [proof for proof in proofs if not proof["holds"]] == []
    assert {"verify-store-truth", "verify-quarantine-truth"} & {proof["rule"] for proof in proofs}
    with psycopg.connect(deployment.settings("worker")["HUB_DATABASE_URL"].replace("+psycopg", "")) as connection:
        stored = connection.execute(
            "select dataset, count(*) filter (where status = 'stored'), count(*) from hub.batch group by dataset"
        ).fetchall()
    assert {(stored_once, planned) for _dataset, stored_once, planned in stored} == {(1, 1)}


def test_a_long_task_that_is_offered_again_is_left_alone(deployment: Composed, standins: Standins) -> None:
    """Workers put back what was not confirmed in time, a look every 100 seconds; here one looks with less patience."""
    assert int(deployment.settings("worker")[PATIENCE]) == 300
    standins.faults.inject(SLOW[0], "slow", dataset=SLOW[1], seconds=60)
    api = _api(deployment)
    run_id = api.trigger(SLOW[2], DAY.isoformat())
    wait_for(lambda: api.tasks(SLOW[2], run_id)["land"] == "running", 240, "the long task's start")
    time.sleep(5)
    put_back = deployment.run("python", "-c", PUT_BACK, service="worker", **{PATIENCE: "4"})
    assert put_back.returncode == 0, put_back.stdout
    assert wait_for(lambda: _ended(api, run_id), 300, "the long task") == "success"
    assert {item["try_number"] for item in _tries(api) if item["dag_run_id"] == run_id} <= {0, 1}
    survivor = next(name for name in WORKERS if name in deployment.living())
    assert "already running elsewhere" in deployment.log(survivor, 10_000), "it was offered again"


def _ended(api: AirflowApi, run_id: str) -> str:
    state = next(run["state"] for run in api.runs(DAY.isoformat()) if run["dag_run_id"] == run_id)
    return state if state in {"success", "failed"} else ""


def test_people_of_fab_get_what_their_roles_allow(deployment: Composed) -> None:
    """Who logs in by FAB's own form or token is at the console what their FAB roles say, until FAB forgets them."""
    roles = ("Steward", "IT Team", "Auditor")
    typed = " ".join(f'"{name}"' if " " in name else name for name in roles)
    assert f"airflow roles create {typed}" in (ROOT / "docs/howto/production.md").read_text(encoding="utf-8")
    made = deployment.run("airflow", "roles", "create", *roles, service="scheduler")
    assert made.returncode == 0, made.stdout
    fab = Fab(deployment)
    assert fab.sees("") == (401, 401, 401), "nobody"
    expected = {
        ("Steward", "Viewer"): (200, 403, 403), ("IT Team", "Op"): (200, 403, 403), ("Auditor",): (200, 200, 403),
        ("Viewer",): (200, 403, 403), ("Public",): (403, 403, 403),
    }  # fmt: skip
    told = {names: fab.sees(fab.token(fab.person(*names))) for names in expected}
    assert told == expected
    assert fab.sees(fab.admin) == (200, 200, 200), "FAB's Admin"
    gone = fab.person("Steward")
    token = fab.token(gone)
    fab.call("DELETE", f"users/{gone}")
    assert fab.sees(token) == (401, 401, 401), "a token outlives its person, and opens nothing"

    browser, steward = requests.Session(), fab.person("Steward", "Viewer")
    form = browser.get(f"{fab.address}/auth/login/", timeout=60).text
    csrf = form.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    login = {"username": steward, "password": fab.password, "csrf_token": csrf}
    browser.post(f"{fab.address}/auth/login/", login, timeout=60, allow_redirects=False)
    page = browser.get(f"{fab.address}/hub/today", timeout=60)
    assert (page.status_code, steward in page.text) == (200, True)
    mark = page.text.partition('<meta name="csrf" content="')[2].partition('"')[0]
    own = {"Origin": fab.address}
    refused = browser.post(f"{fab.address}/hub/people", {"csrf": mark, "login": "x"}, headers=own, timeout=60)
    decided = browser.post(
        f"{fab.address}/hub/mappings/0/revoke", {"csrf": mark, "reason": "x"}, headers=own, timeout=60
    )
    assert (refused.status_code, decided.status_code) == (403, 409), "a steward decides, and limits nobody"


class Fab:
    """FAB's own interface for people and their roles, as its administrator."""

    password = "typed-at-the-form"

    def __init__(self, made: Composed) -> None:
        self.address, self._people = f"http://127.0.0.1:{made.api_port}", 0
        self.admin = self.token("admin", made.environment("init")["HUB_ADMIN_PASSWORD"])

    def call(self, method: str, path: str, **body: Any) -> None:
        headers = {"Authorization": f"Bearer {self.admin}"}
        answer = requests.request(method, f"{self.address}/auth/fab/v1/{path}", json=body, headers=headers, timeout=60)
        assert answer.ok, answer.text

    def person(self, *roles: str) -> str:
        self._people += 1
        login = f"person{self._people}"
        self.call("POST", "users", username=login, password=self.password, first_name=login, last_name="of FAB",
                  email=f"{login}@example.invalid", roles=[{"name": role} for role in roles])  # fmt: skip
        return login

    def token(self, login: str, password: str = password) -> str:
        body = {"username": login, "password": password}
        return str(requests.post(f"{self.address}/auth/token", json=body, timeout=60).json()["access_token"])

    def sees(self, token: str) -> tuple[int, ...]:
        """The answers of three pages: one for all, one for auditors, one for administrators."""
        paths, cookies = ("today", "audit", "people"), {"_token": token} if token else {}
        return tuple(
            requests.get(f"{self.address}/hub/{path}", cookies=cookies, timeout=60).status_code for path in paths
        )


def test_the_health_checks_tell_the_living_from_the_dead(deployment: Composed) -> None:
    dead = sorted(set(WORKERS) - deployment.living())
    assert len(dead) == 1
    checks = {name: deployment.check(name) for name in ("api-server", "scheduler", "dag-processor", "triggerer")}
    checks |= {name: deployment.check("worker", name) for name in WORKERS}
    said = {name: (check.communicate(timeout=240)[0], check.returncode) for name, check in checks.items()}
    assert [name for name, (_text, code) in said.items() if code != 0] == dead, said


def test_init_runs_again_over_what_it_made(deployment: Composed) -> None:
    again = deployment.run()
    assert again.returncode == 0, again.stdout[-3000:]
    assert "already exists" in again.stdout


def test_files_stand_in_the_object_store_and_its_outage_is_told(deployment: Composed) -> None:
    def reached() -> dict[str, bool]:
        found = json.loads(deployment.run("hub", "check", "--json", service="worker").stdout)
        assert all(place["url"].startswith("s3://hub-") for place in found["places"])
        return {place["place"]: place["is_reached"] for place in found["places"]}

    assert reached() == dict.fromkeys(("landing", "feeds", "reports", "docs"), True)
    deployment.kill("objects")
    assert not any(reached().values())
    away = deployment.run("hub", "sync", "rtps.services", "--date", DAY.isoformat(), "--json", service="worker")
    assert away.returncode == 1
    told, _end = json.JSONDecoder().raw_decode(away.stdout, away.stdout.index('{"message"'))
    assert (told["message_id"], told["actor"], told["retryable"]) == ("place-fails", "it_team", True)
    assert "Traceback" not in away.stdout
    deployment.start_objects()
    wait_for(lambda: deployment.is_healthy("objects"), 120, "the object store's health check")
    again = deployment.run("hub", "sync", "rtps.services", "--date", DAY.isoformat(), service="worker")
    assert again.returncode == 0, again.stdout
    proven = deployment.run("hub", "verify", service="worker")
    assert proven.returncode == 0, proven.stdout[-3000:]
