"""The fast way through JSON: msgspec structs made from a contract's shape, and their values as columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from msgspec import UNSET, UnsetType

from hub.contracts import LogicalType
from hub.landing.formats import tolerant
from hub.landing.formats.records import Odd, Records
from hub.landing.formats.shape import Place

_MOST_EXTRA = 200  # unknown keys that are learned; a source that invents keys without end is read tolerantly
_EXACT = 1e13  # below this a double holds rupees and paise exactly

# bool is left out where it does not belong: Python would take it for a number.
_PYTHON: dict[LogicalType, Any] = {
    LogicalType.INTEGER: int | str | None,
    LogicalType.NUMBER: float | str | None,
    LogicalType.BOOLEAN: bool | str | None,
}
_PLAIN: Callable[[str], object] = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*').fullmatch
_ARROW = {LogicalType.INTEGER: pa.int64(), LogicalType.NUMBER: pa.float64(), LogicalType.BOOLEAN: pa.bool_()}


class Misfit(Exception):
    """The page does not fit the structs; read it tolerantly. Never leaves the room."""


class Structs:
    """Decodes pages of one shape. Keys that the contract does not know are refused at first, then learned, so that
    they are counted without being parsed."""

    def __init__(self, root: Place, steps: Sequence[str]) -> None:
        self._root = root
        self._steps = list(steps)
        self._extra: dict[str, list[str]] = {}
        self._build()

    def _build(self) -> None:
        self._blank: dict[str, tuple[Any, ...]] = {}
        self._decoder: Any = msgspec.json.Decoder(self.wrapped(self._struct(self._root)))

    def wrapped(self, item: Any) -> Any:
        """The type of a page whose records are of type ``item``."""
        wrapped: Any = list[item]
        for step in reversed(self._steps):
            wrapped = msgspec.defstruct("Page", [("inner", wrapped)], rename={"inner": step})
        return wrapped

    def unwrap(self, page: Any) -> list[Any]:
        """The records of a decoded page."""
        for _ in self._steps:
            page = page.inner
        return list(page)

    def _struct(self, place: Place) -> Any:
        fields: list[tuple[str, Any, Any]] = []
        rename: dict[str, str] = {}
        for number, (key, child) in enumerate(place.keys.items()):
            rename[f"f{number}"] = key
            fields.append((f"f{number}", self._type(child) | UnsetType, UNSET))
        extra = self._extra.get(place.path, [])
        for number, key in enumerate(extra):
            rename[f"x{number}"] = key
            fields.append((f"x{number}", msgspec.Raw | UnsetType, UNSET))
        return msgspec.defstruct("Record", fields, rename=rename, forbid_unknown_fields=not place.in_list, gc=False)

    def _type(self, place: Place) -> Any:
        if place.leaf is not None:
            return _PYTHON.get(place.leaf.type, str | int | float | None)
        if place.items:
            kinds = {self._type(item) for item in place.items.values() if item.leaf}
            structs = Place(place.path, in_list=True)
            for item in place.items.values():
                structs.keys.update(item.keys)
            item_type: Any = self._struct(structs) | None if structs.keys else kinds.pop()
            listed: Any = list[item_type]
            return listed | None
        return self._struct(place) | None

    def learn(self, found: Sequence[Any]) -> bool:
        """Take in the unknown keys of a page; false when there is nothing new or there are too many."""
        known = sum(map(len, self._extra.values()))
        fresh: dict[str, set[str]] = {}

        def walk(place: Place, value: Any) -> None:
            if place.in_list or not isinstance(value, dict):
                return
            seen = self._extra.get(place.path, ())
            more = {key for key in value if key not in place.keys and key not in seen and _PLAIN(key)}
            if more:
                fresh.setdefault(place.path, set()).update(more)
            for key, child in place.keys.items():
                if child.keys:
                    walk(child, value.get(key))

        for record in found:
            walk(self._root, record)
        if not fresh or known + sum(map(len, fresh.values())) > _MOST_EXTRA:
            return False
        for path, keys in fresh.items():
            self._extra[path] = [*self._extra.get(path, []), *sorted(keys)]
        self._build()
        return True

    def read(self, body: bytes) -> Records:
        """The page's records; raises ``Misfit``."""
        if b"\\u0000" in body:
            raise Misfit
        try:
            found = self.unwrap(self._decoder.decode(body))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise Misfit from error
        read = Records(rows=len(found), columns={})
        if found:
            self._columns(self._root, found, read)
        else:
            read.columns.update({leaf.name: pa.array([], pa.string()) for leaf in self._root.leaves()})
        return read

    def _columns(self, place: Place, found: Sequence[Any], read: Records) -> None:
        """Fill in the columns at and below ``place``; an item of ``found`` is a struct, ``None`` or ``UNSET``."""
        extra = self._extra.get(place.path, []) if not place.in_list else []
        width = len(place.keys) + len(extra)
        if None in found or UNSET in found:
            blank = {None: (None,) * len(place.keys) + (UNSET,) * len(extra), UNSET: (UNSET,) * width}
            rows = [blank[item] if item is None or item is UNSET else msgspec.structs.astuple(item) for item in found]
            columns = list(zip(*rows, strict=True))
        else:
            columns = list(zip(*map(msgspec.structs.astuple, found), strict=True))
        for child, values in zip(place.keys.values(), columns, strict=False):
            if child.leaf is not None:
                self._leaf(child, values, read)
            elif child.items:
                for index, item in child.items.items():
                    self._item(child, item, index, values, read)
            else:
                self._columns(child, values, read)
        for key, values in zip(extra, columns[len(place.keys) :], strict=True):
            count = len(values) - values.count(UNSET)
            if count:
                read.unknown[f"{place.path}.{key}" if place.path else key] = count

    def _item(self, lists: Place, item: Place, index: int, values: Sequence[Any], read: Records) -> None:
        picked = [
            value if value is UNSET else value[index] if value and index < len(value) else None for value in values
        ]
        if item.leaf is not None:
            self._leaf(item, picked, read)
            return
        if len(lists.items) > 1:
            raise Misfit
        self._columns(item, picked, read)

    def _leaf(self, place: Place, values: Sequence[Any], read: Records) -> None:
        assert place.leaf is not None
        field = place.leaf
        arrow = _ARROW.get(field.type, pa.string())
        try:
            column = pa.array(values, arrow)
        except (pa.ArrowException, OverflowError, TypeError, ValueError):
            column = self._mixed(place, values, read)
        if pa.types.is_floating(column.type) and _is_inexact(column):
            raise Misfit
        read.columns[field.name] = column

    def _mixed(self, place: Place, values: Sequence[Any], read: Records) -> pa.Array:
        assert place.leaf is not None
        field = place.leaf
        absent = np.fromiter((value is UNSET for value in values), dtype=bool, count=len(values))
        if absent.any():
            read.absent[field.name] = pa.array(absent)
            values = [None if value is UNSET else value for value in values]
            try:
                return pa.array(values, _ARROW.get(field.type, pa.string()))
            except (pa.ArrowException, OverflowError, TypeError, ValueError):
                pass
        texts: list[str | None] = []
        for row, value in enumerate(values):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            text, rule = tolerant.scalar(tolerant.Literal(Decimal(repr(value))) if number else value, field.type)
            texts.append(text)
            if rule:
                read.odd.append(Odd(row, field.name, rule))
        return pa.array(texts, pa.string())


def _is_inexact(column: pa.Array) -> bool:
    if column.null_count == len(column):
        return False
    bounds = pa.compute.min_max(column)
    return bool(max(abs(bounds["min"].as_py()), abs(bounds["max"].as_py())) >= _EXACT)
