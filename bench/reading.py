"""Landing and reading of RTPS-like pages: CPU seconds for a million records, by step, and the peak of memory.

    .venv/bin/python -m bench.reading [records] [--profile]

Pages hold 1,000 records each, 1 % of them defective, in the shape in which RTPS sends them.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from hub.contracts import Contract, Page, Window, contract
from hub.landing import land, read

PAGE = 1_000
DISTINCT = 100  # pages that are made; more records repeat them
_HINDI = ("आशा कुमारी", "राम प्रसाद सिंह", "मोहम्मद सलीम", "सुनीता देवी", "विकास कुमार यादव")
_LATIN = ("Asha Kumari", "Ram Prasad Singh", "Md Salim", "Sunita Devi", "Vikash Kumar Yadav")
_STEPS = ("Verification by Revenue Officer", "Approval by Circle Officer", "Counter check", "Issue of certificate")


def record(number: int, dice: random.Random) -> dict[str, Any]:
    """One application as RTPS sends it, with up to four steps of history."""
    day, month = 1 + number % 28, 1 + number % 11
    moment = f"{day:02}-{month:02}-2026 {number % 24:02}:{number % 60:02}:00"
    names = _HINDI if number % 2 else _LATIN
    steps = [
        {
            "task_details": {
                "task_id": f"T{number % 9_000 + 1_000}", "task_name": _STEPS[at], "task_action": "Forward",
                "received_time": moment, "executed_time": moment if at else None,
            },
            "official_form_details": {"remarks": "Verified"} if at else {},
        }
        for at in range(number % 4)
    ]  # fmt: skip
    made: dict[str, Any] = {
        "initiated_data": {
            "appl_info": {
                "appl_id": 40_000_000 + number, "appl_ref_no": f"BRCCO/2026/{number:07}", "base_service_id": "1101",
                "service_name": "Issuance of Caste Certificate", "department_name": "General Administration Department",
                "submission_date": moment, "due_date": f"{day:02}-{month + 1:02}-2026",
                "submission_location": "Circle Office, Phulwari", "submission_mode": "online",
                "amount": dice.randrange(0, 10_000) / 100, "version_no": 3, "appl_status": "F",
            },
            "attribute_details": {
                "applicant_name": names[number % 5], "father_name": names[number // 5 % 5],
                "applicant_gender": "Female", "mobile_number": f"6{dice.randrange(10**9):09}",
                "pin_code": f"8{dice.randrange(10**5):05}", "district_code": str(203 + number % 38),
                "block_name": "Phulwari",
            },
        },
        "execution_data": steps,
        "last_updated": moment,
        "record_status": "ACTIVE",
    }  # fmt: skip
    fate = dice.random()
    if fate < 0.003:
        made["initiated_data"]["appl_info"]["submission_date"] = "31-31-2026 10:00:00"
    elif fate < 0.006:
        made["initiated_data"]["appl_info"]["amount"] = "twenty"
    elif fate < 0.01:
        made = {
            "initiated_data": {"appl_info": {"appl_id": 40_000_000 + number}, "attribute_details": {}},
            "execution_data": [], "last_updated": moment, "record_status": "DELETED",
        }  # fmt: skip
    return made


class Repeated:
    """A source that gives the same pages again and again."""

    def __init__(self, bodies: list[bytes], pages: int) -> None:
        self.bodies = bodies
        self.count = pages

    def pages(self, window: Window) -> Iterator[Page]:
        """``count`` pages."""
        for number in range(self.count):
            yield Page(f"page {number}", self.bodies[number % len(self.bodies)], "application/json", PAGE)

    def control_total(self, window: Window) -> int:
        """All that was given."""
        return self.count * PAGE

    def probe(self) -> None:
        """Always there."""


def _clock() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def measure(of: Contract, pages: int, source: Repeated) -> dict[str, tuple[float, float]]:
    """CPU and wall seconds of landing, of reading, of reading with the raw text of 1 % of the records, and, as a
    yardstick of the same minutes, of parsing the pages into Python objects and no more."""
    batch_id = f"{of.id}/2026-11-20/001"
    window = Window(of.id, date(2026, 11, 20), None, date(2026, 11, 20))
    marks = [_clock()]
    land(of, window, source, batch_id=batch_id)
    marks.append(_clock())
    rows = unreadable = 0
    for chunk in read(of, batch_id):
        rows += chunk.rows
        unreadable += len(chunk.unreadable)
    marks.append(_clock())
    for chunk in read(of, batch_id):
        ordinals = chunk.table["_ordinal"].to_pylist()
        chunk.raw(ordinals[::100])
    marks.append(_clock())
    for number in range(pages):
        orjson.loads(source.bodies[number % len(source.bodies)])
    marks.append(_clock())
    assert rows == pages * PAGE
    assert unreadable
    steps = ["land", "read", "read, raw of 1 %", "orjson.loads alone"]
    return {
        name: (after[0] - at[0], after[1] - at[1]) for name, at, after in zip(steps, marks, marks[1:], strict=False)
    }


def main() -> None:
    """Print the figures, scaled to a million records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=1_000_000)
    records = parser.parse_args().records
    pages = max(records // PAGE, 1)
    dice = random.Random(1)
    bodies = [
        orjson.dumps({"records": [record(page * PAGE + n, dice) for n in range(PAGE)], "page": page, "total": records})
        for page in range(min(pages, DISTINCT))
    ]
    with tempfile.TemporaryDirectory() as home:
        os.environ["HUB_HOME"] = home
        figures = measure(contract("rtps.applications"), pages, Repeated(bodies, pages))
    print(f"{pages * PAGE:,} records of {sum(map(len, bodies)) / len(bodies) / PAGE:.0f} bytes")
    for name, (cpu, wall) in figures.items():
        print(f"{name:20} {cpu / pages * 1_000:7.2f} CPU s, {wall / pages * 1_000:7.2f} wall s for a million records")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
