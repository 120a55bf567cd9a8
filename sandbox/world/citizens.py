"""Citizens: their applications at RTPS, their grievances at CPGRAM and in the Jan Darbar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from sandbox.world import aadhaar, fields, pools
from sandbox.world.employees import Batch
from sandbox.world.people import People, Rng, districts, people, pick
from sandbox.world.services import services
from sandbox.world.times import at_office, darbar_mondays, day64, iso_days, iso_times
from sandbox.world.wire import Values, pdf_sha256

Array = np.ndarray[Any, Any]
_RTPS_GENDER = {"M": "Male", "F": "Female", "T": "Transgender"}
_CENTRAL_EVERY = 25  # of the matters about nothing that another system knows
UNKNOWN_MOBILE = "1234567890"  # what clerks type for "has none"; a warning, not a defect


def mobiles(rng: Rng, who: People, missing: float) -> list[str | None]:
    """What stands in the field for a mobile: a share ``missing`` has none, a few have a number that clerks type."""
    return [
        UNKNOWN_MOBILE if r < 0.01 else None if r < missing else m
        for m, r in zip(who.mobile, rng.random(len(who)), strict=True)
    ]


def _pin(who: People, i: int) -> str:
    return f"8{(int(who.district[i]) * 1_300 + int(who.block[i])) % 55_000 + 1:05d}"


def applications(rng: Rng, who: People, submitted: Array, first_serial: int, today: date) -> list[Values]:
    """One application for each person, submitted at the time beside it (numpy seconds), as it stands on ``today``."""
    n = len(who)
    known = services()
    weights = np.array([item.weight for item in known], dtype=float)
    service = rng.choice(len(known), n, p=weights / weights.sum())
    limit = np.array([item.limit for item in known])[service]
    day = submitted.astype("datetime64[D]")
    closing = day64(today).astype("datetime64[s]") + np.timedelta64(20 * 3600, "s")
    needed = rng.gamma(1.6, 7.0, n) * 86_400 + 4_000  # seconds until the decision
    passed = (closing - submitted).astype(int)
    done = needed <= passed
    step = np.where(done, 3, np.minimum(3, passed * 4 // np.maximum(needed.astype(int), 1)))
    received = submitted + np.where(step == 0, 60, needed * step / 4).astype(int).astype("timedelta64[s]")
    executed = submitted + needed.astype(int).astype("timedelta64[s]")
    forwarded = ~done & (step > 0) & (step < 3) & (rng.random(n) < 0.15)
    executed = np.where(forwarded, np.minimum(received + np.timedelta64(5_400, "s"), closing), executed)
    acted = done | forwarded
    refused = rng.random(n) < 0.07
    updated = np.where(acted, executed, received)
    unripe = rng.random(n) < 0.02  # incomplete: acknowledged without a date
    columns = zip(
        iso_times(submitted), iso_days(day + (limit * 13 // 10 + 1).astype("timedelta64[D]"), ~unripe),
        who.either(rng, 0.35, 0.12), who.father_either(rng, 0.35), mobiles(rng, who, 0.03), rng.random((n, 3)),
        iso_times(received), iso_times(executed, acted), iso_times(updated), strict=True,
    )  # fmt: skip
    rows: list[Values] = []
    for i, (at, due_on, name, father, mobile, chance, got, ended, changed) in enumerate(columns):
        number, place, block = known[service[i]], districts()[who.district[i]], pools.BLOCKS[who.block[i]]
        office = {"CO": "Circle Office", "SDO": "Sub-Divisional Office"}.get(number.level, "Collectorate")
        rows.append([
            40_000_000 + first_serial + i, f"{number.prefix}/{at[:4]}/{1_000_000 + first_serial + i}", number.id,
            number.name if chance[0] < 0.9 else number.name.upper(), number.department, at, due_on,
            f"{office}, {block}", "online" if chance[1] < 0.72 else "kiosk", name, father,
            _RTPS_GENDER[who.gender[i]], mobile, _pin(who, i), place.census2011, place.lgd, block,
            0 if chance[2] < 0.6 else 2_000 if chance[2] < 0.9 else 5_050, 1 + int(chance[1] * 4),
            ("R" if refused[i] else "D") if done[i] else "I" if step[i] == 0 else "F", pools.RTPS_STEPS[step[i]],
            ("Reject" if refused[i] else "Deliver") if done[i] else "Forward" if forwarded[i] else None,
            got, ended, changed, "ACTIVE",
        ])  # fmt: skip
    return rows


def _complaint(chance: float, serial: int, about: Values | None) -> tuple[str, str]:
    """Category and words of a complaint; a part of them names an Aadhaar number or a bank account."""
    if about is None:
        category, text = pools.COMPLAINTS[serial * 31 % len(pools.COMPLAINTS)]
    else:
        hindi = next(item.name_hi for item in services() if item.id == about[2])
        text = pools.ABOUT_SERVICE[serial % 4].format(ref=about[1], service=about[3], service_hi=hindi)
        category = "Certificate"
    if chance < 0.12:
        text += pools.WITH_AADHAAR[serial % 3]
    elif chance < 0.17:
        text += f" खाता संख्या {aadhaar.decoy(serial)} है।"
    return category, text


def grievances(
    rng: Rng, who: People, received: Array, first_serial: int, today: date, about: list[Values | None]
) -> list[Values]:
    """One CPGRAM grievance for each person; ``about`` is the application it is about, if any."""
    n = len(who)
    end = day64(today).astype("datetime64[s]") + np.timedelta64(19 * 3600, "s")
    takes = (rng.gamma(1.7, 10.0, n) * 86_400).astype(int) + 86_400
    closing = received + takes.astype("timedelta64[s]")
    closed = closing <= end
    gap = rng.integers(20, 20_000, n).astype("timedelta64[s]")
    columns = zip(
        iso_times(received - gap), iso_times(received), iso_times(closing, closed),
        iso_times(closing - np.timedelta64(300, "s"), closed), who.either(rng, 0.3, 0.15), mobiles(rng, who, 0.05),
        rng.random((n, 6)), strict=True,
    )  # fmt: skip
    rows: list[Values] = []
    for i, (diary, at, closed_at, resolved_at, name, mobile, chance) in enumerate(columns):
        serial, place = first_serial + i, districts()[who.district[i]]
        spelling = place.spellings[int(chance[0] * len(place.spellings))] if chance[1] < 0.3 else place.name_en
        remark = pools.REMARKS[serial % len(pools.REMARKS)] if chance[2] < 0.6 else None
        if remark and chance[5] < 0.03:
            remark += pools.WITH_AADHAAR[1]
        org = int(chance[3] * len(pools.ORGS))
        rows.append([
            f"{pools.ORGS[org]}/E/{at[:4]}/{serial:07d}", None if chance[4] < 0.03 else 11_500 + serial % 180, diary,
            at, closed_at, resolved_at, f"BH{serial % 400:04d}", pools.ORGS[org], "BH", spelling, place.lgd,
            _pin(who, i) if chance[3] < 0.93 else None, who.gender[i], name, mobile,
            _complaint(chance[5], serial, about[i])[1], remark, "Yes" if chance[2] < 0.5 else "No",
        ])  # fmt: skip
    return rows


def closure(rng: Rng, grievance: Values) -> Values:
    """The final closure of a closed grievance."""
    chance = rng.random(4)
    remark = "Action completed" if chance[1] < 0.6 else "आवेदक को सूचित किया गया"
    if chance[1] > 0.97:
        remark += pools.WITH_AADHAAR[0]
    return [
        grievance[0], grievance[3][:10], grievance[4][:10], "Case closed",
        pools.CLOSURE_REASONS[int(chance[0] ** 2 * len(pools.CLOSURE_REASONS))],
        remark,
        1 + int(chance[2] * 5) if chance[2] < 0.999 and chance[3] < 0.7 else None,
        "Under Secretary" if chance[3] < 0.5 else "Section Officer", pdf_sha256(grievance[0]),
    ]  # fmt: skip


def matters(
    rng: Rng, who: People, registered: Array, first_serial: int, today: date,
    about: list[tuple[Values | None, str | None]], *, pending: Array | None = None,
) -> list[Values]:  # fmt: skip
    """One Jan Darbar matter for each person; ``about``: application it is about, number the citizen gave.

    ``pending`` marks those that must not be disposed of yet.
    """
    n = len(who)
    now = day64(today)
    mondays = darbar_mondays(today - timedelta(days=200), today + timedelta(days=60))
    darbar = mondays[np.searchsorted(mondays, registered + np.timedelta64(4, "D"))]
    heard = darbar <= now
    report = darbar + rng.integers(2, 40, n).astype("timedelta64[D]")
    disposed = report + rng.integers(0, 15, n).astype("timedelta64[D]")
    over = disposed <= now
    if pending is not None:
        over &= ~pending
    reported = heard & (report <= now) & (over | (rng.random(n) < 0.3))
    waits = rng.random(n) < 0.5
    changed = np.where(over, disposed, np.where(reported, report, np.where(heard, darbar, registered)))
    unset = ~heard & (rng.random(n) < 0.3)  # no date given yet
    columns = zip(
        iso_days(registered), iso_days(darbar, ~unset), iso_days(report, reported), iso_days(disposed, over),
        iso_times(at_office(rng, changed)), who.either(rng, 0.75, 0.15), who.father_either(rng, 0.75),
        mobiles(rng, who, 0.02), rng.random((n, 3)), strict=True,
    )  # fmt: skip
    helpers = pick(rng, ["SELF", "BDO", "SDO", "DM"], n, [60, 20, 14, 6])
    departments = pick(rng, pools.DEPARTMENTS, n)
    rows: list[Values] = []
    for i, (at, sits_on, report_on, disposed_on, modified, name, father, mobile, chance) in enumerate(columns):
        place, serial = districts()[who.district[i]], first_serial + i
        category, subject = _complaint(chance[0], serial, about[i][0])
        status = "DISPOSED" if over[i] else "REGISTERED" if not heard[i] else "REPORT_AWAITED" if waits[i] else "HEARD"
        rows.append([
            f"JD/{at[:4]}/{serial:06d}", at, sits_on, name, father, who.gender[i], mobile, place.jandarbar, place.lgd,
            pools.BLOCKS[who.block[i]] if chance[1] < 0.95 else None, departments[i], category, subject, about[i][1],
            helpers[i], status, report_on, disposed_on, modified, "ACTIVE",
        ])  # fmt: skip
    return rows


def public(rng: Rng, sizes: dict[str, int], serials: dict[str, int], today: date, *, are_new: bool = False) -> Batch:
    """The four citizens' datasets about one lot of people; ``are_new``: all came in on ``today``."""
    batch = Batch()
    n, m, k = sizes[fields.RTPS], sizes[fields.GRIEVANCES], sizes[fields.MATTERS]
    crowd = batch.people = people(rng, n + m + k, serials["person"])
    now = day64(today)

    def arrivals(count: int, days: int) -> Array:
        return np.full(count, now) if are_new else now - rng.integers(0, days, count).astype("timedelta64[D]")

    order = np.arange(n)
    if n > 1 and not are_new:  # some come again
        order = np.where((rng.random(n) < 0.08) & (order > 0), order - 1, order)
    applicants = crowd.take(order)
    came = at_office(rng, arrivals(n, 75))
    apps = applications(rng, applicants, came, serials["application"], today)
    batch.rows[fields.RTPS] = apps
    batch.links += [(int(p), row[1], fields.RTPS, str(row[0])) for p, row in zip(applicants.ids, apps, strict=True)]

    # Grievances about an application come from its applicant, some days after it.
    linked = rng.choice(n, min(n, int(m * 0.3)), replace=False)
    at = np.concatenate([order[linked], np.arange(n, n + m - len(linked))])
    own = came[linked].astype("datetime64[D]")
    later = np.minimum(now, own + rng.integers(3, 40, len(linked)).astype("timedelta64[D]"))
    days = np.concatenate([later, arrivals(m - len(linked), 120)])
    about = [*(apps[i] for i in linked), *[None] * (m - len(linked))]
    clock = np.maximum(at_office(rng, days), np.concatenate([came[linked] + 60, at_office(rng, days[len(linked) :])]))
    told = crowd.take(at)
    cases = grievances(rng, told, clock, serials["grievance"], today, about)
    batch.rows[fields.GRIEVANCES] = cases
    subject = [row[0] if about[i] is None else apps[linked[i]][1] for i, row in enumerate(cases)]
    batch.links += [(int(told.ids[i]), subject[i], fields.GRIEVANCES, row[0]) for i, row in enumerate(cases)]
    floor = (today - timedelta(days=30)).isoformat()
    ends = [i for i, row in enumerate(cases) if row[4] and row[4][:10] >= floor]
    batch.rows[fields.CLOSURES] = [closure(rng, cases[i]) for i in ends]
    batch.links += [(int(told.ids[i]), subject[i], fields.CLOSURES, cases[i][0]) for i in ends]

    _darbar(rng, batch, crowd, (applicants, apps, came), (told, cases, subject), k, serials, today, are_new=are_new)
    return batch


