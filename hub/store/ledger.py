"""The ledger: which batches there are, how far each has come, and what each step came to."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import InterfaceError, OperationalError

from hub.contracts.exchange import Window
from hub.database import engine
from hub.errors import HubError, NotAllowed, SourceUnavailable, plain
from hub.settings import today
from hub.store.tables import COUNTS, batch, outcome, watermark

OPEN = ("planned", "landed", "checked", "released")
"""Statuses from which the same batch goes on when its step is run again."""

DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""What a database that went away raises, through SQLAlchemy or in the middle of a COPY."""

_STEP_LOCK = 0x68756273  # first key of the advisory lock; the second is the dataset
WAIT = "15min"

AHEAD_DAYS = 31
"""How far a business date may lie after the newest one: a sandbox runs ahead of today, day by day or by a month."""


@dataclass(frozen=True)
class Batch:
    """One row of the ledger. ``counts`` holds what is known of ``hub.store.tables.COUNTS``; ``holds`` are
    ``{"rule": …, "details": …}``; ``approvals`` are ``{"actor": …, "reason": …, "at": …}``."""

    batch_id: str
    window: Window
    sequence: int
    status: str
    content_hash: str | None
    rules_hash: str | None
    control_total: int | None
    counts: dict[str, int]
    holds: list[dict[str, Any]] = field(default_factory=list)
    approvals: list[dict[str, Any]] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    error: dict[str, Any] | None = None

    @property
    def dataset(self) -> str:
        """The dataset's id."""
        return self.window.dataset

    @property
    def business_date(self) -> date:
        """The day the batch is for."""
        return self.window.business_date


def batch_name(dataset: str, business_date: date, sequence: int) -> str:
    """``<dataset>/<business date>/<sequence of three digits>``; names of one dataset sort as they were received."""
    return f"{dataset}/{business_date.isoformat()}/{sequence:03}"


def get(batch_id: str, connection: sa.Connection | None = None, *, for_update: bool = False) -> Batch:
    """The ledger's row of a batch.

    Raises ``NotAllowed`` when there is none.
    """
    query = sa.select(batch).where(batch.c.batch_id == batch_id)
    found = _all(query.with_for_update() if for_update else query, connection)
    if not found:
        raise NotAllowed("store-batch-unknown", record=batch_id, batch=batch_id, next_command="hub status")
    return found[0]


def state(batch_id: str) -> str:
    """The status of a batch; raises as ``get`` does."""
    return get(batch_id).status


def of_date(dataset: str, business_date: date) -> list[Batch]:
    """The batches of a dataset for one day, the newest first."""
    query = sa.select(batch).where(batch.c.dataset == dataset, batch.c.business_date == business_date)
    return _all(query.order_by(batch.c.sequence.desc()), None)


def last_stored(dataset: str, *, on_or_before: date | None = None) -> Batch | None:
    """The newest stored batch of a dataset, of all or of those for a day not after ``on_or_before``."""
    query = sa.select(batch).where(batch.c.dataset == dataset, batch.c.status == "stored")
    if on_or_before is not None:
        query = query.where(batch.c.business_date <= on_or_before)
    found = _all(query.order_by(batch.c.business_date.desc(), batch.c.sequence.desc()).limit(1), None)
    return found[0] if found else None


def known_until(dataset: str) -> date | None:
    """The dataset's watermark: the last day whose changes are stored."""
    with engine().connect() as connection:
        return connection.execute(sa.select(watermark.c.until).where(watermark.c.dataset == dataset)).scalar()


def newest_date() -> date:
    """The later of today and the newest business date of which anything is stored."""
    query = sa.select(sa.func.max(batch.c.business_date)).where(batch.c.status == "stored")
    with engine().connect() as connection:
        return max(today(), connection.scalar(query) or date.min)


def demand_near(business_date: date) -> None:
    """Refuse a date that was mistyped, before anything is counted by it: nothing that runs on a date later runs back.

    Raises ``NotAllowed`` for a date more than ``AHEAD_DAYS`` after ``newest_date()``.
    """
    if business_date > today() + timedelta(AHEAD_DAYS):  # the usual date costs no query
        _demand("store-date-far", business_date, AHEAD_DAYS)


def demand_come(business_date: date) -> None:
    """Refuse a date that has not come: ``NotAllowed`` for one after ``newest_date()``."""
    if business_date > today():
        _demand("store-date-to-come", business_date, 0)


def _demand(message_id: str, business_date: date, days: int) -> None:
    newest = newest_date()
    if business_date > newest + timedelta(days):
        told = {"date": business_date.isoformat(), "newest": newest.isoformat(), "days": days}
        raise NotAllowed(message_id, record=business_date.isoformat(), next_command="hub status", **told)


def _all(query: sa.Select[Any], connection: sa.Connection | None) -> list[Batch]:
    if connection is not None:
        return [_batch(row) for row in connection.execute(query).mappings()]
    with engine().connect() as own:
        return [_batch(row) for row in own.execute(query).mappings()]


