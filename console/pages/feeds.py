"""Feeds with their versions and who has read them; messages to systems and pushes to portals that wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.navigation import Entry
from console.page import Page, Rerun, See, demand_whole_state
from console.words import KINDS, failure_words, state_words
from hub.deliver import letters, states
from hub.desk import feed_versions, readers
from hub.feeds import declared, feeds
from hub.portals.webhooks import subscriptions
from hub.settings import today

router = APIRouter()
NAV = (Entry(60, "console-nav-feeds", "/feeds"),)
LETTERS = 50


@router.get("/feeds")
def listing(page: See, before: int | None = None) -> Response:
    """Everything that leaves the hub."""
    dead = letters.dead(before=before, limit=LETTERS + 1)
    more = page.url("/feeds", before=dead[LETTERS - 1].id) + "#deliveries" if len(dead) > LETTERS else ""
    return page.render(
        "feeds/list.html", feeds=feeds(), readers=readers(), flows=states.flows(today()), letters=dead[:LETTERS],
        more=more, first=page.url("/feeds") if before else "", pushes=subscriptions.listed(),
        stuck=subscriptions.dead_letters(), may_send=page.person.may("rerun") and page.person.limits.is_none,
        **_words(page),
    )  # fmt: skip


def _words(page: Page) -> dict[str, Any]:
    def of(item: Any, name: str) -> str:
        return str(getattr(item, f"{name}_{page.language}"))

    return {
        "of": of, "kind": KINDS.get, "state": lambda status: state_words(status, page.language),
        "failure": lambda message, details: failure_words(
            {"message_id": message, "details": details} if message else None, page.language
        ),
    }  # fmt: skip


@router.get("/feeds/{feed}")
def one(page: See, feed: str) -> Response:
    """A feed: its columns' meaning, its newest versions, who has read them."""
    known = declared().get(feed)
    if known is None:
        raise HTTPException(404)
    mine = [item for item in readers() if item.feed == feed]
    return page.render("feeds/one.html", feed=known, versions=feed_versions(feed), readers=mine, **_words(page))


@router.post("/feeds/flows/{flow}/revive")
def revive(page: Rerun, flow: str, reason: Annotated[str, Form()] = "", key: Annotated[str, Form()] = "") -> Response:
    """Send what a system refused or never answered again: one message, or all of the flow."""
    return _decide(page, lambda: letters.revive(flow, page.person.login, reason, key=key or None), "console-revived")


@router.post("/feeds/flows/{flow}/drop")
def drop(page: Rerun, flow: str, key: Annotated[str, Form()], reason: Annotated[str, Form()] = "") -> Response:
    """Give one message up for good."""
    return _decide(page, lambda: letters.drop(flow, page.person.login, reason, key=key), "console-dropped")


@router.post("/feeds/pushes/{identifier}/resume")
def resume(page: Rerun, identifier: str, reason: Annotated[str, Form()] = "") -> Response:
    """Let a push to a portal go on with the message that was given up."""
    login = page.person.login
    return _decide(page, lambda: subscriptions.resume(identifier, actor=login, reason=reason), "console-push-resumed")


@router.post("/feeds/pushes/{identifier}/skip")
def skip(page: Rerun, identifier: str, reason: Annotated[str, Form()] = "") -> Response:
    """Leave the given-up message out; the portal needs a snapshot."""
    login = page.person.login
    return _decide(page, lambda: subscriptions.skip(identifier, actor=login, reason=reason), "console-push-skipped")


def _decide(page: Page, action: Callable[[], object], notice: str) -> Response:
    demand_whole_state(page)
    action()
    return page.redirect("/feeds", notice)
