"""Lok Shikayat: complaints of citizens who also stand in the Jan Darbar, at CPGRAM and at RTPS, and of others; their
hearings and appeals. Names of sub-divisions are made up, so that none is a statement about a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from sandbox.world import fields, pools
from sandbox.world.changes import event, stamp
from sandbox.world.citizens import join, mobiles
from sandbox.world.employees import Batch
from sandbox.world.people import People, Rng, districts, people
from sandbox.world.schema import NEWEST, table
from sandbox.world.services import services
from sandbox.world.systems._lokshikayat_cases import (
    APPEALS,
    AUTHORITIES,
    COMPLAINTS,
    HEARINGS,
    A,
    C,
    H,
    appeal_of,
    appeals_of,
    complaint,
    decide,
    end_appeal,
    hearing_of,
    hold,
    live,
    next_number,
    remove,
    working,
)  # fmt: skip
from sandbox.world.systems._lokshikayat_wire import DAMAGE, ELIGIBLE, KEY_DEFECTS, RENDER, TOMBSTONE, TWIN
from sandbox.world.times import FOREVER
from sandbox.world.wire import Values

__all__ = ["DAMAGE", "ELIGIBLE", "KEY_DEFECTS", "RENDER", "TOMBSTONE", "TWIN", "act", "begin", "broken"]

if TYPE_CHECKING:
    from sandbox.world.agreement import Truth
    from sandbox.world.evolve import Day
    from sandbox.world.systems import Beginning

NEW = 0.006
"""New complaints a day, as a share of all."""
_SIZE = 1_600
_FIRST_CITIZEN = 48_000_001
_RATION_SERVICES = ("1301", "1302")
_ENCROACHMENT = [
    "सार्वजनिक रास्ते पर पड़ोसी ने दीवार बनाकर अतिक्रमण कर लिया है।",
    "The village pond has been encroached upon from two sides.",
    "सरकारी भूमि पर अवैध कब्ज़ा कर दुकान बना ली गई है।",
    "The drain along the public road is blocked by an encroachment.",
]


# --- The first day ----------------------------------------------------------------------------------------------------
class _Known:
    """Citizens' records that a complaint may repeat, with their person and matter."""

    def __init__(self, public: Batch) -> None:
        self.public, self.crowd = public, public.people
        told = {(dataset, key): (person, matter) for person, matter, dataset, key in public.links}
        self.rows: list[tuple[str, Values, int, str]] = []
        for dataset, place in ((fields.MATTERS, 12), (fields.GRIEVANCES, 15), (fields.RTPS, 3)):
            for row in public.rows.get(dataset, ()):
                person, matter = told[dataset, str(row[0])]
                if "PC/20" not in row[place]:
                    self.rows.append((dataset, row, person, matter or ""))

    def draw(self, rng: Rng, n: int) -> list[tuple[str, Values, int, str]]:
        """Up to ``n`` of them: mostly matters of the Jan Darbar, then grievances, now and then an application."""
        central = {name for name, _ in pools.CENTRAL}
        of = {name: [at for at, item in enumerate(self.rows) if item[0] == name
                     and not (name == fields.MATTERS and item[1][10] in central)]
              for name in (fields.MATTERS, fields.GRIEVANCES, fields.RTPS)}  # fmt: skip
        taken: list[int] = []
        for name, share in ((fields.MATTERS, 0.46), (fields.GRIEVANCES, 0.38), (fields.RTPS, 0.16)):
            wanted = min(len(of[name]), round(n * share))
            taken += [of[name][i] for i in rng.choice(len(of[name]), wanted, replace=False)] if wanted else []
        return [self.rows[at] for at in taken]


def _repeat(
    rng: Rng, item: tuple[str, Values, int, str], serial: int, today: date
) -> tuple[tuple[str, str, str | None], date]:
    """The same matter through this door: what it says, and when it is filed."""
    dataset, row, _, _ = item
    gives = rng.random() < 0.6
    lag = timedelta(days=int(rng.integers(1, 40)))
    if dataset == fields.MATTERS:
        category = row[11] if row[11] in AUTHORITIES else "Other"
        return (category, row[12], (row[13] or row[0]) if gives else None), min(today, date.fromisoformat(row[1]) + lag)
    if dataset == fields.GRIEVANCES:
        return ("Other", row[15], row[0] if gives else None), min(today, date.fromisoformat(row[3][:10]) + lag)
    hindi = next(item.name_hi for item in services() if item.id == row[2])
    words = pools.ABOUT_SERVICE[serial % 4].format(ref=row[1], service=row[3], service_hi=hindi)
    return ("Certificate", words, row[1] if gives else None), min(today, date.fromisoformat(row[5][:10]) + lag)


def _own(rng: Rng) -> tuple[str, str, None]:
    """A matter that no other door knows."""
    if rng.random() < 0.4:
        return "Encroachment", _ENCROACHMENT[int(rng.integers(len(_ENCROACHMENT)))], None
    category, words = pools.COMPLAINTS[int(rng.integers(len(pools.COMPLAINTS)))]
    return category, words, None


def _filed(
    rng: Rng, public: Iterable[Batch], sizes: tuple[int, int], serials: dict[str, int], today: date, *, are_new: bool
) -> tuple[list[Values], list[tuple[int, str]]]:
    """Complaints with their person and matter: ``sizes`` that repeat a matter known elsewhere, and that do not."""
    repeats, spare = sizes
    drawn, lots = [], []
    for batch in public:
        known = _Known(batch)
        some = known.draw(rng, repeats)
        if some and batch.people is not None:
            drawn += some
            lots.append(batch.people.take(np.array([person for _, _, person, _ in some]) - int(batch.people.ids[0])))
    citizen = serials.setdefault("lokshikayat_citizen", _FIRST_CITIZEN)
    serials["lokshikayat_citizen"] += spare
    if spare:
        lots.append(people(rng, spare, citizen))
    who: People = join(lots)
    first = serials.setdefault("lokshikayat_complaint", 1)
    serials["lokshikayat_complaint"] += len(who)
    rows, truth = [], []
    columns = zip(
        who.either(rng, 0.6, 0.15), who.father_either(rng, 0.6), who.gender, mobiles(rng, who, 0.03), who.district,
        who.block, who.ids, strict=True,
    )  # fmt: skip
    for at, (name, father, gender, mobile, district, block, person) in enumerate(columns):
        serial = first + at
        about: tuple[str, str, str | None]
        if at < len(drawn):
            about, filed = _repeat(rng, drawn[at], serial, today)
            matter = drawn[at][3]
        else:
            about = _own(rng)
            filed = today if are_new else today - timedelta(days=int(rng.integers(0, 150)))
            matter = ""
        row = complaint(rng, about, serial, filed, districts()[district].lgd, pools.BLOCKS[block])
        for field, value in (("complainant_name", name), ("father_name", father), ("gender", gender),
                             ("mobile_number", mobile)):  # fmt: skip
            row[C[field]] = value
        rows.append(row)
        truth.append((int(person), matter or row[0]))
    return rows, truth


def begin(beginning: Beginning) -> Batch:
    """Complaints, hearings and appeals of the first day."""
    rng, today, serials = beginning.rng, beginning.today, beginning.serials
    n = beginning.size(_SIZE)
    cases, truth = _filed(rng, [beginning.public], (int(n * 0.55), n - int(n * 0.55)), serials, today, are_new=False)
    batch = Batch({COMPLAINTS: cases, HEARINGS: [], APPEALS: []})
    for row, (person, matter) in zip(cases, truth, strict=True):
        hearings = live(rng, row, today)
        batch.rows[HEARINGS] += hearings
        batch.links.append((person, matter, COMPLAINTS, row[0]))
        batch.links += [(person, matter, HEARINGS, f"{item[0]}|{item[1]}") for item in hearings]
        appeals = appeals_of(rng, row, serials, today)
        batch.rows[APPEALS] += appeals
        batch.links += [(person, matter, APPEALS, item[0]) for item in appeals]
    _plant(batch)
    return batch