def _batch(row: sa.RowMapping) -> Batch:
    window = Window(row["dataset"], row["business_date"], row["since"], row["until"], row["month"])
    counts = {name: row[name] for name in COUNTS if row[name] is not None}
    names = ("batch_id", "sequence", "status", "content_hash", "rules_hash", "control_total", "holds", "approvals",
             "timings", "error")  # fmt: skip
    return Batch(window=window, counts=counts, **{name: row[name] for name in names})


def plan(window: Window) -> Batch:
    """Write the next batch of the window's day as planned and return it. Call within ``exclusive``."""
    earlier = of_date(window.dataset, window.business_date)
    sequence = earlier[0].sequence + 1 if earlier else 1
    batch_id = batch_name(window.dataset, window.business_date, sequence)
    row = {
        "batch_id": batch_id, "dataset": window.dataset, "business_date": window.business_date, "sequence": sequence,
        "since": window.since, "until": window.until, "month": window.month, "status": "planned",
    }  # fmt: skip
    with engine().begin() as connection:
        connection.execute(batch.insert(), row)
    return get(batch_id)


def move(connection: sa.Connection, batch_id: str, status: str, **values: Any) -> None:
    """Bring a batch to ``status`` with further columns in the caller's transaction; clears the last error."""
    fields: dict[str, Any] = {"status": status, "updated_at": sa.func.now(), "error": sa.null()} | values
    connection.execute(batch.update().where(batch.c.batch_id == batch_id).values(fields))


@contextmanager
def exclusive(dataset: str, wait: str = WAIT) -> Iterator[None]:
    """Hold the dataset for one step; a second worker waits, then finds the step done.

    The lock belongs to a session of its own, so a killed worker leaves none behind. Raises ``SourceUnavailable``
    (may be tried again) when the dataset stays busy for ``wait`` (a duration as PostgreSQL writes it).
    """
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        keys = {"first": _STEP_LOCK, "second": zlib.crc32(dataset.encode()) - (1 << 31)}
        connection.execute(sa.text(f"set lock_timeout = '{wait}'"))
        try:
            connection.execute(sa.text("select pg_advisory_lock(:first, :second)"), keys)
        except OperationalError as error:
            connection.invalidate()
            raise SourceUnavailable("store-dataset-busy", record=dataset, dataset=dataset) from error
        try:
            yield
        finally:
            with suppress(*DATABASE_AWAY):  # a session that is gone holds no lock
                connection.execute(sa.text("select pg_advisory_unlock(:first, :second)"), keys)
                connection.execute(sa.text("reset lock_timeout"))


@contextmanager
def step(name: str, dataset: str, batch_id: str | None = None) -> Iterator[dict[str, Any]]:
    """Time a step and write its outcome, also when it fails; a failure stands in the ledger's row as well.

    Yields a dictionary for details of the outcome; put ``batch_id`` there when it is known only later. A step that
    sets ``is_recorded`` wrote its outcome in its own transaction (``record``).
    """
    started, clock = datetime.now(UTC), time.monotonic()
    details: dict[str, Any] = {"batch_id": batch_id}
    try:
        yield details
    except HubError as error:
        _failed(name, dataset, details, started, clock, error.message_id, plain(error.details))
        raise
    except Exception as error:
        _failed(name, dataset, details, started, clock, "internal-error", {"type": type(error).__name__})
        raise
    if not details.pop("is_recorded", False):
        with engine().begin() as connection:
            record(connection, name, dataset, details.pop("batch_id"), started, clock, details)


def record(
    connection: sa.Connection, step_name: str, dataset: str, batch_id: str | None, started: datetime, clock: float,
    details: dict[str, Any], *, error_id: str = "",
) -> None:  # fmt: skip
    """Write one outcome and the step's seconds in the caller's transaction."""
    seconds = round(time.monotonic() - clock, 3)
    row = {
        "batch_id": batch_id, "dataset": dataset, "step": step_name, "started_at": started,
        "finished_at": datetime.now(UTC), "is_success": not error_id, "error_id": error_id, "details": details,
    }  # fmt: skip
    connection.execute(outcome.insert(), row)
    timed = batch.c.timings.op("||")(sa.func.jsonb_build_object(step_name, seconds))
    connection.execute(batch.update().where(batch.c.batch_id == batch_id).values(timings=timed))


def _failed(
    name: str, dataset: str, details: dict[str, Any], started: datetime, clock: float, error_id: str,
    reason: dict[str, Any],
) -> None:  # fmt: skip
    batch_id = details.get("batch_id")
    # Where the database itself is away, the caller's error says so.
    with suppress(*DATABASE_AWAY), engine().begin() as connection:
        record(connection, name, dataset, batch_id, started, clock, reason, error_id=error_id)
        kept = {"step": name, "message_id": error_id, "details": reason}
        connection.execute(batch.update().where(batch.c.batch_id == batch_id).values(error=kept))
