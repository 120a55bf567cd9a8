"""Files of ``outbound/`` made from the world, and their markers."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import threading
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sandbox.faults import Fault
from sandbox.standins._pages import STRAY, spoil, to_wire

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
Rows = list[dict[str, Any]]


class Outbound:
    """Makes a file once and remembers the newest few: reading one takes many requests."""

    def __init__(self, make: Callable[[str, Fault | None], tuple[bytes, int] | None], kept: int = 4) -> None:
        """``make(name, fault)`` gives a file and its number of rows, or ``None`` where there is none."""
        self._make = make
        self._kept = kept
        self._made: dict[tuple[str, str], tuple[bytes, int] | None] = {}
        self._lock = threading.Lock()

    def get(self, name: str, fault: Fault | None, moment: str) -> bytes | None:
        """The file or marker ``name`` as it is at ``moment`` of the world."""
        base = name.removesuffix(".done").removesuffix(".sha256")
        key = (base, moment + repr(fault))
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(base, fault)
                while len(self._made) > self._kept:
                    del self._made[next(iter(self._made))]
            made = self._made[key]
        if made is None:
            return None
        body, rows = made
        if name.endswith(".sha256"):
            return f"{hashlib.sha256(body).hexdigest()}  {base}\n".encode()
        if name.endswith(".done"):
            wrong = int(fault.params.get("by", 7)) if fault and fault.fault == "wrong_total" else 0
            return json.dumps({"rows": rows + wrong, "bytes": len(body)}).encode()
        return body


def spoilt(rows: Rows, fault: Fault | None, usual_field: str) -> Rows:
    """The rows as ``fault`` leaves them; ``page_order`` turns them round."""
    if fault is None:
        return rows
    return rows[::-1] if fault.fault == "page_order" else spoil(rows, fault, usual_field)


def as_csv(columns: list[str], rows: Rows, fault: Fault | None) -> bytes:
    """Comma-separated, CRLF, UTF-8, a header line; nothing for ``None``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[_text(row.get(name)) for name in columns] for row in rows])
    return to_wire(out.getvalue().encode(), fault)


def as_workbook(sheet: str, columns: list[str], rows: Rows, fault: Fault | None, real_dates: frozenset[str]) -> bytes:
    """A workbook of text cells; in every fifth row the columns of ``real_dates`` are real Excel dates, as happens when
    clerks type into one."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(columns)
    for at, row in enumerate(rows):
        page.append([_cell(row.get(name), at % 5 == 0 and name in real_dates) for name in columns])
    written = io.BytesIO()
    book.save(written)
    return _packed(written, fault)


def _packed(written: io.BytesIO, fault: Fault | None) -> bytes:
    """The workbook without the times of its making, so that a day's report is always the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = _TIMES.sub(rb"\g<1>2026-01-01T00:00:00Z", old.read(part))
            if fault is not None and fault.fault == "wrong_encoding":
                text = to_wire(text.replace(b"&#%d;" % ord(STRAY), STRAY.encode()), fault)
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def columns_of(names: list[str], rows: Rows) -> list[str]:
    """The columns to write: those of the first row, so that a missing or renamed one shows; ``names`` without rows."""
    return list(rows[0]) if rows else names


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _cell(value: Any, is_date: bool) -> Any:
    text = _text(value)
    if is_date and len(text) == 10:
        try:
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
        except ValueError:
            pass
    return text or None


def months_before(day: date, count: int) -> list[str]:
    """The ``count`` closed months before ``day``, newest first, as ``2026-10``."""
    months = []
    for _ in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        months.append(f"{day:%Y-%m}")
    return months
