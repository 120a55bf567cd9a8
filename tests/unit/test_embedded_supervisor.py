"""The supervisor keeps order, starts the dead again and leaves nothing behind, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embedded import processes, stack
from embedded.environment import MARK
from embedded.home import Home, write_private
from hub.errors import HubError

ROOT = Path(__file__).resolve().parents[2]
# A stack of two daemons and one step in place of the real one; the daemons have a child each that ignores SIGTERM.
STACK = '''
import sys
from pathlib import Path
from embedded import supervisor
from embedded.home import Home
from embedded.services import Service

home = Home(Path(sys.argv[1]))
daemon = [sys.executable, "-c", """
import subprocess, sys, time
deaf = 'import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)'
child = subprocess.Popen([sys.executable, '-c', deaf])
Path = __import__('pathlib').Path
Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""]
def noted(name):
    return lambda started: (home.run / name).exists()
some = [
    Service("first", [*daemon, str(home.run / "first")], ready=noted("first"), stop_seconds=5),
    Service("step", [sys.executable, "-c", f"open({str(home.run / 'step')!r}, 'w')"], needs=("first",), once=True),
    Service("second", [*daemon, str(home.run / "second")], needs=("step",), ready=noted("second"), stop_seconds=5),
]
if len(sys.argv) > 2:
    some.append(Service("broken", [sys.executable, "-c", "raise SystemExit(3)"], once=True))
import os
supervisor.services = lambda home: some
supervisor.environment.of_children = lambda home: dict(os.environ)
supervisor.environment.postgres = lambda home: type("P", (), {"initialise": lambda self: None})()
sys.exit(supervisor.main())
'''


@pytest.fixture
def start(hub_home: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*more: str) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "HUB_HOME": str(hub_home), MARK: str(hub_home), "PYTHONPATH": str(ROOT)}
        begun.append(subprocess.Popen([sys.executable, "-c", STACK, str(hub_home), *more], env=environ,
                                      start_new_session=True))  # fmt: skip
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()
    processes.sweep(hub_home, seconds=1)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)


def pid_of(home: Home, name: str) -> int:
    return int(stack.states(home)[name]["pid"])


def test_each_starts_after_what_it_needs(hub_home: Path, start: Callable[..., object]) -> None:
    start()
    home = Home(hub_home)
    wait_for(lambda: stack.is_up(home))
    said = stack.states(home)
    assert [item["state"] for item in said.values()] == ["ready", "done", "ready"]
    assert said["first"]["since"] <= said["step"]["since"] <= said["second"]["since"]


def test_the_dead_are_started_again_and_their_children_ended(hub_home: Path, start: Callable[..., object]) -> None:
    start()
    home = Home(hub_home)
    wait_for(lambda: stack.is_up(home))
    killed, child = pid_of(home, "second"), int((home.run / "second").read_text())
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: stack.is_up(home) and pid_of(home, "second") != killed)
    assert stack.states(home)["second"]["restarts"] == 1
    assert stack.states(home)["first"]["restarts"] == 0
    wait_for(lambda: processes.started_at(child) is None)


def test_down_ends_all_of_it(hub_home: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    supervisor = start()
    home = Home(hub_home)
    wait_for(lambda: stack.is_up(home))
    assert len(processes.marked(hub_home)) >= 5, "supervisor, two daemons, a child of each"
    stack.stop(home)
    assert processes.marked(hub_home) == []
    assert supervisor.wait(30) == 0
    assert stack.states(home) == {}


@pytest.mark.parametrize("victim", ["supervisor", "first"])
def test_down_ends_all_of_it_after_a_kill(
    hub_home: Path, start: Callable[..., subprocess.Popen[bytes]], victim: str
) -> None:
    supervisor = start()
    home = Home(hub_home)
    wait_for(lambda: stack.is_up(home))
    os.kill(supervisor.pid if victim == "supervisor" else pid_of(home, victim), signal.SIGKILL)
    if victim == "supervisor":
        supervisor.wait()
        assert stack.states(home) == {}
    stack.stop(home)
    assert processes.marked(hub_home) == []


def test_a_step_that_fails_is_told_with_its_log(hub_home: Path, start: Callable[..., object]) -> None:
    start("broken")
    home = Home(hub_home)
    wait_for(lambda: stack.states(home).get("broken", {}).get("state") == "failed")
    assert not stack.is_up(home)


def test_a_second_supervisor_ends_at_once(hub_home: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    start()
    wait_for(lambda: stack.is_up(Home(hub_home)))
    assert start().wait(60) == 1


def test_a_stack_of_other_code_is_told_from_one_of_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, program = Home(tmp_path / "home"), tmp_path / "program"
    (program / "hub").mkdir(parents=True)
    (program / "hub" / "sync.py").write_text("a = 1", encoding="utf-8")
    monkeypatch.setattr(stack, "ROOT", program)
    assert not stack.is_of_other_code(home), "nothing was ever started"
    (home.run / "code").write_text(stack.code(), encoding="utf-8")
    assert not stack.is_of_other_code(home)
    (program / "hub" / "sync.py").write_text("a = 22", encoding="utf-8")
    assert stack.is_of_other_code(home)


def test_a_pid_that_is_used_again_is_nobody(hub_home: Path) -> None:
    own = processes.started_at(os.getpid())
    assert processes.is_alive(os.getpid(), own)
    assert not processes.is_alive(os.getpid(), own - 100)
    write_private(Home(hub_home).status, json.dumps({"pid": os.getpid(), "started": own - 100, "services": {}}))
    assert stack.states(Home(hub_home)) == {}
    stack.stop(Home(hub_home))  # and it does not end us


def test_only_one_command_at_a_time(hub_home: Path) -> None:
    with stack.only_one(Home(hub_home)), pytest.raises(HubError, match="Another make up"):  # noqa: SIM117
        with stack.only_one(Home(hub_home)):
            pass
