"""Imports run one way: a room never imports one that comes later; the core knows neither Airflow nor the sandbox."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUND = {"errors", "places", "settings", "connections", "database", "chain", "audit", "i18n", "lists", "webhooks"}
# In the order in which a record travels; docs/reference/rooms.md. What stands at one place may not import each other's
# later neighbours, the last place sees all.
ROOMS = ("contracts", "calendar", "landing", "checks", "store", "quarantine", "sync", "names", "linkage", "entities",
         "reconcile", "clocks", "feeds", "deliver", "alerts", "reports", "cycle", "verify", "portals", "desk", "cli")  # fmt: skip
ELSEWHERE = {"migrations", "outbox", "__init__"}


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, inside functions as well."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: -node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room_of(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "hub" and len(parts) > 1 else ""


@pytest.mark.parametrize("folder", ["hub", "connectors"])
def test_the_core_imports_neither_airflow_nor_sandbox_nor_embedded(folder: str) -> None:
    forbidden = {"airflow", "sandbox", "embedded", "dags", "plugins", "hub_dags", "hub_tasks"}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(folder)
        for name in imported(path)
        if name.split(".")[0] in forbidden
    ]
    assert found == []


def test_the_console_reads_and_writes_only_through_the_hub() -> None:
    """Neither Airflow nor the sandbox, and no table of the hub but its lists of words: what the console shows and
    changes comes from a room's door."""
    forbidden = {"airflow", "sandbox", "embedded", "dags", "plugins", "connectors", "sqlalchemy", "psycopg"}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules("console")
        for name in imported(path)
        if name.split(".")[0] in forbidden
        or name.startswith(("hub.database", "hub.audit"))
        or (".tables." in name and not name.rpartition(".")[2].isupper())
    ]
    assert found == []
    known = {name.split(".")[0] for path in modules("hub") for name in imported(path)}
    assert "console" not in known


def test_a_room_never_imports_a_later_one() -> None:
    found = []
    for path in modules("hub"):
        here = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name in imported(path):
            there = room_of(name)
            if here in ROOMS and there in ROOMS and ROOMS.index(there) > ROOMS.index(here):
                found.append(f"{path.relative_to(ROOT)}: {name}")
    assert found == []


def test_the_ground_imports_no_room() -> None:
    # The texts are the one exception: an error asks for its words when it is shown.
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules("hub")
        if room_of(".".join(path.relative_to(ROOT).with_suffix("").parts)) in GROUND
        for name in imported(path)
        if room_of(name) in ROOMS
    ]
    assert found == []


def test_every_module_of_the_hub_has_its_place() -> None:
    places = {
        path.stem if path.is_file() else path.name for path in (ROOT / "hub").iterdir() if path.suffix in {"", ".py"}
    }
    known = GROUND | set(ROOMS) | ELSEWHERE | {"reference", "__pycache__"}
    assert places <= known, f"name the place of {sorted(places - known)} in this test and in docs/reference/rooms.md"


def test_connectors_use_only_the_contracts_and_the_ground() -> None:
    allowed = GROUND | {"contracts", ""}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules("connectors")
        for name in imported(path)
        if name.split(".")[0] == "hub" and room_of(name) not in allowed
    ]
    assert found == []


def test_no_system_knows_another() -> None:
    systems = {path.name for path in (ROOT / "connectors").iterdir() if path.is_dir()} - {"common", "__pycache__"}
    found = []
    for path in modules("connectors"):
        own = path.relative_to(ROOT).parts[1]
        for name in imported(path):
            parts = name.split(".")
            if parts[0] == "connectors" and len(parts) > 1 and parts[1] in systems - {own}:
                found.append(f"{path.relative_to(ROOT)}: {name}")
    assert found == []


def test_dags_and_plugins_do_not_know_each_other() -> None:
    in_dags = {path.stem for path in modules("dags")}
    in_plugins = {path.stem for path in modules("plugins")}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for folder, others in (("dags", in_plugins | {"plugins"}), ("plugins", in_dags | {"dags"}))
        for path in modules(folder)
        for name in imported(path)
        if name.split(".")[0] in others
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["dags", "plugins"])
def test_airflows_side_uses_neither_sandbox_nor_embedded(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(folder)
        for name in imported(path)
        if name.split(".")[0] in {"sandbox", "embedded", "tests"}
    ]
    assert found == []


def test_nobody_waits_for_a_library_that_few_commands_need() -> None:
    slow = ("great_expectations", "pandas", "splink")
    doors = "hub.checks, hub.checks.docs, hub.linkage, hub.feeds, hub.portals.serve, hub.desk, hub.cli.main"
    code = f"import sys, {doors}; print(*[name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == []
