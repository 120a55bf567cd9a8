"""RTPS Appeal: appeals about applications that were refused or not decided in time, and the events of each appeal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from sandbox.world import fields
from sandbox.world.changes import event, stamp
from sandbox.world.employees import Batch
from sandbox.world.people import Rng
from sandbox.world.schema import NEWEST, table
from sandbox.world.services import Service, services
from sandbox.world.systems._rtpsappeal_wire import (
    APPEALS,
    DAMAGE,
    ELIGIBLE,
    EVENTS,
    KEY_DEFECTS,
    RENDER,
    TOMBSTONE,
    TWIN,
)  # fmt: skip
from sandbox.world.times import FOREVER
from sandbox.world.wire import Values

__all__ = ["DAMAGE", "ELIGIBLE", "KEY_DEFECTS", "RENDER", "TOMBSTONE", "TWIN", "act", "begin", "broken"]

if TYPE_CHECKING:
    from sandbox.world.agreement import Truth
    from sandbox.world.evolve import Day
    from sandbox.world.systems import Beginning

NEW = 0.006
"""New appeals a day, as a share of all."""
LOOKED_AT = 0.25
_SIZE = 640
_ABOVE = {"CO": ("Sub-Divisional Officer", "District Magistrate"), "SDO": ("District Magistrate", "Commissioner")}
_E, _A, _R = fields.AT[EVENTS], fields.AT[APPEALS], fields.AT[fields.RTPS]
_STEPS = ("FILED", "FORWARDED", "REPLY", "HEARING_FIXED", "HEARING", "ORDER")
_AFTER = {"FORWARDED": (1, 4), "REPLY": (3, 10), "HEARING_FIXED": (1, 4), "HEARING": (4, 12), "ORDER": (0, 6)}
"""Days between a step and the one before it."""


def _row(dataset: str, told: dict[str, Any]) -> Values:
    return [told.get(name) for name in fields.NAMES[dataset]]


def _service(number: str) -> Service:
    return next(item for item in services() if item.id == number)


def ground(application: Values, today: date) -> tuple[str, date] | None:
    """Why and since when an application may be appealed: refused, or not decided by its due day; else ``None``."""
    due, ended = application[_R["due_on"]], application[_R["current_executed_at"]]
    if application[_R["appl_status"]] == "R" and ended:
        return "REFUSED", date.fromisoformat(ended[:10])
    decided = ended[:10] if application[_R["appl_status"]] == "D" and ended else today.isoformat()
    if due and due < decided:
        return "DELAYED", date.fromisoformat(due)
    return None


def _appeal(rng: Rng, of: Values, why: str, serial: int, filed: date, first: Values | None) -> Values:
    """An appeal as filed."""
    service = _service(of[_R["base_service_id"]])
    level = 2 if first else 1
    by_officer = level == 2 and first is not None and first[_A["outcome"]] == "SERVICE_ORDERED" and rng.random() < 0.2
    lower = _ABOVE.get(service.level, ("District Magistrate", "Commissioner"))
    return _row(APPEALS, {
        "appeal_no": f"RA/{filed.year}/{serial:06d}", "application_id": of[0], "application_ref_no": of[1],
        "service_id": service.id, "appeal_level": level, "first_appeal_no": first[0] if first else None,
        "filed_on": filed.isoformat(), "appellant_kind": "DPS" if by_officer else "APPLICANT",
        "appellant_name": service.officer if by_officer else of[_R["applicant_name"]],
        "mobile_number": None if by_officer else of[_R["mobile_number"]], "ground": why,
        "district_census2011": of[_R["district_census2011"]], "district_lgd": of[_R["district_lgd"]],
        "office_name": of[_R["submission_location"]], "designated_officer": service.officer,
        "authority": lower[level - 1], "appeal_status": "INITIATED", "last_updated_at": stamp(rng, filed),
        "record_status": "ACTIVE",
    })  # fmt: skip


def _event(appeal: Values, number: int, action: str, at: str) -> Values:
    above = "AA" if appeal[_A["appeal_level"]] == 1 else "RA"
    by = {"FILED": appeal[_A["appellant_kind"]], "REPLY": "DPS", "PENALTY_PAID": "DPS"}.get(action, above)
    ends = action in ("ORDER", "DISMISSAL", "PENALTY")
    return _row(EVENTS, {
        "appeal_no": appeal[0], "event_no": number, "action": action, "acted_by": by, "happened_at": at,
        "hearing_on": appeal[_A["hearing_on"]] if action in ("HEARING_FIXED", "HEARING") else None,
        "order_no": appeal[_A["order_no"]] if ends else None,
        "penalty_amount": appeal[_A["penalty_amount"]] if action in ("PENALTY", "PENALTY_PAID") else None,
    })  # fmt: skip


def _step(rng: Rng, appeal: Values, action: str, at: str, application_is_served: bool) -> str:
    """Bring the appeal to its next step; returns the action as the portal names it."""
    day = date.fromisoformat(at[:10])
    appeal[_A["last_updated_at"]] = at
    if action in ("FORWARDED", "REPLY"):
        appeal[_A["appeal_status"]] = "IN_PROGRESS"
    if action == "HEARING_FIXED":
        hearing = day + timedelta(days=int(rng.integers(4, 12)))
        appeal[_A["hearing_on"]] = (hearing + timedelta(days=int(hearing.weekday() == 6))).isoformat()
    if action != "ORDER":
        return action
    appeal[_A["decided_on"]], appeal[_A["order_no"]] = day.isoformat(), f"RO/{day.year}/{appeal[0].rpartition('/')[2]}"
    chance = rng.random()
    if chance < 0.28:
        appeal[_A["appeal_status"]], appeal[_A["outcome"]] = "REJECTED", "DISMISSED"
        return "DISMISSAL"
    appeal[_A["appeal_status"]] = "RESOLVED"
    appeal[_A["outcome"]] = "ALREADY_SERVED" if application_is_served else "SERVICE_ORDERED"
    if chance > 0.85:
        appeal[_A["penalty_amount"]] = int(rng.choice([50_000, 75_000, 125_000, 250_000, 500_000]))  # paise
    return action


def _live(rng: Rng, appeal: Values, today: date, application_is_served: bool) -> list[Values]:
    """What has become of an appeal from its filing to ``today``: its events; the appeal itself is changed."""
    at = datetime.fromisoformat(appeal[_A["last_updated_at"]])
    events = [_event(appeal, 1, "FILED", at.isoformat())]

    def later(low: int, high: int) -> str | None:
        nonlocal at
        at += timedelta(days=int(rng.integers(low, high)), minutes=1)
        return None if at.date() > today else at.isoformat()

    for action in _STEPS[1:]:
        when = later(*_AFTER[action])
        if action == "HEARING" and when is not None:
            fixed = appeal[_A["hearing_on"]]
            at = datetime.fromisoformat(f"{fixed}T{at.time().isoformat()}")
            when = None if at.date() > today else at.isoformat()
        if when is None:
            return events
        events.append(_event(appeal, len(events) + 1, _step(rng, appeal, action, when, application_is_served), when))
    if appeal[_A["penalty_amount"]]:
        events.append(_event(appeal, len(events) + 1, "PENALTY", at.isoformat()))
        when = later(3, 30)
        if when is not None and rng.random() < 0.6:
            appeal[_A["penalty_paid_on"]], appeal[_A["last_updated_at"]] = when[:10], when
            events.append(_event(appeal, len(events) + 1, "PENALTY_PAID", when))
    return events


def begin(beginning: Beginning) -> Batch:
    """Appeals and events of the first day."""
    rng, today, serials = beginning.rng, beginning.today, beginning.serials
    batch = Batch({APPEALS: [], EVENTS: []})
    applications = beginning.public.rows.get(fields.RTPS, [])
    truth = {key: (person, matter) for person, matter, dataset, key in beginning.public.links if dataset == fields.RTPS}
    n = beginning.size(_SIZE)
    ignored = _ignored(rng, batch, applications, truth, serials, today)
    for at in rng.permutation(len(applications)).tolist():
        if at in ignored:
            continue
        if len(batch.rows[APPEALS]) >= n:
            break
        row = applications[at]
        why = ground(row, today)
        if why is not None:
            _file(rng, batch, row, why, truth[str(row[0])], serials, today)
    return batch


def _ignored(
    rng: Rng, batch: Batch, applications: list[Values], truth: dict[str, tuple[int, str | None]],
    serials: dict[str, int], today: date,
) -> set[int]:  # fmt: skip
    """Appeals that were allowed within a week, about applications that wait all the same; their places."""
    floor = (today - timedelta(days=9)).isoformat()
    waiting = [
        at for at, row in enumerate(applications)
        if row[_R["appl_status"]] in ("I", "F") and row[_R["due_on"]] and row[_R["due_on"]] < floor
    ]  # fmt: skip
    chosen = sorted(waiting, key=lambda at: (applications[at][_R["due_on"]], at))[: max(3, len(applications) // 900)]
    for at in chosen:
        row = applications[at]
        since = date.fromisoformat(row[_R["due_on"]])
        appeal = _appeal(rng, row, "DELAYED", _next(serials), since + timedelta(days=1), None)
        moment = datetime.fromisoformat(appeal[_A["last_updated_at"]])
        events = [_event(appeal, 1, "FILED", moment.isoformat())]
        appeal[_A["hearing_on"]] = (since + timedelta(days=5)).isoformat()
        for action in _STEPS[1:]:
            moment += timedelta(days=1)
            if action == "ORDER":
                appeal[_A["appeal_status"]], appeal[_A["outcome"]] = "RESOLVED", "SERVICE_ORDERED"
                appeal[_A["decided_on"]] = moment.date().isoformat()
                appeal[_A["order_no"]] = f"RO/{moment.year}/{appeal[0].rpartition('/')[2]}"
            events.append(_event(appeal, len(events) + 1, action, moment.isoformat()))
        appeal[_A["last_updated_at"]] = moment.isoformat()
        batch.pin(APPEALS, len(batch.rows[APPEALS]))
        _keep(batch, appeal, events, truth[str(row[0])])
    return set(chosen)


def _file(
    rng: Rng, batch: Batch, of: Values, why: tuple[str, date], link: tuple[int, str | None], serials: dict[str, int],
    today: date,
) -> None:  # fmt: skip
    """A first appeal, and perhaps a second one after it."""
    reason, since = why
    first: Values | None = None
    while True:
        filed = since + timedelta(days=int(rng.integers(1, 30)))
        if filed > today:
            return
        appeal = _appeal(rng, of, reason, _next(serials), filed, first)
        events = _live(rng, appeal, today, of[_R["appl_status"]] == "D")
        _keep(batch, appeal, events, link)
        if first is not None or appeal[_A["decided_on"]] is None or rng.random() > 0.3:
            return
        reason = "NON_COMPLIANCE" if appeal[_A["outcome"]] == "SERVICE_ORDERED" else reason
        first, since = appeal, date.fromisoformat(appeal[_A["decided_on"]])


def _keep(batch: Batch, appeal: Values, events: list[Values], link: tuple[int, str | None]) -> None:
    batch.rows[APPEALS].append(appeal)
    batch.rows[EVENTS] += events
    batch.links.append((*link, APPEALS, appeal[0]))
    batch.links += [(*link, EVENTS, f"{item[0]}|{item[1]}") for item in events]


def _next(serials: dict[str, int]) -> int:
    serials["rtpsappeal_appeal"] = serials.get("rtpsappeal_appeal", 0) + 1
    return serials["rtpsappeal_appeal"]


# --- A day ------------------------------------------------------------------------------------------------------------
def act(day: Day, arrived: list[Batch]) -> None:
    """Appeals go on, penalties are paid, new appeals are filed against what was refused or is late."""
    del arrived  # nobody appeals on the day of applying
    day.mend()
    _go_on(day)
    day.delete(APPEALS)
    _new(day)


def _go_on(day: Day) -> None:
    """The next step of some open appeals, and the payment of some penalties."""
    n = max(16, day.amount(APPEALS, LOOKED_AT))
    moved, events = [], []
    sampled = day.sample(APPEALS, n)
    numbers = _event_numbers(day, [row[0] for _, row in sampled])
    served = _served(day, [row[_A["application_id"]] for _, row in sampled])
    for rid, row in sampled:
        last, steps = numbers.get(row[0], (0, frozenset()))
        following = next((name for name in _STEPS if name not in steps), None) if not row[_A["decided_on"]] else None
        late = int(day.rng.integers(1, 4)) if day.rng.random() < 0.06 else 0
        at = event(day.rng, day.today, late, row[_A["last_updated_at"]])
        if following == "HEARING" and (row[_A["hearing_on"]] or "9") > at[:10]:
            continue
        if following is not None and day.rng.random() < 0.45:
            action = _step(day.rng, row, following, at, row[_A["application_id"]] in served)
            events.append(_event(row, last + 1, action, at))
            if row[_A["penalty_amount"]]:
                events.append(_event(row, last + 2, "PENALTY", at))
        elif row[_A["penalty_amount"]] and not row[_A["penalty_paid_on"]] and day.rng.random() < 0.1:
            row[_A["penalty_paid_on"]], row[_A["last_updated_at"]] = at[:10], at
            events.append(_event(row, last + 1, "PENALTY_PAID", at))
        else:
            continue
        moved.append((rid, row))
    day.replace(APPEALS, moved)
    _add(day, Batch({EVENTS: events}))


def _event_numbers(day: Day, appeals: list[str]) -> dict[str, tuple[int, frozenset[str]]]:
    """Of each appeal, the number of its last event and the steps taken."""
    rows = day.db.execute(
        f"SELECT vals FROM {table(EVENTS)} WHERE visible_to = ? AND kind = ?"  # noqa: S608
        " AND json_extract(CAST(vals AS TEXT), '$[0]') IN (SELECT value FROM json_each(?)) ORDER BY rid",
        (FOREVER, NEWEST, orjson.dumps(appeals).decode()),
    )
    found: dict[str, tuple[int, frozenset[str]]] = {}
    for (vals,) in rows:
        number, at, action = orjson.loads(vals)[:3]
        last, steps = found.get(number, (0, frozenset()))
        found[number] = (max(last, at), steps | {action})
    return found


def _served(day: Day, applications: list[int]) -> set[int]:
    """Those applications whose service is given."""
    rows = day.db.execute(
        f"SELECT vals FROM {table(fields.RTPS)} WHERE visible_to = ? AND kind = ?"  # noqa: S608
        " AND key IN (SELECT value FROM json_each(?))",
        (FOREVER, NEWEST, orjson.dumps([str(number) for number in applications]).decode()),
    )
    told = [orjson.loads(vals) for (vals,) in rows]
    return {row[0] for row in told if row[_R["appl_status"]] == "D"}


def _add(day: Day, batch: Batch) -> None:
    """Add appeals and events with the truth about them, which is that of their application or appeal."""
    rows = [(APPEALS, row, f"{row[0]}") for row in batch.rows.get(APPEALS, [])]
    rows += [(EVENTS, row, f"{row[0]}|{row[1]}") for row in batch.rows.get(EVENTS, [])]
    own = {row[0]: (fields.RTPS, str(row[_A["application_id"]])) for row in batch.rows.get(APPEALS, [])}
    wanted = sorted({own.get(row[0], (APPEALS, row[0])) for _, row, _ in rows})
    known = {}
    for dataset in (APPEALS, fields.RTPS):
        found = day.db.execute(
            "SELECT person_id, matter_id, key FROM truth_links WHERE dataset = ?"
            " AND key IN (SELECT value FROM json_each(?))",
            (dataset, orjson.dumps([key for name, key in wanted if name == dataset]).decode()),
        )
        known |= {(dataset, key): (person, matter) for person, matter, key in found}
    batch.links = [(*known[own.get(row[0], (APPEALS, row[0]))], dataset, key) for dataset, row, key in rows]
    day.add(batch)


def _new(day: Day) -> None:
    """Applications that were refused or are late and that nobody has appealed yet."""
    wanted = day.amount(APPEALS, NEW)
    column = f"json_extract(CAST(vals AS TEXT), '$[{_A['application_id']}]')"
    appealed = {number for (number,) in day.db.execute(f"SELECT {column} FROM {table(APPEALS)}")}  # noqa: S608
    batch = Batch({APPEALS: [], EVENTS: []})
    for _, row in day.sample(fields.RTPS, 40 * wanted + 60):
        why = ground(row, day.today)
        if why is None or row[0] in appealed or len(batch.rows[APPEALS]) >= wanted:
            continue
        if (day.today - why[1]).days not in range(1, 31):
            continue
        back = int(day.rng.integers(1, 4)) if day.rng.random() < 0.06 else 0
        filed = max(why[1], day.today - timedelta(days=back))
        appeal = _appeal(day.rng, row, why[0], _next(day.serials), filed, None)
        batch.rows[APPEALS].append(appeal)
        batch.rows[EVENTS].append(_event(appeal, 1, "FILED", appeal[_A["last_updated_at"]]))
        appealed.add(row[0])
    _add(day, batch)


# --- The truth about agreement ----------------------------------------------------------------------------------------
def broken(truth: Truth) -> dict[str, set[str]]:
    """Appeals that contradict the application they are about."""
    applications = truth.held[fields.RTPS]
    found: dict[str, set[str]] = {
        "appeal_allowed_application_pending": set(),
        "delivered_in_rtps_appeal_pending": set(),
    }
    for key, row in truth.held[APPEALS].items():
        application = applications.get(str(row["application_id"]))
        if application is None:
            continue
        if row["outcome"] == "SERVICE_ORDERED" and application["appl_status"] not in ("D", "R"):
            found["appeal_allowed_application_pending"].add(key)
        if row["decided_on"] is None and application["appl_status"] == "D":
            found["delivered_in_rtps_appeal_pending"].add(key)
    return found
