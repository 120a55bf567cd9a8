"""Expectations about arithmetic among columns."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

from hub.checks.expectations.told import Told


class MulticolumnFirstEqualsSecondLessRest(MulticolumnMapMetricProvider):  # type: ignore[misc]
    """Condition: first column = second column - all others, exactly (amounts are decimals)."""

    condition_metric_name = "multicolumn_values.first_equals_second_less_rest"
    condition_domain_keys = (
        "batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if",
    )  # fmt: skip
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: Any, **kwargs: Any) -> Any:  # noqa: N805
        columns = [column_list.iloc[:, position] for position in range(column_list.shape[1])]
        expected = columns[1]
        for column in columns[2:]:
            expected = expected - column
        return columns[0] == expected


class ExpectMulticolumnFirstToEqualSecondLessRest(Told, MulticolumnMapExpectation):  # type: ignore[misc]
    """Expect the first of ``column_list`` to equal the second less all others: net pay = gross pay - deductions."""

    sentence: ClassVar[str] = "Among $column_list the first must equal the second less all others."
    map_metric: ClassVar[str] = "multicolumn_values.first_equals_second_less_rest"
    success_keys: ClassVar[tuple[str, ...]] = ("column_list", "ignore_row_if", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list",)
