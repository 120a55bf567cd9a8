"""The catalogued defects: which record can carry which, and how the wire then looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sandbox.world import fields
from sandbox.world.wire import Values, Wire, dmy, dmy_time, mdy, rupees

KEY_CONFLICT = "key_conflict"


@cache
def catalogue() -> dict[str, list[str]]:
    """``defects.yaml`` and what the systems that joined later declare: dataset to quarantine reasons."""
    with (Path(__file__).parent / "defects.yaml").open(encoding="utf-8") as text:
        loaded: dict[str, list[str]] = yaml.safe_load(text)
    return loaded | {dataset: told["defects"] for dataset, told in fields.JOINED.items()}


KEY_DEFECTS = {
    fields.GRIEVANCES: "registration_no.pattern",
    fields.CLOSURES: "registration_no.pattern",
    fields.PAY_CASES: "case_id.pattern",
    fields.PAYROLL: "employee_id.pattern",
    fields.PARS: "apar_id.pattern",
    fields.MATTERS: "unique_no.pattern",
}
"""Defects that make a key unreadable; only on records which were never sound."""


def _day(iso: str, days: int) -> str:
    moved = date.fromisoformat(iso[:10]) + timedelta(days=days)
    return moved.isoformat() + iso[10:]


# Values by place: see fields.SPECS. Left out = every record can carry it.
ELIGIBLE: dict[tuple[str, str], Callable[[Values], bool]] = {
    (fields.RTPS, "due_on.not_before_submission"): lambda v: v[6] is not None,
    (fields.RTPS, "current_executed_at.not_before_received"): lambda v: v[23] is not None,
    (fields.GRIEVANCES, "closed_at.not_before_received"): lambda v: v[4] is not None,
    (fields.GRIEVANCES, "received_at.not_in_future"): lambda v: v[4] is None,
    (fields.PAY_CASES, "settled_on.not_before_opened"): lambda v: v[7] == "PAID",
    (fields.PAY_CASES, "settled_on.present_when_paid"): lambda v: v[7] == "PAID",
    (fields.PAY_CASES, "stage_since.not_before_opened"): lambda v: v[7] != "PAID",
    (fields.PAY_CASES, "opened_on.not_in_future"): lambda v: v[7] not in ("PAID", "RETURNED"),
    (fields.PARS, "closed_on.present_when_closed"): lambda v: v[8] == "CLOSED",
    (fields.MATTERS, "disposed_on.not_before_registered"): lambda v: v[15] == "DISPOSED",
    (fields.MATTERS, "disposed_on.present_when_disposed"): lambda v: v[15] == "DISPOSED",
    (fields.MATTERS, "registered_on.not_in_future"): lambda v: v[15] == "REGISTERED",
    (fields.MATTERS, "darbar_on.is_monday"): lambda v: v[2] is not None,
}


def is_eligible(dataset: str, reason: str, values: Values) -> bool:
    """Whether a record with these values can carry the defect and no other with it."""
    test = ELIGIBLE.get((dataset, reason))
    return test is None or test(values)


def plan(
    dataset: str, rows: list[Values], quota: int, turn: int, rng: np.random.Generator, *, fresh: bool = True
) -> dict[int, str]:
    """Place ``quota`` defects: row number to reason, reasons in turn from number ``turn`` of the catalogue.

    ``fresh`` says that the records were never sound, so that their keys may be damaged too.
    """
    reasons = [r for r in catalogue().get(dataset, ()) if fresh or KEY_DEFECTS.get(dataset) != r]
    placed: dict[int, str] = {}
    if not rows or not reasons:
        return placed
    for at in range(quota):
        reason = reasons[(turn + at) % len(reasons)]
        start = int(rng.integers(len(rows)))
        for step in range(len(rows)):
            row = (start + step) % len(rows)
            if row not in placed and is_eligible(dataset, reason, rows[row]):
                placed[row] = reason
                break
    return placed


_Damage = Callable[[Wire, Values, int], None]


def _set(*path: str, to: Any) -> _Damage:
    def damage(wire: Wire, v: Values, rid: int) -> None:
        at = wire
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = to

    return damage


def _from(name: str, make: Callable[[Values, int], Any]) -> _Damage:
    def damage(wire: Wire, v: Values, rid: int) -> None:
        wire[name] = make(v, rid)

    return damage


_INFO = ("initiated_data", "appl_info")
_PERSON = ("initiated_data", "attribute_details")
_DIGITS = "31-31-2026"


def _early_due(wire: Wire, v: Values, rid: int) -> None:
    wire["initiated_data"]["appl_info"]["due_date"] = dmy(_day(v[5][:10], -5))


def _early_step(wire: Wire, v: Values, rid: int) -> None:
    wire["execution_data"][0]["task_details"]["executed_time"] = dmy_time(_day(v[22], -2))


def _future_application(wire: Wire, v: Values, rid: int) -> None:
    info = wire["initiated_data"]["appl_info"]
    info["submission_date"] = dmy_time(_day(v[5], 365))  # the year typed one too high; nothing else follows from it
    info["due_date"] = v[6] and dmy(_day(v[6], 365))
    wire["execution_data"] = []


def _future_pay_case(wire: Wire, v: Values, rid: int) -> None:
    wire["OpenedOn"], wire["StageSince"] = _day(v[6], 365), _day(v[8], 365)


def _future_matter(wire: Wire, v: Values, rid: int) -> None:
    wire["RegistrationDate"], wire["DarbarDate"] = dmy(_day(v[1], 365), "/"), None


def _not_monday(iso: str) -> str:
    return _day(iso, -1 if iso[8:10] == "21" else 1)  # stays within the first three weeks, which is another rule


def _negative_deductions(wire: Wire, v: Values, rid: int) -> None:
    wire["DEDUCTIONS"], wire["NET"] = rupees(-v[7]), rupees(v[6] + v[7])


DAMAGE: dict[str, dict[str, _Damage]] = {
    fields.RTPS: {
        "format:submitted_at": _set(*_INFO, "submission_date", to=_DIGITS + " 10:00:00"),
        "type:amount": _set(*_INFO, "amount", to="twenty"),
        "appl_ref_no.not_null": _set(*_INFO, "appl_ref_no", to=None),
        "appl_ref_no.pattern": _set(*_INFO, "appl_ref_no", to="BRCCO-2026-12X"),
        "base_service_id.known": _set(*_INFO, "base_service_id", to="9999"),
        "district_lgd.not_null": _set(*_PERSON, "district_code", to="188"),
        "due_on.not_before_submission": _early_due,
        "applicant_name.not_null": _set(*_PERSON, "applicant_name", to=None),
        "appl_status.in_set": _set(*_INFO, "appl_status", to="X"),
        "submission_mode.in_set": _set(*_INFO, "submission_mode", to="fax"),
        "current_executed_at.not_before_received": _early_step,
        "amount.range": _set(*_INFO, "amount", to=-20.0),
        "submitted_at.not_in_future": _future_application,
    },
    fields.GRIEVANCES: {
        "format:received_at": _set("recvd_date", to={"$date": "2026-31-31T10:00:00"}),
        "type:category_code": _set("CategoryV7", to="eleven"),
        "registration_no.pattern": _from("registration_no", lambda v, r: v[0].replace("/", "-") + "X"),
        "closed_at.not_before_received": _from("closing_date", lambda v, r: {"$date": _day(v[3], -3)}),
        "org_code.pattern": _set("org_code", to="GOV"),
        "state_cpgrams.in_set": _set("state", to="XX"),
        "district_lgd.not_null": _set("dist_name", to="Naya Zila"),
        "subject.not_null": _set("subject_content_text", to=None),
        "subject.length": _set("subject_content_text", to=("वही शिकायत बार-बार लिखी गई है। " * 200)[:4100]),
        "gender.in_set": _set("sex", to="X"),
        "received_at.not_in_future": _from("recvd_date", lambda v, r: {"$date": _day(v[3], 365)}),
    },
    fields.CLOSURES: {
        "format:closed_on": _set("DateOfAction", to=_DIGITS),
        "not_a_pdf:reply_document_sha256": _set("ReplyDocument", to="PGh0bWw+bm90IGEgcmVwbHk8L2h0bWw+"),
        "registration_no.pattern": _from("RegistrationNumber", lambda v, r: v[0].replace("/", "-") + "X"),
        "closed_on.not_before_received": _from("DateOfReceipt", lambda v, r: mdy(_day(v[2], 2))),
        "current_status.in_set": _set("CurrentStatus", to="Under process"),
        "reason.not_null": _set("Reason", to=None),
        "rating.range": _set("Rating", to=9),
    },
    fields.EMPLOYEES: {
        "format:born_on": _set("DateOfBirth", to="1980-31-31"),
        "type:pay_level": _set("PayLevel", to="seven"),
        "name_en.not_null": _set("NameEn", to=None),
        "joined_on.not_before_birth": _from("DateOfJoining", lambda v, r: _day(v[5], -400)),
        "employee_group.in_set": _set("EmployeeGroup", to="घ"),
        "employee_status.in_set": _set("Status", to="ACTIVE"),
        "pay_level.range": _set("PayLevel", to="25"),
        "district_lgd.not_null": _set("DistrictCode", to="230"),
        "ddo_code.pattern": _set("DdoCode", to="DDO-21"),
        "retires_on.not_before_joining": _from("DateOfRetirement", lambda v, r: _day(v[16], -400)),
    },
    fields.PAY_CASES: {
        "format:opened_on": _set("OpenedOn", to="2026-31-31"),
        "case_id.pattern": _from("CaseId", lambda v, r: v[0].replace("/", "-") + "X"),
        "stage.in_set": _set("Stage", to="DONE"),
        "case_type.in_set": _set("CaseType", to="MISC"),
        "settled_on.not_before_opened": _from("SettledOn", lambda v, r: _day(v[6], -2)),
        "settled_on.present_when_paid": _set("SettledOn", to=None),
        "stage_since.not_before_opened": _from("StageSince", lambda v, r: _day(v[6], -3)),
        "amount.range": _set("Amount", to="-100.00"),
        "ddo_code.pattern": _set("DdoCode", to="DDO-21"),
        "district_lgd.not_null": _set("DistrictCode", to="230"),
        "opened_on.not_in_future": _future_pay_case,
    },
    fields.PAYROLL: {
        "type:basic_pay": _set("BASIC", to="forty"),
        "format:paid_on": _set("PAID_ON", to="31/31/2026"),
        "employee_id.pattern": _from("EMP_ID", lambda v, r: "X" + v[0]),
        "net_pay.equals_gross_less_deductions": _from("NET", lambda v, r: rupees(v[8] + 10_000)),
        "pay_level.range": _set("PAY_LEVEL", to="25"),
        "bank_ifsc.pattern": _set("IFSC", to="SBIN123"),
        "ddo_code.pattern": _set("DDO_CODE", to="DDO-21"),
        "deductions.range": _negative_deductions,
    },
    fields.PARS: {
        "format:period_from": _set("Period From", to="31-31-2025"),
        "apar_id.pattern": _from("PAR ID", lambda v, r: v[0].replace("-", "/") + "X"),
        "employee_code.pattern": _from("Employee Code", lambda v, r: "X" + v[1]),
        "officer_name.not_null": _set("Officer Name", to=None),
        "period_to.not_before_period_from": _from("Period To", lambda v, r: dmy(_day(v[6], -10))),
        "workflow_stage.in_set": _set("Stage", to="LOST"),
        "financial_year.pattern": _set("Financial Year", to="2025"),
        "forwarded_by.in_set": _set("Forwarded By", to="ROBOT"),
        "closed_on.present_when_closed": _set("Closed On", to=None),
    },
    fields.MATTERS: {
        "format:registered_on": _set("RegistrationDate", to="31/31/2026"),
        "unique_no.pattern": _from("UniqueNo", lambda v, r: v[0].replace("/", "-") + "X"),
        "complainant_name.not_null": _set("ApplicantName", to=None),
        "subject.not_null": _set("Subject", to=None),
        "district_lgd.not_null": _set("DistCode", to="JD99"),
        "grievance_status.in_set": _set("Status", to="OPEN"),
        "assisted_by.in_set": _set("AssistedBy", to="MLA"),
        "gender.in_set": _set("Gender", to="X"),
        "disposed_on.not_before_registered": _from("DisposedOn", lambda v, r: dmy(_day(v[1], -3), "/")),
        "disposed_on.present_when_disposed": _set("DisposedOn", to=None),
        "darbar_on.is_monday": _from("DarbarDate", lambda v, r: dmy(_not_monday(v[2]), "/")),
        "registered_on.not_in_future": _future_matter,
    },
}


def _twin_application(wire: Wire, v: Values, rid: int) -> None:
    wire["initiated_data"]["attribute_details"]["block_name"] = "Another Block"


TWIN: dict[str, _Damage] = {
    fields.RTPS: _twin_application,
    fields.EMPLOYEES: _set("Office", to="Office of another list"),
    fields.PAYROLL: _from("BILL_NO", lambda v, r: v[3] + "-B"),
}
"""What the second row of a key conflict says otherwise."""


def damage(dataset: str, reason: str, is_twin: bool, wire: Wire, values: Values, rid: int) -> None:
    """Damage a rendered record in place."""
    if reason == KEY_CONFLICT:
        if is_twin:
            TWIN[dataset](wire, values, rid)
    else:
        DAMAGE[dataset][reason](wire, values, rid)


def wire_key(dataset: str, values: Values, defect: str | None, rid: int) -> tuple[str, ...]:
    """The key as the wire shows it, damaged where the defect damages it."""
    key = tuple(str(part) for part in values[: fields.KEY_WIDTH[dataset]])
    if defect is None or KEY_DEFECTS.get(dataset) != defect:
        return key
    name = fields.SPECS[dataset][0][1]
    wire: Wire = {name: key[0]}
    DAMAGE[dataset][defect](wire, values, rid)
    return (str(wire[name]), *key[1:])
