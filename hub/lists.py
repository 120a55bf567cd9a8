"""A list for people as a file: CSV or a workbook, headed, in which no cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

FORMATS = ("csv", "xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Lines = Sequence[Sequence[str]]


def written(format: str, name: str, headings: Sequence[str], lines: Lines, widths: Sequence[int]) -> bytes:
    """The file's bytes. ``format`` is one of ``FORMATS``; ``name`` (of the sheet) and ``widths`` (of its columns, in
    letters) matter for a workbook only."""
    return _csv(headings, lines) if format == "csv" else _xlsx(name, headings, lines, widths)


def _csv(headings: Sequence[str], lines: Lines) -> bytes:
    """With a byte order mark, so that a spreadsheet reads Devanagari; a value that it would run is only text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(name: str, headings: Sequence[str], lines: Lines, widths: Sequence[int]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for line in lines:
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)) for value in line]
        for cell in cells:
            cell.data_type = "s"  # a text that begins with = stays text
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
