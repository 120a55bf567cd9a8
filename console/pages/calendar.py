"""The calendar of working days: what is closed when, which deadlines a proposal would move, and the decision on it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, UploadFile
from fastapi.responses import Response

from console.navigation import Entry
from console.page import Decide, Page, Rerun, See, demand_whole_state
from console.pages.quarantine import attachment
from console.words import district_names
from hub import calendar, clocks
from hub.calendar import WEEK, files
from hub.errors import NotAllowed
from hub.settings import today

router = APIRouter()
NAV = (Entry(55, "calendar-nav", "/calendar"),)
SHOWN = 200
_LONGEST = 1 << 20


@router.get("/calendar")
def listing(page: See, year: str = "", offices: str = "") -> Response:
    """The calendar in force, a year of its days, the versions, and the form for the next one."""
    known = calendar.versions()
    in_force = calendar.version()
    years = list(range(in_force.covers_from.year, in_force.covers_to.year + 1))
    chosen = int(year) if year.isdecimal() else min(max(today().year, years[0]), years[-1])
    named = [day for day in calendar.days(in_force.number)
             if day.day.year == chosen and (not offices or day.office_class in (offices, files.ALL))]  # fmt: skip
    return page.render(
        "calendar/list.html", known=known, in_force=in_force, years=years, year=chosen, offices=offices, named=named,
        waiting=[one for one in known if one.state == "proposed"], may_import=_may_import(page),
        classes=list(in_force.classes["offices"]), **_words(page),
    )  # fmt: skip


@router.post("/calendar/import")
def import_(
    page: Rerun, file: UploadFile | None = None, notification: Annotated[str, Form()] = ""
) -> Response:  # fmt: skip
    """Make a proposal of a file."""
    demand_whole_state(page)
    content = file.file.read(_LONGEST + 1) if file else b""
    made = calendar.propose(content, page.person.login, notification)
    return page.redirect(f"/calendar/{made.number}", "console-calendar-proposed")


@router.get("/calendar/{number:int}")
def one(page: See, number: int) -> Response:
    """One version: what it says otherwise, and which deadlines it moves."""
    known = _known(number)
    is_theirs = page.person.limits.is_none
    return page.render(
        "calendar/one.html", known=known, changes=calendar.changes(number), shown=SHOWN,
        moves=None if known.state == "refused" else clocks.moved_by(number, SHOWN if is_theirs else 0),
        may_decide=known.state == "proposed" and page.person.may("decide") and is_theirs,
        is_own=known.proposed_by.casefold() == page.person.login.casefold(), is_theirs=is_theirs, **_words(page),
    )  # fmt: skip


@router.get("/calendar/{number:int}/days.csv")
def download(page: See, number: int) -> Response:
    """A version as the file that can be corrected and imported."""
    _known(number)
    return attachment(f"calendar-{number}.csv", files.write(calendar.days(number)).encode("utf-8-sig"))


@router.get("/calendar/{number:int}/{step}")
def back(page: See, number: int, step: str) -> Response:
    """Where a form's answer was opened again: the version."""
    return page.redirect(f"/calendar/{number}")


@router.post("/calendar/{number:int}/approve")
def approve(
    page: Decide, number: int, reason: Annotated[str, Form()] = "", seen: Annotated[int, Form()] = 0
) -> Response:  # fmt: skip
    """Approve a proposal as it was shown, and move the deadlines."""
    demand_whole_state(page)
    clocks.approve(number, page.person.login, reason, seen=seen)
    return page.redirect(f"/calendar/{number}", "console-calendar-approved")


@router.post("/calendar/{number:int}/refuse")
def refuse(page: Decide, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """Refuse a proposal."""
    demand_whole_state(page)
    clocks.refuse(number, page.person.login, reason)
    return page.redirect(f"/calendar/{number}", "console-calendar-refused")


def _may_import(page: Page) -> bool:
    return page.person.may("rerun") and page.person.limits.is_none


def _known(number: int) -> calendar.Version:
    try:
        return calendar.version(number)
    except NotAllowed as error:
        raise HTTPException(404) from error


def _words(page: Page) -> dict[str, Any]:
    rules, places = clocks.rules(), district_names(page.language)

    def weekday(day: date) -> str:
        return page.t(f"calendar-weekday-{day.weekday()}")

    def rest(known: calendar.Version, office_class: str) -> str:
        names = (f"calendar-weekday-{WEEK.index(name)}" for name in known.classes["offices"][office_class])
        return ", ".join(map(page.t, names))

    return {
        "rest": rest, "weekday": weekday, "day_name": lambda day: day.name_hi if page.language == "hi" else day.name_en,
        "schedule": lambda name: page.t(f"calendar-schedule-{name.replace('_', '-')}"),
        "office_class": lambda name: page.t(f"calendar-class-{name}"),
        "rule": lambda name: rules[name].title(page.language) if name in rules else name,
        "place": lambda code: places.get(code, "–") if code else "–",
        "state": lambda item: page.t(f"calendar-state-{'provisional' if item.is_provisional else item.state}"),
        "colour": lambda item: "waits" if item.is_provisional else
        {"proposed": "waits", "approved": "good", "refused": "quiet"}[item.state],
    }  # fmt: skip
