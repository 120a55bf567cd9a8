"""Reads the world's wire records by the contracts alone, for tests: no code of the world, none of the landing."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Any

from stdnum import verhoeff

from hub.contracts import Contract, LogicalType
from hub.contracts.codes import crosswalk, fold_name

_NUMBER = re.compile(r"(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}(?!\d)")
_PATTERNS = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S"))


def scrubbed(text: str) -> str:
    """The text with each Aadhaar number cut out."""

    def judge(match: re.Match[str]) -> str:
        digits = "".join(str(unicodedata.digit(c)) for c in match.group() if c.isdigit())
        return "[aadhaar removed]" if digits[0] not in "01" and verhoeff.is_valid(digits) else match.group()

    return _NUMBER.sub(judge, text)


def at_path(wire: dict[str, Any], path: str) -> Any:
    """The value at a contract's path; ``None`` where it is not there."""
    if path in wire:
        return wire[path]
    value: Any = wire
    for part in path.split("."):
        name, _, index = part.partition("[")
        value = value.get(name) if isinstance(value, dict) else None
        if index and value is not None:
            at = int(index.rstrip("]"))
            value = value[at] if at < len(value) else None
    return value


def _date(value: Any, layout: str) -> datetime:
    if layout == "ISODate":
        return datetime.fromisoformat(value["$date"])
    for java, python in _PATTERNS:
        layout = layout.replace(java, python)
    return datetime.strptime(value, layout)


def canonical(contract: Contract, wire: dict[str, Any]) -> dict[str, Any]:
    """A sound wire record as the hub must hold it."""
    out: dict[str, Any] = {}
    for field in contract.wire_fields:
        value = at_path(wire, field.path)
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", scrubbed(value.strip())) or None
        if value is None:
            out[field.name] = None
        elif field.physical_type == "base64-pdf":
            body = base64.b64decode(value, validate=True)
            assert body.startswith(b"%PDF-")
            assert body.endswith(b"%%EOF\n")
            out[field.name] = hashlib.sha256(body).hexdigest()
        elif field.type is LogicalType.DATE:
            out[field.name] = _date(value, field.format).date().isoformat()
        elif field.type is LogicalType.TIMESTAMP:
            out[field.name] = _date(value, field.format).isoformat()
        elif field.type is LogicalType.INTEGER:
            out[field.name] = int(value["$numberInt"] if isinstance(value, dict) else value)
        elif field.type is LogicalType.BOOLEAN:
            assert value in ("true", "false"), (field.name, value)
            out[field.name] = value == "true"
        elif field.type is LogicalType.NUMBER:
            out[field.name] = Decimal(str(value)).quantize(Decimal("0.01"))
        else:
            assert isinstance(value, str), (field.name, value)
            out[field.name] = value
    for field in contract.fields:
        if field.is_derived:
            source = contract.field(field.derived_from)
            code = out[source.name]
            if source.code_scheme == "district_name":
                code = fold_name(code)
            out[field.name] = crosswalk(source.code_scheme, field.code_scheme)[code]
    return {field.name: out[field.name] for field in contract.fields}
