"""The console on a socket, for tests: who asks stands in a cookie, what is started stands in a file.

Run as ``python -m tests.web.serve PORT`` with ``HUB_DATABASE_URL`` and ``HUB_HOME``.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import Request

from console import Identity, Role, create_app
from hub.errors import SourceUnavailable

PEOPLE = {
    "viewer": Role.VIEWER, "steward": Role.STEWARD, "second": Role.STEWARD, "patna": Role.STEWARD,
    "it_team": Role.IT_TEAM, "auditor": Role.AUDITOR, "admin": Role.ADMIN, "patna_admin": Role.ADMIN, "nobody": None,
}  # fmt: skip
SECRET = b"the tests' own"


async def identify(request: Request) -> Identity | None:
    """The person whom the cookie names."""
    login = request.cookies.get("who", "")
    return Identity(login, login.title(), PEOPLE[login]) if login in PEOPLE else None


async def trigger(request: Request, dataset: str, business_date: date) -> str:
    """Note what would have been started."""
    if dataset == "sparrow.pars":
        raise SourceUnavailable("console-airflow-away", record=dataset)
    with (Path(os.environ["HUB_HOME"]) / "started").open("a") as log:
        log.write(f"{request.state.identity.login} {dataset} {business_date}\n")
    return f"manual__{business_date}"


def app() -> object:
    """The console with the tests' people."""
    return create_app(identify, trigger=trigger, secret=SECRET)


if __name__ == "__main__":
    uvicorn.run(app(), host="127.0.0.1", port=int(sys.argv[1]), log_level="info", access_log=True)  # type: ignore[arg-type]
