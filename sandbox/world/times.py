"""Dates in bulk: numpy days and seconds to ISO text, and the calendar that the world keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

Dates = npt.NDArray[np.datetime64]
FOREVER = 9_999_999
"""Day number of something that has not ended."""


def day64(day: date) -> np.datetime64:
    """A date as numpy's day."""
    return np.datetime64(day.isoformat(), "D")


def iso_days(days: Dates, where: npt.NDArray[np.bool_] | None = None) -> list[str | None]:
    """ISO dates; ``None`` where ``where`` is false."""
    return _masked(np.datetime_as_string(days.astype("datetime64[D]"), unit="D").tolist(), where)


def days_text(days: Dates) -> list[str]:
    """ISO dates of days that are all there."""
    return list(np.datetime_as_string(days.astype("datetime64[D]"), unit="D").tolist())


def iso_times(times: Dates, where: npt.NDArray[np.bool_] | None = None) -> list[str | None]:
    """ISO timestamps to the second; ``None`` where ``where`` is false."""
    return _masked(np.datetime_as_string(times.astype("datetime64[s]"), unit="s").tolist(), where)


def _masked(texts: list[str], where: npt.NDArray[np.bool_] | None) -> list[str | None]:
    if where is None:
        return list(texts)
    return [text if keep else None for text, keep in zip(texts, where.tolist(), strict=True)]


def at_office(rng: np.random.Generator, days: Dates) -> Dates:
    """A second between 10:00 and 18:00 of each day."""
    seconds = rng.integers(10 * 3600, 18 * 3600, len(days)).astype("timedelta64[s]")
    return np.asarray(days.astype("datetime64[s]") + seconds)


def ordinals(iso: Iterable[Any]) -> list[int]:
    """Day numbers of ISO dates or timestamps."""
    days = np.array([text[:10] for text in iso], dtype="datetime64[D]")
    return [int(n) for n in days.astype(np.int64) + date(1970, 1, 1).toordinal()]


def month_number(day: date) -> int:
    """Months since year 0, so that months can be compared."""
    return day.year * 12 + day.month - 1


def month_text(number: int) -> str:
    """``2026-10``."""
    return f"{number // 12}-{number % 12 + 1:02d}"


def next_business_day(day: date) -> date:
    """The next day from Monday to Saturday."""
    after = day + timedelta(days=1)
    return after + timedelta(days=1) if after.weekday() == 6 else after


def darbar_mondays(first: date, last: date) -> Dates:
    """First, second and third Mondays of the months between two days."""
    day, found = first, []
    while day <= last:
        if day.weekday() == 0 and day.day <= 21:
            found.append(day64(day))
        day += timedelta(days=1)
    return np.array(found, dtype="datetime64[D]")
