"""One Arrow kernel for each type of row expectation that the suites use.

A kernel is made once for a suite (``kernel``) and then says of a chunk which rows are unexpected: a boolean array in
which null counts as expected, or ``None`` where no row is. Nulls are treated as by Great Expectations: only
``not_be_null`` looks at them, pairs and lists skip rows as ``ignore_row_if`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.checks.engine.columns import Columns
from hub.checks.engine.regex import to_re2
from hub.checks.rowhash import row_hashes

LARGE = 50_000  # members of a set from which on it is kept ordered instead of hashed for each chunk
Unexpected = Callable[[Columns], "pa.BooleanArray | None"]
Types = Mapping[str, pa.DataType]
Reference = Callable[[str, str], "pa.Array | None"]


class ReferenceMissing(Exception):
    """The other dataset has no rows yet, so that the expectation cannot be evaluated."""


@dataclass(frozen=True)
class Setting:
    """What a kernel is made of: the expectation's kwargs with parameters filled, the columns' types, and the way to
    other datasets' values."""

    kwargs: Mapping[str, Any]
    types: Types
    reference: Reference

    @property
    def column(self) -> str:
        """The expectation's one column."""
        return str(self.kwargs["column"])

    @property
    def type(self) -> pa.DataType:
        """The type of that column."""
        return self.types[self.column]


def kernel(expectation_type: str, setting: Setting) -> Unexpected | None:
    """The kernel for one expectation, or ``None`` where only Great Expectations' own engine can evaluate it.

    Raises ``ReferenceMissing``, or ``ValueError`` and its Arrow kin where a bound does not fit the column's type
    (which Great Expectations would let pass or fail row by row).
    """
    make = _KERNELS.get(expectation_type)
    if make is None or setting.kwargs.get("mostly", 1) != 1:
        return None
    return make(setting)


def _not_null(setting: Setting) -> Unexpected:
    column = setting.column

    def unexpected(columns: Columns) -> pa.BooleanArray | None:
        values = columns[column]
        return values.is_null() if values.null_count else None

    return unexpected


def _matches(setting: Setting) -> Callable[[pa.Array], pa.BooleanArray] | None:
    pattern = to_re2(setting.kwargs["regex"])
    if pattern is None or setting.type != pa.string():
        return None
    return lambda values: pc.match_substring_regex(values, pattern)


def _match(setting: Setting) -> Unexpected | None:
    matches = _matches(setting)
    return None if matches is None else lambda columns: pc.invert(matches(columns[setting.column]))


def _not_match(setting: Setting) -> Unexpected | None:
    matches = _matches(setting)
    return None if matches is None else lambda columns: matches(columns[setting.column])


def _in_set(setting: Setting) -> Unexpected | None:
    if setting.kwargs.get("value_set") is None:
        return None
    return _outside(setting.column, pa.array(setting.kwargs["value_set"], setting.type))


def _known_in(setting: Setting) -> Unexpected:
    known = setting.reference(setting.kwargs["dataset"], setting.kwargs["field"])
    if known is None or len(known) == 0:
        raise ReferenceMissing(f"{setting.kwargs['dataset']}.{setting.kwargs['field']}")
    known = known.cast(setting.type)
    return _outside(setting.column, known) if len(known) < LARGE else _outside_large(setting.column, known)


def _outside(column: str, members: pa.Array) -> Unexpected:
    def unexpected(columns: Columns) -> pa.BooleanArray:
        values = columns[column]
        outside = pc.invert(pc.is_in(values, value_set=members))
        return pc.and_(outside, values.is_valid()) if values.null_count else outside

    return unexpected


def _outside_large(column: str, members: pa.Array) -> Unexpected:
    """As ``_outside`` for so many members that Arrow's table of them, made anew for each chunk, would cost more than
    the look-ups: they are ordered once by their hashes, and what is found there is compared by value."""
    hashes = row_hashes([members])
    order = np.argsort(hashes)
    hashes, ordered = hashes[order], members.take(pa.array(order))

    def unexpected(columns: Columns) -> pa.BooleanArray:
        values = columns[column]
        places = np.minimum(np.searchsorted(hashes, row_hashes([values])), len(hashes) - 1)
        return pc.not_equal(ordered.take(pa.array(places)), values)

    return unexpected


def _between(setting: Setting) -> Unexpected | None:
    kwargs, column = setting.kwargs, setting.column
    if setting.type in (pa.string(), pa.bool_()):
        return None
    tests: list[tuple[Callable[..., pa.BooleanArray], pa.Scalar]] = []
    if kwargs.get("min_value") is not None:
        outside = pc.less_equal if kwargs.get("strict_min") else pc.less
        tests.append((outside, _bound(kwargs["min_value"], setting.type)))
    if kwargs.get("max_value") is not None:
        outside = pc.greater_equal if kwargs.get("strict_max") else pc.greater
        tests.append((outside, _bound(kwargs["max_value"], setting.type)))
    if not tests:
        return None
    return lambda columns: _any([test(columns[column], bound) for test, bound in tests])


