"""Stand-in for HRMS's SFTP server: ``outbound/payroll_<YYYY-MM>.csv`` for each closed month."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from sandbox.faults import Fault
from sandbox.standins._http import arguments
from sandbox.standins._outbound import Outbound, as_csv, columns_of, months_before, spoilt
from sandbox.standins._sftp import SftpStandIn, serve
from sandbox.world import World, fields

STANDIN = {"place": 5, "protocol": "sftp", "secrets": ("password",)}

_NAME = re.compile(r"^payroll_(20\d{2}-(?:0[1-9]|1[0-2]))\.csv$")
_COLUMNS = [wire for _name, wire, kind in fields.SPECS["hrms.payroll"] if kind != "x"]


class HrmsSftp(SftpStandIn):
    """The months of pay that were closed before the world's clock."""

    name = "hrms_sftp"
    systems = ("hrms_sftp", "hrms")
    dataset = "hrms.payroll"

    def __init__(self, home: Path, login: str, password: str, public_key: str = "") -> None:
        super().__init__(home, login, password, public_key)
        self._world = World.open(home)
        self._files = Outbound(self._make)

    def names(self) -> list[str]:
        """The extracts of the last two years that hold anything."""
        clock = self._world.clock
        months = [month for month in months_before(clock, 24) if self._rows(clock, month)]
        return [f"payroll_{month}.csv" for month in months]

    def outbound(self, name: str, fault: Fault | None) -> bytes | None:
        """One extract, or a marker of it."""
        return self._files.get(name, fault, self._world.clock.isoformat())

    def _rows(self, clock: date, month: str) -> int:
        return self._world.count("hrms.payroll", as_of=clock, month=month)

    def _make(self, name: str, fault: Fault | None) -> tuple[bytes, int] | None:
        clock, found = self._world.clock, _NAME.match(name)
        if found is None or found[1] >= f"{clock:%Y-%m}" or not self._rows(clock, found[1]):
            return None
        rows = [record.wire for record in self._world.records("hrms.payroll", as_of=clock, month=found[1])]
        rows = spoilt(
            rows,
            fault,
            {"wrong_encoding": "BILL_NO", "field_retyped": "BASIC"}.get(fault.fault if fault else "", "NET"),
        )
        return as_csv(columns_of(_COLUMNS, rows), rows, fault), len(rows)


def main() -> None:
    """Serve; login and password come from ``STANDIN_HRMS_SFTP_LOGIN`` and ``…_PASSWORD``."""
    parser = arguments("hrms_sftp")
    parser.add_argument("--login", default=os.environ.get("STANDIN_HRMS_SFTP_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_HRMS_SFTP_PASSWORD", "sandbox"))
    given = parser.parse_args()
    serve(HrmsSftp(given.home, given.login, given.password), given.host, given.port)


if __name__ == "__main__":
    main()
