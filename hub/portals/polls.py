"""Polls, answered before the framework takes a request apart: most requests are these.

They pass the same judge and the same scope as every other request. What is not in a poll's usual form goes on to the
routes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.portals import delta, problems
from hub.portals.access import Access
from hub.portals.delta import Asked
from hub.portals.problems import Problem
from hub.portals.receipts import Book

_PATH = re.compile(r"/v1/feeds/([a-z][a-z0-9_]{0,62})/changes")
_LIMIT = rb"limit=(10000|[1-9][0-9]{0,3})"
_QUERY = re.compile(rb"(?:%b&)?cursor=([0-9]{1,15}-[0-9]{1,15}-[0-9a-f]{16})(?:&%b)?" % (_LIMIT, _LIMIT))


class Polls:
    """ASGI middleware; ``judges`` gives the access and the book once the application has started."""

    def __init__(self, app: ASGIApp, judges: Callable[[], tuple[Access, Book]]) -> None:
        self._app = app
        self._judges = judges

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the poll, or pass the request on."""
        asked = _asked(scope)
        if asked is None:
            await self._app(scope, receive, send)
            return
        access, book = self._judges()
        request = Request(scope)
        try:
            by = await access.caller(request)
            seen, head = by.scope(asked.feed), by.head(asked.feed)
            if asked.cursor != head.cursor(seen):
                response = await delta.answer(access, book, by, asked)
                await response(scope, receive, send)
                return
        except Problem as problem:
            await problems.answer(request, problem)(scope, receive, send)
            return
        book.polled(by.consumer.name, asked.feed, head.version)
        told = asked.cursor.encode()
        headers = [(b"cache-control", b"private, no-cache"), (b"etag", b'"' + told + b'"'), (b"hub-cursor", told)]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _asked(scope: Scope) -> Asked | None:
    """What is asked, where it is a poll and nothing else."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path, query = _PATH.fullmatch(scope["path"]), _QUERY.fullmatch(scope["query_string"])
    if not path or not query or (query[1] and query[3]):
        return None
    return Asked(path[1], query[2].decode(), int(query[1] or query[3] or delta.LIMIT), scope["correlation_id"])
