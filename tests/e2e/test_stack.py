"""``make up`` and ``make down`` as a person meets them: one stack, its tests in order."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from embedded import cycle, processes
from embedded.environment import of_children
from embedded.stack import is_up, states
from hub.contracts import contracts
from sandbox.faults import Faults

from . import console
from .conftest import DATE, ROOT, Stack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]
SATURDAY, MONDAY = "2026-11-21", "2026-11-23"
SYNC = "sync_rtps_services"


def wait_for(condition: Callable[[], Any], seconds: float = 240, seen: Callable[[], Any] = str) -> Any:
    """Until ``condition`` gives something; ``seen`` tells what was there instead."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"not within {seconds} s: {seen()}"
        time.sleep(0.5)
    return found


def ignore_errors(call: Callable[[], Any]) -> Callable[[], Any]:
    def tried() -> Any:
        try:
            return call()
        except (requests.RequestException, OSError):
            return None

    return tried


def runs(stack: Stack, date: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for run in stack.api().runs(date):
        found.setdefault(run["dag_id"], run["state"])
    return found


def waiting(stack: Stack, dag_id: str) -> dict[str, Any] | None:
    return next((item for item in stack.api().waiting() if item["task_instance"]["dag_id"] == dag_id), None)


def held_run(stack: Stack, date: str) -> dict[str, Any]:
    """Sync RTPS's services with a wrong control total, and wait until the batch waits for the steward."""
    faults = Faults(stack.home.sandbox)
    faults.inject("rtps", "wrong_total", dataset="rtps.services", times=50)  # whenever it is asked again
    stack.api().trigger(SYNC, date)
    found: dict[str, Any] = wait_for(lambda: waiting(stack, SYNC))
    faults.clear("rtps")
    return found


def answer(stack: Stack, detail: dict[str, Any], option: str, reason: str, login: str = "steward") -> None:
    task = detail["task_instance"]
    stack.api(login).answer(task["dag_id"], task["dag_run_id"], task["task_id"], option=option, reason=reason)


def decide(stack: Stack, option: str, reason: str, done: Callable[[], bool]) -> None:
    """Answer whenever asked: a program answers too soon for Airflow (config/hub_triggers.py) and is asked again."""

    def is_done() -> bool:
        if asked := waiting(stack, SYNC):
            ignore_errors(lambda: answer(stack, asked, option, reason))()
        return done()

    wait_for(is_done, seen=lambda: cycle.look(stack.api(), DATE))


def batch_of(detail: dict[str, Any]) -> str:
    found = re.search(r"rtps\.services/\d{4}-\d\d-\d\d/\d{3}", detail["subject"])
    assert found, detail["subject"]
    return found.group()


def test_up_brings_every_dataset_through_airflow(stack: Stack) -> None:
    done = stack.up()
    assert done.returncode == 0, done.stdout[-4000:]
    for dataset in contracts():
        line = next(line for line in done.stdout.splitlines() if dataset in line and "stored" in line)
        received, accepted, quarantined = (int(number) for number in re.findall(r"\d+", line.replace(",", ""))[-3:])
        assert received == accepted + quarantined > 0
    assert f"http://127.0.0.1:{stack.base}" in done.stdout
    assert stack.home.secret()["steward"] in done.stdout
    assert set(runs(stack, DATE).values()) == {"success"}
    assert set(cycle.dags()) <= set(runs(stack, DATE))


# The second event comes while the first one's transaction, which made the pending run, is still open.
TWO_EVENTS = """
import threading
import sqlalchemy as sa
from airflow.assets.manager import asset_manager
from airflow.models.asset import AssetEvent, AssetModel, AssetPartitionDagRun, PartitionedAssetKeyLog
from airflow.utils.session import create_session

KEY, is_told, goes_on = "2099-01-01", threading.Event(), threading.Event()

def tell(name, before, after):
    before()
    with create_session() as session:
        asset = session.scalar(sa.select(AssetModel).where(AssetModel.name == name))
        asset_manager.register_asset_change(asset=asset, partition_key=KEY, session=session)
        session.flush()
        after()

threads = [
    threading.Thread(target=tell, args=("store_hrms_employees", int, lambda: (is_told.set(), goes_on.wait(2)))),
    threading.Thread(target=tell, args=("store_cpgram_grievances", is_told.wait, goes_on.set)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with create_session() as session:
    runs = sa.select(AssetPartitionDagRun.target_dag_id).where(AssetPartitionDagRun.partition_key == KEY)
    told = sa.select(sa.func.count(PartitionedAssetKeyLog.id)).where(PartitionedAssetKeyLog.source_partition_key == KEY)
    print("pending", *session.scalars(runs), "told", session.scalar(told))
    session.execute(sa.delete(PartitionedAssetKeyLog).where(PartitionedAssetKeyLog.source_partition_key == KEY))
    session.execute(sa.delete(AssetPartitionDagRun).where(AssetPartitionDagRun.partition_key == KEY))
    session.execute(sa.delete(AssetEvent).where(AssetEvent.partition_key == KEY))
"""


def test_two_datasets_stored_at_once_make_one_pending_run_of_their_day(stack: Stack) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWO_EVENTS], env=of_children(stack.home), cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1:] == ["pending reconcile told 2"], done.stdout + done.stderr


