"""Pages that are Excel workbooks: the sheet is the contract's ``record_path``, its first filled row the heading."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from hub.contracts import Contract, Field
from hub.errors import SourceBroken
from hub.landing import scrub as aadhaar
from hub.landing.dates import write_date
from hub.landing.formats import flat
from hub.landing.formats.records import PageReader, Records, unreadable

EXTENSION = "xlsx"
_CELLS = re.compile(r"xl/(?:worksheets/sheet|sharedStrings|styles|theme)")  # texts may be cut in runs there
_MOST_BYTES = 1 << 30  # unpacked; more is no workbook but a bomb


def scrub(body: bytes, ignored: frozenset[str]) -> bytes:
    """The workbook without Aadhaar numbers and without the values of ignored columns; the very bytes as received
    when there is nothing to cut. What is no workbook stays as it is, free of numbers in plain text."""
    try:
        return _without_in_parts(_without_in_cells(body, ignored))
    except SourceBroken:
        return aadhaar.scrub_text(body)


def _without_in_cells(body: bytes, ignored: frozenset[str]) -> bytes:
    book = _open(body, "", read_only=True)
    has_any = any(_cut(value, name, ignored) is not value for _, name, value in _cells(book))
    book.close()
    if not has_any:
        return body
    book = _open(body, "", read_only=False)
    for cell, name, value in list(_cells(book)):
        kept = _cut(value, name, ignored)
        if kept is not value:
            cell.value = kept
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _without_in_parts(body: bytes) -> bytes:
    """What stands in a workbook beside its cells: comments, properties, names of sheets."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = {part: packed.read(part) for part in packed.infolist() if not _CELLS.match(part.filename)}
        cut = {part.filename: aadhaar.scrub_text(text) for part, text in parts.items()}
        if all(cut[part.filename] == text for part, text in parts.items()):
            return body
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for part in packed.infolist():
                made.writestr(part, cut.get(part.filename) or packed.read(part))
        return out.getvalue()


def _open(body: bytes, page: str, *, read_only: bool) -> Any:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
                raise unreadable(page, "landing-too-large")
        return openpyxl.load_workbook(io.BytesIO(body), read_only=read_only, data_only=True)
    except SourceBroken:
        raise
    except Exception as error:  # openpyxl raises whatever its parsing meets
        raise unreadable(page, "landing-no-workbook") from error


def _cells(book: Any) -> Iterator[tuple[Any, str, Any]]:
    """Every filled cell of every sheet with its column's heading and its value."""
    try:
        for sheet in book.worksheets:
            names: dict[int, str] | None = None
            for row in sheet.iter_rows():
                filled = [cell for cell in row if cell.value is not None]
                if filled and names is None:
                    names = {cell.column: flat.header(str(cell.value)) for cell in filled}
                    yield from ((cell, "", cell.value) for cell in filled)
                else:
                    yield from ((cell, (names or {}).get(cell.column, ""), cell.value) for cell in filled)
    except SourceBroken:
        raise
    except Exception as error:  # a sheet is parsed only when it is walked
        raise unreadable("", "landing-no-workbook") from error


def _cut(value: Any, name: str, ignored: frozenset[str]) -> Any:
    if name and name in ignored:
        return None
    text = value if isinstance(value, str) else str(value) if type(value) is int else _whole(value)
    kept = aadhaar.scrub_text(text.encode("utf-8", "surrogatepass"))
    return value if kept == text.encode("utf-8", "surrogatepass") else kept.decode("utf-8", "surrogatepass")


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else ""


def reader(contract: Contract) -> PageReader:
    """A reader of workbooks of this dataset."""
    return XlsxReader(contract)


class XlsxReader:
    """Reads one sheet of a workbook."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._fields = {wire.path: wire for wire in contract.wire_fields}

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """See ``PageReader``."""
        rows = self._rows(body, page)
        fields = self._fields
        yield from flat.batches(
            self._contract, ({name: _value(cell, fields.get(name)) for name, cell in row.items()} for row in rows)
        )

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """See ``PageReader``."""
        rows = self._rows(body, page)
        return flat.texts(rows, wanted, lambda row: {name: _value(cell, None) for name, cell in row.items()})

    def _rows(self, body: bytes, page: str) -> Iterator[dict[str, Any]]:
        book = _open(body, page, read_only=True)
        wanted = self._contract.record_path
        found = [name for name in book.sheetnames if flat.header(name) == wanted]
        if not found:
            raise unreadable(page, "landing-no-sheet", sheet=wanted)
        try:
            lines = book[found[0]].iter_rows(values_only=True)
            names: list[str] = []
            for line in lines:
                if all(cell is None or cell == "" for cell in line):
                    continue
                if names:
                    yield {name: cell for name, cell in zip(names, line, strict=False) if name}
                else:
                    names = [flat.header(str(cell)) if cell is not None else "" for cell in line]
                    if any(names.count(path) > 1 for path in self._fields):
                        raise unreadable(page, "landing-two-columns")
            if not names:
                raise unreadable(page, "landing-no-heading")
        except SourceBroken:
            raise
        except Exception as error:  # a sheet is parsed only when it is walked
            raise unreadable(page, "landing-no-workbook") from error
        finally:
            book.close()


def _value(cell: Any, field: Field | None) -> flat.Value:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _whole(cell) or repr(cell) if isinstance(cell, float) else str(cell)
    if isinstance(cell, datetime | date):
        return write_date(cell, field.format if field else "")
    return cell.isoformat() if isinstance(cell, time) else flat.Breach("type")
