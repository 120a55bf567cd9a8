"""HRMS: employees and pay cases over SOAP, the monthly payroll as CSV over SFTP, PAR stages back over SOAP.

``SETTINGS`` describes the connection ``hrms``, ``MORE_SETTINGS`` the system's further connections.
"""

from __future__ import annotations

from connectors.hrms.settings import HrmsSettings, HrmsSftpSettings
from hub.connections import Connection
from hub.contracts import Contract, Source, Target
from hub.errors import ContractInvalid

__all__ = ["MORE_SETTINGS", "SETTINGS", "source", "target"]

SETTINGS = HrmsSettings
MORE_SETTINGS = {"hrms_sftp": HrmsSftpSettings}


def source(contract: Contract, connection: Connection) -> Source:
    """The reading side of ``hrms.employees``, ``hrms.pay_cases`` (SOAP) or ``hrms.payroll`` (SFTP).

    Raises ``NotConfigured`` for an unsound connection, ``ContractInvalid`` for another dataset.
    """
    if contract.id == "hrms.payroll":
        from connectors.hrms.payroll import PayrollSource

        return PayrollSource(connection)
    from connectors.hrms.lists import ListSource

    return ListSource(contract, connection)


def target(operation: str, connection: Connection) -> Target:
    """The writing side: ``update_par_stage``; raises ``ContractInvalid`` for another operation."""
    if operation != "update_par_stage":
        raise ContractInvalid("source-operation-unknown", record=operation, system="hrms", operation=operation)
    from connectors.hrms.par_stage import ParStageTarget

    return ParStageTarget(connection)
