"""Sends what stands in the outbox and keeps the receipts."""

from hub.deliver.run import DeliveryIncomplete, Summary, deliver, revive, status
from hub.deliver.sending import Sent

__all__ = ["DeliveryIncomplete", "Sent", "Summary", "deliver", "revive", "status"]
