"""Stand-in for Sparrow's SFTP server: the day's pendency report as a workbook, the employee master taken in."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.faults import Fault
from sandbox.standins._ack import ACK_FAULTS, spoilt_json
from sandbox.standins._http import arguments, json_reply
from sandbox.standins._outbound import Outbound, as_workbook, columns_of, spoilt
from sandbox.standins._sftp import SftpStandIn, serve
from sandbox.world import World, fields

STANDIN = {"place": 6, "protocol": "sftp", "secrets": ("password",)}

_NAME = re.compile(r"^par_pendency_(20\d{6})\.xlsx$")
_COLUMNS = [wire for _name, wire, kind in fields.SPECS["sparrow.pars"] if kind != "x"]
_REAL_DATES = frozenset({"Stage Since", "IPR Filed On"})
_MASTER = {
    "Employee Code": "employee_id", "Officer Name": "name_en", "Officer Name (Hindi)": "name_hi",
    "Designation": "designation", "Department": "department_name", "Office": "office_name", "Service": "service",
    "Status": "employee_status", "Date of Birth": "born_on", "Date of Retirement": "retires_on",
}  # fmt: skip


class Sparrow(SftpStandIn):
    """Reports of every day up to the world's clock; masters are answered in ``inbound/ack/``."""

    name = "sparrow"
    systems = ("sparrow",)
    dataset = "sparrow.pars"
    inbound_dataset = "sparrow.employee_master"

    def __init__(self, home: Path, login: str, password: str, public_key: str = "") -> None:
        super().__init__(home, login, password, public_key)
        self._world = World.open(home)
        self._files = Outbound(self._make)
        self._taking = threading.Lock()
        (self.inbound / "ack").mkdir(exist_ok=True)

    def names(self) -> list[str]:
        """The reports of the last seven days; older ones are there too."""
        clock = self._world.clock
        days = [clock - timedelta(days=back) for back in range(7)]
        return [f"par_pendency_{day:%Y%m%d}.xlsx" for day in days if day >= self._world.start]

    def outbound(self, name: str, fault: Fault | None) -> bytes | None:
        """One report, or a marker of it. A report never changes once its day has come."""
        return self._files.get(name, fault, "")

    def arrived(self, path: Path) -> None:
        """A master whose marker has come is taken in, some moments later, as a real system would."""
        if path.name.endswith(".xlsx.done"):
            threading.Thread(target=self._take_in, args=(path.with_suffix(""),), daemon=True).start()

    def _make(self, name: str, fault: Fault | None) -> tuple[bytes, int] | None:
        found = _NAME.match(name)
        day = datetime.strptime(found[1], "%Y%m%d").date() if found else None  # noqa: DTZ007  # a day has no zone
        if day is None or not self._world.start <= day <= self._world.clock:
            return None
        rows = [record.wire for record in self._world.records("sparrow.pars", as_of=day)]
        rows = spoilt(rows, fault, {"field_retyped": "Period From"}.get(fault.fault if fault else "", "Officer Name"))
        return as_workbook("PAR", columns_of(_COLUMNS, rows), rows, fault, _REAL_DATES), len(rows)

    def _take_in(self, path: Path) -> None:
        with self._taking:
            body = path.read_bytes()
            sha256 = hashlib.sha256(body).hexdigest()
            told = path.with_name(f"{path.name}.sha256").read_text(encoding="ascii").split()
            answer: dict[str, Any] = {"file": path.name, "sha256": sha256, "accepted": [], "rejected": []}
            if told[:1] == [sha256]:
                with suppress(zipfile.BadZipFile, KeyError, ValueError):  # no workbook: no row is taken
                    answer |= self._rows_taken(path)
            self._acknowledge(self.inbound / "ack" / f"{path.name}.json", answer)

    def _acknowledge(self, path: Path, answer: dict[str, Any]) -> None:
        """Write the answer, as a waiting fault spoils it."""
        fault = self.take(
            "slow", "half_written", "truncated", *ACK_FAULTS, "page_order", "wrong_total", is_inbound=True
        )
        kind = fault.fault if fault else ""
        if kind == "slow" and fault is not None:
            time.sleep(float(fault.params.get("seconds", 1.0)))
        if kind in ("page_order", "wrong_total"):
            answer["accepted"] = answer["accepted"][::-1] if kind == "page_order" else answer["accepted"][1:]
        body = spoilt_json(json_reply(answer), fault, "accepted").body
        if kind in ("half_written", "truncated"):
            path.write_bytes(body[: len(body) // 2])
            time.sleep(0.1)
        if kind != "truncated":
            part = path.with_suffix(".part")
            part.write_bytes(body)
            part.replace(path)

    def _rows_taken(self, path: Path) -> dict[str, object]:
        from openpyxl import load_workbook

        accepted, rejected = [], []
        book = load_workbook(path, read_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [str(title) for title in next(rows)]
        for at, cells in enumerate(rows, 2):
            row = dict(zip(header, cells, strict=False))
            key, wrong = str(row.get("Message Key") or ""), _wrong(row)
            if wrong:
                rejected.append({"row": at, "key": key, "message": wrong})
                continue
            payload = {field: _plain(row.get(title), field) for title, field in _MASTER.items()}
            reference = self._world.receive("sparrow", "employee_master", key, payload)
            accepted.append({"row": at, "key": key, "reference": reference})
        book.close()
        return {"accepted": accepted, "rejected": rejected}


def _wrong(row: dict[str, object]) -> str:
    if not re.match(r"^E\d{7}$", str(row.get("Employee Code") or "")):
        return "Employee Code is not E and seven digits"
    if not row.get("Officer Name"):
        return "Officer Name is empty"
    return ""


def _plain(value: object, field: str) -> str | None:
    text = "" if value is None else str(value)
    if text and field.endswith("_on"):
        day: date = datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007  # a day has no zone
        return day.isoformat()
    return text or None


def main() -> None:
    """Serve; login and password come from ``STANDIN_SPARROW_LOGIN`` and ``…_PASSWORD``."""
    parser = arguments("sparrow")
    parser.add_argument("--login", default=os.environ.get("STANDIN_SPARROW_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_SPARROW_PASSWORD", "sandbox"))
    given = parser.parse_args()
    serve(Sparrow(given.home, given.login, given.password), given.host, given.port)


if __name__ == "__main__":
    main()
