"""Finds and ends the processes of one installation, whatever else has died.

A process is known by its pid together with its start time (pids are used again), or by the mark that every child of
the stack carries in its environment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from embedded.environment import MARK


def started_at(pid: int) -> float | None:
    """When the process started, in seconds since the machine did, or ``None`` where it is gone or only a zombie.

    Not by the wall clock: where that is set right meanwhile, two looks at one process would differ.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists():  # no Linux
            return process.create_time()
        return int(stat.read_text().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    except (psutil.Error, OSError):
        return None


def is_alive(pid: int, started: float) -> bool:
    """Whether that very process still lives."""
    found = started_at(pid)
    return found is not None and abs(found - started) < 1.0


def marked(home: Path) -> list[psutil.Process]:
    """Every living process of the installation, zombies and ourselves left out."""
    found = []
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        try:
            is_ours = process.environ().get(MARK) == str(home)
        except (psutil.Error, OSError):
            continue
        if is_ours and started_at(process.pid) is not None:
            found.append(process)
    return found


def end_group(pid: int, started: float, *, stop_signal: str = "SIGTERM", seconds: float = 20) -> None:
    """Ask the leader of a process group to stop, wait, then kill whatever is left of the group."""
    if is_alive(pid, started):
        _send(pid, getattr(signal, stop_signal))
        end = time.monotonic() + seconds
        while is_alive(pid, started) and time.monotonic() < end:
            time.sleep(0.1)
    kill_group(pid)


def kill_group(group: int) -> None:
    """SIGKILL to every process of a group that we started as its own session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def sweep(home: Path, *, seconds: float = 10) -> int:
    """End every process that carries the installation's mark; how many there were."""
    found = marked(home)
    for process in found:
        _send(process.pid, signal.SIGTERM)
    _gone, stubborn = psutil.wait_procs(found, timeout=seconds)
    for process in stubborn:
        _send(process.pid, signal.SIGKILL)
    _wait(stubborn)
    return len(found)


def _wait(processes: Iterable[psutil.Process]) -> None:
    psutil.wait_procs(list(processes), timeout=5)


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
