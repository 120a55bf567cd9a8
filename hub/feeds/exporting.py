"""One version of a feed as one file, into a folder of the caller's choice."""

from __future__ import annotations

import fsspec

from hub.database import engine
from hub.errors import NotAllowed
from hub.feeds.declared import feed_named
from hub.feeds.formats import FORMATS, Hashing, arrow_schema, write_all, writer
from hub.feeds.read import row_texts, version_row


def export(feed: str, version: int | None = None, format: str = "ndjson", folder: str = ".") -> str:
    """Write ``<feed>-<version>.<format>`` into ``folder`` (a path or an fsspec URL) and return its path.

    ``version`` is the newest when not given; ``format`` is ``ndjson``, ``csv`` or ``parquet``. The file is there whole
    or not at all. Raises ``NotAllowed`` for a feed, version or format that there is not.
    """
    if format not in FORMATS:
        raise NotAllowed("feeds-format-unknown", record=format, format=format, known=", ".join(FORMATS))
    described = feed_named(feed)
    fs, root = fsspec.core.url_to_fs(folder)
    schema = arrow_schema(described)
    with engine().connect() as connection:
        wanted = version_row(connection, feed, version).version
        fs.makedirs(root, exist_ok=True)
        path = f"{root.rstrip('/')}/{feed}-{wanted:06}.{format}"
        with fs.open(f"{path}.part", "wb") as file:
            target = writer(format, Hashing(file), schema)
            parts = row_texts(connection, feed, wanted)
            write_all(parts, [target], schema, needs_columns=format != "ndjson")
    fs.mv(f"{path}.part", path)
    return path