def _lengths(setting: Setting) -> Unexpected | None:
    kwargs, column = setting.kwargs, setting.column
    least, most = kwargs.get("min_value"), kwargs.get("max_value")
    strict = kwargs.get("strict_min") or kwargs.get("strict_max")
    if setting.type != pa.string() or (least is None and most is None) or strict:
        return None

    def unexpected(columns: Columns) -> pa.BooleanArray:
        lengths = pc.utf8_length(columns[column])
        tests = [] if least is None else [pc.less(lengths, least)]
        return _any(tests if most is None else [*tests, pc.greater(lengths, most)])

    return unexpected


def _pair_order(setting: Setting) -> Unexpected | None:
    kwargs = setting.kwargs
    first, second = kwargs["column_A"], kwargs["column_B"]
    if kwargs.get("ignore_row_if") != "either_value_is_missing" or setting.types[first] != setting.types[second]:
        return None
    broken = pc.less if kwargs.get("or_equal") else pc.less_equal
    return lambda columns: broken(columns[first], columns[second])


def _pair_days(setting: Setting) -> Unexpected | None:
    kwargs = setting.kwargs
    first, second = kwargs["column_A"], kwargs["column_B"]
    timed = all(
        pa.types.is_date(setting.types[name]) or pa.types.is_timestamp(setting.types[name]) for name in (first, second)
    )
    if kwargs.get("ignore_row_if", "either_value_is_missing") != "either_value_is_missing" or not timed:
        return None
    return lambda columns: pc.less(_day(columns[first]), _day(columns[second]))


def _day(values: pa.Array) -> pa.Array:
    return values if pa.types.is_date(values.type) else pc.cast(values, pa.date32(), safe=False)


def _weekday(setting: Setting) -> Unexpected | None:
    column, weekday, weeks = setting.column, setting.kwargs["weekday"], setting.kwargs.get("weeks")
    if not (pa.types.is_date(setting.type) or pa.types.is_timestamp(setting.type)):
        return None
    allowed = pa.array(weeks, pa.int64()) if weeks else None

    def unexpected(columns: Columns) -> pa.BooleanArray:
        values = columns[column]
        wrong = pc.not_equal(pc.day_of_week(values, count_from_zero=False, week_start=1), weekday)
        if allowed is None:
            return wrong
        week = pc.add(pc.divide(pc.subtract(pc.day(values), 1), 7), 1)
        return pc.and_(pc.or_(wrong, pc.invert(pc.is_in(week, value_set=allowed))), values.is_valid())

    return unexpected


def _difference(setting: Setting) -> Unexpected | None:
    names = setting.kwargs["column_list"]
    numeric = all(
        pa.types.is_decimal(setting.types[name]) or pa.types.is_integer(setting.types[name]) for name in names
    )
    if setting.kwargs.get("ignore_row_if") != "any_value_is_missing" or not numeric:
        return None

    def unexpected(columns: Columns) -> pa.BooleanArray:
        expected = columns[names[1]]
        for name in names[2:]:
            expected = pc.subtract(expected, columns[name])
        return pc.not_equal(columns[names[0]], expected)

    return unexpected


def _any(masks: list[pa.BooleanArray]) -> pa.BooleanArray:
    return masks[0] if len(masks) == 1 else pc.or_(masks[0], masks[1])


def _bound(value: Any, of: pa.DataType) -> pa.Scalar:
    if pa.types.is_decimal(of):
        return pa.scalar(Decimal(str(value)), of)
    if isinstance(value, str) and pa.types.is_date(of):
        return pa.scalar(date.fromisoformat(value), of)
    if isinstance(value, str) and pa.types.is_timestamp(of):
        return pa.scalar(datetime.fromisoformat(value), of)
    return pa.scalar(value, of)


_KERNELS: dict[str, Callable[[Setting], Unexpected | None]] = {
    "expect_column_values_to_not_be_null": _not_null,
    "expect_column_values_to_match_regex": _match,
    "expect_column_values_to_not_match_regex": _not_match,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_be_known_in": _known_in,
    "expect_column_values_to_be_between": _between,
    "expect_column_value_lengths_to_be_between": _lengths,
    "expect_column_pair_values_a_to_be_greater_than_b": _pair_order,
    "expect_column_pair_day_a_to_be_on_or_after_day_b": _pair_days,
    "expect_column_values_to_fall_on_weekday": _weekday,
    "expect_multicolumn_first_to_equal_second_less_rest": _difference,
}
