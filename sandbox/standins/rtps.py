"""Stand-in for RTPS: HTTP/JSON with a bearer token and numbered pages, in ServicePlus's shape."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from sandbox.faults import Fault
from sandbox.standins._http import Reply, Request, StandIn, arguments, json_reply, serve
from sandbox.standins._pages import Asked, Cut, Pages
from sandbox.world import fields

STANDIN = {"place": 2, "protocol": "http", "secrets": ("password",)}

_LARGEST_PAGE = 10_000


class Rtps(StandIn):
    """Tokens for login and password; applications by days of change, services whole."""

    system = "rtps"
    datasets: ClassVar[Mapping[str, str]] = {"/api/applications": "rtps.applications", "/api/services": "rtps.services"}

    def __init__(
        self, home: Path, login: str, password: str, token_seconds: float = 900.0, cache_mib: int = 64
    ) -> None:
        super().__init__(home)
        self._credentials = (login, password)
        self._token_seconds = token_seconds
        self._tokens: dict[str, float] = {}
        self._pages = Pages(home, cache_mib)

    def handle(self, request: Request) -> Reply:
        """The answer to one request."""
        if request.path == "/api/token" and request.method == "POST":
            return self._token(request)
        dataset = self.datasets.get(request.path)
        if dataset is None or request.method != "GET":
            return json_reply({"message": "Not found"}, 404)
        if not self._knows(request.headers.get("authorization", "")):
            return json_reply({"message": "Token missing or expired"}, 401)
        return self.answer(dataset, lambda fault: self._listing(dataset, request, fault))

    def expire_tokens(self) -> None:
        """Every token given out is worth nothing from now on."""
        self._tokens.clear()

    def _token(self, request: Request) -> Reply:
        asked = request.json()
        if (asked.get("login"), asked.get("password")) != self._credentials:
            return json_reply({"message": "Unknown login or password"}, 401)
        token = secrets.token_urlsafe(24)
        self._tokens[token] = time.monotonic() + self._token_seconds
        return json_reply({"token": token, "expires_in": int(self._token_seconds)})

    def _knows(self, authorization: str) -> bool:
        return self._tokens.get(authorization.removeprefix("Bearer "), 0.0) > time.monotonic()

    def _listing(self, dataset: str, request: Request, fault: Fault | None) -> Reply:
        query = request.query
        try:
            number, size = int(query.get("page", "1")), int(query.get("size", "1000"))
            asked = self._asked(dataset, _day(query.get("from")), _day(query.get("to")), _day(query.get("as_of")))
        except ValueError:
            return json_reply({"message": "Days are dd-mm-yyyy, page and size are numbers"}, 400)
        if number < 1 or not 1 <= size <= _LARGEST_PAGE:
            return json_reply({"message": f"page is from 1, size is 1 to {_LARGEST_PAGE}"}, 400)

        def render(cut: Cut) -> Reply:
            return json_reply({"records": cut.records, "page": number, "pages": cut.pages, "total": cut.total})

        return self._pages.reply(asked, number, size, fault, render)

    def _asked(self, dataset: str, since: date | None, until: date | None, as_of: date | None) -> Asked:
        clock = self._pages.world.clock
        known_on = min(day for day in (as_of, until, clock) if day is not None)
        if dataset in fields.CHANGES:
            return Asked(dataset, known_on, since, until)
        return Asked(dataset, known_on)


def _day(text: str | None) -> date | None:
    return datetime.strptime(text, "%d-%m-%Y").date() if text else None  # noqa: DTZ007  # a day has no zone


def main() -> None:
    """Serve RTPS; login and password come from ``STANDIN_RTPS_LOGIN`` and ``STANDIN_RTPS_PASSWORD``."""
    parser = arguments("rtps")
    parser.add_argument("--login", default=os.environ.get("STANDIN_RTPS_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_RTPS_PASSWORD", "sandbox"))
    parser.add_argument("--token-seconds", type=float, default=900.0)
    parser.add_argument("--cache-mib", type=int, default=64, help="answers kept ready to send")
    given = parser.parse_args()
    stand_in = Rtps(given.home, given.login, given.password, given.token_seconds, given.cache_mib)
    serve(stand_in, given.host, given.port)


if __name__ == "__main__":
    main()
