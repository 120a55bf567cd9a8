"""Why two records are linked, or are not: what each comparison found, in bits, with the original values."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

from datetime import date
from math import log2
from typing import Any

import duckdb
import sqlalchemy as sa

from hub.errors import NotAllowed
from hub.linkage import score, work, workfile
from hub.linkage.comparable import comparable
from hub.linkage.decide import Census, band, decide, prior
from hub.linkage.model import Band, Explanation, Kind, Record, Step
from hub.linkage.source import records, texts
from hub.linkage.spec import Comparison
from hub.linkage.tables import link
from hub.linkage.trained import Model, model

OTHER = "other_readings"
"""The step that brings the sum to the weight: what speaks for another reading of the pair (one household, two matters
of one person) or for another partner."""


def explain(
    connection: sa.Connection, subject: str, record_a: str, record_b: str, *, known_on: date | None = None
) -> list[Explanation]:
    """What speaks for and against each kind of link between two records (``<dataset>|<key>``), linked or not.

    ``prior`` and the steps' weights add up to ``weight``. Raises ``NotAllowed`` where a record is not in the store.
    """
    made = model(subject)
    ends = sorted((record_a, record_b))
    found = {one.id: one for one in records(connection, subject, ends, known_on)}
    missing = next((one for one in ends if one not in found), None)
    if missing is not None or record_a == record_b:
        raise NotAllowed("linkage-record-missing", record=missing or record_a)
    last = workfile.published(subject)
    size = int(last.get("size", 1))
    bits, made = prior(made.policy, size, 1), made.at(size).among(Census.read(last.get("census", "")))
    with work.connect(threads=1) as memory:
        work.create(memory, "rec", made.spec)
        for _, rows in texts(connection, subject, known_on, ids=ends):
            if rows.num_rows:
                work.append(memory, "rec", made.spec, comparable(subject, rows), "id")
        _frequencies(memory, made)
        memory.execute("create table pair as select ? as left_id, ? as right_id", ends)
        score.scored_pairs(memory, made.spec, made.settings, ["rec"], "pair", "pairs")
        decide(memory, made.spec, made.policy, bits, "pairs", "decided")
        at = memory.execute("select * from pairs")
        scored = dict(zip([column[0] for column in at.description or ()], at.fetchall()[0], strict=True))
        decided = memory.execute(
            f"select kind, weight, probability, {band(made.policy)}, clashes from decided"
        ).fetchall()
    rows = connection.execute(
        sa.select(link).where(link.c.subject == subject, link.c.left_id == ends[0], link.c.right_id == ends[1])
    )
    standing = {row.kind: row for row in rows}
    return [
        _explained(made, Kind(kind), found[ends[0]], found[ends[1]], bits, scored, standing.get(kind), alone, clashes)
        for kind, *alone, clashes in decided
    ]


def _explained(
    made: Model, kind: Kind, left: Record, right: Record, bits: float, scored: dict[str, Any], standing: Any,
    alone: list[Any], clashes: bool,
) -> Explanation:  # fmt: skip
    vetoes = []
    if standing is not None:
        weight, probability, found = standing.weight, standing.probability, Band(standing.band)
    else:
        weight, probability, found = alone[0], alone[1], Band(alone[2])
        if found is not Band.REJECT:
            found = Band.REJECT
            vetoes.append("linkage-veto-partner")
    bands = made.policy.bands[kind]
    if clashes and kind is not Kind.SAME_HOUSEHOLD and probability >= bands.accept:
        vetoes.append("linkage-veto-name" if scored["g_name_given"] == 0 else "linkage-veto-number")
    before = bits + (log2(made.policy.same_matter) if kind is Kind.SAME_MATTER else 0.0)
    steps = [_step(one, scored, left, right) for one in made.spec.comparisons if _counts(one, kind)]
    rest = round(weight - before - sum(step.weight for step in steps), 6)
    if abs(rest) >= 0.01:
        steps.append(Step(OTHER, "better_partner" if rest < 0 else "combined", rest, {}, {}))
    return Explanation(made.spec.subject, kind, left, right, before, tuple(steps), weight, probability, found,
                       tuple(vetoes))  # fmt: skip


def _counts(comparison: Comparison, kind: Kind) -> bool:
    if kind is Kind.SAME_HOUSEHOLD:
        return comparison.of_household
    return kind is Kind.SAME_MATTER or comparison.of is Kind.SAME_PERSON


def _step(comparison: Comparison, scored: dict[str, Any], left: Record, right: Record) -> Step:
    at = scored[f"g_{comparison.name}"]
    level = "missing" if at < 0 else comparison.levels[len(comparison.levels) - 1 - at]

    def values(record: Record) -> dict[str, Any]:
        return {field: record.values.get(field) for field in comparison.fields}

    return Step(comparison.name, level, scored[f"w_{comparison.name}"], values(left), values(right))


def _frequencies(memory: duckdb.DuckDBPyConnection, made: Model) -> None:
    """The frequencies of the two records' values, as the last run weighed them."""
    path = workfile.folder() / f"{made.spec.subject}.frequency.parquet"
    for column in made.spec.frequencies:
        source = (
            f"select r.{column}, any_value(f.tf) as tf_{column} from rec r join read_parquet('{path}') f "
            f"on f.col = '{column}' and f.value = r.{column}::VARCHAR group by r.{column}"
            if path.exists()
            else f"select {column}, 1.0::DOUBLE as tf_{column} from rec where false"
        )
        memory.execute(f"create or replace table tf_{column} as {source}")
