"""What linkage keeps between runs: a DuckDB file a subject, with comparable records, scored pairs and frequencies.

It lies under the hub's home and can be made again from the store at any time: the store is the truth. Beside it stand
``<subject>.frequency.parquet`` and ``<subject>.json``, which readers (why pages) may open while a run is under way.
All of it is personal data: readable by the hub's own user only.
"""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from hub.linkage import score, source, work
from hub.linkage.comparable import comparable
from hub.linkage.declared import Origin
from hub.linkage.spec import Spec
from hub.settings import hub_home

LAYOUT = "5"
"""Of the tables; a file of another is made anew."""
_OF_HASHES = pa.schema({"id": pa.string(), "hash": pa.string()})


def folder() -> Path:
    """Where the work files lie."""
    return hub_home() / "linkage"


@contextmanager
def opened(spec: Spec) -> Iterator[duckdb.DuckDBPyConnection]:
    """The subject's work file, with its tables. ``generation`` in ``meta`` names the last run that ended well."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    connection = work.connect(place / f"{spec.subject}.duckdb")
    try:
        connection.execute("create table if not exists meta (name VARCHAR PRIMARY KEY, value VARCHAR)")
        yield connection
    finally:
        connection.close()


def emptied(connection: duckdb.DuckDBPyConnection, spec: Spec) -> None:
    """Forget everything."""
    work.create(connection, "rec", spec)
    for table in ("pairs", "rival_pairs"):
        connection.execute(f"drop table if exists {table}")
        score.create(connection, spec, table)
    connection.execute("create or replace table told (kind VARCHAR, left_id VARCHAR, right_id VARCHAR, weight DOUBLE, "
                       "probability DOUBLE, band VARCHAR, comparisons VARCHAR)")  # fmt: skip


def meta(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the file says of itself."""
    return dict(connection.execute("select name, value from meta").fetchall())


def set_meta(connection: duckdb.DuckDBPyConnection, **values: str) -> None:
    """Set some of it."""
    for name, value in values.items():
        connection.execute("insert or replace into meta values (?, ?)", [name, value])


def differences(
    connection: duckdb.DuckDBPyConnection, database: sa.Connection, spec: Spec, known_on: date | None,
    since: source.Moment | None,
) -> None:  # fmt: skip
    """Table ``came``: the records that the store holds and the file does not, or not as they are; table ``went``: those
    that the file holds and the store no longer does as they were, with their ``place`` and what is weighed of them.

    What the store wrote ``since`` is enough, where numbers of records tell that nothing else changed; else the hashes
    of all are compared.
    """
    # A day's statements are small: a second thread costs a tenth more and hardly saves time.
    connection.execute("set threads = 1")
    work.create(connection, "came", spec, "temp")
    if since is None or not _since(connection, database, spec, known_on, since):
        _by_hash(connection, database, spec, known_on)


def everything(
    connection: duckdb.DuckDBPyConnection, database: sa.Connection, spec: Spec, known_on: date | None
) -> None:
    """All records of the store into ``rec``, which is empty."""
    for origin, rows in source.texts(database, spec.subject, known_on):
        _come(connection, spec, origin, rows, "rec")


def _come(
    connection: duckdb.DuckDBPyConnection, spec: Spec, origin: Origin, rows: pa.Table, table: str = "came"
) -> None:
    if rows.num_rows:
        made = comparable(spec.subject, rows).append_column("hash", rows["hash"])
        work.append(connection, table, spec, made, origin.pool)


def _went(spec: Spec, ids: str) -> str:
    weighed = ", ".join(sorted({*spec.frequencies, *spec.bearers.values()}))
    return f"select id, rowid as place, hash, {weighed} from rec where id in ({ids})"


