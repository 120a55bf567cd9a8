"""A 64-bit hash of each row, made of Arrow buffers with NumPy; lives no longer than the batch is checked.

Text is hashed as a polynomial over its bytes modulo 2^64 (one running sum over the column's buffer, read at the
texts' borders), then mixed; columns are chained. Two different rows share a hash with a chance near 2^-64; among ten
million rows some two do with a chance under one in 300,000.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

Hashes = np.ndarray[Any, np.dtype[np.uint64]]
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2^64
_MULTIPLY = np.uint64(0xBF58476D1CE4E5B9)
_AGAIN = np.uint64(0x94D049BB133111EB)
_NULL = np.uint64(0xD6E8FEB86659FD93)
_SLICE = 4_000_000  # bytes of text whose running sum is held at once


def row_hashes(arrays: list[pa.Array]) -> Hashes:
    """One hash a row over all ``arrays`` (of equal length, types of the contract), in which null is a value too."""
    hashes = np.full(len(arrays[0]), _BASE, np.uint64)
    for array in arrays:
        hashes = _mix(hashes * _AGAIN ^ _column(array))
    return hashes


def _column(array: pa.Array) -> Hashes:
    if len(array) == 0:
        return np.empty(0, np.uint64)
    if pa.types.is_string(array.type):
        values = _texts(array)
    elif pa.types.is_boolean(array.type):
        values = array.cast(pa.uint8()).fill_null(2).to_numpy(zero_copy_only=False).astype(np.uint64)
    else:
        values = _fixed(array)
    if array.null_count:
        values = np.where(array.is_null().to_numpy(zero_copy_only=False), _NULL, values)
    return values


def _fixed(array: pa.Array) -> Hashes:
    width = array.type.bit_width // 8
    data = np.frombuffer(array.buffers()[1], np.uint8)[array.offset * width : (array.offset + len(array)) * width]
    if width < 8:
        return data.view(f"<u{width}").astype(np.uint64)
    words = data.view("<u8").reshape(len(array), width // 8)
    return words[:, 0] if width == 8 else words[:, 0] ^ _mix(words[:, 1] + _MULTIPLY)


def _texts(array: pa.Array) -> Hashes:
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    data = array.buffers()[2]
    hashes = np.empty(len(array), np.uint64)
    first = 0
    while first < len(array):
        last = max(int(np.searchsorted(offsets, offsets[first] + _SLICE, "right")) - 1, first + 1)
        last = min(last, len(array))
        begin, end = int(offsets[first]), int(offsets[last])
        bytes_here = np.frombuffer(data, np.uint8, end - begin, begin) if end > begin else np.empty(0, np.uint8)
        powers, inverses = _powers(_rounded(end - begin + 1))
        sums = np.zeros(end - begin + 1, np.uint64)
        np.cumsum((bytes_here.astype(np.uint64) + np.uint64(1)) * powers[: end - begin], out=sums[1:])
        at = offsets[first : last + 1] - begin
        hashes[first:last] = (sums[at[1:]] - sums[at[:-1]]) * inverses[at[:-1]]
        first = last
    return _mix(hashes)


def _rounded(length: int) -> int:
    return 1 << max(length - 1, 1).bit_length()


@lru_cache(maxsize=4)
def _powers(length: int) -> tuple[Hashes, Hashes]:
    """The base and its inverse to the power of 0 … ``length`` - 1, modulo 2^64."""
    both = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        powers = np.full(length, base, np.uint64)
        powers[0] = 1
        both.append(np.cumprod(powers, dtype=np.uint64))
    return both[0], both[1]


def _mix(values: Hashes) -> Hashes:
    values = (values ^ (values >> np.uint64(30))) * _MULTIPLY
    values = (values ^ (values >> np.uint64(27))) * _AGAIN
    return values ^ (values >> np.uint64(31))
