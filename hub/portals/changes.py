"""A page of a feed's changes as one scope sees them.

A record that leaves the scope arrives as ``DEL``, one that enters it as ``ADD``; a change of columns that are not seen
does not arrive. For that each change is kept with the columns that differ, as they were.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
import orjson
import sqlalchemy as sa

from hub.portals import cursors
from hub.portals.cursors import Cursor
from hub.portals.scopes import Scope
from hub.settings import settings

SCANNED = 20_000
"""Changes read at most for one page, however few of them the scope sees."""
_PAGE_BYTES = 32 << 20

_CHANGES = """
select c.version, c.sequence, c.kind, c.row::text, c.before::text
from hub.feed_change c
where c.feed = %(feed)s and (c.version, c.sequence) > (%(version)s, %(sequence)s) and c.version <= %(until)s
order by c.version, c.sequence limit %(limit)s
"""
_CHUNK = 50
"""Changes taken from the server at once: while they are read, it sends the next ones."""
_VERSION = "select published_at, business_date from hub.feed_version where feed = %s and version = %s"
_AFTER_ALL = (1 << 62) - 1
_differing = msgspec.json.Decoder(dict[str, Any]).decode
_KNOWN = 1000
"""Texts of what differed that are kept while a page is read: of a day's changes many say the same."""
_Found = tuple[int, int, str, str | None, str | None]
"""Version, sequence and kind of a change, its row, and of that what differed or, when it is gone, what it was."""


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
    found = _version(connection, scope.feed, at.version)
    if found is None or cursors.tag(found[0], scope) != tag:
        raise CursorGone(text)
    if newest - found[1] > timedelta(days=settings().cursor_days):
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
            found = _seen(scope, rows)
            for (version, sequence, _, row, _), change in found:
                place = version, sequence
                taken += 1
                size += len(row or "")
                if change is not None:
                    seen.append(change)
                is_full = len(seen) >= limit or size > _PAGE_BYTES
                if is_full:
                    break
            left = sum(1 for _ in found)
        if taken:
            at = Cursor(*place)
        scanned += taken + left
        if taken < wanted and not left:
            break
        if is_full or scanned >= SCANNED:
            end = at if left or list(_fetch(connection, scope, at, until, 1)) else end
            break
    return Page(seen, start, end, until)


def _fetch(connection: sa.Connection, scope: Scope, at: Cursor, until: int, limit: int) -> Generator[_Found]:
    """Read to its end, or closed: until then nothing else can be done with the connection. Closed before its end, it
    costs a cancellation over another connection."""
    after = at.sequence or _AFTER_ALL
    values = {"feed": scope.feed, "version": at.version, "sequence": after, "until": until, "limit": limit}
    yield from connection.connection.cursor().stream(_CHANGES, values, size=_CHUNK)


def _seen(scope: Scope, rows: Iterable[_Found]) -> Iterator[tuple[_Found, Change | None]]:
    """Each change as it lies there and as it goes out: ``None`` where the scope sees none."""
    read = lru_cache(_KNOWN)(_differing)
    for found in rows:
        version, _, kind, row, before = found
        text = row or before or ""  # of a row that is gone there is what it was
        differing = read(before or "{}") if kind == "MOD" else {}
        is_held = kind != "DEL" and scope.holds(text)
        was_held = kind != "ADD" and scope.holds(text, differing)
        if not (is_held or was_held) or (is_held and was_held and not scope.sees_any(differing)):
            yield found, None
            continue
        seen = scope.read(text)
        key = scope.key_of(seen)
        yield (
            found,
            Change("MOD" if was_held else "ADD", version, key, seen) if is_held else Change("DEL", version, key),
        )


def cursor_at(connection: sa.Connection, scope: Scope, at: Cursor) -> str:
    """A place as a consumer gets it."""
    found = _version(connection, scope.feed, at.version)
    assert found is not None  # a page ends in a version that it has read
    return cursors.write(at, found[0], scope)


def _version(connection: sa.Connection, feed: str, version: int) -> tuple[datetime, date] | None:
    """When a version was published, and its business date."""
    found: tuple[datetime, date] | None = connection.connection.cursor().execute(_VERSION, (feed, version)).fetchone()
    return found
