"""Search: case number, employee, mobile, or a name in either script. What is typed never stands in an address."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from console.access import Right
from console.masking import MASK, MASKED, unmask
from console.navigation import Entry
from console.page import Page, See
from console.words import dashed, dataset_name, district_names
from hub.checks import plain_words
from hub.desk import Known, note, search

router = APIRouter()
NAV = (Entry(15, "console-nav-search", "/search"),)


@router.get("/search")
def form(page: See) -> Response:
    """The empty form."""
    return page.render("search/search.html", q="", found=None, is_unmasked=False, **_words(page, is_unmasked=False))


@router.post("/search")
def find(page: See, q: Annotated[str, Form()] = "", purpose: Annotated[str, Form()] = "") -> Response:
    """What is found; with a purpose, and the right to it, with personal fields."""
    found = search(q, page.person.limits)
    is_unmasked = bool(purpose.strip()) and page.person.may(Right.PERSONAL)
    login = page.person.login
    note(login, "console.search", "search", entities=len(found.entities), rows=len(found.rows))
    if is_unmasked:
        for hit in found.entities:
            unmask(login, f"entity/{hit.entity_id}", purpose)
    return page.render(
        "search/search.html", q=q, found=found, is_unmasked=is_unmasked, **_words(page, is_unmasked=is_unmasked)
    )


def _words(page: Page, *, is_unmasked: bool) -> dict[str, Any]:
    places = district_names(page.language)

    def shown(value: Known) -> str:
        if value.classification in MASKED and not is_unmasked:
            return MASK
        return places.get(int(value.value), value.value) if value.field == "district_lgd" else value.value

    def said(kind: str, name: str) -> str:
        try:
            return page.t(f"console-{kind}-{dashed(name)}")
        except KeyError:
            return name

    return {
        "shown": shown, "said": said, "name": lambda dataset: dataset_name(dataset, page.language),
        "why": lambda row: "; ".join(plain_words(row.dataset, item, page.language) for item in row.reasons),
    }  # fmt: skip
