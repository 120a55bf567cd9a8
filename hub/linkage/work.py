"""DuckDB as linkage uses it: one file or memory, no network, physical tables; frequencies that move in steps."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from hub.linkage.comparable import schema
from hub.linkage.spec import Spec

MEMORY_MB = 1500
THREADS = 2
_TYPES = {pa.string(): "VARCHAR", pa.date32(): "DATE", pa.list_(pa.string()): "VARCHAR[]"}


def connect(
    path: Path | None = None, *, threads: int = THREADS, memory_mb: int = MEMORY_MB
) -> duckdb.DuckDBPyConnection:
    """A connection that reaches nothing but this machine's files: extensions are neither fetched nor loaded."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads, "memory_limit": f"{memory_mb}MB", "autoinstall_known_extensions": False,
        "autoload_known_extensions": False, "preserve_insertion_order": False,
    }  # fmt: skip
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        config["temp_directory"] = str(path.with_suffix(".tmp"))
    connection = duckdb.connect(str(path) if path else ":memory:", config=config)
    connection.execute("set enable_progress_bar = false")
    return connection


def create(connection: duckdb.DuckDBPyConnection, table: str, spec: Spec, kind: str = "") -> None:
    """An empty table of comparable records, with ``pool``: records of one pool are never compared; ``hash`` is the
    store's, of records that stand there; then the keys by which they meet."""
    columns = [f"{field.name} {_TYPES[field.type]}" for field in schema(spec.subject)]
    columns += ["pool VARCHAR", "hash BLOB", *(f"{name} UINTEGER" for name in spec.key_names)]
    connection.execute(f"create or replace {kind} table {table} ({', '.join(columns)})")


def append(connection: duckdb.DuckDBPyConnection, table: str, spec: Spec, rows: pa.Table, pool: str) -> None:
    """Add comparable rows; ``pool`` is an SQL expression over them. A registered Arrow table is only ever read once
    here: Splink on registered tables grows with the square of the rows. A ``hash`` is given in hexadecimal digits."""
    connection.register("incoming", rows)
    each = "* replace (unhex(hash) as hash)" if "hash" in rows.column_names else "*"
    connection.execute(f"insert into {table} by name select {each}, {pool} as pool, {keys(spec)} from incoming")
    connection.unregister("incoming")


def keys(spec: Spec) -> str:
    """SQL of a record's keys, of its comparable columns."""
    return ", ".join(
        f"case when {key} is null then null else (hash({key}) >> 32)::UINTEGER end as {name}"
        for key, name in zip(spec.keys, spec.key_names, strict=True)
    )


def without_keys(spec: Spec) -> str:
    """SQL of a record's columns but for the keys, which have done their work once two records have met."""
    return f"* exclude ({', '.join(spec.key_names)})"


def weigh(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], spec: Spec) -> None:
    """A table ``tf_<column>`` each (``<column>``, ``tf_<column>``) of values that stand more than once in ``tables``;
    of a column that means one person, those that more than one bears.

    A frequency moves in steps: counts in half octaves over the number of values as a power of two. So a day's new
    records leave nearly every weight as it was, and what is computed bit by bit equals what is computed at once.
    ``weighed`` (one row) holds how many values stand in each column.
    """
    tables = list(tables)
    for column in spec.frequencies:
        each = " union all ".join(f"select {_needed(spec, column)} from {table}" for table in tables)
        connection.execute(f"create or replace table tf_{column} as {_frequencies(spec, column, each)}")
    each = " union all ".join(f"select {', '.join(spec.frequencies)} from {table}" for table in tables)
    connection.execute(f"create or replace table weighed as select {_counts(spec)} from ({each})")


def reweigh(connection: duckdb.DuckDBPyConnection, spec: Spec) -> None:
    """What ``weigh`` gives of ``rec``, where it was weighed before ``went`` left and ``came`` arrived: only the values
    of these are counted anew. A table ``was_<column>`` each holds them with what they weighed, null for nothing."""
    now, came, went = (
        connection.execute(f"select {which} from {rows}").fetchall()[0]
        for which, rows in (("*", "weighed"), (_counts(spec), "came"), (_counts(spec), "went"))
    )
    totals = [known + added - left for known, added, left in zip(now, came, went, strict=True)]
    connection.execute("delete from weighed")
    connection.execute(f"insert into weighed values ({', '.join(map(str, totals))})")
    for column, before, total in zip(spec.frequencies, now, totals, strict=True):
        is_all = (total or 1).bit_length() != (before or 1).bit_length()
        known = f"union select {column} from tf_{column} union select {column} from rec" if is_all else ""
        connection.execute(
            f"create or replace table was_{column} as select {column}, tf_{column} from "
            f"(select {column} from went union select {column} from came {known}) "
            f"left join tf_{column} using ({column}) where {column} is not null"
        )
        some = f"select {_needed(spec, column)} from rec where {column} in (select {column} from was_{column})"
        connection.execute(f"delete from tf_{column} where {column} in (select {column} from was_{column})")
        connection.execute(f"insert into tf_{column} {_frequencies(spec, column, some, str(total))}")


def _counts(spec: Spec) -> str:
    return ", ".join(f"count({column}) as {column}" for column in spec.frequencies)


def _needed(spec: Spec, column: str) -> str:
    return ", ".join(filter(None, (column, spec.bearers.get(column))))


def _frequencies(spec: Spec, column: str, rows: str, total: str = "(select sum(records) from counted)") -> str:
    """SQL of the column's table of frequencies; ``total`` is how many values stand in all."""
    bearer = spec.bearers.get(column)
    count = f"count(distinct coalesce({bearer}, ''))" if bearer else "count(*)"
    return (
        f"with counted as (select {column} as value, {count} as n, count(*) as records from ({rows}) "
        f"where {column} is not null group by value) "
        f"select value as {column}, pow(2, floor(2 * log2(n)) / 2) / pow(2, floor(log2({total}))) as tf_{column} "
        "from counted where n > 1"
    )
