"""Words that several pages say: names of datasets, ages, states."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub.contracts import codes, contracts
from hub.errors import clause
from hub.i18n import text, told

KINDS = {
    "stored": "good", "unchanged": "good", "sent": "good", "closed": "good", "held": "waits", "released": "quiet",
    "planned": "quiet", "landed": "quiet", "checked": "quiet", "superseded": "quiet", "refused": "bad", "dead": "bad",
    "pending": "quiet", "doubtful": "waits", "open": "waits", "acknowledged": "quiet", "snoozed": "quiet",
    "dropped": "quiet",
}  # fmt: skip
"""How a state looks: good, waits (for a person), bad or quiet."""


def dashed(name: str) -> str:
    """A name as a part of a message's id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def dataset_name(dataset: str, language: str) -> str:
    """A dataset's name; the title in its contract for one that was dropped in."""
    try:
        return text(f"dataset-{dashed(dataset)}", language)
    except KeyError:
        known = contracts().get(dataset)
        return known.title if known else dataset


def age_words(age: timedelta | None, language: str) -> str:
    """An age in the largest whole unit: minutes, hours up to two days, days."""
    if age is None:
        return text("console-never", language)
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes < 120:
        return text("console-age-minutes", language, count=minutes)
    if minutes < 48 * 60:
        return text("console-age-hours", language, count=minutes // 60)
    return text("console-age-days", language, count=minutes // (24 * 60))


def state_words(state: str, language: str) -> str:
    """A state of a batch, an alert, a message or a mail."""
    return text(f"console-state-{dashed(state)}", language)


def failure_words(failure: Mapping[str, Any] | None, language: str) -> str:
    """What failed, from ``{"message_id", "details"}`` as the hub keeps it."""
    if not failure:
        return ""
    return told(clause(str(failure["message_id"]), **(failure.get("details") or {})), language)


@functools.cache
def district_names(language: str) -> dict[int, str]:
    """The districts' names by their LGD code."""
    return {int(row["district_lgd"]): row[f"name_{language}"] for row in codes.districts()}
