"""Sparrow PAR: the pendency report as a workbook over SFTP, the employee master back the same way."""

from __future__ import annotations

from connectors.sparrow.settings import SparrowSettings
from hub.connections import Connection
from hub.contracts import Contract, Source, Target
from hub.errors import ContractInvalid

__all__ = ["SETTINGS", "source", "target"]

SETTINGS = SparrowSettings


def source(contract: Contract, connection: Connection) -> Source:
    """The reading side of ``sparrow.pars``; raises ``NotConfigured`` for an unsound connection."""
    from connectors.sparrow.pars import ParSource

    return ParSource(connection)


def target(operation: str, connection: Connection) -> Target:
    """The writing side: ``employee_master``; raises ``ContractInvalid`` for another operation."""
    if operation != "employee_master":
        raise ContractInvalid("source-operation-unknown", record=operation, system="sparrow", operation=operation)
    from connectors.sparrow.employee_master import EmployeeMasterTarget

    return EmployeeMasterTarget(connection)
