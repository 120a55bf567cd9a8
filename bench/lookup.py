"""Looking people up at a counter: ``python -m bench --case lookup --rows 500000``.

Invented government servants, one entity each; questions are written as another system has them (noise 0.3, 45 % in
Devanagari), so a name alone often means several people. Told are times of ``find`` in one process, and how often the
one who is meant stands first, or among the ten that are shown.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from time import perf_counter, process_time
from typing import Any

from bench.meter import Meter

SEED = 77
_ASKED = 400
_NOISE, _HINDI = 0.3, 0.45
Row = dict[str, str]


def run(meter: Meter, options: dict[str, Any]) -> dict[str, Any]:
    """Fill the list with ``options["rows"]`` people and ask."""
    import sqlalchemy as sa

    from hub.database import engine
    from hub.entities import listing, lookup
    from hub.entities.lineage import mint
    from hub.entities.writing import copy_rows
    from hub.migrations import migrate
    from sandbox.world.linkage import employees
    from sandbox.world.linkage_pools import invented_pool

    with meter.step("imports"):
        migrate()
    with meter.step("people"):
        made = employees(SEED, options["rows"], noise=_NOISE, hindi=_HINDI, pool=invented_pool(SEED))
    day = date(2026, 11, 20)
    with meter.step("list"), engine().begin() as connection:
        listing.update(connection, "employee", (_record(row) for row in made.a))
    with meter.step("entities"), engine().begin() as connection:
        ids = {row["rec_id"]: mint("EMP", _record_id(row), 0) for row in made.a}
        copy_rows(
            connection, "hub.entity",
            ("entity_id", "kind", "founded_on", "founded_in", "founder", "nth", "state", "members"),
            ((ids[row["rec_id"]], "employee", day, 1, _record_id(row), 0, "live", 1) for row in made.a),
        )  # fmt: skip
        copy_rows(
            connection, "hub.entity_member", ("kind", "record_id", "since", "entity_id", "valid_from"),
            (("employee", _record_id(row), 1, ids[row["rec_id"]], day) for row in made.a),
        )  # fmt: skip
    with meter.step("vacuum"), engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("vacuum analyze"))
        size = connection.scalar(
            sa.text("select sum(pg_total_relation_size(c)) from unnest(array['hub.entity_lookup', "
                    "'hub.entity_lookup_key', 'hub.entity_lookup_frequency']::regclass[]) c")
        )  # fmt: skip
    day_of = random.Random(SEED).sample(made.a, max(options["rows"] // 100, 1))
    with meter.step("1 % changed"), engine().begin() as connection:
        listing.update(connection, "employee", (_record(row) for row in day_of))
    asked: dict[str, Any] = {}
    for kind, questions in _questions(made, ids).items():
        for text, _ in questions[:20]:  # a process that has served for a while
            lookup.find(text)
        times, first, shown, before = [], 0, 0, process_time()
        for text, meant in questions[20:]:
            start = perf_counter()
            found = [one.entity_id for one in lookup.find(text)]
            times.append((perf_counter() - start) * 1000)
            first += found[:1] == [meant]
            shown += meant in found
        times.sort()
        n = len(times)
        asked[kind] = {
            "asked": n, "median_ms": times[n // 2], "p95_ms": times[int(n * 0.95)], "p99_ms": times[int(n * 0.99)],
            "cpu_ms": (process_time() - before) * 1000 / n, "first": first / n, "shown": shown / n,
        }  # fmt: skip
    return {"rows": options["rows"], "megabytes": round(float(size) / 1e6), "asked": asked}


def _questions(made: Any, ids: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Texts as a person at a counter types them, and who is meant."""
    by_id = {row["rec_id"]: row for row in made.a}
    other = {row["rec_id"]: row for row in made.b}
    pairs = sorted(made.same_person)
    some = random.Random(SEED).sample(pairs, min(len(pairs), _ASKED + 20))

    def each() -> Iterator[tuple[Row, Row, str]]:
        for left, right in some:
            yield by_id[left], other[right], ids[left]

    father = "father_or_husband_name"
    return {
        "number": [(own["employee_id"], meant) for own, _, meant in each()],
        "mobile": [(own["mobile"], meant) for own, _, meant in each()],
        "name": [(told["name"], meant) for _, told, meant in each()],
        "name, district": [(f"{told['name']}, {told['district']}", meant) for _, told, meant in each()],
        "name, father": [(f"{told['name']} S/o {told[father]}", meant) for _, told, meant in each()],
        "name, mobile": [(f"{told['name']} {told['mobile']}", meant) for _, told, meant in each()],
    }


def _record_id(row: Row) -> str:
    return f"hrms.employees|{row['rec_id']}"


def _record(row: Row) -> Any:
    from hub.linkage import Record

    values = {
        "employee_id": row["employee_id"], "name": row["name"], "relative": row["father_or_husband_name"],
        **{name: row[name] for name in ("gender", "dob", "mobile", "district", "designation", "department")},
    }  # fmt: skip
    return Record("employee", _record_id(row), "hrms", "hrms.employees", row["rec_id"], "bench", values)
