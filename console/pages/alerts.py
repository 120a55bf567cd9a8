"""Alerts, the longest pending first; acknowledging; mails that did not go out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.navigation import Entry
from console.page import Decide, Page, See, demand_theirs, demand_whole_state
from console.words import KINDS, dashed, district_names, failure_words, state_words
from hub.alerts import acknowledge, send_again
from hub.desk import alert_page, alert_with_events, stands_at, stuck_mails

router = APIRouter()
NAV = (Entry(50, "console-nav-alerts", "/alerts"),)
PAGE_SIZE = 50
STATUSES = ("open", "acknowledged", "closed")


@router.get("/alerts")
def listing(page: See, status: str = "open", district: str = "", ddo: str = "", after: str = "") -> Response:
    """One status, filtered by district and DDO."""
    if status not in STATUSES or not (district == "" or district.isdigit()):
        raise HTTPException(404)
    limits = page.person.limits
    found = alert_page(
        status=status, district_lgd=int(district) if district else None, ddo_code=ddo.strip(),
        # An alert names no department, so that nobody with a limit of departments can tell that it is theirs.
        districts=limits.districts if limits.departments is None else (), after=_place(after), limit=PAGE_SIZE + 1,
    )  # fmt: skip
    shown, more = found[:PAGE_SIZE], ""
    query = {"status": status, "district": district, "ddo": ddo}
    if len(found) > PAGE_SIZE:
        last = shown[-1]
        more = page.url("/alerts", **query, after=f"{last['pending_since']}.{last['id']}")
    mails = stuck_mails() if limits.is_none else []
    return page.render(
        "alerts/list.html", alerts=shown, mails=mails, query=query, more=more, statuses=STATUSES,
        first=page.url("/alerts", **query) if after else "", at=stands_at(), **_words(page),
    )  # fmt: skip


def _place(after: str) -> tuple[date, int] | None:
    if not after:
        return None
    try:
        since, number = after.split(".")
        return date.fromisoformat(since), int(number)
    except ValueError:
        raise HTTPException(404) from None


def _words(page: Page) -> dict[str, Any]:
    def word(kind: str, value: object) -> str:
        try:
            return page.t(f"alerts-{kind}-{dashed(str(value))}")
        except KeyError:
            return str(value)

    places = district_names(page.language)
    mine = page.person.limits.districts
    return {
        "word": word, "kind": KINDS.get, "state": lambda status: state_words(status, page.language),
        "place": lambda code: places.get(code, "–"),
        "places": sorted(((code, name) for code, name in places.items() if mine is None or code in mine),
                         key=lambda item: item[1]),
        "failure": lambda message: failure_words({"message_id": message} if message else None, page.language),
    }  # fmt: skip


@router.get("/alerts/{number}")
def one(page: See, number: int) -> Response:
    """One alert, what it rests on, and what happened to it."""
    alert, events = _alert(page, number)
    return page.render("alerts/one.html", alert=alert, events=events, at=stands_at(), **_words(page))


@router.post("/alerts/{number}/acknowledge")
def take_note(page: Decide, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """Note that the person knows of it; it closes by itself when its cause goes."""
    _alert(page, number)
    acknowledge(number, page.person.login, reason)
    return page.redirect(f"/alerts/{number}", "console-acknowledged")


@router.post("/alerts/mails/{number}/again")
def mail_again(page: Decide, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """Let the next run send a mail that was refused or is in doubt."""
    demand_whole_state(page)
    send_again(number, page.person.login, reason)
    return page.redirect("/alerts", "console-mail-again")


def _alert(page: Page, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    found = alert_with_events(number)
    if found is None:
        raise HTTPException(404, "console-no-such-alert")
    demand_theirs(page, found[0]["district_lgd"])
    return found
