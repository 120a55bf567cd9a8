"""Audit: who did what, and the proof that nothing was changed."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from console.access import Right
from console.navigation import Entry
from console.page import Audit, Page
from console.words import dashed
from hub.desk import actions, prove_newest, trail

router = APIRouter()
NAV = (Entry(80, "console-nav-audit", "/audit", Right.AUDIT),)
PAGE_SIZE = 50


@router.get("/audit")
def listing(
    page: Audit, actor: str = "", action: str = "", subject: str = "", since: str = "", until: str = "",
    before: int | None = None,
) -> Response:  # fmt: skip
    """The newest rows, filtered; the filters stand in the address and hold no personal data."""
    query = {"actor": actor.strip(), "action": action, "subject": subject.strip(), "since": since, "until": until}
    found = trail(
        actor=query["actor"], action=action, subject=query["subject"], since=_date(since), until=_date(until),
        before=before, limit=PAGE_SIZE + 1,
    )  # fmt: skip
    more = page.url("/audit", **query, before=found[PAGE_SIZE - 1].sequence) if len(found) > PAGE_SIZE else ""
    return page.render(
        "audit/list.html", rows=found[:PAGE_SIZE], query=query, actions=actions(), more=more,
        first=page.url("/audit", **query) if before else "", did=lambda name: _did(page, name), proof=None,
    )  # fmt: skip


@router.post("/audit/prove")
def prove(page: Audit) -> Response:
    """Walk the newest rows of the chain."""
    proof = prove_newest()
    query = dict.fromkeys(("actor", "action", "subject", "since", "until"), "")
    return page.render(
        "audit/list.html", rows=trail(limit=PAGE_SIZE), query=query, actions=actions(), more="", first="",
        did=lambda name: _did(page, name), proof=proof,
    )  # fmt: skip


def _did(page: Page, action: str) -> str:
    """An action in words; one that a later package adds stands as it is written."""
    try:
        return page.t(f"console-did-{dashed(action)}")
    except KeyError:
        return action


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise HTTPException(404) from None
