"""Lok Shikayat (Public Grievance Redressal Act 2015): complaints, hearings and appeals over SOAP in the manner of NIC's
ASMX services; complaints registered the same way."""

from __future__ import annotations

from connectors.lokshikayat.settings import LokShikayatSettings
from hub.connections import Connection
from hub.contracts import Contract, Source, Target
from hub.errors import ContractInvalid

__all__ = ["SETTINGS", "source", "target"]

SETTINGS = LokShikayatSettings


def source(contract: Contract, connection: Connection) -> Source:
    """The reading side of the system's datasets.

    Raises ``NotConfigured`` for an unsound connection, ``ContractInvalid`` for another dataset.
    """
    from connectors.lokshikayat.lists import ListSource

    return ListSource(contract, connection)


def target(operation: str, connection: Connection) -> Target:
    """The writing side: ``register_complaint``; raises ``ContractInvalid`` for another operation."""
    if operation != "register_complaint":
        raise ContractInvalid("source-operation-unknown", record=operation, system="lokshikayat", operation=operation)
    from connectors.lokshikayat.registrations import RegistrationTarget

    return RegistrationTarget(connection)
