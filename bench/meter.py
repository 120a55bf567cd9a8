"""Seconds, CPU seconds and memory: of this process, of its tree, and of the PostgreSQL server beside it."""

from __future__ import annotations

import os
import platform
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil


@dataclass
class Meter:
    """Collects steps; ``server`` is the process id of the PostgreSQL postmaster."""

    server: int
    steps: dict[str, dict[str, float]] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what happens within; the same name again adds to it."""
        wall, cpu, server = time.perf_counter(), own_cpu(), tree_cpu(self.server)
        yield
        spent = {
            "seconds": time.perf_counter() - wall,
            "cpu": own_cpu() - cpu,
            "server_cpu": tree_cpu(self.server) - server,
        }
        known = self.steps.setdefault(name, dict.fromkeys(spent, 0.0))
        for key, value in spent.items():
            known[key] = round(known[key] + value, 3)


def own_cpu() -> float:
    """CPU seconds of this process, of all its threads and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def tree_cpu(pid: int) -> float:
    """CPU seconds of a process and of all its children, those that have ended included."""
    total = 0.0
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            with suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system + (times.children_user + times.children_system) * (process is top)
    return total


def peak_mib() -> float:
    """The most memory this process has had resident, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


class TreePeak:
    """Watches a process and its children from outside: the most memory they had resident together, in MiB."""

    def __init__(self, pid: int, every: float = 0.2) -> None:
        self.mib = 0.0
        self._pid = pid
        self._every = every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Stop watching and return the peak."""
        self._done.set()
        self._thread.join()
        return round(self.mib, 0)

    def _watch(self) -> None:
        while not self._done.wait(self._every):
            total = 0
            with suppress(psutil.Error):
                top = psutil.Process(self._pid)
                for process in [top, *top.children(recursive=True)]:
                    with suppress(psutil.Error):
                        total += process.memory_info().rss
            self.mib = max(self.mib, total / (1 << 20))


def machine() -> dict[str, Any]:
    """The machine, without its name."""
    return {
        "cpus": os.cpu_count(),
        "cpu": _cpu_model(),
        "memory_gib": round(psutil.virtual_memory().total / (1 << 30)),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _cpu_model() -> str:
    with suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
