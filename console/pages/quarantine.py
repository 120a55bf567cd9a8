"""The queue of rows that wait: filters in the address, what is wrong how often, many rows at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from console.masking import MASK, masked_fields
from console.navigation import Entry
from console.page import Decide, Page, See, demand_whole_state
from console.words import dataset_name
from console.work.entering import brought_in
from console.work.filters import AGES, NO_DISTRICT, Choice
from console.work.rules import Wish, rule_choices
from hub.checks.words import plain_words
from hub.contracts import contract, contracts
from hub.contracts.codes import districts
from hub.errors import HubError, NotAllowed
from hub.quarantine import Filter, bulk, mappings, queue, refused_list
from hub.quarantine.returns import owners
from hub.store.tables import DECISIONS

router = APIRouter()
NAV = (Entry(20, "work-nav-quarantine", "/quarantine"),)
Shown = dict[str, Any]


@router.get("/quarantine")
def listing(page: See, request: Request, after: int = 0, before: int | None = None) -> Response:
    """A page of the queue, oldest rows first, with the counts by reason and the rows that share a cause."""
    choice = Choice.of(request.query_params)
    meant = choice.meant(page.person)
    tally = queue.tally(meant)
    total = tally.statuses.get(meant.status, 0) if meant.value is None else queue.total(meant)
    found = queue.page(meant, after=after, before=before, rows=total)
    groups = queue.groups(meant, rows=total)
    done = {name: request.query_params.get(name, "") for name in ("done", "left")}
    return page.render(
        "quarantine/list.html", choice=choice, found=found, total=total, reasons=tally.reasons[:15],
        groups=[item for item in groups.groups if item.rows > 1], groups_are_whole=groups.is_whole,
        done={name: int(value) for name, value in done.items() if value.isdecimal()},
        **_filters(page, choice, tally), **_words(page),
    )  # fmt: skip


def _filters(page: Page, choice: Choice, tally: queue.Tally) -> Shown:
    """The choices of each filter, with how many rows each would leave."""
    own = page.person.limits.districts
    systems = sorted({item.system for item in contracts().values()})
    datasets = [item.id for item in contracts().values() if choice.system in ("", item.system)]
    people = sorted(name for name in tally.people if name)
    places = [(row["district_lgd"], row[f"name_{page.language}"]) for row in districts()]
    return {
        "systems": systems, "datasets": datasets, "people": people, "ages": AGES, "nobody": queue.NOBODY,
        "no_district": NO_DISTRICT, "may_see_all": own is None,
        "places": sorted((place for place in places if own is None or int(place[0]) in own), key=lambda item: item[1]),
        "statuses": [(status, tally.statuses.get(status, 0)) for status in DECISIONS],
        "rules": rule_choices(choice.dataset) if choice.dataset else None, "owners": list(owners()),
        "limit": bulk.LIMIT,
    }  # fmt: skip


def _words(page: Page) -> Shown:
    names = {int(row["district_lgd"]): row[f"name_{page.language}"] for row in districts()}

    def field_name(dataset: str, name: str) -> str:
        known = {item.name: item for item in contract(dataset).fields}
        if name not in known:
            return name
        return known[name].label_hi if page.language == "hi" else known[name].label_en

    def field_of(dataset: str, reason: str) -> str:
        """The field from the source that a reason speaks of."""
        field = reason.partition(":")[2] or reason.partition(".")[0]
        known = {item.name: item for item in contract(dataset).fields} if dataset else {}
        return known[field].derived_from or field if field in known else ""

    return {
        "field_of": field_of,
        "name": lambda dataset: dataset_name(dataset, page.language),
        "words": lambda dataset, reason: plain_words(dataset, reason, page.language),
        "district": lambda code: names.get(code, "") if code else "",
        "status_words": lambda status: page.t(f"work-status-{status}"),
        "field_name": field_name,
        "kind": {"open": "waits", "fixed": "good", "released": "good", "refused": "bad"}.get,
    }  # fmt: skip


@router.get("/quarantine/many")
@router.get("/quarantine/apply")
@router.get("/quarantine/refused")
def back(page: See) -> Response:
    """Where a form's answer was opened again, as after a change of the language: the queue."""
    return page.redirect("/quarantine")


@router.post("/quarantine/many")
async def many(page: Decide, request: Request) -> Response:
    """What a decision on many rows would do; nothing is changed yet (an assignment, which decides nothing, is)."""
    form = await request.form()
    return await _threaded(_many, page, form)


@router.post("/quarantine/apply")
async def apply(page: Decide, request: Request) -> Response:
    """Make the decision that was looked at, on just those rows; then bring fixed rows in."""
    form = await request.form()
    return await _threaded(_apply, page, form)


