"""A page of a feed's changes as one scope sees them.

A record that leaves the scope arrives as ``DEL``, one that enters it as ``ADD``; a change of columns that are not seen
does not arrive. For that each change is read with the row before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from hub.database import engine
from hub.feeds.tables import feed_version
from hub.portals import cursors
from hub.portals.cursors import Cursor
from hub.portals.scopes import Scope
from hub.settings import settings

SCANNED = 20_000
"""Changes read at most for one page, however few of them the scope sees."""
_PAGE_BYTES = 32 << 20

_CHANGES = sa.text("""
select c.version, c.sequence, c.kind, c.row::text as row, b.row::text as before
from hub.feed_change c left join lateral (
  select b.row from hub.feed_change b
  where b.feed = c.feed and b.key = c.key and b.version < c.version
    and c.kind <> 'ADD' and (:needs_before or c.kind = 'DEL')
  order by b.version desc limit 1
) b on true
where c.feed = :feed and (c.version, c.sequence) > (:version, :sequence) and c.version <= :until
order by c.version, c.sequence limit :limit
""")
_AFTER_ALL = (1 << 62) - 1


class CursorGone(Exception):
    """The cursor is too old, or of another scope or publication: a snapshot is the way on."""


@dataclass(frozen=True, slots=True)
class SeenChange:
    """One change as the scope sees it; ``row`` is ``None`` for ``DEL``."""

    kind: str
    version: int
    key: dict[str, Any]
    row: dict[str, Any] | None

    def told(self) -> dict[str, Any]:
        """As it goes out; ``DEL`` has no row."""
        told: dict[str, Any] = {"kind": self.kind, "version": self.version, "key": self.key}
        return told if self.row is None else told | {"row": self.row}


@dataclass(frozen=True)
class Page:
    """Changes in the order in which to apply them, and where they end."""

    changes: list[SeenChange]
    start: Cursor
    end: Cursor
    until: int
    cursor: str

    @property
    def has_more(self) -> bool:
        """Whether the next page follows at once."""
        return self.end != Cursor(self.until, 0)


def locate(connection: sa.Connection, scope: Scope, text: str) -> Cursor:
    """The place that a cursor names.

    Raises ``CursorGone`` when it is of another scope or publication, or lies further back than ``HUB_CURSOR_DAYS``
    business days before the newest version; ``ValueError`` for a text that is no cursor.
    """
    at, tag = cursors.read(text)
    mine = feed_version.c.feed == scope.feed
    newest = sa.select(sa.func.max(feed_version.c.business_date)).where(mine).scalar_subquery()
    query = sa.select(feed_version.c.published_at, feed_version.c.business_date, newest.label("newest"))
    found = connection.execute(query.where(mine, feed_version.c.version == at.version)).first()
    if found is None or cursors.tag(found.published_at, scope) != tag:
        raise CursorGone(text)
    if found.newest - found.business_date > timedelta(days=settings().cursor_days):
        raise CursorGone(text)
    return at


def read_page(connection: sa.Connection, scope: Scope, start: Cursor, until: int, limit: int) -> Page:
    """Up to ``limit`` changes after ``start``, not beyond version ``until``."""
    seen: list[SeenChange] = []
    end = Cursor(until, 0)
    scanned = size = 0
    at = start
    while True:
        wanted = min(limit, SCANNED - scanned)
        rows = _fetch(connection, scope, at, until, wanted)
        for row in rows:
            size += len(row.row or "")
            at = Cursor(row.version, row.sequence)
            change = _seen(scope, row)
            if change is not None:
                seen.append(change)
            if len(seen) >= limit or size > _PAGE_BYTES:
                break
        scanned += len(rows)
        is_full = len(seen) >= limit or size > _PAGE_BYTES or scanned >= SCANNED
        if len(rows) < wanted and (not rows or at == Cursor(rows[-1].version, rows[-1].sequence)):
            break
        if is_full:
            end = at if _fetch(connection, scope, at, until, 1, bare=True) else end
            break
    return Page(seen, start, end, until, _written(connection, scope, end))


def _fetch(
    connection: sa.Connection, scope: Scope, at: Cursor, until: int, limit: int, *, bare: bool = False
) -> list[sa.Row[Any]]:
    values = {
        "feed": scope.feed, "version": at.version, "sequence": at.sequence or _AFTER_ALL, "until": until,
        "limit": limit, "needs_before": not bare and not (scope.sees_all_rows and scope.sees_all_columns),
    }  # fmt: skip
    return list(connection.execute(_CHANGES, values).all())


def _seen(scope: Scope, change: sa.Row[Any]) -> SeenChange | None:
    before = orjson.loads(change.before) if change.before else None
    after = orjson.loads(change.row) if change.row else None
    if change.kind == "MOD" and scope.sees_all_rows and scope.sees_all_columns:
        return SeenChange("MOD", change.version, scope.key_of(after or {}), scope.see(after))
    old, new = scope.values(before), scope.values(after)
    if old == new:
        return None
    if new is None:
        return SeenChange("DEL", change.version, scope.key_of(before or {}), None)
    row = dict(zip(scope.names, new, strict=True))
    return SeenChange("ADD" if old is None else "MOD", change.version, scope.key_of(row), row)


def _written(connection: sa.Connection, scope: Scope, at: Cursor) -> str:
    query = sa.select(feed_version.c.published_at).where(
        feed_version.c.feed == scope.feed, feed_version.c.version == at.version
    )
    return cursors.write(at, connection.execute(query).scalar_one(), scope)


def cursor_at(scope: Scope, version: int) -> str:
    """The cursor of a consumer that has all of a version."""
    with engine().connect() as connection:
        return _written(connection, scope, Cursor(version, 0))
