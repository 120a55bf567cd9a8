"""Makes the first day of the world, part by part, so that memory does not grow with the scale."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import astuple
from datetime import date

import numpy as np

from sandbox.world import defects, fields, systems
from sandbox.world.citizens import public
from sandbox.world.employees import Batch, staff
from sandbox.world.planted import plant
from sandbox.world.schema import INDEXES, RECORDS, TRUTH, Writer, table, write_truth
from sandbox.world.services import services
from sandbox.world.wire import Values

SIZES = {
    fields.RTPS: 13_000, fields.GRIEVANCES: 5_000, fields.MATTERS: 2_500, fields.EMPLOYEES: 6_000,
    fields.PARS: 5_500, fields.PAY_CASES: 1_800,
}  # fmt: skip
"""Records at scale 1; closures and payroll follow from them."""
DEFECT_RATE = 0.015
FIRST_CITIZEN = 5_000_001
_SERIALS = {
    "employee": "person", fields.PARS: "par", fields.PAY_CASES: "case", fields.RTPS: "application",
    fields.GRIEVANCES: "grievance", fields.MATTERS: "matter",
}  # fmt: skip


def service_rows() -> list[Values]:
    """The values of ``rtps.services``."""
    return [list(astuple(item)[:8]) for item in services()]


def populate(db: sqlite3.Connection, *, seed: int, scale: float, start: date) -> dict[str, int]:
    """Fill an empty database; returns the next free serial numbers."""
    db.executescript(TRUTH)
    for dataset in fields.DATASETS:
        db.executescript(RECORDS.format(table=table(dataset)))
    db.execute("BEGIN")
    day = start.toordinal()
    writers = {dataset: Writer(db, dataset) for dataset in fields.DATASETS}
    writers[fields.SERVICES].write(service_rows(), day)
    totals = {dataset: max(24, round(size * scale)) for dataset, size in SIZES.items()}
    parts = max(1, math.ceil(scale))
    serials = {"person": 1, "citizen": FIRST_CITIZEN, "ghost": 1, "par": 1, "case": 1, "application": 1,
               "grievance": 1, "matter": 1}  # fmt: skip
    turns: dict[str, int] = {}
    for part in range(parts):
        sizes = {name: total * (part + 1) // parts - total * part // parts for name, total in totals.items()}
        rng = np.random.default_rng([seed, 0, part])
        batch = staff(rng, sizes, serials, start)
        _keep(db, writers, batch, rng, day, turns, parts)
        serials["person"] += sizes[fields.EMPLOYEES]
        serials["ghost"] += max(1, sizes[fields.EMPLOYEES] // 300)
        people = public(rng, sizes, {**serials, "person": serials["citizen"]}, start)
        plant(people, batch)
        _keep(db, writers, people, rng, day, turns, parts)
        for system, module in systems.modules().items():
            own = np.random.default_rng([seed, 0, part, systems.stream(system)])
            begun = module.begin(systems.Beginning(own, people, serials, scale, parts, start))
            _keep(db, writers, begun, own, day, turns, parts)
        serials["citizen"] += sizes[fields.RTPS] + sizes[fields.GRIEVANCES] + sizes[fields.MATTERS]
        for dataset, serial in _SERIALS.items():
            if dataset in sizes:
                serials[serial] += sizes[dataset]
        db.execute("COMMIT")
        db.execute("BEGIN")
    db.execute("COMMIT")
    for dataset in fields.DATASETS:
        db.executescript(INDEXES.format(table=table(dataset)))
    return serials


def _keep(
    db: sqlite3.Connection, writers: dict[str, Writer], batch: Batch, rng: np.random.Generator, day: int,
    turns: dict[str, int], parts: int,
) -> None:  # fmt: skip
    for dataset, rows in batch.rows.items():
        reasons = defects.catalogue().get(dataset, [])
        quota = round(len(rows) * DEFECT_RATE)
        if len(rows) >= 50 * len(reasons):
            quota = max(quota, math.ceil(2 * len(reasons) / parts))
        pinned = batch.pinned.get(dataset, set())
        free = [i for i in range(len(rows)) if i not in pinned]
        turn = turns.get(dataset, 0)
        placed = defects.plan(dataset, [rows[i] for i in free], quota, turn, rng)
        turns[dataset] = turn + quota
        damaged = {free[i]: reason for i, reason in placed.items()}
        repeats = rng if dataset == fields.RTPS else None
        writers[dataset].write(rows, day, damaged=damaged, pinned=pinned, repeats=repeats)
    write_truth(db, batch, day)
