"""What belongs to no page: the start, the switch of languages."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from console.page import LANGUAGE_COOKIE, See, address, set_cookie
from hub.i18n import LANGUAGES

router = APIRouter()


@router.get("/")
def start(page: See) -> Response:
    """The console begins with today."""
    return RedirectResponse(page.url("/today"), status_code=303)


@router.get("/language/{language}")
def choose_language(page: See, language: str, back: str = "/today") -> Response:
    """Keep the language for a year and go back to where the person was."""
    if language not in LANGUAGES:
        raise HTTPException(404)
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(address(page.request, back if is_ours else "/today"), status_code=303)
    set_cookie(page.request, answer, LANGUAGE_COOKIE, language, days=365)
    return answer
