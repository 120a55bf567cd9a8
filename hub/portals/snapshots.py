"""A version of a feed as one file, as a scope sees it.

Made out of the published Parquet file, of which only the columns seen are read, and kept under
``$HUB_HOME/portals/``: whoever has the same scope is served the same file, from any place in it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import orjson

from hub.contracts import LogicalType
from hub.database import engine
from hub.feeds import export
from hub.feeds.files import folder, is_complete
from hub.feeds.formats import FORMATS
from hub.feeds.read import version_row
from hub.portals.scopes import DEPARTMENT, DISTRICT, Scope
from hub.settings import hub_home

ENCODINGS = ("zstd", "gzip", "identity")
"""Content codings, the one liked best first; a Parquet file is compressed within and comes as it is."""
MEDIA = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_KEPT_SECONDS = 7 * 24 * 3600
_BLOCK = 1 << 20
# One thread: a second one of DuckDB doubles the CPU that a text file takes, in page faults.
_MEMORY, _THREADS = "512MB", 1


@dataclass(frozen=True)
class File:
    """A file that stands ready. ``sha256`` is of its bytes as they go out; ``rows`` how many it holds."""

    path: Path
    sha256: str
    size: int
    rows: int
    version: int


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
            rows = _write(scope, row, format, suffix, path)
            told = _note(path, rows)
    os.utime(path)
    return File(path, told["sha256"], told["bytes"], told["rows"], row.version)


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


def _note(path: Path, rows: int) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    told = {"sha256": digest.hexdigest(), "bytes": size, "rows": rows}
    note = path.with_name(f"{path.name}.json")
    partial = note.with_name(f".{note.name}.{os.getpid()}.{threading.get_ident()}")
    partial.write_bytes(orjson.dumps(told))
    partial.replace(note)
    return told


def _write(scope: Scope, row: Any, format: str, suffix: str, path: Path) -> int:
    mine = f".{os.getpid()}-{threading.get_ident()}"
    partial, plain = path.with_name(f"{mine}.{path.name}"), path.with_name(f"{mine}.plain")
    try:
        if suffix == ".gzip":  # zlib's first level: DuckDB's own takes six times as long
            rows = _copy(scope, row, format, "", plain)
            _gzip(plain, partial)
        else:
            rows = _copy(scope, row, format, suffix, partial)
        partial.chmod(0o600)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
        plain.unlink(missing_ok=True)
    return rows


def _copy(scope: Scope, row: Any, format: str, suffix: str, target: Path) -> int:
    with _source(scope.feed, row) as source, tempfile.TemporaryDirectory(dir=target.parent) as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": _THREADS, "memory_limit": _MEMORY, "temp_directory": spill,
            "autoinstall_known_extensions": False,
        }  # fmt: skip
        with duckdb.connect(config=config) as connection:
            columns = ", ".join(_column(scope, name, format) for name in scope.names_in(row.columns))
            conditions: list[str] = ["true"]
            values: list[Any] = [str(source)]
            then = {column["name"] for column in row.columns}
            for name, wanted in ((DISTRICT, scope.districts), (DEPARTMENT, scope.departments)):
                if wanted is not None and name in then:
                    conditions.append(f"list_contains(?, {name})")
                    values.append(sorted(wanted))
                elif wanted is not None:  # a version before the feed had this column: its rows are in no such scope
                    conditions.append("false")
            query = f"select {columns} from read_parquet(?) where {' and '.join(conditions)}"  # noqa: S608
            options = {"ndjson": "format json", "csv": "format csv, header true",
                       "parquet": "format parquet, compression zstd"}[format]  # fmt: skip
            coded = ", compression zstd" if suffix == ".zstd" else ""
            to = str(target).replace("'", "''")
            done = connection.execute(f"copy ({query}) to '{to}' ({options}{coded})", values).fetchone()
            return int(done[0]) if done else 0


def _column(scope: Scope, name: str, format: str) -> str:
    """In JSON numbers with a point are text, as everywhere in the feeds."""
    kind = next(column.type for column in scope.columns if column.name == name)
    return f'"{name}"::varchar as "{name}"' if format == "ndjson" and kind is LogicalType.NUMBER else f'"{name}"'


@contextmanager
def _source(feed: str, row: Any) -> Iterator[Path]:
    """The version's Parquet file on this machine; made out of the database when its folder is not there."""
    with tempfile.TemporaryDirectory(prefix="hub-snapshot-") as scratch:
        if not is_complete(feed, row.version, row.published_at):
            yield Path(export(feed, row.version, "parquet", scratch))
            return
        place = folder(feed, row.version)
        name = f"{place.path}/{feed}.parquet"
        if isinstance(place.fs.protocol, str | tuple) and "file" in place.fs.protocol:
            yield Path(name)
            return
        fetched = Path(scratch) / "source.parquet"
        place.fs.get_file(name, str(fetched))
        yield fetched


def _gzip(plain: Path, target: Path) -> None:
    coder = zlib.compressobj(1, wbits=31)
    with plain.open("rb") as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            out.write(coder.compress(block))
        out.write(coder.flush())


def _clean(root: Path) -> None:
    """Forget files that nobody has asked for in a week."""
    limit = time.time() - _KEPT_SECONDS
    for place in root.glob("*/*"):  # <feed>/<version>
        with suppress(OSError):
            newest = max((item.stat().st_mtime for item in place.iterdir()), default=place.stat().st_mtime)
            if newest < limit:
                shutil.rmtree(place, ignore_errors=True)


__all__ = ["ENCODINGS", "FORMATS", "MEDIA", "File", "make"]
