"""Writes a version's rows as a scope sees them, out of the published Parquet file, of which other columns are not read.

Lines of JSON are made in DuckDB column by column, so that a value that stands in many rows is written as JSON once, and
are hashed, compressed and written by a second thread meanwhile. Bytes and order are those of DuckDB's own ``format
json``, at half its CPU.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import zstandard

from hub.contracts import LogicalType
from hub.feeds import export
from hub.feeds.files import folder, is_complete
from hub.feeds.formats import Hashing
from hub.portals.scopes import DEPARTMENT, DISTRICT, Scope

# One thread: a second one of DuckDB doubles the CPU that a text file takes, in page faults.
_MEMORY, _THREADS = "512MB", 1
_BATCH = 4096
"""Rows in one block of lines: two vectors of DuckDB."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Written:
    """What a file holds, and its bytes as they go out."""

    rows: int
    sha256: str
    size: int


def write(scope: Scope, row: Any, format: str, encoding: str, target: Path) -> Written:
    """The rows and columns of a version that the scope sees, by key, into the file ``target``.

    ``row`` is the version's, ``format`` one of ``FORMATS``, ``encoding`` one of ``ENCODINGS``.
    """
    with (
        _source(scope.feed, row) as source,
        tempfile.TemporaryDirectory(dir=target.parent) as scratch,
        _database(scratch) as database,
    ):
        rows, values = _rows(scope, row, source)
        if format == "ndjson":
            return _ndjson(database, scope, row, rows, values, encoding, target)
        names = ", ".join(f'"{name}"' for name in scope.names_in(row.columns))
        query = f"select {names} {rows}"
        if format == "parquet":
            count = _copy(database, query, values, "format parquet, compression zstd", target)
        elif encoding == "gzip":  # zlib's first level: DuckDB's own takes six times as long
            plain = Path(scratch) / "plain"
            count = _copy(database, query, values, "format csv, header true", plain)
            with plain.open("rb") as lines, target.open("wb") as coded, _coded(coded, encoding) as out:
                shutil.copyfileobj(lines, out, _BLOCK)
        else:
            coding = ", compression zstd" if encoding == "zstd" else ""
            count = _copy(database, query, values, f"format csv, header true{coding}", target)
    with target.open("rb") as file:
        return Written(count, hashlib.file_digest(file, "sha256").hexdigest(), target.stat().st_size)


def _ndjson(
    database: duckdb.DuckDBPyConnection, scope: Scope, row: Any, rows: str, values: list[Any], encoding: str,
    target: Path,
) -> Written:  # fmt: skip
    count = 0
    with target.open("wb") as file, ThreadPoolExecutor(1) as beside:
        hashed = Hashing(file)
        with _coded(hashed, encoding) as out:
            before: Future[Any] | None = None
            lines = database.sql(f"select {_line(scope, row)} as line {rows}", params=values)
            for batch in lines.to_arrow_reader(_BATCH):
                if before is not None:
                    before.result()  # at most two blocks in memory
                before = beside.submit(out.write, _bytes(batch.column(0)))
                count += len(batch)
            if before is not None:
                before.result()
    return Written(count, hashed.sha256, hashed.size)


def _line(scope: Scope, row: Any) -> str:
    """One row as JSON and its line's end. Numbers with a point are text, as everywhere in the feeds."""
    kinds = {column.name: column.type for column in scope.columns}
    parts = []
    for number, name in enumerate(scope.names_in(row.columns)):
        value = f'"{name}"::varchar' if kinds[name] is LogicalType.NUMBER else f'"{name}"'
        mark = "," if number else "{"
        parts.append(f"""'{mark}"{name}":', coalesce(to_json({value})::varchar, 'null')""")
    return f"concat({', '.join(parts)}, '}}\n')"


def _bytes(lines: pa.StringArray) -> memoryview:
    """The texts of a whole array, which lie one after another in it."""
    if not len(lines):
        return memoryview(b"")
    _, ends, body = lines.buffers()
    places = memoryview(ends).cast("i")
    return memoryview(body)[places[lines.offset] : places[lines.offset + len(lines)]]


def _rows(scope: Scope, row: Any, source: Path) -> tuple[str, list[Any]]:
    """``from`` and ``where`` of what the scope sees, with their values."""
    conditions: list[str] = ["true"]
    values: list[Any] = [str(source)]
    then = {column["name"] for column in row.columns}
    for name, wanted in ((DISTRICT, scope.districts), (DEPARTMENT, scope.departments)):
        if wanted is not None and name in then:
            conditions.append(f"list_contains(?, {name})")
            values.append(sorted(wanted))
        elif wanted is not None:  # a version before the feed had this column: its rows are in no such scope
            conditions.append("false")
    return f"from read_parquet(?) where {' and '.join(conditions)}", values


def _copy(database: duckdb.DuckDBPyConnection, query: str, values: list[Any], options: str, target: Path) -> int:
    to = str(target).replace("'", "''")
    done = database.execute(f"copy ({query}) to '{to}' ({options})", values).fetchone()
    return int(done[0]) if done else 0


@contextmanager
def _database(spill: str) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _THREADS, "memory_limit": _MEMORY, "temp_directory": spill, "autoinstall_known_extensions": False,
    }  # fmt: skip
    with duckdb.connect(config=config) as connection:
        yield connection


@contextmanager
def _coded(file: Any, encoding: str) -> Iterator[Any]:
    """Writes into ``file`` in a content coding; the same bytes in, the same bytes out."""
    if encoding == "gzip":
        with gzip.GzipFile("", "wb", 1, file, mtime=0) as coded:
            yield coded
    elif encoding == "zstd":
        with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as coded:
            yield coded
    else:
        yield file


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
