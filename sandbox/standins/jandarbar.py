"""Stand-in for Jan Darbar in the manner of NIC's ASMX services: dates as dd/MM/yyyy, a wrong password is an empty
token, and the citizen's Aadhaar number stands in the record."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime
from pathlib import Path

from sandbox.faults import Fault
from sandbox.standins._http import Reply, arguments, serve
from sandbox.standins._pages import Asked
from sandbox.standins._soap import Arguments, Operation, SoapStandIn, escape
from sandbox.standins._wsdl import record_elements, repeated, text_elements

STANDIN = {"place": 7, "protocol": "http", "secrets": ("password",)}

_CODES = Path(__file__).resolve().parents[2] / "connectors" / "jandarbar" / "codes" / "district_jandarbar.csv"
_REPORT = {"uniqueNo": "unique_no", "referenceNo": "reference_no", "status": "status", "statusDate": "status_on",
           "remark": "remark"}  # fmt: skip


class JKDMMWebService(SoapStandIn):
    """``GetGrievanceList``, ``GetDistrictList`` and ``InsertReport`` behind ``Authenticate``."""

    system = "jandarbar"
    path = "/JKDMMWebService.asmx"
    namespace = "http://jkdmm.bihar.example/"
    refuses_login_by_fault = False

    def operations(self) -> dict[str, Operation]:
        """The calls there are."""
        return {
            "GetGrievanceList": Operation(
                ("fromDate", "toDate", "asOf", "pageNo", "pageSize"),
                record_elements("jandarbar.grievances", "Grievance", "AadhaarNo"), self._grievances,
            ),
            "GetDistrictList": Operation((), repeated("District", "DistCode"), self._districts),
            "InsertReport": Operation(
                ("requestId", *_REPORT), text_elements("Accepted", "ReceiptNo", "Message"), self._insert
            ),
        }  # fmt: skip

    def _grievances(self, given: Arguments) -> Reply:
        since, until, as_of = _day(given.get("fromDate")), _day(given.get("toDate")), _day(given.get("asOf"))
        asked = Asked("jandarbar.grievances", self.known_on(until, as_of), since, until)
        return self.listing("GetGrievanceList", asked, "Grievance", given)

    def _districts(self, given: Arguments) -> Reply:
        with _CODES.open(encoding="utf-8", newline="") as lines:
            codes = [row["code"] for row in csv.DictReader(lines)]
        return self.result(
            "GetDistrictList", "".join(f"<District><DistCode>{code}</DistCode></District>" for code in codes)
        )

    def _insert(self, given: Arguments) -> Reply:
        def build(_fault: Fault | None) -> Reply:
            day = _day(given.get("statusDate"))
            payload = {field: given.get(name) or None for name, field in _REPORT.items()}
            payload["status_on"] = day.isoformat() if day else None
            if not given.get("requestId") or not payload["unique_no"] or not payload["status"]:
                return self.result(
                    "InsertReport", "<Accepted>false</Accepted><ReceiptNo/><Message>Number or status missing</Message>"
                )
            reference = self.pages.world.receive("jandarbar", "insert_report", given["requestId"], payload)
            taken = f"<Accepted>true</Accepted><ReceiptNo>{escape(reference)}</ReceiptNo><Message>Recorded</Message>"
            return self.result("InsertReport", taken)

        return self.act("jandarbar.insert_report", build, has_records=False)


def _day(text: str | None) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007  # a day has no zone


def main() -> None:
    """Serve Jan Darbar; login and password come from ``STANDIN_JANDARBAR_LOGIN`` and ``…_PASSWORD``."""
    parser = arguments("jandarbar")
    parser.add_argument("--login", default=os.environ.get("STANDIN_JANDARBAR_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_JANDARBAR_PASSWORD", "sandbox"))
    given = parser.parse_args()
    serve(JKDMMWebService(given.home, given.login, given.password), given.host, given.port)


if __name__ == "__main__":
    main()
