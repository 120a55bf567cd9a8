"""Which rules of agreement the records break, told from the truth: who is who, and what was planted.

Written apart from the hub's rules and in another way (plain Python over the rows that the hub must hold), so that each
proves the other. A matter is what ``truth_links`` says; no name is compared and no link is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sandbox.world import fields, systems
from sandbox.world.planted import RATION_CARD
from sandbox.world.services import services

Row = Mapping[str, Any]
Record = tuple[str, str]
"""Dataset and key."""
Held = Mapping[str, Mapping[str, Row]]
"""Dataset to key (parts joined by ``|``) to the row that the hub must hold."""
_PAY_CASE = re.compile(r"PC/20\d\d/\d{6,8}")
_RATION_SERVICES = ("1301", "1302")


@dataclass(frozen=True)
class Truth:
    """What the rules speak of: rows held, keys that wait in quarantine, truth about matters, planted disagreements,
    and pay cases that an earlier report showed as settled. ``joined`` is the matter to which the hub counts a record:
    where it is given, a rule is asked only of true pairs that the hub holds for one. How many it does is measured
    elsewhere."""

    held: Held
    waiting: Mapping[str, Collection[str]]
    links: Sequence[tuple[int, str | None, str, str]]
    planted: Sequence[tuple[str, str, str, str, str]]
    once_settled: Collection[str]
    joined: Mapping[Record, str] | None = None

    def knows(self, one: Record, other: Record) -> bool:
        """Whether the hub counts two records to one matter."""
        return self.joined is None or (one in self.joined and self.joined[one] == self.joined.get(other))


def broken(truth: Truth) -> dict[str, set[str]]:
    """Every rule of the hub by its id, with the subjects for which it must be found."""
    found = _of_employees(truth) | _of_pay_cases(truth) | _of_matters(truth) | _of_complaints(truth)
    for module in systems.modules().values():
        for rule, subjects in module.broken(truth).items():
            found[rule] = found.get(rule, set()) | subjects
    return found


def _of_employees(truth: Truth) -> dict[str, set[str]]:
    roster, pars, waiting = truth.held[fields.EMPLOYEES], truth.held[fields.PARS], truth.waiting[fields.EMPLOYEES]
    of = [(key, row, roster.get(row["employee_code"])) for key, row in pars.items()]
    found = {
        "retired_but_par_pending": {
            key for key, row, who in of
            if who and who["employee_status"] in ("RETIRED", "DECEASED") and row["workflow_stage"] != "CLOSED"
        },
        "par_employee_unknown": {
            key for key, row, who in of if who is None and row["employee_code"] not in waiting
        },
        "name_differs": {
            key for kind, _, key, _, other in truth.planted
            if kind == "name_differs" and key in pars and other in roster
        },
        "department_differs": {
            key for key, row, who in of if who and who["department_name"] != row["department_name"]
        },
    }  # fmt: skip
    newest: dict[str, Row] = {}
    for row in truth.held[fields.PAYROLL].values():
        if row["employee_id"] not in newest or newest[row["employee_id"]]["pay_month"] < row["pay_month"]:
            newest[row["employee_id"]] = row
    month = max((row["pay_month"] for row in newest.values()), default="")
    paid = [(key, row, roster.get(key)) for key, row in newest.items()]
    found["on_payroll_not_in_roster"] = {key for key, _, who in paid if who is None and key not in waiting}
    found["paid_after_retirement"] = {
        key for key, row, who in paid
        if who and who["employee_status"] == "RETIRED" and who["retires_on"][:7] < row["pay_month"]
    }  # fmt: skip
    found["pay_level_differs"] = {
        key for key, row, who in paid
        if who and row["pay_level"] != who["pay_level"] and (who["modified_at"] or "9")[:7] < row["pay_month"]
    }  # fmt: skip
    found["in_roster_not_on_payroll"] = {
        key for key, who in roster.items()
        if who["employee_status"] in ("EMPLOYED", "SUSPENDED") and who["joined_on"][:7] < month
        and f"{key}|{month}" not in truth.held[fields.PAYROLL]
        and f"{key}|{month}" not in truth.waiting[fields.PAYROLL]
    }  # fmt: skip
    return found


def _of_pay_cases(truth: Truth) -> dict[str, set[str]]:
    roster, cases = truth.held[fields.EMPLOYEES], truth.held[fields.PAY_CASES]
    of = [(key, row, roster.get(row["employee_id"])) for key, row in cases.items()]
    unknown = {key for key, row, who in of if not who and row["employee_id"] not in truth.waiting[fields.EMPLOYEES]}
    matters, grievances = truth.held[fields.MATTERS], truth.held[fields.GRIEVANCES]
    pending = [row for row in matters.values() if row["grievance_status"] != "DISPOSED"]
    pending += [row for row in grievances.values() if not _is_closed(truth, row)]
    elsewhere = {key for key, row, who in of if who and row["district_lgd"] != who["district_lgd"]}
    return {
        "pay_case_employee_unknown": unknown,
        "pay_case_district_differs": elsewhere,
        "pay_case_pending_again": {
            key for key in truth.once_settled if key in cases and cases[key]["stage"] != "PAID"
        },
        "pay_case_settled_pending_elsewhere": {
            row.get("unique_no") or row["registration_no"]
            for row in pending
            for case in _PAY_CASE.findall(f"{row['subject']} {row.get('related_reference_no') or ''}")[:1]
            if case in cases and cases[case]["stage"] == "PAID"
        },
    }  # fmt: skip


def _of_matters(truth: Truth) -> dict[str, set[str]]:
    """Per Jan Darbar matter: the applications and grievances that are the same matter."""
    found: dict[str, set[str]] = {name: set() for name in (
        "delivered_in_rtps_pending_in_jandarbar", "closed_in_cpgram_pending_in_jandarbar",
        "disposed_in_jandarbar_pending_in_rtps", "same_complaint_several_doors", "matter_district_differs",
    )}  # fmt: skip
    for (dataset, other_key), (_, key) in true_pairs(truth):
        if not truth.knows((dataset, other_key), (fields.MATTERS, key)):
            continue
        row, other = truth.held[fields.MATTERS][key], truth.held[dataset][other_key]
        is_over = row["grievance_status"] == "DISPOSED"
        if dataset == fields.RTPS:
            if not is_over and other["appl_status"] == "D":
                found["delivered_in_rtps_pending_in_jandarbar"].add(key)
            if is_over and other["appl_status"] not in ("D", "R"):
                found["disposed_in_jandarbar_pending_in_rtps"].add(key)
            continue
        found["same_complaint_several_doors"].add(key)
        if other["district_lgd"] != row["district_lgd"]:
            found["matter_district_differs"].add(key)
        if not is_over and _is_closed(truth, other):
            found["closed_in_cpgram_pending_in_jandarbar"].add(key)
    return found


def true_pairs(truth: Truth) -> list[tuple[Record, Record]]:
    """Every case at RTPS or CPGRAM beside each Jan Darbar matter that is truly the same matter, of those held."""
    of_matter: dict[str | None, list[Record]] = {}
    darbar: list[tuple[str | None, Record]] = []
    for _, matter, dataset, key in truth.links:
        if dataset in (fields.RTPS, fields.GRIEVANCES) and key in truth.held[dataset]:
            of_matter.setdefault(matter, []).append((dataset, key))
        elif dataset == fields.MATTERS and key in truth.held[dataset]:
            darbar.append((matter, (dataset, key)))
    return [(other, record) for matter, record in darbar for other in of_matter.get(matter, ())]


def _of_complaints(truth: Truth) -> dict[str, set[str]]:
    by_prefix = {service.prefix: service.id for service in services()}
    wrong, turned_away = set(), set()
    for _, matter, dataset, key in truth.links:
        row = truth.held[dataset].get(key) if dataset in (fields.GRIEVANCES, fields.MATTERS) else None
        if row is None:
            continue
        service = by_prefix.get((matter or "").partition("/")[0])
        over = row["grievance_status"] == "DISPOSED" if dataset == fields.MATTERS else _is_closed(truth, row)
        if service and service not in _RATION_SERVICES and not over:
            wrong.add(key)
        closure = truth.held[fields.CLOSURES].get(key)
        is_ration_card = any(word in row["subject"].lower() for word in RATION_CARD)
        if is_ration_card and closure and "RTPS" in (closure["remark"] or ""):
            turned_away.add(key)
    return {"wrong_door_rtps_service": wrong, "ration_card_turned_away": turned_away}


def _is_closed(truth: Truth, grievance: Row) -> bool:
    return grievance["closed_at"] is not None or grievance["registration_no"] in truth.held[fields.CLOSURES]


def seen_on(days: Collection[date], first: int, last: int) -> bool:
    """Whether a version that stood from day number ``first`` to before ``last`` was met on one of the days."""
    return any(first <= day.toordinal() < last for day in days)
