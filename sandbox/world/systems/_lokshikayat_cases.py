"""What a complaint, its hearings and its appeals are made of, and what becomes of them in the course of time."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.world import fields, pools
from sandbox.world.changes import stamp
from sandbox.world.people import Rng, districts
from sandbox.world.wire import Values

COMPLAINTS, HEARINGS, APPEALS = "lokshikayat.complaints", "lokshikayat.hearings", "lokshikayat.appeals"
H, C, A = fields.AT[HEARINGS], fields.AT[COMPLAINTS], fields.AT[APPEALS]
_CODES = Path(__file__).resolve().parents[3] / "connectors/lokshikayat/codes/district_lokshikayat.csv"
AUTHORITIES = {
    "Land": ("Circle Officer", 1), "Encroachment": ("Circle Officer", 1), "Certificate": ("Circle Officer", 0),
    "Pension": ("Block Development Officer", 4), "Ration card": ("Block Supply Officer", 7),
    "Education": ("Block Education Officer", 2), "Health": ("Medical Officer in charge", 3),
    "Police": ("Station House Officer", 5), "Electricity": ("Assistant Electrical Engineer", 13),
    "Road": ("Executive Engineer", 6), "Other": ("Block Development Officer", 6),
}  # fmt: skip
"""Category to the officer who is summoned and the department (``pools.DEPARTMENTS``)."""
_PARTS = ("Sadar", "East", "West")


@cache
def _codes() -> dict[int, str]:
    with _CODES.open(encoding="utf-8", newline="") as lines:
        return {int(row["district_lgd"]): row["code"] for row in csv.DictReader(lines)}


@cache
def _place(lgd: int) -> str:
    return next(place.name_en for place in districts() if place.lgd == lgd)


def _row(dataset: str, told: dict[str, Any]) -> Values:
    return [told.get(name) for name in fields.NAMES[dataset]]


def _told(dataset: str, row: Values) -> dict[str, Any]:
    return dict(zip(fields.NAMES[dataset], row, strict=True))


def working(day: date) -> date:
    """No hearing sits on a Sunday."""
    return day + timedelta(days=1) if day.weekday() == 6 else day


def complaint(rng: Rng, about: tuple[str, str, str | None], serial: int, filed: date, lgd: int, block: str) -> Values:
    """A complaint as filed; ``about``: category, words, number that the citizen gave. The person is filled in later."""
    category, words, number = about
    officer, department = AUTHORITIES[category]
    subdivision = f"{_place(lgd)} {_PARTS[pools.BLOCKS.index(block) % 3]}"
    chance = rng.random()
    level = "SUBDIVISION" if chance < 0.7 else "DISTRICT" if chance < 0.93 else "DEPARTMENT"
    office = {
        "SUBDIVISION": f"SDPGRO, {subdivision}", "DISTRICT": f"DPGRO, {_place(lgd)}",
        "DEPARTMENT": f"PGRO, {pools.DEPARTMENTS[department]}",
    }[level]  # fmt: skip
    return _row(COMPLAINTS, {
        "complaint_no": f"LS/{filed.year}/{serial:07d}", "filed_on": filed.isoformat(),
        "district_lokshikayat": _codes()[lgd], "district_lgd": lgd, "subdivision_name": subdivision,
        "block_name": block, "pgro_level": level, "office_name": office, "public_authority": f"{officer}, {block}",
        "department_name": pools.DEPARTMENTS[department], "category": category,
        "is_encroachment": category == "Encroachment", "subject": words, "related_reference_no": number,
        "complaint_status": "REGISTERED", "modified_at": stamp(rng, filed), "record_status": "ACTIVE",
    })  # fmt: skip


def hearing_of(rng: Rng, case: Values, number: int, on: date, fixed: date) -> Values:
    """A hearing that was fixed on a day for another."""
    told = _told(COMPLAINTS, case)
    return _row(HEARINGS, {
        **{name: told[name] for name in (
            "complaint_no", "district_lokshikayat", "district_lgd", "subdivision_name", "office_name",
            "public_authority", "department_name",
        )},
        "hearing_no": number, "hearing_on": on.isoformat(), "hearing_status": "SCHEDULED",
        "modified_at": stamp(rng, fixed), "record_status": "ACTIVE",
    })  # fmt: skip


def hold(rng: Rng, hearing: Values, today: date) -> date:
    """The hearing is over; its attendance may be marked on the day, some days later, or not at all. Returns the day of
    the last entry."""
    held = date.fromisoformat(hearing[H["hearing_on"]])
    chance, lag = rng.random(), int(rng.integers(0, 8))
    last = held
    marked = held + timedelta(days=max(0, lag - 5))
    word = "NOT_MARKED" if chance < 0.13 or marked > today else "ABSENT" if chance < 0.3 else "PRESENT"
    hearing[H["hearing_status"]], hearing[H["authority_attendance"]] = "HELD", word
    if word != "NOT_MARKED":
        last = marked
        hearing[H["attendance_marked_on"]] = marked.isoformat()
    return last


def decide(rng: Rng, case: Values, on: date) -> None:
    """The order of the last hearing; an encroachment is disposed of when the Circle Officer has registered a case."""
    chance = rng.random()
    decision = "ACCEPTED" if chance < 0.62 else "ALTERNATIVE_RELIEF" if chance < 0.8 else "REJECTED"
    case[C["decision"]], case[C["decided_on"]] = decision, on.isoformat()
    case[C["complaint_status"]], case[C["next_hearing_on"]] = "DISPOSED", None
    if case[C["is_encroachment"]] and decision != "REJECTED":
        case[C["complaint_status"]] = "DISPOSED_UNDER_MONITORING"
        serial = case[0].rpartition("/")[2]
        case[C["encroachment_case_no"]] = f"ENC/{on.year}/{serial}"
        case[C["encroachment_registered_on"]] = on.isoformat()


def remove(case: Values, removed: date, uploaded: date | None) -> None:
    """The encroachment is gone; monitoring ends with the Circle Officer's report."""
    case[C["encroachment_removed_on"]] = removed.isoformat()
    if uploaded is not None:
        case[C["removal_report_uploaded_on"]] = uploaded.isoformat()
        case[C["complaint_status"]] = "DISPOSED"


