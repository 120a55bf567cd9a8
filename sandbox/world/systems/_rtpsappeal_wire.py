"""How RTPS Appeal's records stand on the wire, and how they are damaged there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.world import fields
from sandbox.world.wire import Values, Wire, dmy, dmy_time

APPEALS, EVENTS = "rtpsappeal.appeals", "rtpsappeal.events"
_E, _A = fields.AT[EVENTS], fields.AT[APPEALS]


def _amount(paise: int | None) -> float | None:
    return None if paise is None else paise / 100


def _appeals(v: Values, rid: int) -> Wire:
    told = dict(zip(fields.NAMES[APPEALS], v, strict=True))
    return {
        "appeal_id": told["appeal_no"], "appl_id": told["application_id"], "appl_ref_no": told["application_ref_no"],
        "service_id": told["service_id"], "appeal_type": told["appeal_level"],
        "ref_appeal_id": told["first_appeal_no"], "date_of_appeal": dmy(told["filed_on"]),
        "appellant": {
            "kind": told["appellant_kind"], "applicant_name": told["appellant_name"],
            "contact_number": told["mobile_number"],
        },
        "ground_for_appeal": told["ground"],
        "location": {
            "district_code": told["district_census2011"], "office": told["office_name"],
            "designated_officer": told["designated_officer"],
        },
        "authority": told["authority"], "process_status": told["appeal_status"],
        "date_of_hearing": dmy(told["hearing_on"]), "disposed_on": dmy(told["decided_on"]),
        "outcome": told["outcome"], "order_no": told["order_no"], "penalty_amount": _amount(told["penalty_amount"]),
        "penalty_paid_on": dmy(told["penalty_paid_on"]), "last_updated": dmy_time(told["last_updated_at"]),
        "record_status": told["record_status"],
    }  # fmt: skip


def _events(v: Values, rid: int) -> Wire:
    number, at, action, by, when, hearing, order, penalty = v
    return {
        "appeal_id": number, "event_no": at, "action": action, "action_taken_by": {"role": by},
        "created_at": dmy_time(when), "date_of_hearing": dmy(hearing), "order_no": order,
        "penalty_amount": _amount(penalty),
    }  # fmt: skip


def _gone(v: Values) -> Wire:
    return {"appeal_id": v[0], "last_updated": dmy_time(v[_A["last_updated_at"]]), "record_status": "DELETED"}


RENDER = {APPEALS: _appeals, EVENTS: _events}
TOMBSTONE = {APPEALS: _gone}


def _put(make: Callable[[Values], Any], *path: str) -> Callable[[Wire, Values, int], None]:
    def damage(wire: Wire, v: Values, rid: int) -> None:
        for part in path[:-1]:
            wire = wire[part]
        wire[path[-1]] = make(v)

    return damage


DAMAGE = {
    APPEALS: {
        "format:filed_on": _put(lambda v: "31-31-2026", "date_of_appeal"),
        "appeal_no.pattern": _put(lambda v: v[0].replace("/", "-") + "X", "appeal_id"),
        "ground.in_set": _put(lambda v: "ANGER", "ground_for_appeal"),
        "district_lgd.not_null": _put(lambda v: "188", "location", "district_code"),
        "decided_on.present_when_resolved": _put(lambda v: None, "disposed_on"),
    },
    EVENTS: {
        "format:happened_at": _put(lambda v: "31-31-2026 10:00:00", "created_at"),
        "action.in_set": _put(lambda v: "TEA", "action"),
        "acted_by.in_set": _put(lambda v: "CLERK", "action_taken_by", "role"),
        "hearing_on.present_when_heard": _put(lambda v: None, "date_of_hearing"),
    },
}
TWIN: dict[str, Callable[[Wire, Values, int], None]] = {}
KEY_DEFECTS = {APPEALS: "appeal_no.pattern"}
ELIGIBLE: dict[tuple[str, str], Callable[[Values], bool]] = {
    (APPEALS, "decided_on.present_when_resolved"): lambda v: v[_A["appeal_status"]] == "RESOLVED",
    (EVENTS, "hearing_on.present_when_heard"): lambda v: v[_E["action"]] == "HEARING",
}
