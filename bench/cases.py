"""The cases, each run in a process of its own: ``python -m bench.cases <case> '<settings as JSON>'`` prints JSON.

``HUB_DATABASE_URL`` and ``HUB_HOME`` name a fresh database and a fresh home.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

from bench import data
from bench.meter import Meter, peak_mib

Result = dict[str, Any]
_COPY_BYTES = 1 << 18


def whole_path(meter: Meter, options: dict[str, Any]) -> Result:
    """Land, check, store through ``hub.sync``'s own steps: a first load, the same rows otherwise arranged, the same
    pages, and the next day with one row in a hundred changed. Leaves the stored rows in ``options["export"]``."""
    from hub import sync
    from hub.contracts import contract

    pages, root = data.Pages(Path(options["pages"])), Path(options["root"])
    _warm_up(meter)
    _sources(**{"rtps.services": data.DiskSource(data.services(root))})
    sync.sync("rtps.services", data.DAY)
    rounds = {
        "first": (data.DAY, data.DiskSource(pages)),
        "same rows": (data.DAY, data.DiskSource(pages, backwards=True)),
        "same pages": (data.DAY, data.DiskSource(pages, backwards=True)),
        "1 % changed": (data.DAY + timedelta(days=1), data.DiskSource(data.Pages(Path(options["later"])))),
    }
    counts, peaks = {}, {}
    for name, (day, source) in rounds.items():
        if options["rounds"] and name not in options["rounds"]:
            continue
        _sources(**{"rtps.applications": source})
        counts[name] = _synced(meter, name, day)
        peaks[name] = peak_mib()
        if name == "first":
            _prove_defects(pages, counts[name]["batch_id"])
            if options.get("export"):
                with meter.step("export"):
                    export(contract("rtps.applications"), Path(options["export"]))
    expected = {"same rows": "stored", "same pages": "unchanged", "1 % changed": "stored"}
    for name, status in expected.items():
        if name in counts and counts[name]["status"] != status:
            raise AssertionError((name, counts[name]))
    return {"rows": pages.total, "counts": counts, "peaks_mib": peaks}


def _warm_up(meter: Meter) -> None:
    """Import what a worker imports once in its life, so that it is told apart."""
    with meter.step("imports"):
        from hub.checks.engine.gx import import_gx
        from hub.migrations import migrate

        import_gx()
        import hub.checks.engine.results  # noqa: F401
        import hub.checks.expectations  # noqa: F401

        migrate()


def _sources(**by_dataset: data.DiskSource) -> None:
    """Let the connector of RTPS give these sources, and everything after it be what it always is."""
    import connectors.rtps

    os.environ["AIRFLOW_CONN_RTPS"] = "http://127.0.0.1"
    connectors.rtps.source = lambda contract, connection: by_dataset[contract.id]


def _synced(meter: Meter, name: str, day: date) -> Result:
    from hub import sync
    from hub.store import ledger

    with meter.step(f"{name}: land"):
        batch_id = sync.land_batch("rtps.applications", day)
    with meter.step(f"{name}: check"):
        status = sync.check_batch(batch_id)
    if status == "unchanged":
        return {"batch_id": batch_id, "status": status}
    with meter.step(f"{name}: store"):
        told = sync.store_batch(batch_id)
    kept = ledger.get(batch_id).counts
    return {"batch_id": told["batch_id"], "status": told["status"]} | kept


def _prove_defects(pages: data.Pages, batch_id: str) -> None:
    """Every planted defect stands in quarantine under its own reason, and nothing else does."""
    import sqlalchemy as sa

    from hub.database import engine

    query = sa.text("""
        select ordinal, (select min(f->>'expectation') from jsonb_array_elements(failures) f
                         where f->>'severity' = 'critical') from hub.quarantine where batch_id = :batch""")
    with engine().connect() as connection:
        found = {int(row[0]): str(row[1]) for row in connection.execute(query, {"batch": batch_id})}
    if found != pages.defects:
        wrong = set(found.items()) ^ set(pages.defects.items())
        raise AssertionError(f"{len(wrong)} verdicts are not those planted: {sorted(wrong)[:6]}")


def export(contract: Any, to: Path) -> None:
    """The stored rows as PostgreSQL's binary COPY, in the order received: what the yardstick copies in again."""
    import psycopg

    columns = ", ".join([*(f'"{field.name}"' for field in contract.fields), "_hash", "_ordinal", "_flags"])
    query = f'copy (select {columns} from store."{contract.table}" order by _ordinal) to stdout (format binary)'
    with (
        psycopg.connect(_conninfo()) as connection,
        connection.cursor() as cursor,
        to.open("wb") as file,
        cursor.copy(query) as copy,
    ):
        for part in copy:
            file.write(part)


