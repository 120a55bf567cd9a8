"""A file as a response: whole or from any byte on, one block in memory at a time."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import anyio
from fastapi import Request, Response
from starlette.responses import StreamingResponse

from hub.portals.problems import Problem
from hub.portals.snapshots import ENCODINGS, File

_BLOCK = 1 << 20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)
Aborted = Callable[[int], Awaitable[None]]


def encoding(request: Request) -> str:
    """The coding that the caller accepts and that is liked best here; identity unless it names another."""
    accepted = {}
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.strip().partition(";")
        accepted[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((known for known in ENCODINGS if accepted.get(known)), "identity")


def part_asked(request: Request, file: File, etag: str) -> tuple[int, int] | None:
    """First byte and byte after the last of a ``Range`` that can be served; ``None`` for the whole file.

    A range under ``If-Range`` of another file, several ranges, or no range are answered with the whole, as RFC 9110
    allows. Raises ``Problem`` for a range beyond the file.
    """
    found = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if found is None or not (found[1] or found[2]) or request.headers.get("if-range", etag) != etag:
        return None
    first, last = found[1], found[2]
    start = int(first) if first else max(0, file.size - int(last))
    end = min(int(last) + 1, file.size) if first and last else file.size
    if start >= file.size or start >= end:
        raise Problem("range-not-satisfiable", headers={"Content-Range": f"bytes */{file.size}"}, size=file.size)
    return start, end


def is_same(request: Request, etag: str) -> bool:
    """Whether the caller holds it already (``If-None-Match``)."""
    named = request.headers.get("if-none-match", "")
    return named.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in named.split(",")]


def repr_digest(sha256: str) -> str:
    """The value of ``Repr-Digest`` (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"


def respond(
    request: Request, file: File, part: tuple[int, int] | None, headers: dict[str, str], media: str, aborted: Aborted
) -> Response:
    """The file or its part. ``aborted(sent)`` is awaited when the caller went away before the end."""
    start, end = part or (0, file.size)
    headers = headers | {"Content-Length": str(end - start), "Accept-Ranges": "bytes"}
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(None, status, headers, media)
    return StreamingResponse(_blocks(file.path, start, end, aborted), status, headers, media)


async def _blocks(path: Path, start: int, end: int, aborted: Aborted) -> AsyncIterator[bytes]:
    sent = 0
    try:
        async with await anyio.open_file(path, "rb") as file:
            await file.seek(start)
            while sent < end - start:
                block = await file.read(min(_BLOCK, end - start - sent))
                if not block:
                    break
                yield block
                sent += len(block)
    finally:
        if sent < end - start:
            with anyio.CancelScope(shield=True):
                await aborted(sent)
