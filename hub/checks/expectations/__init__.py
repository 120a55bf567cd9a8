"""The hub's own expectations, for rules that Great Expectations does not bring.

Importing this package registers them with Great Expectations: they stand in suites beside its own, and Great
Expectations runs them on its own pandas engine, against which ``hub.checks.engine`` is tested.
"""

from hub.checks.expectations.columns import ExpectMulticolumnFirstToEqualSecondLessRest
from hub.checks.expectations.dates import ExpectColumnPairDayAToBeOnOrAfterDayB, ExpectColumnValuesToFallOnWeekday
from hub.checks.expectations.known import ExpectColumnValuesToBeKnownIn

__all__ = [
    "ExpectColumnPairDayAToBeOnOrAfterDayB", "ExpectColumnValuesToBeKnownIn", "ExpectColumnValuesToFallOnWeekday",
    "ExpectMulticolumnFirstToEqualSecondLessRest",
]  # fmt: skip
