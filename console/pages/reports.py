"""Reports: which are kept, each edition as it was made, the rows behind every figure, the files."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response
from markupsafe import Markup

from console.access import Person
from console.masking import unmask
from console.navigation import Entry
from console.page import Decide, Page, See, SeePersonal, demand_whole_state, number
from console.words import KINDS, failure_words, state_words
from hub.desk import note
from hub.errors import NotAllowed
from hub.i18n import LANGUAGES
from hub.reports import (
    Area,
    Cut,
    RowsPage,
    areas,
    cut_of,
    dates,
    declared,
    employee_names,
    files,
    mails,
    query,
    read,
    revisions,
    role_name,
    rows_behind,
    send_again,
)
from hub.reports import (
    area as kept_area,
)
from hub.reports import (
    page as kept_page,
)

router = APIRouter()
NAV = (Entry(55, "console-nav-reports", "/reports"),)
PAGE_SIZE = 100
TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


@router.get("/reports")
def listing(page: See) -> Response:
    """Every report with its newest date, and the area of it that the person may see first."""
    found = []
    for name, report in declared().items():
        newest = next(iter(dates(name, 1)), None)
        mine = [area for area in areas(name, newest) if is_theirs(page.person, area)] if newest else []
        found.append({"name": name, "every": report.every, "date": newest, "areas": _by_level(page, mine)})
    stuck = mails() if page.person.limits.is_none else []
    return page.render("reports/list.html", reports=found, mails=stuck, **_words(page))


@router.post("/reports/mails/{number:int}/again")
def mail_again(page: Decide, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """Let the next mailing send a report that was refused or is in doubt."""
    demand_whole_state(page)
    send_again(number, page.person.login, reason)
    return page.redirect("/reports", "console-report-mail-again")


def is_theirs(person: Person, area: Area) -> bool:
    """Whether an edition lies within a person's limits as a whole. Who is limited to districts sees editions of these,
    who is limited to departments those of these departments, who is limited to both sees none: an edition is cut to one
    or the other."""
    limits = person.limits
    if limits.is_none:
        return True
    if limits.departments is not None:
        names = {area.code, *(area.words(language) for language in LANGUAGES)}
        return limits.districts is None and area.level == "department" and bool(names & limits.departments)
    within = area.districts
    return bool(within) and set(within or ()) <= (limits.districts or set())


def _by_level(page: Page, found: list[Area]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Areas by level, each with its address and its name."""
    levels: dict[str, list[tuple[str, str]]] = {}
    for area in found:
        levels.setdefault(area.level, []).append((str(area), area.words(page.language)))
    order = ("state", "division", "district", "subdivision", "department")
    return [(level, sorted(levels[level], key=lambda one: one[1])) for level in order if level in levels]


def _words(page: Page) -> dict[str, Any]:
    return {
        "title": lambda name: page.t(f"report-{name.replace('_', '-')}-title"),
        "purpose": lambda name: page.t(f"report-{name.replace('_', '-')}-purpose"),
        "every": lambda day: page.t(f"console-report-every-{day}"),
        "level": lambda name: page.t(f"report-level-{name}"),
        "role": lambda name: role_name(name, page.language),
        "place": lambda written: kept_area(written).words(page.language),
        "state": lambda name: state_words(name, page.language),
        "kind": KINDS.get,
        "failure": lambda message: failure_words({"message_id": message} if message else None, page.language),
    }


def _theirs(page: Page, written: str) -> Area:
    """The area of a link, when the person may see it; else 404 or 403."""
    try:
        area = kept_area(written)
    except NotAllowed:
        raise HTTPException(404) from None
    if not is_theirs(page.person, area):
        raise HTTPException(403, "console-not-yours")
    return area


@router.get("/reports/{report}")
def newest(page: See, report: str, area: str = "state") -> Response:
    """On to the newest edition of an area."""
    if report not in declared():
        raise HTTPException(404)
    found = dates(report, 1)
    if not found:
        return page.redirect("/reports")
    return page.redirect(f"/reports/{report}/{found[0]}", area=area)


