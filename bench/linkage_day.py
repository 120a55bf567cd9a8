"""A day with one record in a hundred changed, against comparing all: HRMS and Sparrow in the store."""

from __future__ import annotations

import uuid
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import Any

import sqlalchemy as sa

from bench.meter import Meter, peak_mib
from sandbox.world import linkage as lists
from sandbox.world.linkage_pools import invented_pool

_DAY = date(2026, 11, 20)
_SEED = 4_301
EACH = 100
"""One record in so many of either list changes."""


def run(meter: Meter, options: dict[str, Any]) -> dict[str, Any]:
    """``rows`` employees and about as many reports: first run, the same again, and the day after; CPU seconds of this
    process and of the server. The people are made in a process of their own, so that the peak is linkage's alone."""
    from hub.database import engine
    from hub.linkage import refresh
    from hub.migrations import migrate

    migrate()
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        total, roster, reports = apart.submit(_fill, options["rows"]).result()
    told: dict[str, Any] = {"rows": total, "links": 0, "was_full": []}
    for name in ("first", "same", "1 % changed"):
        if name == "1 % changed":
            for row in roster:
                row["mobile_number"] = f"60{int(row['employee_id'][1:]) + 77:08d}"
            for row in reports:
                row["officer_name"] = f"Shri {row['officer_name']}"
            _put("hrms.employees", roster)
            _put("sparrow.pars", reports)
        with meter.step(name), engine().begin() as connection:
            done = refresh(connection, "employee")
        told[name] = round(meter.steps[name]["cpu"] + meter.steps[name]["server_cpu"], 2)
        told["links"] = done.links
        told["was_full"].append(done.was_full)
    return {"steps": meter.steps, "linkage_day": told, "peak_mib": peak_mib()}


def _fill(rows: int) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """Put all into the store; how many they are, and those of both lists that will change."""
    from hub.linkage.fields import day

    made = lists.employees(_SEED, rows, noise=0.2, hindi=0.4, pool=invented_pool(_SEED))
    number = {b: a for a, b in made.same_person}
    roster: list[dict[str, Any]] = [
        {"employee_id": row["rec_id"], "name_en": row["name"], "gender": row["gender"] or None,
         "father_name": row["father_or_husband_name"], "mobile_number": row["mobile"] or None,
         "born_on": day(row["dob"]) or _DAY, "designation": row["designation"], "department_name": row["department"]}
        for row in made.a
    ]  # fmt: skip
    reports: list[dict[str, Any]] = [
        {"apar_id": row["rec_id"], "officer_name": row["name"], "department_name": row["department"],
         "employee_code": number.get(row["rec_id"], row["rec_id"]) if row["employee_id"] else None}
        for row in made.b
    ]  # fmt: skip
    _put("hrms.employees", roster)
    _put("sparrow.pars", reports)
    return len(roster) + len(reports), roster[::EACH], reports[::EACH]


def _put(dataset: str, rows: list[dict[str, Any]]) -> None:
    from hub.contracts import contract
    from hub.database import engine
    from hub.entities.writing import copy_rows
    from hub.store.schema import ensure_tables
    from hub.store.tables import current

    described = contract(dataset)
    table = current(described)
    key = table.c[described.key[0]]
    columns = [column.name for column in table.columns]
    told = {"_batch_id": "x", "_ordinal": 1, "_flags": [], "_known_from": _DAY}
    with engine().begin() as connection:
        ensure_tables(connection, described)
        connection.execute(table.delete().where(key == sa.any_(sa.literal([row[key.name] for row in rows]))))
        copy_rows(
            connection, f"{table.schema}.{table.name}", columns,
            ([stored.get(name) for name in columns] for row in rows
             for stored in ({**row, **told, "_hash": uuid.uuid5(uuid.NAMESPACE_OID, repr(row))},)),
        )  # fmt: skip
        connection.execute(sa.text(f'analyze "{table.schema}"."{table.name}"'))
