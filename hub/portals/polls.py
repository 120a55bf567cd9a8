"""Polls without news, answered before the framework takes a request apart: most requests are these.

They pass the same judge and the same scope as every other request. Whatever is not simply that — news, another cursor,
another parameter — goes on to the routes, with the caller judged already.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.portals import problems
from hub.portals.access import Access, Caller
from hub.portals.problems import Problem
from hub.portals.receipts import Book

CALLER = "hub.caller"
"""Where a request's scope holds the caller that was judged here."""
_PATH = re.compile(r"/v1/feeds/([a-z][a-z0-9_]{0,62})/changes")
_QUERY = re.compile(rb"cursor=([0-9]{1,15}-[0-9]{1,15}-[0-9a-f]{16})(?:&limit=[1-9][0-9]{0,3})?")


class Polls:
    """ASGI middleware; ``judges`` gives the access and the book once the application has started."""

    def __init__(self, app: ASGIApp, judges: Callable[[], tuple[Access, Book]]) -> None:
        self._app = app
        self._judges = judges

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the poll, or pass the request on."""
        asked = self._asked(scope)
        if asked is None:
            await self._app(scope, receive, send)
            return
        (feed, cursor), (access, book) = asked, self._judges()
        request = Request(scope)
        try:
            caller: Caller = await access.caller(request)
            seen, head = caller.scope(feed), caller.head(feed)
        except Problem as problem:
            await problems.answer(request, problem)(scope, receive, send)
            return
        except psycopg.OperationalError:  # the database is away: told where all such failures are
            await self._app(scope, receive, send)
            return
        if cursor != head.cursor(seen):
            scope[CALLER] = caller
            await self._app(scope, receive, send)
            return
        book.polled(caller.consumer.name, feed, head.version)
        told = cursor.encode()
        headers = [(b"cache-control", b"private, no-cache"), (b"etag", b'"' + told + b'"'), (b"hub-cursor", told)]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    @staticmethod
    def _asked(scope: Scope) -> tuple[str, str] | None:
        """Feed and cursor, where it is a poll and nothing else."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path, query = _PATH.fullmatch(scope["path"]), _QUERY.fullmatch(scope["query_string"])
        return (path[1], query[1].decode()) if path and query else None
