"""Who did what: the audit by page, and its proof, piece by piece."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from hub.audit import audit, record
from hub.chain import GENESIS, chain_head, digest
from hub.database import engine
from hub.settings import IST

PROVEN = 20_000
WHOLE_PROOF = "audit.proven"
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
    """Whether a piece of the audit is as it was written: from row ``first`` to ``last``; ``broken`` is the number of
    the first row that is not, or 0."""

    first: int
    last: int
    broken: int


def prove(until: int | None = None, count: int = PROVEN) -> Proof:
    """Walk ``count`` rows of the chain up to row ``until``, or up to its end, and see that they lead on to what
    follows. Piece after piece, each ending before the ``first`` of the last, proves the whole."""
    names = [column.name for column in audit.columns if column.name not in ("sequence", "previous_hash", "hash")]
    query = sa.select(audit).order_by(audit.c.sequence.desc()).limit(count)
    if until is not None:
        query = query.where(audit.c.sequence <= until)
    with engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        if until is None:
            head = connection.execute(sa.select(chain_head).where(chain_head.c.chain == audit.name)).first()
            end = (head.sequence, head.hash) if head else None
        else:
            following = sa.select(audit.c.previous_hash).where(audit.c.sequence == until + 1)
            end = (until, connection.scalar(following))
        rows = connection.execute(query).mappings().all()[::-1]
    if not rows:
        return Proof(0, 0, end[0] if end else 0)
    first, last = rows[0]["sequence"], rows[-1]["sequence"]
    previous = GENESIS if first == 1 else rows[0]["previous_hash"]
    expected = first
    for row in rows:
        content = {name: row[name] for name in names}
        is_sound = row["sequence"] == expected and row["previous_hash"] == previous
        if not is_sound or digest(previous, row["sequence"], content) != row["hash"]:
            return Proof(first, last, expected)
        previous, expected = row["hash"], expected + 1
    return Proof(first, last, 0 if end == (last, previous) else last)


def note_whole_proof(actor: str, broken: Collection[str]) -> None:
    """Write down that every chain was walked from end to end, up to which row of the audit, and which do not hold."""
    with engine().begin() as connection:
        up_to = connection.scalar(sa.select(chain_head.c.sequence).where(chain_head.c.chain == audit.name)) or 0
        record(connection, actor=actor, action=WHOLE_PROOF, subject="audit", up_to=up_to, broken=sorted(broken))


def last_whole_proof() -> Entry | None:
    """The newest row of ``note_whole_proof``."""
    return next(iter(trail(action=WHOLE_PROOF, limit=1)), None)
