"""Reads records one by one: slower, and at home with any value of any type. What fits no column is named."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from hub.contracts import LogicalType
from hub.landing.formats.records import Odd, Records
from hub.landing.formats.shape import Place


class Literal(str):
    """A JSON number as it was written, so that no digit is lost."""

    __slots__ = ()


def parse_json(text: str) -> Any:
    """Parse JSON whose strings may hold lone surrogates; numbers come as ``Literal``.

    Raises ``ValueError`` when it is not JSON, ``RecursionError`` when it is nested without end.
    """

    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    return json.loads(text, parse_int=Literal, parse_float=Literal, parse_constant=refuse, strict=False)


_ODD_TEXT = re.compile("[\x00\ud800-\udfff]")
_ABSENT = object()


def records(root: Place, found: Sequence[Any]) -> Records:
    """The columns of ``found`` (parsed JSON objects), every one as strings."""
    columns: dict[str, list[str | None]] = {leaf.name: [] for leaf in root.leaves()}
    odd: list[Odd] = []
    unknown: Counter[str] = Counter()
    absent: dict[str, list[int]] = {}

    def walk(place: Place, value: Any, row: int) -> None:
        if place.leaf is not None:
            name = place.leaf.name
            text, rule = (None, "") if value is _ABSENT else scalar(value, place.leaf.type)
            if rule:
                odd.append(Odd(row, name, rule))
            if value is _ABSENT:
                absent.setdefault(name, []).append(row)
            columns[name].append(text)
            return
        if place.items:
            items = value if isinstance(value, list) else []
            missing = _ABSENT if value is _ABSENT else None
            for index, item in place.items.items():
                walk(item, items[index] if index < len(items) else missing, row)
            return
        keys = value if isinstance(value, dict) else {}
        if not place.in_list:
            unknown.update(f"{place.path}.{key}" if place.path else key for key in keys if key not in place.keys)
        missing = None if value is None else _ABSENT
        for key, child in place.keys.items():
            walk(child, keys.get(key, missing), row)

    for row, record in enumerate(found):
        walk(root, record if isinstance(record, dict) else {}, row)
    return Records(
        rows=len(found),
        columns={name: pa.array(values, pa.string()) for name, values in columns.items()},
        odd=odd,
        unknown={clean(key): count for key, count in unknown.items()},
        absent={**absent},
    )


def scalar(value: Any, kind: LogicalType) -> tuple[str | None, str]:
    """A JSON value as text for a field of ``kind``, and the rule it breaks (``""`` for none)."""
    if value is None:
        return None, ""
    if isinstance(value, Literal):
        text = plain_number(value)
        is_whole = text is not None and "." not in text
        return (text, "") if text is not None and (is_whole or kind is not LogicalType.STRING) else (None, "type")
    if isinstance(value, str):
        return (None, "encoding") if _ODD_TEXT.search(value) else (value, "")
    if isinstance(value, bool) and kind is LogicalType.BOOLEAN:
        return ("true" if value else "false"), ""
    return None, "type"


def plain_number(literal: str) -> str | None:
    """A JSON number without exponent and without needless zeros (``2E1`` is ``20``, ``12.0`` is ``12``); ``None``
    when it is beyond what any column holds."""
    try:
        number = Decimal(literal)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return "0" if number == 0 else None
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def clean(text: str) -> str:
    """Text that any store takes: NUL and lone surrogates become U+FFFD."""
    return _ODD_TEXT.sub("\ufffd", text)
