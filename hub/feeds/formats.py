"""Writers of a feed's rows as NDJSON, CSV and Parquet: JSON texts in, bytes out, one batch in memory at a time."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet

from hub.errors import NotAllowed
from hub.feeds.declared import Feed
from hub.landing.chunk import ARROW_TYPES

FORMATS = ("ndjson", "csv", "parquet")


class Hashing(io.RawIOBase):
    """A file that counts and hashes what is written through it."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self.size

    def write(self, body: Any) -> int:
        """Write, count and hash."""
        self._file.write(body)
        self._sha256.update(body)
        self.size += len(body)
        return len(body)

    @property
    def sha256(self) -> str:
        """Of all that was written."""
        return self._sha256.hexdigest()


class Writer(Protocol):
    """Writes rows of a feed; ``close`` writes what a format has at its end."""

    def write(self, texts: Sequence[str], batch: pa.RecordBatch | None) -> None:
        """Some rows: as JSON texts and, unless the format needs none, as typed columns."""
        ...

    def close(self) -> None:
        """Finish the file; the underlying file stays open."""
        ...


class _Ndjson:
    def __init__(self, file: Hashing, _schema: pa.Schema) -> None:
        self._file = file

    def write(self, texts: Sequence[str], batch: pa.RecordBatch | None) -> None:
        if texts:
            self._file.write(("\n".join(texts) + "\n").encode())

    def close(self) -> None:
        return


class _Arrow:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write(self, texts: Sequence[str], batch: pa.RecordBatch | None) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


def writer(kind: str, file: Hashing, schema: pa.Schema) -> Writer:
    """A writer of the format ``kind`` into ``file``.

    Raises ``NotAllowed`` for a format that there is not.
    """
    if kind == "ndjson":
        return _Ndjson(file, schema)
    if kind == "csv":
        return _Arrow(
            pyarrow.csv.CSVWriter(file, schema, write_options=pyarrow.csv.WriteOptions(quoting_style="needed"))
        )
    if kind == "parquet":
        return _Arrow(pyarrow.parquet.ParquetWriter(file, schema, compression="zstd"))
    raise NotAllowed("feeds-format-unknown", record=kind, format=kind, known=", ".join(FORMATS))


def arrow_schema(feed: Feed) -> pa.Schema:
    """The feed's columns as Arrow types; labels, classification and meaning stand in the fields' metadata."""
    fields = []
    for column, described in zip(feed.columns, feed.schema(), strict=True):
        notes = {name: described[name] for name in ("label_en", "label_hi", "classification", "meaning", "meaning_hi")}
        fields.append(pa.field(column.name, ARROW_TYPES[column.type.value], metadata=notes))
    return pa.schema(fields)


def as_batch(texts: Sequence[str], schema: pa.Schema) -> pa.RecordBatch:
    """JSON texts as one typed batch; a column that a text does not have, or has more, is an error."""
    as_read = pa.schema([pa.field(field.name, _json_type(field.type)) for field in schema])
    body = "\n".join(texts).encode()
    table = pyarrow.json.read_json(
        io.BytesIO(body),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(body) + 1),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=as_read, unexpected_field_behavior="error"),
    )
    columns = [pc.cast(table.column(field.name), field.type).combine_chunks() for field in schema]
    return pa.record_batch(columns, schema=schema)


def _json_type(kind: pa.DataType) -> pa.DataType:
    return kind if pa.types.is_integer(kind) or pa.types.is_boolean(kind) else pa.string()


def write_all(parts: Iterable[list[str]], writers: Sequence[Writer], schema: pa.Schema, *, needs_columns: bool) -> int:
    """Run all rows through the writers once and close them; returns how many rows there were."""
    rows = 0
    for texts in parts:
        batch = as_batch(texts, schema) if needs_columns and texts else None
        for target in writers:
            target.write(texts, batch)
        rows += len(texts)
    for target in writers:
        target.close()
    return rows
