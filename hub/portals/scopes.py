"""What a consumer sees of a feed: rows of its districts and departments, columns up to its class of personal data.

A column above the class is not masked but absent: from rows, files, changes and contracts alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
import orjson

from hub.contracts import Classification
from hub.contracts.codes import districts
from hub.errors import NotAllowed
from hub.feeds.declared import Feed, feed_named
from hub.reconcile import Column

LEVELS = tuple(Classification)
"""From the least careful class to the most; a scope sees its own and those before it."""
DISTRICT, DEPARTMENT = "district_lgd", "department_name"
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Scope:
    """A consumer's part of one feed; ``None`` for all districts or all departments."""

    feed: str
    classification: Classification
    districts: frozenset[int] | None = None
    departments: frozenset[str] | None = None

    @cached_property
    def described(self) -> Feed:
        """The feed's declaration."""
        return feed_named(self.feed)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are seen, in order."""
        return tuple(column for column in self.described.columns if self._is_seen(column.classification))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _seen(self) -> frozenset[str]:
        return frozenset(self.names)

    @cached_property
    def _read(self) -> Callable[[str], Any]:
        return _reader(self.names)

    @cached_property
    def _read_place(self) -> Callable[[str], Any]:
        return _reader((DISTRICT, DEPARTMENT))

    @cached_property
    def sees_all_rows(self) -> bool:
        """Whether no row is withheld."""
        return self.districts is None and self.departments is None

    @cached_property
    def digest(self) -> str:
        """Says what is seen: a cursor or a file made under another digest is of no more use."""
        parts = [
            self.feed, self.names, None if self.districts is None else sorted(self.districts),
            None if self.departments is None else sorted(self.departments),
        ]  # fmt: skip
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:16]

    def _is_seen(self, classification: Classification) -> bool:
        return LEVELS.index(classification) <= LEVELS.index(self.classification)

    def holds(self, row: str, differing: Mapping[str, Any] = _NOTHING) -> bool:
        """Whether a row that is given as its JSON text lies within; ``differing`` are columns with which it is judged
        in place of its own. A row without a district is in no scope of districts."""
        if self.sees_all_rows:
            return True
        place = self._read_place(row)
        return (self.districts is None or differing.get(DISTRICT, place.district_lgd) in self.districts) and (
            self.departments is None or differing.get(DEPARTMENT, place.department_name) in self.departments
        )

    def sees_any(self, columns: Iterable[str]) -> bool:
        """Whether one of the columns is seen."""
        return not self._seen.isdisjoint(columns)

    def read(self, row: str) -> msgspec.Struct:
        """The columns in ``names``, in their order, of a row that is given as its JSON text, wherever it lies; one that
        the row's version did not have is null."""
        found: msgspec.Struct = self._read(row)
        return found

    def see(self, row: str | None) -> msgspec.Struct | None:
        """As ``read``; ``None`` where the consumer does not see the row."""
        return None if row is None or not self.holds(row) else self.read(row)

    def names_in(self, recorded: Iterable[Mapping[str, str]]) -> list[str]:
        """The columns seen of an older version: those of the scope that it had."""
        then = {column["name"] for column in recorded}
        return [name for name in self.names if name in then]

    def key_of(self, row: msgspec.Struct) -> dict[str, Any]:
        """The key columns of a row that is seen."""
        return {name: getattr(row, name) for name in self.described.key}


def _reader(names: Iterable[str]) -> Callable[[str], Any]:
    row = msgspec.defstruct("Row", [(name, Any, None) for name in names], gc=False)  # values only, nothing that refers
    return msgspec.json.Decoder(row).decode


def check(scope: Scope) -> Scope:
    """The scope, where it can be kept on its feed.

    Raises ``NotAllowed`` where the feed lacks the column by which rows would be told apart, where a key column lies
    above the class, where nothing is named, or a district that there is not.
    """
    feed = scope.described
    names = {column.name for column in feed.columns}
    wanted = {DISTRICT: scope.districts, DEPARTMENT: scope.departments}
    for column, values in wanted.items():
        if values is None:
            continue
        if column not in names:
            raise NotAllowed("portals-scope-no-column", record=feed.name, feed=feed.name, column=column)
        if not values:
            raise NotAllowed("portals-scope-empty", record=feed.name, feed=feed.name, column=column)
    unknown = sorted(scope.districts - {int(row[DISTRICT]) for row in districts()}) if scope.districts else []
    if unknown:
        raise NotAllowed("portals-scope-no-district", record=feed.name, codes=", ".join(map(str, unknown)))
    hidden = [name for name in feed.key if name not in scope.names]
    if hidden:
        raise NotAllowed(
            "portals-scope-hides-key", record=feed.name, feed=feed.name, column=", ".join(hidden),
            classification=feed_class(feed, hidden[0]),
        )  # fmt: skip
    return scope


def feed_class(feed: Feed, name: str) -> str:
    """The class of one of a feed's columns."""
    return next(column.classification.value for column in feed.columns if column.name == name)
