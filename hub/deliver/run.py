"""Delivering: every flow that is on, one after the other; a system that does not answer stops only its own flow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hub.database import engine
from hub.deliver.sending import Sent, hasten, send_flow
from hub.errors import HubError, NotAllowed, SourceUnavailable
from hub.outbox import Flow, flow_named, flows, switched_on
from hub.store import ledger


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
            reason=error.as_clause(), next_command=f"hub deliver run --date {summary.business_date.isoformat()} --now",
        )  # fmt: skip
        self.actor = error.actor
        self.retryable = error.retryable


def deliver(business_date: date, *, flow: str | None = None, now: bool = False) -> Summary:
    """Send what waits in the outbox, of all flows that are on or of one.

    What a system accepted or refused has its receipt when this returns. Raises ``DeliveryIncomplete``, after all
    flows had their turn, when a system gave no answer: its messages stay pending and are due again after a pause that
    doubles, or at once with ``now``, for a person who knows that the cause is gone. A message without an answer after
    the flow's number of attempts is dead until ``revive``. Raises ``NotAllowed`` when ``flow`` is off, and for a date
    too far ahead: each date has its own limits.
    """
    ledger.demand_near(business_date)
    with engine().connect() as connection:
        on = switched_on(connection)
    if flow is not None and flow_named(flow).name not in on:
        next_command = f"hub deliver switch {flow} on --reason …"
        raise NotAllowed("deliver-is-off", record=flow, flow=flow, next_command=next_command)
    chosen: list[Flow] = [flow_named(flow)] if flow else [known for name, known in flows().items() if name in on]
    if now:
        hasten([known.name for known in chosen])
    summary = Summary(business_date, [send_flow(known, business_date) for known in chosen])
    for sent in summary.flows:
        if sent.error is not None:
            raise DeliveryIncomplete(summary, sent, sent.error)
    return summary
