"""Two tables of comparable records to decided pairs, in one DuckDB connection."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import duckdb

from hub.linkage import score, work
from hub.linkage.decide import census, decide, prior, rivals, settle, stepped
from hub.linkage.model import Kind
from hub.linkage.trained import Model

SETTLED = {"employee": Kind.SAME_PERSON, "matter": Kind.SAME_MATTER}
"""The kind of which a record has one partner in another list. For employees the first list is the roster, in which a
person stands once; other lists may name a person several times."""
FLOOR = 1.0
"""Bits a candidate keeps above the prior's need; below it no kind of link can reach review."""


def between(connection: duckdb.DuckDBPyConnection, model: Model, left: str, right: str) -> None:
    """Compare ``left`` with ``right`` (tables of ``work.create``): tables ``pairs`` and ``decided``."""
    sizes = [connection.execute(f"select count(*) from {table}").fetchall()[0][0] for table in (left, right)]
    bits = prior(model.policy, *sizes)
    model = model.at(stepped(max(sizes)))
    work.weigh(connection, [left, right], model.spec)
    for table in ("pairs", "rival_pairs"):
        connection.execute(f"drop table if exists {table}")
    score.scored(connection, model.spec, model.settings, left, right, "pairs", floor=floor(model, bits))
    model = model.among(census(connection, model.spec, bits, "pairs"))
    masters = f"other in (select id from {left})" if SETTLED[model.spec.subject] is Kind.SAME_PERSON else "true"
    conclude(connection, model, bits, [left, right], masters)


def conclude(
    connection: duckdb.DuckDBPyConnection, model: Model, bits: float, tables: list[str], masters: str,
    pairs: str = "pairs", to: str = "decided",
) -> None:  # fmt: skip
    """From ``pairs`` to the table ``to``; rivals that ``rival_pairs`` does not hold yet are compared."""
    decide(connection, model.spec, model.policy, bits, pairs, to)
    kind = SETTLED[model.spec.subject]
    rivals(connection, kind, masters, to, "rival")
    score.create(connection, model.spec, "rival_pairs")
    connection.execute(
        "create or replace temp table unknown_rival as select left_id, right_id from rival "
        "where (left_id, right_id) not in (select left_id, right_id from rival_pairs)"
    )
    score.scored_pairs(connection, model.spec, model.settings, tables, "unknown_rival", "rival_pairs")
    connection.execute(
        "create or replace temp table rival_scored as select * from rival_pairs join rival using (left_id, right_id)"
    )
    decide(connection, model.spec, model.policy, bits, "rival_scored", "rival_decided")
    connection.execute(f"create or replace temp table rival_known as select * from rival_decided where kind = '{kind}'")
    settle(connection, kind, masters, to, "rival_known")


def floor(model: Model, bits: float) -> float:
    """Bits in all below which a pair is dropped. A household's evidence may stand against a clashing name, so where
    households are told, less is enough."""
    return -bits - (12.0 if Kind.SAME_HOUSEHOLD in model.spec.kinds else 8.0)
