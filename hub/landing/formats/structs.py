"""The fast way through JSON: msgspec structs made from a contract's shape, and their values as columns.

A leaf that is missing takes a default which no sound value can be; so columns are built without asking each value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import UNSET, UnsetType

from hub.contracts import Field, LogicalType
from hub.landing import numbers
from hub.landing.formats import tolerant
from hub.landing.formats.records import Odd, Records
from hub.landing.formats.shape import Place

_MOST_EXTRA = 200  # unknown keys that are learned; a source that invents keys without end is read tolerantly
_TEXT = "\0"  # a page whose texts hold NUL is read tolerantly, so nothing sound equals this
_PLAIN: Callable[[str], object] = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*').fullmatch


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
        self._struct: dict[int, Any] = {}
        self._item: dict[int, Any] = {}
        self._decoder: Any = msgspec.json.Decoder(self.wrapped(self._made(self._root)))

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

    def _made(self, place: Place) -> Any:
        """The struct of an object; constructed without values it stands for one that is missing."""
        fields: list[tuple[str, Any, Any]] = []
        rename: dict[str, str] = {}
        for number, (key, child) in enumerate(place.keys.items()):
            rename[f"f{number}"] = key
            fields.append((f"f{number}", *self._typed(child)))
        for number, key in enumerate(self._learned(place)):
            rename[f"x{number}"] = key
            fields.append((f"x{number}", msgspec.Raw | UnsetType, UNSET))
        made = msgspec.defstruct(
            "Record", fields, rename=rename, forbid_unknown_fields=not place.in_list, gc=False, eq=False
        )
        self._struct[id(place)] = made
        return made

    def _typed(self, place: Place) -> tuple[Any, Any]:
        """The type of a place's value and its default."""
        if place.leaf is not None:
            return _LEAVES.get(place.leaf.type, _STRING).decoded, _default(place.leaf)
        if not place.items:
            made = self._made(place)
            return made | None, msgspec.field(default_factory=made)
        if len(place.items) > 1:
            return None, None  # several items of one list: rare, and read tolerantly
        (item,) = place.items.values()
        kind: Any = self._made(item) if item.keys else self._typed(item)[0]
        self._item[id(place)] = msgspec.json.Decoder(list[kind | None])
        return list[msgspec.Raw] | None | UnsetType, UNSET

    def _learned(self, place: Place) -> list[str]:
        return [] if place.in_list else self._extra.get(place.path, [])

    def learn(self, found: Sequence[Any]) -> bool:
        """Take in the unknown keys of a page; false when there is nothing new or there are too many."""
        known = sum(map(len, self._extra.values()))
        fresh: dict[str, set[str]] = {}

        def walk(place: Place, value: Any) -> None:
            if place.in_list or not isinstance(value, dict):
                return
            seen = self._learned(place)
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
        """Fill in the columns at and below ``place``; ``found`` are its structs, ``None`` where the source has null.

        Values are fetched attribute by attribute: a tuple a record would set off the garbage collector.
        """
        if None in found:
            null = self._struct[id(place)](*self._null(place))
            found = [null if item is None else item for item in found]
        for number, child in enumerate(place.keys.values()):
            values = list(map(attrgetter(f"f{number}"), found))
            if child.leaf is not None:
                read.columns[child.leaf.name] = _leaf(child.leaf, values, read)
            elif child.items:
                self._items(child, values, read)
            else:
                self._columns(child, values, read)
        for number, key in enumerate(self._learned(place)):
            values = list(map(attrgetter(f"x{number}"), found))
            count = len(values) - values.count(UNSET)
            if count:
                read.unknown[f"{place.path}.{key}" if place.path else key] = count

    def _null(self, place: Place) -> tuple[Any, ...]:
        """The values of an object that is null: null everywhere, and missing nowhere."""
        return (None,) * len(place.keys) + (UNSET,) * len(self._learned(place))

    def _items(self, place: Place, values: Sequence[Any], read: Records) -> None:
        ((index, item),) = place.items.items()
        missing = self._typed(item)[1] if item.leaf is not None else self._struct[id(item)]()
        raw = [value[index] if value and len(value) > index else None for value in values]
        body = b"[%b]" % b",".join([one for one in raw if one is not None])  # of a long history, one item is read
        try:
            decoded = iter(self._item[id(place)].decode(body))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise Misfit from error
        picked = [
            next(decoded) if one is not None else missing if value is UNSET else None
            for one, value in zip(raw, values, strict=True)
        ]
        if item.leaf is not None:
            read.columns[item.leaf.name] = _leaf(item.leaf, picked, read)
        else:
            self._columns(item, picked, read)


def _leaf(field: Field, values: list[Any], read: Records) -> pa.Array:
    """The values of one field as a column of its own wire type; what does not fit is null and named."""
    absent = _taken_out(values, _default(field))
    if absent:
        read.absent[field.name] = absent
    leaf = _LEAVES.get(field.type, _STRING)
    try:
        return pa.array(values, leaf.arrow)
    except _FAILED:
        pass
    for row, value in enumerate(values):
        if value is not None and (value.__class__ is not leaf.python or value.__class__ is int):
            values[row], rule = leaf.convert(value)
            if rule:
                read.odd.append(Odd(row, field.name, rule))
    return pa.array(values, leaf.arrow)


def _taken_out(values: list[Any], default: Any) -> list[int]:
    """Put null in the place of every ``default``, and return the places."""
    places: list[int] = []
    try:
        while True:
            places.append(values.index(default, places[-1] + 1 if places else 0))
            values[places[-1]] = None
    except ValueError:
        return places


def _as_text(value: Any) -> tuple[str | None, str]:
    return (value, "") if isinstance(value, str) else tolerant.scalar(tolerant.Literal(repr(value)), LogicalType.STRING)


def _as_integer(value: Any) -> tuple[int | None, str]:
    if not isinstance(value, str):
        return (value, "") if abs(value) < numbers.BEYOND else (None, "type")
    text = value.strip()
    found = numbers.integer(text)
    return found, "type" if text and found is None else ""


def _as_money(value: Any) -> tuple[float | None, str]:
    if not isinstance(value, str):
        return value, ""
    text = value.strip()
    found = numbers.money(text)
    return found, "type" if text and found is None else ""


def _as_boolean(value: Any) -> tuple[bool | None, str]:
    if isinstance(value, bool):
        return value, ""
    text = value.strip().lower()
    return {"true": True, "false": False}.get(text), "type" if text not in ("true", "false", "") else ""


@dataclass(frozen=True)
class _Leaf:
    """How the values of a field arrive: the type for the decoder, the one expected, the column's, and what to do
    with a value of another type."""

    decoded: Any
    python: type
    arrow: pa.DataType
    convert: Callable[[Any], tuple[Any, str]]


# A bool is refused where Python would take it for a number.
_STRING = _Leaf(str | int | float | None | UnsetType, str, pa.string(), _as_text)
_LEAVES: dict[LogicalType, _Leaf] = {
    LogicalType.INTEGER: _Leaf(int | str | None | UnsetType, int, pa.int64(), _as_integer),
    LogicalType.NUMBER: _Leaf(float | str | None | UnsetType, float, pa.float64(), _as_money),
    LogicalType.BOOLEAN: _Leaf(bool | str | None | UnsetType, bool, pa.bool_(), _as_boolean),
}
_FAILED = (pa.ArrowException, OverflowError, TypeError, ValueError)


def _default(field: Field) -> Any:
    """What stands for a missing value: compared with texts, a text is the quickest to find."""
    return UNSET if field.type in _LEAVES else _TEXT
