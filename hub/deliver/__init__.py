"""Sends what stands in the outbox and keeps the receipts; people switch flows, look ahead, and read the dead letter."""

from hub.deliver.letters import DeadLetter, dead, drop, revive
from hub.deliver.limits import raise_limit
from hub.deliver.planning import MASK, Plan, Planned, plan
from hub.deliver.run import DeliveryIncomplete, Summary, deliver
from hub.deliver.sending import Sent
from hub.deliver.states import FlowState, Switched, flows, switch

__all__ = [
    "MASK", "DeadLetter", "DeliveryIncomplete", "FlowState", "Plan", "Planned", "Sent", "Summary", "Switched", "dead",
    "deliver", "drop", "flows", "plan", "raise_limit", "revive", "switch",
]  # fmt: skip
