"""What a subject's records are compared by: ``specs/<subject>.yaml`` as Splink's settings, without trained weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hub.linkage.model import Kind

_SPECS = Path(__file__).with_name("specs")


@dataclass(frozen=True)
class Comparison:
    """One comparison: its name, the original fields it is about, its levels' names from best to worst."""

    name: str
    fields: tuple[str, ...]
    levels: tuple[str, ...]
    of: Kind
    """The statement for which it is evidence: the person, or (once the person is the same) the matter."""
    of_household: bool = False
    """Whether people of one house share it."""


@dataclass(frozen=True)
class Spec:
    """A subject's comparisons and blocking rules."""

    subject: str
    comparisons: tuple[Comparison, ...]
    kinds: tuple[Kind, ...]
    frequencies: tuple[str, ...]
    """Columns whose equal values are weighed by how rare they are."""
    settings: dict[str, Any]


@cache
def spec(subject: str) -> Spec:
    """The subject's specification, as Splink's settings of the type ``dedupe_only`` over ``id``."""
    return read(subject, _SPECS / f"{subject}.yaml")


def read(subject: str, path: Path) -> Spec:
    """A specification from a file."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    comparisons, settings = [], []
    for name, entry in declared["comparisons"].items():
        levels = tuple(level["level"] for level in entry["levels"])
        of = Kind(entry.get("of", Kind.SAME_PERSON))
        comparisons.append(Comparison(name, tuple(entry["fields"]), levels, of, entry.get("household", False)))
        settings.append(_comparison(name, entry))
    found = [level["tf"] for entry in declared["comparisons"].values() for level in entry["levels"] if "tf" in level]
    return Spec(
        subject,
        tuple(comparisons),
        tuple(Kind(kind) for kind in declared["kinds"]),
        tuple(dict.fromkeys(found)),
        {
            "link_type": "dedupe_only",
            "unique_id_column_name": "id",
            "probability_two_random_records_match": 0.0001,
            "comparisons": settings,
            "blocking_rules_to_generate_predictions": [{"blocking_rule": rule(one)} for one in declared["blocking"]],
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": True,
            "additional_columns_to_retain": ["source"],
        },
    )


def rule(columns: list[str]) -> str:
    """A blocking rule: equal in each column or expression; records of one pool are never compared."""
    parts = [f"{_of_side(column, 'l')} = {_of_side(column, 'r')}" for column in columns]
    return " and ".join([*parts, "l.pool <> r.pool"])


def _of_side(column: str, side: str) -> str:
    return re.sub(r"\b([a-z_]+)\b(?!\()", rf"{side}.\1", column)


def _comparison(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": entry["missing"], "label_for_charts": "missing", "is_null_level": True}
    ]
    for level in entry["levels"]:
        made: dict[str, Any] = {"sql_condition": level.get("when", "ELSE"), "label_for_charts": level["level"]}
        if "tf" in level:
            made |= {"tf_adjustment_column": level["tf"], "tf_adjustment_weight": 1.0}
        for side in ("m", "u"):
            if side in level:
                made |= {f"{side}_probability": level[side], f"fix_{side}_probability": True}
        levels.append(made)
    return {"output_column_name": name, "comparison_levels": levels}
