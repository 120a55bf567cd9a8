"""Reads RTPS Appeal over HTTP/JSON: a token for login and password, then numbered pages of a window."""

from __future__ import annotations

from connectors.common.config import read_settings, setting
from connectors.common.json_listing import JsonListing, JsonListingSettings
from hub.connections import Connection
from hub.contracts import Contract
from hub.errors import ContractInvalid

SYSTEM = "RTPS Appeal"


class RtpsAppealSettings(JsonListingSettings):
    """What the connection ``rtpsappeal`` holds. No interface is public: paths and date form are inferred, hence
    settings."""

    login_path: str = setting(
        "/api/token", title="Path of the login", description="Where login and password become a token.",
        example="/api/token",
    )  # fmt: skip
    appeals_path: str = setting(
        "/api/appeals", title="Path of appeals", description="Lists appeals.", example="/api/appeals"
    )
    events_path: str = setting(
        "/api/appeal-events", title="Path of events", description="Lists events of appeals.",
        example="/api/appeal-events",
    )  # fmt: skip
    date_format: str = setting(
        "%d-%m-%Y", title="Dates", description="How requests write a date (strftime).", example="%d-%m-%Y"
    )


SETTINGS = RtpsAppealSettings


def source(contract: Contract, connection: Connection) -> JsonListing:
    """The reading side for one batch.

    Raises ``NotConfigured`` naming an unsound setting, ``ContractInvalid`` for a dataset the system does not give.
    """
    settings = read_settings(RtpsAppealSettings, connection)
    paths = {"rtpsappeal.appeals": settings.appeals_path, "rtpsappeal.events": settings.events_path}
    if contract.id not in paths:
        raise ContractInvalid("source-dataset-unknown", record=contract.id, system=SYSTEM, dataset=contract.id)
    return JsonListing(
        contract, settings, system=SYSTEM, conn_id=connection.conn_id, path=paths[contract.id],
        login_path=settings.login_path, probe_path=settings.appeals_path,
        written=lambda day: day.strftime(settings.date_format),
    )  # fmt: skip
