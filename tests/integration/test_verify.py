"""``hub verify`` fails, and says why, for each thing that must not happen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub.cli.main import main
from hub.database import engine
from tests.standins import Standins, running

DAY = date(2026, 11, 20)


@pytest.fixture
def told(database: str, hub_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standins]:
    with running(hub_home, monkeypatch, "rtps", "cpgram", "smtp", "sms", scale=0.02, start=DAY) as standins:
        from hub.cycle import after_syncs
        from hub.sync import sync

        for dataset in ("rtps.services", "rtps.applications", "cpgram.grievances", "cpgram.closures"):
            sync(dataset, DAY)
        list(after_syncs(DAY))
        yield standins


def _verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, set[str]]:
    """The exit code, and the rules that do not hold."""
    capsys.readouterr()
    monkeypatch.setattr("sys.argv", ["hub", "verify", "--json"])
    code = 0
    try:
        main()
    except SystemExit as leave:
        code = int(str(leave.code or 0))
    return code, {proof["rule"] for proof in json.loads(capsys.readouterr().out) if not proof["holds"]}


TAMPERED = {
    "verify-store-truth": "update store.rtps_applications set block_name = 'X' where appl_id = (select min(appl_id) from store.rtps_applications)",
    "verify-received": "delete from hub.quarantine where id = (select min(id) from hub.quarantine)",
    "verify-quarantine-truth": "update hub.quarantine set failures = '[]' where id = (select min(id) from hub.quarantine)",
    "verify-source-total": "update hub.batch set control_total = control_total + 1 where dataset = 'rtps.applications'",
    "verify-feeds": "delete from hub.feed_row where feed = 'citizen_matters' and key = (select min(key) from hub.feed_row where feed = 'citizen_matters')",
    "verify-agreement-truth": "delete from hub.discrepancy where id = (select min(id) from hub.discrepancy)",
    "verify-clocks": "update hub.clock set due_on = due_on + 1 where subject = (select min(subject) from hub.clock where state = 'running')",
    "verify-receipt-chain": "update hub.receipt set reference = 'X' where sequence = 2",
}


def test_verify_names_what_does_not_hold(
    told: Standins, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _verify(monkeypatch, capsys) == (0, set())
    for rule, statement in TAMPERED.items():
        with engine().connect() as connection:
            saved = {table: connection.execute(sa.text(f"create table public.saved_{number} as table {table}"))
                     for number, table in enumerate(TABLES)}  # fmt: skip
            connection.commit()
            assert connection.execute(sa.text(statement)).rowcount == 1, rule
            connection.commit()
        code, broken = _verify(monkeypatch, capsys)
        assert code == 1, rule
        assert rule in broken
        with engine().begin() as connection:
            connection.execute(sa.text("set session_replication_role = replica"))
            for number, table in enumerate(saved):
                connection.execute(sa.text(f"delete from {table}"))
                overriding = " overriding system value" if table in WITH_IDENTITY else ""
                connection.execute(sa.text(f"insert into {table}{overriding} table public.saved_{number}"))
                connection.execute(sa.text(f"drop table public.saved_{number}"))
    assert _verify(monkeypatch, capsys) == (0, set())


WITH_IDENTITY = ("hub.quarantine", "hub.discrepancy")
TABLES = ("store.rtps_applications", "hub.quarantine", "hub.batch", "hub.feed_row", "hub.receipt",
          "hub.discrepancy", "hub.clock", "hub.quarantine_failure", "hub.quarantine_count",
          "hub.quarantine_count_by_place", "hub.quarantine_count_by_day")  # fmt: skip


def test_a_changed_feed_file_is_found(
    told: Standins, hub_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = next((hub_home / "feeds").rglob("*.csv"))
    file.write_bytes(file.read_bytes() + b"x")
    assert _verify(monkeypatch, capsys) == (1, {"verify-feed-files"})
