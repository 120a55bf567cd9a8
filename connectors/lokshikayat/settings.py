"""Settings of Lok Shikayat's connection, and the client made of them."""

from __future__ import annotations

from connectors.common.config import read_settings, setting
from connectors.common.soap import SoapClient, SoapSettings
from hub.connections import Connection

SERVICE_PATH = "/LokShikayatWebService.asmx"


class LokShikayatSettings(SoapSettings):
    """The web service of the Lok Shikayat portal. The names of its operations are inferred, hence settings."""

    complaints_operation: str = setting(
        "GetComplaintList", title="Complaints", description="Operation that lists complaints.",
        example="GetComplaintList",
    )  # fmt: skip
    hearings_operation: str = setting(
        "GetHearingList", title="Hearings", description="Operation that lists hearings.", example="GetHearingList"
    )
    appeals_operation: str = setting(
        "GetAppealList", title="Appeals", description="Operation that lists appeals.", example="GetAppealList"
    )
    register_operation: str = setting(
        "InsertComplaint", title="Registration", description="Operation that takes in a complaint.",
        example="InsertComplaint",
    )  # fmt: skip
    date_format: str = setting(
        "%d/%m/%Y", title="Dates", description="How requests write a date (strftime).", example="%d/%m/%Y"
    )

    def operation(self, dataset: str) -> str | None:
        """The operation that lists a dataset; ``None`` where there is none."""
        named: dict[str, str] = {
            "complaints": self.complaints_operation,
            "hearings": self.hearings_operation,
            "appeals": self.appeals_operation,
        }
        return named.get(dataset)


def client(connection: Connection) -> tuple[SoapClient, LokShikayatSettings]:
    """A client of the service and its settings; raises ``NotConfigured`` when the connection is unsound."""
    settings = read_settings(LokShikayatSettings, connection)
    return SoapClient("lokshikayat", connection.conn_id, settings, path=SERVICE_PATH), settings
