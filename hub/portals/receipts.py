"""A receipt for each page, file and record served, chained by hash, before the answer leaves.

Requests that are answered at one time share one transaction, so that the chain does not make them queue. A poll
without news carries no data: polls are counted and written as one receipt a consumer and feed every few seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from hub import chain
from hub.database import engine
from hub.portals.tables import consumer_usage, plain, portal_receipt
from hub.settings import IST

_LOG = logging.getLogger("hub.portals")
POLLS_EVERY = 10.0
"""Seconds after which counted polls are written; that much of them is lost when the process is killed."""


@dataclass(frozen=True)
class Receipt:
    """What was served. ``kind``: snapshot, changes, record, poll or push; ``count``: records, or polls."""

    consumer: str
    kind: str
    feed: str
    version: int
    count: int
    answer: str
    from_version: int = 0
    sha256: str = ""
    correlation_id: str = ""
    is_metered: bool = True

    def row(self) -> dict[str, Any]:
        """As it is chained."""
        told = asdict(self)
        del told["is_metered"]
        return {**told, "at": datetime.now(UTC).isoformat(timespec="microseconds")}


@dataclass(frozen=True)
class Written:
    """A receipt's place and hash, which the consumer may keep: the chain cannot be made anew without it telling."""

    sequence: int
    hash: str

    def header(self) -> str:
        """``<sequence>:<hash>``."""
        return f"{self.sequence}:{self.hash}"


def today() -> date:
    """The day of the quotas, in India."""
    return datetime.now(IST).date()


def write(connection: sa.Connection, receipts: list[Receipt]) -> list[Written]:
    """Chain the receipts in the caller's transaction."""
    chained = chain.extend(connection, portal_receipt, [receipt.row() for receipt in receipts])
    return [Written(row["sequence"], row["hash"]) for row in chained]


def listed(consumer: str, after: int, limit: int) -> list[dict[str, Any]]:
    """A consumer's own receipts, oldest first."""
    query = sa.select(portal_receipt).where(portal_receipt.c.consumer == consumer, portal_receipt.c.sequence > after)
    with engine().connect() as connection:
        rows = connection.execute(query.order_by(portal_receipt.c.sequence).limit(limit)).mappings()
        return [plain(row) for row in rows]


class Book:
    """The receipts and the used quotas of one process."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Receipt, asyncio.Future[Written]]] = []
        self._task: asyncio.Task[None] | None = None
        self._polls: Counter[tuple[str, str, int]] = Counter()
        self._used: dict[tuple[str, date], int] = {}

    def polled(self, consumer: str, feed: str, version: int) -> None:
        """Count a poll that found nothing new."""
        self._polls[consumer, feed, version] += 1

    async def write(self, receipt: Receipt) -> Written:
        """Write one receipt together with those of others who wait; returns when it is committed."""
        done: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._waiting.append((receipt, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return await done

    async def used(self, consumer: str) -> int:
        """Rows that the consumer got today."""
        day = today()
        if (consumer, day) not in self._used:
            self._used = {known: rows for known, rows in self._used.items() if known[1] == day}
            self._used[consumer, day] = await asyncio.to_thread(_used, consumer, day)
        return self._used[consumer, day]

    async def flush(self) -> None:
        """Write the polls counted so far."""
        counted, self._polls = self._polls, Counter()
        receipts = [Receipt(*place, count, "304") for place, count in _polls(counted)]
        outcomes = await asyncio.gather(*map(self.write, receipts), return_exceptions=True)
        for ((consumer, _, feed, version), count), outcome in zip(_polls(counted), outcomes, strict=True):
            if isinstance(outcome, BaseException):  # kept for the next time
                self._polls[consumer, feed, version] += count
                _LOG.error("polls: %s", type(outcome).__name__)

    async def keep_flushing(self) -> None:
        """Write the polls every few seconds until cancelled; those left over are written by ``flush``."""
        while True:
            await asyncio.sleep(POLLS_EVERY)
            await self.flush()

    async def _run(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                written, used = await asyncio.to_thread(_write_all, [receipt for receipt, _ in taken])
            except Exception as error:
                for _receipt, done in taken:
                    if not done.cancelled():
                        done.set_exception(error)
                        done.exception()  # told to who waits; nobody waits for a poll's
                continue
            self._used |= used
            for (_receipt, done), one in zip(taken, written, strict=True):
                if not done.cancelled():
                    done.set_result(one)


def _polls(counted: Counter[tuple[str, str, int]]) -> list[tuple[tuple[str, str, str, int], int]]:
    return [((consumer, "poll", feed, version), count) for (consumer, feed, version), count in counted.items()]


def _write_all(receipts: list[Receipt]) -> tuple[list[Written], dict[tuple[str, date], int]]:
    day = today()
    with engine().begin() as connection:
        used = {
            (consumer, day): _meter(connection, consumer, day, sums)
            for consumer, sums in sorted(_sums(receipts).items())
        }
        return write(connection, receipts), used


def _sums(receipts: list[Receipt]) -> Mapping[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for receipt in receipts:
        requests, rows = sums.get(receipt.consumer, (0, 0))
        is_poll = receipt.kind == "poll"
        more = 0 if is_poll or not receipt.is_metered else receipt.count
        sums[receipt.consumer] = (requests + (receipt.count if is_poll else 1), rows + more)
    return sums


_METERING = """
insert into hub.consumer_usage as known (consumer, day, requests, rows)
values (%(consumer)s, %(day)s, %(requests)s, %(rows)s)
on conflict (consumer, day) do update
  set requests = known.requests + excluded.requests, rows = known.rows + excluded.rows
returning rows
"""


def _meter(connection: sa.Connection, consumer: str, day: date, sums: tuple[int, int]) -> int:
    values = {"consumer": consumer, "day": day, "requests": sums[0], "rows": sums[1]}
    return int(connection.exec_driver_sql(_METERING, values).scalar_one())


def _used(consumer: str, day: date) -> int:
    query = sa.select(consumer_usage.c.rows).where(consumer_usage.c.consumer == consumer, consumer_usage.c.day == day)
    with engine().connect() as connection:
        return int(connection.scalar(query) or 0)