def _plant(batch: Batch) -> None:
    """Encroachment matters that are closed although no report of the removal was uploaded."""
    cases = batch.rows[COMPLAINTS]
    watched = [i for i, row in enumerate(cases) if row[C["complaint_status"]] == "DISPOSED_UNDER_MONITORING"]
    for i in watched[: max(1, len(cases) // 200)]:
        cases[i][C["complaint_status"]] = "DISPOSED"
        cases[i][C["encroachment_removed_on"]] = None
        batch.pin(COMPLAINTS, i)
        batch.discrepancies.append(
            ("encroachment_closed_without_report", COMPLAINTS, cases[i][0], COMPLAINTS, cases[i][0])
        )


# --- A day ------------------------------------------------------------------------------------------------------------
def act(day: Day, arrived: list[Batch]) -> None:
    """Hearings are held, complaints decided, removals reported, appeals filed and decided; new complaints come in."""
    day.mend()
    _sit(day)
    _mark(day)
    _follow(day)
    _appeal_day(day)
    day.delete(COMPLAINTS, HEARINGS, APPEALS)
    _arrive(day, arrived)


def _current(day: Day, dataset: str, where: str, *bound: Any) -> list[tuple[int, Values]]:
    """Sound, current, unpinned records of today's work that fit ``where`` on their list of values ``v``."""
    rows = day.db.execute(
        f"SELECT rid, vals FROM (SELECT rid, vals, CAST(vals AS TEXT) AS v FROM {table(dataset)}"  # noqa: S608
        " WHERE visible_to = ? AND kind = ? AND defect IS NULL AND is_pinned = 0)"
        f" WHERE {where} ORDER BY rid",
        (FOREVER, NEWEST, *bound),
    )
    return [(rid, orjson.loads(vals)) for rid, vals in rows if rid not in day.touched[dataset]]


def _at(dataset: str, name: str) -> str:
    return f"json_extract(v, '$[{fields.AT[dataset][name]}]')"


def _cases_of(day: Day, numbers: list[str]) -> dict[str, tuple[int, Values]]:
    marks = orjson.dumps(numbers).decode()
    inside = f"{_at(COMPLAINTS, 'complaint_no')} IN (SELECT value FROM json_each(?))"  # noqa: S608
    return {row[0]: (rid, row) for rid, row in _current(day, COMPLAINTS, inside, marks)}


def _links(day: Day, numbers: list[str]) -> dict[str, tuple[int, str]]:
    rows = day.db.execute(
        "SELECT person_id, matter_id, key FROM truth_links WHERE dataset = ?"
        " AND key IN (SELECT value FROM json_each(?))",
        (COMPLAINTS, orjson.dumps(numbers).decode()),
    )
    return {key: (person, matter) for person, matter, key in rows}


def _add(day: Day, dataset: str, rows: list[Values], key: Callable[[Values], str], number: int) -> None:
    """New hearings or appeals of known complaints, with the truth about them; ``number``: place of the complaint's."""
    if rows:
        known = _links(day, sorted({row[number] for row in rows}))
        links = [(*known[row[number]], dataset, key(row)) for row in rows]
        day.add(Batch({dataset: rows}, links=links))


def _sit(day: Day) -> None:
    """The hearings whose day has come."""
    today = day.today
    due = _current(
        day, HEARINGS, f"{_at(HEARINGS, 'hearing_status')} = 'SCHEDULED' AND {_at(HEARINGS, 'hearing_on')} <= ?",
        today.isoformat(),
    )  # fmt: skip
    cases = _cases_of(day, [row[0] for _, row in due])
    held, changed, fixed = [], [], []
    for rid, row in due:
        at = stamp(day.rng, today)
        hold(day.rng, row, today)
        row[H["modified_at"]] = at
        held.append((rid, row))
        known = cases.pop(row[0], None)
        if known is None or known[1][C["complaint_status"]] not in ("REGISTERED", "IN_HEARING"):
            continue
        case = known[1]
        case[C["complaint_status"]], case[C["modified_at"]] = "IN_HEARING", at
        chance = day.rng.random()
        if chance < 0.42:
            decide(day.rng, case, today)
        elif chance < 0.96:
            following = working(today + timedelta(days=int(day.rng.integers(9, 22))))
            row[H["next_hearing_on"]] = case[C["next_hearing_on"]] = following.isoformat()
            fixed.append(hearing_of(day.rng, case, row[1] + 1, following, today))
        else:
            case[C["next_hearing_on"]] = None
        changed.append((known[0], case))
    day.replace(HEARINGS, held)
    day.replace(COMPLAINTS, changed)
    _add(day, HEARINGS, fixed, lambda row: f"{row[0]}|{row[1]}", 0)


def _mark(day: Day) -> None:
    """Attendance that nobody had marked is marked after all, here and there."""
    open_ones = _current(day, HEARINGS, f"{_at(HEARINGS, 'authority_attendance')} = 'NOT_MARKED'")
    marked = []
    for rid, row in open_ones:
        if day.rng.random() < 0.06:
            late = int(day.rng.integers(1, 4)) if day.rng.random() < 0.06 else 0
            at = event(day.rng, day.today, late, row[H["modified_at"]])
            row[H["authority_attendance"]] = "PRESENT" if day.rng.random() < 0.7 else "ABSENT"
            row[H["attendance_marked_on"]], row[H["modified_at"]] = at[:10], at
            marked.append((rid, row))
    day.replace(HEARINGS, marked)


def _follow(day: Day) -> None:
    """Encroachments are removed, and the Circle Officer's report is uploaded some days after."""
    watched = _current(day, COMPLAINTS, f"{_at(COMPLAINTS, 'complaint_status')} = 'DISPOSED_UNDER_MONITORING'")
    changed = []
    for rid, row in watched:
        chance = day.rng.random()
        late = int(day.rng.integers(1, 4)) if day.rng.random() < 0.06 else 0
        at = event(day.rng, day.today, late, row[C["modified_at"]])
        on = date.fromisoformat(at[:10])
        if row[C["encroachment_removed_on"]] is None and chance < 0.04:
            remove(row, on, None)
        elif row[C["encroachment_removed_on"]] is not None and chance < 0.15:
            remove(row, date.fromisoformat(row[C["encroachment_removed_on"]]), on)
        else:
            continue
        row[C["modified_at"]] = at
        changed.append((rid, row))
    day.replace(COMPLAINTS, changed)


def _appeal_day(day: Day) -> None:
    """Pending appeals are decided, and new ones filed against decisions of the last month."""
    today = day.today
    ended = []
    for rid, row in _current(day, APPEALS, f"{_at(APPEALS, 'appeal_status')} = 'PENDING'"):
        if row[A["filed_on"]] < today.isoformat() and day.rng.random() < 0.04:
            end_appeal(day.rng, row, today)
            row[A["modified_at"]] = stamp(day.rng, today)
            ended.append((rid, row))
    day.replace(APPEALS, ended)
    floor = (today - timedelta(days=28)).isoformat()
    decided = f"{_at(COMPLAINTS, 'decided_on')} BETWEEN ? AND ?"
    known = _current(day, COMPLAINTS, decided, floor, (today - timedelta(days=2)).isoformat())
    filed = [
        appeal_of(day.rng, row, next_number(day.serials, "lokshikayat_appeal"), today)
        for _, row in known
        if day.rng.random() < 0.006
    ]
    _add(day, APPEALS, filed, lambda row: row[0], 1)


def _arrive(day: Day, arrived: list[Batch]) -> None:
    """New complaints; some repeat what has just come in at another door, some are entered late."""
    n = day.amount(COMPLAINTS, NEW)
    late = day.today - timedelta(days=int(day.rng.integers(1, 4)))
    for since, sizes, batches in ((day.today, (n // 4, n), arrived[:1]), (late, (0, int(day.rng.random() < 0.5)), [])):
        if not sum(sizes):
            continue
        cases, truth = _filed(day.rng, batches, sizes, day.serials, since, are_new=True)
        batch = Batch({COMPLAINTS: cases, HEARINGS: []})
        for row, (person, matter) in zip(cases, truth, strict=True):
            on = working(day.today + timedelta(days=int(day.rng.integers(8, 21))))
            row[C["next_hearing_on"]] = on.isoformat()
            hearing = hearing_of(day.rng, row, 1, on, since)
            batch.rows[HEARINGS].append(hearing)
            batch.links.append((person, matter, COMPLAINTS, row[0]))
            batch.links.append((person, matter, HEARINGS, f"{row[0]}|1"))
        day.add(batch)


# --- The truth about agreement ----------------------------------------------------------------------------------------
def broken(truth: Truth) -> dict[str, set[str]]:
    """Complaints that contradict another door, or themselves."""
    held = truth.held[COMPLAINTS]
    found: dict[str, set[str]] = {name: set() for name in (
        "disposed_in_lokshikayat_pending_in_jandarbar", "closed_in_cpgram_pending_in_lokshikayat",
        "same_complaint_in_lokshikayat", "encroachment_closed_without_report", "wrong_door_rtps_service",
    )}  # fmt: skip
    elsewhere: dict[str | None, list[tuple[str, str]]] = {}
    for _, matter, dataset, key in truth.links:
        if dataset in (fields.MATTERS, fields.GRIEVANCES) and key in truth.held[dataset]:
            elsewhere.setdefault(matter, []).append((dataset, key))
    by_prefix = {service.prefix: service.id for service in services()}
    for _, matter, dataset, key in truth.links:
        if dataset != COMPLAINTS or key not in held:
            continue
        row = held[key]
        is_over = row["complaint_status"] == "DISPOSED"
        if row["encroachment_case_no"] and is_over and row["removal_report_uploaded_on"] is None:
            found["encroachment_closed_without_report"].add(key)
        service = by_prefix.get((matter or "").partition("/")[0])
        if service and service not in _RATION_SERVICES and not is_over:
            found["wrong_door_rtps_service"].add(key)
        for door, other in elsewhere.get(matter, ()):
            if not truth.knows((door, other), (COMPLAINTS, key)):
                continue
            found["same_complaint_in_lokshikayat"].add(key)
            beside = truth.held[door][other]
            if door == fields.MATTERS and is_over and beside["grievance_status"] != "DISPOSED":
                found["disposed_in_lokshikayat_pending_in_jandarbar"].add(other)
            is_closed = door == fields.GRIEVANCES and (beside["closed_at"] or other in truth.held[fields.CLOSURES])
            if is_closed and not is_over:
                found["closed_in_cpgram_pending_in_lokshikayat"].add(key)
    return found
