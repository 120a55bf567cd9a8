"""The feed interface as an ASGI application: ``create()``; ``hub api`` serves it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.portals import describe, pages, problems, routes
from hub.portals.access import Access
from hub.portals.polls import Polls
from hub.portals.problems import Problem
from hub.portals.receipts import Book
from hub.portals.register import Pulse
from hub.portals.webhooks import push

_LOG = logging.getLogger("hub.portals")
_CORRELATION = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_SAFE = [
    (b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"), (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                                 b"form-action 'none'; frame-ancestors 'none'"),
]  # fmt: skip
TITLE, VERSION = "Feeds of the integration hub of Bihar", "1.0"


class Outermost:
    """Gives each request its correlation id; what nobody foresaw becomes a problem, its trace stays in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-correlation-id"), b"")
        correlation = given.decode() if _CORRELATION.fullmatch(given) else uuid.uuid4().hex
        scope["correlation_id"] = correlation
        extra = [(b"x-correlation-id", correlation.encode()), *_SAFE]
        is_begun = is_answered = False

        async def tell(message: Message) -> None:
            nonlocal is_begun, is_answered
            if message["type"] == "http.response.start":
                is_begun = True
                message["headers"] = [*message.get("headers", []), *extra]
            is_answered = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, tell)
        except Exception as error:  # of the routes: answered already, and raised again by the framework for the log
            _LOG.error("%s: %s", correlation, type(error).__name__, exc_info=None if _is_away(error) else error)
            if not is_begun:
                await (await _of_unforeseen(Request(scope), error))(scope, receive, tell)
            elif not is_answered:
                raise


def _is_away(error: Exception) -> bool:
    return isinstance(error, psycopg.OperationalError | sa.exc.OperationalError | sa.exc.TimeoutError)


async def _of_unforeseen(request: Request, error: Exception) -> Response:
    if _is_away(error):
        return problems.answer(request, Problem("unavailable", headers={"Retry-After": "5"}))
    return problems.answer(request, Problem("unexpected"))


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    pulse, book = Pulse(), Book()
    app.state.pulse, app.state.book, app.state.access = pulse, book, Access(pulse, book, app.state.workers)
    tasks = [asyncio.create_task(book.keep_flushing())]
    if app.state.pushes:
        tasks.append(asyncio.create_task(push.keep_pushing()))
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await book.flush()
    await pulse.close()


def create(*, workers: int = 1, pushes: bool = True) -> ASGIApp:
    """The application. ``workers`` share each consumer's rate; ``pushes`` sends what subscriptions wait for."""
    # An address with a slash too many is not sent on: behind the proxy the way on would be http, with the key open.
    app = FastAPI(
        title=TITLE, version=VERSION, openapi_url=None, docs_url=None, redoc_url=None, lifespan=_lifespan,
        redirect_slashes=False,
    )  # fmt: skip
    app.state.workers, app.state.pushes = workers, pushes
    app.include_router(routes.router)
    app.include_router(pages.router)
    app.add_exception_handler(Problem, problems.of_problem)
    app.add_exception_handler(RequestValidationError, problems.of_validation)
    app.add_exception_handler(HTTPException, problems.of_http)
    app.add_exception_handler(Exception, _of_unforeseen)
    document = orjson.dumps(description(app))

    @app.get("/v1/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(document, media_type="application/json")

    @app.get("/health", include_in_schema=False)
    async def health(request: Request) -> Response:
        await request.app.state.pulse.now()
        return Response(b'{"status":"ok"}', media_type="application/json")

    return Outermost(Polls(app, lambda: (app.state.access, app.state.book)))


def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    document = get_openapi(
        title=TITLE, version=VERSION, openapi_version="3.1.0", routes=app.routes,
        description="Reconciled data of RTPS, CPGRAM, Sparrow PAR, HRMS, Jan Darbar and Lok Shikayat: snapshots, "
        "changes, receipts.",
    )  # fmt: skip
    return describe.complete(document)
