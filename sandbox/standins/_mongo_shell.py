"""Prints records the way the Mongo shell does: typed values as calls, tabs, one field a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson


def print_record(record: Mapping[str, Any]) -> str:
    """One record over several lines; its registration number stands first once more, as ``_id``."""
    fields = {"_id": record["registration_no"], **record} if "registration_no" in record else record
    lines = ",\n".join(f"\t{_json(name)} : {_value(value)}" for name, value in fields.items())
    return "{\n" + lines + "\n}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        if "$date" in value:
            return f'ISODate("{value["$date"]}Z")'
        if "$numberInt" in value:
            return f"NumberInt({value['$numberInt']})"
        if "$numberLong" in value:
            return f"NumberLong({value['$numberLong']})"
        return "{ " + ", ".join(f"{_json(name)} : {_value(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[ " + ", ".join(_value(item) for item in value) + " ]"
    return _json(value)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
