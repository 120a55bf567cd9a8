"""How Lok Shikayat's records stand on the wire, and how they are damaged there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sandbox.world import aadhaar
from sandbox.world.systems._lokshikayat_cases import APPEALS, COMPLAINTS, HEARINGS, A, C, H
from sandbox.world.wire import Values, Wire, dmy, dmy_time, flat


def _slashed(iso: str | None) -> str | None:
    return dmy(iso, "/")


def _slashed_time(iso: str | None) -> str | None:
    return dmy_time(iso, "/")


_plain = flat(COMPLAINTS, _slashed, _slashed_time)


def _complaints(v: Values, rid: int) -> Wire:
    wire = _plain(v, rid)
    wire["Subject"] = aadhaar.put_back(v[C["subject"]], rid)
    return wire


RENDER = {
    COMPLAINTS: _complaints,
    HEARINGS: flat(HEARINGS, _slashed, _slashed_time),
    APPEALS: flat(APPEALS, _slashed, _slashed_time),
}


def _tombstone(key: tuple[tuple[str, int], ...], at: int) -> Callable[[Values], Wire]:
    def render(v: Values) -> Wire:
        wire: Wire = {name: str(v[place]) for name, place in key}
        return wire | {"ModifiedOn": _slashed_time(v[at]), "RecordStatus": "DELETED"}

    return render


TOMBSTONE = {
    COMPLAINTS: _tombstone((("ComplaintNo", 0),), C["modified_at"]),
    HEARINGS: _tombstone((("ComplaintNo", 0), ("HearingNo", 1)), H["modified_at"]),
    APPEALS: _tombstone((("AppealNo", 0),), A["modified_at"]),
}


def _put(name: str, make: Callable[[Values, int], Any]) -> Callable[[Wire, Values, int], None]:
    def damage(wire: Wire, v: Values, rid: int) -> None:
        wire[name] = make(v, rid)

    return damage


def _moved(iso: str, days: int) -> str | None:
    return _slashed((date.fromisoformat(iso) + timedelta(days=days)).isoformat())


_BAD_DAY = "31/31/2026"
DAMAGE = {
    COMPLAINTS: {
        "format:filed_on": _put("FilingDate", lambda v, r: _BAD_DAY),
        "complaint_no.pattern": _put("ComplaintNo", lambda v, r: v[0].replace("/", "-") + "X"),
        "complainant_name.not_null": _put("ComplainantName", lambda v, r: None),
        "subject.not_null": _put("Subject", lambda v, r: None),
        "district_lgd.not_null": _put("DistCode", lambda v, r: "LS99"),
        "complaint_status.in_set": _put("Status", lambda v, r: "OPEN"),
        "pgro_level.in_set": _put("OfficerLevel", lambda v, r: "STATE"),
        "gender.in_set": _put("Gender", lambda v, r: "X"),
        "decided_on.not_before_filed": _put("DecisionDate", lambda v, r: _moved(v[C["filed_on"]], -3)),
        "decided_on.present_when_disposed": _put("DecisionDate", lambda v, r: None),
        "encroachment_case_no.present_when_monitored": _put("EncroachmentCaseNo", lambda v, r: None),
        "filed_on.not_in_future": _put("FilingDate", lambda v, r: _moved(v[C["filed_on"]], 365)),
    },
    HEARINGS: {
        "format:hearing_on": _put("HearingDate", lambda v, r: _BAD_DAY),
        "next_hearing_on.not_before_hearing": _put("NextHearingDate", lambda v, r: _moved(v[H["hearing_on"]], -2)),
        "authority_attendance.in_set": _put("AuthorityAttendance", lambda v, r: "LATE"),
        "authority_attendance.present_when_held": _put("AuthorityAttendance", lambda v, r: None),
        "attendance_marked_on.not_before_hearing": _put(
            "AttendanceMarkedDate", lambda v, r: _moved(v[H["hearing_on"]], -2)
        ),
        "district_lgd.not_null": _put("DistCode", lambda v, r: "LS99"),
        "hearing_status.in_set": _put("HearingStatus", lambda v, r: "DONE"),
    },
    APPEALS: {
        "format:filed_on": _put("FilingDate", lambda v, r: _BAD_DAY),
        "appeal_status.in_set": _put("Status", lambda v, r: "OPEN"),
    },
}
TWIN = {HEARINGS: _put("PublicAuthority", lambda v, r: "Officer of another list")}
KEY_DEFECTS = {COMPLAINTS: "complaint_no.pattern"}


def _is(place: int, *words: str) -> Callable[[Values], bool]:
    return lambda v: v[place] in words


ELIGIBLE: dict[tuple[str, str], Callable[[Values], bool]] = {
    (COMPLAINTS, "decided_on.not_before_filed"): lambda v: v[C["decided_on"]] is not None,
    (COMPLAINTS, "decided_on.present_when_disposed"): _is(C["complaint_status"], "DISPOSED"),
    (COMPLAINTS, "encroachment_case_no.present_when_monitored"): _is(
        C["complaint_status"], "DISPOSED_UNDER_MONITORING"
    ),
    (COMPLAINTS, "filed_on.not_in_future"): lambda v: v[C["decided_on"]] is None,
    (HEARINGS, "authority_attendance.present_when_held"): _is(H["hearing_status"], "HELD"),
    (HEARINGS, "authority_attendance.in_set"): _is(H["hearing_status"], "HELD"),
    (HEARINGS, "next_hearing_on.not_before_hearing"): lambda v: v[H["next_hearing_on"]] is not None,
    (HEARINGS, "attendance_marked_on.not_before_hearing"): lambda v: v[H["attendance_marked_on"]] is not None,
}
