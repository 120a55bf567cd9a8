"""The world as it is kept: the same seed gives the same bytes, an earlier day answers as it did, nothing stays half made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sandbox.world import World, fields

START = date(2026, 11, 20)  # a Friday


def dump(world: World, day: date) -> dict[str, list[Any]]:
    """Every record of every dataset as the sources would give them on ``day``."""
    return {
        dataset: [(r.position, r.key, json.dumps(r.wire)) for r in world.records(dataset, as_of=day)]
        for dataset in fields.DATASETS
    }


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path, hash_seed: str) -> None:
    script = (
        "import sys, hashlib, json; from datetime import date; from pathlib import Path\n"
        "from sandbox.world import World, fields\n"
        "w = World.create(Path(sys.argv[1]), seed=3, scale=0.02, start=date(2026, 11, 27)); w.advance(4)\n"
        "h = hashlib.sha256()\n"
        "for d in fields.DATASETS:\n"
        "    for r in w.records(d, as_of=w.clock): h.update(json.dumps([r.position, r.key, r.wire]).encode())\n"
        "for row in [*w.truth_links(), *w.truth_discrepancies(w.clock)]: h.update(repr(row).encode())\n"
        "print(h.hexdigest())"
    )
    digests = [
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / name)], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for name, seed in (("one", hash_seed), ("two", "77"))
    ]  # fmt: skip
    assert digests[0] == digests[1]
    assert len(digests[0].strip()) == 64


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    worlds = [World.create(tmp_path / str(seed), seed=seed, scale=0.01, start=START) for seed in (1, 2)]
    assert dump(worlds[0], START) != dump(worlds[1], START)


def test_one_step_of_three_days_is_three_steps(tmp_path: Path) -> None:
    worlds = [World.create(tmp_path / name, seed=9, scale=0.02, start=START) for name in ("a", "b")]
    worlds[0].advance(3)
    for _ in range(3):
        worlds[1].advance()
    assert worlds[0].clock == worlds[1].clock == date(2026, 11, 24)  # Sunday the 22nd is passed over
    assert dump(worlds[0], worlds[0].clock) == dump(worlds[1], worlds[1].clock)


def test_an_earlier_day_answers_as_it_did_then(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=4, scale=0.03, start=START)
    seen = {}
    for _ in range(4):
        truth = {dataset: list(world.expected(dataset, as_of=world.clock)) for dataset in fields.DATASETS}
        seen[world.clock] = (dump(world, world.clock), truth, world.pay_alert_truth(world.clock))
        world.advance()
    for day, (wire, truth, overdue) in seen.items():
        assert dump(world, day) == wire
        assert {dataset: list(world.expected(dataset, as_of=day)) for dataset in fields.DATASETS} == truth
        assert world.pay_alert_truth(day) == overdue


def test_inbound_messages_count_once_a_key(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=5, scale=0.01, start=START)
    first = world.receive("hrms", "update_par_stage", "k1", {"apar_id": "PAR-2025-000001", "stage": None})
    again = world.receive("hrms", "update_par_stage", "k1", {"apar_id": "other"})
    other = world.receive("hrms", "update_par_stage", "k2", {"apar_id": "PAR-2025-000002"})
    assert first == again != other
    kept = World.open(tmp_path).inbound("hrms", "update_par_stage")
    assert [(r.idempotency_key, r.reference, r.attempts) for r in kept] == [("k1", first, 2), ("k2", other, 1)]
    assert kept[0].payload == {"apar_id": "PAR-2025-000001", "stage": None}


def test_one_key_from_many_processes_is_one_message(tmp_path: Path) -> None:
    world = World.create(tmp_path, seed=5, scale=0.01, start=START)
    send = (
        "import sys; from pathlib import Path; from sandbox.world import World\n"
        "w = World.open(Path(sys.argv[1]))\n"
        "print({w.receive('jandarbar', 'insert_report', f'r{i % 5}', {}) for i in range(20)} and 'done')"
    )
    running = [subprocess.Popen([sys.executable, "-c", send, str(tmp_path)]) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    kept = world.inbound("jandarbar", "insert_report")
    assert len(kept) == 5
    assert sum(r.attempts for r in kept) == 60


def test_a_world_is_made_once(tmp_path: Path) -> None:
    World.create(tmp_path / "made", seed=1, scale=0.01, start=START)
    with pytest.raises(FileExistsError):
        World.create(tmp_path / "made", seed=1, scale=0.01, start=START)
    with pytest.raises(FileNotFoundError):
        World.open(tmp_path)


def test_a_making_that_was_killed_leaves_no_world_and_can_be_begun_again(tmp_path: Path) -> None:
    (tmp_path / "world.sqlite.part").write_bytes(b"half a file")
    with pytest.raises(FileNotFoundError):
        World.open(tmp_path)
    assert World.create(tmp_path, seed=1, scale=0.01, start=START).clock == START


def test_a_day_that_fails_leaves_the_world_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World.create(tmp_path, seed=1, scale=0.01, start=START)
    before = dump(world, START)
    with monkeypatch.context() as broken:
        broken.setattr("sandbox.world.evolve.Day.delete", lambda day: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.advance()
    assert world.clock == START
    assert dump(world, START) == before
    assert world.advance() == date(2026, 11, 21)


def test_a_reader_sees_the_clock_that_another_connection_set(tmp_path: Path) -> None:
    writer = World.create(tmp_path, seed=1, scale=0.01, start=date(2026, 11, 21))  # a Saturday
    reader = World.open(tmp_path)
    assert reader.clock == date(2026, 11, 21)
    writer.advance()
    assert reader.clock == date(2026, 11, 23)


def test_a_system_that_joined_later_changes_no_row_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_all = World.create(tmp_path / "all", seed=3, scale=0.02, start=START)
    with_all.advance(3)
    monkeypatch.setattr("sandbox.world.systems.modules", dict)
    without = World.create(tmp_path / "core", seed=3, scale=0.02, start=START)
    without.advance(3)
    for dataset in fields.CORE:
        assert with_all.records(dataset, as_of=with_all.clock) == without.records(dataset, as_of=without.clock)
    assert all(without.count(dataset, as_of=without.clock) == 0 for dataset in fields.JOINED)