def _darbar(
    rng: Rng, batch: Batch, crowd: People, rtps: tuple[People, list[Values], Array],
    cpgram: tuple[People, list[Values], list[str]], k: int, serials: dict[str, int], today: date, *, are_new: bool,
) -> None:  # fmt: skip
    applicants, apps, came = rtps
    told, cases, subjects = cpgram
    now = day64(today)
    a = rng.choice(len(apps), min(len(apps), int(k * 0.24)), replace=False)
    b = rng.choice(len(cases), min(len(cases), int(k * 0.2)), replace=False)
    rest = k - len(a) - len(b)
    spare = crowd.take(np.arange(len(crowd) - rest, len(crowd)))
    who = join([applicants.take(a), told.take(b), spare])
    filed = np.array([cases[i][3][:10] for i in b], dtype="datetime64[D]")
    base = np.concatenate([came[a].astype("datetime64[D]"), filed])
    lag = rng.integers(2, 30, len(base)).astype("timedelta64[D]")
    fresh = np.full(rest, now) if are_new else now - rng.integers(0, 100, rest).astype("timedelta64[D]")
    registered = np.concatenate([np.minimum(now, base + lag), fresh])
    given = rng.random(len(base)) < 0.6  # citizens do not always tell the number
    about: list[tuple[Values | None, str | None]] = [
        *((apps[i], apps[i][1] if given[j] else None) for j, i in enumerate(a)),
        *((None, cases[i][0] if given[len(a) + j] else None) for j, i in enumerate(b)),
        *[(None, None)] * rest,
    ]
    over = np.array([apps[i][19] == "D" for i in a] + [cases[i][4] is not None for i in b] + [False] * rest, dtype=bool)
    planted = over & (rng.random(k) < 0.5)  # finished there, pending here
    rows = matters(rng, who, registered, serials["matter"], today, about, pending=planted)
    batch.rows[fields.MATTERS] = rows
    for i, row in enumerate(rows):
        matter = row[0]
        if i < len(a):
            matter, key = apps[a[i]][1], str(apps[a[i]][0])
            if planted[i] and not are_new:
                batch.pin(fields.MATTERS, i)
                batch.pin(fields.RTPS, int(a[i]))
                batch.discrepancies.append(
                    ("delivered_but_pending_in_darbar", fields.MATTERS, row[0], fields.RTPS, key)
                )
        elif i < len(a) + len(b):
            case = cases[b[i - len(a)]]
            row[11], row[12] = "Other", case[15]  # the same words through another door
            matter = subjects[b[i - len(a)]]
            batch.discrepancies.append(("same_complaint_twice", fields.MATTERS, row[0], fields.GRIEVANCES, case[0]))
            if planted[i] and not are_new:
                batch.pin(fields.MATTERS, i)
                batch.pin(fields.GRIEVANCES, int(b[i - len(a)]))
                batch.discrepancies.append(
                    ("closed_but_pending_in_darbar", fields.MATTERS, row[0], fields.GRIEVANCES, case[0])
                )
        elif i % _CENTRAL_EVERY == 0:
            row[10], row[12] = pools.CENTRAL[i // _CENTRAL_EVERY % len(pools.CENTRAL)]
            row[11] = "Other"
        batch.links.append((int(who.ids[i]), matter, fields.MATTERS, row[0]))


def join(parts: list[People]) -> People:
    """Several lots of people as one."""

    def arrays(name: str) -> Array:
        return np.concatenate([getattr(p, name) for p in parts])

    def lists(name: str) -> list[str]:
        return [x for p in parts for x in getattr(p, name)]

    return People(
        arrays("ids"), lists("gender"), arrays("given"), arrays("surname"), arrays("father"),
        arrays("father_surname"), arrays("district"), arrays("block"), lists("mobile"),
    )  # fmt: skip
