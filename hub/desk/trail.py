"""Who did what: the audit by page, and the proof of its newest rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from hub.audit import audit, record
from hub.chain import GENESIS, chain_head, digest
from hub.database import engine
from hub.settings import IST

PROVEN = 5_000
ACTORS = 300


def note(actor: str, action: str, subject: str, reason: str = "", **details: Any) -> None:
    """Write one audit row by itself: what a person did that no room writes down. Holds no personal data."""
    with engine().begin() as connection:
        record(connection, actor=actor, action=action, subject=subject, reason=reason, **details)


@dataclass(frozen=True)
class Entry:
    """One row of the audit."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    details: dict[str, Any]


def trail(
    *, actor: str = "", action: str = "", subject: str = "", since: date | None = None, until: date | None = None,
    before: int | None = None, limit: int = 50,
) -> list[Entry]:  # fmt: skip
    """Audit rows, the newest first, of days in India from ``since`` to ``until``; ``before`` a number asks for the
    next page. ``subject`` is exact."""
    query = sa.select(audit).order_by(audit.c.sequence.desc()).limit(limit)
    for column, wanted in ((audit.c.actor, actor), (audit.c.action, action), (audit.c.subject, subject)):
        if wanted:
            query = query.where(column == wanted)
    with engine().connect() as connection:
        # Numbers grow with time, so that a day is a span of numbers, and every order of the page is by number.
        if since is not None and (first := _first_from(connection, since)) is not None:
            query = query.where(audit.c.sequence >= first)
        elif since is not None:
            return []
        end = _first_from(connection, until + timedelta(days=1)) if until is not None else None
        for bound in (end, before):
            if bound is not None:
                query = query.where(audit.c.sequence < bound)
        rows = connection.execute(query).mappings().all()
    return [
        Entry(row["sequence"], datetime.fromisoformat(row["at"]), row["actor"], row["action"], row["subject"],
              row["reason"], row["details"])
        for row in rows
    ]  # fmt: skip


def _first_from(connection: sa.Connection, day: date) -> int | None:
    start = datetime.combine(day, time.min, IST).astimezone(UTC).isoformat(timespec="microseconds")
    query = sa.select(audit.c.sequence).where(audit.c.at >= start).order_by(audit.c.at).limit(1)
    return connection.scalar(query)


def actions() -> list[str]:
    """Every kind of action that the audit holds."""
    return _distinct(audit.c.action)


def _distinct(column: sa.Column[str]) -> list[str]:
    """The values of an indexed column, stepping from one to the next instead of reading every row."""
    first = sa.select(sa.func.min(column).label("value")).cte("step", recursive=True)
    following = sa.select(sa.func.min(column)).where(column > first.c.value).scalar_subquery()
    steps = first.union_all(sa.select(following).where(first.c.value.is_not(None)))
    with engine().connect() as connection:
        found = connection.scalars(sa.select(steps.c.value).where(steps.c.value.is_not(None)).limit(ACTORS))
        return list(found)


@dataclass(frozen=True)
class Proof:
    """Whether the newest rows of the audit are as they were written: from ``first`` to ``last``; ``broken`` is the
    number of the first row that is not, or 0."""

    first: int
    last: int
    broken: int


def prove_newest(count: int = PROVEN) -> Proof:
    """Walk the newest rows of the chain; the whole of it is proven by ``hub audit verify``."""
    names = [column.name for column in audit.columns if column.name not in ("sequence", "previous_hash", "hash")]
    with engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        head = connection.execute(sa.select(chain_head).where(chain_head.c.chain == audit.name)).first()
        rows = (
            connection.execute(sa.select(audit).order_by(audit.c.sequence.desc()).limit(count)).mappings().all()[::-1]
        )
    if not rows:
        return Proof(0, 0, head.sequence if head else 0)
    first, last = rows[0]["sequence"], rows[-1]["sequence"]
    previous = GENESIS if first == 1 else rows[0]["previous_hash"]
    expected = first
    for row in rows:
        content = {name: row[name] for name in names}
        is_sound = row["sequence"] == expected and row["previous_hash"] == previous
        if not is_sound or digest(previous, row["sequence"], content) != row["hash"]:
            return Proof(first, last, expected)
        previous, expected = row["hash"], expected + 1
    is_end = head is not None and (head.sequence, head.hash) == (last, previous)
    return Proof(first, last, 0 if is_end else last)
