"""Stand-in for RTPS Appeal: HTTP/JSON with a bearer token and numbered pages, as RTPS itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import ClassVar

from sandbox.standins._http import arguments, serve
from sandbox.standins.rtps import Rtps

STANDIN = {"place": 11, "protocol": "http", "secrets": ("password",)}


class RtpsAppeal(Rtps):
    """Appeals and their events by days of change."""

    system = "rtpsappeal"
    datasets: ClassVar[Mapping[str, str]] = {
        "/api/appeals": "rtpsappeal.appeals",
        "/api/appeal-events": "rtpsappeal.events",
    }


def main() -> None:
    """Serve RTPS Appeal; login and password come from ``STANDIN_RTPSAPPEAL_LOGIN`` and ``…_PASSWORD``."""
    parser = arguments("rtpsappeal")
    parser.add_argument("--login", default=os.environ.get("STANDIN_RTPSAPPEAL_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_RTPSAPPEAL_PASSWORD", "sandbox"))
    given = parser.parse_args()
    serve(RtpsAppeal(given.home, given.login, given.password), given.host, given.port)


if __name__ == "__main__":
    main()
