"""What Splink does to score pairs, as one statement of DuckDB."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

import duckdb
import orjson
from splink import DuckDBAPI, Linker

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
LEFT, RIGHT = "records_of_left", "records_of_right"
"""Names in the statement that stand for the two tables."""


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
def of_splink(columns: tuple[tuple[str, str], ...], frequencies: tuple[str, ...], settings: bytes) -> str:
    """What Splink does to score the pairs ``asked`` of records with these columns (name, type), which stand in
    ``LEFT`` and ``RIGHT``. Splink takes far longer to write it than DuckDB to run it on a day's pairs."""
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
        return _SLIP.sub(_NEEDED, api.statements[last].replace(left, LEFT).replace(right, RIGHT))
