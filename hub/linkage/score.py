"""Pairs scored by Splink: each comparison's weight, summed by the statement that it is evidence for."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import duckdb
import orjson
from splink import DuckDBAPI, Linker

from hub.linkage import work
from hub.linkage.spec import Spec
from hub.linkage.spec import spec as spec_of

logging.getLogger("splink").setLevel(logging.ERROR)
_MAKES = re.compile(r"CREATE TABLE (\w+) AS")
PRIOR = 0.5
"""Splink is given even odds; the odds before any evidence depend on the lists' sizes and are added in ``decide``."""


def scored(
    connection: duckdb.DuckDBPyConnection, spec: Spec, settings: dict[str, Any], left: str, right: str | None,
    to: str, *, floor: float, parts: int = 1,
) -> None:  # fmt: skip
    """Append to ``to`` the pairs of ``left`` × ``right`` (of ``left`` within itself where ``right`` is None).

    Both are physical tables of ``work.create``; ``work.weigh`` must have weighed their values. Columns of ``to``:
    ``left_id`` < ``right_id``, ``person`` and ``matter`` (bits, rounded to 6 places, without prior), and for each
    comparison ``g_<name>`` (Splink's level, -1 missing) and ``w_<name>`` (bits). Pairs whose bits in all are below
    ``floor`` are dropped. ``parts`` bounds memory; it changes no result.
    """
    create(connection, spec, to)
    api = DuckDBAPI(connection)
    first = api.register(left)
    linker = _linker(api, spec, settings, first)
    for part in range(parts):
        piece = right or left
        if parts > 1:
            connection.execute(
                f"create or replace table piece as select * from {right or left} where hash(id) % {parts} = {part}"
            )
            piece = "piece"
        found = linker.inference.predict_between(
            first, api.register(piece), threshold_match_weight=floor, warning_mode="never"
        )
        _keep(connection, spec, found.physical_name, to, is_within=right is None)
        found.drop_table_from_database_and_remove_from_cache()
    connection.execute("drop table if exists piece")


def scored_pairs(
    connection: duckdb.DuckDBPyConnection, spec: Spec, settings: dict[str, Any], tables: Sequence[str], pairs: str,
    to: str,
) -> None:  # fmt: skip
    """Append to ``to`` exactly the ``pairs`` (``left_id``, ``right_id``) of records in ``tables``, blocked or not."""
    create(connection, spec, to)
    if not connection.execute(f"select 1 from {pairs} limit 1").fetchall():
        return
    every = " union all ".join(
        f"select * from {table} where id in (select left_id from {pairs} union select right_id from {pairs})"
        for table in tables
    )
    connection.execute(f"create or replace table asked_record as {every}")
    connection.execute(f"create or replace table asked as select left_id as join_key_l, right_id as join_key_r, "
                       f"'0' as match_key from {pairs}")  # fmt: skip
    made = _statements(spec.subject, orjson.dumps(settings))
    for table, statement in made.items():
        connection.execute(f"drop table if exists {table}")
        connection.execute(statement)
    _keep(connection, spec, list(made)[-1], to, is_within=False)
    for table in ("asked", "asked_record", *made):
        connection.execute(f"drop table {table}")


class _Noting(DuckDBAPI):
    """Keeps the statements by which Splink makes a table, by its name."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self.statements: dict[str, str] = {}

    def _execute_sql_against_backend(self, final_sql: str) -> Any:
        made = _MAKES.match(final_sql)
        if made:
            self.statements[made[1]] = final_sql
        return super()._execute_sql_against_backend(final_sql)


@lru_cache(maxsize=8)
def _statements(subject: str, settings: bytes) -> dict[str, str]:
    """What Splink does to score the pairs ``asked`` of the records ``asked_record``: a statement a table, the last one
    the scored pairs. Splink takes far longer to write it than DuckDB to run it on a day's pairs."""
    own = spec_of(subject)
    with duckdb.connect() as empty:
        work.create(empty, "asked_record", subject)
        work.weigh(empty, ["asked_record"], own)
        empty.execute("create table asked (match_key VARCHAR, join_key_l VARCHAR, join_key_r VARCHAR)")
        api = _Noting(empty)
        linker = _linker(api, own, orjson.loads(settings), api.register("asked_record"))
        linker.table_management.register_blocked_pairs_for_predict(api.register("asked"))
        linker.inference.predict(warning_mode="never")
        return api.statements


def create(connection: duckdb.DuckDBPyConnection, spec: Spec, table: str) -> None:
    """The table of scored pairs, where it is not there yet."""
    levels = ", ".join(f"g_{one.name} TINYINT, w_{one.name} DOUBLE" for one in spec.comparisons)
    connection.execute(
        f"create table if not exists {table} "
        f"(left_id VARCHAR, right_id VARCHAR, person DOUBLE, matter DOUBLE, {levels})"
    )


def _linker(api: DuckDBAPI, spec: Spec, settings: dict[str, Any], first: Any) -> Linker:
    own = {"probability_two_random_records_match": PRIOR, "additional_columns_to_retain": []}
    linker = Linker(first, settings | own, validate_settings=False, log_level=None)
    for column in spec.frequencies:
        linker.table_management.register_term_frequency_lookup(api.register(f"tf_{column}"), column)
    return linker


def _keep(connection: duckdb.DuckDBPyConnection, spec: Spec, found: str, to: str, *, is_within: bool) -> None:
    present = {row[0] for row in connection.execute(f"describe {found}").fetchall()}

    def weight(name: str) -> str:
        adjusted = f"mw_tf_adj_{name}"
        return f"mw_{name} + {adjusted}" if adjusted in present else f"mw_{name}"

    def total(of: Iterable[str]) -> str:
        return "round(" + " + ".join(f"({weight(name)})" for name in of) + ", 6)"

    person = [one.name for one in spec.comparisons if one.of == "same_person"]
    matter = [one.name for one in spec.comparisons if one.of == "same_matter"]
    parts = ", ".join(f"gamma_{one.name}, round({weight(one.name)}, 6)" for one in spec.comparisons)
    twice = "where id_l < id_r" if is_within else ""
    connection.execute(
        f"insert into {to} select least(id_l, id_r), greatest(id_l, id_r), {total(person)}, "
        f"{total(matter) if matter else '0'}, {parts} from {found} {twice}"
    )
