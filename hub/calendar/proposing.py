"""A list of a year as the library ``holidays`` guesses it, for a person to correct. It never decides: its rows carry no
notification, and a file without one is not imported."""

from __future__ import annotations

from datetime import date

import holidays

from hub.calendar.files import ALL, Day

_SCHEDULES = {"public": "ni_act", "government": "executive_order", "optional": "optional"}


def guess(year: int) -> list[Day]:
    """Days of Bihar in ``year``: schedule and date by the library, and every second Saturday for field offices."""
    found: dict[tuple[date, str], Day] = {}
    for category, schedule in _SCHEDULES.items():
        named = [
            holidays.country_holidays("IN", subdiv="BR", years=year, categories=(category,), language=language)
            for language in ("en_IN", "hi")
        ]
        for day in sorted(named[0]):
            if not any((day, earlier) in found for earlier in ("ni_act", "executive_order")):
                found[day, schedule] = Day(day, schedule, ALL, named[0][day], named[1][day], "")
    for month in range(1, 13):
        first_saturday = 1 + (5 - date(year, month, 1).weekday()) % 7
        day = date(year, month, first_saturday + 7)
        found[day, "second_saturday"] = Day(day, "second_saturday", "field", "Second Saturday", "द्वितीय शनिवार", "")
    return sorted(found.values())
