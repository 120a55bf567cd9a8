"""The services of the stack: how each is started, when it is ready, what it waits for."""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from embedded import environment
from embedded.home import Home
from embedded.ports import is_open
from hub.settings import ROOT
from sandbox.standins.declared import declared

STANDINS = tuple(declared())
Ready = Callable[[float], bool]


@dataclass(frozen=True)
class Service:
    """One process, or with ``once`` one step that ends. ``ready(started)`` says whether others may go on."""

    name: str
    command: list[str]
    needs: tuple[str, ...] = ()
    ready: Ready = field(default=lambda _started: True, repr=False)
    once: bool = False
    stop_signal: str = "SIGTERM"
    stop_seconds: float = 20
    runs_as: Mapping[str, Any] = field(default_factory=dict)


def services(home: Home) -> list[Service]:
    """Every service, each after those it needs; Airflow's only where it is wanted."""
    port: dict[str, int] = home.options()["ports"]
    server = environment.postgres(home)
    python = sys.executable
    step = [python, "-m", "embedded.steps"]
    airflow = [python, "-m", "airflow"]
    api = f"http://127.0.0.1:{port['airflow']}"
    ground = [
        Service("postgres", server.command(), ready=lambda _started: _answers(server.conninfo()),
                stop_signal="SIGINT", runs_as=server.runs_as()),
        Service("world", [*step, "world"], once=True),
        Service("hub-tables", [*step, "hub-tables"], needs=("postgres",), once=True),
        *(_standin(name, home, port[name]) for name in STANDINS),
        Service("portals", [str(Path(python).with_name("hub")), "api", "--port", str(port["portals"])],
                needs=("hub-tables",), ready=_is_healthy(f"http://127.0.0.1:{port['portals']}/health")),
        # Beside Airflow, not in it: that nothing runs is noticed also when the scheduler is what does not run.
        Service("watch", [str(Path(python).with_name("hub")), "watch", "--every", "10"],
                needs=("hub-tables", "sandbox-smtp", "sandbox-sms"), stop_seconds=5),
    ]  # fmt: skip
    if not home.options().get("airflow", True):
        return ground
    return [
        *ground,
        Service("airflow-tables", [*step, "airflow-tables"], needs=("postgres",), once=True),
        Service("api-server", [*airflow, "api-server"], needs=("airflow-tables",), ready=_serves_tasks(api)),
        Service("scheduler", [*airflow, "scheduler", "--skip-serve-logs"], needs=("api-server",),
                ready=_beats(api, "scheduler")),
        Service("dag-processor", [*airflow, "dag-processor"], needs=("api-server",),
                ready=_beats(api, "dag_processor")),
        Service("triggerer", [*airflow, "triggerer", "--skip-serve-logs"], needs=("scheduler", "dag-processor"),
                ready=_beats(api, "triggerer"), stop_seconds=5),
    ]  # fmt: skip


def _standin(name: str, home: Home, port: int) -> Service:
    command = [sys.executable, "-m", f"sandbox.standins.{name}", "--home", str(home.sandbox), "--port", str(port)]
    return Service(f"sandbox-{name}", command, needs=("world",), ready=lambda _started: is_open(port), stop_seconds=5)


def _answers(conninfo: str) -> bool:
    try:
        with psycopg.connect(conninfo, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _is_healthy(url: str) -> Ready:
    def ready(_started: float) -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own address
                return bool(answer.status == 200)
        except OSError:
            return False

    return ready


def _health(api: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{api}/api/v2/monitor/health", timeout=5) as answer:  # noqa: S310  # our own address
        found: dict[str, Any] = json.load(answer)
        return found


def _serves_tasks(api: str) -> Ready:
    def ready(_started: float) -> bool:
        try:
            _health(api)
            # The first call builds the task interface, which takes seconds: tasks must not be the ones to wait for it.
            with urllib.request.urlopen(f"{api}/execution/health", timeout=120) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, ValueError):
            return False

    return ready


def _beats(api: str, component: str) -> Ready:
    """Ready when the heartbeat is newer than the start: an old one counts as healthy for half a minute."""

    def ready(started: float) -> bool:
        try:
            beat = _health(api)[component][f"latest_{component}_heartbeat"]
        except (OSError, ValueError, KeyError):
            return False
        return bool(beat) and datetime.fromisoformat(beat).timestamp() > started

    return ready


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll ``condition`` five times a second; whether it came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


__all__ = ["ROOT", "STANDINS", "Service", "services", "wait_until"]