def test_up_again_finds_all_running(stack: Stack) -> None:
    before = states(stack.home)
    done = stack.up()
    assert done.returncode == 0, done.stdout[-4000:]
    assert "Everything runs already" in done.stdout
    other = stack.up("--scale", "3")
    assert other.returncode == 1
    assert "--scale 3" in other.stdout
    assert f"--seed 7 --scale 0.05 --date {DATE}" in other.stdout, "the world that stands is not another one"
    assert "make clean" in other.stdout
    assert states(stack.home) == before
    assert len([run for run in stack.api().runs(DATE) if run["dag_id"] == SYNC]) == 1, "and syncs nothing again"


def test_a_held_batch_is_released_in_the_console_and_its_day_goes_on(stack: Stack) -> None:
    assert stack.hub("sandbox", "advance").returncode == 0
    detail = held_run(stack, SATURDAY)
    assert "रुका हुआ बैच" in detail["subject"]
    assert "The counts do not agree" in detail["body"]
    for dag_id in cycle.dags():
        if dag_id not in {*cycle.FOLLOWERS, SYNC}:
            stack.api().trigger(dag_id, SATURDAY)

    def others_are_stored() -> bool:
        return sum(state == "success" for state in runs(stack, SATURDAY).values()) == len(contracts()) - 1

    wait_for(others_are_stored, seen=lambda: cycle.look(stack.api(), SATURDAY))
    assert not set(cycle.FOLLOWERS) & set(runs(stack, SATURDAY)), "the held dataset holds its day"

    with pytest.raises(requests.HTTPError, match="403"):
        answer(stack, detail, "Approve", "I may only look", login="viewer")
    answer(stack, detail, "Approve", "")  # a decision needs a reason: the hub asks again

    def day_is_whole() -> bool:
        return all(runs(stack, SATURDAY).get(name) == "success" for name in cycle.FOLLOWERS)

    console.decide(stack, batch_of(detail), "release", "The source counts withdrawn services too")
    wait_for(day_is_whole, seen=lambda: cycle.look(stack.api(), SATURDAY))
    assert runs(stack, SATURDAY)[SYNC] == "success"
    assert "withdrawn services" in stack.hub("audit", "list", "--json").stdout


def test_the_console_is_closed_to_strangers_and_starts_syncs_with_airflows_rights(stack: Stack) -> None:
    address = f"http://127.0.0.1:{stack.base}/hub"
    for path in ("/", "/today", "/static/console.css", "/openapi.json"):
        assert requests.get(address + path, timeout=60, allow_redirects=False).status_code == 401, path
    assert console.start(stack, "rtps.services", SATURDAY, "viewer") == 403
    assert console.start(stack, "rtps.services", SATURDAY, "steward") == 403
    before = len([run for run in stack.api().runs(SATURDAY) if run["dag_id"] == SYNC])
    assert console.start(stack, "rtps.services", SATURDAY, "it_team") == 303
    again = [run for run in stack.api().runs(SATURDAY) if run["dag_id"] == SYNC]
    assert len(again) == before + 1
    wait_for(lambda: runs(stack, SATURDAY)[SYNC] == "success")


