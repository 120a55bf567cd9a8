"""The services of ``docker-compose.yml`` as plain processes: its commands, its settings, its health checks.

What the file says is taken as it stands; only addresses, ports and folders become those of this machine. One machine
has one network and one name, so each process is told its own ports and, as a container would be, its ``HOSTNAME``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil
import yaml

from embedded import processes
from embedded.environment import MARK
from embedded.postgres import Postgres
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\})")


def interpolate(value: str, variables: Mapping[str, str]) -> str:
    """``${NAME}``, ``${NAME:-default}``, ``${NAME:?message}`` and ``$$`` as compose reads them; ``KeyError`` if demanded."""

    def one(found: re.Match[str]) -> str:
        name, kind, rest = found["name"], found["kind"], found["rest"]
        if name is None:
            return "$"
        given = variables.get(name, "")
        if not given and kind == "?":
            raise KeyError(f"{name}: {rest}")
        return given or (rest if kind == "-" else "")

    return _VARIABLE.sub(one, value)


class Composed:
    """Processes of one deployment under ``folder``; ``env_file`` is what the deployment's ``.env`` holds."""

    def __init__(self, folder: Path, env_file: Mapping[str, str], *, server: Postgres) -> None:
        self.folder = folder
        self._env_file = dict(env_file)
        self._services: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
        self._running: dict[str, tuple[str, subprocess.Popen[bytes]]] = {}
        self.api_port, self.redis_port, self.health_port = free_port(), free_port(), free_port()
        self.objects_port = free_port()
        self._here = {
            "postgres:5432": f"127.0.0.1:{server.port}",
            "redis:6379": f"127.0.0.1:{self.redis_port}",
            "api-server:8080": f"127.0.0.1:{self.api_port}",
            "localhost:8080": f"127.0.0.1:{self.api_port}",
            "localhost:8974": f"127.0.0.1:{self.health_port}",
            "objects:8333": f"127.0.0.1:{self.objects_port}",
            "localhost:8333": f"127.0.0.1:{self.objects_port}",
            "-dir=/data": f"-dir={folder}/objects",
            "/opt/hub/app": str(ROOT),
            "/opt/hub": str(folder),
        }
        (folder / "airflow").mkdir(parents=True)
        (folder / "airflow" / "config").symlink_to(ROOT / "config")  # as the image holds it
        (folder / "logs").mkdir()
        (folder / "redis").mkdir()
        (folder / "objects").mkdir()

    def settings(self, service: str) -> dict[str, str]:
        """The file's own settings of a service, with this machine's addresses."""
        block: dict[str, Any] = self._services[service].get("environment") or {}
        return {name: self._local(str(value)) for name, value in block.items()}

    def environment(self, service: str, name: str = "") -> dict[str, str]:
        """All that a process of a service is told."""
        own = {
            "HOSTNAME": name or service,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "AIRFLOW__CORE__HOSTNAME_CALLABLE": "tests.e2e.container.name",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.api_port),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.health_port),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
            MARK: str(self.folder),
            "SPT_NOENV": "1",  # else Airflow's process titles overwrite the mark
        }
        given = self.settings(service)
        assert not own.keys() & given.keys(), "what the file sets is what is proven"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "AIRFLOW", "PYTHON"))}
        return kept | self._env_file | given | own

    def start(self, service: str, name: str = "", *more: str) -> None:
        """Start one process of a service in a session of its own."""
        name = name or service
        with (self.folder / "logs" / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*self._command(service), *more], env=self.environment(service, name), cwd=self.folder, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self._running[name] = (service, process)

    def start_objects(self) -> None:
        """The object store on ports of its own: it has one inner door a part, and each part a second for gRPC."""
        parts = {
            f"-{part}.port{kind}": free_port() for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")
        }
        parts["-s3.port"] = self.objects_port
        self.start("objects", "", *(f"{option}={port}" for option, port in parts.items()), "-s3.ip.bind=127.0.0.1")

    def run(self, *command: str, service: str = "init", **other: str) -> subprocess.CompletedProcess[str]:
        """Run one command, else the service's own, to its end; ``other`` settings stand in place of the file's."""
        return subprocess.run(
            list(command) or self._command(service), env=self.environment(service) | other, cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False,
        )  # fmt: skip

    def living(self) -> set[str]:
        """The services that were started and run."""
        return {name for name, (_service, process) in self._running.items() if process.poll() is None}

    def check(self, service: str, name: str = "") -> subprocess.Popen[str]:
        """Begin the file's health check of a service, as in the container ``name``."""
        kind, *test = [self._local(part) for part in self._services[service]["healthcheck"]["test"]]
        command = ["sh", "-c", *test] if kind == "CMD-SHELL" else test
        return subprocess.Popen(
            command, env=self.environment(service, name), cwd=self.folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def is_healthy(self, name: str) -> bool:
        """Whether the file's health check of a service passes now."""
        assert self._running[name][1].poll() is None, f"{name} ended: {self.log(name)}"
        check = self.check(*self._running[name][:1], name)
        check.communicate(timeout=180)
        return check.returncode == 0

    def kill(self, name: str) -> int:
        """``kill -9`` a service with every process below it, as the end of its container; how many there were."""
        process = self._running.pop(name)[1]
        leader = psutil.Process(process.pid)
        family = [leader, *leader.children(recursive=True)]
        for member in family:
            member.kill()
        process.wait()
        return len(family)

    def log(self, name: str, lines: int = 40) -> str:
        """The end of a service's log."""
        content = (self.folder / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(content.splitlines()[-lines:])

    def stop(self) -> None:
        """End every process of the deployment, whatever has become of its parents."""
        processes.sweep(self.folder, seconds=10)
        for _service, process in self._running.values():
            process.kill()
            process.wait()
        self._running.clear()

    def _command(self, service: str) -> list[str]:
        return [self._local(part) for part in self._services[service]["command"]]

    def _local(self, value: str) -> str:
        told = interpolate(value, self._env_file)
        for there, here in self._here.items():
            told = told.replace(there, here)
        return told


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """Until ``condition`` gives something true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.5)
    return found


def program(name: str, package: str) -> str:
    """The path of a program of the machine; skips the test where it is missing."""
    import pytest

    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {package}")
    return found