def live(rng: Rng, case: Values, today: date) -> list[Values]:
    """What has become of a complaint from its filing to ``today``: its hearings; the complaint itself is changed."""
    hearings: list[Values] = []
    filed = date.fromisoformat(case[C["filed_on"]])
    needed, is_stuck = 1 + int(rng.poisson(1.4)), rng.random() < 0.06
    fixed, on, last = filed, working(filed + timedelta(days=int(rng.integers(8, 21)))), filed
    while True:
        hearing = hearing_of(rng, case, len(hearings) + 1, on, fixed)
        hearings.append(hearing)
        if on > today:
            case[C["next_hearing_on"]] = on.isoformat()
            break
        marked = hold(rng, hearing, today)
        case[C["complaint_status"]], last = "IN_HEARING", on
        if len(hearings) >= needed:
            decide(rng, case, on)
            hearing[H["modified_at"]] = stamp(rng, max(marked, on))
            break
        if is_stuck and len(hearings) >= 2:
            hearing[H["modified_at"]] = stamp(rng, max(marked, on))
            break
        following = working(on + timedelta(days=int(rng.integers(9, 22))))
        hearing[H["next_hearing_on"]] = following.isoformat()
        hearing[H["modified_at"]] = stamp(rng, max(marked, on))
        fixed, on = on, following
    if case[C["complaint_status"]] == "DISPOSED_UNDER_MONITORING":
        removed = last + timedelta(days=int(rng.gamma(2.0, 22.0)) + 3)
        uploaded = removed + timedelta(days=int(rng.integers(1, 15)))
        if removed <= today:
            remove(case, removed, uploaded if uploaded <= today else None)
            last = uploaded if uploaded <= today else removed
    case[C["modified_at"]] = stamp(rng, last)
    return hearings


def appeal_of(rng: Rng, case: Values, serial: int, filed: date, first: Values | None = None) -> Values:
    told = _told(COMPLAINTS, case)
    level = 2 if first else 1
    by_authority = rng.random() < 0.08
    below = told["pgro_level"] == "SUBDIVISION"
    authority = f"DPGRO, {_place(told['district_lgd'])}" if below and level == 1 else (
        f"District Magistrate, {_place(told['district_lgd'])}" if below else "Divisional Commissioner"
    )  # fmt: skip
    return _row(APPEALS, {
        "appeal_no": f"LSA/{filed.year}/{serial:06d}", "complaint_no": told["complaint_no"], "appeal_level": level,
        "first_appeal_no": first[0] if first else None, "filed_on": filed.isoformat(),
        "appellant_kind": "PUBLIC_AUTHORITY" if by_authority else "COMPLAINANT",
        "appellant_name": None if by_authority else told["complainant_name"],
        "ground": "DECISION" if told["decided_on"] else "NO_DECISION",
        "district_lokshikayat": told["district_lokshikayat"], "district_lgd": told["district_lgd"],
        "subdivision_name": told["subdivision_name"], "appellate_authority": authority, "appeal_status": "PENDING",
        "modified_at": stamp(rng, filed), "record_status": "ACTIVE",
    })  # fmt: skip


def end_appeal(rng: Rng, appeal: Values, on: date) -> None:
    outcome = ("ALLOWED", "DISMISSED", "REMANDED")[int(rng.choice(3, p=[0.35, 0.5, 0.15]))]
    appeal[A["appeal_status"]], appeal[A["outcome"]] = "DECIDED", outcome
    appeal[A["decided_on"]] = on.isoformat()


def appeals_of(rng: Rng, case: Values, serials: dict[str, int], today: date) -> list[Values]:
    """Up to two appeals against a decision, or because there is none in time."""
    decided = case[C["decided_on"]]
    start = date.fromisoformat(decided) if decided else date.fromisoformat(case[C["filed_on"]]) + timedelta(days=75)
    found: list[Values] = []
    chance = 0.45 if case[C["decision"]] == "REJECTED" else 0.3
    while rng.random() < chance and len(found) < 2:
        filed = start + timedelta(days=int(rng.integers(2, 30)))
        if filed > today:
            break
        found.append(
            appeal_of(rng, case, next_number(serials, "lokshikayat_appeal"), filed, found[-1] if found else None)
        )
        start = filed + timedelta(days=int(rng.integers(12, 55)))
        if start > today:
            break
        end_appeal(rng, found[-1], start)
        found[-1][A["modified_at"]] = stamp(rng, start)
        if found[-1][A["outcome"]] == "ALLOWED":
            break
    return found


def next_number(serials: dict[str, int], name: str) -> int:
    serials[name] = serials.get(name, 0) + 1
    return serials[name]
