"""Stand-in for Lok Shikayat in the manner of NIC's ASMX services: dates as dd/MM/yyyy, a wrong password is an empty
token."""

from __future__ import annotations

import os
from datetime import date, datetime

from sandbox.faults import Fault
from sandbox.standins._http import Reply, arguments, serve
from sandbox.standins._pages import Asked
from sandbox.standins._soap import Arguments, Operation, SoapStandIn, escape
from sandbox.standins._wsdl import record_elements, text_elements

STANDIN = {"place": 10, "protocol": "http", "secrets": ("password",)}

_LISTS = {
    "GetComplaintList": ("lokshikayat.complaints", "Complaint"),
    "GetHearingList": ("lokshikayat.hearings", "Hearing"),
    "GetAppealList": ("lokshikayat.appeals", "Appeal"),
}
_COMPLAINT = {
    "complainantName": "name", "gender": "gender", "mobileNo": "mobile_number", "address": "address",
    "distCode": "district_lokshikayat", "department": "department_name", "category": "category", "subject": "subject",
    "relatedRefNo": "unique_no", "receivedDate": "received_on",
}  # fmt: skip


class LokShikayatWebService(SoapStandIn):
    """``GetComplaintList``, ``GetHearingList``, ``GetAppealList`` and ``InsertComplaint`` behind ``Authenticate``."""

    system = "lokshikayat"
    path = "/LokShikayatWebService.asmx"
    namespace = "http://lokshikayat.bihar.example/"
    refuses_login_by_fault = False

    def operations(self) -> dict[str, Operation]:
        """The calls there are."""
        lists = {name: self._list(name, dataset, record) for name, (dataset, record) in _LISTS.items()}
        result = text_elements("Accepted", "ComplaintNo", "Message")
        return {**lists, "InsertComplaint": Operation(("requestId", *_COMPLAINT), result, self._insert)}

    def _list(self, name: str, dataset: str, record: str) -> Operation:
        def answer(given: Arguments) -> Reply:
            since, until, as_of = _day(given.get("fromDate")), _day(given.get("toDate")), _day(given.get("asOf"))
            return self.listing(name, Asked(dataset, self.known_on(until, as_of), since, until), record, given)

        parameters = ("fromDate", "toDate", "asOf", "pageNo", "pageSize")
        return Operation(parameters, record_elements(dataset, record), answer)

    def _insert(self, given: Arguments) -> Reply:
        def build(_fault: Fault | None) -> Reply:
            day = _day(given.get("receivedDate"))
            payload = {field: given.get(name) or None for name, field in _COMPLAINT.items()}
            payload["received_on"] = day.isoformat() if day else None
            if not given.get("requestId") or not payload["name"] or not payload["subject"]:
                refused = "<Accepted>false</Accepted><ComplaintNo/><Message>Name or subject missing</Message>"
                return self.result("InsertComplaint", refused)
            number = self.pages.world.receive("lokshikayat", "register_complaint", given["requestId"], payload)
            taken = f"<Accepted>true</Accepted><ComplaintNo>{escape(number)}</ComplaintNo><Message>Recorded</Message>"
            return self.result("InsertComplaint", taken)

        return self.act("lokshikayat.register_complaint", build, has_records=False)


def _day(text: str | None) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007  # a day has no zone


def main() -> None:
    """Serve Lok Shikayat; login and password come from ``STANDIN_LOKSHIKAYAT_LOGIN`` and ``…_PASSWORD``."""
    parser = arguments("lokshikayat")
    parser.add_argument("--login", default=os.environ.get("STANDIN_LOKSHIKAYAT_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_LOKSHIKAYAT_PASSWORD", "sandbox"))
    given = parser.parse_args()
    serve(LokShikayatWebService(given.home, given.login, given.password), given.host, given.port)


if __name__ == "__main__":
    main()
