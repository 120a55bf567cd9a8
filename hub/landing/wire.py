"""One value of a record at its place on the wire: read it, or put another there."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from hub.contracts import Contract

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def text_at(body: Any, path: str) -> str | None:
    """The value at ``path`` of a parsed record as text, as reading trims it; ``None`` where it is absent or empty."""
    for step in _steps(path):
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return None
    if body is None:
        return None
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return unicodedata.normalize("NFC", text.strip()) or None


def put(body: Any, path: str, value: str | None) -> None:
    """Put ``value`` at ``path`` of a parsed record, making what is missing on the way."""
    steps = _steps(path)
    place = body
    for step, following in itertools.pairwise(steps):
        place = _step(place, step, [] if isinstance(following, int) else {})
    last = steps[-1]
    if isinstance(place, list):
        _step(place, last, None)
    place[last] = value


def value_of(record: str) -> Any:
    """The parsed record."""
    return json.loads(record)


def edited_record(described: Contract, record: str, changes: Mapping[str, str | None]) -> str:
    """The record (JSON text) with each field's new value in its place; raises ``KeyError`` for a field that does not
    arrive from the source."""
    body = json.loads(record)
    wire = {field.name: field.path for field in described.wire_fields}
    for name, value in changes.items():
        put(body, wire[name], value)
    return json.dumps(body, ensure_ascii=False)


def _steps(path: str) -> list[str | int]:
    return [name or int(index) for name, index in _STEP.findall(path)]


def _step(place: Any, step: str | int, empty: Any) -> Any:
    if isinstance(place, list):
        while len(place) <= int(step):
            place.append(None)
        if place[int(step)] is None:
            place[int(step)] = empty
        return place[int(step)]
    if not isinstance(place.get(step), dict | list):
        place[step] = empty
    return place[step]
