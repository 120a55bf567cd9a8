"""When several pages count as one reading: order that changes, totals that disagree, records that truly repeat."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from connectors.common import paging
from connectors.common.paging import Fetched, Paging, digests
from hub.errors import SourceUnavailable

SIZE = 10
Listing = Callable[[int], list[bytes]]


def reader(
    listing: Listing, total: Callable[[int], int] | None = None, *, trusts_order: bool = False
) -> tuple[Paging, list[int]]:
    """Pages of what ``listing(call)`` holds at each call."""
    calls: list[int] = []

    def fetch(number: int) -> Fetched:
        records = listing(len(calls))
        said = total(len(calls)) if total else len(records)
        calls.append(number)
        page = records[(number - 1) * SIZE : number * SIZE]
        return Fetched(b"\n".join(page), "text/plain", digests(page), -(-len(records) // SIZE), said)

    return Paging(fetch, conn_id="x", system="X", operation="list", trusts_order=trusts_order), calls


def records_of(paged: Paging) -> list[bytes]:
    return [line for page in paged for line in page.body.split(b"\n") if line]


RECORDS = [f"record {number}".encode() for number in range(95)]


def test_a_sound_reading_is_taken_at_once() -> None:
    paged, calls = reader(lambda _: RECORDS)
    assert records_of(paged) == RECORDS
    assert calls == list(range(1, 11))
    assert paged.total == 95


def test_page_names_are_numbered_and_counted() -> None:
    paged, _ = reader(lambda _: RECORDS)
    pages = list(paged)
    assert [page.name for page in pages] == [f"page-{number:05d}" for number in range(1, 11)]
    assert [page.records for page in pages] == [10] * 9 + [5]


def test_an_empty_window_is_one_empty_page() -> None:
    paged, calls = reader(lambda _: [])
    assert [page.records for page in paged] == [0]
    assert (paged.total, calls) == (0, [1])


@pytest.mark.parametrize("seed", range(20))
def test_an_order_that_changed_during_one_reading_loses_and_doubles_nothing(seed: int) -> None:
    chance = random.Random(seed)
    shuffled = chance.sample(RECORDS, len(RECORDS))
    turns = chance.randrange(1, 10)
    paged, calls = reader(lambda call: RECORDS if call < turns or call >= 10 else shuffled)
    assert sorted(records_of(paged)) == sorted(RECORDS)
    assert len(calls) in (10, 20)


def test_an_order_that_never_settles_is_an_error_and_not_a_wrong_batch() -> None:
    chance = random.Random(1)
    paged, calls = reader(lambda _: chance.sample(RECORDS, len(RECORDS)))
    with pytest.raises(SourceUnavailable) as raised:
        list(paged)
    assert raised.value.message_id == "source-paging-unstable"
    assert len(calls) == 10 * paging.READINGS


def test_records_that_the_source_truly_repeats_are_kept() -> None:
    repeated = [*RECORDS, RECORDS[3], RECORDS[3]]
    paged, calls = reader(lambda _: repeated)
    assert records_of(paged) == repeated
    assert (paged.total, len(calls)) == (97, 20)


def test_a_promised_order_needs_no_second_reading() -> None:
    repeated = [*RECORDS, RECORDS[3]]
    paged, calls = reader(lambda _: repeated, trusts_order=True)
    assert records_of(paged) == repeated
    assert len(calls) == 10


def test_one_page_with_another_total_is_read_again() -> None:
    paged, calls = reader(lambda _: RECORDS, lambda call: 99 if call == 2 else 95)
    assert records_of(paged) == RECORDS
    assert (paged.total, len(calls)) == (95, 20)


def test_a_total_that_stays_wrong_is_the_source_s_word() -> None:
    paged, _ = reader(lambda _: RECORDS, lambda _: 99)
    assert records_of(paged) == RECORDS
    assert paged.total == 99


def test_a_large_window_streams_and_is_read_once_when_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "HOLD_BYTES", 250)
    paged, calls = reader(lambda _: RECORDS)
    pages = iter(paged)
    next(pages)
    assert len(calls) < 5  # the first pages are given before the last are fetched
    assert 1 + len(list(pages)) == 10
    assert len(calls) == 10
    assert paged.total == 95


def test_a_streamed_window_in_doubt_is_proven_by_a_second_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "HOLD_BYTES", 250)
    repeated = [*RECORDS, RECORDS[3]]
    paged, calls = reader(lambda _: repeated)
    assert records_of(paged) == repeated
    assert len(calls) == 20


def test_a_streamed_window_that_changed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "HOLD_BYTES", 250)
    paged, _ = reader(lambda call: RECORDS if call < 7 else RECORDS[::-1])
    with pytest.raises(SourceUnavailable):
        list(paged)
    assert paged.total is None
