"""A page of changes as the answer to a consumer: read in a thread, its receipt written before it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import anyio.to_thread
import orjson
from fastapi import Response

from hub.database import engine
from hub.portals import changes
from hub.portals.access import Access, Caller
from hub.portals.describe import JSON
from hub.portals.problems import Problem
from hub.portals.receipts import Book, Receipt

_T = TypeVar("_T")
_DATABASE = anyio.CapacityLimiter(5)  # of the engine's six connections one is left for receipts

LIMIT, MOST = 1000, 10_000
"""Changes on a page: where nothing is said, and at most."""


@dataclass(frozen=True)
class Asked:
    """Changes of ``feed`` after ``cursor``, ``limit`` of them at most."""

    feed: str
    cursor: str
    limit: int
    correlation_id: str


async def in_thread(call: Callable[[], _T], limiter: anyio.CapacityLimiter = _DATABASE) -> _T:
    """What reads the database, beside the loop; of these no more at once than there are connections."""
    return await anyio.to_thread.run_sync(call, limiter=limiter)


async def answer(access: Access, book: Book, by: Caller, asked: Asked) -> Response:
    """The page, for a caller that does not have everything yet. Raises ``Problem``."""
    await access.check_quota(by.consumer)
    try:
        page, at, body, digest = await in_thread(lambda: _read(by, asked))
    except changes.CursorGone:
        way = f"/v1/feeds/{asked.feed}/snapshot"
        link = {"Link": f'<{way}>; rel="alternate"'}
        raise Problem("cursor-gone", headers=link, more={"snapshot": way}) from None
    receipt = Receipt(
        by.consumer.name, "changes", asked.feed, page.end.version, len(page.changes), "200",
        from_version=page.start.version, sha256=digest, correlation_id=asked.correlation_id,
    )  # fmt: skip
    told = (await book.write(receipt)).header()
    headers = {"ETag": f'"{at}"', "Hub-Cursor": at, "Hub-Receipt": told, "Cache-Control": "private, no-cache"}
    return Response(body, 200, headers, JSON)


def _read(by: Caller, asked: Asked) -> tuple[changes.Page, str, bytes, str]:
    """The page, the cursor after it, the answer's body and its SHA-256."""
    scope, head = by.scope(asked.feed), by.head(asked.feed)
    # What was published stays as it is: each question may see its own moment.
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        start = changes.locate(connection, scope, asked.cursor, head.business_date)
        page = changes.read_page(connection, scope, start, head.version, asked.limit)
        at = changes.cursor_at(connection, scope, page.end) if page.has_more else head.cursor(scope)
    told = {"feed": asked.feed, "cursor": at, "has_more": page.has_more, "changes": page.told()}
    body = orjson.dumps(told)
    return page, at, body, hashlib.sha256(body).hexdigest()
