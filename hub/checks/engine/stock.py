"""Great Expectations' own pandas engine: for expectations without a kernel, and as the measure of the kernels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hub.checks.engine.gx import import_gx
from hub.checks.engine.kernels import Reference

if TYPE_CHECKING:
    import pandas as pd

_COMPLETE = {"result_format": "COMPLETE"}


class StockError(Exception):
    """Great Expectations raised inside a result; only the exception's kind is told, its text may hold values."""


def to_frame(table: pa.Table) -> pd.DataFrame:
    """The table as pandas reads it best for Great Expectations: integers stay integers beside nulls, decimals and
    dates are Python objects, timestamps are datetime64."""
    frame: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
    return frame


def unexpected_rows(
    table: pa.Table, expectations: Iterable[Any], parameters: Mapping[str, Any], reference: Reference
) -> dict[str, list[int]]:
    """Positions in ``table`` of every row that fails each of ``expectations`` (Great Expectations' objects), in order,
    by the ``id`` in their meta.

    Raises ``StockError`` when Great Expectations could not evaluate one.
    """
    gx = import_gx()
    from hub.checks.expectations.known import references

    suite = gx.ExpectationSuite(name="stock", expectations=[item.configuration for item in expectations])
    with references(reference):
        batch = _batch_definition().get_batch({"dataframe": to_frame(table)})
        validation = batch.validate(suite, result_format=_COMPLETE, expectation_parameters=dict(parameters))
    found = {}
    for result in validation.results:  # grouped by column, not in the suite's order
        if result.exception_info.get("raised_exception", True):
            raise StockError(result.expectation_config.type)
        found[result.expectation_config.meta["id"]] = sorted(result.result.get("unexpected_index_list") or [])
    return found


@cache
def _batch_definition() -> Any:
    context = import_gx().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("hub").add_dataframe_asset("chunk")
    return asset.add_batch_definition_whole_dataframe("chunk")
