"""``kill -9`` of the worker, of PostgreSQL and of a stand-in at random moments of a day; run again, and all holds."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
import pytest

from embedded.postgres import Postgres, data_folder
from hub.settings import settings
from tests.conftest import forget
from tests.ports import free_port
from tests.standins import Standins

START = date(2026, 11, 20)
POINTS = int(os.environ.get("KILL_POINTS", "30"))
SEED = int(os.environ.get("KILL_SEED", str(time.time_ns() % 1_000_000)))
BLOWS_A_DAY = 2  # what runs again is killed as well
KILLABLE = ("rtps", "cpgram", "hrms", "hrms_sftp", "sparrow", "jandarbar", "smtp")
SYSTEMS = ("rtps", "cpgram", "hrms", "sparrow", "jandarbar")
"""Whose datasets a day syncs: every protocol and window. A further system brings no further way to be killed."""


def _day(environment: dict[str, str], day: date) -> None:
    """One day in a process of its own: every sync, then what follows. Exit code 3: the hub said what failed."""
    os.environ.update(environment)
    settings.cache_clear()
    from hub.contracts import contracts
    from hub.cycle import after_syncs
    from hub.errors import HubError
    from hub.sync import in_order, sync

    contracts.cache_clear()
    try:
        for described in in_order("all"):
            if described.system in SYSTEMS:
                sync(described.id, day)
        for _name, _summary in after_syncs(day):
            pass
    except HubError as error:
        print(error.message_id, error, flush=True)
        os._exit(3)
    os._exit(0)


class Bench:
    """What can be killed: a server, the stand-ins, and the worker that runs a day."""

    def __init__(self, folder: Path) -> None:
        self.server = Postgres(data_folder(folder), free_port())
        self.server.initialise()
        self._start_server()
        self.standins = Standins(folder / "home", seed=SEED, scale=0.02, start=START)
        self.environment = self.standins.environment(START) | {
            "HUB_HOME": str(folder / "home"),
            "HUB_DATABASE_URL": self.server.create_database("hub"),
        }
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(
            ["hub.sync", "hub.cycle", "hub.checks", "hub.reconcile", "hub.linkage", "splink", "great_expectations"]
        )
        self.standins.start()

    def begin(self, day: date) -> BaseProcess:
        """Start the worker on a day."""
        worker = self._context.Process(target=_day, args=(self.environment, day))
        worker.start()
        return worker

    def kill(self, victim: str, worker: BaseProcess) -> None:
        """``kill -9`` and, where it is not the worker, let the worker find out for itself."""
        if victim == "worker":
            worker.kill()
        elif victim == "postgres":
            self._postmaster.kill()
            self._postmaster.wait()
        else:
            self.standins.kill(victim)
        worker.join(120)
        assert worker.exitcode is not None, "the worker hangs"

    def mend(self, victim: str) -> None:
        """Start again what was killed."""
        if victim == "postgres":
            self._start_server()
        elif victim != "worker":
            self.standins.start(victim)

    def finish(self, day: date) -> None:
        """Run the day until it is through."""
        for _attempt in range(3):
            worker = self.begin(day)
            worker.join(120)
            if worker.exitcode == 0:
                return
        raise AssertionError(f"the day does not get through: exit code {worker.exitcode}")

    def stop(self) -> None:
        """Stop everything."""
        self.standins.stop()
        self._postmaster.send_signal(signal.SIGQUIT)
        self._postmaster.wait(60)
        forget(self.server)

    def _start_server(self) -> None:
        """As a child of this process, so that it can be killed and its end be seen."""
        end = time.monotonic() + 60
        while True:
            self._postmaster = subprocess.Popen(self.server.command(), **self.server.runs_as())
            while self._postmaster.poll() is None:
                assert time.monotonic() < end, "PostgreSQL does not answer"
                try:
                    psycopg.connect(self.server.conninfo(), connect_timeout=2).close()
                    return
                except psycopg.OperationalError:
                    time.sleep(0.1)
            time.sleep(0.2)  # the last processes of the killed server are still going


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    started = Bench(tmp_path)
    for name, value in started.environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    from hub.database import engine
    from hub.migrations import migrate

    migrate()
    yield started
    engine().dispose()
    started.stop()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_truth_survives_kills_at_random_points(bench: Bench) -> None:
    from hub.database import engine
    from hub.verify import verify

    print(f"\nKILL_SEED={SEED}")
    chance = random.Random(SEED)
    bench.finish(START)
    day = bench.standins.world.advance()
    began = time.monotonic()
    bench.finish(day)
    lasts = time.monotonic() - began

    met = 0
    while met < POINTS:
        day = bench.standins.world.advance()
        blows: list[str] = []
        for _ in range(BLOWS_A_DAY):
            victim = chance.choices(["worker", "postgres", chance.choice(KILLABLE)], weights=[6, 2, 2])[0]
            moment, began = chance.uniform(0, lasts), time.monotonic()
            worker = bench.begin(day)
            worker.join(moment)
            if worker.exitcode is not None:  # through before it could be met
                assert worker.exitcode == 0
                lasts = lasts if blows else time.monotonic() - began  # the machine is quicker than it was
                break
            bench.kill(victim, worker)
            bench.mend(victim)
            blows.append(f"{victim} at {moment:.2f} s")
        engine().dispose()
        bench.finish(day)
        broken = [proof for proof in verify() if not proof.holds]
        assert broken == [], f"KILL_SEED={SEED}: {', '.join(blows)} of {day}"
        met += len(blows)
        print(f"{met}/{POINTS} {', '.join(blows)} of {day}", flush=True)