def bare_copy(meter: Meter, options: dict[str, Any]) -> Result:
    """The yardstick: COPY of rows that are typed, hashed and encoded already into a table with a primary key."""
    import psycopg

    from hub.contracts import contract
    from hub.store import tables

    described = contract("rtps.applications")
    columns = [f'"{field.name}" {tables.type_name(field)}' for field in described.fields]
    columns += ["_hash uuid", "_ordinal bigint", "_flags text[]", f"primary key ({', '.join(described.key)})"]
    with psycopg.connect(_conninfo()) as connection:
        connection.execute(f"create table bare ({', '.join(columns)})")
        connection.commit()
        with meter.step("copy"), connection.cursor() as cursor:
            with (
                Path(options["export"]).open("rb") as file,
                cursor.copy("copy bare from stdin (format binary)") as copy,
            ):
                while part := file.read(_COPY_BYTES):
                    copy.write(part)
            rows = cursor.rowcount
            connection.commit()
    return {"rows": rows}


def reading(meter: Meter, options: dict[str, Any]) -> Result:
    """Land, then read and check without storing: JSON applications and SOAP employees."""
    from hub.checks import CheckContext, Checker, load_suite
    from hub.contracts import Window, contract
    from hub.landing import land, read

    _warm_up(meter)
    rows = {}
    for name, folder in options["datasets"].items():
        described, pages = contract(name), data.Pages(Path(folder))
        window = Window(name, data.DAY, None, data.DAY)
        batch_id = f"{name}/{data.DAY}/001"
        with meter.step(f"{name}: land"):
            land(described, window, data.DiskSource(pages), batch_id=batch_id)
        with meter.step(f"{name}: read and check"):
            checker = Checker(described, load_suite(described), CheckContext(window, pages.total, pages.total))
            for chunk in read(described, batch_id):
                checker.check(chunk)
            report = checker.finish()
        assert report.received == pages.total
        rows[name] = pages.total
    return {"rows": rows}


def dlt_merge(meter: Meter, options: dict[str, Any]) -> Result:
    """dlt as a user would set it up over the same pages."""
    from bench.dlt_case import run

    return run(meter, options, _conninfo())


def dlt_arrow(meter: Meter, options: dict[str, Any]) -> Result:
    """dlt with Arrow tables in hand."""
    from bench.dlt_case import run_arrow

    return run_arrow(meter, options, _conninfo())


def checks(meter: Meter, options: dict[str, Any]) -> Result:
    """Checks alone against the floor and against stock Great Expectations."""
    from bench.checks import compare

    return compare(options["rows"], 50_000, options["stock_rows"])


def portals(meter: Meter, options: dict[str, Any]) -> Result:
    """The feed interface over published rows."""
    from bench.portals import run

    return run(meter, options, _conninfo())


def console(meter: Meter, options: dict[str, Any]) -> Result:
    """The steward's console over full tables."""
    from bench.console import run

    return run(meter, options)


def names(meter: Meter, options: dict[str, Any]) -> Result:
    """Names across scripts: recall at precision 0.99."""
    from bench.names import run

    return run(meter)


def linkage(meter: Meter, options: dict[str, Any]) -> Result:
    """How well records are linked, on lists with a truth."""
    from rich.console import Console

    from bench.linkage import run

    del meter
    return {"linkage": run(Console(stderr=True), options["scales"], options["large"])}


def linkage_public(meter: Meter, options: dict[str, Any]) -> Result:
    """The same engine on public lists; where these cannot be fetched, says so and tells nothing."""
    from bench.linkage_public import run
    from bench.public_lists import NotFetched

    del meter
    try:
        return {"linkage": run(Path(options["lists"]))}
    except NotFetched as reason:
        sys.stderr.write(f"not measured: {reason}\n")
        return {"linkage": []}


def linkage_day(meter: Meter, options: dict[str, Any]) -> Result:
    """Linkage in the store: all at once, and a day with one record in a hundred changed."""
    from bench.linkage_day import run

    return run(meter, options)


def lookup(meter: Meter, options: dict[str, Any]) -> Result:
    """Looking people up at a counter."""
    from bench.lookup import run

    return run(meter, options)


def _conninfo() -> str:
    return os.environ["HUB_DATABASE_URL"].replace("+psycopg", "")


CASES: dict[str, Callable[[Meter, dict[str, Any]], Result]] = {
    "whole path": whole_path, "bare COPY": bare_copy, "reading": reading, "dlt": dlt_merge, "dlt Arrow": dlt_arrow,
    "checks": checks, "portals": portals, "names": names, "linkage": linkage,
    "linkage public": linkage_public, "linkage day": linkage_day,
    "lookup": lookup, "console": console,
}  # fmt: skip


def main() -> None:
    """Run one case."""
    name, options = sys.argv[1], orjson.loads(sys.argv[2])
    meter = Meter(options["server"])
    result = CASES[name](meter, options)
    children = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 0)
    told = result | {"steps": meter.steps, "peak_mib": peak_mib(), "peak_child_mib": children}
    sys.stdout.write("\n" + orjson.dumps(told).decode() + "\n")


if __name__ == "__main__":
    main()
