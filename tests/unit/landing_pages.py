"""Records and pages as the sources give them, for the tests of landing and reading; invented people only."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from hub.contracts import Contract, Page, Window

AADHAAR = "234123412346"  # invented; passes the Verhoeff check
DAY = date(2026, 11, 20)


def application(number: int, **appl_info: Any) -> dict[str, Any]:
    """One sound record of rtps.applications."""
    return {
        "initiated_data": {
            "appl_info": {
                "appl_id": 40_000_000 + number,
                "appl_ref_no": f"BRCCO/2026/{1_000_000 + number}",
                "base_service_id": "1101",
                "service_name": "Issuance of Caste Certificate",
                "department_name": "General Administration Department",
                "submission_date": "02-11-2026 10:15:00",
                "due_date": "16-11-2026",
                "submission_location": "Circle Office, Phulwari",
                "submission_mode": "online",
                "amount": 20.15,
                "version_no": 3,
                "appl_status": "F",
                **appl_info,
            },
            "attribute_details": {
                "applicant_name": " आशा कुमारी " if number % 2 else "Asha Kumari",
                "father_name": "Ram Prasad",
                "applicant_gender": "Female",
                "mobile_number": "6000000000",
                "pin_code": "800001",
                "district_code": "230",
                "block_name": "Phulwari",
            },
        },
        "execution_data": [
            {
                "task_details": {
                    "task_name": "Verification by Revenue Officer",
                    "task_action": "Forward",
                    "received_time": "04-11-2026 11:00:00",
                    "executed_time": "",
                    "task_id": 7,
                },
                "official_form_details": {"remarks": "ठीक है"},
            }
        ]
        if number % 5
        else [],
        "last_updated": "09-11-2026 16:40:00",
        "record_status": "ACTIVE",
    }


def json_page(records: Sequence[Any], under: str = "records", *, ascii_only: bool = False) -> bytes:
    """Records as one page of JSON."""
    return json.dumps({under: records, "total": len(records), "page": 1}, ensure_ascii=ascii_only).encode()


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "PAR") -> bytes:
    """Rows (the heading first) as an Excel workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def envelope(records: str, header: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    """A SOAP response around the XML of its records."""
    return (
        f"{header}<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>"
        f"<GetListResponse xmlns='urn:test'><GetListResult><Total>1</Total>{records}</GetListResult></GetListResponse>"
        "</soap:Body></soap:Envelope>"
    ).encode()


class Pages:
    """A source that gives these bodies as its pages and counts how often it was asked."""

    def __init__(
        self, bodies: Sequence[bytes], total: int | None = None, then: Callable[[], None] | None = None
    ) -> None:
        self.bodies = bodies
        self.total = total
        self.then = then
        self.asked = 0

    def pages(self, window: Window) -> Iterator[Page]:
        self.asked += 1
        for number, body in enumerate(self.bodies, start=1):
            yield Page(f"page {number}", body, "application/octet-stream")
        if self.then:
            self.then()

    def control_total(self, window: Window) -> int | None:
        return self.total

    def probe(self) -> None:
        """Always reachable."""


def window(contract: Contract) -> Window:
    """A window of the contract for the day of the tests."""
    return Window(contract.id, DAY, None, DAY)


def batch(contract: Contract, sequence: int = 1) -> str:
    """A batch id of the day of the tests."""
    return f"{contract.id}/{DAY}/{sequence:03}"
