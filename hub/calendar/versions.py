"""The versions in the database: read one, propose the next, let another person decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa

from hub import audit
from hub.calendar import files
from hub.calendar.days import Calendar, DayArray, busdays
from hub.calendar.files import ALL, CalendarUnsound, Day
from hub.calendar.tables import calendar_day, calendar_version
from hub.database import engine
from hub.errors import NotAllowed

_LOCK = 0x7EC0_0020
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Version:
    """A version without its days."""

    number: int
    state: str
    supersedes: int | None
    covers_from: date
    covers_to: date
    notification: str
    is_provisional: bool
    classes: dict[str, Any]
    content_sha256: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class Changes:
    """What a version says otherwise than the one that it supersedes: days by what closes or opens offices on them."""

    added: tuple[Day, ...]
    removed: tuple[Day, ...]


def _begin(connection: sa.Connection | None) -> Any:
    return nullcontext(connection) if connection is not None else engine().begin()


def versions(connection: sa.Connection | None = None) -> list[Version]:
    """Every version, the newest first."""
    with _begin(connection) as open_:
        rows = open_.execute(sa.select(calendar_version).order_by(calendar_version.c.number.desc()))
        return [Version(**row) for row in rows.mappings()]


def version(number: int | None = None, connection: sa.Connection | None = None) -> Version:
    """The version ``number``, or the newest that was approved. Raises ``NotAllowed`` where there is none."""
    query = sa.select(calendar_version).order_by(calendar_version.c.number.desc()).limit(1)
    wanted = calendar_version.c.state == "approved" if number is None else calendar_version.c.number == number
    with _begin(connection) as open_:
        row = open_.execute(query.where(wanted)).mappings().first()
    if row is None:
        raise NotAllowed("calendar-no-such", record=str(number or ""), version=number or 0,
                         next_command="hub calendar list")  # fmt: skip
    return Version(**row)


def days(number: int, connection: sa.Connection | None = None) -> list[Day]:
    """The days that a version names, sorted."""
    columns = [calendar_day.c[name] for name in Day.__dataclass_fields__]
    with _begin(connection) as open_:
        rows = open_.execute(sa.select(*columns).where(calendar_day.c.version == number))
        return sorted(Day(*row) for row in rows)


def calendar(office_class: str, number: int | None = None, connection: sa.Connection | None = None) -> Calendar:
    """The calendar of a class of offices by a version, or by the newest that was approved.

    Raises ``NotAllowed`` where there is no such version or class.
    """
    return calendars(number, connection, only=office_class)[office_class]


def calendars(
    number: int | None = None, connection: sa.Connection | None = None, only: str | None = None
) -> dict[str, Calendar]:
    """The calendars of all classes of offices by one version."""
    with _begin(connection) as open_:
        known = version(number, open_)
        named = days(known.number, open_)
    offices = known.classes["offices"]
    if only is not None and only not in offices:
        raise NotAllowed("calendar-no-such-class", record=only, office_class=only, known=", ".join(offices))
    return {name: build(known, name, named) for name in offices if only in (None, name)}


def build(known: Version, office_class: str, named: Sequence[Day]) -> Calendar:
    """The calendar of a class of offices by a version and the days that it names."""
    every = np.arange(np.datetime64(known.covers_from, "D"), np.datetime64(known.covers_to, "D") + 1)
    weekday = (every.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    own = [day for day in named if day.office_class in (ALL, office_class)]

    def among(schedules: Iterable[str], whose: Iterable[Day]) -> np.ndarray[Any, Any]:
        wanted = set(schedules)
        return np.isin(every, np.array([day.day for day in whose if day.schedule in wanted], dtype="datetime64[D]"))

    def on(weekdays: Iterable[str]) -> np.ndarray[Any, Any]:
        return np.isin(weekday, [WEEK.index(name) for name in weekdays])

    told = known.classes
    rest = on(told["offices"][office_class]) & ~among(["working_day"], own)
    closed: DayArray = every[rest | among(told["closing"], own)]
    holiday = told["public_holiday"]
    everyone = [day for day in named if day.office_class == ALL]
    public: DayArray = every[on(holiday["weekdays"]) | among(holiday["schedules"], everyone)]
    return Calendar(known.number, office_class, known.covers_from, known.covers_to, busdays(closed), busdays(public))


def propose(text: str | bytes, actor: str, notification: str, connection: sa.Connection | None = None) -> Version:
    """Make a proposal of a CSV: the years that it names are replaced whole, the others are taken over as they stand.

    Nothing is counted by it until another person approves it. The same file while its proposal still waits gives that
    proposal. Raises ``CalendarUnsound`` where the file is not a calendar, leaves a year out between, or says nothing
    new.
    """
    found = files.read(text)
    if not notification.strip():
        raise CalendarUnsound("calendar-no-notification")
    years = {day.day.year for day in found}
    with _begin(connection) as open_:
        open_.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        base = version(None, open_)
        kept = [day for day in days(base.number, open_) if day.day.year not in years]
        whole = sorted([*kept, *found])
        covered = sorted({*years, *range(base.covers_from.year, base.covers_to.year + 1)})
        if covered != list(range(covered[0], covered[-1] + 1)):
            raise CalendarUnsound("calendar-file-faults", count=1, faults=f"{covered[0]} – {covered[-1]}")
        counting = files.counting()
        content = files.content_sha256(counting, whole)
        if content == base.content_sha256 and not base.is_provisional:
            raise CalendarUnsound("calendar-nothing-new", version=base.number)
        waiting = calendar_version.c.state == "proposed"
        same = waiting & (calendar_version.c.content_sha256 == content) & (calendar_version.c.supersedes == base.number)
        number = open_.scalar(sa.select(calendar_version.c.number).where(same))
        if number is None:
            number = (open_.scalar(sa.select(sa.func.max(calendar_version.c.number))) or 0) + 1
            row = {
                "number": number, "state": "proposed", "supersedes": base.number, "notification": notification.strip(),
                "covers_from": date(covered[0], 1, 1), "covers_to": date(covered[-1], 12, 31), "classes": counting,
                "content_sha256": content, "proposed_by": actor,
            }  # fmt: skip
            open_.execute(calendar_version.insert(), row)
            open_.execute(calendar_day.insert(), [{"version": number, **vars(day)} for day in whole])
            audit.record(open_, actor=actor, action="calendar.propose", subject=str(number),
                         reason=notification.strip(), supersedes=base.number, content_sha256=content)  # fmt: skip
        return version(number, open_)


def decidable(number: int, actor: str, reason: str, connection: sa.Connection, *, approve: bool) -> Version:
    """The proposal, with no other decision under way until the caller's transaction ends.

    Raises ``NotAllowed`` where it was decided already or no reason is given; of an approval also where the maker would
    approve the own proposal, or another version was approved since it was made: what it was compared with is then over,
    and it is imported again.
    """
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    known = version(number, connection)
    if known.state != "proposed":
        raise NotAllowed("calendar-decided", record=str(number), version=number, next_command="hub calendar list")
    if not reason.strip():
        raise NotAllowed("calendar-no-reason", record=str(number))
    if approve:
        if known.proposed_by.casefold() == actor.casefold():
            raise NotAllowed("calendar-two-persons", record=str(number), actor=actor)
        newest = version(None, connection).number
        if known.supersedes != newest:
            raise NotAllowed("calendar-overtaken", record=str(number), version=number, newest=newest,
                             next_command="hub calendar import")  # fmt: skip
    return known


def decide(
    number: int, actor: str, reason: str, connection: sa.Connection, *, approve: bool, **details: Any
) -> Version:  # fmt: skip
    """Approve or refuse a proposal within the caller's transaction, with an audit row that carries ``details``.

    Raises ``NotAllowed`` as ``decidable`` does.
    """
    known = decidable(number, actor, reason, connection, approve=approve)
    connection.execute(
        calendar_version.update()
        .where(calendar_version.c.number == number)
        .values(state="approved" if approve else "refused", decided_by=actor, decided_at=datetime.now(UTC),
                reason=reason.strip())
    )  # fmt: skip
    action = "calendar.approve" if approve else "calendar.refuse"
    audit.record(connection, actor=actor, action=action, subject=str(number), reason=reason.strip(),
                 content_sha256=known.content_sha256, **details)  # fmt: skip
    return version(number, connection)


def changes(number: int, connection: sa.Connection | None = None) -> Changes:
    """The days that a version adds to and takes from the one that it supersedes; a new name or notification of the
    same closure is neither."""
    with _begin(connection) as open_:
        known = version(number, open_)
        after = days(number, open_)
        before = [] if known.supersedes is None else days(known.supersedes, open_)

    def key(day: Day) -> tuple[date, str, str]:
        return day.day, day.schedule, day.office_class

    old, new = {key(day) for day in before}, {key(day) for day in after}
    return Changes(
        tuple(day for day in after if key(day) not in old), tuple(day for day in before if key(day) not in new)
    )


def unsound(connection: sa.Connection) -> list[int]:
    """Versions whose days are no longer what was proposed; none, unless someone wrote past the hub."""
    return [known.number for known in versions(connection)
            if files.content_sha256(known.classes, days(known.number, connection)) != known.content_sha256]  # fmt: skip
