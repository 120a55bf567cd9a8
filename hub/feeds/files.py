"""A version's folder under ``HUB_FEEDS_URL``: ``<feed>/<version>/`` with the rows in three formats, the changes and,
last, ``manifest.json``. No manifest, no version: a folder without one was interrupted, and is cleaned and made again.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from hub.feeds.declared import Feed
from hub.feeds.formats import FORMATS, Hashing, arrow_schema, write_all, writer
from hub.feeds.read import FETCH, STREAMED, row_texts, version_row
from hub.feeds.tables import feed_change, feed_version
from hub.places import place, reached

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Folder:
    """Where one version's files lie."""

    fs: Any
    path: str

    @property
    def manifest(self) -> str:
        """The manifest's path."""
        return f"{self.path}/{MANIFEST}"


def folder(feed: str, version: int) -> Folder:
    """The folder of a version: ``<feeds url>/<feed>/<version with six digits>``."""
    fs, root = place("feeds")
    return Folder(fs, f"{root}/{feed}/{version:06}")


def is_complete(feed: str, version: int, published_at: datetime) -> bool:
    """Whether the manifest of exactly this version stands: a folder that another database left there does not count."""
    folder(feed, version).fs.invalidate_cache()
    try:
        told = read_manifest(feed, version)
        return datetime.fromisoformat(told["published_at"]) == published_at
    except (FileNotFoundError, ValueError, KeyError):
        return False


def read_manifest(feed: str, version: int) -> dict[str, Any]:
    """The manifest of a version whose folder is complete; raises ``FileNotFoundError``."""
    place = folder(feed, version)
    manifest: dict[str, Any] = orjson.loads(place.fs.cat_file(place.manifest))
    return manifest


@reached()
def write(connection: sa.Connection, feed: Feed, version: int) -> None:
    """Make the version's folder from the rows in the database. The same version gives the same bytes, but for the
    Parquet file's note of its library. Raises ``NotConfigured`` when the folder cannot be written."""
    place = folder(feed.name, version)
    place.fs.invalidate_cache()
    if place.fs.exists(place.path):
        place.fs.rm(place.path, recursive=True)
    place.fs.makedirs(place.path, exist_ok=True)
    row = version_row(connection, feed.name, version)
    files = _rows(connection, feed, version, place)
    files.append(_changes(connection, feed.name, version, place))
    _put(place, place.manifest, orjson.dumps(_manifest(feed, row, files), option=orjson.OPT_INDENT_2))


def _manifest(feed: Feed, row: sa.Row[Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "feed": feed.name,
        "title_en": feed.title_en,
        "title_hi": feed.title_hi,
        "version": row.version,
        "previous_version": row.previous_version,
        "business_date": row.business_date.isoformat(),
        "published_at": row.published_at.isoformat(),
        "rows": row.rows,
        "changes": {"added": row.added, "modified": row.modified, "deleted": row.deleted},
        "key": list(feed.key),
        "columns": row.columns,
        "files": files,
    }


def _rows(connection: sa.Connection, feed: Feed, version: int, place: Folder) -> list[dict[str, Any]]:
    schema = arrow_schema(feed)
    with contextlib.ExitStack() as open_files:
        hashed = {}
        for kind in FORMATS:
            file = open_files.enter_context(place.fs.open(f"{place.path}/{feed.name}.{kind}", "wb"))
            hashed[kind] = Hashing(file)
        writers = [writer(kind, file, schema) for kind, file in hashed.items()]
        rows = write_all(row_texts(connection, feed.name, version), writers, schema, needs_columns=True)
    return [
        {"name": f"{feed.name}.{kind}", "format": kind, "rows": rows, "bytes": file.size, "sha256": file.sha256}
        for kind, file in hashed.items()
    ]


def _changes(connection: sa.Connection, feed: str, version: int, place: Folder) -> dict[str, Any]:
    """The changes as NDJSON, one object a line: ``version``, ``sequence``, ``kind``, ``key``, ``row``."""
    columns = (feed_change.c.sequence, feed_change.c.kind, feed_change.c.key)
    query = sa.select(*columns, sa.cast(feed_change.c.row, sa.Text).label("row"))
    query = query.where(feed_change.c.feed == feed, feed_change.c.version == version).order_by(feed_change.c.sequence)
    streamed = connection.execute(query, execution_options=STREAMED)
    rows = 0
    with place.fs.open(f"{place.path}/changes.ndjson", "wb") as file:
        hashed = Hashing(file)
        for part in streamed.partitions(FETCH):
            for row in part:
                change = {"version": version, "sequence": row.sequence, "kind": row.kind, "key": row.key,
                          "row": orjson.Fragment(row.row or "null")}  # fmt: skip
                hashed.write(orjson.dumps(change) + b"\n")
            rows += len(part)
    return {"name": "changes.ndjson", "format": "ndjson", "rows": rows, "bytes": hashed.size, "sha256": hashed.sha256}


def _put(place: Folder, path: str, body: bytes) -> None:
    part = f"{path}.part"
    with place.fs.open(part, "wb") as file:
        file.write(body)
    place.fs.mv(part, path)  # a rename on a disk; a copy that shows itself only whole on an object store


def mark_complete(connection: sa.Connection, feed: str, version: int) -> None:
    """Note that the folder is complete, once."""
    connection.execute(
        feed_version.update()
        .values(files_at=sa.func.now())
        .where(feed_version.c.feed == feed, feed_version.c.version == version, feed_version.c.files_at.is_(None))
    )
