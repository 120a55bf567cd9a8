"""One row in quarantine: what came, what is wrong with it, what else is known, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from console.masking import mask, unmask
from console.page import Decide, Page, See, SeePersonal, demand_theirs, demand_whole_state
from console.words import dataset_name
from console.work import record
from console.work.entering import brought_in
from console.work.filters import Choice
from hub.checks.words import plain_words
from hub.contracts import LogicalType, contract, contracts
from hub.contracts.codes import districts
from hub.entities import of_record
from hub.errors import HubError, NotAllowed
from hub.feeds import published_at
from hub.landing.wire import text_at, value_of
from hub.quarantine import Collision, Filter, Row, bulk, decisions, fix, mappings, queue, refuse, release, row, undo
from hub.quarantine.recheck import UNREADABLE, check_again, edited

router = APIRouter()


@router.get("/quarantine/{row_id:int}")
def one(page: See, row_id: int) -> Response:
    """The row, its personal fields masked."""
    return _show(page, _theirs(page, row_id))


@router.get("/quarantine/{row_id:int}/{step}")
def back(page: See, row_id: int, step: str) -> Response:
    """Where a form's answer was opened again, as after a change of the language: the row."""
    return _to(page, row_id)


@router.post("/quarantine/{row_id:int}/unmask")
async def look(page: SeePersonal, row_id: int, request: Request) -> Response:
    """The row with its personal fields, for a stated purpose; what was typed before stays."""
    form = dict(await request.form())

    def work() -> Response:
        found = _theirs(page, row_id)
        unmask(page.person.login, f"quarantine/{row_id}", _text(form, "purpose"))
        return _show(page, found, is_unmasked=True, form=form)

    return await run_in_threadpool(work)


@router.post("/quarantine/{row_id:int}/check")
async def check(page: Decide, row_id: int, request: Request) -> Response:
    """What the row would still fail with these values; nothing is saved."""
    form = dict(await request.form())

    def work() -> Response:
        found = _theirs(page, row_id)
        still = _still_fails(found, form)
        words = [plain_words(found.dataset, reason, page.language) for reason in still]
        if page.is_fragment:
            return page.render("row/verdict.html", still=words)
        return _show(page, found, form=form, still=words)

    return await run_in_threadpool(work)


@router.post("/quarantine/{row_id:int}/fix")
async def mend(page: Decide, row_id: int, request: Request) -> Response:
    """Check the row with these values, keep them, and bring it in."""
    form = dict(await request.form())

    def work() -> Response:
        found = _theirs(page, row_id)
        changed = record.changes(found, form)

        def save() -> Row:
            if not changed and not found.edit:
                raise NotAllowed("work-nothing-changed")
            return fix(row_id, changed, page.person.login, _text(form, "reason"), version=_version(form))

        return _decide(page, found, form, save, "work-fixed")

    return await run_in_threadpool(work)


@router.post("/quarantine/{row_id:int}/release")
async def let_in(page: Decide, row_id: int, request: Request) -> Response:
    """Let the row in as it is."""
    form = dict(await request.form())

    def work() -> Response:
        found = _theirs(page, row_id)

        def save() -> Row:
            return release(row_id, page.person.login, _text(form, "reason"), version=_version(form))

        return _decide(page, found, form, save, "work-released")

    return await run_in_threadpool(work)


@router.post("/quarantine/{row_id:int}/refuse")
async def keep_out(page: Decide, row_id: int, request: Request) -> Response:
    """Keep the row out."""
    form = dict(await request.form())

    def work() -> Response:
        found = _theirs(page, row_id)

        def save() -> Row:
            return refuse(row_id, page.person.login, _text(form, "reason"), version=_version(form))

        return _decide(page, found, form, save, "work-refused")

    return await run_in_threadpool(work)


@router.post("/quarantine/{row_id:int}/undo")
async def take_back(page: Decide, row_id: int, request: Request) -> Response:
    """Take the decision back, until it has been published."""
    form = dict(await request.form())

    def work() -> Response:
        found = _theirs(page, row_id)

        def save() -> Row:
            reason = _text(form, "reason")
            return undo(row_id, page.person.login, reason, published_at=published_at(), version=_version(form))

        return _decide(page, found, form, save, "work-undone")

    return await run_in_threadpool(work)


@router.post("/quarantine/{row_id:int}/assign")
def give(page: Decide, row_id: int, assignee: Annotated[str, Form()] = "") -> Response:
    """Give the row to a person, or to nobody."""
    found = _theirs(page, row_id)
    chosen = Filter(status=found.status, ids=(row_id,))
    bulk.assign(chosen, assignee.strip() or None, page.person.login)
    return _to(page, row_id, "console-work-assigned")


@router.post("/quarantine/{row_id:int}/keep")
def keep(
    page: Decide, row_id: int, field: Annotated[str, Form()], reason: Annotated[str, Form()] = ""
) -> Response:  # fmt: skip
    """Keep what was fixed in one field as a mapping for the batches to come."""
    demand_whole_state(page)
    found = _theirs(page, row_id)
    learnt = {name: pair for name, *pair in _learnt(found)}
    if field not in learnt:
        raise NotAllowed("quarantine-mapping-field", dataset=found.dataset, field=field)
    before, after = learnt[field]
    mappings.keep(found.dataset, field, before, after, page.person.login, reason)
    return page.redirect("/mappings", "console-work-kept", dataset=found.dataset)


