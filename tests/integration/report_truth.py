"""What the reports must say, counted anew: SQL of its own over the sandbox's truth, without the hub's rules or lists."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from hub.contracts import contracts
from hub.settings import ROOT
from sandbox.world.store import World

DAY = date(2026, 11, 20)

# The truth, written down anew: what each list holds and what each measure counts. :day is the business date.
_DEPARTMENT = "left join departments d on d.name_en = {} or list_contains(str_split(d.aliases, '|'), {})"
TRUTH: dict[str, tuple[str, dict[str, str]]] = {
    "pay_cases": (
        f"""select c.*, d.code as department, c.opened_on::date as o, coalesce(c.settled_on, case when stage = 'PAID'
        then stage_since end)::date as s, {{day}} - o as age from "hrms.pay_cases" c left join "hrms.employees" e using
        (employee_id) {_DEPARTMENT.format("e.department_name", "e.department_name")}""",
        {"pending": "stage <> 'PAID' and settled_on is null", "over_limit": "pending and age > 15",
         "age_0": "pending and age <= 7", "age_8": "pending and age between 8 and 15",
         "age_16": "pending and age between 16 and 30", "age_31": "pending and age between 31 and 60",
         "age_61": "pending and age > 60", "new": "o > {day} - 7", "settled": "not pending and s > {day} - 7"},
    ),
    "grievances": (
        """select 'CPGRAM' as door, district_lgd, user_code as holder, null as department, received_at[:10]::date as r,
        coalesce(g.closed_at[:10], case when c.current_status = 'Case closed' then c.closed_on::varchar end)::date as s,
        r + case when category_code = 11503 then 3 else 21 end as due, s is null as report, due as report_by
        from "cpgram.grievances" g left join "cpgram.closures" c using (registration_no)
        union all select 'JANDARBAR', district_lgd, department_name, null, registered_on::date,
        case when grievance_status = 'DISPOSED' or disposed_on is not null then coalesce(disposed_on::date, {day}) end,
        registered_on::date + 30, report_uploaded_on is null and grievance_status <> 'DISPOSED'
        and coalesce(darbar_on::date <= {day}, false), darbar_on::date + 15 from "jandarbar.grievances" """,
        {"pending": "s is null", "over_limit": "pending and due < {day}", "new": "r > {day} - 7",
         "settled": "s > {day} - 7", "report_due": "report", "report_over": "report and report_by < {day}",
         "age_0": "pending and {day} - r <= 7", "age_8": "pending and {day} - r between 8 and 15",
         "age_16": "pending and {day} - r between 16 and 30", "age_31": "pending and {day} - r between 31 and 60",
         "age_61": "pending and {day} - r > 60"},
    ),
    "applications": (
        f"""select a.base_service_id as service_id, a.submission_location as office_name, a.district_lgd,
        d.code as department, submitted_at[:10]::date as r, due_on::date as due, appl_status in ('D', 'R') as done,
        case when done then coalesce(current_executed_at, last_updated_at)[:10]::date end as s, s - r as took
        from "rtps.applications" a {_DEPARTMENT.format("a.department_name", "a.department_name")}""",
        {"pending": "not done", "received": "r > {day} - 30", "disposed": "done and s > {day} - 30",
         "in_time": "disposed and coalesce(s <= due, true)", "beyond_time": "disposed and s > due",
         "pending_beyond": "pending and due < {day}", "median_days": "median:took:disposed"},
    ),
    "appeals": (
        """select service_id, appeal_level, office_name, outcome, district_lgd, null as department,
        filed_on::date as f, case when appeal_status in ('RESOLVED', 'REJECTED') or decided_on is not null
        then decided_on::date end as s, coalesce(penalty_amount::double, 0) as penalty, s - f as took
        from "rtpsappeal.appeals" """,
        {"pending": "s is null", "over_limit": "pending and f + if(appeal_level = 2, 60, 30) < {day}", "filed": "f > {day} - 30",
         "decided": "s > {day} - 30", "service_ordered": "decided and outcome = 'SERVICE_ORDERED'",
         "already_served": "decided and outcome = 'ALREADY_SERVED'", "dismissed": "decided and outcome = 'DISMISSED'",
         "penalised": "decided and penalty > 0", "median_days": "median:took:decided"},
    ),
    "complaint_appeals": (
        """select a.*, a.subdivision_name as subdivision, appellate_authority as authority, filed_on::date as f,
        appeal_status <> 'DECIDED' and decided_on is null as waits, decided_on::date as s, s - f as took
        from "lokshikayat.appeals" a""",
        {"pending": "waits", "over_limit": "waits and f + if(appeal_level = 2, 60, 30) < {day}",
         "filed": "f > {day} - 30", "decided": "not waits and s > {day} - 30",
         "allowed": "decided and outcome = 'ALLOWED'", "remanded": "decided and outcome = 'REMANDED'",
         "dismissed": "decided and outcome = 'DISMISSED'", "median_days": "median:took:decided"},
    ),
    "pars": (
        f"""select p.workflow_stage, e.employee_group, e.district_lgd, d.code as department,
        left(financial_year, 4)::int + 1 as y, p.service in ('Indian Administrative Service', 'Indian Police Service',
        'Indian Forest Service') as ais, case workflow_stage when 'WITH_REPORTING' then if(ais, '07-31', '06-30')
        when 'WITH_REVIEWING' then if(ais, '09-30', '07-31') when 'WITH_ACCEPTING' then if(ais, '12-31', '08-31')
        when 'DISCLOSURE' then '12-31' when 'REPRESENTATION' then null else if(ais, '05-31', '05-15') end as md,
        coalesce((y || '-' || md)::date, stage_since::date + 15) as due_on, {{day}} - due_on as late
        from "sparrow.pars" p left join "hrms.employees" e on e.employee_id = p.employee_code
        {_DEPARTMENT.format("p.department_name", "p.department_name")} where workflow_stage <> 'CLOSED'""",
        {"pending": "true", "over_date": "late > 0", "late_1": "late between 1 and 15",
         "late_16": "late between 16 and 30", "late_31": "late between 31 and 60", "late_61": "late > 60"},
    ),
    "complaints": (
        """select c.*, c.subdivision_name as subdivision, decided_on is null and complaint_status not like 'DISPOSED%'
        as waits, {day} - due.due_on as late, is_encroachment and complaint_status = 'DISPOSED_UNDER_MONITORING' as
        monitor from "lokshikayat.complaints" c left join due on due.complaint_no = c.complaint_no""",
        {"pending": "waits", "over_limit": "waits and late > 0", "late_1": "over_limit and late <= 15",
         "late_16": "over_limit and late between 16 and 30", "late_31": "over_limit and late between 31 and 60",
         "late_61": "over_limit and late > 60", "new": "filed_on::date > {day} - 7",
         "settled": "not waits and decided_on::date > {day} - 7", "monitored": "monitor",
         "standing": "monitor and encroachment_removed_on is null",
         "report_missing": "monitor and encroachment_removed_on is not null"},
    ),
    "hearings": (
        """select *, subdivision_name as subdivision, hearing_on::date as h, authority_attendance as a
        from "lokshikayat.hearings" where hearing_status = 'HELD' and h between {day} - 89 and {day} and a is not null""",
        {"held": "h > {day} - 7", "present": "held and a = 'PRESENT'", "absent": "held and a = 'ABSENT'",
         "not_marked": "held and a = 'NOT_MARKED'", "absences": "a = 'ABSENT'"},
    ),
}  # fmt: skip
SHARES = {
    "pay_cases": ("over_limit", "pending"), "grievances": ("over_limit", "pending"), "appeals": ("over_limit", "pending"),
    "complaints": ("over_limit", "pending"), "pars": ("over_date", "pending"), "hearings": ("marked", "held"),
    "applications": ("pending_beyond", "pending"),
    "complaint_appeals": ("over_limit", "pending"),
}  # fmt: skip


def held(world: World, dataset: str, day: date) -> list[dict[str, Any]]:
    """The world's truth of a day. Pending appeals are set to the edge of their limits, where a small world has none."""
    rows = [dict(row.values) for row in world.expected(dataset, as_of=day)]
    if dataset in ("lokshikayat.appeals", "rtpsappeal.appeals"):
        for level, ages in ((1, cycle((31, 30))), (2, cycle((60, 61)))):
            for row in rows:
                if row["appeal_level"] == level and row["decided_on"] is None:
                    row["filed_on"] = (DAY - timedelta(days=next(ages))).isoformat()
    return rows


