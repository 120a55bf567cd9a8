"""Which flows are on: those that a person has switched on, and in a sandbox those that ``HUB_FLOWS_ON`` names."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.outbox.flows import flows
from hub.outbox.tables import flow_switch
from hub.settings import settings


def switched_on(connection: sa.Connection) -> set[str]:
    """The names of the flows that are on. A person's switch wins over the setting."""
    decided = {row.flow: row.is_on for row in connection.execute(sa.select(flow_switch.c.flow, flow_switch.c.is_on))}
    return {name for name in flows() if decided.get(name, name in _by_setting())}


def switchings(connection: sa.Connection) -> dict[str, sa.Row[Any]]:
    """How each flow was last switched by a person, where one did."""
    return {row.flow: row for row in connection.execute(sa.select(flow_switch))}


def remember_switch(connection: sa.Connection, flow: str, *, is_on: bool, actor: str, reason: str) -> None:
    """Switch a flow in the caller's transaction."""
    values = {"is_on": is_on, "actor": actor, "reason": reason, "at": sa.func.now()}
    row = insert(flow_switch).values(flow=flow, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["flow"], set_=values))


def _by_setting() -> set[str]:
    return {name.strip() for name in settings().flows_on.split(",")}
