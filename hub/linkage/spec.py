"""What a subject's records are compared by: ``specs/<subject>.yaml`` as Splink's settings, without trained weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hub.linkage.model import Kind

_SPECS = Path(__file__).with_name("specs")
USUAL_SIZE = 10_000
"""Records of the larger list for which a model's JSON states what lies ``per_record``; ``Model.at`` restates it."""


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
    never_alone: tuple[int, tuple[str, ...]] | None = None
    """A level (counted from the worst, 0) that is accepted only where one of these other comparisons speaks for it."""


@dataclass(frozen=True)
class Spec:
    """A subject's comparisons and blocking rules."""

    subject: str
    comparisons: tuple[Comparison, ...]
    kinds: tuple[Kind, ...]
    frequencies: tuple[str, ...]
    """Columns whose equal values are weighed by how rare they are."""
    bearers: dict[str, str]
    """Of these, the columns that mean one person each (a number, a mobile): what tells two bearers of one apart. Not
    how many records hold such a value counts, but how many people: their own records say nothing against them."""
    per_record: dict[tuple[str, str], float]
    """By comparison and level: how many records of other people agree by chance with one record, whatever the size of
    the lists. Numbers run in sequence and families share a mobile, so what chance gives falls as lists grow."""
    keys: tuple[str, ...]
    """SQL of the values by which records meet. A record holds the hash of each as ``key_<place>``, as to join numbers
    takes less than half of what texts take; strangers whose hashes agree by chance are compared and dropped."""
    rules: tuple[str, ...]
    """The blocking rules as SQL between ``l`` and ``r``: pairs that one of them holds for are compared."""
    settings: dict[str, Any]

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns that hold the keys."""
        return tuple(f"key_{at}" for at in range(len(self.keys)))


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
        weak = next(((len(levels) - 1 - at, tuple(level["accept_with"])) for at, level in enumerate(entry["levels"])
                     if "accept_with" in level), None)  # fmt: skip
        comparisons.append(Comparison(name, tuple(entry["fields"]), levels, of, entry.get("household", False), weak))
        settings.append(_comparison(name, entry))
    every = [(name, level) for name, entry in declared["comparisons"].items() for level in entry["levels"]]
    found = [level["tf"] for _, level in every if "tf" in level]
    sides = [[column.split(" = ") for column in columns] for columns in declared["blocking"]]
    keys = tuple(dict.fromkeys(key for rule in sides for column in rule for key in column))
    return Spec(
        subject,
        tuple(comparisons),
        tuple(Kind(kind) for kind in declared["kinds"]),
        tuple(dict.fromkeys(found)),
        {level["tf"]: level["borne_by"] for _, level in every if "borne_by" in level},
        {(name, level["level"]): level["per_record"] for name, level in every if "per_record" in level},
        keys,
        tuple(_rule(rule, keys) for rule in sides),
        {
            "link_type": "dedupe_only",
            "unique_id_column_name": "id",
            "probability_two_random_records_match": 0.0001,
            "comparisons": settings,
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": True,
        },
    )


def _rule(columns: list[list[str]], keys: tuple[str, ...]) -> str:
    """A blocking rule: equal in each column or expression, or the left's one with the right's other (``one = other``);
    records of one pool are never compared."""
    parts = [f"l.key_{keys.index(one[0])} = r.key_{keys.index(one[-1])}" for one in columns]
    return " and ".join([*parts, "l.pool <> r.pool"])


def _comparison(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": entry["missing"], "label_for_charts": "missing", "is_null_level": True}
    ]
    for level in entry["levels"]:
        made: dict[str, Any] = {"sql_condition": level.get("when", "ELSE"), "label_for_charts": level["level"]}
        if "tf" in level:
            made |= {"tf_adjustment_column": level["tf"], "tf_adjustment_weight": 1.0}
        fixed = {side: level[side] for side in ("m", "u") if side in level}
        if "per_record" in level:
            fixed["u"] = level["per_record"] / USUAL_SIZE
        for side, share in fixed.items():
            made |= {f"{side}_probability": share, f"fix_{side}_probability": True}
        levels.append(made)
    return {"output_column_name": name, "comparison_levels": levels}