async def _threaded(work: Any, page: Page, form: FormData) -> Response:
    answer: Response = await run_in_threadpool(work, page, form)
    return answer


def _many(page: Page, form: FormData) -> Response:
    choice, wish = Choice.of(_filter(form)), Wish.of(form)
    meant = _meant(page, choice, form)
    if wish.action == "assign":
        person = wish.assignee
        done = bulk.assign(meant, person or None, page.person.login)
        return page.redirect("/quarantine", "", **choice.query(done=str(done.done)))
    seen = wish.preview(meant)
    return page.render(
        "quarantine/preview.html", choice=choice, wish=wish, seen=seen, ids=meant.ids, samples=_masked(choice, seen),
        can_keep=_can_keep(page, choice, wish), problem="", **_words(page),
    )  # fmt: skip


def _apply(page: Page, form: FormData) -> Response:
    choice, wish = Choice.of(_filter(form)), Wish.of(form)
    meant = _meant(page, choice, form)
    try:
        done = wish.apply(meant, page.person.login)
        if form.get("keep") and done.done and _can_keep(page, choice, wish):
            demand_whole_state(page)
            mappings.keep(choice.dataset, wish.field, wish.before, wish.to_value(), page.person.login, wish.reason)
    except HubError as error:
        seen = wish.preview(meant)
        return page.render(
            "quarantine/preview.html", status=409, choice=choice, wish=wish, seen=seen, ids=meant.ids,
            samples=_masked(choice, seen), can_keep=_can_keep(page, choice, wish),
            problem=page.t(error.message_id, **error.details), **_words(page),
        )  # fmt: skip
    if wish.action == "fix":
        for dataset in done.datasets:
            brought_in(dataset, page.person.login)
    return page.redirect("/quarantine", "", **choice.query(value="", done=str(done.done), left=str(done.left)))


FILTER = "filter-"


def _filter(form: FormData) -> dict[str, str]:
    """The queue's filter, whose fields stand apart from those of the decision."""
    return {name.removeprefix(FILTER): str(value) for name, value in form.items() if name.startswith(FILTER)}


def _meant(page: Page, choice: Choice, form: FormData) -> Filter:
    """The rows of the filter, or those that were ticked; up to the one that was the last when the person looked."""
    meant = choice.meant(page.person)
    if form.get("scope") != "all":
        ids = tuple(int(value) for value in form.getlist("ids") if isinstance(value, str) and value.isdecimal())
        if not ids:
            raise NotAllowed("work-nothing-chosen")
        meant = replace(meant, ids=ids)
    up_to = form.get("up_to")
    return replace(meant, up_to=int(up_to)) if isinstance(up_to, str) and up_to.isdecimal() else meant


def _masked(choice: Choice, seen: bulk.Preview) -> list[bulk.Sample]:
    """Samples without personal values; what is empty stays empty."""
    hidden = masked_fields(contract(choice.dataset)) if choice.dataset else None

    def cut(values: dict[str, str | None]) -> dict[str, str | None]:
        return {name: MASK if value and (hidden is None or name in hidden) else value for name, value in values.items()}

    return [replace(item, before=cut(item.before), after=cut(item.after)) for item in seen.samples]


def _can_keep(page: Page, choice: Choice, wish: Wish) -> bool:
    return (
        wish.action == "fix" and wish.rule == "map" and bool(choice.dataset) and page.person.limits.is_none
        and mappings.may_map(contract(choice.dataset), wish.field)
    )  # fmt: skip


@router.post("/quarantine/refused")
async def refused(page: Decide, request: Request) -> Response:
    """The list of refused rows for the owner of a source, as a file."""
    return await _threaded(_refused, page, await request.form())


def _refused(page: Page, form: FormData) -> Response:
    given = {name: str(form.get(name) or "") for name in ("owner", "since", "until", "format")}
    try:
        since, until = date.fromisoformat(given["since"]), date.fromisoformat(given["until"])
    except ValueError as error:
        raise NotAllowed("work-days-missing") from error
    if until < since:
        raise NotAllowed("work-days-turned")
    made = refused_list(
        given["owner"], since, until, page.person.login, format=given["format"] or "xlsx",
        language=page.language, limits=Filter().within(page.person.limits.districts, page.person.limits.departments),
    )  # fmt: skip
    if not made.rows:
        raise NotAllowed("work-list-empty", owner=made.owner)
    return attachment(made.name, made.body)


def attachment(name: str, body: bytes) -> Response:
    """A file that the browser keeps."""
    kind = "text/csv" if name.endswith(".csv") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
