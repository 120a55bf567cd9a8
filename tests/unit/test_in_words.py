"""A source's value as a person reads it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hub.contracts import contract
from hub.contracts.in_words import in_words


@pytest.mark.parametrize(
    ("dataset", "name", "value", "en", "hi"),
    [
        ("rtps.applications", "district_lgd", 206, "Madhubani (206)", "मधुबनी (206)"),
        ("rtps.applications", "district_census2011", "207", "Madhubani (207)", "मधुबनी (207)"),
        ("rtps.applications", "district_lgd", "999", "999", "999"),
        ("rtps.applications", "due_on", date(2026, 11, 5), "05-11-2026", "05-11-2026"),
        ("rtps.applications", "due_on", "2026-11-05", "05-11-2026", "05-11-2026"),
        ("rtps.applications", "due_on", "•••", "•••", "•••"),
        ("rtps.applications", "submitted_at", datetime(2026, 9, 13, 13, 51, 12), *["13-09-2026 13:51:12"] * 2),
        ("lokshikayat.complaints", "is_encroachment", False, "No", "नहीं"),
        ("rtps.applications", "due_on", None, "", ""),
    ],
)
def test_dates_districts_and_truth_are_told_in_words(dataset: str, name: str, value: object, en: str, hi: str) -> None:
    item = contract(dataset).field(name)
    assert (in_words(value, item, "en"), in_words(value, item, "hi")) == (en, hi)
