"""References to other datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

import pyarrow as pa
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from hub.checks.expectations.told import Told

Reference = Callable[[str, str], pa.Array | None]
_references: ContextVar[Reference] = ContextVar("references")


@contextmanager
def references(reference: Reference) -> Iterator[None]:
    """While it lasts, Great Expectations' own engine finds the values of other datasets through ``reference``."""
    token = _references.set(reference)
    try:
        yield
    finally:
        _references.reset(token)


class ColumnValuesKnownIn(ColumnMapMetricProvider):  # type: ignore[misc]
    """Condition: the value stands in ``field`` of ``dataset``'s current rows."""

    condition_metric_name = "column_values.known_in"
    condition_value_keys = ("dataset", "field")

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column: Any, dataset: str, field: str, **kwargs: Any) -> Any:  # noqa: N805
        known = _references.get()(dataset, field)
        if known is None:
            raise LookupError(f"{dataset}.{field} has no rows yet")
        return column.isin(known.to_pylist())


class ExpectColumnValuesToBeKnownIn(Told, ColumnMapExpectation):  # type: ignore[misc]
    """Expect values to stand in a field of another dataset's current rows."""

    dataset: str
    field: str

    sentence: ClassVar[str] = "values must stand in $field of $dataset"
    map_metric: ClassVar[str] = "column_values.known_in"
    success_keys: ClassVar[tuple[str, ...]] = ("dataset", "field", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", "dataset", "field")
