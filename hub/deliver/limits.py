"""How much of a flow may go out for a business date: the flow's limit, or what a person raised it to."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub import audit
from hub.database import engine
from hub.deliver.tables import flow_limit, receipt
from hub.errors import NotAllowed
from hub.outbox import Flow, flow_named


def limit_of(connection: sa.Connection, flow: Flow, business_date: date) -> int:
    """The most messages of the flow that may be answered for the date."""
    raised = sa.select(flow_limit.c.daily_limit).where(
        flow_limit.c.flow == flow.name, flow_limit.c.business_date == business_date
    )
    return connection.scalar(raised) or flow.daily_limit


def answered(connection: sa.Connection, flow: str, business_date: date) -> tuple[int, int]:
    """How many messages of the flow a system accepted and refused for the date."""
    mine = sa.and_(receipt.c.flow == flow, receipt.c.business_date == business_date.isoformat())
    accepted = sa.func.count().filter(receipt.c.is_accepted)
    row = connection.execute(sa.select(accepted, sa.func.count()).where(mine)).one()
    return row[0], row[1] - row[0]


def left(connection: sa.Connection, flow: Flow, business_date: date) -> int:
    """How many more messages of the flow may be answered for the date."""
    return max(limit_of(connection, flow, business_date) - sum(answered(connection, flow.name, business_date)), 0)


def raise_limit(flow: str, business_date: date, limit: int, actor: str, reason: str) -> None:
    """Let more of a flow go out for this one date.

    Raises ``NotAllowed`` without a reason, or where ``limit`` is not above the one that holds.
    """
    known = flow_named(flow)
    if not reason.strip():
        raise NotAllowed("deliver-reason-missing", record=flow)
    with engine().begin() as connection:
        before = limit_of(connection, known, business_date)
        if limit <= before:
            raise NotAllowed("deliver-limit-not-raised", record=flow, flow=flow, limit=before)
        values = {"daily_limit": limit, "actor": actor, "reason": reason, "at": sa.func.now()}
        row = insert(flow_limit).values(flow=flow, business_date=business_date, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["flow", "business_date"], set_=values))
        audit.record(
            connection, actor=actor, action="deliver.limit", subject=flow, reason=reason,
            business_date=business_date.isoformat(), before=before, limit=limit,
        )  # fmt: skip