def _since(
    connection: duckdb.DuckDBPyConnection, database: sa.Connection, spec: Spec, known_on: date | None,
    since: source.Moment,
) -> bool:  # fmt: skip
    """By what the store wrote and closed since; whether that was little enough to be told, and the numbers of records
    agree then."""
    written = source.written(database, spec.subject, since)
    if any(one.places is None for one in written.values()):
        return False
    found = source.texts(database, spec.subject, known_on, written=written)
    parts = [(origin, rows) for origin, rows in found if rows.num_rows]
    ids = pa.concat_tables(rows.select(["id", "hash"]) for _, rows in parts) if parts else _OF_HASHES.empty_table()
    connection.register("written", ids)
    connection.execute(f"create or replace temp table went as {_went(spec, 'select id from written')}")
    same = "select w.id from went w join written n on n.id = w.id and unhex(n.hash) = w.hash"
    as_were = pa.array([row[0] for row in connection.execute(same).fetchall()], pa.string())
    connection.unregister("written")
    for origin, rows in parts:
        _come(connection, spec, origin, rows.filter(pc.invert(pc.is_in(rows["id"], as_were))))
    connection.execute("delete from went where id not in (select id from came)")
    for dataset, wanted in ((dataset, one.records) for dataset, one in written.items()):
        if wanted == _expected(connection, dataset):
            continue
        closed = pa.table({"id": pa.array(source.closed(database, dataset, since), pa.string())})
        connection.register("closed", closed)
        connection.execute(f"insert into went {_went(spec, 'select id from closed')}")
        connection.unregister("closed")
        if wanted != _expected(connection, dataset):
            return False
    return True


def _expected(connection: duckdb.DuckDBPyConnection, dataset: str) -> int:
    """How many records of the dataset the file will hold."""
    found = connection.execute(
        "select (select count(*) from rec where source = $1) + (select count(*) from came where source = $1) "
        "- (select count(*) from went where starts_with(id, $1 || '|'))",
        [dataset],
    ).fetchall()
    return int(found[0][0])


def _by_hash(connection: duckdb.DuckDBPyConnection, database: sa.Connection, spec: Spec, known_on: date | None) -> None:
    connection.execute("delete from came")
    connection.execute("create or replace temp table gone (id VARCHAR)")
    wanted: dict[str, list[bytes]] = {}
    for dataset, found in source.hashes(database, spec.subject, known_on):
        connection.register("stored", pa.table({"hash": found}))
        connection.execute(
            "create or replace temp table unlike as select s.hash, r.id from stored s full join "
            "(select id, hash from rec where source = ?) r using (hash) where s.hash is null or r.hash is null",
            [dataset],
        )
        connection.unregister("stored")
        connection.execute("insert into gone select id from unlike where id is not null")
        rows = connection.execute("select hash from unlike where id is null order by hash").fetchall()
        wanted[dataset] = [row[0] for row in rows]
        connection.execute("drop table unlike")
    known = ", ".join("?" * len(wanted))
    connection.execute(f"insert into gone select id from rec where source not in ({known})", list(wanted))
    for origin, rows in source.texts(database, spec.subject, known_on, by_hash=wanted):
        _come(connection, spec, origin, rows)
    connection.execute(f"create or replace temp table went as {_went(spec, 'select id from gone')}")


def publish(connection: duckdb.DuckDBPyConnection, spec: Spec, about: dict[str, Any]) -> None:
    """Write the frequencies and ``about`` for readers, each file whole or not at all."""
    every = " union all ".join(
        f"select '{column}' as col, {column}::VARCHAR as value, tf_{column} as tf from tf_{column}"
        for column in spec.frequencies
    )
    path = folder() / f"{spec.subject}.frequency.parquet"
    draft = path.with_suffix(".part")
    connection.execute(f"copy (select * from ({every}) order by col, value) to '{draft}' (format parquet)")
    Path(draft).replace(path)
    told = folder() / f"{spec.subject}.json"
    part = told.with_suffix(".json.part")
    part.write_bytes(orjson.dumps(about))
    Path(part).replace(told)


def published(subject: str) -> dict[str, Any]:
    """What the last run said of itself; empty where none was."""
    path = folder() / f"{subject}.json"
    found: dict[str, Any] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return found
