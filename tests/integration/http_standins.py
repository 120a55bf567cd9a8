"""What the tests of RTPS and CPGRAM share: a small world, windows, and readings compared with the world's truth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hub.contracts import Page, Source, Window
from sandbox.world.store import World

FIRST, DAY = date(2026, 11, 18), date(2026, 11, 20)
#: Patience short enough for tests; the shape of trying again stays the same.
FAST: dict[str, object] = {
    "attempts": 4,
    "retry_wait_seconds": 0.01,
    "retry_wait_max_seconds": 0.05,
    "retry_after_min_seconds": 0.01,
    "retry_total_seconds": 20,
    "connect_timeout_seconds": 2,
    "read_timeout_seconds": 5,
    "requests_per_second": 0,
}


def make_world(home: Path) -> World:
    """A seeded world of some thousand records, two days old."""
    world = World.create(home, seed=11, scale=0.1, start=FIRST)
    world.advance(2)
    return world


def window(dataset: str, since: date | None = None, until: date = DAY) -> Window:
    """The window of one business date."""
    return Window(dataset, until, since, until)


def read(source: Source, asked: Window) -> tuple[list[Page], int | None]:
    """All pages, then the control total."""
    pages = list(source.pages(asked))
    return pages, source.control_total(asked)
