"""``GetComplaintList`` and its kin: records changed from one day to another, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from connectors.common.soap_listing import Listing
from connectors.lokshikayat.settings import client
from hub.connections import Connection
from hub.contracts import Contract, Page, Window
from hub.errors import ContractInvalid


class ListSource:
    """Reads the records of one list that were changed within a window."""

    def __init__(self, contract: Contract, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting, ``ContractInvalid`` for a dataset not given here."""
        self._client, self._settings = client(connection)
        operation = self._settings.operation(contract.dataset)
        if operation is None:
            raise ContractInvalid(
                "source-dataset-unknown", record=contract.id, system="lokshikayat", dataset=contract.id
            )
        self._listing = Listing(self._client, operation, contract.record_path)

    def pages(self, window: Window) -> Iterator[Page]:
        """Everything changed in the window; an empty ``fromDate`` asks for all. Raises as ``Source.pages``."""
        yield from self._listing.pages(
            fromDate=self._written(window.since),
            toDate=self._written(window.until),
            asOf=self._written(window.business_date),
        )

    def control_total(self, window: Window) -> int | None:
        """The Total that the list itself says."""
        return self._listing.total

    def probe(self) -> None:
        """Log in."""
        self._client.login()

    def _written(self, day: date | None) -> str:
        return day.strftime(self._settings.date_format) if day else ""
