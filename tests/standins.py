"""The stand-ins as processes of their own, for integration tests: started, told apart, killed in mid-page."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from embedded.environment import hub_settings, of_standins
from embedded.home import Home
from embedded.ports import SERVICES, is_open
from embedded.services import STANDINS
from hub.settings import settings
from sandbox.faults import Faults
from sandbox.world.store import World
from tests.conftest import free_port


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
            while not is_open(port[name]):
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
        """The settings and connections that lead the hub to these stand-ins."""
        told = hub_settings(self.home, day.isoformat())
        return {name: value for name, value in told.items() if name != "HUB_DATABASE_URL"}


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
