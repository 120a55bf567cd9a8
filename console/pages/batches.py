"""Batches of a dataset, and the page of one that is held: why, drawn; some of its rows; the decision."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from console.drawing import band, totals
from console.masking import mask, unmask
from console.navigation import Entry
from console.page import Decide, Page, See, SeePersonal, demand_whole_state
from console.words import KINDS, dataset_name, failure_words, state_words
from hub.checks.docs import folder
from hub.checks.words import hold_words, plain_words
from hub.contracts import contract
from hub.desk import HeldBatch, batches_of, held_batch, held_batches, sample
from hub.errors import HubError
from hub.quarantine import batches
from hub.store.ledger import Batch
from hub.sync import check_batch

router = APIRouter()
NAV = (Entry(30, "console-nav-held", "/batches"),)
PAGE_SIZE = 50


@router.get("/batches")
def listing(page: See, dataset: str = "", before: str = "") -> Response:
    """The batches that are held now; with ``dataset`` all batches of one."""
    if not dataset:
        lines, more = held_batches(), ""
    else:
        contract(dataset)
        lines = batches_of(dataset, before=_place(before), limit=PAGE_SIZE + 1)
        last = lines[PAGE_SIZE - 1].batch_id.partition("/")[2] if len(lines) > PAGE_SIZE else ""
        more = page.url("/batches", dataset=dataset, before=last) if last else ""
    return page.render(
        "batches/list.html", lines=lines[:PAGE_SIZE] if dataset else lines, dataset=dataset, more=more,
        first=page.url("/batches", dataset=dataset) if before else "", **_words(page),
    )  # fmt: skip


def _place(before: str) -> tuple[date, int] | None:
    if not before:
        return None
    try:
        on, sequence = before.split("/")
        return date.fromisoformat(on), int(sequence)
    except ValueError:
        raise HTTPException(404) from None


@router.get("/batches/{dataset}/{business_date}/{sequence}")
def one(page: See, dataset: str, business_date: date, sequence: int) -> Response:
    """One batch: its counts, why it waits, some of its rows with personal fields masked."""
    return _show(page, _batch(dataset, business_date, sequence))


@router.post("/batches/{dataset}/{business_date}/{sequence}/unmask")
def look(
    page: SeePersonal, dataset: str, business_date: date, sequence: int, purpose: Annotated[str, Form()] = ""
) -> Response:  # fmt: skip
    """The same page with the personal fields of its sample, for a stated purpose."""
    held = _batch(dataset, business_date, sequence)
    unmask(page.person.login, f"batch/{held.batch.batch_id}", purpose)
    return _show(page, held, is_unmasked=True)


@router.post("/batches/{dataset}/{business_date}/{sequence}/release")
def release(
    page: Decide, dataset: str, business_date: date, sequence: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """Agree that the batch goes on; where two must agree, the first agreement is noted."""
    demand_whole_state(page)
    held = _batch(dataset, business_date, sequence)
    state = batches.release(held.batch.batch_id, page.person.login, reason)
    notice = "console-batch-released" if state == "released" else "console-batch-agreed"
    return page.redirect(f"/batches/{held.batch.batch_id}", notice)


@router.post("/batches/{dataset}/{business_date}/{sequence}/refuse")
def refuse(
    page: Decide, dataset: str, business_date: date, sequence: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """Refuse the batch whole."""
    demand_whole_state(page)
    held = _batch(dataset, business_date, sequence)
    batches.refuse(held.batch.batch_id, page.person.login, reason)
    return page.redirect(f"/batches/{held.batch.batch_id}", "console-batch-refused")


@router.post("/batches/{dataset}/{business_date}/{sequence}/undo")
async def undo(
    page: Decide, dataset: str, business_date: date, sequence: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """Take the decision back; the batch waits again, and Airflow's run of its date waits with it."""
    demand_whole_state(page)
    known = await run_in_threadpool(_taken_back, page, dataset, business_date, sequence, reason)
    is_waiting, trigger = known.status == "held", page.request.app.state.trigger
    if not is_waiting and trigger is not None:  # Airflow's run has gone on; another one waits in its place
        with suppress(HubError):  # where Airflow lets this person start none, the next sync takes the batch up
            await trigger(page.request, dataset, business_date)
            is_waiting = True
    notice = "console-batch-waits-again" if is_waiting else "console-batch-waits-for-sync"
    return page.redirect(f"/batches/{known.batch_id}", notice)


