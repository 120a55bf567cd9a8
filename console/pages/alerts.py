"""Alerts, the longest pending first; acknowledging, letting rest; the channels, and messages that did not go out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markupsafe import Markup

from console.navigation import Entry
from console.page import Decide, Page, See, demand_theirs, demand_whole_state
from console.words import KINDS, district_names, failure_words, state_words
from hub.alerts import acknowledge, alert_rules, channels, runbook, send_again, snooze
from hub.alerts.manage import LONGEST_SNOOZE_DAYS
from hub.alerts.tables import PHASES, STATUSES
from hub.alerts.words import detail, holder
from hub.desk import alert_page, alert_with_events, stands_at, stuck_mails
from hub.errors import NotAllowed
from hub.settings import today

router = APIRouter()
NAV = (Entry(50, "console-nav-alerts", "/alerts"),)
PAGE_SIZE = 50
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
PHASE_KINDS = {"approaching": "quiet", "due": "waits", "overdue": "bad", "escalated": "bad"}


@router.get("/alerts")
def listing(
    page: See, status: str = "open", rule: str = "", phase: str = "", level: str = "", district: str = "",
    ddo: str = "", subject: str = "", after: str = "",
) -> Response:  # fmt: skip
    """One status, filtered by rule, stage, level, district, DDO and matter."""
    is_sound = status in STATUSES and phase in ("", *PHASES) and rule in ("", *alert_rules())
    if not is_sound or not all(number == "" or number.isdecimal() for number in (district, level)):
        raise HTTPException(404)
    limits = page.person.limits
    found = alert_page(
        status=status, rule=rule, phase=phase, level=int(level) if level else None,
        district_lgd=int(district) if district else None, ddo_code=ddo.strip(), subject=subject.strip(),
        limits=limits, after=_place(after), limit=PAGE_SIZE + 1,
    )  # fmt: skip
    shown, more = found[:PAGE_SIZE], ""
    query = {"status": status, "rule": rule, "phase": phase, "level": level, "district": district, "ddo": ddo,
             "subject": subject}  # fmt: skip
    if len(found) > PAGE_SIZE:
        last = shown[-1]
        more = page.url("/alerts", **query, after=f"{last['pending_since']}.{last['id']}")
    return page.render(
        "alerts/list.html", alerts=shown, query=query, more=more, statuses=STATUSES, phases=PHASES,
        rules=alert_rules().values(), levels=range(1 + max(max(one.tell) for one in alert_rules().values())),
        mails=stuck_mails() if limits.is_none else [], channels=channels() if limits.is_none else [],
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
    def title(name: str) -> str:
        known = alert_rules().get(name)
        return known.title(page.language) if known else name

    places = district_names(page.language)
    mine = page.person.limits.districts
    return {
        "title": title, "detail": lambda facts: detail(facts, page.language),
        "holder": lambda code: holder(code, page.language), "kind": KINDS.get, "phase_kind": PHASE_KINDS.get,
        "state": lambda status: state_words(status, page.language), "place": lambda code: places.get(code, "–"),
        "places": sorted(((code, name) for code, name in places.items() if mine is None or code in mine),
                         key=lambda item: item[1]),
        "failure": lambda message: failure_words({"message_id": message} if message else None, page.language),
    }  # fmt: skip


@router.get("/alerts/runbooks/{rule}")
def one_runbook(page: See, rule: str) -> Response:
    """What an alert of a rule means, who acts, and how, in the reader's language."""
    known = alert_rules().get(rule)
    if known is None:
        raise HTTPException(404, "console-no-such-runbook")
    # Ours, and without any HTML of its own; the title stands above it, and pages beside it are not served here.
    _title, _, body = runbook(rule, page.language).partition("\n")
    rendered = re.sub(r'<a href="(?!http)[^"]*">(.*?)</a>', r"\1", _MARKDOWN.render(body))
    return page.render("alerts/runbook.html", rule=known, body=Markup(rendered))  # noqa: S704


@router.get("/alerts/{number}")
def one(page: See, number: int) -> Response:
    """One alert, what it rests on, and what happened to it."""
    alert, events = _alert(page, number)
    at = stands_at() or today()
    known = alert_rules().get(alert["rule"])
    return page.render(
        "alerts/one.html", alert=alert, events=events, at=at, longest=LONGEST_SNOOZE_DAYS,
        basis=known.basis(page.language) if known else "", first=at + timedelta(days=1),
        last=at + timedelta(days=LONGEST_SNOOZE_DAYS), **_words(page),
    )  # fmt: skip


@router.get("/alerts/{number:int}/{step}")
@router.get("/alerts/mails/{number:int}/again")
def back(page: See, number: int, step: str = "") -> Response:
    """Where a form's answer was opened again, as after a change of the language: the alert, or the list."""
    return page.redirect(f"/alerts/{number}" if step else "/alerts")


@router.post("/alerts/{number}/acknowledge")
def take_note(page: Decide, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """Note that the person knows of it; it closes by itself when its cause goes."""
    _alert(page, number)
    return page.decide(
        lambda: acknowledge(number, page.person.login, reason), lambda: one(page, number), f"/alerts/{number}",
        "console-acknowledged", reason=reason,
    )  # fmt: skip


@router.post("/alerts/{number}/snooze")
def let_rest(
    page: Decide, number: int, until: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
) -> Response:
    """Tell nobody of it until a day."""
    _alert(page, number)
    return page.decide(
        lambda: snooze(number, page.person.login, reason, _day(until)), lambda: one(page, number),
        f"/alerts/{number}", "console-snoozed", reason=reason, until=until,
    )  # fmt: skip


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise NotAllowed("console-no-day") from None


@router.post("/alerts/mails/{number}/again")
def mail_again(page: Decide, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """Let the next run send a message that was refused or is in doubt."""
    demand_whole_state(page)
    return page.decide(
        lambda: send_again(number, page.person.login, reason), lambda: listing(page), "/alerts", "console-mail-again",
        reason=reason,
    )  # fmt: skip


def _alert(page: Page, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    found = alert_with_events(number)
    if found is None:
        raise HTTPException(404, "console-no-such-alert")
    demand_theirs(page, found[0]["district_lgd"], found[0]["department"])
    return found