@contextmanager
def opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The truth of the world in ``folder`` on ``DAY`` as tables, and the deadlines of complaints counted day by day."""
    world = World.open(folder)
    with duckdb.connect(config={"threads": 1}) as db:
        known = {name: held(world, name, DAY) for name in contracts()}
        for name, rows in known.items():
            names = dict.fromkeys(key for row in rows for key in row)
            texts = {key: [None if row.get(key) is None else row[key] for row in rows] for key in names}
            columns = {
                key: pa.array(values if not any(isinstance(v, str) for v in values) else
                              [v if v is None else str(v) for v in values])
                for key, values in texts.items()
            }  # fmt: skip
            db.register(name, pa.table(columns))
        closed = _closed_days()
        due = [(row["complaint_no"], _sixtieth(row, closed)) for row in known["lokshikayat.complaints"]]
        db.execute("create table due (complaint_no varchar, due_on date)")
        db.executemany("insert into due values (?, ?)", due)
        for table, path in (("departments", "hub/names/aliases/departments.csv"),
                            ("districts", "hub/reference/districts.csv")):  # fmt: skip
            db.execute(f"create table {table} as select * from read_csv('{ROOT / path}', header = true)")
        for name, (select, _measures) in TRUTH.items():
            db.execute(f'create table "truth_{name}" as {_dated(select)}')
        yield db


def _closed_days() -> dict[str, set[date]]:
    closed: dict[str, set[date]] = {"field": set(), "secretariat": set()}
    with (ROOT / "hub/calendar/initial.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["schedule"] != "optional":
                for office in closed if row["office_class"] == "all" else [row["office_class"]]:
                    closed[office].add(date.fromisoformat(row["date"]))
    return closed


def _sixtieth(row: dict[str, Any], closed: dict[str, set[date]]) -> date:
    office = "secretariat" if row["pgro_level"] == "DEPARTMENT" else "field"
    day, left = date.fromisoformat(str(row["filed_on"])), 60
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() < (6 if office == "secretariat" else 7) and day not in closed[office]
    return day


def _dated(sql: str) -> str:
    return sql.replace("{day}", f"date '{DAY}'")


def _condition(name: str, measure: str) -> str:
    """A measure's condition with the measures that it builds on written out."""
    told = TRUTH[name][1][measure]
    for other in TRUTH[name][1]:
        if other != measure and re.search(rf"\b{other}\b", told):
            told = re.sub(rf"\b{other}\b", f"({_condition(name, other)})", told)
    return _dated(told)


