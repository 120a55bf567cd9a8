"""Stand-in for HRMS's web service: employees, pay cases, and the stage of an appraisal report taken back."""

from __future__ import annotations

import os
from datetime import date

from sandbox.faults import Fault
from sandbox.standins._http import Reply, arguments, serve
from sandbox.standins._pages import Asked
from sandbox.standins._soap import Arguments, Operation, SoapStandIn, escape
from sandbox.standins._wsdl import record_elements, text_elements

STANDIN = {"place": 4, "protocol": "http", "secrets": ("password",)}

STAGES = frozenset({"GENERATED", "WITH_ORU", "WITH_REPORTING", "WITH_REVIEWING", "WITH_ACCEPTING", "DISCLOSURE",
                    "REPRESENTATION", "CLOSED"})  # fmt: skip
_UPDATE = {"employeeId": "employee_id", "aparId": "apar_id", "financialYear": "financial_year", "stage": "stage",
           "stageSince": "stage_since"}  # fmt: skip


class HRMSService(SoapStandIn):
    """``GetEmployees``, ``GetPayCases`` and ``UpdateParStage`` behind ``Authenticate``."""

    system = "hrms"
    path = "/hrms/HRMSService.svc"
    namespace = "http://hrms.bihar.example/HRMSService/"

    def operations(self) -> dict[str, Operation]:
        """The calls there are."""
        return {
            "GetEmployees": self._list("GetEmployees", "hrms.employees", "Employee"),
            "GetPayCases": self._list("GetPayCases", "hrms.pay_cases", "PayCase"),
            "UpdateParStage": Operation(
                ("requestId", *_UPDATE), text_elements("Accepted", "Reference", "Message"), self._update
            ),
        }

    def _list(self, name: str, dataset: str, record: str) -> Operation:
        def answer(given: Arguments) -> Reply:
            asked_on = date.fromisoformat(given["asOf"]) if given.get("asOf") else None
            return self.listing(name, Asked(dataset, self.known_on(asked_on)), record, given)

        return Operation(("asOf", "pageNo", "pageSize"), record_elements(dataset, record), answer)

    def _update(self, given: Arguments) -> Reply:
        def build(_fault: Fault | None) -> Reply:
            payload = {field: given.get(name) or None for name, field in _UPDATE.items()}
            if not given.get("requestId") or payload["stage"] not in STAGES or not payload["apar_id"]:
                return self.result(
                    "UpdateParStage", "<Accepted>false</Accepted><Reference/><Message>Unknown stage or report</Message>"
                )
            reference = self.pages.world.receive("hrms", "update_par_stage", given["requestId"], payload)
            taken = f"<Accepted>true</Accepted><Reference>{escape(reference)}</Reference><Message>Recorded</Message>"
            return self.result("UpdateParStage", taken)

        return self.act("hrms.update_par_stage", build, has_records=False)


def main() -> None:
    """Serve HRMS; login and password come from ``STANDIN_HRMS_LOGIN`` and ``STANDIN_HRMS_PASSWORD``."""
    parser = arguments("hrms")
    parser.add_argument("--login", default=os.environ.get("STANDIN_HRMS_LOGIN", "hub"))
    parser.add_argument("--password", default=os.environ.get("STANDIN_HRMS_PASSWORD", "sandbox"))
    given = parser.parse_args()
    serve(HRMSService(given.home, given.login, given.password), given.host, given.port)


if __name__ == "__main__":
    main()
