"""A day's changes in a work file: the pairs that they may concern are compared and decided anew, the rest stands."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import duckdb

from hub.linkage import run, score, work
from hub.linkage.decide import band
from hub.linkage.trained import Model

REWEIGH = 0.2
"""Share of the records beyond which all are compared anew."""


def compare(file: duckdb.DuckDBPyConnection, made: Model, bits: float) -> bool:
    """Compare the records of the table ``changed`` with all, and anew the pairs whose frequencies moved (``tf_*``
    against ``was_*``, see ``work.reweigh``); False where so much moved that all must be compared anew.

    Leaves ``redone``: the pairs dropped, compared, or compared again.
    """
    everywhere = " union all ".join(_moved(made, column) for column in made.spec.frequencies)
    file.execute(
        "create or replace temp table moved as select id, any_value(place) as place, "
        f"bool_or(not coalesce(is_commoner, false)) as is_rarer from ({everywhere}) group by id"
    )
    # A value grown rarer may lift a pair that was never kept; its records are compared with all again.
    file.execute(
        "create or replace temp table again as select id, max(place) as place from (select id, place from changed "
        "union all select id, place from moved where is_rarer) group by id"
    )
    counted = file.execute("select (select count(*) from again), (select count(*) from rec)").fetchall()[0]
    if counted[0] > REWEIGH * counted[1]:
        return False
    _drop(file)
    # What changed was added last: it is read without passing over all others.
    file.execute(
        "create or replace temp table ours as select *, rowid as place from rec "
        "where rowid >= (select min(place) from changed) and rowid in (select place from changed) union all "
        "select *, rowid from rec where rowid in (select place from again anti join changed using (id))"
    )
    met = " union ".join(
        f"select least(l.rowid, r.place) as one, greatest(l.rowid, r.place) as other from rec l join ours r on {rule}"
        for rule in made.spec.rules
    )
    file.execute(f"create or replace temp table met as {met}")
    file.execute(
        f"create or replace temp table theirs as select {work.without_keys(made.spec)}, rowid as place from rec "
        "where rowid in (select one from met union all select other from met) "
        "or id in (select left_id from asking union all select right_id from asking)"
    )
    file.execute(
        "insert into asking select least(a.id, b.id), greatest(a.id, b.id) "
        "from met join theirs a on a.place = one join theirs b on b.place = other"
    )
    file.execute("alter table theirs drop column place")
    score.create(file, made.spec, "fresh", "temp")
    score.scored_among(file, made.spec, made.settings, "theirs", "asking", "fresh", floor=run.floor(made, bits))
    file.execute("insert into pairs select * from fresh")
    file.execute("insert into redone select left_id, right_id from fresh")
    for table in ("ours", "theirs", "met", "asking", "fresh"):
        file.execute(f"drop table {table}")
    return True


def _drop(file: duckdb.DuckDBPyConnection) -> None:
    """Take the pairs that may weigh otherwise now out of both tables. They stand in ``redone`` then, and in ``asking``
    those whose weight alone moved; rivals that are still met are compared when they are."""
    again = "(left_id in (select id from again) or right_id in (select id from again))"
    stale = "(left_id in (select id from moved) and right_id in (select id from moved))"
    file.execute("create or replace temp table redone (left_id VARCHAR, right_id VARCHAR)")
    file.execute("create or replace temp table asking (left_id VARCHAR, right_id VARCHAR)")
    for table in ("pairs", "rival_pairs"):
        file.execute(
            f"create or replace temp table dropped as select left_id, right_id, rowid as place, {again} as is_again "
            f"from {table} where {again} or {stale}"
        )
        file.execute(f"delete from {table} where rowid in (select place from dropped)")
        file.execute("insert into redone select left_id, right_id from dropped")
        if table == "pairs":
            file.execute("insert into asking select left_id, right_id from dropped where not is_again")
    file.execute("drop table dropped")


def _moved(made: Model, column: str) -> str:
    """SQL of the records with a value whose frequency moved. One that stood once, and is met again only in a changed
    record, has no other pair; but the bearers of one value may become two."""
    some = "true" if column in made.spec.bearers else f"w.tf_{column} is not null"
    return (
        f"select r.id, r.rowid as place, v.is_commoner from (select w.{column} as value, "
        f"n.tf_{column} > coalesce(w.tf_{column}, 0) as is_commoner from was_{column} w "
        f"left join tf_{column} n using ({column}) where {some} and n.tf_{column} is distinct from w.tf_{column}) v "
        f"join rec r on r.{column} = v.value"
    )


def conclude(file: duckdb.DuckDBPyConnection, made: Model, bits: float, masters: str) -> None:
    """Decide the pairs that ``redone`` may concern: those that share a record with one of it. What settles these shares
    a record with them. Afterwards ``redone`` holds all that were decided anew or dropped."""
    ends = "create or replace temp table ends as select left_id as id from {0} union select right_id from {0}"
    near = "left_id in (select id from ends) or right_id in (select id from ends)"
    file.execute(ends.format("redone"))
    file.execute(f"create or replace temp table redo as select left_id, right_id from pairs where {near}")
    file.execute("insert into redone select * from redo")
    file.execute(ends.format("redo"))
    file.execute(f"create or replace temp table near_pairs as select * from pairs where {near}")
    run.conclude(file, made, bits, ["rec"], masters, pairs="near_pairs", to="near_decided")
    file.execute("create or replace temp table redone as select distinct left_id, right_id from redone")
    tell(file, made, "near_decided join redo using (left_id, right_id)", "near_pairs")
    for table in ("near_pairs", "near_decided", "redo", "ends"):
        file.execute(f"drop table {table}")


def nothing(file: duckdb.DuckDBPyConnection) -> None:
    """Nothing changed: no link is told anew."""
    file.execute("create or replace temp table redone (left_id VARCHAR, right_id VARCHAR)")
    file.execute("create or replace temp table telling as select * from told where false")


def tell(file: duckdb.DuckDBPyConnection, made: Model, decided: str = "decided", pairs: str = "pairs") -> None:
    """Table ``telling``: the links of ``decided`` that stand, as ``hub.link`` holds them."""
    weights = " || ', ' || ".join(f"'\"{one.name}\": ' || round(w_{one.name}, 6)" for one in made.spec.comparisons)
    file.execute(
        f"""
        create or replace temp table telling as
        select * from (
          select d.kind, d.left_id, d.right_id, d.weight, d.probability, {band(made.policy, "d")} as band,
            '{{' || {weights} || '}}' as comparisons
          from (select * from {decided}) d join {pairs} p using (left_id, right_id)
        ) where band <> 'reject'
        """
    )


def tell_the_rest(file: duckdb.DuckDBPyConnection) -> None:
    """Add to ``telling`` the links that stand as they did."""
    file.execute("insert into telling select * from told anti join redone using (left_id, right_id)")
