"""Pages of CSV in UTF-8 with one heading row. Every value stays text; a page with an unsound row or encoding is read
row by row instead of column by column."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import cast

import pyarrow as pa
import pyarrow.csv

from hub.contracts import Contract
from hub.landing import scrub as aadhaar
from hub.landing.formats import flat
from hub.landing.formats.records import PageReader, Records, unreadable

EXTENSION = "csv"
_CELL = re.compile(rb'("(?:[^"]|"")*"[^,\r\n]*|[^,\r\n]*)(,|\r\n|\r|\n|\Z)')


def scrub(body: bytes, ignored: frozenset[str]) -> bytes:
    """The page without Aadhaar numbers; the cells of ignored columns are emptied, every other byte stays."""
    return aadhaar.scrub_text(_without_columns(body, ignored) if ignored else body)


def _without_columns(body: bytes, ignored: frozenset[str]) -> bytes:
    pieces: list[bytes] = []
    dropped: set[int] = set()
    column, in_heading = 0, True
    for cell in _CELL.finditer(body):
        value, end = cell.groups()
        if in_heading and flat.header(value.strip(b'"').decode("utf-8", "replace")) in ignored:
            dropped.add(column)
        pieces += [b"" if column in dropped and not in_heading else value, end]
        if end == b",":
            column += 1
        else:
            column, in_heading = 0, False
        if cell.end() == len(body) and end != b",":
            break
    return b"".join(pieces)


def reader(contract: Contract) -> PageReader:
    """A reader of CSV pages of this dataset."""
    return CsvReader(contract)


class CsvReader:
    """Reads CSV pages."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """See ``PageReader``."""
        names = self._heading(body, page)
        table = self._table(body, names)
        if table is None:
            yield from flat.batches(self._contract, self._rows(body, names, page))
            return
        known = {wire.path for wire in self._contract.wire_fields}
        for start in range(0, table.num_rows, flat.BATCH):
            part = table.slice(start, flat.BATCH).combine_chunks()
            yield self._records(part, [name for name in names if name not in known])

    def _records(self, part: pa.Table, unknown: Sequence[str]) -> Records:
        rows = part.num_rows
        columns: dict[str, pa.Array] = {}
        absent: dict[str, Sequence[int]] = {}
        for wire in self._contract.wire_fields:
            if wire.path in part.column_names:
                columns[wire.name] = part[wire.path].combine_chunks()
            else:
                columns[wire.name] = pa.nulls(rows, pa.string())
                absent[wire.name] = range(rows)
        return Records(rows, columns, [], dict.fromkeys(unknown, rows), absent)

    def _table(self, body: bytes, names: Sequence[str]) -> pa.Table | None:
        """The page column by column; ``None`` where a row or the encoding is unsound."""
        is_indented = body.lstrip(b"\xef\xbb\xbf")[:1].isspace()  # blank lines before the heading
        if is_indented or b"\0" in body or len(set(names)) < len(names):
            return None
        try:
            return pa.csv.read_csv(
                pa.BufferReader(body),
                read_options=pa.csv.ReadOptions(column_names=list(names), skip_rows_after_names=1),
                parse_options=pa.csv.ParseOptions(newlines_in_values=True),
                convert_options=pa.csv.ConvertOptions(
                    column_types={name: pa.string() for name in names}, strings_can_be_null=False
                ),
            )
        except (pa.ArrowException, UnicodeDecodeError):
            return None

    def _heading(self, body: bytes, page: str) -> list[str]:
        for cells in self._cells(body, page):
            names = [flat.header(name) for name in cells]
            twice = [name for name, count in Counter(names).items() if count > 1 and name]
            if any(wire.path in twice for wire in self._contract.wire_fields):
                raise unreadable(page, "landing-two-columns")
            return names
        raise unreadable(page, "landing-no-heading")

    def _cells(self, body: bytes, page: str) -> Iterator[list[str]]:
        text = body.decode("utf-8", errors="surrogateescape")
        lines = csv.reader(io.StringIO(text, newline=""))
        try:
            yield from (cells for cells in lines if cells)
        except csv.Error as error:
            raise unreadable(page, "landing-not-csv") from error

    def _rows(self, body: bytes, names: Sequence[str], page: str) -> Iterator[dict[str, flat.Value]]:
        rows = self._cells(body, page)
        next(rows)
        for cells in rows:
            row: dict[str, flat.Value] = dict(cast("zip[tuple[str, flat.Value]]", zip(names, cells, strict=False)))
            if len(cells) != len(names):  # the values have slipped: none of them can be trusted
                row = {name: flat.Breach("type") for name in names}
            yield row

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """See ``PageReader``."""
        names = self._heading(body, page)
        rows = self._cells(body, page)
        next(rows)
        beyond = [f"({number})" for number in range(len(names), len(names) + 100)]
        return flat.texts(rows, wanted, lambda cells: dict(zip([*names, *beyond], cells, strict=False)))
