"""All that is known of one person or matter over all systems, on one timeline, each value with its source and date."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.masking import MASK, unmask
from console.page import Page, See, SeePersonal
from console.words import dashed, dataset_name
from console.work.stored import is_theirs
from hub import entities
from hub.contracts import Classification, Field, contracts
from hub.contracts.in_words import in_words
from hub.entities import Value
from hub.errors import HubError

router = APIRouter()
MASKED = (Classification.PERSONAL.value, Classification.SENSITIVE.value)


@router.get("/entities")
def find(page: See, record: str) -> Response:
    """The entity to which a record (``<dataset>|<key>``) belongs."""
    dataset, _, key = record.partition("|")
    try:
        known = entities.of_record(dataset.partition(".")[0], dataset, key)
    except HubError as error:
        raise HTTPException(404, "console-work-no-entity") from error
    return page.redirect(f"/entities/{known.entity_id}")


@router.get("/entities/{entity_id}")
def one(page: See, entity_id: str) -> Response:
    """The entity, personal fields masked."""
    return _show(page, entity_id)


@router.get("/entities/{entity_id}/unmask")
def back(page: See, entity_id: str) -> Response:
    """Where the form's answer was opened again: the entity."""
    return page.redirect(f"/entities/{entity_id}")


@router.post("/entities/{entity_id}/unmask")
def look(page: SeePersonal, entity_id: str, purpose: Annotated[str, Form()] = "") -> Response:
    """The entity with its personal fields, for a stated purpose."""
    known = _theirs(page, entity_id)[0]
    unmask(page.person.login, f"entity/{known.entity_id}", purpose)
    return _show(page, entity_id, is_unmasked=True)


def _theirs(page: Page, entity_id: str) -> tuple[entities.Entity, frozenset[str]]:
    """The entity and those of its records that the person may see; 403 where there is none of these."""
    try:
        known = entities.entity(entity_id)
    except HubError as error:
        raise HTTPException(404, "console-work-no-entity") from error
    seen = frozenset(item.record_id for item in known.members if is_theirs(page, item.record_id))
    if known.members and not seen:
        raise HTTPException(403, "console-not-yours")
    return known, seen


def _show(page: Page, entity_id: str, *, is_unmasked: bool = False) -> Response:
    known, seen = _theirs(page, entity_id)
    is_whole = len(seen) == len(known.members)
    events = [event for event in entities.timeline(entity_id) if is_whole or event.record_id in seen]
    newest = sorted(events, key=lambda event: event.on, reverse=True)
    days = [(on, _merged(group)) for on, group in groupby(newest, lambda event: event.on)]
    golden = [value for value in entities.golden(entity_id) if is_whole or f"{value.dataset}|{value.key}" in seen]
    return page.render(
        "entity/entity.html", entity=known, days=days, golden=golden, is_unmasked=is_unmasked, seen=seen,
        is_whole=is_whole, shown=_shower(page, is_unmasked=is_unmasked), field_name=_fields(page),
        name=lambda dataset: dataset_name(dataset, page.language), dashed=dashed,
        has_personal=any(value.classification in MASKED for value in golden),
    )  # fmt: skip


def _merged(events: Any) -> list[entities.Event]:
    """One line a record and kind of event of a day, in the order of the records."""
    return sorted(events, key=lambda event: (event.what not in ("first", "changed", "deleted"), event.record_id))


def _shower(page: Page, *, is_unmasked: bool) -> Callable[[Value], str]:
    def shown(value: Value) -> str:
        if value.value in (None, ""):
            return "–"
        if not is_unmasked and value.classification in MASKED:
            return MASK
        return in_words(value.value, _known(value.dataset).get(value.field), page.language)

    return shown


def _fields(page: Page) -> Callable[[str, str], str]:
    def name(dataset: str, field: str) -> str:
        known = _known(dataset).get(field)
        if known is not None:
            return known.label_hi if page.language == "hi" else known.label_en
        try:
            return page.t(f"console-field-{dashed(field)}")  # of the golden record alone
        except KeyError:
            return field

    return name


def _known(dataset: str) -> dict[str, Field]:
    return {item.name: item for item in contracts()[dataset].fields} if dataset in contracts() else {}
