"""Pairs scored by Splink: each comparison's weight, summed by the statement that it is evidence for.

Which pairs are met is asked of DuckDB in one statement, a union of the blocking rules: Splink's own asks of each pair
and rule whether an earlier rule met it, which grows faster than the lists. What a pair weighs is Splink's statement.
"""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import orjson

from hub.linkage import work
from hub.linkage.spec import Spec

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
    from hub.linkage import statements  # takes half a second, and most that reads links scores none

    described = connection.execute(f"describe {left}").fetchall()
    columns = tuple((name, "VARCHAR" if name == "id" else kind) for name, kind, *_ in described)
    statement = statements.of_splink(columns, spec.frequencies, orjson.dumps(settings))
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
        f"from ({statement.replace(statements.LEFT, left).replace(statements.RIGHT, right)})) {least}"
    )
