"""A source's value as a person reads it: dates as offices write them, a district's name beside its code."""

from __future__ import annotations

import functools
from datetime import date, datetime
from typing import Any

from hub.contracts import codes
from hub.contracts.model import Field, LogicalType
from hub.i18n import text

_MADE = {LogicalType.DATE: date.fromisoformat, LogicalType.TIMESTAMP: datetime.fromisoformat}


def in_words(value: Any, item: Field | None, language: str) -> str:
    """The value of a field, which may be the text of one; nothing as an empty text, a mask as it is."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool) or (item and item.type is LogicalType.BOOLEAN and str(value).lower() in _BOOLEANS):
        return text("value-yes" if str(value).lower() == "true" else "value-no", language)
    if item and isinstance(value, str) and item.type in _MADE:
        try:
            value = _MADE[item.type](value)
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y %H:%M:%S" if value.second else "%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if item and item.code_scheme.startswith("district") and item.code_scheme != "district_name":
        name = district_name(item.code_scheme, str(value), language)
        return f"{name} ({value})" if name else str(value)
    return str(value)


_BOOLEANS = ("true", "false")


@functools.cache
def district_name(scheme: str, code: str, language: str) -> str:
    """The name of the district that a code of a scheme means; empty for a code that the scheme does not hold."""
    lgd = code if scheme == "district_lgd" else str(codes.crosswalk(scheme, "district_lgd").get(code, ""))
    return next((row[f"name_{language}"] for row in codes.districts() if row["district_lgd"] == lgd), "")
