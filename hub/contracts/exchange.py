"""What a connector and the hub say to each other: windows, pages, messages, receipts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Window:
    """What one batch asks of a source.

    ``since`` is the first and ``until`` the last day (both included) of changes wanted; ``since`` is ``None`` for a
    first load and for a snapshot. ``until`` equals ``business_date``. ``month`` (``"2026-10"``) is set only for
    datasets whose window is a month.
    """

    dataset: str
    business_date: date
    since: date | None
    until: date
    month: str | None = None


@dataclass(frozen=True)
class Page:
    """One page as received: its name within the batch, the body to keep, its media type, and how many records the
    source says it holds (``None`` when it does not say)."""

    name: str
    body: bytes
    media_type: str
    records: int | None = None


class Source(Protocol):
    """The reading side of a connector; made anew for each batch."""

    def pages(self, window: Window) -> Iterator[Page]:
        """The raw pages of the window, in the source's order.

        Raises ``SourceUnavailable``, ``SourceRefused`` or ``SourceBroken``.
        """
        ...

    def control_total(self, window: Window) -> int | None:
        """The source's own count of records in the window, or ``None`` where it keeps none. Called after ``pages``."""
        ...

    def probe(self) -> None:
        """Reach the system and prove the credentials with the cheapest call it has; raises as ``pages`` does."""
        ...


@dataclass(frozen=True)
class Message:
    """One thing to tell a system. The same ``idempotency_key`` always carries the same effect."""

    idempotency_key: str
    operation: str
    payload: dict[str, object] = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """What the system answered to one message: accepted or not, its own reference and words."""

    idempotency_key: str
    is_accepted: bool
    reference: str = ""
    answer: str = ""


class Target(Protocol):
    """The writing side of a connector."""

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """Deliver messages of one operation, in order, and return one receipt each.

        Sending the same message again has no second effect. Raises ``SourceUnavailable`` when nothing is known of
        the outcome, so that the same messages are sent again later.
        """
        ...
