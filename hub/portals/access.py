"""Who calls, and may it: API keys, OAuth 2 access tokens, client certificates, rate limits, quotas."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import ipaddress
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from hub.database import engine
from hub.portals import keys
from hub.portals.problems import Problem
from hub.portals.receipts import Book
from hub.portals.register import Consumer, Head, Key, Pulse, State
from hub.portals.scopes import Scope
from hub.portals.tables import consumer_token
from hub.settings import IST, settings

TOKEN_LIFE = timedelta(hours=1)
_REMEMBERED = 10_000
_FAILURES_PER_MINUTE = 30


@dataclass(frozen=True)
class Caller:
    """A consumer that has shown who it is, and the state by which it is judged."""

    consumer: Consumer
    state: State

    def scope(self, feed: str) -> Scope:
        """Its scope on the feed; a feed that there is not and one that it may not read are told apart.

        Raises ``Problem``.
        """
        from hub.feeds.declared import declared

        found = self.consumer.scopes.get(feed)
        if found is None:
            raise Problem("feed-unknown" if feed not in declared() else "feed-not-in-scope", feed=feed)
        return found

    def head(self, feed: str) -> Head:
        """The feed's newest version; raises ``Problem`` before the first."""
        found = self.state.heads.get(feed)
        if found is None:
            raise Problem("feed-not-published", feed=feed)
        return found


