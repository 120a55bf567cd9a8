"""Expectations about days."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation, ColumnPairMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    ColumnPairMapMetricProvider,
    column_condition_partial,
    column_pair_condition_partial,
)

from hub.checks.expectations.told import Told


class ColumnValuesFallOnWeekday(ColumnMapMetricProvider):  # type: ignore[misc]
    """Condition: the date's ISO weekday is ``weekday`` and, where ``weeks`` is given, its place among that month's
    days of the same weekday (1 = first) is one of them."""

    condition_metric_name = "column_values.fall_on_weekday"
    condition_value_keys = ("weekday", "weeks")

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column: Any, weekday: int, weeks: list[int] | None, **kwargs: Any) -> Any:  # noqa: N805
        days = pd.to_datetime(column)
        meets = days.dt.day_of_week + 1 == weekday
        if weeks:
            meets &= ((days.dt.day - 1) // 7 + 1).isin(weeks)
        return meets


class ExpectColumnValuesToFallOnWeekday(Told, ColumnMapExpectation):  # type: ignore[misc]
    """Expect dates to fall on one weekday (1 Monday … 7 Sunday), if wished only its first, second … of the month."""

    weekday: int
    weeks: list[int] | None = None

    sentence: ClassVar[str] = "days must fall on weekday $weekday (1 is Monday)"
    map_metric: ClassVar[str] = "column_values.fall_on_weekday"
    success_keys: ClassVar[tuple[str, ...]] = ("weekday", "weeks", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", "weekday", "weeks")


class ColumnPairDayAOnOrAfterDayB(ColumnPairMapMetricProvider):  # type: ignore[misc]
    """Condition: the day of A is the day of B or later; times of day do not count."""

    condition_metric_name = "column_pair_values.day_a_on_or_after_day_b"
    condition_domain_keys = (
        "batch_id", "table", "column_A", "column_B", "row_condition", "condition_parser", "ignore_row_if",
    )  # fmt: skip
    condition_value_keys = ()

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: Any, column_B: Any, **kwargs: Any) -> Any:  # noqa: N803, N805
        return pd.to_datetime(column_A).dt.normalize() >= pd.to_datetime(column_B).dt.normalize()


class ExpectColumnPairDayAToBeOnOrAfterDayB(Told, ColumnPairMapExpectation):  # type: ignore[misc]
    """Expect A's day not to lie before B's day, where one is a date and the other may be a timestamp."""

    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "either_value_is_missing"

    sentence: ClassVar[str] = "The day of $column_A must not lie before the day of $column_B."
    map_metric: ClassVar[str] = "column_pair_values.day_a_on_or_after_day_b"
    success_keys: ClassVar[tuple[str, ...]] = ("column_A", "column_B", "ignore_row_if", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_A", "column_B")
