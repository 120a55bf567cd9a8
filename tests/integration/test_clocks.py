"""Clocks on PostgreSQL: wound by the rules, moved by a corrected calendar and by nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from stored import put, remove

from hub import calendar, clocks
from hub.alerts.watching import look
from hub.audit import audit
from hub.calendar import Days, NotCovered, files
from hub.calendar.tables import calendar_day
from hub.cli.main import main
from hub.clocks.tables import clock, clock_move
from hub.database import engine
from hub.errors import NotAllowed

pytestmark = pytest.mark.postgres
DAY = date(2026, 11, 20)


def standing(*names: str, rule: str | None = None) -> dict[str, tuple[Any, ...]]:
    """The named columns of each clock by its subject."""
    query = sa.select(clock.c.subject, *(clock.c[name] for name in names))
    with engine().connect() as connection:
        rows = connection.execute(query if rule is None else query.where(clock.c.rule == rule)).all()
    return {row[0]: tuple(row[1:]) for row in rows}


def application(number: int, submitted: date, **values: object) -> dict[str, object]:
    return {"appl_id": number, "appl_ref_no": f"BCCCO/2026/{number}", "submitted_at": f"{submitted}T10:15:00",
            "due_on": submitted + timedelta(days=14)} | values  # fmt: skip


def test_each_rule_counts_as_it_says(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, on=DAY)
    put("hrms.pay_cases", {"case_id": "PC/2026/000001", "opened_on": date(2026, 11, 5)},
        {"case_id": "PC/2026/000002", "stage": "PAID", "settled_on": date(2026, 11, 9)},
        {"case_id": "PC/2026/000003", "opened_on": date(2026, 10, 30)}, on=DAY)  # fmt: skip
    put("cpgram.grievances", {"registration_no": "GOVBH/E/2026/0000001"},
        {"registration_no": "GOVBH/E/2026/0000002", "category_code": 11503},
        {"registration_no": "GOVBH/E/2026/0000003"}, on=DAY)  # fmt: skip
    put("cpgram.closures", {"registration_no": "GOVBH/E/2026/0000003"}, on=DAY)
    put("rtps.services", {"service_id": "1101"}, {"service_id": "2201", "day_kind": "CALENDAR"},
        {"service_id": "3301", "office_level": "DEPT"}, {"service_id": "4401", "time_limit_days": -1},
        {"service_id": "5501", "time_limit_days": 1_000_000}, on=DAY)  # fmt: skip
    put("rtps.applications", application(1, date(2026, 11, 5)), application(2, date(2026, 11, 5), due_on=None),
        application(3, date(2026, 11, 5), base_service_id="2201"),
        application(4, date(2026, 11, 5), base_service_id="3301"),
        application(5, date(2026, 11, 5), base_service_id="none"),
        application(6, date(2026, 11, 5), appl_status="D", current_executed_at="2026-11-09T11:00:00"),
        application(7, date(2024, 12, 30)), application(8, date(2026, 11, 5), base_service_id="4401"),
        application(9, date(2026, 11, 5), base_service_id="5501"), on=DAY)  # fmt: skip
    put("jandarbar.grievances", {"unique_no": "JD1", "darbar_on": date(2026, 10, 5)}, {"unique_no": "JD2"}, on=DAY)
    put("sparrow.pars", {"apar_id": "PAR1"}, {"apar_id": "PAR2", "workflow_stage": "REPRESENTATION"},
        {"apar_id": "PAR3", "workflow_stage": "WITH_ACCEPTING", "service": "Indian Police Service"}, on=DAY)  # fmt: skip
    filed: dict[str, object] = {"filed_on": date(2026, 10, 1)}
    put("lokshikayat.complaints", {"complaint_no": "LS1"} | filed, {"complaint_no": "LS2", "pgro_level": "DEPARTMENT"} | filed,
        {"complaint_no": "LS3", "complaint_status": "DISPOSED_UNDER_MONITORING", "is_encroachment": True} | filed, on=DAY)  # fmt: skip
    put("lokshikayat.appeals", {"appeal_no": "A1", "appeal_level": 1} | filed, {"appeal_no": "A2", "appeal_level": 2} | filed, on=DAY)  # fmt: skip
    put("rtpsappeal.appeals", {"appeal_no": "R1", "appeal_level": 1} | filed, on=DAY)
    done = clocks.wind(DAY)
    assert (done.calendar_version, done.new, done.changed, done.withdrawn) == (1, 27, 0, 0)
    assert standing("due_on", "state", rule="pay_case") == {
        "PC/2026/000001": (DAY, "running"),
        "PC/2026/000002": (date(2026, 11, 16), "stopped"),
        "PC/2026/000003": (date(2026, 11, 14), "running"),
    }
    assert standing("due_on", "state", "stopped_on", rule="cpgram_grievance") == {
        "GOVBH/E/2026/0000001": (date(2026, 11, 23), "running", None),
        "GOVBH/E/2026/0000002": (date(2026, 11, 5), "running", None),
        "GOVBH/E/2026/0000003": (date(2026, 11, 23), "stopped", date(2026, 11, 12)),
    }
    # Closed between: the 10th and 16th, Sundays (the 8th and 15th are holidays as well), the 14th as second Saturday.
    assert standing("due_on", "state", "calendar_version", "office_class", rule="rtps_service") == {
        "1": (date(2026, 11, 20), "running", 1, "field"),
        "2": (None, "paused", None, "field"),
        "3": (date(2026, 11, 19), "running", 1, "field"),
        "4": (date(2026, 11, 23), "running", 1, "secretariat"),
        "5": (None, "undated", None, "field"),
        "6": (date(2026, 11, 20), "stopped", 1, "field"),
        **dict.fromkeys(("7", "8", "9"), (None, "undated", None, "field")),
    }
    assert standing("due_on", "state", "office_class", rule="lokshikayat") == {
        "LS1": (date(2026, 12, 22), "running", "field"),
        "LS2": (date(2027, 1, 4), "running", "secretariat"),
        "LS3": (date(2026, 12, 22), "stopped", "field"),
    }
    assert standing("due_on", rule="lokshikayat_appeal") == {"A1": (date(2026, 10, 31),), "A2": (date(2026, 11, 30),)}
    assert standing("due_on", "state", rule="rtps_appeal") == {"R1": (date(2026, 10, 31), "running")}
    assert standing("due_on", rule="jandarbar_report") == {"JD1": (date(2026, 10, 20),)}
    assert standing("due_on", "ddo_code", "holder", rule="par_stage") == {
        "PAR1": (date(2026, 6, 30), "DDO212001", None),
        "PAR2": (date(2026, 6, 16), "DDO212001", "REPRESENTATION"),
        "PAR3": (date(2026, 12, 31), "DDO212001", "WITH_ACCEPTING"),
    }
    again = clocks.wind(DAY)
    assert (again.new, again.changed, again.withdrawn, again.states) == (0, 0, 0, done.states)

    remove("rtps.applications", DAY + timedelta(days=1), appl_id=1)
    put("sparrow.pars", {"apar_id": "PAR1", "workflow_stage": "CLOSED", "closed_on": DAY}, on=DAY + timedelta(days=1))
    later = clocks.wind(DAY + timedelta(days=1))
    assert (later.new, later.changed, later.withdrawn) == (0, 1, 1)
    assert standing("state")["1"] == ("withdrawn",)
    assert standing("due_on", "state", "stopped_on")["PAR1"] == (date(2026, 6, 30), "stopped", DAY)
    earlier = clocks.wind(DAY)
    assert (earlier.business_date, earlier.changed, earlier.withdrawn) == (DAY + timedelta(days=1), 0, 0)
    assert [reason for _rule, _subject, reason in clocks.proofs() if reason] == []

    # Of a rule that says so, a limit that ends on a closed day (here a second Saturday before Chhath) ends on the next
    # working day; the clocks of rules that are no longer declared are withdrawn.
    pay = clocks.rules()["pay_case"].model_copy(update={"on_closed_day": "next_working"})
    moved = clocks.wind(DAY + timedelta(days=1), {"pay_case": pay})
    assert (moved.changed, moved.states["running"]) == (2, 2), "what is done stays as it was"
    assert standing("due_on", "calendar_version", rule="pay_case")["PC/2026/000003"] == (date(2026, 11, 17), 1)


def test_the_command_line_imports_shows_and_approves(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hub(*words: str, language: str = "en") -> str:
        capsys.readouterr()
        monkeypatch.setenv("HUB_LANGUAGE", language)
        monkeypatch.setattr("sys.argv", ["hub", *words])
        try:
            main()
        except SystemExit as leave:
            if leave.code:
                raise
        return capsys.readouterr().out

    put("rtps.services", {"service_id": "1101"}, on=DAY)
    put("rtps.applications", application(1, date(2026, 11, 3)), on=DAY)
    assert "running" in hub("clocks", "wind", "--date", DAY.isoformat())
    assert "2026-11-18" in hub("clocks", "list", "--rule", "rtps_service")
    assert "लोक सेवाओं" in hub("clocks", "rules", language="hi")
    draft = tmp_path / "draft.csv"
    draft.write_text(hub("calendar", "propose", "--year", "2028"), encoding="utf-8")
    with pytest.raises(SystemExit):
        hub("calendar", "import", str(draft), "--notification", "none", "--by", "asha")
    assert "notification is empty" in capsys.readouterr().err, "the library proposes and does not decide"
    file = tmp_path / "2026.csv"
    file.write_text(chhath_moved(hub("calendar", "export", "--year", "2026")), encoding="utf-8")
    told = hub("calendar", "import", str(file), "--notification", "Letter 1", "--by", "asha")
    assert "Deadlines that would move: 1 (later 0, earlier 1)" in told
    assert "2026-11-17" in told
    with pytest.raises(SystemExit):
        hub("calendar", "approve", "2", "--reason", "mine", "--by", "asha")
    assert "Another person" in capsys.readouterr().err
    assert "बदली गई नियत तिथियाँ: 1" in hub(
        "calendar", "approve", "2", "--reason", "seen", "--by", "ravi", language="hi"
    )
    assert "Deadlines moved: 1" in hub("calendar", "show", "2")
    assert json.loads(hub("clocks", "list", "--json"))[0]["due_on"] == "2026-11-17"
    assert "अनुमोदित" in hub("calendar", "list", language="hi")


def corrected(change: Callable[[str], str]) -> bytes:
    """The calendar in force, changed."""
    return change(files.write(calendar.days(calendar.version().number))).encode()


def chhath_moved(text: str) -> str:
    return text.replace("2026-11-16,ni_act", "2026-11-18,ni_act")


def test_a_corrected_calendar_shows_its_effect_and_changes_exactly_that(database: str) -> None:
    put("rtps.services", {"service_id": "1101"}, on=DAY)
    filed = {number: date(2026, 10, 20) + timedelta(days=number) for number in range(32)}
    put("rtps.applications", *(application(number, day) for number, day in filed.items()),
        application(90, date(2026, 11, 6), appl_status="D", current_executed_at="2026-11-16T11:00:00"), on=DAY)  # fmt: skip
    put("hrms.pay_cases", {"case_id": "PC/2026/000001", "opened_on": date(2026, 11, 5)}, on=DAY)
    clocks.wind(DAY)
    before = standing("due_on")

    made = calendar.propose(corrected(chhath_moved), "asha", "Letter 1234 of 16.11.2026")
    assert (made.state, made.supersedes, calendar.version().number) == ("proposed", 1, 1)
    changed = calendar.changes(made.number)
    assert [day.day for day in (*changed.added, *changed.removed)] == [date(2026, 11, 18), date(2026, 11, 16)]
    preview = clocks.moved_by(made.number)

    # The 16th is worked and the 18th is not: who waits for the 10th working day in between has a day less or more.
    def walked(start: date, closed: set[date]) -> date:
        day, left = start, 10
        while left:
            day += timedelta(days=1)
            left -= day not in closed
        return day

    shut = {day.day for day in calendar.days(1) if day.schedule != "optional"}
    shut |= {date(2026, 10, 1) + timedelta(days=n) for n in range(92)
             if (date(2026, 10, 1) + timedelta(days=n)).weekday() == 6}  # fmt: skip
    anew = (shut - {date(2026, 11, 16)}) | {date(2026, 11, 18)}
    truth = {str(number): (walked(day, shut), walked(day, anew)) for number, day in filed.items()}
    expected = {subject: due for subject, due in truth.items() if due[0] != due[1]}
    assert {move.subject: (move.old_due, move.new_due) for move in preview.rows} == expected
    assert (preview.total, preview.is_done, standing("due_on")) == (len(expected), False, before), "nothing moved yet"
    assert 0 < len(expected) < len(filed)
    overdue = [due for due in expected.values() if due[0] >= DAY > due[1]]
    assert (preview.becomes_overdue, preview.earlier) == (
        len(overdue),
        sum(new < old for old, new in expected.values()),
    )

    with pytest.raises(NotAllowed, match="Another person"):
        clocks.approve(made.number, "Asha", "seen")
    assert standing("due_on") == before
    done = clocks.approve(made.number, "ravi", "compared with the letter")
    assert (done.is_done, done.total, done.rows) == (True, preview.total, preview.rows)
    after = standing("due_on")
    assert {
        subject: (before[subject][0], due[0]) for subject, due in after.items() if due != before[subject]
    } == expected
    versions = standing("calendar_version")
    assert {versions[str(number)] for number in filed} == {(made.number,)}
    assert versions["90"] == (1,), "what is done keeps the calendar that it was done under"
    assert versions["PC/2026/000001"] == (None,)
    wound = clocks.wind(DAY)
    assert (wound.calendar_version, wound.changed, standing("due_on")) == (made.number, 0, after)
    assert [reason for _rule, _subject, reason in clocks.proofs() if reason] == []
    with engine().connect() as connection:
        kept = connection.execute(
            sa.select(audit.c.actor, audit.c.action, audit.c.details["moved"].as_integer())
            .where(audit.c.action.like("calendar.%"))
            .order_by(audit.c.sequence)
        ).all()
        assert [tuple(row) for row in kept] == [
            ("asha", "calendar.propose", None), ("ravi", "calendar.approve", len(expected))]  # fmt: skip
        assert connection.scalar(sa.select(sa.func.count()).select_from(clock_move)) == len(expected)


def ends_soon(day: date) -> int:
    """Alerts that the calendar comes to its end, as seen on a day."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with engine().begin() as connection:
        return look(connection, at, ("calendar_ends",)).standing.get("calendar_ends", 0)


