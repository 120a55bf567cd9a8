"""Jan Darbar (JKDMM): grievances over SOAP in the manner of NIC's ASMX services, reports back the same way."""

from __future__ import annotations

from connectors.jandarbar.settings import JanDarbarSettings
from hub.connections import Connection
from hub.contracts import Contract, Source, Target
from hub.errors import ContractInvalid

__all__ = ["SETTINGS", "source", "target"]

SETTINGS = JanDarbarSettings


def source(contract: Contract, connection: Connection) -> Source:
    """The reading side of ``jandarbar.grievances``; raises ``NotConfigured`` for an unsound connection."""
    from connectors.jandarbar.grievances import GrievanceSource

    return GrievanceSource(contract, connection)


def target(operation: str, connection: Connection) -> Target:
    """The writing side: ``insert_report``; raises ``ContractInvalid`` for another operation."""
    if operation != "insert_report":
        raise ContractInvalid("source-operation-unknown", record=operation, system="jandarbar", operation=operation)
    from connectors.jandarbar.reports import ReportTarget

    return ReportTarget(connection)
