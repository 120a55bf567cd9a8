"""The calendar of working days: versions, each whole and never changed, and the counting of days by them.

- ``calendar(office_class, number=None, connection=None) -> Calendar`` by a version or the newest approved;
  ``calendars(number=None, connection=None)`` for all classes of offices. A ``Calendar`` counts: ``deadline``,
  ``count``, ``is_working``. A day beyond what it covers is ``NotCovered``, never a guess.
- ``versions()``, ``version(number)``, ``days(number)``, ``changes(number)``.
- ``propose(csv, actor, notification) -> Version`` by one person, ``decide(number, actor, reason, connection,
  approve=)`` by another. Who approves for the whole hub calls ``hub.clocks.approve``, which moves the deadlines too.
"""

from hub.calendar.days import Calendar, Days, NotCovered
from hub.calendar.files import CalendarUnsound, Day
from hub.calendar.versions import (
    WEEK,
    Changes,
    Version,
    calendar,
    calendars,
    changes,
    days,
    decidable,
    decide,
    propose,
    unsound,
    version,
    versions,
)

__all__ = [
    "WEEK", "Calendar", "CalendarUnsound", "Changes", "Day", "Days", "NotCovered", "Version", "calendar", "calendars",
    "changes", "days", "decidable", "decide", "propose", "unsound", "version", "versions",
]  # fmt: skip
