"""The deployment's scripts: they read as shell, and ``init.sh`` does its steps in order or stops."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
# Programs that would need a server only write down how they were called; init.sh's own Python runs as it is.
RECORDER = f"""#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $*" in
  "$FAILS"*) exit 3 ;;
  "python -") exec {sys.executable} - ;;
esac
"""


@pytest.fixture
def init(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A folder with recorders in its ``bin`` and the environment in which ``init.sh`` is to run."""
    (tmp_path / "bin").mkdir()
    for name in ("airflow", "python"):
        recorder = tmp_path / "bin" / name
        recorder.write_text(RECORDER, encoding="utf-8")
        recorder.chmod(0o755)
    return tmp_path, {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "FAILS": "nothing",
        "HUB_LANDING_URL": f"file://{tmp_path}/objects/hub-landing",
        "HUB_FEEDS_URL": str(tmp_path / "objects" / "hub-feeds"),
        "HUB_REPORTS_URL": str(tmp_path / "objects" / "hub-reports"),
        "HUB_DOCS_URL": str(tmp_path / "objects" / "hub-docs"),
    }


def run(folder: Path, environ: dict[str, str]) -> tuple[int, list[str]]:
    """The exit code and the calls made."""
    done = subprocess.run(["sh", str(DEPLOY / "init.sh")], env=environ, capture_output=True, text=True, check=False)
    calls = folder / "calls"
    made = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    calls.unlink(missing_ok=True)
    return done.returncode, made


@pytest.mark.parametrize("script", sorted(path.name for path in DEPLOY.glob("*.sh")))
def test_the_scripts_read_as_shell_and_can_be_run(script: str) -> None:
    path = DEPLOY / script
    assert os.access(path, os.X_OK)
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
    assert "set -eu" in path.read_text(encoding="utf-8")


def test_init_makes_tables_then_the_first_administrator_then_folders(init: tuple[Path, dict[str, str]]) -> None:
    folder, environ = init
    code, calls = run(folder, environ | {"HUB_ADMIN_PASSWORD": "a pass phrase"})
    assert code == 0
    assert calls[0] == "airflow db migrate"
    assert "hub.migrations" in calls[1]
    assert calls[2].startswith("airflow users create --username admin --password=a pass phrase --role Admin")
    assert calls[3] == "python -"
    assert {path.name for path in (folder / "objects").iterdir()} == {
        "hub-landing",
        "hub-feeds",
        "hub-reports",
        "hub-docs",
    }
    assert run(folder, environ | {"HUB_ADMIN_PASSWORD": "a pass phrase"}) == (0, calls), "and again"


def test_init_makes_no_administrator_without_a_password(init: tuple[Path, dict[str, str]]) -> None:
    code, calls = run(*init)
    assert code == 0
    assert [call for call in calls if "users" in call] == []


def test_init_stops_at_the_first_step_that_fails(init: tuple[Path, dict[str, str]]) -> None:
    folder, environ = init
    assert run(folder, environ | {"FAILS": "airflow db"}) == (3, ["airflow db migrate"])
    code, calls = run(folder, environ | {"FAILS": "python -c"})
    assert (code, len(calls)) == (3, 2)
    assert not (folder / "objects").exists(), "the services must not start on half a deployment"
