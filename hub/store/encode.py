"""Arrow columns to the rows of PostgreSQL's binary COPY, and each row's hash, a chunk at a time and not row by row.

A row is made of pieces that are joined by one Arrow kernel: fixed-width values and length prefixes are laid out by
numpy in one block, text columns are taken as they lie. The hash of a row is xxh3-128 over these bytes of the
contract's fields without the nulls at their end, so that it depends on PostgreSQL's wire format (which is stable)
and on no library, and a field added later changes no hash of a row that has no value for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from hub.contracts.model import Field, LogicalType
from hub.landing.chunk import ARROW_TYPES

HASH_NAME = "xxh3-128/pgcopy-1"
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_EPOCH_DAYS = 10_957  # 2000-01-01, PostgreSQL's epoch, in days of 1970
_EPOCH_MICROSECONDS = 946_684_800_000_000
_NUMERIC = np.dtype([("digits", ">i2"), ("weight", ">i2"), ("sign", ">i2"), ("scale", ">i2"), ("d", ">i2", (5,))])
_WIDTHS = {LogicalType.INTEGER: 8, LogicalType.NUMBER: _NUMERIC.itemsize, LogicalType.BOOLEAN: 1,
           LogicalType.DATE: 4, LogicalType.TIMESTAMP: 8}  # fmt: skip

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]


class _Pieces:
    """The pieces of the rows of one chunk, neighbouring fixed-width ones in one block."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._block: list[Bytes] = []
        self.arrays: list[pa.Array] = []

    def fixed(self, matrix: Bytes) -> None:
        self._block.append(matrix)

    def lengths(self, lengths: Numbers) -> None:
        self.fixed(lengths.astype(">i4").view(np.uint8).reshape(self._rows, 4))

    def varying(self, array: pa.Array) -> None:
        self.flush()
        self.arrays.append(array)

    def flush(self) -> None:
        if self._block:
            block = np.concatenate(self._block, axis=1)
            offsets = np.arange(self._rows + 1, dtype=np.int64) * block.shape[1]
            self.arrays.append(_binary(offsets, block))
            self._block = []

    def join(self) -> pa.Array:
        self.flush()
        if len(self.arrays) == 1:
            return self.arrays[0]
        empty = pa.scalar(b"", pa.large_binary())
        return pc.binary_join_element_wise(*self.arrays, empty, null_handling="replace", null_replacement=b"")


def _binary(offsets: Numbers, data: npt.NDArray[np.generic]) -> pa.Array:
    buffers = [None, pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.Array.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)


def encode_fields(table: pa.Table, fields: Sequence[Field]) -> tuple[pa.Array, Bytes]:
    """The fields of every row as binary COPY has them (large_binary[n]), and the rows' hashes (uint8[n, 16])."""
    pieces = _Pieces(table.num_rows)
    trailing = np.zeros(table.num_rows, dtype=np.int64)
    is_trailing = np.ones(table.num_rows, dtype=bool)
    columns = [_plain(table.column(field.name), field.type) for field in fields]
    for column in reversed(columns):
        if column.null_count == 0:
            break
        is_trailing &= column.is_null().to_numpy(zero_copy_only=False)
        trailing += is_trailing
    for field, column in zip(fields, columns, strict=True):
        _encode(pieces, column, field.type)
    body = pieces.join()
    return body, _hashes(body, trailing * 4)


def encode_rows(body: pa.Array, hashes: Bytes, ordinals: Numbers, is_tombstone: pa.Array, flags: pa.Array, count: int
                ) -> memoryview:  # fmt: skip
    """Whole rows of a stage table: ``count`` fields, then ``_hash``, ``_ordinal``, ``_is_tombstone`` and ``_flags``
    (``flags`` are encoded by ``encode_flags``). Returns the bytes to COPY, without header and trailer."""
    rows = len(body)
    head = _Pieces(rows)
    head.fixed(_repeat((count + 4).to_bytes(2, "big"), rows))
    head.flush()
    tail = _Pieces(rows)
    tail.fixed(_repeat((16).to_bytes(4, "big"), rows))
    tail.fixed(hashes)
    tail.fixed(_repeat((8).to_bytes(4, "big"), rows))
    tail.fixed(ordinals.astype(">i8").view(np.uint8).reshape(rows, 8))
    tail.fixed(_repeat((1).to_bytes(4, "big"), rows))
    tail.fixed(is_tombstone.to_numpy(zero_copy_only=False).astype(np.uint8).reshape(rows, 1))
    tail.varying(flags)
    joined = _Pieces(rows)
    joined.arrays = [*head.arrays, body, *tail.arrays]
    whole = joined.join()
    _validity, offsets, data = whole.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[whole.offset : whole.offset + rows + 1]
    return memoryview(data)[int(ends[0]) : int(ends[-1])]


