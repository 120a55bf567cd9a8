"""Counting days against a loop that walks day by day, the worked example, and what a calendar's file must be."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from hub.calendar import Calendar, CalendarUnsound, Day, Days, NotCovered, Version, files
from hub.calendar.rules import rules
from hub.calendar.versions import build
from hub.clocks.views import VIEWS
from hub.contracts import contract
from hub.errors import ContractInvalid

CASES, SEED = 10_000, 20_261_122
DAY = timedelta(days=1)


def made(days: Iterable[Day], office_class: str, number: int = 1) -> Calendar:
    days = sorted(days)
    first, last = date(days[0].day.year, 1, 1), date(days[-1].day.year, 12, 31)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    known = Version(number, "approved", None, first, last, "test", False, files.counting(), "", "asha", now, "ravi",
                    now, "test")  # fmt: skip
    return build(known, office_class, days)


SHIPPED = files.read(files.INITIAL.read_bytes())


def counts(day: date, office_class: str, kind: Days, days: Iterable[Day]) -> bool:
    """Whether a day counts, said again in plain words."""
    if kind is Days.CALENDAR:
        return True
    if kind is Days.NOT_PUBLIC_HOLIDAY:  # public for everybody, whatever the office
        everywhere = {one.schedule for one in days if one.day == day and one.office_class == "all"}
        return day.weekday() != 6 and not everywhere & {"ni_act", "executive_order", "special"}
    named = {one.schedule for one in days if one.day == day and one.office_class in ("all", office_class)}
    rests = day.weekday() == 6 or (office_class == "secretariat" and day.weekday() == 5)
    if rests and "working_day" not in named:
        return False
    return not named & {"ni_act", "executive_order", "special", "second_saturday"}


def walked(start: date, limit: int, counted: set[date]) -> date:
    day = start
    while limit:
        day += DAY
        limit -= day in counted
    return day


def test_deadlines_agree_with_a_walk_day_by_day() -> None:
    rng = random.Random(SEED)
    print(f"seed {SEED}")
    moved = [Day(date(2026, 8, 8), "working_day", "all", "Office day", "कार्य दिवस", "test"),
             Day(date(2026, 8, 10), "special", "field", "Flood", "बाढ़", "test")]  # fmt: skip
    named = sorted([*(day for day in SHIPPED if day.day != date(2026, 8, 8)), *moved])
    every = [date(2025, 1, 1) + n * DAY for n in range(3 * 365)]
    checked = 0
    for office_class in ("secretariat", "field"):
        calendar = made(named, office_class)
        for kind in Days:
            counted = {day for day in every if counts(day, office_class, kind, named)}
            starts = [date(2025, 1, 1) + rng.randrange(900) * DAY for _ in range(CASES // 6 + 1)]
            limits = [rng.choice((0, 1, 2, 10, 21, 30, 60, rng.randrange(120))) for _ in starts]
            due = calendar.deadline(np.array(starts, dtype="datetime64[D]"), np.array(limits), kind).tolist()
            assert due == [walked(*case, counted) for case in zip(starts, limits, strict=True)]
            for start, limit, end in list(zip(starts, limits, due, strict=True))[:200]:
                assert calendar.count(start, end, kind) == limit
            checked += len(due)
    assert checked >= CASES


@pytest.mark.parametrize(("office_class", "due"), [("field", date(2026, 12, 22)), ("secretariat", date(2027, 1, 4))])
def test_sixty_working_days_from_the_first_of_october(office_class: str, due: date) -> None:
    """Counted by hand under the calendar that comes with the hub. Six-day week: 21 days in October (4 Sundays, 2, 17,
    19 and 20 October and a second Saturday closed), 21 in November (5 Sundays, a second Saturday, 10, 16 and 24), the
    18th of December is the 22nd. Five-day week: 18, 18, 22 in December (the 25th closed), 1 and 4 January."""
    calendar = made(SHIPPED, office_class)
    assert calendar.deadline(np.datetime64("2026-10-01"), 60, Days.WORKING).item() == due


def test_filing_on_a_holiday_and_a_deadline_at_a_second_saturday() -> None:
    field, secretariat = made(SHIPPED, "field"), made(SHIPPED, "secretariat")
    gandhi, thursday = np.datetime64("2026-10-02"), np.datetime64("2026-10-01")
    assert field.deadline(gandhi, 1, Days.WORKING) == field.deadline(thursday, 1, Days.WORKING)
    assert field.deadline(gandhi, 1, Days.WORKING).item() == date(2026, 10, 3), "the first Saturday is worked"
    assert secretariat.deadline(gandhi, 1, Days.WORKING).item() == date(2026, 10, 5)
    friday = np.datetime64("2026-12-11")
    assert field.deadline(friday, 1, Days.WORKING).item() == date(2026, 12, 14), "the 12th is a second Saturday"
    assert field.deadline(friday, 1, Days.NOT_PUBLIC_HOLIDAY).item() == date(2026, 12, 12)
    assert field.next_working(np.datetime64("2026-12-12")).item() == date(2026, 12, 14)


def test_a_day_beyond_the_calendar_is_no_guess() -> None:
    calendar = made(SHIPPED, "field")
    with pytest.raises(NotCovered) as told:
        calendar.deadline(np.array(["2027-12-20"], dtype="datetime64[D]"), 60, Days.WORKING)
    assert told.value.next_command == "hub calendar propose --year 2028"
    with pytest.raises(NotCovered):
        calendar.deadline(np.datetime64("2024-12-31"), 1, Days.WORKING)
    assert calendar.deadline(np.datetime64("2027-12-20"), 60, Days.CALENDAR).item() == date(2028, 2, 18)


def test_a_file_is_read_as_it_was_written() -> None:
    assert files.read(files.write(SHIPPED)) == SHIPPED
    from_excel = "\ufeff" + files.write(SHIPPED).replace("\n", "\r\n")
    assert files.read(from_excel.encode()) == SHIPPED


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2026-10-02,ni_act", "2026-10-03,ni_act", "2026-10-02: national holiday is missing"),
        ("2026-12-12,second_saturday", "2026-12-13,second_saturday", "is no Saturday"),
        ("2026-12-25,ni_act,all,Christmas,क्रिसमस", "2026-12-25,ni_act,all,Christmas,", "name_hi is empty"),
        ("2026-12-25,ni_act", "25.12.2026,ni_act", "25.12.2026"),
        ("2026-12-25,ni_act", "2026-W52-5,ni_act", "date '2026-W52-5'"),
        ("2026-12-25,ni_act,all", "2026-12-25,ni_act,moon", "office_class 'moon'"),
        ("2026-12-24,optional", "2026-12-25,working_day", "closed and working"),
        ("2026-11-16,ni_act", "2026-11-15,ni_act", "twice"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_by_its_line(old: str, new: str, why: str) -> None:
    text = files.write(SHIPPED)
    assert text.count(old) == 1
    with pytest.raises(CalendarUnsound) as told:
        files.read(text.replace(old, new))
    assert why in str(told.value.details["faults"])


def test_every_rule_speaks_of_fields_that_there_are_and_carries_no_name() -> None:
    """Rules over a dataset itself; those over a view are run in ``test_clocks``."""
    for rule in rules().values():
        carried = {*rule.facts, *rule.carries.values()}
        assert not {name for name in carried if "name" in name} - {"department_name", "office_name", "subdivision_name"}
        described = contract(rule.dataset)
        if rule.view:
            assert rule.view in VIEWS
            continue
        named = {rule.subject, rule.starts, *rule.stopped.day, *carried}
        named |= {name for condition in (*rule.stopped.when, *rule.paused) for name in condition}
        named |= {way.by or way.field or rule.subject for way in (rule.limit, rule.days, rule.office_class) if way}
        assert named <= {field.name for field in described.fields}, rule.name


def test_the_pay_rule_names_its_order() -> None:
    rule = rules()["pay_case"]
    assert (rule.limit_days, rule.days.literal) == (15, Days.CALENDAR)
    assert all("23.12.2022" in rule.source(language) for language in ("en", "hi"))


PAY = """pay_case: {dataset: hrms.pay_cases, subject: case_id, starts: opened_on, stopped: {when: [{stage: [PAID]}]},
  days: calendar, office_class: field, approaching: 3, title_en: Pay, title_hi: वेतन, source_en: here, """


@pytest.mark.parametrize("rest", ["limit: 15}", "limit: -1, source_hi: यहाँ}", "source_hi: यहाँ}",
                                  "limit: 15, source_hi: यहाँ, ladder: [30, 15]}"])  # fmt: skip
def test_an_unsound_rule_is_refused_by_name(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(PAY + "limit: 15, source_hi: यहाँ}", encoding="utf-8")
    assert list(rules(path)) == ["pay_case"]
    path = tmp_path / "unsound.yaml"
    path.write_text(PAY + rest, encoding="utf-8")
    with pytest.raises(ContractInvalid, match="pay_case"):
        rules(path)
