"""Settings of HRMS's two connections, and the client of its web service."""

from __future__ import annotations

from connectors.common.config import read_settings, setting
from connectors.common.sftp import SftpSettings
from connectors.common.soap import SoapClient, SoapSettings
from hub.connections import Connection

SERVICE_PATH = "/hrms/HRMSService.svc"


class HrmsSettings(SoapSettings):
    """The web service of HRMS (connection ``hrms``)."""


class HrmsSftpSettings(SftpSettings):
    """The SFTP server with the monthly payroll (connection ``hrms_sftp``)."""

    page_bytes: int = setting(
        4 << 20,
        title="Page size",
        description="The extract is kept in parts of about this many bytes.",
        example=4194304,
        least=1,
    )
    whole_bytes: int = setting(
        128 << 20, title="Whole in memory", description="An extract up to this many bytes is proven before it is kept.",
        example=134217728,
    )  # fmt: skip


def client(connection: Connection) -> SoapClient:
    """A client of the web service; raises ``NotConfigured`` when the connection is unsound."""
    return SoapClient("hrms", connection.conn_id, read_settings(HrmsSettings, connection), path=SERVICE_PATH)