def encode_flags(sets: Sequence[Sequence[str]], index: Numbers) -> pa.Array:
    """``text[]`` values with their length prefix: row ``i`` has the flags ``sets[index[i]]`` (large_binary[n])."""
    encoded = []
    for flags in sets:
        elements = b"".join(len(item.encode()).to_bytes(4, "big") + item.encode() for item in flags)
        shape = len(flags).to_bytes(4, "big") + (1).to_bytes(4, "big") if flags else b""
        array = (1 if flags else 0).to_bytes(4, "big") + bytes(4) + (25).to_bytes(4, "big") + shape + elements
        encoded.append(len(array).to_bytes(4, "big") + array)
    return pa.array(encoded, pa.large_binary()).take(pa.array(index))


def _repeat(value: bytes, rows: int) -> Bytes:
    return np.broadcast_to(np.frombuffer(value, dtype=np.uint8), (rows, len(value)))


def _plain(column: pa.ChunkedArray | pa.Array, kind: LogicalType) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    wanted = ARROW_TYPES[kind.value]
    return column if column.type == wanted else column.cast(wanted)


def _encode(pieces: _Pieces, column: pa.Array, kind: LogicalType) -> None:
    valid = column.is_valid().to_numpy(zero_copy_only=False) if column.null_count else None
    if kind is LogicalType.STRING:
        lengths = pc.fill_null(pc.binary_length(column), -1).to_numpy().astype(np.int64)
        pieces.lengths(lengths)
        if valid is None or valid.any():
            pieces.varying(column.cast(pa.large_binary()))
        return
    width = _WIDTHS[kind]
    if valid is None:
        pieces.fixed(_repeat(width.to_bytes(4, "big"), len(column)))
        pieces.fixed(_values(column, kind))
        return
    pieces.lengths(np.where(valid, width, -1))
    if valid.any():
        ends = np.concatenate([[0], np.cumsum(valid, dtype=np.int64) * width])
        pieces.varying(_binary(ends, _values(column.drop_null(), kind)))


def _values(column: pa.Array, kind: LogicalType) -> Bytes:
    rows = len(column)
    if kind is LogicalType.BOOLEAN:
        return _bytes(column.to_numpy(zero_copy_only=False).astype(np.uint8), rows)
    if kind is LogicalType.NUMBER:
        return _numeric(column)
    if kind is LogicalType.DATE:
        days = column.cast(pa.int32()).to_numpy(zero_copy_only=False)
        return _bytes((days - _EPOCH_DAYS).astype(">i4"), rows)
    numbers = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    if kind is LogicalType.TIMESTAMP:
        numbers = numbers - _EPOCH_MICROSECONDS
    return _bytes(numbers.astype(">i8"), rows)


def _bytes(values: npt.NDArray[Any], rows: int) -> Bytes:
    return values.view(np.uint8).reshape(rows, values.itemsize)


def _numeric(column: pa.Array) -> Bytes:
    """PostgreSQL's numeric: digits to the base of 10,000, here always four before the point and one behind."""
    words = np.frombuffer(column.buffers()[1], dtype="<i8")
    hundredths = words[0::2][column.offset : column.offset + len(column)]  # 18 digits fit in the low word
    whole, fraction = np.divmod(np.abs(hundredths), 100)
    out = np.zeros(len(column), dtype=_NUMERIC)
    out["digits"], out["weight"], out["scale"] = 5, 3, 2
    out["sign"] = np.where(hundredths < 0, 0x4000, 0)
    for place in (3, 2, 1, 0):
        whole, out["d"][:, place] = np.divmod(whole, 10_000)
    out["d"][:, 4] = fraction * 100
    return out.view(np.uint8).reshape(len(column), _NUMERIC.itemsize)


def _hashes(body: pa.Array, trim: Numbers) -> Bytes:
    _validity, offsets, data = body.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[body.offset : body.offset + len(body) + 1]
    view, digest = memoryview(data), xxhash.xxh3_128_digest
    starts, ends = bounds[:-1].tolist(), (bounds[1:] - trim).tolist()
    joined = b"".join([digest(view[start:end]) for start, end in zip(starts, ends, strict=True)])
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(body), 16)
