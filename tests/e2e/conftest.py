"""A whole stack on free ports in a home of its own, as ``make up`` starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from embedded import processes
from embedded.airflow_api import AirflowApi
from embedded.home import Home
from embedded.ports import SERVICES
from embedded.postgres import data_folder
from tests.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
DATE = "2026-11-20"  # a Friday


@dataclass(frozen=True)
class Stack:
    """One installation and the commands that a person would type."""

    home: Home
    base: int

    def environ(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "AIRFLOW"))}
        return {**kept, "HUB_HOME": str(self.home.path), "HUB_PORT_BASE": str(self.base), **more}

    def embedded(self, *arguments: str, timeout: float = 400, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, "-m", "embedded", *arguments], timeout, **more)

    def up(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.embedded("up", "--scale", "0.05", "--seed", "7", "--date", DATE, *arguments, **more)

    def hub(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run([str(Path(sys.executable).parent / "hub"), *arguments], 120)

    def api(self, login: str = "admin") -> AirflowApi:
        return AirflowApi(f"http://127.0.0.1:{self.base}", login, self.home.secret()[login])

    def living(self) -> list[psutil.Process]:
        """Processes of the installation, PostgreSQL's own among them (they overwrite their environment)."""
        data = data_folder(self.home.path)
        servers = [
            process
            for process in psutil.process_iter(["cmdline"])
            if str(data) in (process.info["cmdline"] or []) and process.status() != psutil.STATUS_ZOMBIE
        ]
        return [*processes.marked(self.home.path), *servers]

    def _run(self, command: list[str], timeout: float, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.environ(**more), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=timeout, check=False,
        )  # fmt: skip


def _made(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Stack]:
    stack = Stack(Home(tmp_path_factory.mktemp(name)), free_ports(len(SERVICES)))
    try:
        yield stack
    finally:
        stack.embedded("down")
        processes.sweep(stack.home.path, seconds=2)
        data = data_folder(stack.home.path)
        shutil.rmtree(data.parent if data.parent != stack.home.path else data, ignore_errors=True)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack that the tests of a module share; nothing is started yet."""
    yield from _made(tmp_path_factory, "stack")


@pytest.fixture
def fresh_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack for one test."""
    yield from _made(tmp_path_factory, "fresh")