class Access:
    """Judges requests. What it remembers only spares work: whether a key still holds is asked anew each time."""

    def __init__(self, pulse: Pulse, book: Book, workers: int = 1) -> None:
        self._pulse = pulse
        self._book = book
        self._workers = workers  # each grants its part of a consumer's rate
        self._proven: OrderedDict[str, str] = OrderedDict()  # fingerprint of a key or token -> key id
        self._token_ends: dict[str, float] = {}
        self._limits = FixedWindowRateLimiter(MemoryStorage())
        self._hashing = asyncio.Semaphore(2)
        self._proxies = [ipaddress.ip_network(one.strip()) for one in settings().trusted_proxies.split(",") if one]

    async def caller(self, request: Request) -> Caller:
        """The consumer that calls, within its rate. Raises ``Problem``."""
        credential = _credential(request)
        state = await self._pulse.now()
        key = await self._key(credential, state)
        self._check_certificate(request, key.consumer)
        await self._check_rate(key.consumer)
        return Caller(key.consumer, state)

    async def token(self, request: Request, client_id: str, client_secret: str) -> str:
        """An access token for a consumer's name and one of its keys. Raises ``Problem``."""
        state = await self._pulse.now()
        key = state.keys.get(keys.id_of(client_secret))
        is_its_own = key is not None and key.consumer.name == client_id
        if key is None or not is_its_own or not key.is_valid() or not await self._is_key(client_secret, key):
            raise _refused("invalid-client")
        self._check_certificate(request, key.consumer)
        await self._check_rate(key.consumer)
        token = secrets.token_urlsafe(32)
        await asyncio.to_thread(_keep_token, keys.fingerprint(token), key.key_id)
        return token

    async def check_quota(self, consumer: Consumer) -> None:
        """Raises ``Problem`` when the day's rows are used up."""
        if await self._book.used(consumer.name) >= consumer.rows_per_day:
            now = datetime.now(IST)
            midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), IST)
            wait = {"Retry-After": str(int((midnight - now).total_seconds()) + 1)}
            raise Problem("quota-used-up", headers=wait, rows=consumer.rows_per_day)

    async def _key(self, credential: str, state: State) -> Key:
        mark = keys.fingerprint(credential)
        key_id = self._proven.get(mark, "")
        if key_id and self._token_ends.get(mark, time.time() + 1) <= time.time():
            key_id = ""
        if not key_id:
            key_id = keys.id_of(credential) or await self._of_token(mark)
            key = state.keys.get(key_id)
            if key is None or not key.is_valid():
                raise _refused("unauthorized")
            if keys.id_of(credential) and not await self._is_key(credential, key):
                raise _refused("unauthorized")
            self._remember(mark, key_id)
        key = state.keys.get(key_id)
        if key is None or not key.is_valid():
            raise _refused("unauthorized")
        return key

    async def _is_key(self, credential: str, key: Key) -> bool:
        mark = keys.fingerprint(credential)
        if self._proven.get(mark) == key.key_id:
            return True
        failures = RateLimitItemPerMinute(_FAILURES_PER_MINUTE)
        if not await self._limits.test(failures, "failed", key.key_id):
            raise Problem("too-many-requests", headers={"Retry-After": "60"})
        async with self._hashing:  # of many requests with a new key one or two prove it for the others
            is_right = self._proven.get(mark) == key.key_id or await asyncio.to_thread(
                keys.matches, credential, key.hash
            )
        if is_right:
            self._remember(mark, key.key_id)
        else:
            await self._limits.hit(failures, "failed", key.key_id)
        return is_right

    async def _of_token(self, mark: str) -> str:
        found = await asyncio.to_thread(_token, mark)
        if found is None:
            return ""
        key_id, ends = found
        self._token_ends[mark] = ends.timestamp()
        return key_id

    def _remember(self, mark: str, key_id: str) -> None:
        self._proven[mark] = key_id
        while len(self._proven) > _REMEMBERED:
            forgotten, _ = self._proven.popitem(last=False)
            self._token_ends.pop(forgotten, None)

    def _check_certificate(self, request: Request, consumer: Consumer) -> None:
        if consumer.certificate_sha256 is None:
            return
        shown = self._certificate(request)
        if not secrets.compare_digest(shown, consumer.certificate_sha256):
            raise _refused("certificate-missing")

    def _certificate(self, request: Request) -> str:
        """SHA-256 of the client certificate that the proxy has proven (RFC 9440); empty from anyone else."""
        host = request.client.host if request.client else ""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return ""
        if not any(address in network for network in self._proxies):
            return ""
        given = request.headers.get("client-cert", "")
        try:
            der = base64.b64decode(given.strip().strip(":"), validate=True)
        except (binascii.Error, ValueError):
            return ""
        return hashlib.sha256(der).hexdigest() if der else ""

    async def _check_rate(self, consumer: Consumer) -> None:
        rate = RateLimitItemPerMinute(max(1, consumer.requests_per_minute // self._workers))
        if not await self._limits.hit(rate, consumer.name):
            again = (await self._limits.get_window_stats(rate, consumer.name)).reset_time
            wait = {"Retry-After": str(max(1, int(again - time.time()) + 1))}
            raise Problem("too-many-requests", headers=wait)


def basic(request: Request) -> tuple[str, str]:
    """Name and secret of HTTP Basic; empty without."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return name, secret


def _credential(request: Request) -> str:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    found = value.strip() if kind.lower() == "bearer" else request.headers.get("x-api-key", "")
    if not found:
        raise _refused("unauthorized")
    return found


def _refused(name: str) -> Problem:
    more = {"error": "invalid_client"} if name == "invalid-client" else {}
    return Problem(name, headers={"WWW-Authenticate": 'Bearer realm="hub"'}, more=more)


def _token(mark: str) -> tuple[str, datetime] | None:
    query = sa.select(consumer_token.c.key_id, consumer_token.c.expires_at).where(
        consumer_token.c.token_sha256 == mark, consumer_token.c.expires_at > sa.func.now()
    )
    with engine().connect() as connection:
        found = connection.execute(query).first()
    return (found.key_id, found.expires_at) if found else None


def _keep_token(mark: str, key_id: str) -> None:
    now = datetime.now(UTC)
    with engine().begin() as connection:
        connection.execute(consumer_token.delete().where(consumer_token.c.expires_at < now))
        connection.execute(
            consumer_token.insert().values(token_sha256=mark, key_id=key_id, expires_at=now + TOKEN_LIFE)
        )
