"""The data dictionary: every dataset and field as its contract says, and the rules it is held to."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from console.masking import MASKED
from console.navigation import Entry
from console.page import See
from console.words import age_words, dataset_name
from hub.checks import load_suite, plain_words
from hub.contracts import contracts

router = APIRouter()
NAV = (Entry(90, "console-nav-dictionary", "/dictionary"),)


@router.get("/dictionary")
def listing(page: See) -> Response:
    """Every dataset with its purpose and owner."""
    return page.render(
        "dictionary/list.html", contracts=list(contracts().values()),
        name=lambda dataset: dataset_name(dataset, page.language),
        age=lambda level: age_words(level, page.language),
    )  # fmt: skip


@router.get("/dictionary/{dataset}")
def one(page: See, dataset: str) -> Response:
    """A dataset's fields and expectations in plain words."""
    described = contracts().get(dataset)
    if described is None:
        raise HTTPException(404)
    rules = [
        (item.id, item.severity.value, plain_words(dataset, item.id, page.language))
        for item in load_suite(described).expectations
    ]
    return page.render(
        "dictionary/one.html", contract=described, rules=rules, masked=MASKED,
        name=lambda dataset: dataset_name(dataset, page.language),
        age=lambda level: age_words(level, page.language),
    )  # fmt: skip
