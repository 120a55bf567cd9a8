"""What the tests of store, quarantine and sync share: an invented system and short ways to feed it and to look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub.contracts import contract, contracts
from hub.database import engine
from hub.store.tables import current, history

DAY = date(2026, 11, 16)


class Lab:
    """The invented system, its wire in a folder of the test."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def give(self, dataset: str, day: date, records: list[dict[str, Any]], *, total: int | None = None) -> None:
        """What the source answers for ``day``."""
        folder = self.home / dataset
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{day}.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
        told = folder / f"{day}.total"
        told.unlink(missing_ok=True)
        if total is not None:
            told.write_text(str(total))


@pytest.fixture
def lab(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """The invented system ``lab``, known by its folder alone."""
    from hub.settings import settings

    monkeypatch.setenv("HUB_CONTRACTS_PATH", str(Path(__file__).parent / "systems"))
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "lab"))
    monkeypatch.setenv("AIRFLOW_CONN_LAB", '{"conn_type": "http", "host": "localhost"}')
    settings.cache_clear()
    contracts.cache_clear()
    yield Lab(tmp_path / "lab")
    contracts.cache_clear()


def case(
    case_id: str, title: str = "A road", *, at: str = "10-11-2026 10:00:00", amount: object = 10.5,
    status: str = "OPEN", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """One record of ``lab.cases`` as on the wire."""
    return {"head": {"case_id": case_id}, "title": title, "amount": amount, "opened_on": "01-11-2026",
            "changed_at": at, "status": status} | more  # fmt: skip


def person(number: int, name: str = "Asha Kumari", *, office: str = "PATNA", **more: Any) -> dict[str, Any]:
    """One record of ``lab.people`` as on the wire."""
    return {"office": office, "person_no": number, "name": name, "is_active": True, "pay": 100} | more


def rows(dataset: str, *names: str, closed: bool = False) -> list[tuple[Any, ...]]:
    """Columns of the current (or closed) versions in the order of the first."""
    described = contract(dataset)
    table = (history if closed else current)(described)
    columns = [table.c[name] for name in names]
    with engine().connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(*columns))]


def ask(query: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query."""
    with engine().connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), values)]
