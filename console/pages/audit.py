"""Audit: who did what, and the proof that nothing was changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.access import Right
from console.navigation import Entry
from console.page import Audit, Page
from console.words import dashed
from hub.desk import Proof, actions, last_whole_proof, prove, trail

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
    return _show(page, query, before)


@router.post("/audit/prove")
def proven(page: Audit, until: Annotated[int | None, Form(ge=1)] = None) -> Response:
    """Walk a piece of the chain: its newest rows, or those up to ``until``. The filters in the address stay."""
    given = page.request.query_params
    query = {name: given.get(name, "") for name in ("actor", "action", "subject", "since", "until")}
    return _show(page, query, proof=prove(until))


def _show(page: Page, query: dict[str, str], before: int | None = None, proof: Proof | None = None) -> Response:
    found = trail(
        actor=query["actor"], action=query["action"], subject=query["subject"], since=_date(query["since"]),
        until=_date(query["until"]), before=before, limit=PAGE_SIZE + 1,
    )  # fmt: skip
    more = page.url("/audit", **query, before=found[PAGE_SIZE - 1].sequence) if len(found) > PAGE_SIZE else ""
    return page.render(
        "audit/list.html", rows=found[:PAGE_SIZE], query=query, actions=actions(), did=lambda name: _did(page, name),
        whole=last_whole_proof(), proof=proof, more=more, first=page.url("/audit", **query) if before else "",
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