@router.get("/reports/{report}/{day}")
def one(page: See, report: str, day: date, area: str = "state", revision: int | None = None) -> Response:
    """One edition, as it was made."""
    if report not in declared():
        raise HTTPException(404)
    mine = _theirs(page, area)
    if mine not in areas(report, day, revision):
        raise HTTPException(404)
    made = kept_page(report, day, mine, page.language, revision)
    for section in made["sections"]:
        if "svg" in section:  # the figure says in words what it shows; the picture's own roles would say it again
            section["svg"] = Markup(_ROLES.sub("", section["svg"]))  # noqa: S704  # drawn by the hub, texts escaped
    choices = _by_level(page, [found for found in areas(report, day) if is_theirs(page.person, found)])
    return page.render(
        "reports/one.html", made=made, report=report, day=day, area=str(mine), dates=dates(report), choices=choices,
        files=files(report, day, mine, revision=revision), revisions=revisions(report, day), revision=revision,
        rows_at=lambda cut: _rows_at(page, report, day, mine, cut, revision=revision or ""), **_words(page),
    )  # fmt: skip


def _rows_at(page: Page, report: str, day: date, area: Area, cut: str, **more: object) -> str:
    told: dict[str, list[str]] = {}
    for name, value in parse_qsl(cut, keep_blank_values=True):
        told.setdefault(name, []).append(value)
    return page.url(f"/reports/{report}/{day}/rows", area=str(area), **told, **more)


@router.get("/reports/{report}/{day}/rows")
def rows(
    page: See, report: str, day: date, area: str = "state", number_of: int = 1, revision: int | None = None
) -> Response:
    """The rows behind one figure, a page of them."""
    mine = _theirs(page, area)
    cut, found = _found(page, report, day, mine, number_of, revision)
    return _show(page, report, day, mine, cut, found, number_of, revision, {})


@router.post("/reports/{report}/{day}/rows")
def unmask_rows(
    page: SeePersonal, report: str, day: date, area: str = "state", number_of: int = 1,
    revision: int | None = None, purpose: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The same rows with the employees' names beside them, for a purpose that is noted."""
    mine = _theirs(page, area)
    cut, found = _found(page, report, day, mine, number_of, revision)
    unmask(page.person.login, f"report/{report}/{day}/{mine}/{cut.list}/{number_of}", purpose)
    names = employee_names(found.employee_ids, page.language)
    return _show(page, report, day, mine, cut, found, number_of, revision, names)


def _found(
    page: Page, report: str, day: date, area: Area, number_of: int, revision: int | None
) -> tuple[Cut, RowsPage]:
    if report not in declared() or number_of < 1:
        raise HTTPException(404)
    try:
        cut = cut_of(page.request.url.query)
        place = (number_of - 1) * PAGE_SIZE
        found = rows_behind(
            report, day, area, cut, page.language, revision=revision, limit=PAGE_SIZE, offset=place
        )  # fmt: skip
        return cut, found
    except NotAllowed:
        raise HTTPException(404) from None


def _show(
    page: Page, report: str, day: date, area: Area, cut: Cut, found: RowsPage, number_of: int, revision: int | None,
    names: dict[str, str],
) -> Response:  # fmt: skip
    def at(number_: int) -> str:
        further = number_ if number_ > 1 else ""
        return _rows_at(page, report, day, area, query(cut), number_of=further, revision=revision or "")

    return page.render(
        "reports/rows.html", found=found, report=report, day=day, area=area, names=names, revision=revision,
        here_at=at(number_of),
        more=at(number_of + 1) if found.number > number_of * PAGE_SIZE else "", first=at(1) if number_of > 1 else "",
        heading=page.t("console-report-rows", list=found.heading, count=number(found.number)), **_words(page),
    )  # fmt: skip


@router.get("/reports/{report}/{day}/file")
def file(
    page: See, report: str, day: date, area: str, role: str, language: Literal["hi", "en"],
    kind: Literal["pdf", "xlsx"], revision: int | None = None,
) -> Response:  # fmt: skip
    """A kept file; that it was taken is a row of the audit."""
    mine = _theirs(page, area)
    try:
        body = read(report, day, mine, role, language, kind, revision)
    except NotAllowed as error:
        if error.message_id == "report-not-made":
            raise HTTPException(404) from None
        raise
    of = f".{revision}" if revision is not None else ""
    note(page.person.login, "report.download", f"{report}/{day}{of}/{mine}/{role}.{language}.{kind}")
    name = f"{report}-{mine.level}-{mine.slug}-{day}{of}.{language}.{kind}"
    return Response(body, media_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
