"""Great Expectations' ``row_condition`` as an Arrow mask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hub.checks.engine.columns import Columns

Mask = Callable[[Columns], pa.BooleanArray]
_COMPARISONS = {
    "==": pc.equal, "!=": pc.not_equal, "<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal,
}  # fmt: skip


def mask_of(condition: Mapping[str, Any], types: Mapping[str, pa.DataType]) -> Mask | None:
    """The condition's rows as a mask without nulls, or ``None`` where there is no kernel for its form.

    A null meets no comparison, except ``!=`` and ``NOT_IN``, as in pandas. Raises ``pa.ArrowInvalid`` or
    ``pa.ArrowTypeError`` when the compared value does not fit the column's type.
    """
    kind = condition.get("type")
    if kind in ("and", "or"):
        parts = [mask_of(part, types) for part in condition["conditions"]]
        known = [part for part in parts if part is not None]
        return _joined(pc.and_ if kind == "and" else pc.or_, known) if len(known) == len(parts) else None
    column = condition["column"]["name"]
    if kind == "nullity":
        is_null = bool(condition["is_null"])
        return lambda columns: columns[column].is_null() if is_null else columns[column].is_valid()
    if kind != "comparison":
        return None
    operator, value = str(condition["operator"]), condition["parameter"]
    if operator in ("IN", "NOT_IN"):
        members = pa.array(value, types[column])
        if operator == "IN":
            return lambda columns: pc.is_in(columns[column], value_set=members)
        return lambda columns: pc.invert(pc.is_in(columns[column], value_set=members))
    if operator not in _COMPARISONS:
        return None
    compare, bound, null_meets = _COMPARISONS[operator], pa.scalar(value, types[column]), operator == "!="
    return lambda columns: compare(columns[column], bound).fill_null(null_meets)


def _joined(join: Callable[..., pa.BooleanArray], parts: list[Mask]) -> Mask:
    def mask(columns: Columns) -> pa.BooleanArray:
        found = parts[0](columns)
        for part in parts[1:]:
            found = join(found, part(columns))
        return found

    return mask