def _taken_back(page: Page, dataset: str, business_date: date, sequence: int, reason: str) -> Batch:
    """The batch as it stood before."""
    known = _batch(dataset, business_date, sequence).batch
    if batches.undo(known.batch_id, page.person.login, reason) == "landed":
        check_batch(known.batch_id)
    return known


@router.get("/batches/{dataset}/{business_date}/{sequence}/docs")
def data_docs(page: See, dataset: str, business_date: date, sequence: int) -> Response:
    """The batch's Data Docs: counts and no value of any row."""
    import fsspec

    held = _batch(dataset, business_date, sequence)
    files, path = fsspec.core.url_to_fs(folder(held.batch.batch_id))
    try:
        body = files.cat_file(f"{path}/index.html")
    except FileNotFoundError:
        raise HTTPException(404, "console-no-docs") from None
    # Great Expectations' page carries its style within; it has no script, and its own policy forbids all else.
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return HTMLResponse(body, headers={"Content-Security-Policy": policy})


def _batch(dataset: str, business_date: date, sequence: int) -> HeldBatch:
    try:
        return held_batch(f"{dataset}/{business_date.isoformat()}/{sequence:03}")
    except HubError as error:
        if error.message_id == "store-batch-unknown":
            raise HTTPException(404, "console-no-such-batch") from error
        raise


def _words(page: Page) -> dict[str, Any]:
    return {
        "name": lambda dataset: dataset_name(dataset, page.language),
        "state": lambda status: state_words(status, page.language), "kind": KINDS.get,
        "rule": lambda rule: page.t(f"console-hold-{rule.replace('_', '-')}"),
    }  # fmt: skip


def _show(page: Page, held: HeldBatch, *, is_unmasked: bool = False) -> Response:
    known, language = held.batch, page.language
    districts = page.person.limits.districts
    may_decide = page.person.may("decide") and page.person.limits.is_none
    rows = [] if page.person.limits.departments is not None else sample(held, districts)
    context = {
        "held": held, "batch": known, "is_unmasked": is_unmasked,
        "reasons": [hold_words(hold["rule"], language, **_named(page, held, hold["details"])) for hold in known.holds],
        "band": _band(page, held), "totals": _totals(page, held),
        "rows": [mask(row, held.contract, is_unmasked=is_unmasked) for row in rows],
        "failed": [(plain_words(known.dataset, name, language), count) for name, count in held.failed.items()],
        "failure": failure_words(known.error, language) if known.status != "held" else "",
        "has_agreed": page.person.login in [item["actor"] for item in known.approvals],
        "may_decide": may_decide and known.status == "held", "may_undo": may_decide and batches.may_undo(known),
    }  # fmt: skip
    template = "batches/sample.html" if page.is_fragment and is_unmasked else "batches/one.html"
    return page.render(template, **context, **_words(page))


def _named(page: Page, held: HeldBatch, details: dict[str, Any]) -> dict[str, Any]:
    """A hold's details with a field's label in the place of its name."""
    label = {item.name: item.label_hi if page.language == "hi" else item.label_en for item in held.contract.fields}
    return {name: label.get(value, value) if name == "field" else value for name, value in details.items()}


def _band(page: Page, held: HeldBatch) -> Any:
    if held.band is None:
        return None
    least, most, previous = held.band
    words = [page.t(f"console-band-{part}") for part in ("plausible", "previous", "received")]
    received = held.batch.counts["received"]
    label = page.t("hold-count-band", received=received, previous=previous, least=least, most=most)
    return band(received, least, most, previous, label, words)


def _totals(page: Page, held: HeldBatch) -> Any:
    if not {"control_total", "landed_total"} & {hold["rule"] for hold in held.batch.holds}:
        return None
    counted = {"source": held.batch.control_total, "landed": held.landed, "received": held.batch.counts["received"]}
    rows = [(page.t(f"console-total-{name}"), count) for name, count in counted.items() if count is not None]
    label = "; ".join(f"{name}: {count}" for name, count in rows)
    return totals(rows, label)
