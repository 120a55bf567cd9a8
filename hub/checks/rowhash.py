"""A 64-bit hash of each row, made of Arrow buffers with NumPy; lives no longer than the batch is checked.

Texts are read eight bytes at a time, all rows of a column at once; a column that repeats few texts is hashed by its
dictionary. Columns are chained. Two different rows share a hash with a chance near 2^-64; among ten
million rows some two do with a chance under one in 300,000.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

Hashes = np.ndarray[Any, np.dtype[np.uint64]]
_START = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLY = np.uint64(0xBF58476D1CE4E5B9)
_AGAIN = np.uint64(0x94D049BB133111EB)
_LENGTH = np.uint64(0xA0761D6478BD642F)
_KEPT = np.array([(1 << 8 * kept) - 1 for kept in range(9)], np.uint64)  # of a word, its first bytes
_NULL = np.uint64(0xD6E8FEB86659FD93)
_SAMPLE = 500  # rows that tell whether a column repeats few texts


def row_hashes(arrays: list[pa.Array]) -> Hashes:
    """One hash a row over all ``arrays`` (of equal length, types of the contract), in which null is a value too."""
    hashes = np.full(len(arrays[0]), _START)
    for array in arrays:
        hashes = hashes * _AGAIN + _column(array)
    return _mix(hashes)


def _column(array: pa.Array) -> Hashes:
    if len(array) == 0:
        return np.empty(0, np.uint64)
    if pa.types.is_string(array.type):
        values = _by_dictionary(array)
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


def _by_dictionary(array: pa.Array) -> Hashes:
    if len(array[:_SAMPLE].unique()) * 4 > min(len(array), _SAMPLE):
        return _texts(array)
    encoded = array.dictionary_encode()
    hashes = np.append(_texts(encoded.dictionary), _NULL)  # the last place answers for null
    places = encoded.indices.fill_null(len(encoded.dictionary)) if encoded.indices.null_count else encoded.indices
    found: Hashes = hashes[places.to_numpy()]
    return found


def _texts(array: pa.Array) -> Hashes:
    hashes = np.zeros(len(array), np.uint64)
    if len(array) == 0:
        return hashes
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    begin, end = int(offsets[0]), int(offsets[-1])
    data = bytes(8) if begin == end else array.buffers()[2][begin:end].to_pybytes() + bytes(8)
    words: Hashes = np.ndarray((len(data) - 7,), "<u8", data, strides=(1,))  # the eight bytes from every byte on
    at = offsets[:-1].astype(np.int64) - begin
    left = np.diff(offsets)
    running = left.astype(np.uint64) * _LENGTH
    rows = np.arange(len(array))
    while len(rows):
        running = (running ^ (words[at] & _KEPT[np.minimum(left, 8)])) * _MULTIPLY
        running ^= running >> np.uint64(29)
        left = left - 8
        at = at + 8
        going_on = left > 0
        if not going_on.all():
            done = ~going_on
            hashes[rows[done]] = running[done]
            rows, running, left, at = rows[going_on], running[going_on], left[going_on], at[going_on]
    return _mix(hashes)


def _mix(values: Hashes) -> Hashes:
    values = (values ^ (values >> np.uint64(30))) * _MULTIPLY
    values = (values ^ (values >> np.uint64(27))) * _AGAIN
    return values ^ (values >> np.uint64(31))
