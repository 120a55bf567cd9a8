"""What every request is judged by: the register of consumers and keys, and each feed's newest version.

Both are read from the database after the request has come in, so that a key revoked a moment ago is refused; but all
requests that wait at one time share one reading (:class:`Pulse`), so that polling does not cost a query each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import psycopg
import sqlalchemy as sa

from hub.database import engine
from hub.errors import NotAllowed
from hub.feeds.declared import declared
from hub.portals import cursors
from hub.portals.consumers import scope_of_row
from hub.portals.scopes import Scope, check
from hub.portals.tables import consumer, consumer_key, consumer_scope
from hub.settings import settings

_READ = """
select (select epoch from hub.portal_state), f.feed, v.version, v.business_date, v.published_at
from unnest(%s::text[]) as f(feed) left join lateral (
  select version, business_date, published_at from hub.feed_version
  where feed = f.feed order by version desc limit 1
) v on true
"""


@dataclass(frozen=True)
class Consumer:
    """A portal that may read, with its scopes by feed."""

    name: str
    title: str
    certificate_sha256: str | None
    requests_per_minute: int
    rows_per_day: int
    scopes: Mapping[str, Scope]


@dataclass(frozen=True)
class Key:
    """A key that is not revoked; its consumer is not either."""

    key_id: str
    consumer: Consumer
    hash: str
    expires_at: datetime | None

    def is_valid(self) -> bool:
        """Whether it has not run out."""
        return self.expires_at is None or self.expires_at > datetime.now(UTC)


@dataclass(frozen=True)
class Head:
    """A feed's newest version."""

    version: int
    business_date: date
    published_at: datetime

    def cursor(self, scope: Scope) -> str:
        """The cursor of a consumer that has everything."""
        return cursors.write(cursors.Cursor(self.version, 0), self.published_at, scope)


@dataclass(frozen=True)
class State:
    """All of it, as of a moment after the request came in. ``consumers`` and ``keys`` hold what is not revoked."""

    epoch: int
    consumers: Mapping[str, Consumer]
    keys: Mapping[str, Key]
    heads: Mapping[str, Head]


def read_register() -> tuple[dict[str, Consumer], dict[str, Key]]:
    """Consumers by name and keys by id, without the revoked ones."""
    with engine().connect() as connection:
        living = sa.select(consumer).where(consumer.c.revoked_at.is_(None))
        rows = connection.execute(living).mappings().all()
        scopes = connection.execute(sa.select(consumer_scope)).mappings().all()
        kept = connection.execute(sa.select(consumer_key).where(consumer_key.c.revoked_at.is_(None))).mappings().all()
    consumers = {
        row["name"]: Consumer(
            row["name"], row["title"], row["certificate_sha256"], row["requests_per_minute"], row["rows_per_day"],
            {s["feed"]: scope_of_row(s) for s in scopes if s["consumer"] == row["name"] and _can_be_kept(s)},
        )
        for row in rows
    }  # fmt: skip
    keys = {
        row["key_id"]: Key(row["key_id"], consumers[row["consumer"]], row["hash"], row["expires_at"])
        for row in kept
        if row["consumer"] in consumers
    }
    return consumers, keys


def _can_be_kept(row: sa.RowMapping) -> bool:
    """Whether the feed, as it is declared today, can still be seen in this scope; else it is not seen at all."""
    try:
        check(scope_of_row(row))
    except NotAllowed:
        return False
    return True


class Pulse:
    """Reads the state for all who wait: who asks while a reading is under way shares the next one."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[State] | None = None
        self._task: asyncio.Task[None] | None = None
        self._connection: psycopg.AsyncConnection | None = None
        self._state: State | None = None
        self._feeds = list(declared())

    async def now(self) -> State:
        """The state as of a moment after this call. Raises ``psycopg.OperationalError`` without a database."""
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().create_future()
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._run())
        return await asyncio.shield(self._waiting)

    async def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            await self._connection.close()

    async def _run(self) -> None:
        while self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            try:
                state = await self._read()
            except Exception as error:
                waiting.set_exception(error)
                waiting.exception()  # it is told to those who wait, if any still do
            else:
                waiting.set_result(state)

    async def _read(self) -> State:
        try:
            rows = await self._fetch()
        except psycopg.OperationalError:  # the server was restarted: once anew
            self._connection = None
            rows = await self._fetch()
        epoch = rows[0][0]
        heads = {feed: Head(version, day, at) for _, feed, version, day, at in rows if version is not None}
        if self._state is None or self._state.epoch != epoch:
            consumers, keys = await asyncio.to_thread(read_register)
            self._state = State(epoch, consumers, keys, heads)
        elif heads != self._state.heads:
            self._state = State(epoch, self._state.consumers, self._state.keys, heads)
        return self._state

    async def _fetch(self) -> list[tuple[int, str, int, date, datetime]]:
        if self._connection is None or self._connection.closed:
            url = sa.make_url(settings().database_url).set(drivername="postgresql")
            conninfo = url.render_as_string(hide_password=False)
            self._connection = await psycopg.AsyncConnection.connect(conninfo, autocommit=True, connect_timeout=5)
            self._connection.prepare_threshold = 1
        cursor = await self._connection.execute(_READ, (self._feeds,))
        return await cursor.fetchall()
