"""Keeps the services of one installation running: ``python -m embedded.supervisor`` with ``HUB_HOME``.

Each service has one thread that starts it when what it needs is ready, waits until it is ready itself, and starts it
again when it dies, later each time. SIGTERM stops all in reverse order. What is going on stands in ``run/status.json``.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import IO

from embedded import environment
from embedded.home import Home, write_private
from embedded.processes import end_group, kill_group, started_at
from embedded.services import Service, services
from hub.settings import hub_home

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between a death and the next start
SLOWEST_START = 240.0  # seconds; a service that is not ready by then is started again
POLL, IDLE_POLL = 0.4, 1.0  # seconds between two looks at a service that starts, and at one that runs


@dataclass
class State:
    """What is known of one service: waiting, starting, ready, done, failed, stopped."""

    state: str = "waiting"
    pid: int = 0
    started: float = 0.0
    since: float = 0.0
    restarts: int = 0
    stop_signal: str = "SIGTERM"


class Supervisor:
    """All services of one installation."""

    def __init__(self, home: Home, kept: Iterable[Service], environ: Mapping[str, str]) -> None:
        self._home = home
        self._services = {service.name: service for service in kept}
        self._states = {
            name: State(since=time.time(), stop_signal=item.stop_signal) for name, item in self._services.items()
        }
        self._environment = dict(environ)
        self._changed = threading.Condition()
        self.stopping = threading.Event()

    def run(self) -> None:
        """Start everything and stay until told to stop."""
        threads = [threading.Thread(target=self._tend, args=[item]) for item in self._services.values()]
        for thread in threads:
            thread.start()
        self._publish()
        while not self.stopping.wait(1):
            pass
        with self._changed:
            self._changed.notify_all()
        for wave in reversed(self._waves()):
            self._stop(wave)
        for thread in threads:
            thread.join(timeout=10)
        self._publish()

    def _tend(self, service: Service) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self.stopping.is_set() or self._has_needs(service))
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            began = time.monotonic()
            process = self._start(service)
            if process is None:
                break
            code = self._watch(service, process)
            kill_group(process.pid)  # what a dead leader left behind would hold ports and locks
            if self.stopping.is_set():
                break
            if service.once:
                self._set(service, "done" if code == 0 else "failed")
                return
            self._states[service.name].restarts += 1
            self._set(service, "waiting")
            pause = FIRST_PAUSE if time.monotonic() - began > 60 else min(pause * 2, LONGEST_PAUSE)
            self.stopping.wait(pause)

    def _start(self, service: Service) -> subprocess.Popen[bytes] | None:
        # Under the lock: once stopping has begun, either the pid is known to it or nothing is started any more.
        with self._changed, self._log(service) as log:
            if self.stopping.is_set():
                return None
            process = subprocess.Popen(  # noqa: S603  # our own list of services
                service.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=self._environment, cwd="/", start_new_session=True, **service.runs_as,
            )  # fmt: skip
            state = self._states[service.name]
            state.pid, state.started = process.pid, started_at(process.pid) or 0.0
        self._set(service, "starting")
        return process

    def _watch(self, service: Service, process: subprocess.Popen[bytes]) -> int:
        """Until the process ends; says once that it is ready. The exit code."""
        started = time.time()
        is_ready = service.once
        while (code := process.poll()) is None:
            if not is_ready and service.ready(started):
                is_ready = True
                self._set(service, "ready")
            elif not is_ready and time.time() - started > SLOWEST_START:
                kill_group(process.pid)
            time.sleep(IDLE_POLL if is_ready and not service.once else POLL)
        return code

    def _log(self, service: Service) -> IO[bytes]:
        return (self._home.logs / f"{service.name}.log").open("ab")

    def _has_needs(self, service: Service) -> bool:
        return all(self._states[name].state in {"ready", "done"} for name in service.needs)

    def _set(self, service: Service, state: str) -> None:
        with self._changed:
            self._states[service.name].state = state
            self._states[service.name].since = time.time()
            self._publish()
            self._changed.notify_all()

    def _publish(self) -> None:
        with self._changed:  # two at once would take each other's half-written file
            said = {
                "pid": os.getpid(),
                "started": started_at(os.getpid()),
                "services": {name: asdict(state) for name, state in self._states.items()},
            }
            write_private(self._home.status, json.dumps(said))

    def _waves(self) -> list[list[Service]]:
        """Services by how deep their needs go: those of one wave do not need each other."""
        depth: dict[str, int] = {}
        for service in self._services.values():  # the list is in the order of needs
            depth[service.name] = 1 + max((depth[name] for name in service.needs), default=-1)
        return [
            [self._services[name] for name, level in depth.items() if level == wanted]
            for wanted in range(max(depth.values()) + 1)
        ]

    def _stop(self, wave: list[Service]) -> None:
        enders = []
        for service in wave:
            state = self._states[service.name]
            if state.pid:
                how = {"stop_signal": service.stop_signal, "seconds": service.stop_seconds}
                enders.append(threading.Thread(target=end_group, args=[state.pid, state.started], kwargs=how))
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join()
        for service in wave:
            self._set(service, "stopped")


def main() -> int:
    """Run the supervisor of ``HUB_HOME``; a second one ends at once."""
    home = Home(hub_home())
    with (home.run / "supervisor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 1
        environment.postgres(home).initialise()
        supervisor = Supervisor(home, services(home), environment.of_children(home))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: supervisor.stopping.set())
        supervisor.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
