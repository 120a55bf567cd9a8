"""Government servants: their HRMS row, pay, pay cases and appraisal reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from sandbox.world import fields, pools
from sandbox.world.people import People, Rng, districts, people, pick
from sandbox.world.times import at_office, day64, days_text, iso_days, iso_times, month_number, month_text
from sandbox.world.wire import Values

STANDING_DAYS = 21
"""Pay cases of each age up to this (days) of which one at least is never settled."""
Link = tuple[int, str | None, str, str]
"""Truth: person, matter, dataset, key."""
Discrepancy = tuple[str, str, str, str, str]
"""Truth: kind, dataset and key, and the dataset and key that it disagrees with."""


@dataclass
class Batch:
    """Generated records by dataset, with the truth about them."""

    rows: dict[str, list[Values]] = field(default_factory=dict)
    pinned: dict[str, set[int]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)
    people: People | None = None

    def pin(self, dataset: str, row: int) -> None:
        """Row ``row`` carries a planted disagreement: no defect, no change, so that the truth stays true."""
        self.pinned.setdefault(dataset, set()).add(row)


def ddo_code(lgd: int, number: int) -> str:
    """``DDO212001``."""
    return f"DDO{lgd:03d}{number % 6 + 1:03d}"


def employees(rng: Rng, n: int, first_id: int, today: date, *, are_new: bool = False) -> tuple[People, list[Values]]:
    """``n`` employees with ids from ``first_id`` (E1000001 is number 1), as of ``today``."""
    who = people(rng, n, first_id)
    places = [districts()[d] for d in who.district]
    group = pick(rng, ["क", "ख", "ग"], n, [8, 22, 70])
    status = ["RETIRED" if r < 0.06 else "DECEASED" if r < 0.064 else "SUSPENDED" if r < 0.071 else "EMPLOYED"
              for r in rng.random(n)]  # fmt: skip
    if are_new:
        status = ["EMPLOYED"] * n
    retired = np.array([s == "RETIRED" for s in status], dtype=bool)
    age = np.where(retired, rng.integers(60 * 365 + 80, 62 * 365, n), rng.integers(23 * 365, 59 * 365, n))
    if are_new:
        age = rng.integers(22 * 365, 35 * 365, n)
    born = day64(today) - age.astype("timedelta64[D]")
    retires = (born.astype("datetime64[M]") + 721).astype("datetime64[D]") - 1  # last day of the month of the 60th year
    joined = np.minimum(born + rng.integers(21 * 365, 32 * 365, n).astype("timedelta64[D]"), day64(today) - 30)
    modified = day64(today) - rng.integers(1, 400, n).astype("timedelta64[D]")
    if are_new:
        joined = modified = np.full(n, day64(today))
    chance = rng.random((4, n))
    english, hindi, fathers = who.en(rng, 0.1), who.hi(), who.father_either(rng, 0.2)
    texts = zip(iso_days(born), iso_days(joined), iso_days(retires), iso_times(at_office(rng, modified)), strict=True)
    departments = pick(rng, pools.DEPARTMENTS, n, [8, 12, 20, 14, 6, 8, 9, 3, 8, 3, 3, 5, 2, 2])
    rows: list[Values] = []
    for i, (born_on, joined_on, retires_on, modified_at) in enumerate(texts):
        place, (services, posts, (low, high)) = places[i], pools.CADRES[group[i]]
        number = f"E{1_000_000 + first_id + i:07d}"
        rows.append([
            number, english[i], hindi[i], fathers[i], who.gender[i], born_on, who.mobile[i],
            f"{number.lower()}@example.invalid", group[i], services[int(chance[0, i] * len(services))],
            posts[int(chance[1, i] * len(posts))], departments[i],
            f"{pools.OFFICES[int(chance[2, i] * len(pools.OFFICES))]}, {pools.BLOCKS[who.block[i]]}",
            ddo_code(place.lgd, int(chance[2, i] * 97)), place.nic, place.lgd, joined_on, retires_on, status[i],
            low + int(chance[3, i] * (high - low + 1)), modified_at,
        ])  # fmt: skip
    return who, rows


def payroll_row(employee: Values, month: int) -> Values:
    """The pay of one employee in month number ``month``; a function of the employee alone."""
    number, level = int(employee[0][1:]), employee[19]
    basic = (18_000 + 3_400 * level + level * level * 420 + number % 23 * 300) * 100
    gross = basic + basic * 53 // 100 + 120_000
    deductions = basic // 10 + number % 40 * 5_000
    text = month_text(month)
    last = date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1 + number % 3)
    return [
        employee[0], text, employee[13], f"B/{text}/{number % 100_000:05d}", level, basic, gross, deductions,
        gross - deductions, f"{pools.BANKS[number % 6]}0{number % 1_000_000:06d}", last.isoformat(),
    ]  # fmt: skip


def is_paid(employee: Values, month: int) -> bool:
    """Whether the employee is on the payroll of the month by right."""
    begins = month_text(month)
    if employee[18] == "RETIRED":
        return bool(employee[17][:7] >= begins)
    return employee[18] in ("EMPLOYED", "SUSPENDED") and employee[16][:7] <= begins


def pay_cases(rng: Rng, of: list[Values], first_serial: int, opened: np.ndarray[Any, Any], today: date) -> list[Values]:
    """One case for each employee in ``of``, opened on the day beside it; older ones are often settled."""
    n = len(of)
    age = (day64(today) - opened).astype(int)
    takes = rng.gamma(2.0, 9.0, n).astype(int) + 2  # days until it is settled
    paid = takes <= age
    settled = opened + takes.astype("timedelta64[D]")
    reached = np.minimum(3, age * 4 // np.maximum(takes, 1))
    since = np.where(paid, settled, opened + (takes * reached // 4).astype("timedelta64[D]"))
    returned = ~paid & (rng.random(n) < 0.08) & (age > 3)
    kinds = pick(rng, pools.CASE_TYPES, n)
    amounts = rng.integers(50_000, 25_000_000, n)
    remarks = rng.random(n)
    stages = ["MAKER", "CHECKER", "APPROVER", "TREASURY"]
    texts = zip(days_text(opened), iso_days(since), iso_days(settled, paid), strict=True)
    return [
        [
            f"PC/{day[:4]}/{first_serial + i:06d}", of[i][0], of[i][13], of[i][14], of[i][15], kinds[i], day,
            "PAID" if paid[i] else "RETURNED" if returned[i] else stages[reached[i]], stage_since, settled_on,
            int(amounts[i]), pools.CASE_REMARKS[int(remarks[i] * 8)] if remarks[i] < 0.5 else None,
        ]
        for i, (day, stage_since, settled_on) in enumerate(texts)
    ]  # fmt: skip


def financial_year(today: date) -> int:
    """First calendar year of the last closed financial year."""
    return today.year - (1 if today.month >= 4 else 2)


def pars(rng: Rng, who: People, of: list[Values], first_serial: int, today: date) -> list[Values]:
    """One appraisal report for each employee in ``of`` (``who`` the same people) of the last financial year."""
    n, year = len(of), financial_year(today)
    begins, ends = date(year, 4, 1), date(year + 1, 3, 31)
    names = officer_names(rng, who)
    stage = rng.choice(8, n, p=[0.04, 0.16, 0.2, 0.15, 0.1, 0.08, 0.02, 0.25])
    span = max(1, (today - ends).days)
    since = day64(ends) + np.minimum(span, (stage + rng.random(n)) / 8.2 * span).astype(int).astype("timedelta64[D]")
    half = rng.random(n)
    forward = pick(rng, ["USER", "AUTO_FORWARD", "FORCE_FORWARD", None], n, [70, 15, 8, 7])
    filed = day64(date(year + 1, 1, 1)) + rng.integers(0, 31, n).astype("timedelta64[D]")
    texts = zip(iso_days(since), iso_days(filed, rng.random(n) < 0.85), strict=True)
    chiefs = rng.integers(0, n, (2, n))
    rows: list[Values] = []
    for i, (stage_since, filed_on) in enumerate(texts):
        start, end = begins, ends
        if half[i] < 0.04:
            end = date(year, 9, 30)
        elif half[i] < 0.08:
            start = date(year, 10, 1)
        closed = stage[i] == 7
        rows.append([
            f"PAR-{year}-{first_serial + i:06d}", of[i][0], names[i], of[i][9], of[i][11],
            f"{year}-{(year + 1) % 100:02d}", start.isoformat(), end.isoformat(), pools.PAR_STAGES[stage[i]],
            stage_since, of[chiefs[0, i]][0], of[chiefs[1, i]][0],
            None if stage[i] < 2 else forward[i], filed_on, stage_since if closed else None,
        ])  # fmt: skip
    return rows


def officer_names(rng: Rng, who: People) -> list[str]:
    """The same people as Sparrow writes them: other spellings, a title, surname first, an initial."""
    plain = who.en(rng, 0.25)
    out = []
    for name, way, gender in zip(plain, rng.random(len(who)), who.gender, strict=True):
        first, _, last = name.rpartition(" ")
        if way < 0.12:
            out.append(f"{'Smt' if gender == 'F' else 'Shri'} {name}")
        elif way < 0.18:
            out.append(f"{last} {first}")
        elif way < 0.23:
            out.append(f"{first[0]}. {last}")
        elif way < 0.28:
            out.append(name.upper())
        else:
            out.append(name)
    return out


def staff(rng: Rng, sizes: dict[str, int], serials: dict[str, int], today: date, *, case_days: int = 48) -> Batch:
    """The four datasets about one lot of employees; ``sizes`` rows of each, numbers from ``serials``."""
    batch = Batch()
    who, roster = employees(rng, sizes[fields.EMPLOYEES], serials["person"], today)
    n = len(roster)
    batch.rows[fields.EMPLOYEES] = roster
    batch.links += [(int(p), None, fields.EMPLOYEES, row[0]) for p, row in zip(who.ids, roster, strict=True)]
    month = month_number(today) - 1

    paid = _paid(batch, roster, month)
    ghosts = max(1, n // 300)
    by_id = {row[0]: i for i, row in enumerate(roster)}
    for i in range(ghosts):  # someone who is paid and whom the roster does not know
        ghost = list(roster[i % n])
        ghost[0] = f"E{9_000_000 + serials['ghost'] + i:07d}"
        paid.append(payroll_row(ghost, month))
        batch.discrepancies.append(
            ("payroll_without_roster", fields.PAYROLL, f"{ghost[0]}|{month_text(month)}", fields.EMPLOYEES, ghost[0])
        )
    retired = [i for i, row in enumerate(roster) if row[18] == "RETIRED" and row[17][:7] < month_text(month)]
    for i in retired[: max(1, n // 400)]:
        paid.append(payroll_row(roster[i], month))
        batch.pin(fields.EMPLOYEES, i)
        batch.discrepancies.append(
            ("payroll_after_retirement", fields.PAYROLL, f"{roster[i][0]}|{month_text(month)}", fields.EMPLOYEES,
             roster[i][0])
        )  # fmt: skip
    planted = {row[2] for row in batch.discrepancies if row[1] == fields.PAYROLL}
    batch.rows[fields.PAYROLL] = paid
    for i, row in enumerate(paid):
        if f"{row[0]}|{row[1]}" in planted:
            batch.pin(fields.PAYROLL, i)
    batch.links += [
        (int(who.ids[by_id[row[0]]]), None, fields.PAYROLL, f"{row[0]}|{row[1]}") for row in paid if row[0] in by_id
    ]

    at = np.sort(rng.choice(n, min(n, sizes[fields.PARS]), replace=False))
    reports = pars(rng, who.take(at), [roster[i] for i in at], serials["par"], today)
    batch.rows[fields.PARS] = reports
    batch.links += [(int(who.ids[i]), None, fields.PARS, row[0]) for i, row in zip(at, reports, strict=True)]
    _disagree(rng, batch, roster, reports, at.tolist())

    on = rng.choice(n, sizes[fields.PAY_CASES])
    opened = day64(today) - (np.arange(len(on)) % case_days).astype("timedelta64[D]")  # each age as often as another
    cases = pay_cases(rng, [roster[i] for i in on], serials["case"], opened, today)
    for i, case in enumerate(
        cases[:STANDING_DAYS]
    ):  # one of each age stays pending, so that the 15 days' edge is there
        case[7:10] = ["CHECKER", case[6], None]
        batch.pin(fields.PAY_CASES, i)
    batch.rows[fields.PAY_CASES] = cases
    batch.links += [(int(who.ids[i]), row[0], fields.PAY_CASES, row[0]) for i, row in zip(on, cases, strict=True)]
    moved: set[str] = set()
    for i in range(max(1, len(cases) // 150)):  # filed in a district where the employee does not serve
        at_case = i * 137 % len(cases)
        case = cases[at_case]
        place = next(d for d in districts()[int(rng.integers(20)) :] if d.lgd != case[4])
        if case[0] not in moved:
            moved.add(case[0])
            case[2:5] = [ddo_code(place.lgd, at_case), place.nic, place.lgd]
            batch.pin(fields.PAY_CASES, at_case)
            batch.pin(fields.EMPLOYEES, by_id[case[1]])
            batch.discrepancies.append(
                ("pay_case_district_differs", fields.PAY_CASES, case[0], fields.EMPLOYEES, case[1])
            )
    return batch


def _paid(batch: Batch, roster: list[Values], month: int) -> list[Values]:
    """The month's pay of everyone entitled, but for a few who are left out and a few who are paid at another level."""
    rows: list[Values] = []
    spacing, text = max(60, len(roster) // 20), month_text(month)
    for i, row in enumerate(roster):
        if not is_paid(row, month):
            continue
        serves_long = row[18] == "EMPLOYED" and row[16][:7] < text and row[20][:7] < text
        if serves_long and i % spacing in (3, 5):
            batch.pin(fields.EMPLOYEES, i)
        if serves_long and i % spacing == 3:
            batch.discrepancies.append(
                ("roster_without_payroll", fields.EMPLOYEES, row[0], fields.PAYROLL, f"{row[0]}|{text}")
            )
        elif serves_long and i % spacing == 5:
            level = row[19] + 1 if row[19] < 18 else row[19] - 1
            rows.append(payroll_row([*row[:19], level, row[20]], month))
            batch.discrepancies.append(
                ("pay_level_differs", fields.PAYROLL, f"{row[0]}|{text}", fields.EMPLOYEES, row[0])
            )
        else:
            rows.append(payroll_row(row, month))
    return rows


def _disagree(rng: Rng, batch: Batch, roster: list[Values], reports: list[Values], at: list[int]) -> None:
    """Plant disagreements between the roster and the appraisal reports."""

    def plant(kind: str, report: int) -> None:
        batch.pin(fields.PARS, report)
        batch.pin(fields.EMPLOYEES, at[report])
        batch.discrepancies.append((kind, fields.PARS, reports[report][0], fields.EMPLOYEES, roster[at[report]][0]))

    left = len(reports)
    for i in range(left // 120):  # filed under another person's name, in which no word is the same
        row = i * 119 % left
        own = set(roster[at[row]][2].split())
        other = next(
            (n % left for n in range(row + 1, row + 60) if own.isdisjoint(roster[at[n % left]][2].split())), row
        )
        if other != row and row not in batch.pinned.get(fields.PARS, ()):
            reports[row][2] = roster[at[other]][1]
            plant("name_differs", row)
    for i in range(left // 80):
        row = (i * 79 + 7) % left
        if row not in batch.pinned.get(fields.PARS, ()):
            here = pools.DEPARTMENTS.index(roster[at[row]][11])
            reports[row][4] = pools.DEPARTMENTS[(here + 1 + int(rng.integers(5))) % len(pools.DEPARTMENTS)]
            plant("department_differs", row)
    gone = [i for i, person in enumerate(at) if roster[person][18] == "RETIRED" and reports[i][8] != "CLOSED"]
    for row in gone[: max(1, left // 100)]:
        if row not in batch.pinned.get(fields.PARS, ()):
            plant("retired_with_par_pending", row)
