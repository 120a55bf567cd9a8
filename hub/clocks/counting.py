"""Deadlines in bulk: numpy counts each distinct start, limit, kind of days and class of offices once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sqlalchemy as sa

from hub.calendar import Calendar, Days

COUNTED = ("started_on", "limit_days", "days_kind", "office_class", "moves_on")
LONGEST = 3_650
"""Days: a limit beyond it, or below 0, is a mistake of the source; its clock has no deadline."""
_CHUNK = 5_000


def dated(connection: sa.Connection, what: sa.Select[Any], calendars: Mapping[str, Calendar], name: str) -> sa.Table:
    """A temporary table of ``COUNTED`` with ``due_on``, for the distinct rows of ``what``, which selects ``COUNTED``.

    ``due_on`` is null where the calendar does not cover it or has no such class of offices.
    """
    table = sa.Table(
        name, sa.MetaData(),
        sa.Column("started_on", sa.Date), sa.Column("limit_days", sa.Integer), sa.Column("days_kind", sa.Text),
        sa.Column("office_class", sa.Text), sa.Column("moves_on", sa.Boolean), sa.Column("due_on", sa.Date),
        prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
    )  # fmt: skip
    table.create(connection)
    groups: dict[tuple[str, str, bool], list[tuple[Any, int]]] = {}
    for row in connection.execute(what.distinct()):
        groups.setdefault((row.days_kind, row.office_class, row.moves_on), []).append((row.started_on, row.limit_days))
    for (kind, office_class, moves_on), pairs in groups.items():
        due = deadlines(calendars.get(office_class), kind, pairs, moves_on=moves_on)
        rows = [
            dict(zip(COUNTED, (start, limit, kind, office_class, moves_on), strict=True)) | {"due_on": day}
            for (start, limit), day in zip(pairs, due, strict=True)
        ]
        for first in range(0, len(rows), _CHUNK):
            connection.execute(table.insert().values(rows[first : first + _CHUNK]))
    connection.execute(sa.text(f"analyze {name}"))
    return table


def deadlines(
    calendar: Calendar | None, kind: str, pairs: list[tuple[Any, int]], *, moves_on: bool
) -> list[Any]:  # fmt: skip
    """The deadline of each pair of a start and a limit as a date; ``None`` where it is not covered."""
    if calendar is None:
        return [None] * len(pairs)
    starts = np.array([start for start, _limit in pairs], dtype="datetime64[D]")
    limits = np.array([limit for _start, limit in pairs], dtype=np.int64)
    found = calendar.reach(starts, limits, Days(kind))
    if moves_on:
        found = np.where(np.isnat(found), found, calendar.next_working(np.where(np.isnat(found), starts, found)))
    return found.astype("datetime64[D]").astype(object).tolist()  # type: ignore[no-any-return]
