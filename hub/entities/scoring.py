"""The weight of one pair by a linkage model, in Python: from the same JSON the same numbers as Splink's, at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hub.entities.conditions import Row, Term, columns, compiled

Frequency = Callable[[str, Any], float | None]
"""How frequent a value of a column is among all records, 0 to 1; None for one that is not listed."""


_MISSING = "missing"


class Said(NamedTuple):
    """What one comparison found: the level's name, and its weight in bits."""

    level: str
    weight: float


@dataclass(frozen=True)
class _Level:
    name: str
    holds: Term | None
    """None for the level of all that is left."""
    weight: float
    tf_column: str = ""
    tf_weight: float = 0.0
    tf_base: float = 0.0
    """log2 of the u of an exact match."""
    tf_least: float = 0.0


@dataclass(frozen=True)
class _Comparison:
    name: str
    columns: tuple[str, ...]
    levels: tuple[_Level, ...]

    def __call__(self, left: Row, right: Row, frequency: Frequency) -> Said | None:
        for level in self.levels:
            if level.holds is None or level.holds(left, right) is True:
                if level.name == _MISSING:
                    return None
                return Said(level.name, level.weight + _adjustment(level, left, right, frequency))
        return None


class Scorer:
    """A model's comparisons, ready to be asked. ``settings`` are Splink's, as ``hub.linkage`` keeps them."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        # Imported here: it takes a third of a second, and few callers score.
        from splink.internals.settings_creator import SettingsCreator

        made = SettingsCreator.from_path_or_dict(dict(settings)).get_settings("duckdb")
        self._comparisons = [_comparison(one) for one in made.comparisons]

    def __call__(self, left: Row, right: Row, frequency: Frequency) -> dict[str, Said]:
        """What each comparison says of two comparable records (``hub.linkage.comparable``), by its name; a comparison
        that either record leaves without a value is not in it."""
        found = ((one.name, one(left, right, frequency)) for one in self._comparisons)
        return {name: said for name, said in found if said is not None}

    def against(self, left: Row, frequency: Frequency) -> Callable[[Row], dict[str, Said]]:
        """The same for one record against many: what was found for a value is remembered."""
        asked = [
            (one, dict[Any, Said | None]()) for one in self._comparisons if not left.keys().isdisjoint(one.columns)
        ]

        def score(right: Row) -> dict[str, Said]:
            out = {}
            for one, known in asked:
                values = tuple(map(right.get, one.columns))
                try:
                    said = known[values]
                except KeyError:
                    said = known[values] = one(left, right, frequency)
                except TypeError:  # a list among the values
                    said = one(left, right, frequency)
                if said is not None:
                    out[one.name] = said
            return out

        return score


def _adjustment(level: _Level, left: Row, right: Row, frequency: Frequency) -> float:
    """Splink's term-frequency adjustment: a rare value says more than a common one."""
    if not level.tf_column:
        return 0.0
    found = [
        value for value in (frequency(level.tf_column, row.get(level.tf_column)) for row in (left, right)) if value
    ]
    if not found:
        return 0.0
    return level.tf_weight * (level.tf_base - math.log2(max(*found, level.tf_least)))


def _comparison(made: Any) -> _Comparison:
    levels = tuple(_level(level, made.comparison_levels) for level in made.comparison_levels)
    read = (columns(level.sql_condition) for level in made.comparison_levels if not level._is_else_level)
    return _Comparison(made.output_column_name, tuple(sorted(frozenset().union(*read))), levels)


def _level(level: Any, levels: list[Any]) -> _Level:
    holds = None if level._is_else_level else compiled(level.sql_condition)
    if level.is_null_level:
        return _Level(_MISSING, holds, 0.0)
    weight = level._match_weight or 0.0
    if not level._has_tf_adjustments or level._is_else_level:
        return _Level(level.label_for_charts, holds, weight)
    return _Level(
        level.label_for_charts, holds, weight, level._tf_adjustment_input_column_name, level._tf_adjustment_weight,
        math.log2(level._u_probability_corresponding_to_exact_match(levels)), level._tf_minimum_u_value,
    )  # fmt: skip
