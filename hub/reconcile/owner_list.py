"""The list of discrepancies that the owner of a system is asked to put right: one file, without personal values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub import lists
from hub.contracts import codes
from hub.i18n import text
from hub.reconcile.agreement import rules_of_agreement, systems

COLUMNS = ("number", "rule", "severity", "own-record", "own-value", "other-system", "other-record", "other-value",
           "district", "office", "first-seen")  # fmt: skip
_WIDTHS = (10, 60, 12, 24, 28, 14, 24, 28, 20, 34, 12)


@dataclass(frozen=True)
class SentList:
    """A list as it was made: its number, whom it is for, how many rows, and the file with its name."""

    id: int
    owner: str
    rows: int
    name: str
    body: bytes = field(repr=False)


def owners() -> tuple[str, ...]:
    """The systems to whose owners a list can go."""
    return systems()


def file_of(
    owner: str, number: int, rows: Sequence[Mapping[str, Any]], format: str, language: str
) -> tuple[str, bytes]:  # fmt: skip
    """The list's file name and bytes, headed in ``language``."""
    headings = [text(f"discrepancy-list-{name}", language) for name in COLUMNS]
    lines = list(_lines(owner, rows, language))
    body = lists.written(format, "discrepancies", headings, lines, _WIDTHS)
    return f"discrepancies-{owner}-{number:06}.{format}", body


def _lines(owner: str, rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[list[str]]:
    rules = rules_of_agreement()
    places = {int(row["district_lgd"]): row[f"name_{language}"] for row in codes.districts()}
    for row in rows:
        own, other = ("b", "a") if row["system_b"] == owner else ("a", "b")
        rule = rules.get(row["kind"])
        words = rule.words(language) if rule else row["kind"]
        values = (
            row["id"], words, text(f"discrepancy-severity-{row['severity']}", language),
            row[f"record_{own}"], row[f"value_{own}"],
            row[f"system_{other}"], row[f"record_{other}"], row[f"value_{other}"],
            places.get(row["district_lgd"]), row["office"], row["first_seen"],
        )  # fmt: skip
        yield ["" if value is None else str(value) for value in values]
