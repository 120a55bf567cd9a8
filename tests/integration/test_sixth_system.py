"""A sixth system is one folder, one suite and one stand-in dropped into the tree, and not a line elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from embedded.ports import is_open
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
DROPPED = Path(__file__).parent / "sixth_system"
ROOMS = ("hub", "connectors", "expectations", "sandbox", "embedded", "dags", "plugins", "config")
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with the three things dropped in; nothing that was there is written over."""
    copy = tmp_path_factory.mktemp("tree")
    for room in ROOMS:
        if (ROOT / room).exists():
            shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for path in DROPPED.rglob("*"):
        target = copy / path.relative_to(DROPPED)
        if path.is_file() and "__pycache__" not in path.parts:
            assert not target.exists(), f"{target} would be an edit"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return copy


@pytest.fixture
def hub(tree: Path, database: str, hub_home: Path) -> Iterator[Run]:
    """Runs the command line of that tree against its stand-in."""
    port = free_port()
    told = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "HUB_HOME": str(hub_home),
        "HUB_DATABASE_URL": database,
        "AIRFLOW_CONN_LSK": json.dumps({"conn_type": "http", "schema": "http", "host": "127.0.0.1", "port": port}),
    }
    serving = subprocess.Popen([sys.executable, "-m", "sandbox.standins.lsk", "--port", str(port)], cwd=tree, env=told)

    def run(*arguments: str, code: int = 0) -> Any:
        command = [sys.executable, "-c", "from hub.cli.main import main; main()", *arguments, "--json"]
        done = subprocess.run(command, cwd=tree, env=told, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    try:
        end = time.monotonic() + 30
        while not is_open(port):
            assert time.monotonic() < end
            time.sleep(0.05)
        yield run
    finally:
        serving.kill()
        serving.wait()


def test_its_rows_go_the_whole_way(hub: Run) -> None:
    (first,) = hub("sync", "lsk.inspections", "--date", "2026-11-20")
    assert {name: first[name] for name in ("status", "received", "accepted", "quarantined")} == {
        "status": "stored", "received": 40, "accepted": 38, "quarantined": 2,
    }  # fmt: skip
    waiting = hub("quarantine", "list", "--dataset", "lsk.inspections")
    reasons = {row["key"]: [failure["expectation"] for failure in row["failures"]] for row in waiting}
    assert reasons == {"LSK007": ["items_in_order.range"], "LSK009": ["district_lgd.not_null"]}

    (second,) = hub("sync", "lsk", "--date", "2026-11-21")
    assert (second["unchanged"], second["removed"]) == (37, 1)
    assert any(row["dataset"] == "lsk.inspections" and not row["is_late"] for row in hub("status"))
    mine = [proof for proof in hub("verify") if proof["subject"] == "lsk.inspections"]
    assert mine
    assert all(proof["holds"] for proof in mine)


@pytest.mark.airflow
def test_it_has_a_dag_of_its_own(tree: Path, tmp_path: Path) -> None:
    told = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (tree, tree / "dags", ROOT / "config"))),  # as Airflow does it itself
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path}/airflow.db",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    script = (
        "from airflow.dag_processing.dagbag import DagBag; import json;"
        f"bag = DagBag(dag_folder={str(tree / 'dags')!r});"
        "print('DAGS', json.dumps([sorted(bag.dags), bag.import_errors]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tree, env=told, capture_output=True, text=True, check=True
    )
    dags, errors = json.loads(done.stdout.rsplit("DAGS ", 1)[1])
    assert errors == {}
    assert "sync_lsk_inspections" in dags
