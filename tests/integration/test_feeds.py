"""Feeds on PostgreSQL: versions, changes, files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import hypothesis
import orjson
import pyarrow.csv
import pyarrow.parquet
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from stored import DEFAULTS, FIRST, put, reconcile, remove
from stored import replace as store_rows

from hub import feeds
from hub.database import engine
from hub.errors import NotAllowed
from hub.feeds.tables import feed_change
from hub.reconcile.tables import reconcile_run
from hub.settings import settings

pytestmark = pytest.mark.postgres
NEXT = FIRST + timedelta(days=1)


def test_versions_only_where_something_changed(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    reconcile(FIRST)
    first = {feed.feed: feed for feed in feeds.publish(FIRST).feeds}
    assert (first["employees"].version, first["employees"].rows, first["employees"].added) == (1, 2, 2)
    again = feeds.publish(FIRST)
    assert [(feed.is_new, feed.version) for feed in again.feeds] == [(False, 1)] * len(feeds.declared())

    put("hrms.employees", {"employee_id": "E1000001", "designation": "Block Development Officer"}, on=NEXT)
    remove("hrms.employees", NEXT, employee_id="E1000002")
    reconcile(NEXT)
    second = {feed.feed: feed for feed in feeds.publish(NEXT).feeds}["employees"]
    assert (second.version, second.rows, second.added, second.modified, second.deleted) == (2, 1, 0, 1, 1)
    assert [(change.kind, change.key) for change in feeds.changes("employees", 1)] == [
        ("MOD", "E1000001"),
        ("DEL", "E1000002"),
    ]
    assert [row["designation"] for row in feeds.snapshot("employees", 1)] == ["Circle Officer", "Circle Officer"]
    assert [row["designation"] for row in feeds.snapshot("employees")] == ["Block Development Officer"]


def read_all(folder: Path, name: str) -> dict[str, list[dict[str, object]]]:
    ndjson = [orjson.loads(line) for line in (folder / f"{name}.ndjson").read_bytes().splitlines()]
    table = pyarrow.csv.read_csv(
        folder / f"{name}.csv", convert_options=pyarrow.csv.ConvertOptions(strings_can_be_null=True)
    )
    parquet = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    return {"ndjson": ndjson, "csv": table.to_pylist(), "parquet": parquet.to_pylist()}


def test_files_say_what_the_database_says_and_the_manifest_proves_them(database: str, hub_home: Path) -> None:
    remarks = 'says "no",\nthen → हाँ'
    put("hrms.employees", {"employee_id": "E1000001"})
    put("hrms.pay_cases", {"case_id": "PC/2026/000001", "amount": Decimal("12500.50")})
    put("hrms.pay_cases", {"case_id": "PC/2026/000002", "amount": None, "case_type": remarks})
    reconcile(FIRST)
    feeds.publish(FIRST)
    folder = hub_home / "feeds" / "pay_cases" / "000001"
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    assert (manifest["feed"], manifest["version"], manifest["previous_version"]) == ("pay_cases", 1, None)
    assert (manifest["rows"], manifest["changes"], manifest["key"]) == (
        2,
        {"added": 2, "modified": 0, "deleted": 0},
        ["case_id"],
    )
    assert manifest["business_date"] == FIRST.isoformat()
    for entry in manifest["files"]:
        body = (folder / entry["name"]).read_bytes()
        assert (hashlib.sha256(body).hexdigest(), len(body), entry["rows"]) == (entry["sha256"], entry["bytes"], 2)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["manifest.json", *(entry["name"] for entry in manifest["files"])]
    )
    first, second = feeds.snapshot("pay_cases")
    assert (first["amount"], second["amount"], first["opened_on"], first["is_overdue"]) == (
        "12500.50",
        None,
        "2026-11-01",
        False,
    )
    files = read_all(folder, "pay_cases")
    assert files["ndjson"] == [first, second]
    assert [row["amount"] for row in files["parquet"]] == [Decimal("12500.50"), None]
    assert [row["opened_on"] for row in files["parquet"]] == [date(2026, 11, 1)] * 2
    for kind in ("csv", "parquet"):
        assert [row["case_type"] for row in files[kind]] == ["INCREMENT", remarks]
        assert list(files[kind][0]) == [column["name"] for column in manifest["columns"]] == list(first)


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
def test_an_export_of_an_old_version_is_that_version(database: str, tmp_path: Path, format: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    reconcile(FIRST)
    feeds.publish(FIRST)
    remove("hrms.employees", NEXT, employee_id="E1000002")
    reconcile(NEXT)
    feeds.publish(NEXT)
    path = Path(feeds.export("employees", 1, format, str(tmp_path / "out")))
    assert path.name == f"employees-000001.{format}"
    published = settings().feeds_url + f"/employees/000001/employees.{format}"
    assert path.read_bytes() == Path(published).read_bytes()
    assert [path] == list((tmp_path / "out").iterdir())


def test_what_there_is_not_is_refused_with_the_names_of_what_there_is(database: str) -> None:
    with pytest.raises(NotAllowed) as unknown:
        next(feeds.snapshot("salaries"))
    assert "pay_cases" in str(unknown.value)
    with pytest.raises(NotAllowed, match="no version yet"):
        next(feeds.snapshot("pay_cases"))
    with pytest.raises(NotAllowed, match="xlsx"):
        feeds.export("pay_cases", format="xlsx")
    with pytest.raises(NotAllowed) as early:
        feeds.publish(FIRST)
    assert early.value.next_command == f"hub reconcile --date {FIRST}"


KILLED = """
import datetime, os, signal, sys
from hub import feeds
from hub.feeds import files, publishing
where = sys.argv[2]
kill = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if where == "before the folder": publishing._complete = kill
if where == "within the folder": files._changes = kill
if where == "before the manifest": files._put = kill
if where == "before the note": files.mark_complete = kill
feeds.publish(datetime.date.fromisoformat(sys.argv[1]))
"""


@pytest.mark.parametrize("where", ["before the folder", "within the folder", "before the manifest", "before the note"])
def test_killed_while_publishing_it_ends_where_it_would_have_ended(database: str, where: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    reconcile(FIRST)
    told = {**os.environ, "HUB_DATABASE_URL": database}
    child = subprocess.run([sys.executable, "-c", KILLED, FIRST.isoformat(), where], env=told, check=False)
    assert child.returncode == -9
    feeds.publish(FIRST)
    assert {state.version for state in feeds.feeds()} == {1}
    assert [(rule, subject, reason) for rule, subject, reason in feeds.proofs() if reason] == []
    assert [change.key for change in feeds.changes("employees")] == ["E1000001", "E1000002"]


def test_a_folder_that_was_lost_is_made_again(database: str, hub_home: Path) -> None:
    put("hrms.employees", {"employee_id": "E1000001"})
    reconcile(FIRST)
    feeds.publish(FIRST)
    folder = hub_home / "feeds" / "employees" / "000001"
    before = (folder / "employees.csv").read_bytes()
    (folder / "manifest.json").unlink()
    (folder / "left-over").write_text("of another life")
    feeds.publish(FIRST)
    assert (folder / "employees.csv").read_bytes() == before
    assert not (folder / "left-over").exists()


def test_a_folder_of_another_database_is_not_taken_for_ones_own(database: str, hub_home: Path) -> None:
    put("hrms.employees", {"employee_id": "E1000001"})
    reconcile(FIRST)
    feeds.publish(FIRST)
    folder = hub_home / "feeds" / "employees" / "000001"
    told = orjson.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_bytes(orjson.dumps(told | {"published_at": "2020-01-01T00:00:00+00:00"}))
    (folder / "employees.csv").write_text("other rows")
    assert ("verify-feed-files", "employees") in {(rule, subject) for rule, subject, reason in feeds.proofs() if reason}
    feeds.publish(FIRST)
    assert "E1000001" in (folder / "employees.csv").read_text()
    assert [reason for _, _, reason in feeds.proofs() if reason] == []


def test_a_new_column_publishes_every_row_anew(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from hub.feeds import publishing as module
    from hub.feeds.declared import declared

    put("hrms.employees", {"employee_id": "E1000001"})
    reconcile(FIRST)
    fewer = {name: replace(feed, columns=feed.columns[:-1]) for name, feed in declared().items() if name == "employees"}
    with monkeypatch.context() as patched:
        patched.setattr(module, "declared", lambda: fewer)
        feeds.publish(FIRST)
    (published,) = [feed for feed in feeds.publish(FIRST).feeds if feed.feed == "employees"]
    assert (published.version, published.modified) == (2, 1)
    assert "par_pending_count" in next(feeds.snapshot("employees"))
    assert "par_pending_count" not in next(feeds.snapshot("employees", 1))
    assert next(feeds.snapshot("employees"))["par_pending_count"] == 0
    with engine().connect() as connection:
        before = connection.scalars(sa.select(feed_change.c.before).where(feed_change.c.feed == "employees")).all()
    assert before == [None, {"par_pending_count": None}]


STATES = st.lists(
    st.dictionaries(st.integers(0, 6), st.sampled_from(["Circle Officer", "हल्का कर्मचारी", "Clerk"]), max_size=7),
    min_size=1,
    max_size=4,
)


def _differing(was: dict[str, object], now: dict[str, object]) -> dict[str, object]:
    return {name: was.get(name) for name in was | now if was.get(name) != now.get(name)}


@hypothesis.settings(
    max_examples=12, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(states=STATES)
def test_old_snapshot_and_changes_are_the_new_snapshot(database: str, states: list[dict[int, str]]) -> None:
    with engine().connect() as connection:
        day = (connection.scalar(sa.select(sa.func.max(reconcile_run.c.business_date))) or FIRST) + timedelta(days=1)
    for number, state in enumerate(states):
        on = day + timedelta(days=number)
        rows = [
            {**DEFAULTS["hrms.employees"], "employee_id": f"E{key}", "designation": post} for key, post in state.items()
        ]
        store_rows("hrms.employees", rows, on=on)
        reconcile(on)
        feeds.publish(on)
    (employees,) = [known for known in feeds.feeds() if known.feed.name == "employees"]
    columns = (feed_change.c.version, feed_change.c.key, feed_change.c.before)
    with engine().connect() as connection:
        found = connection.execute(sa.select(*columns).where(feed_change.c.feed == "employees"))
        before = {(row.version, row.key): row.before for row in found}
    applied: dict[str, dict[str, object]] = {}
    for version in range(1, employees.version + 1):
        for change in feeds.changes("employees", version - 1, until_version=version):
            assert (change.key in applied) == (change.kind != "ADD")
            was = applied.pop(change.key, None)
            if change.row is not None:
                assert was != change.row
                applied[change.key] = change.row
            assert before[version, change.key] == (_differing(was, change.row) if was and change.row else was)
        assert [applied[key] for key in sorted(applied)] == list(feeds.snapshot("employees", version))
    assert {row["employee_id"]: row["designation"] for row in feeds.snapshot("employees")} == {
        f"E{key}": post for key, post in states[-1].items()
    }
