"""The dry run of a flow: what would be sent, with nothing written or sent. Personal values are masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts import Classification
from hub.database import engine
from hub.deliver.limits import left, limit_of
from hub.feeds.declared import feed_named
from hub.outbox import Flow, flow_named, switched_on
from hub.outbox.messages import untold
from hub.outbox.tables import outbox

MASK = "•••"
_OPEN = (Classification.PUBLIC, Classification.INTERNAL)


@dataclass(frozen=True)
class Planned:
    """One message that would go out; ``why`` is ``waiting`` or ``first_load``."""

    subject: str
    why: str
    payload: dict[str, object]


@dataclass(frozen=True)
class Plan:
    """What a flow would send. ``waiting`` messages stand in the outbox; ``first_load`` more would be written by a
    first load; ``left_today`` is what the day's limit still lets out, and ``days`` how many business dates all of it
    would take at the flow's own limit."""

    flow: str
    system: str
    operation: str
    receipt: str
    is_on: bool
    waiting: int
    first_load: int
    limit: int
    left_today: int
    days: int
    messages: list[Planned]


def plan(flow: str, business_date: date, *, first_load: bool = False, rows: int = 20) -> Plan:
    """What the flow would send for the date, with ``rows`` messages as examples in the order of sending.

    ``first_load``: as if it were switched on with a first load. Values of personal and sensitive columns show as
    ``MASK``.
    """
    known = flow_named(flow)
    open_fields = shown(known)
    pending = sa.and_(outbox.c.flow == flow, outbox.c.status == "pending")
    order = (outbox.c.is_first_load, outbox.c.id)
    waiting = sa.select(outbox.c.subject, outbox.c.payload).where(pending).order_by(*order).limit(rows)
    new = untold(known)
    with engine().connect() as connection:
        found = [Planned(row.subject, "waiting", mask(row.payload, open_fields)) for row in connection.execute(waiting)]
        stands = _count(connection, sa.select(outbox.c.id).where(pending))
        more = _count(connection, new) if first_load else 0
        if first_load and len(found) < rows:
            examples = connection.execute(new.limit(rows - len(found)))
            found += [Planned(row.subject, "first_load", mask(row.payload, open_fields)) for row in examples]
        return Plan(
            flow=flow, system=known.system, operation=known.operation, receipt=known.receipt,
            is_on=flow in switched_on(connection), waiting=stands, first_load=more,
            limit=limit_of(connection, known, business_date), left_today=left(connection, known, business_date),
            days=-(-(stands + more) // known.daily_limit), messages=found,
        )  # fmt: skip


def _count(connection: sa.Connection, query: sa.Select[Any]) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0


def shown(flow: Flow) -> set[str]:
    """The fields of a flow's messages whose values may be shown: constants, and columns that are not personal."""
    before = flow_named(flow.follows) if flow.follows else None
    carried = dict(before.payload) if before else {}
    columns = {column.name: column.classification for column in feed_named((before or flow).feed).columns}
    return {*flow.constants} | {
        name for name, column in flow.payload.items() if columns.get(carried.get(column, column), _OPEN[0]) in _OPEN
    }


def mask(payload: dict[str, object], open_fields: set[str]) -> dict[str, object]:
    """A payload that may be shown: other values than those of ``open_fields`` are masked; empty ones stay empty."""
    return {name: value if name in open_fields or not value else MASK for name, value in sorted(payload.items())}
