"""All pages of a window, proven to be one consistent reading before the hub relies on them.

A source that sorts its pages anew at each call can show one record twice and another never, while every count fits.
So a reading is taken only when its records are all distinct and as many as the source says, or when a second reading
brings exactly the same records (a source may truly repeat records, or miscount; the latter is then held by the
control total). Readings up to ``HOLD_BYTES`` wait in memory and heal within the call; a larger one streams, and where
it is in doubt it is read a second time without being kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import xxhash

from connectors.common.config import setting
from connectors.common.http import HttpSettings
from hub.contracts import Page
from hub.errors import SourceUnavailable

HOLD_BYTES = 32 << 20
READINGS = 4


@dataclass(frozen=True)
class Fetched:
    """One page as received: one 64-bit digest a record, how many pages the window has and how many records in all,
    both as the source says."""

    body: bytes
    media_type: str
    digests: array[int]
    pages: int
    total: int


def digests(records: Iterable[bytes]) -> array[int]:
    """A 64-bit digest of each record's bytes."""
    return array("Q", (xxhash.xxh3_64_intdigest(record) for record in records))


@dataclass
class _Tally:
    """What one reading brought."""

    trusts_order: bool
    digests: array[int] = field(default_factory=lambda: array("Q"))
    totals: set[int] = field(default_factory=set)

    def add(self, page: Fetched) -> None:
        self.digests.extend(page.digests)
        self.totals.add(page.total)

    def sorted(self) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        return np.sort(np.frombuffer(self.digests, dtype=np.uint64)) if self.digests else np.empty(0, np.uint64)

    @property
    def is_sound(self) -> bool:
        """As many records as every page says, and no two alike unless the order is trusted."""
        if self.totals != {len(self.digests)}:
            return False
        return self.trusts_order or len(np.unique(self.sorted())) == len(self.digests)

    def says_the_same(self, other: _Tally | None) -> bool:
        return (
            other is not None
            and len(self.totals) == 1
            and self.totals == other.totals
            and bool(np.array_equal(self.sorted(), other.sorted()))
        )


class PagedSettings(HttpSettings):
    """Settings of a system that is read in numbered pages."""

    stable_order: bool = setting(
        False,
        title="Stable order",
        description="The system promises one order of records at every call: repeats then need no second reading.",
        example=False,
    )


class Paging:
    """Iterate once for the pages; afterwards ``total`` is the source's own count."""

    def __init__(
        self,
        fetch: Callable[[int], Fetched],
        *,
        conn_id: str,
        system: str,
        operation: str,
        trusts_order: bool = False,
    ) -> None:
        """``fetch(number)`` brings page ``number``, from 1. ``trusts_order``: the source promises one order at every
        call, so that records which look alike are its own repeats and need no second reading."""
        self._fetch = fetch
        self._trusts_order = trusts_order
        self._conn_id = conn_id
        self._about = {"system": system, "operation": operation}
        self.total: int | None = None

    def __iter__(self) -> Iterator[Page]:
        """The pages in order. Raises ``SourceUnavailable`` when no two readings agree."""
        before: _Tally | None = None
        for _ in range(READINGS):
            tally = _Tally(self._trusts_order)
            held: list[Page] = []
            held_bytes = 0
            for page in self._walk(tally):
                held.append(page)
                held_bytes += len(page.body)
                if held_bytes > HOLD_BYTES:
                    yield from held
                    held.clear()
                    held_bytes = HOLD_BYTES + 1  # from here on each page passes at once
            if held_bytes > HOLD_BYTES:
                self._prove(tally)
            if held_bytes > HOLD_BYTES or tally.is_sound or tally.says_the_same(before):
                self.total = max(tally.totals)
                yield from held
                return
            before = tally
        raise self._unstable()

    def _prove(self, tally: _Tally) -> None:
        """A reading already handed on: if it is in doubt, a second one must bring the same records."""
        if tally.is_sound:
            return
        again = _Tally(self._trusts_order)
        for _page in self._walk(again):
            pass
        if not tally.says_the_same(again):
            raise self._unstable()

    def _walk(self, tally: _Tally) -> Iterator[Page]:
        number = 1
        while True:
            fetched = self._fetch(number)
            tally.add(fetched)
            if fetched.digests or number == 1:  # an empty window is one empty page, so that it is landed as asked
                yield Page(f"page-{number:05d}", fetched.body, fetched.media_type, len(fetched.digests))
            if number >= fetched.pages or not fetched.digests:
                return
            number += 1

    def _unstable(self) -> SourceUnavailable:
        return SourceUnavailable("source-paging-unstable", record=self._conn_id, **self._about)
