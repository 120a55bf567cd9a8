"""What reading and writing CPGRAM share: settings, the client with key and token in the query, dates month first."""

from __future__ import annotations

from datetime import date

from pydantic import SecretStr

from connectors.common.config import read_settings, setting
from connectors.common.http import Answer, HttpClient
from connectors.common.paging import PagedSettings
from hub.connections import Connection

SYSTEM = "CPGRAM"


class CpgramSettings(PagedSettings):
    """What the connection ``cpgram`` holds."""

    key: SecretStr = setting(title="Key", description="The state's key; sent in the query.", example="…", secret=True)
    token: SecretStr = setting(title="Token", description="Its token; sent in the query.", example="…", secret=True)
    api_path: str = setting(
        "/RIServices/api",
        title="Path of the services",
        description="Where RIServices stand.",
        example="/RIServices/api",
    )
    extract_path: str = setting(
        "/riservice/extract/grievance",
        title="Path of the extract",
        description="Where the bulk extract is downloaded.",
        example="/riservice/extract/grievance",
    )
    state_code: str = setting("BH", title="State", description="CPGRAM's own code of the state.", example="BH")
    page_size: int = setting(
        500, title="Page size", description="Closures asked for in one page.", example=500, least=1
    )


SETTINGS = CpgramSettings


def client(connection: Connection) -> tuple[HttpClient, CpgramSettings]:
    """A client that puts key and token into each query; raises ``NotConfigured`` naming an unsound setting."""
    settings = read_settings(CpgramSettings, connection)
    secrets = {"key": settings.key, "token": settings.token}
    return HttpClient(SYSTEM, connection.conn_id, settings, secret_params=secrets), settings


def month_first(day: date) -> str:
    """``mm-dd-yyyy``, the way RIServices writes dates."""
    return day.strftime("%m-%d-%Y")


def answered(answer: Answer) -> None:
    """The decoder of one who only wants to know that there was an answer."""
    del answer
