"""The landing page for developers of portals, in Hindi and English; nothing on it comes from elsewhere."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.feeds.declared import declared
from hub.i18n import LANGUAGES, text
from hub.portals.problems import STATUS, language

router = APIRouter(include_in_schema=False)
_FOLDER = Path(__file__).with_name("templates")
OPERATIONS = (
    ("POST", "/v1/token", "token"), ("GET", "/v1/feeds", "feeds"), ("GET", "/v1/feeds/{feed}", "feed"),
    ("GET", "/v1/feeds/{feed}/contract", "contract"), ("GET", "/v1/feeds/{feed}/schema", "schema"),
    ("GET", "/v1/feeds/{feed}/versions", "versions"), ("GET", "/v1/feeds/{feed}/snapshot", "snapshot"),
    ("GET", "/v1/feeds/{feed}/changes", "changes"), ("GET", "/v1/feeds/{feed}/record", "record"),
    ("GET", "/v1/receipts", "receipts"), ("GET", "/v1/subscriptions", "subscriptions"),
)  # fmt: skip
"""Method, path and the end of its message id ``portals-page-operation-…``."""


@cache
def render(told: str) -> str:
    """The page in a language."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("landing.html").render(
        t=partial(_say, told), language=told, feeds=list(declared().values()), operations=OPERATIONS, problems=STATUS
    )


def _say(told: str, message_id: str) -> str:
    return text(message_id, told, feed="…", rows="…", size="…")  # the places that a problem fills


@router.get("/")
async def root(request: Request) -> Response:
    """To the page in the reader's language."""
    return RedirectResponse(f"/{language(request)}", 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})


def _page(told: str) -> None:
    @router.get(f"/{told}", name=f"landing-{told}")
    async def page() -> Response:
        return HTMLResponse(render(told), headers={"Content-Language": told})


for _language in LANGUAGES:
    _page(_language)


@router.get("/portals.css")
async def style() -> Response:
    """The page's style."""
    return Response((_FOLDER / "portals.css").read_bytes(), media_type="text/css")


@router.get("/mirror_feed.py")
async def sample() -> Response:
    """The sample consumer, as it stands in ``examples/``."""
    from hub.settings import ROOT

    return Response((ROOT / "examples" / "mirror_feed.py").read_bytes(), media_type="text/x-python; charset=utf-8")
