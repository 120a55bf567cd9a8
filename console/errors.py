"""Errors as a person reads them: what happened, who must act, what to do next. Never a stack trace."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from console.access import Person
from console.guard import SAFE
from console.page import Page, language_of, person_of, templates
from hub.desk import ValueUnfit
from hub.errors import HubError, NotAllowed, NotConfigured
from hub.i18n import text

log = logging.getLogger("hub.console")
_WORDS = {404: "console-no-such-page", 405: "console-no-such-page", 422: "console-form-incomplete"}


def refuse(request: Request, status: int, message_id: str) -> ASGIApp:
    """The answer to a request that is not let in: nothing about the person or the hub stands in it."""
    language = language_of(request)
    login = request.app.state.airflow.login
    is_part, is_form = request.headers.get("hx-request") == "true", request.method not in SAFE
    if status == 401 and is_form:  # the browser still has what was typed
        message_id = "console-log-in-and-repeat" if is_part else "console-log-in-and-reload"
    body = templates().get_template("refused.html").render(
        language=language, message=text(message_id, language), login=login if status == 401 else "",
        login_words=text("console-log-in", language), title=text("console-title", language), is_part=is_part,
        is_form=is_form,
    )  # fmt: skip
    return HTMLResponse(body, status_code=status)


async def refusal(request: Request, error: Exception) -> Response:
    """A page that there is not, a right that is missing, a form that is incomplete."""
    if isinstance(error, HTTPException):
        known = isinstance(error.detail, str) and error.detail.startswith("console-")
        words = error.detail if known else _WORDS.get(error.status_code, "")
        return _show(request, error.status_code, words, reason=await _reason(request))
    assert isinstance(error, RequestValidationError)
    # What was typed stays out of the answer, but for the reason, and of the log; the names of the fields help.
    names = ", ".join(sorted({str(item["loc"][-1]) for item in error.errors()}))
    return _show(request, 400, "console-form-incomplete", {"fields": names}, reason=await _reason(request))


async def told_error(request: Request, error: Exception) -> Response:
    """A ``HubError``: 409 where the call does not fit the state, 503 where a later try may succeed."""
    assert isinstance(error, HubError)
    status = (
        409 if isinstance(error, NotAllowed) else 503 if error.retryable or isinstance(error, NotConfigured) else 400
    )
    told, actor = error.message_id, f"actor-{error.actor.value}"
    return _show(request, status, told, error.details, actor=actor, reason=await _reason(request))


async def _reason(request: Request) -> str:
    """The reason that a person typed in a form that came to nothing, so that it need not be typed again."""
    if request.method in SAFE:
        return ""
    with suppress(HTTPException):  # no form that can be read
        return str((await request.form()).get("reason") or "")
    return ""


async def unfit(request: Request, error: Exception) -> Response:
    """A value that PostgreSQL cannot take, as a number beyond all numbers in an address."""
    assert isinstance(error, ValueUnfit)
    log.warning("%s %s refused: %s", request.method, request.url.path, type(error.orig).__name__)
    return _show(request, 400, "console-value-unfit")


def unexpected(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a number to tell the IT team, under which the log holds the kind of failure and its place.

    The failure's own words may hold personal data and are not logged.
    """
    number = uuid.uuid4().hex[:8]
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    log.error("%s %s %s at %s", number, request.method, type(error).__name__, where)
    return _show(request, 500, "console-unexpected", {"number": number})


def _show(
    request: Request, status: int, message_id: str, details: Mapping[str, object] | None = None, *, actor: str = "",
    reason: str = "",
) -> Response:  # fmt: skip
    try:
        person = person_of(request)
    except Exception:  # the database is away: the page is shown without the person's limits
        identity = request.state.identity
        person = Person(identity.login, identity.name, identity.role)
    page = Page(request, person)
    page.remember({"reason": reason})
    try:
        words = page.t(message_id or "console-not-possible", **(details or {}))
    except KeyError:
        words = page.t("console-not-possible")
    template = "error_part.html" if page.is_fragment else "error.html"
    return page.render(template, status=status, words=words, actor=page.t(actor) if actor else "")