def test_a_proposal_is_decided_once_and_never_against_an_older_calendar(database: str) -> None:
    first = calendar.propose(corrected(chhath_moved), "asha", "Letter 1")
    again = calendar.propose(corrected(chhath_moved), "asha", "Letter 1")
    assert again == first, "the same file while it waits is the same proposal"
    other = calendar.propose(
        corrected(lambda text: text.replace("2026-12-25,ni_act", "2026-12-26,ni_act")), "ravi", "2"
    )
    clocks.approve(other.number, "asha", "seen")
    with pytest.raises(NotAllowed) as overtaken:
        clocks.approve(first.number, "ravi", "seen")
    assert overtaken.value.message_id == "calendar-overtaken"
    assert clocks.refuse(first.number, "asha", "import again").state == "refused"
    with pytest.raises(NotAllowed, match="decided already"):
        clocks.approve(first.number, "ravi", "seen")
    with pytest.raises(calendar.CalendarUnsound, match="already"):
        calendar.propose(corrected(str), "asha", "Letter 1")
    assert [ends_soon(date(2027, month, 10)) for month in (8, 9)] == [0, 1], "120 days before the last covered one"
    # A file of one year replaces that year alone; the next year makes the calendar longer.
    with pytest.raises(NotCovered):
        calendar.calendar("field").is_working(date(2028, 1, 3))
    year = [day.__class__(**vars(day) | {"day": day.day.replace(year=2028)}) for day in calendar.days(other.number)
            if day.day.year == 2026 and day.schedule == "ni_act"]  # fmt: skip
    longer = calendar.propose(files.write(year), "asha", "Letter 3")
    assert (longer.covers_from, longer.covers_to) == (date(2025, 1, 1), date(2028, 12, 31))
    clocks.approve(longer.number, "ravi", "seen")
    assert ends_soon(date(2027, 9, 10)) == 0
    field = calendar.calendar("field")
    assert (field.version, field.is_working(date(2028, 1, 3))) == (longer.number, True)
    assert calendar.calendar("field", 1).count(date(2026, 12, 24), date(2026, 12, 26), Days.WORKING) == 1
    with engine().begin() as connection:
        connection.execute(calendar_day.delete().where(calendar_day.c.day == date(2026, 12, 26)))
    broken = {rule: reason for rule, _subject, reason in clocks.proofs() if reason}
    assert broken == {"verify-calendar": f"{longer.number}, {other.number}"}
