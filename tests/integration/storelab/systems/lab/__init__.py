"""An invented system of the store's tests: its records of a day stand in ``$LAB_HOME/<dataset>/<date>.json``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.connections import Connection
from hub.contracts import Contract, Page, Window

PAGE_RECORDS = 100


class LabSource:
    """Pages of a hundred records, and the count of the day."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def _records(self, window: Window) -> list[Any]:
        path = Path(os.environ["LAB_HOME"]) / self._contract.dataset / f"{window.business_date}.json"
        return list(json.loads(path.read_text(encoding="utf-8")))

    def pages(self, window: Window) -> Iterator[Page]:
        """The day's records."""
        records = self._records(window)
        for start in range(0, max(len(records), 1), PAGE_RECORDS):
            part = records[start : start + PAGE_RECORDS]
            yield Page(f"from {start}", json.dumps({"records": part}).encode(), "application/json", len(part))

    def control_total(self, window: Window) -> int | None:
        """As many as there are, unless the day says otherwise."""
        told = Path(os.environ["LAB_HOME"]) / self._contract.dataset / f"{window.business_date}.total"
        return int(told.read_text()) if told.exists() else len(self._records(window))

    def probe(self) -> None:
        """Always there."""


def source(contract: Contract, connection: Connection) -> LabSource:
    """The reading side of the invented system."""
    assert connection.conn_id == "lab"
    return LabSource(contract)
