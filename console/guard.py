"""What every request passes: who asks, whether a change comes from the console's own pages, and the answer's headers.

Nothing is open: an anonymous request gets 401, whatever it asks for.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.access import Identity
from hub.settings import IST

Identify = Callable[[Request], Awaitable[Identity | None]]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = "no-store"


class Guard:
    """ASGI middleware: identifies the person, refuses changes from other origins, sets the headers."""

    def __init__(
        self, app: ASGIApp, *, identify: Identify, refuse: Callable[[Request, int, str], ASGIApp],
        fail: Callable[[Request, Exception], ASGIApp], origins: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.app = app
        self.identify = identify
        self.refuse = refuse
        self.fail = fail
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        is_started = False

        async def sending(message: Message) -> None:
            nonlocal is_started
            if message["type"] == "http.response.start":
                is_started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", NO_STORE)
            await send(message)

        identity = await self.identify(request)
        if identity is None:
            await self.refuse(request, 401, "console-not-logged-in")(scope, receive, sending)
            return
        if request.method not in SAFE and not is_own_origin(request, self.origins):
            await self.refuse(request, 403, "console-wrong-origin")(scope, receive, sending)
            return
        scope.setdefault("state", {})["identity"] = identity
        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if is_started:
                raise
            # Caught here, so that neither the answer nor the server's log carries the failure's own words.
            await self.fail(request, error)(scope, receive, sending)


def is_own_origin(request: Request, origins: Collection[str]) -> bool:
    """Whether the browser says that the request comes from the console's own pages.

    The origin must be named (``Origin``, else ``Referer``), and be the host that was asked or one of ``origins``.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    named = request.headers.get("origin") or request.headers.get("referer") or ""
    parts = urlsplit(named)
    if not parts.netloc or (request.url.scheme == "https" and parts.scheme != "https"):
        return False
    own = request.headers.get("host", "")
    return parts.netloc == own or f"{parts.scheme}://{parts.netloc}" in origins


def csrf_token(secret: bytes, login: str, day: str | None = None, salt: str = "") -> str:
    """A token that this person's forms carry for a day. Each page gets another one, so that the length of a compressed
    answer says nothing about it."""
    day, salt = day or datetime.now(IST).date().isoformat(), salt or secrets.token_hex(8)
    return f"{salt}.{hmac.new(secret, f'csrf|{login}|{day}|{salt}'.encode(), hashlib.sha256).hexdigest()}"


async def demand_token(request: Request) -> None:
    """Dependency of the whole application: a change carries the person's token, in the form or in the header.

    Raises 403. Yesterday's token still holds, for a form that was opened before midnight.
    """
    if request.method in SAFE:
        return
    given = request.headers.get(CSRF_HEADER) or str((await request.form()).get(CSRF_FIELD, ""))
    yesterday = (datetime.now(IST) - timedelta(days=1)).date().isoformat()
    secret, login, salt = request.app.state.secret, request.state.identity.login, given.partition(".")[0]
    if not any(
        hmac.compare_digest(given.encode(), csrf_token(secret, login, day, salt).encode()) for day in (None, yesterday)
    ):
        raise HTTPException(403, "console-wrong-token")