def true(db: duckdb.DuckDBPyConnection, name: str, measure: str, of: tuple[tuple[str, str], ...], area: str) -> Any:
    level, _, code = area.partition(":")
    where = {
        "state": "true", "district": f"district_lgd = {code}", "department": f"department = '{code}'",
        "division": f"district_lgd in (select district_lgd from districts where division_en = '{code}')",
    }[level]  # fmt: skip
    parts, values = [where], []
    for column, value in of:
        if column in ("age_from", "late_from"):
            parts.append(f"({_condition(name, f'{column[:-5]}_{value}')})")
            continue
        expression = f"coalesce({column}::varchar, '')"
        if column == "due_on":
            expression = "due_on::date::varchar"
        parts.append(f"{expression} = ?")
        values.append(value)
    if measure.startswith("share"):
        over, whole = ("in_time", "disposed") if measure == "share_in_time" else SHARES[name]
        if over == "marked":
            part = true(db, name, "held", of, area) - true(db, name, "not_marked", of, area)
        else:
            part = true(db, name, over, of, area)
        total = true(db, name, whole, of, area)
        return round(100 * part / total, 1) if total else None
    condition = TRUTH[name][1][measure]
    what = "count(*)"
    if condition.startswith("median:"):
        _, column, measure = condition.split(":")
        what = f"median({column})"
    query = f'select {what} from "truth_{name}" where {" and ".join(parts)} and ({_condition(name, measure)})'
    [found] = db.execute(query, values).fetchone() or (None,)
    return found
