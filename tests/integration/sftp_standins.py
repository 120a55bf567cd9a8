"""What the tests of the SFTP systems share: connections, and files read back as plain rows."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from hub.connections import Connection
from hub.contracts import Page
from sandbox.standins._sftp import Server, public_half
from sandbox.world.store import World

LOGIN, PASSWORD = "hub", "n0t-for-l0gs"
FAST: dict[str, Any] = {
    "attempts": 4,
    "retry_wait_seconds": 0.01,
    "retry_wait_max_seconds": 0.05,
    "retry_total_seconds": 20,
    "connect_timeout_seconds": 5,
    "read_timeout_seconds": 5,
}

#: What passes within a few tries, whoever does it.
PASSING: list[tuple[str, dict[str, Any]]] = [
    ("slow", {"seconds": 0.2}),
    ("too_many_requests", {}),
    ("server_error", {}),
    ("reset", {}),
    ("truncated", {}),
    ("half_written", {}),
    ("half_written", {"mode": "partial"}),
]


def connection(conn_id: str, server: Server, password: str = PASSWORD, **extra: object) -> Connection:
    """The connection to a stand-in, with little patience and its key pinned."""
    pinned = {"host_key": public_half(server.stand_in.home, conn_id), **FAST, **extra}
    return Connection(conn_id, "sftp", "127.0.0.1", server.port, LOGIN, password, "", pinned)


def csv_rows(pages: list[Page]) -> list[dict[str, str]]:
    """The rows of CSV pages without their empty cells, each page read alone."""
    return [
        {name: value for name, value in row.items() if value}
        for page in pages
        for row in csv.DictReader(io.StringIO(page.body.decode(), newline=""))
    ]


def workbook_rows(page: Page) -> list[dict[str, str]]:
    """The rows of a workbook without their empty cells, dates as dd-MM-yyyy."""
    from openpyxl import load_workbook

    lines = load_workbook(io.BytesIO(page.body), read_only=True).worksheets[0].iter_rows(values_only=True)
    names = [str(name) for name in next(lines)]
    return [{name: _text(cell) for name, cell in zip(names, line, strict=False) if cell is not None} for line in lines]


def _text(cell: Any) -> str:
    return cell.strftime("%d-%m-%Y") if isinstance(cell, datetime | date) else str(cell)


def truth(world: World, dataset: str, as_of: date, month: str | None = None) -> list[dict[str, str]]:
    """What the world says that the source answers."""
    records = world.records(dataset, as_of=as_of, month=month)
    return [{name: value for name, value in record.wire.items() if value not in (None, "")} for record in records]
