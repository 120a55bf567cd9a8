"""Reads RTPS over HTTP/JSON: a token for login and password, then numbered pages of a window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec
from pydantic import SecretStr

from connectors.common.config import read_settings, setting
from connectors.common.http import Answer, HttpClient
from connectors.common.json_body import read_json
from connectors.common.paging import Fetched, PagedSettings, Paging, digests
from hub.connections import Connection
from hub.contracts import Contract, Page, Window, WindowKind
from hub.errors import ContractInvalid

SYSTEM = "RTPS"
_PATHS = {"applications": "/api/applications", "services": "/api/services"}


class RtpsSettings(PagedSettings):
    """What the connection ``rtps`` holds."""

    login: str = setting(title="Login", description="The hub's user at RTPS.", example="bpsms-hub")
    password: SecretStr = setting(title="Password", description="Its password.", example="…", secret=True)
    page_size: int = setting(
        1000, title="Page size", description="Records asked for in one page.", example=1000, least=1
    )


SETTINGS = RtpsSettings


class _Token(msgspec.Struct):
    token: str
    expires_in: int = 0


class _Listing(msgspec.Struct):
    records: list[msgspec.Raw]
    pages: int
    total: int


_TOKEN = msgspec.json.Decoder(_Token)
_LISTING = msgspec.json.Decoder(_Listing)


class _Session:
    """Fetches the bearer token when first needed, and again when RTPS says that it has expired."""

    def __init__(self, settings: RtpsSettings, conn_id: str) -> None:
        self._settings = settings
        self._client = HttpClient(SYSTEM, conn_id, settings)
        self._token = ""

    def headers(self) -> Mapping[str, str]:
        if not self._token:
            credentials = {"login": self._settings.login, "password": self._settings.password.get_secret_value()}
            answer = self._client.call(
                "POST", "/api/token", operation="token", json=credentials, decode=lambda a: read_json(a, _TOKEN)
            )
            self._token = answer.token
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> None:
        self._token = ""


class RtpsSource:
    """One batch's reading of ``rtps.applications`` or ``rtps.services``."""

    def __init__(self, contract: Contract, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting, ``ContractInvalid`` for a dataset RTPS does not give."""
        if contract.dataset not in _PATHS:
            raise ContractInvalid("source-dataset-unknown", record=contract.id, system=SYSTEM, dataset=contract.id)
        settings = read_settings(RtpsSettings, connection)
        self._contract = contract
        self._conn_id = connection.conn_id
        self._settings = settings
        self._client = HttpClient(
            SYSTEM, connection.conn_id, settings, authenticator=_Session(settings, connection.conn_id)
        )
        self._paging: Paging | None = None

    def pages(self, window: Window) -> Iterator[Page]:
        """The pages of the window as RTPS gives them; see ``hub.contracts.Source``."""
        asked = self._asked(window)
        self._paging = Paging(
            lambda number: self._fetch(asked, number),
            conn_id=self._conn_id,
            system=SYSTEM,
            operation=self._contract.dataset,
            trusts_order=self._settings.stable_order,
        )
        yield from self._paging

    def control_total(self, window: Window) -> int | None:
        """The ``total`` that RTPS states with each page of the window; ``None`` before ``pages`` has ended."""
        del window  # a source is made anew for each batch
        return self._paging.total if self._paging else None

    def probe(self) -> None:
        """Fetch one service: proves the address, the login and the listing's shape."""
        self._client.call(
            "GET",
            _PATHS["services"],
            operation="probe",
            params={"page": "1", "size": "1"},
            decode=lambda answer: read_json(answer, _LISTING),
        )

    def _asked(self, window: Window) -> dict[str, str]:
        """``as_of`` asks for the state at the end of the business date. A system that ignores it answers with today's
        state, which is right for every window that is asked on its own day."""
        asked = {"size": str(self._settings.page_size), "as_of": _day(window.business_date)}
        if self._contract.window is WindowKind.CHANGES:
            asked["to"] = _day(window.until)
            if window.since is not None:
                asked["from"] = _day(window.since)
        return asked

    def _fetch(self, asked: Mapping[str, str], number: int) -> Fetched:
        return self._client.call(
            "GET",
            _PATHS[self._contract.dataset],
            operation=self._contract.dataset,
            params={**asked, "page": str(number)},
            decode=lambda answer: self._page(answer, number),
        )

    def _page(self, answer: Answer, number: int) -> Fetched:
        listing = read_json(answer, _LISTING)
        more = (
            number + 1 if len(listing.records) >= self._settings.page_size else number
        )  # a full last page may hide more
        found = digests(bytes(record) for record in listing.records)
        return Fetched(answer.body, "application/json", found, max(more, listing.pages), listing.total)


def source(contract: Contract, connection: Connection) -> RtpsSource:
    """The reading side of RTPS for one batch; raises as ``RtpsSource``."""
    return RtpsSource(contract, connection)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
