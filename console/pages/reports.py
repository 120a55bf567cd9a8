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
from console.page import Page, See, SeePersonal, number
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
    query,
    read,
    role_name,
    rows_behind,
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
    return page.render("reports/list.html", reports=found, **_words(page))


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
def one(page: See, report: str, day: date, area: str = "state") -> Response:
    """One edition, as it was made."""
    if report not in declared():
        raise HTTPException(404)
    mine = _theirs(page, area)
    if mine not in areas(report, day):
        raise HTTPException(404)
    made = kept_page(report, day, mine, page.language)
    for section in made["sections"]:
        if "svg" in section:  # the figure says in words what it shows; the picture's own roles would say it again
            section["svg"] = Markup(_ROLES.sub("", section["svg"]))  # noqa: S704  # drawn by the hub, texts escaped
    choices = _by_level(page, [found for found in areas(report, day) if is_theirs(page.person, found)])
    return page.render(
        "reports/one.html", made=made, report=report, day=day, area=str(mine), dates=dates(report), choices=choices,
        files=files(report, day, mine), rows_at=lambda cut: _rows_at(page, report, day, mine, cut), **_words(page),
    )  # fmt: skip


def _rows_at(page: Page, report: str, day: date, area: Area, cut: str, **more: object) -> str:
    told: dict[str, list[str]] = {}
    for name, value in parse_qsl(cut, keep_blank_values=True):
        told.setdefault(name, []).append(value)
    return page.url(f"/reports/{report}/{day}/rows", area=str(area), **told, **more)


@router.get("/reports/{report}/{day}/rows")
def rows(page: See, report: str, day: date, area: str = "state", number_of: int = 1) -> Response:
    """The rows behind one figure, a page of them."""
    mine = _theirs(page, area)
    cut, found = _found(page, report, day, mine, number_of)
    return _show(page, report, day, mine, cut, found, number_of, {})


@router.post("/reports/{report}/{day}/rows")
def unmask_rows(
    page: SeePersonal, report: str, day: date, area: str = "state", number_of: int = 1,
    purpose: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The same rows with the employees' names beside them, for a purpose that is noted."""
    mine = _theirs(page, area)
    cut, found = _found(page, report, day, mine, number_of)
    unmask(page.person.login, f"report/{report}/{day}/{mine}/{cut.list}/{number_of}", purpose)
    return _show(page, report, day, mine, cut, found, number_of, employee_names(found.employee_ids, page.language))


def _found(page: Page, report: str, day: date, area: Area, number_of: int) -> tuple[Cut, RowsPage]:
    if report not in declared() or number_of < 1:
        raise HTTPException(404)
    try:
        cut = cut_of(page.request.url.query)
        place = (number_of - 1) * PAGE_SIZE
        return cut, rows_behind(report, day, area, cut, page.language, limit=PAGE_SIZE, offset=place)
    except NotAllowed:
        raise HTTPException(404) from None


def _show(
    page: Page, report: str, day: date, area: Area, cut: Cut, found: RowsPage, number_of: int, names: dict[str, str]
) -> Response:  # fmt: skip
    def at(number_: int) -> str:
        return _rows_at(page, report, day, area, query(cut), number_of=number_ if number_ > 1 else "")

    return page.render(
        "reports/rows.html", found=found, report=report, day=day, area=area, names=names, here_at=at(number_of),
        more=at(number_of + 1) if found.number > number_of * PAGE_SIZE else "", first=at(1) if number_of > 1 else "",
        heading=page.t("console-report-rows", list=found.heading, count=number(found.number)), **_words(page),
    )  # fmt: skip


@router.get("/reports/{report}/{day}/file")
def file(
    page: See, report: str, day: date, area: str, role: str, language: Literal["hi", "en"], kind: Literal["pdf", "xlsx"]
) -> Response:
    """A kept file; that it was taken is a row of the audit."""
    mine = _theirs(page, area)
    try:
        body = read(report, day, mine, role, language, kind)
    except NotAllowed as error:
        if error.message_id == "report-not-made":
            raise HTTPException(404) from None
        raise
    note(page.person.login, "report.download", f"{report}/{day}/{mine}/{role}.{language}.{kind}")
    name = f"{report}-{mine.level}-{mine.slug}-{day}.{language}.{kind}"
    return Response(body, media_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
