"""Pairs scored by Splink: each comparison's weight, summed by the statement that it is evidence for.

Which pairs are met is asked of DuckDB in one statement, a union of the blocking rules: Splink's own asks of each pair
and rule whether an earlier rule met it, which grows faster than the lists. What a pair weighs is Splink's statement.
"""

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

logging.getLogger("splink").setLevel(logging.ERROR)
_MAKES = re.compile(r"CREATE TABLE (\w+) AS")
_SLIP = re.compile(r"damerau_levenshtein\((\w+), (\w+)\) = 1")
_NEEDED = (
    r"abs(length(\1) - length(\2)) <= 1 and (left(\1, (length(\1) - 1) // 2) = left(\2, (length(\1) - 1) // 2) "
    r"or right(\1, (length(\1) - 1) // 2) = right(\2, (length(\1) - 1) // 2)) and \g<0>"
)
"""One slip leaves the texts' first or last half as it was (but for a character where two change places): asked first,
as DuckDB takes long to count slips."""
PRIOR = 0.5
"""Splink is given even odds; the odds before any evidence depend on the lists' sizes and are added in ``decide``."""
_PART = 2_000_000
"""Pairs scored at a time: bounds memory and changes no result."""


def scored(
    connection: duckdb.DuckDBPyConnection, spec: Spec, settings: dict[str, Any], left: str, right: str | None,
    to: str, *, floor: float,
) -> None:  # fmt: skip
    """Append to ``to`` the pairs of ``left`` × ``right`` (of ``left`` within itself where ``right`` is None).

    Both are physical tables of ``work.create`` from which nothing was deleted; ``work.weigh`` must have weighed their
    values. Columns of ``to``: ``left_id`` < ``right_id``, ``person`` and ``matter`` (bits, rounded to 6 places, without
    prior), and for each comparison ``g_<name>`` (Splink's level, -1 missing) and ``w_<name>`` (bits). Pairs whose bits
    in all are below ``floor`` are dropped.
    """
    create(connection, spec, to)
    once = "" if right else " and l.id < r.id"
    met = " union ".join(
        f"select l.rowid as join_key_l, r.rowid as join_key_r from {left} l join {right or left} r on {rule}{once}"
        for rule in spec.rules
    )
    connection.execute(f"create or replace temp table met as {met}")
    create(connection, spec, "found", "temp", "BIGINT")
    columns = work.without_keys(spec)
    parts = 1 + connection.execute("select count(*) from met").fetchall()[0][0] // _PART
    for part in range(parts):
        connection.execute(
            "create or replace temp table asked as select *, '0' as match_key from met "
            f"where join_key_r % {parts} = {part}"
        )
        for side, table in (("l", left), ("r", right or left)):
            connection.execute(
                f"create or replace temp table asked_{side} as select {columns} replace (rowid as id) from {table} "
                f"where rowid in (select join_key_{side} from asked)"
            )
        _score(connection, spec, settings, "asked_l", "asked_r", "found", floor)
    connection.execute(
        f"insert into {to} select least(l.id, r.id), greatest(l.id, r.id), found.* exclude (left_id, right_id) "
        f"from found join {left} l on l.rowid = left_id join {right or left} r on r.rowid = right_id"
    )
    for table in ("met", "asked", "asked_l", "asked_r", "found"):
        connection.execute(f"drop table {table}")


def scored_pairs(
    connection: duckdb.DuckDBPyConnection, spec: Spec, settings: dict[str, Any], tables: Sequence[str], pairs: str,
    to: str, *, floor: float | None = None,
) -> None:  # fmt: skip
    """Append to ``to`` exactly the ``pairs`` (``left_id`` < ``right_id``) of records in ``tables``, blocked or not, but
    for those whose bits in all are below ``floor``."""
    create(connection, spec, to)
    if not connection.execute(f"select 1 from {pairs} limit 1").fetchall():
        return
    ends = f"select left_id from {pairs} union select right_id from {pairs}"
    every = " union all ".join(
        f"select {work.without_keys(spec)} from {table} where id in ({ends})" for table in tables
    )
    connection.execute(f"create or replace temp table asked_record as {every}")
    scored_among(connection, spec, settings, "asked_record", pairs, to, floor=floor)
    connection.execute("drop table asked_record")


