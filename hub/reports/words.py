"""Values and headings of reports in the language of the edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.i18n import text
from hub.names import places
from hub.reports.areas import department_name, district_name
from hub.reports.lists.model import LATE_AGES, PAY_AGES

_CODES = re.compile(r"[A-Z][A-Z_]*[A-Z]|[A-Z]|[12]|[क-ग]")
_ORDER = {
    "stage": ("MAKER", "CHECKER", "APPROVER", "TREASURY", "PAID", "RETURNED"),
    "workflow_stage": ("GENERATED", "WITH_ORU", "WITH_REPORTING", "WITH_REVIEWING", "WITH_ACCEPTING", "DISCLOSURE",
                       "REPRESENTATION", "CLOSED"),
    "employee_group": ("क", "ख", "ग"),
}  # fmt: skip
_BUCKETS = {"age_from": PAY_AGES, "late_from": LATE_AGES}


def number(value: float | int | None) -> str:
    """A number with commas as India sets them, and one place after the point where it has any: 12,34,567."""
    if value is None:
        return "–"
    whole, _, rest = f"{abs(value):.1f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    places = f".{rest}" if isinstance(value, float) and rest != "0" else ""
    return ("−" if value < 0 else "") + ",".join([*groups, tail]) + places


def place(column: str, given: Any, word: str) -> tuple[int, Any]:
    """Where a line stands among the others: codes in the order of the work, days and numbers by their size, all else
    by its words; what is not named comes last."""
    if given is None or given == "":
        return (2, "")
    if column in _ORDER and given in _ORDER[column]:
        return (0, _ORDER[column].index(given))
    if isinstance(given, int | float) and column != "district_lgd":
        return (0, given)
    return (1, given.isoformat() if isinstance(given, date) else word.casefold())


def value(column: str, given: Any, language: str, labels: Mapping[str, Mapping[Any, Any]] | None = None) -> str:
    """A value of a list as people read it: codes in words, dates as offices write them, nothing as a dash."""
    if given is None or given == "":
        return "–"
    if labels and column in labels:
        return str(labels[column].get(given) or given)
    if column == "district_lgd":
        return district_name(int(given), language)
    if column == "department":
        return department_name(str(given), language)
    if column == "holder" and (known := places.department(given)).is_resolved:
        return department_name(known.code, language)
    if column in _BUCKETS:
        return bucket(int(given), _BUCKETS[column])
    if isinstance(given, date):
        return given.strftime("%d-%m-%Y")
    if (isinstance(given, str) and _CODES.fullmatch(given)) or column == "appeal_level":
        try:
            return text(f"report-value-{dashed(column)}-{dashed(str(given))}", language)
        except KeyError:
            return str(given)
    return number(given) if isinstance(given, float) else str(given)


def bucket(lower: int, bounds: tuple[int, ...]) -> str:
    """A bucket of days by its lower bound: 8–15, and > 60 for the last."""
    place = bounds.index(lower)
    return f"{lower}–{bounds[place + 1] - 1}" if place + 1 < len(bounds) else f"> {lower - 1}"


def measure(name: str, language: str) -> str:
    """A measure's heading."""
    kind, _, lower = name.rpartition("_")
    if lower.isdigit() and kind in ("age", "late"):
        bounds = _BUCKETS[f"{kind}_from"]
        return text("report-measure-days", language, days=bucket(int(lower), bounds))
    return text(f"report-measure-{dashed(name)}", language)


def column(name: str, language: str) -> str:
    """A column's heading."""
    return text(f"report-column-{dashed(name)}", language)


def dashed(name: str) -> str:
    """A name as a part of a message's id."""
    told = {"क": "a", "ख": "b", "ग": "c"}.get(name, name)
    return re.sub(r"[^a-z0-9]+", "-", told.lower()).strip("-")


def list_name(name: str, language: str) -> str:
    """What a list is called."""
    return text(f"report-list-{dashed(name)}", language)