def test_a_decision_that_is_taken_elsewhere_is_followed(stack: Stack) -> None:
    assert stack.hub("sandbox", "advance").returncode == 0
    detail = held_run(stack, MONDAY)
    released = stack.hub("batches", "release", batch_of(detail), "--reason", "Checked by telephone", "--as", "asha")
    assert released.returncode == 0, released.stdout
    wait_for(lambda: runs(stack, MONDAY)[SYNC] == "success")
    assert waiting(stack, SYNC) is None, "nobody is asked any more"
    run = next(run for run in stack.api().runs(MONDAY) if run["dag_id"] == SYNC)
    assert stack.api().tasks(SYNC, run["dag_run_id"])["store"] == "success", "the first decision stands"


def test_a_held_batch_is_refused_by_the_steward(stack: Stack) -> None:
    stack_date = "2026-11-24"
    assert stack.hub("sandbox", "advance").returncode == 0
    held_run(stack, stack_date)
    decide(stack, "Reject", "The source must count again", lambda: runs(stack, stack_date)[SYNC] == "success")
    detail = held_run(stack, stack_date)
    console.decide(stack, batch_of(detail), "refuse", "It has not counted again yet")
    wait_for(lambda: runs(stack, stack_date)[SYNC] == "success")
    assert waiting(stack, SYNC) is None
    both = [run["dag_run_id"] for run in stack.api().runs(stack_date) if run["dag_id"] == SYNC]
    assert [stack.api().tasks(SYNC, run)["store"] for run in both] == ["skipped", "skipped"]
    assert not set(cycle.FOLLOWERS) & set(runs(stack, stack_date))
    # The source has mended its count: the next run fetches anew and stores.
    stack.api().trigger(SYNC, stack_date)
    wait_for(
        lambda: len([r for r in stack.api().runs(stack_date) if r["dag_id"] == SYNC and r["state"] == "success"]) == 3
    )
    newest = stack.api().runs(stack_date)[0]
    assert stack.api().tasks(SYNC, newest["dag_run_id"])["store"] == "success"


@pytest.mark.parametrize("victim", ["postgres", "sandbox-rtps", "scheduler", "api-server"])
def test_what_is_killed_comes_back(stack: Stack, victim: str) -> None:
    killed = states(stack.home)[victim]
    os.kill(killed["pid"], signal.SIGKILL)
    wait_for(lambda: states(stack.home)[victim]["restarts"] > killed["restarts"] and is_up(stack.home))
    assert states(stack.home)[victim]["pid"] != killed["pid"]
    api = stack.api()
    run_id = wait_for(ignore_errors(lambda: api.trigger("sync_rtps_services", DATE)))
    done = ignore_errors(lambda: {run["dag_run_id"]: run["state"] for run in api.runs(DATE)}.get(run_id) == "success")
    wait_for(done, 180)


def test_down_leaves_nothing_even_after_the_supervisor_was_killed(stack: Stack) -> None:
    assert len(stack.living()) > 10
    leader = processes.marked(stack.home.path)
    supervisor = next(item for item in leader if "embedded.supervisor" in item.cmdline())
    os.kill(supervisor.pid, signal.SIGKILL)
    os.kill(states_before(stack)["scheduler"]["pid"], signal.SIGKILL)
    done = stack.embedded("down")
    assert done.returncode == 0, done.stdout
    assert stack.living() == []
    assert stack.embedded("down").returncode == 0, "and again, with nothing to stop"


def states_before(stack: Stack) -> dict[str, Any]:
    from embedded.home import read_json

    services: dict[str, Any] = read_json(stack.home.status)["services"]
    return services


def test_ctrl_c_on_the_way_up_leaves_nothing(fresh_stack: Stack) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "embedded", "up", "--scale", "0.05", "--date", DATE], cwd=ROOT,
        env=fresh_stack.environ(), stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job would ignore it
    )  # fmt: skip
    wait_for(lambda: states(fresh_stack.home).get("api-server", {}).get("state") == "starting")
    process.send_signal(signal.SIGINT)
    said, _none = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert fresh_stack.living() == []


def test_a_taken_port_is_named_and_nothing_is_started(fresh_stack: Stack) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", fresh_stack.base + 2))
        taken.listen()
        done = fresh_stack.up()
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert f"Port {fresh_stack.base + 2}, wanted by rtps, is taken" in said
    assert f"pid {os.getpid()}" in said
    assert "HUB_PORT_RTPS" in said
    assert fresh_stack.living() == []
