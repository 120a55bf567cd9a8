"""Delivering: every enabled flow, one after the other; a system that does not answer stops only its own flow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from hub import audit
from hub.database import engine
from hub.deliver.sending import Sent, send_flow
from hub.errors import HubError, NotAllowed, SourceUnavailable
from hub.outbox import Flow, flow_named, flows
from hub.outbox.tables import outbox


@dataclass(frozen=True)
class Summary:
    """What one delivery did, a flow each."""

    business_date: date
    flows: list[Sent]


class DeliveryIncomplete(SourceUnavailable):
    """Some system did not answer or refused the hub as a whole; its messages wait. ``summary`` tells the rest."""

    def __init__(self, summary: Summary, first: Sent, error: HubError) -> None:
        self.summary = summary
        super().__init__(
            "deliver-incomplete", record=first.flow, flow=first.flow, waiting=first.waiting, dead=first.dead,
            reason=str(error), next_command=f"hub deliver run --date {summary.business_date.isoformat()}",
        )  # fmt: skip
        self.actor = error.actor
        self.retryable = error.retryable


def deliver(business_date: date, *, flow: str | None = None) -> Summary:
    """Send what waits in the outbox, of all enabled flows or of one.

    What a system accepted or refused has its receipt when this returns. Raises ``DeliveryIncomplete``, after all
    flows had their turn, when a system gave no answer: its messages stay pending and are due again after a pause that
    doubles. A message without an answer after the flow's number of attempts is dead until ``revive``.
    """
    chosen: list[Flow] = [flow_named(flow)] if flow else [known for known in flows().values() if known.enabled]
    summary = Summary(business_date, [send_flow(known, business_date) for known in chosen])
    for sent in summary.flows:
        if sent.error is not None:
            raise DeliveryIncomplete(summary, sent, sent.error)
    return summary


def revive(flow: str, actor: str, reason: str, *, key: str | None = None) -> int:
    """Make a flow's dead and refused messages, or the one with the idempotency key, due again; returns how many.

    The same keys are sent again. A message whose subject has since been told something newer is left alone: sent now,
    it would undo it. Raises ``NotAllowed`` without a reason or when there is no such message.
    """
    flow_named(flow)
    if not reason.strip():
        raise NotAllowed("deliver-reason-missing", record=flow)
    later = outbox.alias("later")
    overtaken = sa.exists().where(
        later.c.flow == flow, later.c.subject == outbox.c.subject, later.c.id > outbox.c.id, later.c.status == "sent"
    )
    chosen = sa.and_(outbox.c.flow == flow, outbox.c.status.in_(("dead", "refused")), ~overtaken)
    if key is not None:
        chosen = sa.and_(chosen, outbox.c.idempotency_key == key)
    with engine().begin() as connection:
        values = {"status": "pending", "attempts": 0, "next_attempt_at": sa.func.now(), "answered_on": None}
        revived = connection.execute(outbox.update().where(chosen).values(values)).rowcount
        if not revived:
            raise NotAllowed("deliver-nothing-to-revive", record=key or flow, flow=flow)
        audit.record(
            connection, actor=actor, action="deliver.revive", subject=key or flow, reason=reason, count=revived
        )
    return revived


def status() -> list[dict[str, object]]:
    """How many messages of each flow are pending, sent, refused and dead."""
    counted = sa.select(outbox.c.flow, outbox.c.status, sa.func.count()).group_by(outbox.c.flow, outbox.c.status)
    with engine().connect() as connection:
        found = {(flow, state): count for flow, state, count in connection.execute(counted)}
    states = ("pending", "sent", "refused", "dead")
    return [
        {"flow": name, "system": flow.system, "enabled": flow.enabled}
        | {state: found.get((name, state), 0) for state in states}
        for name, flow in flows().items()
    ]
