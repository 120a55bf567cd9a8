"""Today: what needs a person first, then every dataset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.access import Right
from console.drawing import sparkline
from console.navigation import Entry
from console.page import Page, Rerun, See, day, demand_whole_state, number
from console.words import age_words, dataset_name, failure_words
from hub import calendar, entities
from hub.contracts import contract, contracts
from hub.desk import Standing, Waiting, board, held_batches, note, waiting
from hub.entities.kinds import kinds
from hub.feeds import declared
from hub.outbox import flows
from hub.quarantine import queue
from hub.reports import mails
from hub.settings import today as business_date
from hub.store import ledger

router = APIRouter()
NAV = (Entry(10, "console-nav-today", "/today"),)


@dataclass(frozen=True)
class Need:
    """One thing that waits for a person: how grave, in words, and the page (or the sync) that settles it."""

    kind: str
    words: str
    more: str = ""
    link: str = ""
    link_words: str = ""
    dataset: str = ""


@router.get("/today")
def today(page: See) -> Response:
    """The board of the business date."""
    at = business_date()
    standings = board(at)
    return page.render(
        "today/today.html", at=at, standings=standings,
        needs=_needs(page, standings, waiting(standings, page.person.limits)),
        name=lambda dataset: dataset_name(dataset, page.language), age=lambda value: age_words(value, page.language),
        spark=lambda standing: sparkline(standing.days, _spoken(page, standing)), datasets=list(contracts()),
        can_start=page.may_start,
    )  # fmt: skip


def _spoken(page: Page, standing: Standing) -> str:
    days = [item for item in standing.days if item.received is not None]
    told = "; ".join(
        page.t("console-spark-day", date=day(item.date), received=number(item.received),
               quarantined=number(item.quarantined))
        for item in days
    )  # fmt: skip
    return page.t("console-spark", count=len(standing.days)) + " " + (told or page.t("console-nothing-received"))


def _needs(page: Page, standings: list[Standing], at: Waiting) -> list[Need]:
    found = [*_held(page), *_failed(page, standings), *_late(page, standings), *_undelivered(page, at)]
    if at.feeds_are_behind:
        words = page.t("console-need-feeds", stored=day(at.stored_on), published=day(at.published_on))
        found.append(Need("waits", words, link=page.url("/feeds"), link_words=page.t("console-nav-feeds")))
    if at.open_alerts:
        words = page.t("console-need-alerts", count=at.open_alerts)
        found.append(Need("waits", words, link=page.url("/alerts"), link_words=page.t("console-see-alerts")))
    return found + _undecided(page)


def _undecided(page: Page) -> list[Need]:
    """What is decided bit by bit: rows within the person's limits; for who has none, pairs, the calendar and mails."""
    limits = page.person.limits
    filters = {"quarantine": {"assignee": queue.NOBODY}}
    counts = {
        "quarantine": queue.total(queue.Filter(assignee=queue.NOBODY).within(limits.districts, limits.departments))
    }
    if limits.is_none:
        subjects = {item.subject for item in kinds().values()}
        counts["matches"] = sum(sum(entities.review_counts(subject).values()) for subject in subjects)
        counts["calendar"] = sum(version.state == "proposed" for version in calendar.versions())
        counts["reports"] = len(mails())
    return [
        Need("waits", page.t(f"console-need-{name}", count=count), link=page.url(f"/{name}", **filters.get(name, {})),
             link_words=page.t(f"console-see-{name}"))
        for name, count in counts.items() if count
    ]  # fmt: skip


def _held(page: Page) -> list[Need]:
    may_decide = page.person.may(Right.DECIDE) and page.person.limits.is_none
    words = page.t("console-see-why" if may_decide else "console-see-reason")
    return [
        Need(
            "bad", page.t("console-need-held", dataset=dataset_name(item.dataset, page.language),
                          date=day(item.batch_id.split("/")[1])),
            page.t("console-one-agreed") if item.approvals else "",
            page.url(f"/batches/{item.batch_id}"), words,
        )
        for item in held_batches()
    ]  # fmt: skip


def _failed(page: Page, standings: list[Standing]) -> list[Need]:
    return [
        Need(
            "bad", page.t("console-need-failed", dataset=dataset_name(item.contract.id, page.language)),
            failure_words(item.failure, page.language), dataset=item.contract.id,
        )
        for item in standings if item.failure and not item.held
    ]  # fmt: skip


def _late(page: Page, standings: list[Standing]) -> list[Need]:
    return [
        Need(
            "waits", page.t("console-need-late", dataset=dataset_name(item.contract.id, page.language)),
            page.t("console-late-by", age=age_words(item.age, page.language),
                   level=age_words(item.contract.latency, page.language)),
            dataset=item.contract.id,
        )
        for item in standings if item.is_late and not item.held and not item.failure and not item.is_under_way
    ]  # fmt: skip


def _undelivered(page: Page, at: Waiting) -> list[Need]:
    deliveries, words = page.url("/feeds") + "#deliveries", page.t("console-see-deliveries")
    found = [
        Need("bad", page.t("console-need-dead", flow=_flow(page, flow), count=count), link=deliveries, link_words=words)
        for flow, count in at.dead_messages.items()
    ]
    found += [
        Need(
            "bad", page.t("console-need-unanswered", flow=_flow(page, item.flow), count=item.count),
            failure_words({"message_id": item.message_id, "details": item.details}, page.language), deliveries, words,
        )
        for item in at.unanswered
    ]  # fmt: skip
    found += [
        Need("bad", page.t("console-need-push", portal=item.portal, feed=_feed(page, item.feed)),
             link=page.url("/feeds") + "#readers", link_words=words)
        for item in at.halted_pushes
    ]  # fmt: skip
    if at.stuck_mails and page.person.limits.is_none:
        words = page.t("console-need-mails", count=at.stuck_mails)
        found.append(Need("waits", words, link=page.url("/alerts") + "#mails", link_words=page.t("console-see-mails")))
    return found


def _flow(page: Page, name: str) -> str:
    known = flows().get(name)
    return str(getattr(known, f"title_{page.language}")) if known else name


def _feed(page: Page, name: str) -> str:
    known = declared().get(name)
    return str(getattr(known, f"title_{page.language}")) if known else name


@router.post("/today/start")
async def start(page: Rerun, dataset: Annotated[str, Form()], business_date: Annotated[date, Form()]) -> Response:
    """Start a sync of a dataset for a date; a date that is stored already asks the source again."""
    demand_whole_state(page)
    described = contract(dataset)
    ledger.demand_near(business_date)
    trigger = page.request.app.state.trigger
    if trigger is None:
        raise HTTPException(409, "console-cannot-start")
    run = await trigger(page.request, described.id, business_date)
    note(page.person.login, "sync.start", f"{described.id}/{business_date.isoformat()}", run=run)
    return page.redirect("/today", "console-started")
