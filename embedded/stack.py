"""Starts and stops the whole stack of one installation."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from embedded import environment, processes
from embedded.home import Home, read_json
from embedded.ports import check_free, ports
from embedded.postgres import data_folder
from hub.errors import HubError, NotConfigured
from hub.settings import IST, ROOT

_ROOMS = ("hub", "connectors", "console", "dags", "plugins", "config", "expectations", "flows", "sandbox", "embedded")
SEED, SCALE = 20261121, 1.0  # of a world of which nothing else was asked
GIVE_UP_AFTER = 3  # restarts of a service that has never been ready


def states(home: Home) -> dict[str, dict[str, Any]]:
    """What the living supervisor says of each service; empty when none lives."""
    said = read_json(home.status)
    if not said or not processes.is_alive(said["pid"], said["started"]):
        return {}
    found: dict[str, dict[str, Any]] = said["services"]
    return found


def is_up(home: Home) -> bool:
    """Whether every service runs."""
    found = states(home)
    return bool(found) and all(item["state"] in {"ready", "done"} for item in found.values())


def is_of_other_code(home: Home) -> bool:
    """Whether what runs was started from other files than those that stand here now, as after ``git pull``."""
    mark = home.run / "code"
    return mark.exists() and mark.read_text(encoding="utf-8") != code()


def code() -> str:
    """Tells one state of the program's files from another: by path, size and time of change."""
    digest = sha256()
    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                about = path.stat()
                digest.update(f"{path.relative_to(ROOT)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """No two ``up`` or ``down`` at a time; raises ``HubError`` when another is at work."""
    with (home.run / "command.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HubError("stack-busy") from None
        yield


def demand_world(home: Home, *, seed: int | None, scale: float | None, first_day: date | None) -> None:
    """Raises ``NotConfigured`` where the sandbox's world stands and was made otherwise than is asked now."""
    if not (known := _of_world(home)):
        return
    asked = {"seed": seed, "scale": scale, "date": first_day.isoformat() if first_day else None}
    other = {name: value for name, value in asked.items() if value is not None and value != known[name]}
    if other:
        words = {"asked": _as_typed(other), "stands": _as_typed({name: known[name] for name in asked})}
        raise NotConfigured("world-stands", **words, next_command="make up")


def _as_typed(options: Mapping[str, int | float | str]) -> str:
    return " ".join(f"--{name} {value if isinstance(value, str) else format(value, '.15g')}"
                    for name, value in options.items())  # fmt: skip


def _of_world(home: Home) -> dict[str, Any]:
    """What the world that stands was made from; empty when there is none."""
    return home.options() if (home.sandbox / "world.sqlite").exists() else {}


def prepare(home: Home, *, seed: int | None, scale: float | None, first_day: date | None, airflow: bool) -> date:
    """Settle ports, secrets and settings before anything is started; the business date.

    A world that exists keeps its seed, scale and clock. Raises ``NotConfigured`` for a taken port.
    """
    end_leftovers(home)
    wanted = ports()
    check_free(wanted)
    if known := _of_world(home):
        from sandbox.world.store import World

        seed, scale = known["seed"], known["scale"]
        day: date = World.open(home.sandbox).clock
        first_day = date.fromisoformat(known["date"])
    else:
        seed, scale = SEED if seed is None else seed, SCALE if scale is None else scale
        day = first_day = first_day or datetime.now(IST).date()
    own_database = bool(environment.given_database())
    home.remember(ports=wanted, seed=seed, scale=scale, date=first_day, has_own_database=own_database, airflow=airflow)
    environment.postgres(home).initialise()
    environment.write_hub_env(home, day.isoformat())
    environment.write_passwords(home)
    return day


def start(home: Home, show: Callable[[dict[str, dict[str, Any]]], None]) -> None:
    """Start the supervisor and wait until every service is ready.

    Raises ``HubError`` naming the service that does not start, with the end of its log.
    """
    (home.run / "code").write_text(code(), encoding="utf-8")
    with (home.logs / "supervisor.log").open("ab") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "embedded.supervisor"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env=environment.of_children(home), cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    seen: dict[str, dict[str, Any]] = {}
    while not is_up(home):
        seen = states(home) or seen
        show(seen)
        for name, item in seen.items():
            if item["state"] == "failed" or (item["restarts"] >= GIVE_UP_AFTER):
                raise HubError("service-failed", service=name, log=str(home.logs / f"{name}.log"), end=_end(home, name))
        if supervisor.poll() is not None:
            raise HubError("service-failed", service="supervisor", log=str(home.logs / "supervisor.log"),
                           end=_end(home, "supervisor"))  # fmt: skip
        time.sleep(0.2)
    show(states(home))


def stop(home: Home) -> int:
    """Stop everything that belongs to the installation, whatever of it has died; how many processes were left over."""
    said = read_json(home.status)
    if said and processes.is_alive(said["pid"], said["started"]):
        processes.end_group(said["pid"], said["started"], seconds=90)
    left = end_leftovers(home)
    home.status.unlink(missing_ok=True)
    return left


def forget(home: Home) -> None:
    """Remove all that the installation holds: databases, landing, feeds, world, logs and secrets."""
    data = data_folder(home.path)
    shutil.rmtree(data if data.parent == home.path else data.parent, ignore_errors=True)
    shutil.rmtree(home.path, ignore_errors=True)


def end_leftovers(home: Home) -> int:
    """End what a killed supervisor left running; how many processes there were."""
    said = read_json(home.status)
    if said and processes.is_alive(said["pid"], said["started"]):
        raise HubError("stack-busy")
    left = 0
    for item in reversed(list(said.get("services", {}).values())):
        if item["pid"] and processes.is_alive(item["pid"], item["started"]):
            left += 1
            processes.end_group(item["pid"], item["started"], stop_signal=item["stop_signal"], seconds=10)
    return left + processes.sweep(home.path)


def _end(home: Home, name: str, lines: int = 15) -> str:
    try:
        content = (home.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(content.splitlines()[-lines:])