def _theirs(page: Page, row_id: int) -> Row:
    try:
        found = row(row_id)
    except NotAllowed as error:
        raise HTTPException(404, "console-no-such-page") from error
    demand_theirs(page, found.district_lgd, found.department)
    return found


def _text(form: Mapping[str, Any], name: str) -> str:
    return str(form.get(name) or "").strip()


def _version(form: Mapping[str, Any]) -> int:
    given = _text(form, "version")
    if not given.isdecimal():
        raise HTTPException(422)
    return int(given)


def _still_fails(found: Row, form: Mapping[str, Any]) -> list[str]:
    described = contract(found.dataset)
    values = (found.edit or {}) | record.changes(found, form)
    return check_again(described, found.batch_id, [edited(described, found.record, values)]).reasons(0)


def _decide(page: Page, found: Row, form: Mapping[str, Any], save: Any, notice: str) -> Response:
    """Save the decision and bring the row in; what cannot be saved comes back with all that was typed."""
    try:
        save()
    except Collision as error:
        told = page.t(error.message_id, **error.details)
        return _show(page, error.row, form=form, problem=told, status=409, is_collision=True)
    except NotAllowed as error:
        still = []
        details = dict(error.details)
        if error.message_id == "quarantine-still-fails":
            still = [plain_words(found.dataset, reason, page.language) for reason in _still_fails(found, form)]
            details["reasons"] = ""
            told = page.t("work-still-fails-here")
        else:
            told = page.t(error.message_id, **details)
        return _show(page, found, form=form, problem=told, still=still, status=409)
    if not brought_in(found.dataset, page.person.login):
        notice = "work-busy"
    return _to(page, found.id, f"console-{notice}")


def _to(page: Page, row_id: int, notice: str = "") -> Response:
    """The row, with the queue's filters from which the person came."""
    return page.redirect(f"/quarantine/{row_id}", notice, **Choice.of(page.request.query_params).query())


def _learnt(found: Row) -> list[tuple[str, str, str]]:
    """What the steward's edit could teach: field, as received, as fixed."""
    if found.status != "fixed":
        return []
    described = contract(found.dataset)
    body = value_of(found.record)
    told = []
    for name, after in (found.edit or {}).items():
        before = text_at(body, described.field(name).path)
        is_text = described.field(name).type in (LogicalType.STRING, LogicalType.INTEGER)
        is_unread = any(failure["field"] == name and ":" in failure["expectation"] for failure in found.failures)
        may = (is_text or is_unread) and mappings.may_map(described, name)
        if may and before and after and before != after:
            told.append((name, before, after))
    return told


def _show(
    page: Page, found: Row, *, is_unmasked: bool = False, form: Mapping[str, Any] | None = None, problem: str = "",
    still: list[str] | None = None, status: int = 200, is_collision: bool = False,
) -> Response:  # fmt: skip
    described, language = contract(found.dataset), page.language
    choice = Choice.of(page.request.query_params)
    following = queue.page(choice.meant(page.person), after=found.id, limit=1, rows=1).rows
    is_open = found.superseded_by is None and found.entered_at is None and found.status in (
        "open", "fixed", "released", "refused",
    )  # fmt: skip
    typed = record.typed_of(form) if form else None
    read = record.read_values(found)
    known = record.versions(found)
    differing = record.differing(described, read, known) if known else []
    hidden = mask(read, described, is_unmasked=is_unmasked)
    places = {int(each["district_lgd"]): each[f"name_{language}"] for each in districts()}
    released = not any(item.startswith(UNREADABLE) for item in found.reasons) and found.key is not None
    active = {(item.field, item.from_value) for item in mappings.listed(found.dataset, is_active=True)}
    return page.render(
        "row/row.html", status=status, row=found, came=choice.query(), following=following, described=described,
        is_unmasked=is_unmasked, problem=problem,
        still=still, is_collision=is_collision, version=found.version, reason=_text(form or {}, "reason"),
        lines=record.lines(found, language, is_unmasked=is_unmasked, typed=typed), may_edit=record.may_edit,
        why=[(failure, plain_words(found.dataset, failure["expectation"], language)) for failure in found.failures],
        versions=[(item, mask(item.values, described, is_unmasked=is_unmasked)) for item in known],
        differing=differing, now=hidden, siblings=record.siblings(found),
        elsewhere=[
            (item, mask(item.values, contracts()[item.dataset], is_unmasked=is_unmasked), contracts()[item.dataset])
            for item in record.elsewhere(found)
        ],
        entity=_entity(found), history=decisions(found.id), is_open=is_open and page.person.may("decide"),
        may_release=released, may_undo=page.person.may("decide") and _may_undo(found),
        learnt=[item for item in _learnt(found) if (item[0], item[1]) not in active and page.person.limits.is_none],
        name=lambda dataset: dataset_name(dataset, language), place=places.get,
        kind={"open": "waits", "fixed": "good", "released": "good", "refused": "bad"}.get,
    )  # fmt: skip


def _may_undo(found: Row) -> bool:
    if found.status not in ("fixed", "released", "refused") or found.superseded_by is not None:
        return False
    last = published_at() if found.entered_at is not None else None
    return last is None or found.entered_at is None or last < found.entered_at


def _entity(found: Row) -> str:
    if found.key is None:
        return ""
    try:
        return of_record(contract(found.dataset).system, found.dataset, found.key).entity_id
    except HubError:
        return ""
