"""What was counted over a batch, as Great Expectations' own result objects: counts, never values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from hub.checks.batch import count_band
from hub.checks.engine.columns import Columns
from hub.checks.engine.gx import import_gx
from hub.checks.engine.plan import NOT_NULL, Rule, day_parameters
from hub.checks.suite import BATCH, COUNT_BAND, Expectation, Suite

if TYPE_CHECKING:
    from hub.checks.checker import CheckContext


@dataclass
class Tally:
    """One expectation's counts over the chunks so far."""

    elements: int = 0
    missing: int = 0
    unexpected: int = 0
    error: str = ""

    def add(self, columns: Columns, rule: Rule, unexpected: int) -> None:
        """Add a chunk: rows that the expectation looks at, those of them without a value, those that fail."""
        chosen = None if rule.condition is None else rule.condition(columns)
        self.elements += columns.rows if chosen is None else chosen.true_count
        self.unexpected += unexpected
        name = rule.expectation.kwargs.get("column")
        if name is None or rule.expectation.type == NOT_NULL:
            return
        values = columns[name]
        if values.null_count:
            missing = values.is_null()
            self.missing += (missing if chosen is None else pc.and_(missing, chosen)).true_count


def validation_result(
    suite: Suite,
    rules: Sequence[Rule],
    tallies: Mapping[str, Tally],
    received: int,
    sharing_key: int,
    context: CheckContext,
) -> Any:
    """A ``great_expectations.core.ExpectationSuiteValidationResult`` of the whole batch, in the suite's order."""
    import_gx()
    from great_expectations.core import ExpectationSuiteValidationResult

    evaluated = {rule.expectation.id: rule for rule in rules if not rule.missing_reference}
    results = []
    for item in suite.expectations:
        if item.scope == BATCH:
            results.extend(_batch_result(item, suite, received, sharing_key, context))
        elif item.id in evaluated:
            results.append(_row_result(item, tallies[item.id], context))
    passed = sum(bool(result.success) for result in results)
    statistics = {
        "evaluated_expectations": len(results),
        "successful_expectations": passed,
        "unsuccessful_expectations": len(results) - passed,
        "success_percent": 100 * passed / len(results) if results else None,
    }
    return ExpectationSuiteValidationResult(
        success=passed == len(results), results=results, suite_name=suite.name, statistics=statistics, meta={}
    )


def _row_result(item: Expectation, tally: Tally, context: CheckContext) -> Any:
    present = tally.elements - tally.missing
    counts: dict[str, Any] = {
        "element_count": tally.elements,
        "missing_count": tally.missing,
        "missing_percent": _percent(tally.missing, tally.elements),
        "unexpected_count": tally.unexpected,
        "unexpected_percent": _percent(tally.unexpected, present),
        "unexpected_percent_total": _percent(tally.unexpected, tally.elements),
        "unexpected_percent_nonmissing": _percent(tally.unexpected, present),
        "partial_unexpected_list": [],
    }
    if item.type == NOT_NULL:
        del counts["missing_count"], counts["missing_percent"]
    kwargs = {
        name: str(day_parameters(context.window.business_date)[value["$PARAMETER"]])
        if isinstance(value, dict) and "$PARAMETER" in value
        else value
        for name, value in item.kwargs.items()
    }
    return _result(item, kwargs, not tally.unexpected and not tally.error, counts, tally.error)


def _batch_result(item: Expectation, suite: Suite, received: int, sharing_key: int, context: CheckContext) -> list[Any]:
    if item.type != COUNT_BAND:
        counts: dict[str, Any] = {
            "element_count": received,
            "unexpected_count": sharing_key,
            "unexpected_percent": _percent(sharing_key, received),
            "partial_unexpected_list": [],
        }
        return [_result(item, dict(item.kwargs), not sharing_key, counts)]
    band = count_band(suite, context.previous_rows)
    if band is None:
        return []
    kwargs = {"min_value": band[0], "max_value": band[1]}
    return [_result(item, kwargs, band[0] <= received <= band[1], {"observed_value": received})]


def _result(item: Expectation, kwargs: dict[str, Any], success: bool, counts: dict[str, Any], error: str = "") -> Any:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    return ExpectationValidationResult(
        success=success,
        expectation_config=ExpectationConfiguration(
            type=item.type, kwargs=kwargs, meta=dict(item.meta), severity=item.severity.value
        ),
        result=counts,
        exception_info={
            "raised_exception": bool(error),
            "exception_message": error or None,
            "exception_traceback": None,
        },
    )


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
