"""Pairs of records of which the model is not sure: why, drawn, and the answer of a person."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.masking import unmask
from console.navigation import Entry
from console.page import Decide, Page, See, SeePersonal
from console.words import dashed, dataset_name
from console.work.stored import is_theirs, stored
from console.work.waterfall import waterfall
from hub import entities
from hub.entities import wording
from hub.entities.kinds import kinds
from hub.entities.reviews import Order
from hub.errors import HubError, NotAllowed

router = APIRouter()
NAV = (Entry(45, "work-nav-matches", "/matches"),)
PAGE_SIZE = 25
LOOKED_AT = 100
REASONS = ("band", "two_masters", "household", "weak_chain", "oversize", "contradiction")
Text = Annotated[str, Form()]


@router.get("/matches")
def listing(page: See, kind: str = "", reason: str = "", order: str = "oldest", offset: int = 0) -> Response:
    """What waits for an answer."""
    if (kind and kind not in kinds()) or (reason and reason not in REASONS) or order not in tuple(Order):
        raise HTTPException(404)
    chosen = [kinds()[kind]] if kind else list(kinds().values())
    counts = {
        item.name: sum(n for (name, _why), n in entities.review_counts(item.subject).items() if name == item.name)
        for item in kinds().values()
    }
    here = kind or next((name for name, count in counts.items() if count), chosen[0].name)
    find = functools.partial(
        entities.review, kinds()[here].subject, kind=here, reason=reason or None, order=order, limit=PAGE_SIZE + 1
    )
    items, behind = within(
        find, lambda pair: is_theirs(page, pair.left) and is_theirs(page, pair.right), max(offset, 0)
    )
    query = {"kind": here, "reason": reason, "order": order}
    more = page.url("/matches", **query, offset=behind) if behind else ""
    return page.render(
        "matches/list.html", items=items, kind=here, reason=reason, order=order, counts=counts, reasons=REASONS,
        orders=tuple(Order), more=more, first=page.url("/matches", **query) if offset else "", dashed=dashed,
        percent=wording.percent, name=_namer(page),
    )  # fmt: skip


def within(
    find: Callable[..., list[entities.ReviewItem]], may_see: Callable[[entities.ReviewItem], bool], offset: int
) -> tuple[list[entities.ReviewItem], int]:
    """A page of pairs that a person may see, and the place behind them (0: no more). Who is limited may find few, or
    none, among ``LOOKED_AT``; the rest is on the pages that follow. ``find`` gives ``PAGE_SIZE + 1`` of a place."""
    items: list[entities.ReviewItem] = []
    end = offset + LOOKED_AT
    while found := find(offset=offset):
        for item in found:
            if len(items) == PAGE_SIZE or offset == end:
                return items, offset
            offset += 1
            if may_see(item):
                items.append(item)
        if len(found) <= PAGE_SIZE:
            break
    return items, 0


@router.get("/matches/pair")
def pair(page: See, left: str, right: str, kind: str) -> Response:
    """One pair: why the model holds it so, and the two records, their personal fields masked."""
    return _show(page, left, right, kind)


@router.get("/matches/{step}")
def back(page: See, step: str) -> Response:
    """Where a form's answer was opened again: the list."""
    return page.redirect("/matches")


@router.post("/matches/unmask")
def look(page: SeePersonal, left: Text, right: Text, kind: Text, purpose: Text = "") -> Response:
    """The same with the personal fields, for a stated purpose."""
    _demand_theirs(page, left, right)
    unmask(page.person.login, f"match/{left}/{right}", purpose)
    return _show(page, left, right, kind, is_unmasked=True)


@router.post("/matches/judge")
def judge(
    page: Decide, left: Text, right: Text, kind: Text, verdict: Text, version: Annotated[int, Form()], reason: Text = ""
) -> Response:
    """Yes, no, or cannot tell."""
    _demand_theirs(page, left, right)
    if kind not in kinds():
        raise HTTPException(404)
    try:
        entities.judge(
            left, right, verdict, page.person.login, reason, question=kinds()[kind].question, version=version
        )
    except NotAllowed as error:
        told = page.t(error.message_id, **error.details)
        return _show(page, left, right, kind, problem=told, reason=reason, verdict=verdict)
    return page.redirect("/matches", "console-work-judged", kind=kind)


@router.post("/matches/withdraw")
def withdraw(
    page: Decide, left: Text, right: Text, kind: Text, judgement: Annotated[int, Form()], reason: Text = ""
) -> Response:  # fmt: skip
    """Take a judgement back."""
    _demand_theirs(page, left, right)
    said = {item.id for item in entities.why(left, right, kind=kind).judgements}
    if judgement not in said:
        raise HTTPException(404)
    entities.withdraw(judgement, page.person.login, reason)
    return page.redirect("/matches/pair", "console-work-withdrawn", left=left, right=right, kind=kind)


def _namer(page: Page) -> Any:
    def name(record_id: str) -> str:
        dataset, _, key = record_id.partition("|")
        return f"{dataset_name(dataset, page.language)} {key}"

    return name


def _demand_theirs(page: Page, *records: str) -> None:
    if not all(is_theirs(page, record) for record in records):
        raise HTTPException(403, "console-not-yours")


def _show(
    page: Page, left: str, right: str, kind: str, *, is_unmasked: bool = False, problem: str = "", reason: str = "",
    verdict: str = "",
) -> Response:  # fmt: skip
    if kind not in kinds():
        raise HTTPException(404)
    _demand_theirs(page, left, right)
    try:
        why = entities.why(left, right, kind=kind)
    except HubError as error:
        raise HTTPException(404) from error
    bars = wording.bars(why, page.language, unmask=is_unmasked)
    said = wording.verdict(why, page.language)
    of = kinds()[kind]
    items = entities.review(of.subject, kind=kind, record=why.left, limit=50)
    waiting = next((item for item in items if {item.left, item.right} == {why.left, why.right}), None)
    version = waiting.version if waiting else sum(1 + (item.withdrawn_at is not None) for item in why.judgements)
    return page.render(
        "matches/pair.html", status=409 if problem else 200, why=why, kind=kind, said=said, bars=bars,
        picture=waterfall(bars, said) if bars else "", reasons=wording.reasons(why, page.language),
        sides=[stored(why.left), stored(why.right)], is_unmasked=is_unmasked, problem=problem, reason=reason,
        verdict=verdict, version=version, name=_namer(page),
    )  # fmt: skip
