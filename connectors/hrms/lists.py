"""Employees and pay cases: ``GetEmployees`` and ``GetPayCases``, the whole list as of a day, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.common.soap_listing import Listing
from connectors.hrms.settings import client
from hub.connections import Connection
from hub.contracts import Contract, Page, Window
from hub.errors import ContractInvalid

_OPERATIONS = {"hrms.employees": "GetEmployees", "hrms.pay_cases": "GetPayCases"}


class ListSource:
    """Reads one list of HRMS."""

    def __init__(self, contract: Contract, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting, ``ContractInvalid`` for a dataset not given here."""
        if contract.id not in _OPERATIONS:
            raise ContractInvalid("source-dataset-unknown", record=contract.id, system="hrms", dataset=contract.id)
        self._client = client(connection)
        self._listing = Listing(self._client, _OPERATIONS[contract.id], contract.record_path)

    def pages(self, window: Window) -> Iterator[Page]:
        """The whole list as of the window's business date; raises as ``Source.pages``."""
        yield from self._listing.pages(asOf=window.business_date.isoformat())

    def control_total(self, window: Window) -> int | None:
        """The Total that the list itself says."""
        return self._listing.total

    def probe(self) -> None:
        """Log in."""
        self._client.login()
