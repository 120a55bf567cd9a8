"""A suite compiled once, evaluated a chunk at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.checks.engine import kernels, stock
from hub.checks.engine.columns import Columns
from hub.checks.engine.conditions import Mask, mask_of
from hub.checks.engine.gx import import_gx
from hub.checks.suite import BATCH, Expectation, Suite
from hub.errors import ContractInvalid

Rows = np.ndarray[Any, np.dtype[np.int64]]
_NONE: Rows = np.empty(0, np.int64)
_UNSOUND = (ValueError, TypeError, ArithmeticError, NotImplementedError, re.error)
NOT_NULL = "expect_column_values_to_not_be_null"


def day_parameters(business_date: date) -> dict[str, Any]:
    """What a suite may name as ``{"$PARAMETER": …}`` in row expectations: ``business_date``, and
    ``business_day_end``, its last microsecond."""
    return {"business_date": business_date, "business_day_end": datetime.combine(business_date, time.max)}


@dataclass
class Rule:
    """One row expectation, compiled. ``unexpected`` is ``None`` where Great Expectations' own engine evaluates it;
    ``missing_reference`` names the dataset and field without which it is not evaluated at all."""

    expectation: Expectation
    gx: Any
    unexpected: kernels.Unexpected | None = None
    condition: Mask | None = None
    missing_reference: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reference: kernels.Reference = lambda dataset, name: None

    def rows(self, columns: Columns) -> Rows:
        """Positions in the chunk of the rows that fail, in order.

        Raises whatever evaluating raises; the caller holds the batch.
        """
        if self.unexpected is None:
            table = columns.table.select(list(self.expectation.columns))
            found = stock.unexpected_rows(table, [self.gx], self.parameters, self.reference)
            return np.asarray(found[self.expectation.id], np.int64)
        mask = self.unexpected(columns)
        if mask is None or not mask.true_count:
            return _NONE
        if self.condition is not None:
            mask = pc.and_(mask, self.condition(columns))
        return _positions(mask)


def compile_suite(
    suite: Suite, types: Mapping[str, pa.DataType], parameters: Mapping[str, Any], reference: kernels.Reference
) -> list[Rule]:
    """The suite's row expectations; all of the suite is proven by Great Expectations' own classes.

    Raises ``ContractInvalid`` where Great Expectations refuses one, a bound does not fit its column's type, or an
    expectation judges no single rows (a mean, a share of values) and so cannot send a row anywhere.
    """
    rules = []
    for item in suite.expectations:
        try:
            expectation = gx_expectation(item)
            if item.scope != BATCH:
                rules.append(_compile(item, expectation, types, parameters, reference))
        except _UNSOUND as error:
            reason = f"{item.id}: {type(error).__name__}: {error}"
            raise ContractInvalid(
                "suite-breaks-rule", record=item.id, next_command="hub check", file=suite.path.name, rule=reason
            ) from error
    return rules


def gx_expectation(item: Expectation) -> Any:
    """The Great Expectations object of one line of a suite; raises ``ValueError`` where it refuses it."""
    import_gx()
    from great_expectations.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    configuration = ExpectationConfiguration(
        type=item.type, kwargs=dict(item.kwargs), meta=dict(item.meta), severity=item.severity.value
    )
    try:
        return configuration.to_domain_obj()
    except GreatExpectationsError as error:
        raise ValueError(str(error)) from error


def _compile(
    item: Expectation,
    expectation: Any,
    types: Mapping[str, pa.DataType],
    parameters: Mapping[str, Any],
    reference: kernels.Reference,
) -> Rule:
    if getattr(expectation, "map_metric", None) is None:
        raise ValueError("it judges a whole column, not rows")
    rule = Rule(item, expectation, parameters=parameters, reference=reference)
    # The class's own values, so that its defaults (ignore_row_if, strict_min …) hold here as they do there.
    kwargs = {name: _fill(getattr(expectation, name, None), parameters) for name in expectation.__fields__}
    kwargs["row_condition"] = item.kwargs.get("row_condition")
    try:
        rule.unexpected = kernels.kernel(item.type, kernels.Setting(kwargs, types, reference))
    except kernels.ReferenceMissing as missing:
        rule.missing_reference = str(missing)
    if kwargs["row_condition"] is not None:
        rule.condition = mask_of(kwargs["row_condition"], types)
        if rule.condition is None:
            rule.unexpected = None
    return rule


def _fill(value: Any, parameters: Mapping[str, Any]) -> Any:
    if isinstance(value, dict) and set(value) == {"$PARAMETER"}:
        if value["$PARAMETER"] not in parameters:
            raise ValueError(f"no parameter {value['$PARAMETER']}; there are {', '.join(parameters)}")
        return parameters[value["$PARAMETER"]]
    return value


def _positions(mask: pa.BooleanArray) -> Rows:
    found: Rows = pc.indices_nonzero(mask).to_numpy().astype(np.int64)
    return found
