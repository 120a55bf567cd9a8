"""Pages as the sandbox's systems would send them, written to disk once: seeded, defects planted, ids kept.

The rows come from the sandbox's own generators, so that their shape and their defects are those of the world.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import orjson

from hub.contracts import Page, Window
from sandbox.world import citizens, defects, employees, fields, generate, wire

DAY = date(2026, 11, 20)
SEED = 20_261_120
PAGE_ROWS = 1_000
_PART = 13_000  # rows made at once
_SENT_TWICE = 0.01  # share of sound records that RTPS sends a second time, as the sandbox's world does
_SOURCES = ("citizens", "employees", "people", "defects", "wire", "generate", "fields", "pools", "times")


@dataclass(frozen=True)
class Pages:
    """A folder of pages: ``page-00001`` …, and ``planted.json``: total, defects ``{position: reason}``."""

    folder: Path

    @property
    def files(self) -> list[Path]:
        """The pages in order."""
        return sorted(self.folder.glob("page-*"))

    @property
    def total(self) -> int:
        """Records in all pages."""
        return int(self._planted["total"])

    @property
    def defects(self) -> dict[int, str]:
        """Reason by position in the batch."""
        return {int(position): reason for position, reason in self._planted["defects"].items()}

    @property
    def size(self) -> int:
        """Bytes of all pages."""
        return sum(file.stat().st_size for file in self.files)

    @property
    def _planted(self) -> dict[str, Any]:
        planted: dict[str, Any] = orjson.loads((self.folder / "planted.json").read_bytes())
        return planted


class DiskSource:
    """A ``Source`` whose pages lie on disk already: what fetching costs is the source's own affair, not measured.

    ``backwards`` gives the same records in another order of pages.
    """

    def __init__(self, pages: Pages, *, backwards: bool = False) -> None:
        self._pages = pages
        self._backwards = backwards

    def pages(self, window: Window) -> Iterator[Page]:
        """Every page, whatever the window."""
        files = self._pages.files
        last = len(files) - 1
        full = self._pages.total - last * PAGE_ROWS
        for number, file in reversed(list(enumerate(files))) if self._backwards else enumerate(files):
            rows = full if number == last else PAGE_ROWS
            yield Page(file.name, file.read_bytes(), "application/json", rows)

    def control_total(self, window: Window) -> int:
        """All that was written."""
        return self._pages.total

    def probe(self) -> None:
        """Always there."""


def applications(root: Path, rows: int) -> Pages:
    """``rows`` records of ``rtps.applications``, made where they are not there yet."""
    return _made(root / f"applications-{rows}-{_mark()}", _applications(rows), _json_page)


def applications_later(root: Path, rows: int) -> Pages:
    """The same records when one sound record in a hundred has gone a step further."""
    first = applications(root, rows)
    pages = Pages(root / f"{first.folder.name}-later")
    if pages.folder.exists():
        return pages
    draft = root / f"{pages.folder.name}.part"
    draft.mkdir(parents=True, exist_ok=True)
    bad, position = set(first.defects), 0
    for file in first.files:
        body = orjson.loads(file.read_bytes())
        for record in body["records"]:
            if record["initiated_data"]["appl_info"]["appl_id"] % 100 == 0 and position not in bad:
                record["last_updated"] = "20-11-2026 23:30:00"
                record["initiated_data"]["attribute_details"]["block_name"] = "Phulwari Sharif"
            position += 1
        (draft / file.name).write_bytes(orjson.dumps(body))
    (draft / "planted.json").write_bytes((first.folder / "planted.json").read_bytes())
    draft.rename(pages.folder)
    return pages


def services(root: Path) -> Pages:
    """All records of ``rtps.services``, to which the applications refer."""
    found = generate.service_rows()
    rows = ((wire.RENDER[fields.SERVICES](row, number), "") for number, row in enumerate(found))
    return _made(root / f"services-{_mark()}", rows, _json_page)


def staff(root: Path, rows: int) -> Pages:
    """``rows`` records of ``hrms.employees`` as HRMS answers in SOAP."""
    return _made(root / f"employees-{rows}-{_mark()}", _employees(rows), _soap_page)


def _mark() -> str:
    """Changes with the code that makes the pages."""
    paths = [Path(__file__), *(Path(citizens.__file__).with_name(f"{name}.py") for name in _SOURCES)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:8]


def _made(folder: Path, records: Iterator[tuple[dict[str, Any], str]], render: Any) -> Pages:
    if folder.exists():
        return Pages(folder)
    draft = folder.with_name(f"{folder.name}.part")
    draft.mkdir(parents=True, exist_ok=True)
    planted: dict[str, str] = {}
    total = 0
    for number in itertools.count(1):
        page = list(itertools.islice(records, PAGE_ROWS))
        if not page:
            break
        planted |= {str(total + at): reason for at, (_record, reason) in enumerate(page) if reason}
        total += len(page)
        (draft / f"page-{number:05}").write_bytes(render([record for record, _reason in page], number))
    (draft / "planted.json").write_bytes(orjson.dumps({"total": total, "defects": planted}))
    draft.rename(folder)
    return Pages(folder)


def _applications(rows: int) -> Iterator[tuple[dict[str, Any], str]]:
    def parts() -> Iterator[tuple[list[wire.Values], np.random.Generator]]:
        made = 0
        for part in itertools.count():
            rng = np.random.default_rng([SEED, part])
            sizes = dict.fromkeys(generate.SIZES, 24) | {fields.RTPS: _PART}
            serials = {"person": 5_000_001 + made, "application": 1 + made, "grievance": 1, "matter": 1}
            yield citizens.public(rng, sizes, serials, DAY).rows[fields.RTPS], rng
            made += _PART

    return itertools.islice(_rendered(fields.RTPS, parts(), _SENT_TWICE), rows)


def _employees(rows: int) -> Iterator[tuple[dict[str, Any], str]]:
    def parts() -> Iterator[tuple[list[wire.Values], np.random.Generator]]:
        for part in itertools.count():
            rng = np.random.default_rng([SEED, 1, part])
            yield employees.employees(rng, _PART, 1 + part * _PART, DAY)[1], rng

    return itertools.islice(_rendered(fields.EMPLOYEES, parts(), 0.0), rows)


def _rendered(
    dataset: str, parts: Iterator[tuple[list[wire.Values], np.random.Generator]], sent_twice: float
) -> Iterator[tuple[dict[str, Any], str]]:
    """Records on the wire with the reason of their defect (``""`` for none), defects in turn of the catalogue."""
    render, number, turn = wire.RENDER[dataset], 0, 0
    for rows, rng in parts:
        quota = round(len(rows) * generate.DEFECT_RATE)
        damaged = defects.plan(dataset, rows, quota, turn, rng)
        turn += quota
        again = rng.random(len(rows)) < sent_twice
        for at, values in enumerate(rows):
            number += 1
            reason = damaged.get(at, "")
            record = render(values, number)
            if reason:
                defects.damage(dataset, reason, False, record, values, number)
            yield record, reason
            if reason == defects.KEY_CONFLICT:
                twin = render(values, number)
                defects.damage(dataset, reason, True, twin, values, number)
                yield twin, reason
            elif again[at] and not reason:
                yield record, ""


def _json_page(records: list[dict[str, Any]], number: int) -> bytes:
    return orjson.dumps({"records": records, "page": number})


_SOAP = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
    '<soap:Body><GetEmployeesResponse xmlns="http://hrms.bihar.example/HRMSService/"><GetEmployeesResult>'
    "<Page>{number}</Page>{records}</GetEmployeesResult></GetEmployeesResponse></soap:Body></soap:Envelope>"
)


def _soap_page(records: list[dict[str, Any]], number: int) -> bytes:
    def element(name: str, value: Any) -> str:
        return f"<{name}/>" if value is None else f"<{name}>{escape(str(value))}</{name}>"

    texts = (f"<Employee>{''.join(element(*pair) for pair in record.items())}</Employee>" for record in records)
    return _SOAP.format(number=number, records="".join(texts)).encode()
