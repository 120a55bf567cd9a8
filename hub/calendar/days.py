"""Counting days: calendar days, working days of a class of offices, days that are no public holiday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from hub.errors import Actor, HubError

DayArray = npt.NDArray[np.datetime64]


class Days(StrEnum):
    """Which days count towards a limit."""

    CALENDAR = "calendar"
    WORKING = "working"
    NOT_PUBLIC_HOLIDAY = "not_public_holiday"


class NotCovered(HubError):
    """The calendar says nothing about a day that had to be counted; nothing is guessed."""

    actor = Actor.STEWARD


@dataclass(frozen=True)
class Calendar:
    """One version for one class of offices. Both ``busdaycal`` have a week without rest: what is closed, day of the
    week's rest or not, is among their holidays, so that a Saturday may be closed in one week and open in the next."""

    version: int
    office_class: str
    covers_from: date
    covers_to: date
    busdaycal: np.busdaycalendar
    public: np.busdaycalendar

    def is_working(self, day: date) -> bool:
        """Whether the offices of this class work on the day. Raises ``NotCovered``."""
        if not self.covers_from <= day <= self.covers_to:
            raise self._not_covered(day)
        return bool(np.is_busday(np.datetime64(day, "D"), busdaycal=self.busdaycal))

    def deadline(self, starts: DayArray, days: int | npt.NDArray[np.int64], kind: Days) -> DayArray:
        """The ``days``-th counted day after each start (datetime64[D], any shape; ``days`` not negative).

        The start itself is not counted, as General Clauses Act, 1897, section 9 has it for a period that runs "from" a
        day, whether it is a working day or not; the last counted day is the last day of the limit. A limit of 0 ends on
        the start. Raises ``NotCovered`` where a day that has to be counted lies beyond the calendar.
        """
        found = self.reach(starts, days, kind)
        beyond = np.isnat(found)
        if beyond.any():
            raise self._not_covered(np.broadcast_to(starts, found.shape)[beyond].min().item())
        return found

    def reach(self, starts: DayArray, days: int | npt.NDArray[np.int64], kind: Days) -> DayArray:
        """As ``deadline``, with NaT where the calendar does not cover it."""
        if np.any(np.asarray(days) < 0):
            raise ValueError("a limit is not negative")
        if kind is Days.CALENDAR:
            return np.asarray(starts + np.asarray(days).astype("timedelta64[D]"))
        # Rolled back to an open day first: from there the n-th open day is the n-th after the start itself.
        moved = np.busday_offset(starts, days, roll="backward", busdaycal=self._counted(kind))
        found = np.where(np.asarray(days) == 0, starts, moved)
        first, last = np.datetime64(self.covers_from, "D"), np.datetime64(self.covers_to, "D")
        return np.where((starts >= first) & (found <= last), found, np.datetime64("NaT", "D"))

    def count(self, start: date, end: date, kind: Days) -> int:
        """Counted days after ``start`` up to and with ``end``. Raises ``NotCovered``."""
        if kind is Days.CALENDAR:
            return (end - start).days
        for day in (start, end):
            if not self.covers_from <= day <= self.covers_to:
                raise self._not_covered(day)
        first, last = np.datetime64(start, "D") + 1, np.datetime64(end, "D") + 1
        return int(np.busday_count(first, last, busdaycal=self._counted(kind)))

    def next_working(self, days: DayArray) -> DayArray:
        """Each day, or the next working day where the offices are closed on it; NaT where that is not covered."""
        moved = np.busday_offset(days, 0, roll="forward", busdaycal=self.busdaycal)
        return np.where(moved <= np.datetime64(self.covers_to, "D"), moved, np.datetime64("NaT", "D"))

    def _counted(self, kind: Days) -> np.busdaycalendar:
        return self.busdaycal if kind is Days.WORKING else self.public

    def _not_covered(self, day: date) -> NotCovered:
        return NotCovered(
            "calendar-not-covered", record=day.isoformat(), day=day.isoformat(), version=self.version,
            since=self.covers_from.isoformat(), until=self.covers_to.isoformat(),
            next_command=f"hub calendar propose --year {max(self.covers_to.year + 1, day.year)}",
        )  # fmt: skip


def busdays(closed: DayArray) -> np.busdaycalendar:
    """A calendar of numpy on which every day counts but those ``closed``."""
    return np.busdaycalendar(weekmask=[1] * 7, holidays=closed)
