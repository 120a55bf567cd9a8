"""The list of discrepancies that the owner of a system is asked to put right: one file, without personal values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.contracts import codes
from hub.i18n import text
from hub.reconcile.agreement import SYSTEMS, rules_of_agreement

COLUMNS = ("number", "rule", "severity", "own-record", "own-value", "other-system", "other-record", "other-value",
           "district", "office", "first-seen")  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class SentList:
    """A list as it was made: its number, whom it is for, how many rows, and the file with its name."""

    id: int
    owner: str
    rows: int
    name: str
    body: bytes = field(repr=False)


def owners() -> tuple[str, ...]:
    """The systems to whose owners a list can go."""
    return SYSTEMS


def file_of(
    owner: str, number: int, rows: Sequence[Mapping[str, Any]], format: str, language: str
) -> tuple[str, bytes]:  # fmt: skip
    """The list's file name and bytes, headed in ``language``."""
    headings = [text(f"discrepancy-list-{name}", language) for name in COLUMNS]
    lines = list(_lines(owner, rows, language))
    body = _csv(headings, lines) if format == "csv" else _xlsx(headings, lines)
    return f"discrepancies-{owner}-{number:06}.{format}", body


def _lines(owner: str, rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[list[str]]:
    rules = rules_of_agreement()
    places = {int(row["district_lgd"]): row[f"name_{language}"] for row in codes.districts()}
    for row in rows:
        own, other = ("b", "a") if row["system_b"] == owner else ("a", "b")
        rule = rules.get(row["kind"])
        words = rule.words(language) if rule else row["kind"]
        values = (
            row["id"], words, text(f"discrepancy-severity-{row['severity']}", language),
            row[f"record_{own}"], row[f"value_{own}"],
            row[f"system_{other}"], row[f"record_{other}"], row[f"value_{other}"],
            places.get(row["district_lgd"]), row["office"], row["first_seen"],
        )  # fmt: skip
        yield ["" if value is None else str(value) for value in values]


def _csv(headings: list[str], lines: list[list[str]]) -> bytes:
    """With a byte order mark, so that a spreadsheet reads Devanagari; a value that it would run is only text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(headings: list[str], lines: list[list[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("discrepancies")
    sheet.freeze_panes = "A2"
    for place, width in enumerate((10, 60, 12, 24, 28, 14, 24, 28, 20, 34, 12)):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    head = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for line in lines:
        cells = [WriteOnlyCell(sheet, value=value) for value in line]
        for cell in cells:
            cell.data_type = "s"  # never a formula
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
