"""Learnt mappings: what is read otherwise than it is written, by whose signature, and how to end it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.navigation import Entry
from console.page import Decide, See, demand_whole_state
from console.words import dataset_name
from hub.contracts import contracts
from hub.quarantine import mappings

router = APIRouter()
NAV = (Entry(25, "work-nav-mappings", "/mappings"),)


@router.get("/mappings")
def listing(page: See, dataset: str = "", all: str = "") -> Response:
    """Mappings that apply today, the newest first; with ``all`` the revoked ones too."""
    if dataset and dataset not in contracts():
        raise HTTPException(404)
    found = mappings.listed(dataset or None, is_active=not all)
    names = {item.id: {field.name: field for field in item.fields} for item in contracts().values()}
    return page.render(
        "mappings/list.html", found=found, dataset=dataset, all=bool(all), datasets=list(contracts()),
        name=lambda item: dataset_name(item, page.language), may_revoke=page.person.may("decide")
        and page.person.limits.is_none, fields=names,
    )  # fmt: skip


@router.get("/mappings/{mapping_id:int}/revoke")
def back(page: See, mapping_id: int) -> Response:
    """Where a form's answer was opened again, as after a change of the language: the list."""
    return page.redirect("/mappings")


@router.post("/mappings/{mapping_id:int}/revoke")
def revoke(page: Decide, mapping_id: int, reason: Annotated[str, Form()] = "") -> Response:
    """End a mapping."""
    demand_whole_state(page)
    return page.decide(
        lambda: mappings.revoke(mapping_id, page.person.login, reason), lambda: listing(page), "/mappings",
        "console-work-revoked", reason=reason,
    )  # fmt: skip
