"""Lists over HTTP/JSON: a bearer token for login and password, then numbered pages of a window, each
``{"records": […], "pages", "total"}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

import msgspec
from pydantic import SecretStr

from connectors.common.config import setting
from connectors.common.http import Answer, HttpClient
from connectors.common.json_body import read_json
from connectors.common.paging import Fetched, PagedSettings, Paging, digests
from hub.contracts import Contract, Page, Window, WindowKind


class JsonListingSettings(PagedSettings):
    """What the connection of such a system holds."""

    login: str = setting(title="Login", description="The hub's user at the system.", example="bpsms-hub")
    password: SecretStr = setting(title="Password", description="Its password.", example="…", secret=True)
    page_size: int = setting(
        1000, title="Page size", description="Records asked for in one page.", example=1000, least=1
    )


class _Token(msgspec.Struct):
    token: str
    expires_in: int = 0


class _Listing(msgspec.Struct):
    records: list[msgspec.Raw]
    pages: int
    total: int


_TOKEN = msgspec.json.Decoder(_Token)
_LISTING = msgspec.json.Decoder(_Listing)


class Written(Protocol):
    """How the system writes a day in a request."""

    def __call__(self, day: date, /) -> str: ...


class _Session:
    """Fetches the bearer token when first needed, and again when the system says that it has expired."""

    def __init__(self, system: str, settings: JsonListingSettings, conn_id: str, path: str) -> None:
        self._settings, self._path = settings, path
        self._client = HttpClient(system, conn_id, settings)
        self._token = ""

    def headers(self) -> Mapping[str, str]:
        if not self._token:
            credentials = {"login": self._settings.login, "password": self._settings.password.get_secret_value()}
            answer = self._client.call(
                "POST", self._path, operation="token", json=credentials, decode=lambda a: read_json(a, _TOKEN)
            )
            self._token = answer.token
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> None:
        self._token = ""


class JsonListing:
    """One batch's reading of one list; a ``Source``."""

    def __init__(
        self, contract: Contract, settings: JsonListingSettings, *, system: str, conn_id: str, path: str,
        login_path: str, probe_path: str, written: Written,
    ) -> None:  # fmt: skip
        """``path`` lists the dataset, ``probe_path`` any list that is always there.

        Raises ``NotConfigured`` naming an unsound setting.
        """
        self._contract, self._settings, self._system, self._conn_id = contract, settings, system, conn_id
        self._path, self._probe_path, self._written = path, probe_path, written
        self._client = HttpClient(
            system, conn_id, settings, authenticator=_Session(system, settings, conn_id, login_path)
        )
        self._paging: Paging | None = None

    def pages(self, window: Window) -> Iterator[Page]:
        """The pages of the window as the system gives them; see ``hub.contracts.Source``."""
        asked = self._asked(window)
        self._paging = Paging(
            lambda number: self._fetch(asked, number),
            conn_id=self._conn_id,
            system=self._system,
            operation=self._contract.dataset,
            trusts_order=self._settings.stable_order,
        )
        yield from self._paging

    def control_total(self, window: Window) -> int | None:
        """The ``total`` stated with each page of the window; ``None`` before ``pages`` has ended."""
        del window  # a source is made anew for each batch
        return self._paging.total if self._paging else None

    def probe(self) -> None:
        """Fetch one record: proves the address, the login and the listing's shape."""
        self._client.call(
            "GET",
            self._probe_path,
            operation="probe",
            params={"page": "1", "size": "1"},
            decode=lambda answer: read_json(answer, _LISTING),
        )

    def _asked(self, window: Window) -> dict[str, str]:
        """``as_of`` asks for the state at the end of the business date. A system that ignores it answers with today's
        state, which is right for every window that is asked on its own day."""
        asked = {"size": str(self._settings.page_size), "as_of": self._written(window.business_date)}
        if self._contract.window is WindowKind.CHANGES:
            asked["to"] = self._written(window.until)
            if window.since is not None:
                asked["from"] = self._written(window.since)
        return asked

    def _fetch(self, asked: Mapping[str, str], number: int) -> Fetched:
        return self._client.call(
            "GET",
            self._path,
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
