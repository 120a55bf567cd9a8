"""The calendar as a file: a CSV of days, read strictly and written the same way."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from hub.calendar.tables import SCHEDULES
from hub.errors import Actor, HubError

COLUMNS = ("date", "schedule", "office_class", "name_en", "name_hi", "notification", "supersedes")
ALL = "all"
INITIAL = Path(__file__).with_name("initial.csv")
"""The calendar that comes with the hub; nothing in it is notified."""
NATIONAL = ((1, 26), (8, 15), (10, 2))
"""Month and day of the national holidays: a list of a year without them is not the list of the year."""
_CLASSES = Path(__file__).with_name("classes.yaml")
_LONGEST = 1 << 20
_TOLD = 5


class CalendarUnsound(HubError):
    """The file is not a calendar; the details say which line and why. Nothing of it was kept."""

    actor = Actor.STEWARD


@dataclass(frozen=True, order=True)
class Day:
    """One row of the file."""

    day: date
    schedule: str
    office_class: str
    name_en: str
    name_hi: str
    notification: str
    supersedes: str = ""


@cache
def classes() -> dict[str, Any]:
    """``classes.yaml``: offices with their names and closed weekdays, closing schedules, public holidays."""
    loaded: dict[str, Any] = yaml.safe_load(_CLASSES.read_text(encoding="utf-8"))
    return loaded


def read(text: str | bytes) -> list[Day]:
    """The days of a CSV with the columns ``COLUMNS``, sorted.

    Raises ``CalendarUnsound`` naming the first faults: a column, date, schedule or class that is not one, a day
    without its name in both languages or without the notification that it rests on, a day twice, a day on which the
    same offices are told to close and to work, a second Saturday that is no Saturday, a year without its national
    holidays, years with a gap.
    """
    if len(text) > _LONGEST:
        raise CalendarUnsound("calendar-file-too-long", size=len(text), most=_LONGEST)
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise CalendarUnsound("calendar-file-encoding") from error
    lines = csv.reader(io.StringIO(unicodedata.normalize("NFC", plain)), strict=True)
    found: list[Day] = []
    faults: list[str] = []
    try:
        if tuple(next(lines, ())) != COLUMNS:
            raise CalendarUnsound("calendar-file-columns", columns=",".join(COLUMNS))
        for values in lines:
            try:
                found.append(_day(values))
            except ValueError as error:
                faults.append(f"{lines.line_num}: {error}")
    except csv.Error as error:
        faults.append(f"{lines.line_num}: {error}")
    faults += _together(found)
    if faults or not found:
        told = "; ".join(faults[:_TOLD]) or "-"
        raise CalendarUnsound("calendar-file-faults", count=len(faults), faults=told)
    return sorted(found)


def _day(values: Sequence[str]) -> Day:
    if len(values) != len(COLUMNS):
        raise ValueError(f"{len(values)} columns")
    day, schedule, office_class, name_en, name_hi, notification, supersedes = (value.strip() for value in values)
    if schedule not in SCHEDULES:
        raise ValueError(f"schedule {schedule!r}")
    if office_class != ALL and office_class not in classes()["offices"]:
        raise ValueError(f"office_class {office_class!r}")
    for name, value in (("name_en", name_en), ("name_hi", name_hi), ("notification", notification)):
        if not value:
            raise ValueError(f"{name} is empty")
    if date.fromisoformat(day).isoformat() != day:
        raise ValueError(f"date {day!r}")
    found = Day(date.fromisoformat(day), schedule, office_class, name_en, name_hi, notification, supersedes)
    if schedule == "second_saturday" and found.day.weekday() != 5:
        raise ValueError(f"{day} is no Saturday")
    return found


def _together(days: Sequence[Day]) -> list[str]:
    """Faults that no single row shows."""
    faults = []
    seen: set[tuple[date, str, str]] = set()
    for day in days:
        key = (day.day, day.schedule, day.office_class)
        if key in seen:
            faults.append(f"{day.day} {day.schedule} {day.office_class}: twice")
        seen.add(key)
    closing = set(classes()["closing"])
    for office_class in classes()["offices"]:
        own = [day for day in days if day.office_class in (ALL, office_class)]
        shut = {day.day for day in own if day.schedule in closing}
        faults += [f"{day.day} {office_class}: closed and working" for day in own
                   if day.schedule == "working_day" and day.day in shut]  # fmt: skip
    years = sorted({day.day.year for day in days})
    closed = {day.day for day in days if day.office_class == ALL and day.schedule in closing}
    faults += [f"{date(year, *place)}: national holiday is missing" for year in years for place in NATIONAL
               if date(year, *place) not in closed]  # fmt: skip
    if years and years != list(range(years[0], years[-1] + 1)):
        faults.append(f"years {', '.join(map(str, years))}: a gap")
    return faults


def write(days: Iterable[Day]) -> str:
    """The days as ``read`` takes them."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows([str(value) for value in astuple(day)] for day in days)
    return out.getvalue()


def counting() -> dict[str, Any]:
    """What a version keeps of ``classes.yaml``: each class's closed weekdays, which schedules close, what a public
    holiday is."""
    offices = {name: list(office["closed_weekdays"]) for name, office in classes()["offices"].items()}
    return {"offices": offices, "closing": classes()["closing"], "public_holiday": classes()["public_holiday"]}


def content_sha256(kept: Mapping[str, Any], days: Iterable[Day]) -> str:
    """SHA-256 of what a version says, independent of the order of its rows."""
    body = {"classes": kept, "days": [[str(value) for value in astuple(day)] for day in sorted(days)]}
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
