"""Cursors: up to where a consumer has a feed, bound to the publication and to the scope in which it was read.

``<version>-<sequence>-<tag>``: everything of the version is applied when the sequence is 0, else its changes up to
there. A cursor of another scope or of another database has another tag, and is answered like one that is too old.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from hub.portals.scopes import Scope

PATTERN = r"^[0-9]{1,15}-[0-9]{1,15}-[0-9a-f]{16}$"
_CURSOR = re.compile(r"([0-9]{1,15})-([0-9]{1,15})-([0-9a-f]{16})")


@dataclass(frozen=True, order=True)
class Cursor:
    """A place in a feed's changes."""

    version: int
    sequence: int


def tag(published_at: datetime, scope: Scope) -> str:
    """Of a version as it was published, seen through a scope."""
    return hashlib.sha256(f"{published_at.timestamp()!r}|{scope.digest}".encode()).hexdigest()[:16]


def write(cursor: Cursor, published_at: datetime, scope: Scope) -> str:
    """The cursor as a consumer gets it; ``published_at`` is its version's."""
    return f"{cursor.version}-{cursor.sequence}-{tag(published_at, scope)}"


def read(text: str) -> tuple[Cursor, str]:
    """The place and the tag; raises ``ValueError`` for a text that is no cursor."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Cursor(int(found[1]), int(found[2])), found[3]
