"""Dates and times of fixed layouts, read strictly and for a whole column at once."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.errors import ContractInvalid

_LETTERS = re.compile(r"yyyy|MM|dd|HH|mm|ss|[^A-Za-z]|T")
_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_ISO = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})?$"


@cache
def layout(pattern: str) -> tuple[dict[str, int], dict[int, int], int]:
    """Where a Java-style pattern has its parts, its literal bytes, and its length.

    Raises ``ContractInvalid`` for letters other than ``yyyy MM dd HH mm ss``.
    """
    parts: dict[str, int] = {}
    literals: dict[int, int] = {}
    at = 0
    while at < len(pattern):
        match = _LETTERS.match(pattern, at)
        if match is None or match.group() in parts:
            raise ContractInvalid("landing-date-pattern", record=pattern, pattern=pattern)
        if len(match.group()) > 1:
            parts[match.group()] = at
        else:
            literals[at] = ord(match.group())
        at = match.end()
    if not {"yyyy", "MM", "dd"} <= set(parts):
        raise ContractInvalid("landing-date-pattern", record=pattern, pattern=pattern)
    return parts, literals, len(pattern)


def parse_dates(text: pa.Array, pattern: str, kind: pa.DataType) -> tuple[pa.Array, np.ndarray]:
    """The column as ``kind`` (date32 or a timestamp) and the positions of texts that are no date of this pattern.

    ``ISODate`` takes ISO 8601 with a time; a zone is checked and left out, for the hour is kept as the source
    gives it. Every other pattern is of fixed width, and so are its dates.
    """
    if pattern == "ISODate":
        good = pc.match_substring_regex(text, _ISO)
        kept = pc.if_else(good, text, pa.scalar(None, pa.string()))
        text = pc.if_else(pc.is_null(text), text, pc.fill_null(pc.replace_substring_regex(kept, _ISO, r"\1T\2"), "?"))
        pattern = "yyyy-MM-ddTHH:mm:ss"
    parts, literals, width = layout(pattern)
    filled = pc.is_valid(text).to_numpy(zero_copy_only=False)
    fits = pc.fill_null(pc.equal(pc.binary_length(text), width), False)
    rows = np.flatnonzero(fits.to_numpy(zero_copy_only=False))
    packed = text.filter(fits)
    data = packed.buffers()[2]
    values = np.zeros(len(text), dtype="datetime64[s]")
    sound = np.zeros(len(text), dtype=bool)
    if len(rows):
        start = np.frombuffer(packed.buffers()[1], dtype=np.int32)[packed.offset]
        grid = np.frombuffer(data, dtype=np.uint8)[start : start + len(rows) * width].reshape(len(rows), width)
        values[rows], sound[rows] = _read(grid, parts, literals)
    bad = np.flatnonzero(filled & ~sound)
    column = (
        pa.array(values, mask=~sound).cast(kind)
        if kind != pa.date32()
        else pa.array(values.astype("datetime64[D]"), mask=~sound)
    )
    return column, bad


def _read(grid: np.ndarray, parts: dict[str, int], literals: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    sound = np.ones(len(grid), dtype=bool)
    for at, byte in literals.items():
        sound &= grid[:, at] == byte

    def number(name: str) -> np.ndarray:
        nonlocal sound
        total = np.zeros(len(grid), dtype=np.int32)
        if name in parts:
            for at in range(parts[name], parts[name] + len(name)):
                digit = grid[:, at] - np.uint8(48)
                sound &= digit < 10
                total = total * 10 + digit
        return total

    year, month, day = number("yyyy"), number("MM"), number("dd")
    hour, minute, second = number("HH"), number("mm"), number("ss")
    sound &= (month >= 1) & (month <= 12) & (year >= 1)
    safe = np.where(sound, month, 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = _DAYS[safe - 1] + (leap & (safe == 2))
    sound &= (day >= 1) & (day <= length) & (hour < 24) & (minute < 60) & (second < 60)
    months = (np.where(sound, year, 1970) - 1970) * 12 + safe - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + np.where(sound, day, 1) - 1
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    return seconds.astype("datetime64[s]"), sound


def write_date(moment: date, pattern: str) -> str:
    """A real date (a workbook's cell) in a field's own pattern; ISO 8601 where the field has none."""
    if not pattern or pattern == "ISODate":
        midnight = isinstance(moment, datetime) and moment.time() == time()
        return moment.date().isoformat() if isinstance(moment, datetime) and midnight else moment.isoformat()
    text = pattern
    for part, directive in _DIRECTIVES.items():
        text = text.replace(part, f"{getattr(moment, directive, 0):0{len(part)}}")
    return text


_DIRECTIVES = {"yyyy": "year", "MM": "month", "dd": "day", "HH": "hour", "mm": "minute", "ss": "second"}
