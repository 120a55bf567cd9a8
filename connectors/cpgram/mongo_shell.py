"""Where records begin and end in an extract in Mongo shell notation, without reading them.

The notation is not JSON (``NumberLong(…)``, ``ISODate(…)``); the hub reads it after landing. Here only whole and
half parts are told apart, and records are counted.
"""

from __future__ import annotations

import re
from itertools import pairwise

# Text on the wire holds no raw line feed (it is escaped), so a brace that begins a line begins a record.
_RECORD = re.compile(rb"^[\s,\[]*\{", re.MULTILINE)
_BETWEEN = b" \t\r\n,[]"


def split_records(body: bytes) -> list[bytes]:
    """The text of each record of a part, one after the other or as an array; the last may be cut."""
    starts = [match.end() - 1 for match in _RECORD.finditer(body)]
    return [body[start:end].strip(_BETWEEN) for start, end in pairwise([*starts, len(body)])]


def is_whole(body: bytes) -> bool:
    """Whether the part ends where a record, or the array of them, ends."""
    stripped = body.strip()
    if stripped.startswith(b"["):
        return stripped.endswith(b"]")
    return not stripped or stripped.endswith(b"}")
