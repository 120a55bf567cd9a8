"""The switchboard: each injected fault is used up exactly as often as told, whoever asks."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.faults import FAULTS, Fault, Faults


def test_a_fault_is_taken_as_often_as_it_was_injected(tmp_path: Path) -> None:
    faults = Faults(tmp_path)
    faults.inject("rtps", "slow", times=2, seconds=0.5)
    taken = [faults.take("rtps", "rtps.applications", "slow", "reset") for _ in range(3)]
    assert taken == [Fault("slow", {"seconds": 0.5})] * 2 + [None]
    assert faults.pending() == []


def test_a_fault_waits_for_its_system_dataset_and_kind(tmp_path: Path) -> None:
    faults = Faults(tmp_path)
    faults.inject("hrms", "field_renamed", dataset="hrms.employees", field="NameEn")
    assert faults.take("rtps", "hrms.employees") is None
    assert faults.take("hrms", "hrms.pay_cases") is None
    assert faults.take("hrms", "hrms.employees", "slow") is None
    assert faults.take("hrms", "hrms.employees") == Fault("field_renamed", {"field": "NameEn"})


def test_the_oldest_comes_first_and_any_dataset_fits_one_without(tmp_path: Path) -> None:
    faults = Faults(tmp_path)
    faults.inject("cpgram", "server_error")
    faults.inject("cpgram", "reset", dataset="cpgram.closures")
    assert [faults.take("cpgram", "cpgram.closures").fault for _ in range(2)] == ["server_error", "reset"]  # type: ignore[union-attr]


def test_clearing_forgets_one_system_or_all(tmp_path: Path) -> None:
    faults = Faults(tmp_path)
    for system in ("rtps", "hrms", "sparrow"):
        faults.inject(system, "slow")
    faults.clear("hrms")
    assert [waiting.system for waiting in faults.pending()] == ["rtps", "sparrow"]
    faults.clear()
    assert faults.pending() == []


def test_what_is_no_fault_or_no_count_is_refused(tmp_path: Path) -> None:
    faults = Faults(tmp_path)
    with pytest.raises(ValueError, match="not a fault"):
        faults.inject("rtps", "explode")
    with pytest.raises(ValueError, match="at least 1"):
        faults.inject("rtps", "slow", times=0)
    assert len(FAULTS) == 14


def test_threads_share_one_count(tmp_path: Path) -> None:
    Faults(tmp_path).inject("rtps", "reset", times=25)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: Faults(tmp_path).take("rtps", "rtps.applications", "reset"), range(60)))
    assert sum(fault is not None for fault in taken) == 25


def test_processes_share_one_count(tmp_path: Path) -> None:
    Faults(tmp_path).inject("rtps", "reset", times=30)
    take = (
        "import sys; from pathlib import Path; from sandbox.faults import Faults\n"
        "f = Faults(Path(sys.argv[1]))\n"
        "print(sum(f.take('rtps', '', 'reset') is not None for _ in range(25)))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", take, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert sum(int(process.communicate(timeout=120)[0]) for process in running) == 30
