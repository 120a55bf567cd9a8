"""Wire values to typed columns, with Arrow kernels; what does not fit its type is named, never guessed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.contracts import Field, LogicalType
from hub.contracts.codes import crosswalk, fold_name
from hub.landing import numbers
from hub.landing.chunk import ARROW_TYPES
from hub.landing.dates import parse_dates


def typed(field: Field, wire: pa.Array) -> Typed:
    """The column of ``field`` from its wire values, the rows (positions) that could not be read, and the rule that
    they break. Surrounding spaces are dropped, an empty text is null."""
    if field.physical_type == "base64-pdf":
        return _documents(_text(wire))
    if field.type is LogicalType.STRING:
        return _words(_text(wire))
    if field.type in (LogicalType.DATE, LogicalType.TIMESTAMP):
        column, bad = parse_dates(_text(wire), field.format, ARROW_TYPES[field.type.value])
        return column, bad, "format"
    if field.type is LogicalType.BOOLEAN:
        return _booleans(wire)
    if field.type is LogicalType.INTEGER:
        return _integers(wire)
    return _numbers(wire)


Typed = tuple[pa.Array, np.ndarray, str]
_NONE = np.empty(0, dtype=np.int64)


def _text(wire: pa.Array) -> pa.Array:
    if not pa.types.is_string(wire.type):
        wire = pc.cast(wire, pa.string())
    trimmed = pc.utf8_trim_whitespace(wire)
    return pc.if_else(pc.equal(pc.binary_length(trimmed), 0), pa.scalar(None, pa.string()), trimmed)


def _words(text: pa.Array) -> Typed:
    """Text in Unicode's NFC. U+FFFD stands where a system before us lost a letter: such a text is not readable."""
    if pc.all(pc.string_is_ascii(text), min_count=0).as_py():
        return text, _NONE, "encoding"
    broken = pc.fill_null(pc.match_substring(text, "\ufffd"), False)
    bad = np.flatnonzero(broken.to_numpy(zero_copy_only=False))
    if len(bad):
        text = pc.if_else(broken, pa.scalar(None, pa.string()), text)
    return pc.utf8_normalize(text, form="NFC"), bad, "encoding"


def _bad(text: pa.Array, good: pa.Array) -> np.ndarray:
    return np.flatnonzero(
        pc.and_(pc.is_valid(text), pc.invert(pc.fill_null(good, False))).to_numpy(zero_copy_only=False)
    )


def _integers(wire: pa.Array) -> Typed:
    if pa.types.is_integer(wire.type):
        good = pc.and_(pc.less(wire, numbers.BEYOND), pc.greater(wire, -numbers.BEYOND))
        return pc.if_else(good, wire, pa.scalar(None, pa.int64())), _bad(wire, good), "type"
    text = _text(wire)
    good = pc.match_substring_regex(text, numbers.INTEGER)
    kept = pc.if_else(good, pc.utf8_ltrim(text, "+"), pa.scalar(None, pa.string()))
    return pc.cast(kept, pa.int64()), _bad(text, good), "type"


def _numbers(wire: pa.Array) -> Typed:
    money = ARROW_TYPES["number"]
    if pa.types.is_floating(wire.type):
        paise = pc.multiply(wire, 100.0)
        whole = pc.round(paise)
        good = pc.and_(pc.less(pc.abs(pc.subtract(paise, whole)), 1e-3), pc.less(pc.abs(wire), numbers.BEYOND_MONEY))
        kept = pc.if_else(good, wire, pa.scalar(None, pa.float64()))
        return pc.cast(pc.round(kept, 2), money), _bad(wire, good), "type"
    text = _text(wire)
    good = pc.match_substring_regex(text, numbers.MONEY)
    kept = pc.if_else(good, text, pa.scalar(None, pa.string()))
    kept = pc.replace_substring_regex(pc.utf8_ltrim(kept, "+"), r"(\.[0-9]{2})0+$", r"\1")
    return pc.cast(kept, money), _bad(text, good), "type"


def _booleans(wire: pa.Array) -> Typed:
    if pa.types.is_boolean(wire.type):
        return wire, _NONE, "type"
    text = pc.utf8_lower(_text(wire))
    good = pc.is_in(text, pa.array(["true", "false"]))
    return pc.cast(pc.if_else(good, text, pa.scalar(None, pa.string())), pa.bool_()), _bad(text, good), "type"


def _documents(text: pa.Array) -> Typed:
    """SHA-256 (hex) of each base64 PDF."""
    hashes: list[str | None] = []
    bad: list[int] = []
    for row, value in enumerate(text.to_pylist()):
        document = _decoded(value) if value is not None else b""
        if value is not None and not document.startswith(b"%PDF"):
            bad.append(row)
        hashes.append(hashlib.sha256(document).hexdigest() if document.startswith(b"%PDF") else None)
    return pa.array(hashes, pa.string()), np.array(bad, dtype=np.int64), "not_a_pdf"


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def derived(field: Field, origin: Field, values: pa.Array) -> pa.Array:
    """The column of a crosswalk: each code of ``origin`` in the scheme of ``field``; null where none is known."""
    table: Mapping[str, int] = crosswalk(origin.code_scheme, field.code_scheme)
    encoded = pc.dictionary_encode(pc.cast(values, pa.string()))
    named = origin.code_scheme.endswith("_name")
    codes = [table.get(fold_name(value) if named else value) for value in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(codes, pa.int64()), encoded.indices).cast(ARROW_TYPES[field.type.value])
