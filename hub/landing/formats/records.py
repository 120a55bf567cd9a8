"""What every format makes of a page: columns of wire values, and what is odd about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from hub.errors import SourceBroken, clause


@dataclass(frozen=True)
class Odd:
    """A value that cannot stand in its column: the row within these records, the field, and the rule it breaks."""

    row: int
    field: str
    rule: str


@dataclass(frozen=True)
class Records:
    """Some records of a page, in order.

    ``columns`` holds one array for each wire field of the contract, by the field's name: strings, or what JSON has
    already typed (int64, double, boolean). A value listed in ``odd`` is null there. ``unknown`` counts the records
    that carry a field which the contract does not know; ``absent`` names, for a field of the contract, the rows
    that lack it (a null value is not a lack).
    """

    rows: int
    columns: dict[str, pa.Array]
    odd: list[Odd] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    absent: dict[str, Sequence[int]] = field(default_factory=dict)


class PageReader(Protocol):
    """Reads pages of one dataset."""

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """The page's records in order; raises ``SourceBroken`` naming ``page`` when it cannot be parsed at all."""
        ...

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """The records of the page at the ``wanted`` positions as JSON text, in that order."""
        ...


def unreadable(page: str, reason: str, **details: object) -> SourceBroken:
    """The error of a page that cannot be parsed; ``reason`` is a message's id, and quotes nothing of its content."""
    return SourceBroken("landing-page-unreadable", record=page, page=page, reason=clause(reason, **details))
