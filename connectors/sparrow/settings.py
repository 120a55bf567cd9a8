"""Settings of Sparrow's connection, and the client made of them."""

from __future__ import annotations

from connectors.common.config import setting
from connectors.common.sftp import SftpSettings


class SparrowSettings(SftpSettings):
    """The SFTP server through which Sparrow gives and takes workbooks."""

    ack_timeout_seconds: float = setting(
        300.0,
        title="Acknowledgement",
        description="Seconds to wait for the answer to an employee master.",
        example=300,
        least=0,
    )
    ack_poll_seconds: float = setting(
        2.0, title="Look again", description="Seconds between two looks for that answer.", example=2, least=0
    )
