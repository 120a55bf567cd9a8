"""A page of a feed's changes as one scope sees them.

A record that leaves the scope arrives as ``DEL``, one that enters it as ``ADD``; a change of columns that are not seen
does not arrive. For that each change is read with the row before it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
import orjson
import sqlalchemy as sa

from hub.feeds.tables import feed_version
from hub.portals import cursors
from hub.portals.cursors import Cursor
from hub.portals.scopes import Scope
from hub.settings import settings

SCANNED = 20_000
"""Changes read at most for one page, however few of them the scope sees."""
_PAGE_BYTES = 32 << 20

_CHANGES = """
select c.version, c.sequence, c.kind, c.row::text,
  case when %(needs_before)s or c.kind = 'DEL' then c.before::text end
from hub.feed_change c
where c.feed = %(feed)s and (c.version, c.sequence) > (%(version)s, %(sequence)s) and c.version <= %(until)s
order by c.version, c.sequence limit %(limit)s
"""
_CHUNK = 50
"""Changes taken from the server at once: while they are read, it sends the next ones."""
_VERSION = sa.select(feed_version.c.published_at, feed_version.c.business_date).where(
    feed_version.c.feed == sa.bindparam("feed"), feed_version.c.version == sa.bindparam("version")
)
_AFTER_ALL = (1 << 62) - 1


class CursorGone(Exception):
    """The cursor is too old, or of another scope or publication: a snapshot is the way on."""


class Change(msgspec.Struct, gc=False):
    """A change as it goes out; ``DEL`` has no row."""

    kind: str
    version: int
    key: dict[str, Any]
    row: msgspec.Struct | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True)
class Page:
    """Changes in the order in which to apply them, and where they end."""

    changes: list[Change]
    start: Cursor
    end: Cursor
    until: int

    @property
    def has_more(self) -> bool:
        """Whether the next page follows at once."""
        return self.end != Cursor(self.until, 0)

    def told(self) -> orjson.Fragment:
        """The changes as a JSON array."""
        return orjson.Fragment(msgspec.json.encode(self.changes))


def locate(connection: sa.Connection, scope: Scope, text: str, newest: date) -> Cursor:
    """The place that a cursor names; ``newest`` is the business date of the feed's newest version.

    Raises ``CursorGone`` when it is of another scope or publication, or lies further back than ``HUB_CURSOR_DAYS``
    business days before that; ``ValueError`` for a text that is no cursor.
    """
    at, tag = cursors.read(text)
    found = connection.execute(_VERSION, {"feed": scope.feed, "version": at.version}).first()
    if found is None or cursors.tag(found.published_at, scope) != tag:
        raise CursorGone(text)
    if newest - found.business_date > timedelta(days=settings().cursor_days):
        raise CursorGone(text)
    return at


def read_page(connection: sa.Connection, scope: Scope, start: Cursor, until: int, limit: int) -> Page:
    """Up to ``limit`` changes after ``start``, not beyond version ``until``."""
    seen: list[Change] = []
    end = Cursor(until, 0)
    scanned = size = 0
    at = start
    while True:
        wanted, taken, is_full = min(limit, SCANNED - scanned), 0, False
        with contextlib.closing(_fetch(connection, scope, at, until, wanted)) as rows:
            for found in rows:
                taken += 1
                version, sequence, kind, row, before = found
                size += len(row or "")
                change = _seen(scope, version, kind, row, before)
                if change is not None:
                    seen.append(change)
                is_full = len(seen) >= limit or size > _PAGE_BYTES
                if is_full:
                    break
            left = sum(1 for _ in rows)
        if taken:
            at = Cursor(version, sequence)
        scanned += taken + left
        if taken < wanted and not left:
            break
        if is_full or scanned >= SCANNED:
            end = at if left or list(_fetch(connection, scope, at, until, 1, bare=True)) else end
            break
    return Page(seen, start, end, until)


def _fetch(
    connection: sa.Connection, scope: Scope, at: Cursor, until: int, limit: int, *, bare: bool = False
) -> Generator[tuple[int, int, str, str | None, str | None]]:
    """Version, sequence, kind, row and row before of each change. Read to its end, or closed: until then nothing else
    can be done with the connection. Closed before its end, it costs a cancellation over another connection."""
    values = {
        "feed": scope.feed, "version": at.version, "sequence": at.sequence or _AFTER_ALL, "until": until,
        "limit": limit, "needs_before": not bare and not (scope.sees_all_rows and scope.sees_all_columns),
    }  # fmt: skip
    yield from connection.connection.cursor().stream(_CHANGES, values, size=_CHUNK)


def _seen(scope: Scope, version: int, kind: str, row: str | None, before: str | None) -> Change | None:
    """The change as it goes out, or ``None`` where the scope sees none."""
    old, new = scope.see(before), scope.see(row)
    if new is not None:
        if old == new:
            return None
        # Who sees everything sees every MOD; the row before it was not read.
        is_new = old is None and not (kind == "MOD" and scope.sees_all_rows and scope.sees_all_columns)
        return Change("ADD" if is_new else "MOD", version, scope.key_of(new), new)
    if old is not None:
        return Change("DEL", version, scope.key_of(old))
    return None


def cursor_at(connection: sa.Connection, scope: Scope, at: Cursor) -> str:
    """A place as a consumer gets it."""
    found = connection.execute(_VERSION, {"feed": scope.feed, "version": at.version}).one()
    return cursors.write(at, found.published_at, scope)
