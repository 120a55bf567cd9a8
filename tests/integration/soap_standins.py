"""What the tests of HRMS and Jan Darbar share: connections, and pages read back as plain dicts."""

from __future__ import annotations

from datetime import date
from typing import Any

from http_standins import DAY, FAST
from lxml import etree

from hub.connections import Connection
from hub.contracts import Page
from sandbox.standins._http import Server
from sandbox.world.store import World

LOGIN, PASSWORD = "hub", "n0t-for-l0gs"

#: What passes within a few tries, whoever does it.
PASSING: list[tuple[str, dict[str, Any]]] = [
    ("slow", {"seconds": 0.2}),
    ("too_many_requests", {"retry_after": 0}),
    ("too_many_requests", {"retry_after": ""}),
    ("server_error", {}),
    ("server_error", {"status": 500}),
    ("server_error", {"mode": "fault"}),
    ("reset", {}),
    ("truncated", {}),
    ("truncated", {"mode": "chunked"}),
    ("truncated", {"mode": "json"}),
    ("half_written", {}),
    ("page_order", {}),
    ("wrong_total", {}),
]


def connection(conn_id: str, server: Server, password: str = PASSWORD, **extra: object) -> Connection:
    """The connection to a stand-in, with little patience."""
    port = server.server_address[1]
    return Connection(conn_id, "http", "127.0.0.1", port, LOGIN, password, "http", {**FAST, "page_size": 100, **extra})


def wires(pages: list[Page], record: str) -> list[dict[str, str]]:
    """The records of SOAP pages, without their empty elements."""
    return [
        {etree.QName(child).localname: child.text for child in element if child.text}
        for page in pages
        for element in etree.fromstring(page.body).iter("{*}" + record)
    ]


def truth(world: World, dataset: str, since: date | None = None, as_of: date = DAY) -> list[dict[str, str]]:
    """What the world says that the source answers."""
    records = world.records(dataset, as_of=as_of, since=since, until=as_of)
    return [{name: value for name, value in record.wire.items() if value not in (None, "")} for record in records]