def scored_among(
    connection: duckdb.DuckDBPyConnection, spec: Spec, settings: dict[str, Any], table: str, pairs: str, to: str, *,
    floor: float | None = None,
) -> None:  # fmt: skip
    """The same, where ``table`` holds the records of ``pairs`` and hardly others, without their keys."""
    connection.execute(f"create or replace temp table asked as select left_id as join_key_l, right_id as join_key_r, "
                       f"'0' as match_key from {pairs}")  # fmt: skip
    _score(connection, spec, settings, table, table, to, floor)
    connection.execute("drop table asked")


def create(
    connection: duckdb.DuckDBPyConnection, spec: Spec, table: str, kind: str = "", of_ids: str = "VARCHAR"
) -> None:
    """The table of scored pairs, where it is not there yet."""
    levels = ", ".join(f"g_{one.name} TINYINT, w_{one.name} DOUBLE" for one in spec.comparisons)
    connection.execute(
        f"create {kind} table if not exists {table} "
        f"(left_id {of_ids}, right_id {of_ids}, person DOUBLE, matter DOUBLE, {levels})"
    )


def _score(
    connection: duckdb.DuckDBPyConnection, spec: Spec, settings: dict[str, Any], left: str, right: str, to: str,
    floor: float | None,
) -> None:  # fmt: skip
    """Append to ``to`` the pairs of the table ``asked`` (``join_key_l`` of ``left``, ``join_key_r`` of ``right``)."""
    described = connection.execute(f"describe {left}").fetchall()
    columns = tuple((name, "VARCHAR" if name == "id" else kind) for name, kind, *_ in described)
    statement = _statement(columns, spec.frequencies, orjson.dumps(settings))
    adjusted = set(re.findall(r"\bas (mw_tf_adj_\w+)", statement))

    def weight(name: str) -> str:
        return f"mw_{name} + mw_tf_adj_{name}" if f"mw_tf_adj_{name}" in adjusted else f"mw_{name}"

    def total(of: Iterable[str]) -> str:
        return "round(" + " + ".join(f"({weight(name)})" for name in of) + ", 6)"

    person = [one.name for one in spec.comparisons if one.of == "same_person"]
    matter = [one.name for one in spec.comparisons if one.of == "same_matter"]
    parts = ", ".join(f"gamma_{one.name}, round({weight(one.name)}, 6)" for one in spec.comparisons)
    least = "" if floor is None else f"where person + matter >= {floor}"
    connection.execute(
        f"insert into {to} select * from (select id_l, id_r, {total(person)} as person, "
        f"{total(matter) if matter else '0'} as matter, {parts} "
        f"from ({statement.replace(_LEFT, left).replace(_RIGHT, right)})) {least}"
    )


_LEFT, _RIGHT = "records_of_left", "records_of_right"


class _Noting(DuckDBAPI):
    """Keeps the statements by which Splink makes a table, by its name."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self.statements: dict[str, str] = {}

    def _execute_sql_against_backend(self, final_sql: str) -> Any:
        made = _MAKES.match(final_sql)
        if made:
            self.statements[made[1]] = final_sql[made.end() :]
        return super()._execute_sql_against_backend(final_sql)


@lru_cache(maxsize=8)
def _statement(columns: tuple[tuple[str, str], ...], frequencies: tuple[str, ...], settings: bytes) -> str:
    """What Splink does to score the pairs ``asked`` of records with these columns (name, type), which stand in
    ``_LEFT`` and ``_RIGHT``. Splink takes far longer to write it than DuckDB to run it on a day's pairs."""
    own = {"probability_two_random_records_match": PRIOR, "additional_columns_to_retain": []}
    types = dict(columns)
    with duckdb.connect() as empty:
        empty.execute("create table record (" + ", ".join(f"{name} {kind}" for name, kind in columns) + ")")
        empty.execute("create table asked (join_key_l VARCHAR, join_key_r VARCHAR, match_key VARCHAR)")
        api = _Noting(empty)
        linker = Linker(api.register("record"), orjson.loads(settings) | own, validate_settings=False, log_level=None)
        for column in frequencies:
            empty.execute(f"create table tf_{column} ({column} {types[column]}, tf_{column} DOUBLE)")
            linker.table_management.register_term_frequency_lookup(api.register(f"tf_{column}"), column)
        linker.table_management.register_blocked_pairs_for_predict(api.register("asked"))
        linker.inference.predict(warning_mode="never")
        left, right, last = api.statements
        return _SLIP.sub(_NEEDED, api.statements[last].replace(left, _LEFT).replace(right, _RIGHT))
