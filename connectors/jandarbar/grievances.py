"""``GetGrievanceList``: matters changed from one day to another, dates as dd/MM/yyyy, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from connectors.common.soap_listing import Listing
from connectors.jandarbar.settings import client
from hub.connections import Connection
from hub.contracts import Contract, Page, Window


class GrievanceSource:
    """Reads the grievances changed within a window."""

    def __init__(self, contract: Contract, connection: Connection) -> None:
        self._client = client(connection)
        self._listing = Listing(self._client, "GetGrievanceList", contract.record_path)

    def pages(self, window: Window) -> Iterator[Page]:
        """Everything changed in the window; an empty ``fromDate`` asks for all. Raises as ``Source.pages``."""
        yield from self._listing.pages(
            fromDate=as_written(window.since), toDate=as_written(window.until), asOf=as_written(window.business_date)
        )

    def control_total(self, window: Window) -> int | None:
        """The Total that the list itself says."""
        return self._listing.total

    def probe(self) -> None:
        """Log in."""
        self._client.login()


def as_written(day: date | None) -> str:
    """A date as the service writes it, dd/MM/yyyy; ``""`` for none."""
    return day.strftime("%d/%m/%Y") if day else ""
