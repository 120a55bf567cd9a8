"""What a report counts: figures of a list by its columns, cut to an area, and the rows behind each figure."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from hub.errors import NotAllowed
from hub.reports.areas import Area
from hub.reports.lists import LISTS, List, Measure


@dataclass(frozen=True)
class Line:
    """One line of a table: the columns' values it stands for, and its figures by measure."""

    of: tuple[Any, ...]
    figures: dict[str, float | int | None]


@dataclass(frozen=True)
class Cut:
    """Which rows stand behind a figure: those of a list that lie in an area, count for a measure, and have these
    values in these columns."""

    list: str
    measure: str = ""
    of: tuple[tuple[str, str], ...] = field(default=())


class Book:
    """Lists of one date, by name, as relations that can be counted."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._db = duckdb.connect(config={"threads": 1})
        self.names = frozenset(tables)
        for name, table in tables.items():
            self._db.register(name, table)

    def count(self, name: str, measures: Sequence[str], area: Area, by: Sequence[str] = ()) -> list[Line]:
        """The figures of a list in an area: one line a value of ``by``, in order; without ``by`` one line."""
        described = LISTS[name]
        values: list[Any] = []
        columns = [_aggregate(described, described.measures[measure], values) for measure in measures]
        condition, bound = area.condition
        values += bound
        keys = ", ".join(_name(column) for column in by)
        grouped = f" group by {keys} order by {_in_order(by)}" if by else ""
        query = f"select {', '.join([*map(_name, by), *columns])} from {_name(name)} where {condition}{grouped}"  # noqa: S608  # names declared in code
        found = self._db.execute(query, values).fetchall()
        width = len(by)
        return [Line(row[:width], dict(zip(measures, row[width:], strict=True))) for row in found]

    def labels(self, name: str, key: str, label: str) -> dict[Any, Any]:
        """The words of a code that stand in the list itself: the first in the order of the alphabet."""
        query = f"select {_name(key)}, min({_name(label)}) from {_name(name)} group by 1"  # noqa: S608
        return dict(self._db.execute(query).fetchall())

    def values(self, name: str, columns: Sequence[str], area: Area) -> list[tuple[Any, ...]]:
        """The values that stand together in these columns within an area, in order."""
        condition, bound = area.condition
        keys = ", ".join(map(_name, columns))
        query = f"select distinct {keys} from {_name(name)} where {condition} order by {keys}"  # noqa: S608
        return self._db.execute(query, bound).fetchall()

    def rows(
        self, cut: Cut, area: Area, columns: Sequence[str] = (), *, limit: int | None = None, offset: int = 0
    ) -> list[tuple[Any, ...]]:
        """The rows behind a figure: the list's ``shown`` columns, or ``columns``, in the list's order."""
        described = LISTS[cut.list]
        where, values = _behind(described, cut, area)
        order = ", ".join(f"{_name(one.lstrip('-'))} {'desc' if one[0] == '-' else 'asc'} nulls last"
                          for one in (*described.order, described.key))  # fmt: skip
        shown = ", ".join(map(_name, columns or described.shown))
        query = f"select {shown} from {_name(cut.list)} where {where} order by {order}"  # noqa: S608
        if limit is not None:
            query += f" limit {int(limit)} offset {int(offset)}"
        return self._db.execute(query, values).fetchall()

    def number(self, cut: Cut, area: Area) -> int:
        """How many rows stand behind a figure."""
        where, values = _behind(LISTS[cut.list], cut, area)
        found = self._db.execute(f"select count(*) from {_name(cut.list)} where {where}", values).fetchone()  # noqa: S608
        return int(found[0]) if found else 0

    def close(self) -> None:
        """Let the relations go."""
        self._db.close()


@contextlib.contextmanager
def book(tables: Mapping[str, pa.Table]) -> Iterator[Book]:
    """A book for as long as it is needed."""
    made = Book(tables)
    try:
        yield made
    finally:
        made.close()


def checked(cut: Cut) -> Cut:
    """The cut, when list, measure and columns are such as there are.

    Raises ``NotAllowed`` otherwise: what a link says is not put into a query unseen.
    """
    described = LISTS.get(cut.list)
    known = set(described.shown) | _counted(described) if described else set()
    sound = described is not None and (cut.measure == "" or cut.measure in described.measures)
    if not sound or not {name for name, _value in cut.of} <= known:
        raise NotAllowed("report-cut-unknown", record=cut.list)
    return cut


def _counted(described: List) -> set[str]:
    return {name for measure in described.measures.values() for name in measure.where}


def _aggregate(described: List, measure: Measure, values: list[Any]) -> str:
    if measure.of:
        part, whole = _filter(measure, values), _filter(described.measures[measure.of], values)
        return f"round(100.0 * (count(*) {part}) / nullif((count(*) {whole}), 0), 1)"
    what = f"median({_name(measure.median)})" if measure.median else "count(*)"
    return f"{what} {_filter(measure, values)}"


def _filter(measure: Measure, values: list[Any]) -> str:
    if not measure.where:
        return ""
    values += measure.where.values()
    return f"filter (where {' and '.join(f'{_name(name)} = ?' for name in measure.where)})"


def _behind(described: List, cut: Cut, area: Area) -> tuple[str, list[Any]]:
    where, values = area.condition
    parts, values = [where], list(values)
    for name, value in (described.measures[cut.measure].where if cut.measure else {}).items():
        parts.append(f"{_name(name)} = ?")
        values.append(value)
    for name, text in cut.of:
        # A value comes back from a link as text; the empty one stands for what the source left empty.
        parts.append(f"coalesce(cast({_name(name)} as varchar), '') = ?")
        values.append(text)
    return " and ".join(parts), values


def _in_order(by: Sequence[str]) -> str:
    return ", ".join(f"{_name(column)} nulls last" for column in by)


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
