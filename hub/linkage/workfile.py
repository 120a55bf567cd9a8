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
import sqlalchemy as sa

from hub.linkage import score, source, work
from hub.linkage.spec import Spec
from hub.settings import hub_home

LAYOUT = "3"
"""Of the tables; a file of another is made anew."""
_STATE = "create {} state (id VARCHAR, dataset VARCHAR, hash BLOB)"


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
        connection.execute(_STATE.format("table if not exists"))
        yield connection
    finally:
        connection.close()


def emptied(connection: duckdb.DuckDBPyConnection, spec: Spec) -> None:
    """Forget everything."""
    work.create(connection, "rec", spec.subject)
    connection.execute(_STATE.format("or replace table"))
    connection.execute("create or replace table gone (id VARCHAR)")
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
    connection: duckdb.DuckDBPyConnection, database: sa.Connection, subject: str, known_on: date | None
) -> dict[str, list[bytes]]:
    """Table ``gone``: the ids of records that the store holds no longer as they were. Back come, by dataset, the hashes
    of what it holds instead."""
    connection.execute("create or replace table gone (id VARCHAR)")
    wanted: dict[str, list[bytes]] = {}
    for dataset, found in source.hashes(database, subject, known_on):
        connection.register("fresh", pa.table({"hash": found}))
        connection.execute(
            "create or replace temp table unlike as select f.hash, s.id from fresh f full join "
            "(select * from state where dataset = ?) s using (hash) where f.hash is null or s.hash is null",
            [dataset],
        )
        connection.unregister("fresh")
        connection.execute("insert into gone select id from unlike where id is not null")
        rows = connection.execute("select hash from unlike where id is null order by hash").fetchall()
        wanted[dataset] = [row[0] for row in rows]
    known = ", ".join("?" * len(wanted))
    connection.execute(f"insert into gone select id from state where dataset not in ({known})", list(wanted))
    connection.execute("drop table if exists unlike")
    return wanted


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, dataset: str) -> None:
    """Add ``id`` and ``hash`` (hexadecimal digits) of these rows to a table like ``state``."""
    connection.register("kept", rows.select(["id", "hash"]))
    connection.execute(f"insert into {table} select id, ?, unhex(hash) from kept", [dataset])
    connection.unregister("kept")


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
