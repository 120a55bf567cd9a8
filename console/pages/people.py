"""Who is limited to which districts and departments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from console.access import Right
from console.navigation import Entry
from console.page import Admin, Page
from console.words import district_names
from hub.desk import Limits, all_limits, set_limits
from hub.errors import NotAllowed

router = APIRouter()
NAV = (Entry(100, "console-nav-people", "/people", Right.ADMIN),)


@router.get("/people")
def listing(page: Admin, login: str = "") -> Response:
    """Every login with a limit, and the form for one."""
    return _show(page, login)


def _show(page: Page, login: str, typed: Limits | None = None) -> Response:
    limits = all_limits()
    places = district_names(page.language)
    return page.render(
        "people/list.html", limits=limits, chosen=login, of=typed or limits.get(login),
        places=sorted(places.items(), key=lambda item: item[1]), place=lambda code: places.get(code, str(code)),
    )  # fmt: skip


@router.post("/people")
def limit(
    page: Admin, login: Annotated[str, Form()], district: Annotated[list[str] | None, Form()] = None,
    departments: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Limit a login; an empty choice takes the limit away."""
    codes = {int(code) for code in district or [] if code.isdecimal()}
    named = {line.strip() for line in departments.splitlines() if line.strip()}

    def save() -> None:
        if not codes <= set(district_names("en")):
            raise NotAllowed("desk-limit-incomplete", record=login)
        set_limits(login.strip(), codes, named, page.person.login, reason)

    typed = Limits(frozenset(codes), frozenset(named))
    return page.decide(save, lambda: _show(page, login, typed), "/people", "console-limits-set", reason=reason)
