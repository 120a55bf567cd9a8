"""Inspections of Lok Seva Kendras: an invented sixth system that lists them as JSON over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from connectors.common.config import read_settings
from connectors.common.http import HttpClient, HttpSettings
from connectors.common.json_body import read_json
from hub.connections import Connection
from hub.contracts import Contract, Page, Window

SETTINGS = HttpSettings


class _Listing(msgspec.Struct):
    inspections: list[msgspec.Raw]
    total: int


class LskSource:
    """One batch's reading; the list is short, so it is one page."""

    def __init__(self, connection: Connection) -> None:
        self._client = HttpClient("LSK", connection.conn_id, read_settings(HttpSettings, connection))
        self._total: int | None = None

    def pages(self, window: Window) -> Iterator[Page]:
        """The whole list as of the business date."""
        asked = {"as_of": window.business_date.isoformat()}
        answer = self._client.call("GET", "/inspections", operation="inspections", params=asked, decode=lambda a: a)
        listing = read_json(answer, msgspec.json.Decoder(_Listing))
        self._total = listing.total
        yield Page("inspections", answer.body, "application/json", len(listing.inspections))

    def control_total(self, window: Window) -> int | None:
        """The source's own count."""
        del window
        return self._total

    def probe(self) -> None:
        """Ask for the list."""
        self._client.call("GET", "/inspections", operation="inspections", decode=lambda answer: answer)


def source(contract: Contract, connection: Connection) -> LskSource:
    """The reading side of ``lsk.inspections``."""
    del contract
    return LskSource(connection)
