"""One business day of the world: new, late, changed, settled, deleted, damaged and mended records."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import numpy as np
import orjson

from sandbox.world import changes, defects, fields, systems
from sandbox.world.citizens import closure, public
from sandbox.world.employees import Batch, Link, employees, is_paid, pars, pay_cases, payroll_row
from sandbox.world.generate import DEFECT_RATE
from sandbox.world.schema import NEWEST, TOMBSTONE, Writer, table, write_truth
from sandbox.world.times import FOREVER, day64, month_number, month_text, next_business_day
from sandbox.world.wire import Values

NEW = {fields.RTPS: 0.006, fields.GRIEVANCES: 0.005, fields.MATTERS: 0.005, fields.EMPLOYEES: 0.0007,
       fields.PARS: 0.0007, fields.PAY_CASES: 0.012}  # fmt: skip
"""New records a day, as a share of the dataset (pay cases: a calendar day)."""
LATE = 0.06
"""Share of new and changed records that carry a date one to three days back."""
LOOKED_AT = {fields.RTPS: 0.05, fields.GRIEVANCES: 0.04, fields.MATTERS: 0.06, fields.EMPLOYEES: 0.012,
             fields.PARS: 0.02, fields.PAY_CASES: 0.16}  # fmt: skip
"""Share of the records that an officer may act upon in a day."""
GONE = 0.0005
NEW_DEFECTS = 0.02
"""Share of changed records that come out damaged."""
MENDED = 0.03
"""Share of the standing defects that the source corrects in a day."""
_FIRST_ROUND = 40


class Day:
    """The work of one day on one database."""

    def __init__(
        self, db: sqlite3.Connection, seed: int, before: date, today: date, serials: dict[str, int], system: str = ""
    ) -> None:
        """``system``: one that joined later, whose datasets alone are worked on, by a random stream of its own."""
        self.db, self.before, self.today, self.serials = db, before, today, serials
        self.number = today.toordinal()
        self.rng = np.random.default_rng([seed, self.number, *([systems.stream(system)] if system else [])])
        own = [name for name in fields.JOINED if name.startswith(f"{system}.")] if system else fields.CORE
        self.writers = {dataset: Writer.resume(db, dataset) for dataset in own}
        self.touched: dict[str, set[int]] = {dataset: set() for dataset in own}
        self.arrived: list[Batch] = []

    def amount(self, dataset: str, share: float) -> int:
        """A share of the dataset's records, at least one."""
        return max(1, round(self.writers[dataset].rid * share))

    def sample(self, dataset: str, n: int) -> list[tuple[int, Values]]:
        """Up to ``n`` sound, current, unpinned records, none of them touched today."""
        if dataset not in self.writers:  # of another system: read only
            last, seen = Writer.resume(self.db, dataset).rid, set[int]()
        else:
            last, seen = self.writers[dataset].rid, self.touched[dataset]
        drawn = np.unique(self.rng.integers(1, last + 1, n)).tolist()
        wanted = [rid for rid in drawn if rid not in seen]
        found: list[tuple[int, Values]] = []
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            marks = ",".join("?" * len(some))
            rows = self.db.execute(
                f"SELECT rid, vals FROM {table(dataset)} WHERE rid IN ({marks}) AND visible_to = ? AND kind = ?"  # noqa: S608
                " AND defect IS NULL AND is_pinned = 0 ORDER BY rid",
                (*some, FOREVER, NEWEST),
            )
            found += [(rid, orjson.loads(vals)) for rid, vals in rows]
        return found

    def replace(self, dataset: str, changed: list[tuple[int, Values]], *, damage: bool = True) -> None:
        """A new version of each record; a few come out damaged, so that the hub keeps the version it had."""
        rows = [values for _, values in changed]
        quota = int(len(rows) * NEW_DEFECTS + self.rng.random()) if damage else 0
        placed = defects.plan(dataset, rows, quota, int(self.rng.integers(50)), self.rng, fresh=False)
        writer = self.writers[dataset]
        for at, (rid, _) in enumerate(changed):
            writer.close(rid, self.number, accepted=at not in placed)
            self.touched[dataset].add(rid)
        writer.write(rows, self.number, damaged=placed, rids=[rid for rid, _ in changed])

    def add(self, batch: Batch) -> None:
        """New records, a few of them damaged."""
        for dataset, rows in batch.rows.items():
            quota = int(len(rows) * DEFECT_RATE + self.rng.random())
            pinned = batch.pinned.get(dataset, set())
            free = [i for i in range(len(rows)) if i not in pinned]
            found = defects.plan(dataset, [rows[i] for i in free], quota, int(self.rng.integers(50)), self.rng)
            placed = {free[i]: reason for i, reason in found.items()}
            writer = self.writers[dataset]
            first = writer.rid + 1
            repeats = self.rng if dataset == fields.RTPS else None
            writer.write(rows, self.number, damaged=placed, pinned=pinned, repeats=repeats)
            self.touched[dataset].update(range(first, writer.rid + 1))
        write_truth(self.db, batch, self.number)

    def arrive(self) -> None:
        """New people, applications, grievances, matters and pay cases; some of them late."""
        for back, share in ((0, 1.0), (int(self.rng.integers(1, 4)), LATE)):
            sizes = {name: max(1, round(self.amount(name, NEW[name]) * share))
                     for name in (fields.RTPS, fields.GRIEVANCES, fields.MATTERS)}  # fmt: skip
            since = self.today - timedelta(days=back)
            batch = public(self.rng, sizes, {**self.serials, "person": self.serials["citizen"]}, since, are_new=True)
            self.serials["citizen"] += sum(sizes.values())
            for name, serial in ((fields.RTPS, "application"), (fields.GRIEVANCES, "grievance"),
                                 (fields.MATTERS, "matter")):  # fmt: skip
                self.serials[serial] += sizes[name]
            self.add(batch)
            self.arrived.append(batch)
        self._hire()
        self._open_cases()

    def _hire(self) -> None:
        n = self.amount(fields.EMPLOYEES, NEW[fields.EMPLOYEES])
        who, rows = employees(self.rng, n, self.serials["person"], self.today, are_new=True)
        self.serials["person"] += n
        reports = pars(self.rng, who, rows, self.serials["par"], self.today)[
            : self.amount(fields.PARS, NEW[fields.PARS])
        ]
        for report in reports:
            report[8:10], report[12:] = ["GENERATED", self.today.isoformat()], [None, None, None]
        self.serials["par"] += len(reports)
        links: list[Link] = [(int(p), None, fields.EMPLOYEES, row[0]) for p, row in zip(who.ids, rows, strict=True)]
        links += [(int(p), None, fields.PARS, row[0]) for p, row in zip(who.ids, reports, strict=False)]
        self.add(Batch({fields.EMPLOYEES: rows, fields.PARS: reports}, links=links))

    def _open_cases(self) -> None:
        """Cases are opened on every calendar day, so that each age exists on each date."""
        n = self.amount(fields.PAY_CASES, NEW[fields.PAY_CASES])
        whose = [values for _, values in self.sample(fields.EMPLOYEES, n * 2 + 8)] or [
            orjson.loads(self.db.execute(f"SELECT vals FROM {table(fields.EMPLOYEES)} LIMIT 1").fetchone()[0])  # noqa: S608
        ]
        day, batch = self.before + timedelta(days=1), Batch({fields.PAY_CASES: []})
        rows, links = batch.rows[fields.PAY_CASES], batch.links
        while day <= self.today:
            of = [whose[int(i)] for i in self.rng.integers(0, len(whose), n)]
            opened = np.full(n, day64(day))
            fresh = pay_cases(self.rng, of, self.serials["case"], opened, day)
            self.serials["case"] += n
            fresh[0][7:10] = ["MAKER", fresh[0][6], None]
            batch.pin(fields.PAY_CASES, len(rows))  # stays pending: see STANDING_DAYS
            rows += fresh
            links += [(int(e[0][1:]) - 1_000_000, c[0], fields.PAY_CASES, c[0]) for e, c in zip(of, fresh, strict=True)]
            day += timedelta(days=1)
        self.add(batch)

    def act(self) -> None:
        """Officers act: steps are taken, grievances closed, cases paid."""
        for dataset, move in changes.MOVES.items():
            n = max(_FIRST_ROUND, self.amount(dataset, LOOKED_AT[dataset]))
            changed = []
            for rid, values in self.sample(dataset, n):
                late = int(self.rng.integers(1, 4)) if self.rng.random() < LATE else 0
                moved = move(self.rng, list(values), self.today, late)
                if moved is not None:
                    changed.append((rid, moved))
            self.replace(dataset, changed)
            if dataset == fields.GRIEVANCES:
                self._close_grievances([values for _, values in changed])
        self._settle()

    def _close_grievances(self, rows: list[Values]) -> None:
        closed = [row for row in rows if row[4] is not None]
        ends = [closure(self.rng, row) for row in closed]
        links = []
        for row in ends:
            known = self.db.execute(
                "SELECT person_id, matter_id FROM truth_links WHERE dataset = 'cpgram.grievances' AND key = ?",
                (row[0],),
            ).fetchone()
            links.append((*known, fields.CLOSURES, row[0]))
        self.add(Batch({fields.CLOSURES: ends}, links=links))

    def _settle(self) -> None:
        """Pay cases: stages move, some are paid each day, some withdrawn, some paid ones come back."""
        moved, withdrawn = [], []
        today = self.today.isoformat()
        floor = (self.today - timedelta(days=30)).isoformat()
        due = (self.today - timedelta(days=15)).isoformat()
        n = max(_FIRST_ROUND, self.amount(fields.PAY_CASES, LOOKED_AT[fields.PAY_CASES]))
        is_first, came_back = True, False
        for rid, case in self.sample(fields.PAY_CASES, n):
            chance = self.rng.random()
            if case[7] == "PAID":
                if case[9] < floor:
                    withdrawn.append(rid)  # settled long ago: no longer in the list
                elif chance < 0.03 or (not came_back and chance < 0.2):
                    came_back = True
                    moved.append((rid, [*case[:7], "RETURNED", today, None, *case[10:]]))
            elif is_first or chance < (0.2 if case[6] >= due else 0.5):  # overdue ones are pressed
                is_first = False
                moved.append((rid, [*case[:7], "PAID", today, today, *case[10:]]))
            elif chance > 0.98 or (not withdrawn and chance > 0.6):
                withdrawn.append(rid)
            elif chance < 0.7:
                stage = {"MAKER": "CHECKER", "CHECKER": "APPROVER", "APPROVER": "TREASURY", "TREASURY": "RETURNED"}
                moved.append((rid, [*case[:7], stage.get(case[7], "MAKER"), today, None, *case[10:]]))
        self.replace(fields.PAY_CASES, moved)
        for rid in withdrawn:
            self.writers[fields.PAY_CASES].close(rid, self.number, accepted=True)
            self.touched[fields.PAY_CASES].add(rid)

    def delete(self, *datasets: str) -> None:
        """A few records are withdrawn: gone from a snapshot, a tombstone among changes."""
        for dataset in datasets or (fields.RTPS, fields.MATTERS, fields.GRIEVANCES, fields.EMPLOYEES, fields.PARS):
            n = self.amount(dataset, GONE)
            chosen = self.sample(dataset, n * 2 + 6)[:n]
            writer = self.writers[dataset]
            for rid, values in chosen:
                writer.close(rid, self.number, accepted=True)
                self.touched[dataset].add(rid)
                if dataset in fields.TOMBSTONES:
                    values[fields.AT[dataset]["record_status"]] = "DELETED"
                    values[fields.AT[dataset][fields.CHANGE_TIME[dataset]]] = changes.stamp(self.rng, self.today)
                    writer.write([values], self.number, rids=[rid], kind=TOMBSTONE)

    def mend(self) -> None:
        """The source corrects some of its defects."""
        for dataset in defects.catalogue():
            if dataset == fields.PAYROLL or dataset not in self.writers:
                continue  # a month's extract stays as it was published
            rows = self.db.execute(
                f"SELECT rid, vals FROM {table(dataset)} WHERE defect IS NOT NULL AND visible_to = ? AND kind = ?"  # noqa: S608
                " ORDER BY position",
                (FOREVER, NEWEST),
            ).fetchall()
            rows = [(rid, orjson.loads(vals)) for rid, vals in rows if rid not in self.touched[dataset]]
            if dataset == fields.CLOSURES:  # its cursor stays, so a later correction would fall out of every window
                floor = (self.today - timedelta(days=3)).isoformat()
                rows = [row for row in rows if row[1][2] >= floor]
            n = min(len(rows), int(len(rows) * MENDED + 1))
            chosen = [rows[i] for i in sorted(self.rng.choice(len(rows), n, replace=False).tolist())] if n else []
            for _, values in chosen:
                if dataset in fields.CHANGE_TIME:
                    values[fields.AT[dataset][fields.CHANGE_TIME[dataset]]] = changes.stamp(self.rng, self.today)
            self.replace(dataset, chosen, damage=False)

    def publish_payroll(self) -> None:
        """The extract of the month that has just closed: everyone entitled, and those planted as paid by mistake."""
        month = month_number(self.today) - 1
        before = month_text(month - 1)
        planted = self.db.execute(
            "SELECT d.kind, d.other_dataset, d.other_key, p.vals FROM hrms_payroll p"
            " CROSS JOIN truth_discrepancies d ON d.key = p.key WHERE d.dataset = ? AND d.key LIKE ?"
            " AND d.kind <> 'pay_level_differs' ORDER BY d.rowid",
            (fields.PAYROLL, f"%|{before}"),
        ).fetchall()
        extra = Batch({fields.PAYROLL: []})
        for at, (kind, other, other_key, vals) in enumerate(planted):
            again = payroll_row(_as_employee(orjson.loads(vals)), month)
            extra.rows[fields.PAYROLL].append(again)
            extra.discrepancies.append((kind, fields.PAYROLL, f"{again[0]}|{again[1]}", other, other_key))
            extra.pin(fields.PAYROLL, at)
        rows = self.db.execute(
            f"SELECT vals FROM {table(fields.EMPLOYEES)} WHERE visible_to = ? AND kind = ? ORDER BY position",  # noqa: S608
            (FOREVER, NEWEST),
        )
        while some := rows.fetchmany(20_000):
            staff = [orjson.loads(vals) for (vals,) in some]
            paid = [payroll_row(row, month) for row in staff if is_paid(row, month)]
            links: list[Link] = [
                (int(row[0][1:]) - 1_000_000, None, fields.PAYROLL, f"{row[0]}|{row[1]}") for row in paid
            ]
            self.add(Batch({fields.PAYROLL: paid}, links=links))
        self.add(extra)

    def rename_officer(self) -> None:
        """Now and then the directory of services is edited."""
        if self.rng.random() < 0.15:
            found = self.sample(fields.SERVICES, 1)
            for rid, values in found:
                old = values[5] or ""
                values[5] = old.removesuffix(" (in charge)") if old.endswith(" (in charge)") else f"{old} (in charge)"
                self.replace(fields.SERVICES, [(rid, values)], damage=False)


def _as_employee(payroll: Values) -> Values:
    """The parts of an employee's row that pay follows from, taken from a payroll row."""
    row: Values = [None] * 21
    row[0], row[13], row[19] = payroll[0], payroll[2], payroll[4]
    return row


def step(db: sqlite3.Connection, *, seed: int, clock: date, serials: dict[str, int]) -> tuple[date, dict[str, int]]:
    """Carry the world from ``clock`` to the next business day, within the caller's transaction."""
    today = next_business_day(clock)
    day = Day(db, seed, clock, today, dict(serials))
    day.mend()
    day.act()
    day.delete()
    day.arrive()
    day.rename_officer()
    if today.month != clock.month:
        day.publish_payroll()
    for system, module in systems.modules().items():
        module.act(Day(db, seed, clock, today, day.serials, system), day.arrived)
    return today, day.serials
