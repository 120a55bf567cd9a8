"""Errors as ``application/problem+json`` (RFC 9457): what, why, and the correlation id; never a trace nor data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hub.i18n import text

MEDIA_TYPE = "application/problem+json"
STATUS = {
    "invalid-request": 422, "unauthorized": 401, "certificate-missing": 401, "invalid-client": 401,
    "unsupported-grant": 400, "feed-not-in-scope": 403, "not-found": 404, "feed-unknown": 404,
    "feed-not-published": 404, "version-unknown": 404, "record-unknown": 404, "method-not-allowed": 405,
    "cursor-gone": 410, "range-not-satisfiable": 416, "too-many-requests": 429,
    "quota-used-up": 429, "unexpected": 500, "unavailable": 503,
}  # fmt: skip
"""Every problem of the interface and its status; the texts are ``problem-<name>-title`` and ``-detail``."""
_OF_STATUS = {404: "not-found", 405: "method-not-allowed"}


class Problem(Exception):
    """Ends a request with one of the problems of :data:`STATUS`. ``more`` joins the body, ``places`` fill the text."""

    def __init__(
        self, name: str, *, headers: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None,
        **places: object,
    ) -> None:  # fmt: skip
        super().__init__(name)
        self.name = name
        self.headers = dict(headers or {})
        self.more = dict(more or {})
        self.places = places


def language(request: Request) -> str:
    """Hindi where the caller likes it better than English, else English."""
    wanted = request.headers.get("accept-language", "").lower()
    places = {tag: wanted.find(tag) for tag in ("hi", "en") if tag in wanted}
    return min(places, key=lambda tag: places[tag]) if places else "en"


def answer(request: Request, problem: Problem) -> Response:
    """The problem as a response, in the caller's language."""
    told, correlation = language(request), str(request.scope.get("correlation_id", ""))
    body = {
        "type": f"/{told}#problem-{problem.name}",
        "title": text(f"problem-{problem.name}-title", told),
        "status": STATUS[problem.name],
        "detail": text(f"problem-{problem.name}-detail", told, **problem.places),
        "correlation_id": correlation,
        **problem.more,
    }
    headers = {"Content-Language": told, "Cache-Control": "no-store", **problem.headers}
    return Response(orjson.dumps(body), STATUS[problem.name], headers, MEDIA_TYPE)


async def of_problem(request: Request, error: Exception) -> Response:
    """Handler of :class:`Problem`."""
    assert isinstance(error, Problem)
    return answer(request, error)


async def of_validation(request: Request, error: Exception) -> Response:
    """A request that the description does not allow: which part of it, and what is wrong with that."""
    assert isinstance(error, RequestValidationError)
    mistyped = next((item for item in error.errors() if item["loc"] == ("path", "feed")), None)
    if mistyped is not None:
        return answer(request, Problem("feed-unknown", feed=str(mistyped["input"])[:63]))
    wrong = [{"in": ".".join(map(str, item["loc"])), "reason": item["msg"]} for item in error.errors()]
    return answer(request, Problem("invalid-request", more={"errors": wrong}))


async def of_http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: no such path, no such method."""
    assert isinstance(error, HTTPException)
    return answer(request, Problem(_OF_STATUS.get(error.status_code, "not-found"), headers=error.headers))
