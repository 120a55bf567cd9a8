"""A version of a feed as one file, as a scope sees it.

Made once (:mod:`hub.portals.writing`) and kept under ``$HUB_HOME/portals/``: whoever has the same scope is served the
same file, from any place in it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from hub.database import engine
from hub.feeds.formats import FORMATS
from hub.feeds.read import version_row
from hub.portals.scopes import Scope
from hub.portals.writing import Written, write
from hub.settings import hub_home

ENCODINGS = ("zstd", "gzip", "identity")
"""Content codings, the one liked best first; a Parquet file is compressed within and comes as it is."""
MEDIA = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class File:
    """A file that stands ready, and the version that it holds. ``sha256`` is of its bytes as they go out."""

    path: Path
    sha256: str
    size: int
    rows: int
    version: int
    published_at: datetime


def make(scope: Scope, version: int, format: str, encoding: str) -> File:
    """The version's rows and columns that the scope sees, by key.

    ``format`` is one of ``FORMATS``, ``encoding`` one of ``ENCODINGS``. Raises ``NotAllowed`` when there is no such
    version.
    """
    with engine().connect() as connection:
        row = version_row(connection, scope.feed, version)
    # The moment of publication tells a version from the one that another database gave the same number.
    place = hub_home() / "portals" / scope.feed / f"{row.version:06}-{row.published_at.timestamp():.6f}"
    suffix = "" if encoding == "identity" or format == "parquet" else f".{encoding}"
    path = place / f"{scope.digest}.{format}{suffix}"
    with _alone(path):
        told = _told(path)
        if told is None:
            _clean(place.parent.parent)
            told = _note(path, _write(scope, row, format, encoding, path))
    os.utime(path)
    return File(path, told["sha256"], told["bytes"], told["rows"], row.version, row.published_at)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of those who want a file at once, in whatever process, one makes it and the others find it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _told(path: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = orjson.loads(path.with_name(f"{path.name}.json").read_bytes())
        return told if path.stat().st_size == told["bytes"] else None
    except (FileNotFoundError, ValueError):
        return None


def _note(path: Path, written: Written) -> dict[str, Any]:
    told = {"sha256": written.sha256, "bytes": written.size, "rows": written.rows}
    note = path.with_name(f"{path.name}.json")
    partial = note.with_name(f".{note.name}.{os.getpid()}.{threading.get_ident()}")
    partial.write_bytes(orjson.dumps(told))
    partial.replace(note)
    return told


def _write(scope: Scope, row: Any, format: str, encoding: str, path: Path) -> Written:
    partial = path.with_name(f".{os.getpid()}-{threading.get_ident()}.{path.name}")
    try:
        written = write(scope, row, format, encoding, partial)
        partial.chmod(0o600)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return written


def _clean(root: Path) -> None:
    """Forget files that nobody has asked for in a week."""
    limit = time.time() - _KEPT_SECONDS
    for place in root.glob("*/*"):  # <feed>/<version>
        with suppress(OSError):
            newest = max((item.stat().st_mtime for item in place.iterdir()), default=place.stat().st_mtime)
            if newest < limit:
                shutil.rmtree(place, ignore_errors=True)


__all__ = ["ENCODINGS", "FORMATS", "MEDIA", "File", "make"]
