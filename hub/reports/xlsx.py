"""An edition as a workbook: the report on the first sheet, then a sheet with the rows of each list. A figure leads to
the sheet of its rows, and to the console's page of just these where that has an address. The same document and rows
give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from hub.i18n import text
from hub.reports import words
from hub.reports.areas import Area
from hub.reports.document import Document
from hub.reports.figures import Book, Cut
from hub.reports.lists import LISTS
from hub.reports.pdf import role_name

LIMIT = 50_000
"""Rows of one sheet. A workbook that is mailed and opened on an office's computer holds no more; the console does."""
_FAMILY = "Noto Sans Devanagari"
_HEAD = PatternFill("solid", fgColor="F3F6F9")
_BOLD, _TITLE = Font(name=_FAMILY, bold=True), Font(name=_FAMILY, bold=True, size=15, color="12355B")
_PLAIN, _SOFT = Font(name=_FAMILY), Font(name=_FAMILY, color="4A5A6A")
_LINK = Font(name=_FAMILY, color="0B57A4", underline="single")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def xlsx(document: Document, role: str, area: Area, names: list[str], book: Book, rows_at: str = "") -> bytes:
    """The edition for ``role`` as a workbook; ``names`` are the lists whose rows it carries."""
    made = Workbook(write_only=True)
    language = document["language"]
    sheets = {name: words.list_name(name, language)[:31] for name in names}
    _report(made, document, role, sheets, rows_at)
    for name in names:
        _rows(made, name, sheets[name], area, language, book)
    body = io.BytesIO()
    made.save(body)
    return _timeless(body.getvalue(), document["business_date"])


def _report(made: Workbook, document: Document, role: str, sheets: Mapping[str, str], rows_at: str) -> None:
    language = document["language"]
    sheet = made.create_sheet(text("report-sheet-summary", language))
    for number, width in enumerate([34, 24, 18, *[16] * 9], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width

    def put(value: object, font: Font = _PLAIN) -> Any:
        cell = WriteOnlyCell(sheet, value=value)
        cell.font = font
        return cell

    def linked(cell: Mapping[str, Any], font: Font) -> Any:
        if cell["number"] is None:
            return put(cell["text"], font)
        shown = put(cell["number"], font)
        shown.number_format = '0.0" %"' if cell["text"].endswith("%") else "#,##0.##" if cell["number"] % 1 else "#,##0"
        name = re.match(r"list=(\w+)", cell["cut"])
        if name and cell["number"] and name[1] in sheets:
            shown.font = _LINK
            if rows_at:
                shown.hyperlink = Hyperlink(ref="", target=f"{rows_at}&{cell['cut']}")
            else:
                shown.hyperlink = Hyperlink(ref="", location=f"'{sheets[name[1]]}'!A1")
        return shown

    sheet.append([put(document["title"], _TITLE)])
    sheet.append([put(document["area"], _BOLD)])
    sheet.append([put(text("report-as-of", language, date=document["date"]), _SOFT)])
    sheet.append([put(text("report-for", language, role=role_name(role, language)), _SOFT)])
    sheet.append([put(document["purpose"], _SOFT)])
    if document["correction"]:
        sheet.append([put(document["correction"], _BOLD)])
    for section in document["sections"]:
        sheet.append([])
        sheet.append([put(section["title"], Font(name=_FAMILY, bold=True, size=12, color="12355B"))])
        if section["note"]:
            sheet.append([put(section["note"], _SOFT)])
        if section.get("words"):
            sheet.append([put(section["words"], _SOFT)])
            continue
        for figure in section.get("figures", ()):
            sheet.append([put(figure["name"]), linked(figure, _BOLD)])
        if "head" in section:
            sheet.append([_headed(put(name, _BOLD)) for name in section["head"]])
            for line in section["body"]:
                sheet.append([linked(cell, _PLAIN) for cell in line])
            if section["foot"]:
                sheet.append([linked(cell, _BOLD) for cell in section["foot"]])
            if section["beyond"]:
                sheet.append([put(section["beyond"], _SOFT)])
    sheet.append([])
    for note in document["notes"]:
        sheet.append([put(note, _SOFT)])


def _headed(cell: Any) -> Any:
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _rows(made: Workbook, name: str, title: str, area: Area, language: str, book: Book) -> None:
    """Every row of the list in the area, with the marks by which it is counted: filter by them to see what a figure
    counts."""
    described = LISTS[name]
    marks = list(dict.fromkeys(key for measure in described.measures.values() for key in measure.where))
    columns = list(dict.fromkeys([*described.shown, *marks]))
    labels = {}
    if "service_id" in columns:
        labels = {"service_id": book.labels(name, "service_id", f"service_name_{language}")}
    number = book.number(Cut(name), area)
    sheet = made.create_sheet(title)
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 20
    if number > LIMIT:
        told = WriteOnlyCell(sheet, value=text("report-sheet-beyond", language, limit=LIMIT, count=number))
        sheet.append([told])
    else:
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{min(number, LIMIT) + 1}"
    head = []
    for column in columns:
        cell = WriteOnlyCell(sheet, value=words.column(column, language))
        cell.font = _BOLD
        head.append(_headed(cell))
    sheet.append(head)
    for line in book.rows(Cut(name), area, columns, limit=LIMIT):
        cells = [_cell(column, value, language, labels) for column, value in zip(columns, line, strict=True)]
        sheet.append([_dated(sheet, cell) if isinstance(cell, date) else cell for cell in cells])


def _dated(sheet: Any, day: date) -> Any:
    cell = WriteOnlyCell(sheet, value=day)
    cell.number_format = "DD-MM-YYYY"
    return cell


def _cell(column: str, value: Any, language: str, labels: Mapping[str, Mapping[Any, Any]]) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return text("report-yes" if value else "report-no", language)
    if column in labels or isinstance(value, str) or column in ("district_lgd", "age_from", "late_from"):
        shown = words.value(column, value, language, labels)
        return f"'{shown}" if shown[:1] in "=+-@" and len(shown) > 1 else shown
    return value


def _timeless(body: bytes, day: str) -> bytes:
    """The workbook without the moment at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day}T00:00:00Z".encode(), part)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
