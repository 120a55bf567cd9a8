"""Stand-in for CPGRAM: RIServices (key and token in the query, days month first) and the bulk extract in parts."""

from __future__ import annotations

import hmac
import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hub.contracts.codes import districts
from sandbox.faults import Fault
from sandbox.standins._ack import spoilt_json
from sandbox.standins._http import Reply, Request, StandIn, arguments, json_reply, serve
from sandbox.standins._mongo_shell import print_record
from sandbox.standins._pages import Asked, Cut, Pages

STANDIN = {"place": 3, "protocol": "http", "secrets": ("key", "token")}

_API = "/RIServices/api/"
_EXTRACT = "/riservice/extract/grievance"
_REGISTRATION = re.compile(r"^[A-Z0-9]{4,6}/[A-Z]/\d{4}/\d{7}$")
_LARGEST_PAGE = 5_000
_LONGEST_SUBJECT = 4_000
_GRIEVANCE = ("Name", "Gender", "Address1", "District", "State", "Country", "MobileNumber", "Language",
              "SubjectContent", "DateOfReceipt")  # fmt: skip


class Cpgram(StandIn):
    """Grievances as an extract, closures as a list; what it takes in counts once a sender's number."""

    system = "cpgram"

    def __init__(self, home: Path, key: str, token: str, part_size: int = 2_000) -> None:
        super().__init__(home)
        self._secret = f"{key}\n{token}".encode()
        self._part_size = part_size
        self._pages = Pages(home)
        self._operations = {
            "FinalClosureList/GetFinalClosureList": self._closures,
            "ConfirmClosureReceipt/ConfirmClosureReceipt": self._confirm,
            "RegisterGrievance/RegisterGrievance": self._register,
            "SubmitActionTakenReport/SubmitActionTakenReport": self._action_taken,
            "DistrictList/DistrictList": self._districts,
        }

    def handle(self, request: Request) -> Reply:
        """The answer to one request."""
        given = f"{request.query.get('key', '')}\n{request.query.get('token', '')}".encode()
        if not hmac.compare_digest(given, self._secret):
            return json_reply({"Message": "Authorization has been denied for this request."}, 401)
        if request.path == _EXTRACT and request.method == "GET":
            return self.answer("cpgram.grievances", lambda fault: self._extract(request, fault))
        operation = self._operations.get(request.path.removeprefix(_API)) if request.method == "POST" else None
        if operation is None:
            return json_reply({"Message": "No HTTP resource was found that matches the request."}, 404)
        return operation(request.json())

    def _extract(self, request: Request, fault: Fault | None) -> Reply:
        try:
            part, as_of = int(request.query.get("part", "1")), _day(request.query.get("as_of"))
        except ValueError:
            return json_reply({"Message": "part is a number, as_of is mm-dd-yyyy"}, 400)
        if part < 1:
            return json_reply({"Message": "part is from 1"}, 400)

        def render(cut: Cut) -> Reply:
            headers = {
                "X-Total-Parts": str(cut.pages),
                "X-Record-Count": str(cut.total),
                "X-Part-Record-Count": str(len(cut.records)),
            }
            body = "".join(print_record(record) + "\n" for record in cut.records).encode()
            return Reply(body=body, media_type="text/plain", headers=headers)

        asked = Asked("cpgram.grievances", self._known_on(as_of))
        return self._pages.reply(asked, part, self._part_size, fault, render)

    def _closures(self, asked: dict[str, Any]) -> Reply:
        try:
            since, until = _day(asked.get("FromDate")), _day(asked.get("ToDate"))
            number, size = int(asked["PageIndex"]), int(asked["PageSize"])
        except (KeyError, TypeError, ValueError):
            return json_reply({"Message": "FromDate and ToDate are mm-dd-yyyy, PageIndex and PageSize numbers"}, 400)
        if number < 1 or not 1 <= size <= _LARGEST_PAGE:
            return json_reply({"Message": f"PageIndex is from 1, PageSize is 1 to {_LARGEST_PAGE}"}, 400)
        window = Asked("cpgram.closures", self._known_on(until), since, until)

        def render(cut: Cut) -> Reply:
            return json_reply({"FinalClosureList": cut.records, "TotalCount": cut.total})

        return self.answer("cpgram.closures", lambda fault: self._pages.reply(window, number, size, fault, render))

    def _confirm(self, asked: dict[str, Any]) -> Reply:
        """The receipt is written before a fault may lose the answer: the client cannot know, and asks again."""

        def take() -> Reply:
            registration, reference = str(asked.get("RegistrationNumber")), str(asked.get("ReferenceNumber") or "")
            if not (_REGISTRATION.match(registration) and reference):
                return json_reply({"ReceiptNumber": "", "Result": "Registration number not found"})
            payload = {"registration_no": registration, "closed_on": _iso(asked.get("DateOfAction"))}
            receipt = self._pages.world.receive("cpgram", "confirm_closure", reference, payload)
            return json_reply({"ReceiptNumber": receipt, "Result": "Closure receipt confirmed"})

        return self.answer("confirm_closure", lambda fault: spoilt_json(take(), fault, "ReceiptNumber"))

    def _action_taken(self, asked: dict[str, Any]) -> Reply:
        def take() -> Reply:
            registration, reference = str(asked.get("RegistrationNumber")), str(asked.get("ReferenceNumber") or "")
            if not (_REGISTRATION.match(registration) and reference):
                return json_reply({"ReceiptNumber": "", "Result": "Registration number not found"})
            if not asked.get("ActionTaken"):
                return json_reply({"Message": "ActionTaken is required."}, 422)
            payload = {"registration_no": registration, "action": asked["ActionTaken"],
                       "action_on": _iso(asked.get("DateOfAction"))}  # fmt: skip
            receipt = self._pages.world.receive("cpgram", "submit_action_taken", reference, payload)
            return json_reply({"ReceiptNumber": receipt, "Result": "Action taken report received"})

        return self.answer("submit_action_taken", lambda fault: spoilt_json(take(), fault, "ReceiptNumber"))

    def _register(self, asked: dict[str, Any]) -> Reply:
        """A grievance registered once a sender's number; it does not come back in the extract."""

        def take() -> Reply:
            wrong = self._wrong(asked)
            if wrong:
                return json_reply({"registration_no": "", "result": wrong})
            world = self._pages.world
            payload = {name: asked.get(name) for name in _GRIEVANCE}
            taken = world.receive("cpgram", "register_grievance", str(asked["GrievanceReferenceNumber"]), payload)
            number = f"GOVBH/E/{world.clock.year}/9{int(taken[-6:]):06d}"
            return json_reply({"registration_no": number, "result": "Grievance registered"})

        return self.answer("register_grievance", lambda fault: spoilt_json(take(), fault, "registration_no"))

    def _wrong(self, asked: dict[str, Any]) -> str:
        if not asked.get("GrievanceReferenceNumber") or not asked.get("Name") or not asked.get("Address1"):
            return "Reference number, name and address are required"
        if asked.get("Gender") not in ("M", "F", "T"):
            return "Gender is M, F or T"
        if str(asked.get("District")) not in {str(at) for at in range(1, len(districts()) + 1)}:
            return "District is not in the list of districts"
        if not 0 < len(str(asked.get("SubjectContent") or "")) <= _LONGEST_SUBJECT:
            return f"SubjectContent is 1 to {_LONGEST_SUBJECT} characters"
        return ""

    def _districts(self, asked: dict[str, Any]) -> Reply:
        if asked.get("StateCode") != "BH":
            return json_reply({"DistrictList": []})
        names = [row["name_en"] for row in districts()]
        return json_reply(
            {"DistrictList": [{"DistrictCode": at, "DistrictName": name} for at, name in enumerate(names, start=1)]}
        )

    def _known_on(self, day: date | None) -> date:
        clock = self._pages.world.clock
        return min(day, clock) if day else clock


def _day(text: str | None) -> date | None:
    return datetime.strptime(text, "%m-%d-%Y").date() if text else None  # noqa: DTZ007  # a day has no zone


def _iso(text: object) -> str | None:
    day = _day(str(text)) if text else None
    return day.isoformat() if day else None


def main() -> None:
    """Serve CPGRAM; key and token come from ``STANDIN_CPGRAM_KEY`` and ``STANDIN_CPGRAM_TOKEN``."""
    parser = arguments("cpgram")
    parser.add_argument("--key", default=os.environ.get("STANDIN_CPGRAM_KEY", "sandbox-key"))
    parser.add_argument("--token", default=os.environ.get("STANDIN_CPGRAM_TOKEN", "sandbox-token"))
    parser.add_argument("--part-size", type=int, default=2_000)
    given = parser.parse_args()
    serve(Cpgram(given.home, given.key, given.token, given.part_size), given.host, given.port)


if __name__ == "__main__":
    main()
