"""The stand-ins as processes of their own, for integration tests: started, told apart, killed in mid-page."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest

from embedded.environment import hub_settings, of_standins
from embedded.home import Home
from embedded.ports import SERVICES
from embedded.services import STANDINS
from hub.contracts import connector
from hub.settings import settings
from sandbox.faults import Faults
from sandbox.world.store import World
from tests.ports import free_port


class Standins:
    """One sandbox: its world, its faults, and a process a system."""

    def __init__(self, home: Path, *, seed: int, scale: float, start: date) -> None:
        self.home = Home(home)
        self.home.remember(ports={name: free_port() for name in SERVICES})
        self.world = World.create(self.home.sandbox, seed=seed, scale=scale, start=start)
        self.faults = Faults(self.home.sandbox)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start the named stand-ins (all, when none is named) and wait until they listen."""
        told = {**os.environ, **of_standins(self.home)}
        port = self.home.options()["ports"]
        for name in names or STANDINS:
            command = [sys.executable, "-m", f"sandbox.standins.{name}", "--home", str(self.home.sandbox),
                       "--port", str(port[name])]  # fmt: skip
            log = (self.home.logs / f"{name}.log").open("ab")
            self._processes[name] = subprocess.Popen(command, env=told, stdout=log, stderr=log)
        for name in names or STANDINS:
            end = time.monotonic() + 60
            while not _listens(self._processes[name], port[name]):
                assert self._processes[name].poll() is None, (self.home.logs / f"{name}.log").read_text()
                assert time.monotonic() < end, f"{name} does not listen"
                time.sleep(0.05)

    def kill(self, name: str) -> None:
        """``kill -9`` one stand-in."""
        self._processes[name].send_signal(signal.SIGKILL)
        self._processes.pop(name).wait()

    def stop(self) -> None:
        """End every stand-in."""
        for process in self._processes.values():
            process.kill()
            process.wait()

    def environment(self, day: date) -> dict[str, str]:
        """The settings and connections that lead the hub to these stand-ins; connections have little patience."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HUB_DATABASE_URL", "chosen by each test")
            told = hub_settings(self.home, day.isoformat())
        told.pop("HUB_DATABASE_URL")
        return {name: _impatient(name, value) if name.startswith(CONN) else value for name, value in told.items()}


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether this very process holds the port: that something answers there is not enough."""
    with contextlib.suppress(psutil.NoSuchProcess):
        held = psutil.Process(process.pid).net_connections("tcp")
        return any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in held)
    return False


CONN = "AIRFLOW_CONN_"
PATIENCE = {
    "attempts": 4, "retry_wait_seconds": 0.02, "retry_wait_max_seconds": 0.1, "retry_after_min_seconds": 0.02,
    "connect_timeout_seconds": 2, "read_timeout_seconds": 5, "requests_per_second": 0,
    "ack_timeout_seconds": 10, "ack_poll_seconds": 0.02,
}  # fmt: skip


def _impatient(variable: str, value: str) -> str:
    """The connection with those settings of ``PATIENCE`` that its connector knows."""
    conn_id = variable.removeprefix(CONN).lower()
    package = connector(conn_id.split("_")[0])
    model = getattr(package, "MORE_SETTINGS", {}).get(conn_id, package.SETTINGS)
    known = {name: setting for name, setting in PATIENCE.items() if name in model.model_fields}
    body = json.loads(value)
    return json.dumps({**body, "extra": {**(body.get("extra") or {}), **known}})


@contextlib.contextmanager
def running(
    home: Path, monkeypatch: pytest.MonkeyPatch, *names: str, seed: int = 7, scale: float = 0.05,
    start: date = date(2026, 11, 20),
) -> Iterator[Standins]:  # fmt: skip
    """Stand-ins that run for one test, with the environment pointing at them."""
    standins = Standins(home, seed=seed, scale=scale, start=start)
    try:
        standins.start(*names)
        for name, value in standins.environment(start).items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield standins
    finally:
        standins.stop()
