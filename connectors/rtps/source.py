"""Reads RTPS over HTTP/JSON: a token for login and password, then numbered pages of a window."""

from __future__ import annotations

from datetime import date

from connectors.common.config import read_settings, setting
from connectors.common.json_listing import JsonListing, JsonListingSettings
from hub.connections import Connection
from hub.contracts import Contract
from hub.errors import ContractInvalid

SYSTEM = "RTPS"
_PATHS = {"applications": "/api/applications", "services": "/api/services"}


class RtpsSettings(JsonListingSettings):
    """What the connection ``rtps`` holds."""

    login: str = setting(title="Login", description="The hub's user at RTPS.", example="bpsms-hub")


SETTINGS = RtpsSettings


def source(contract: Contract, connection: Connection) -> JsonListing:
    """The reading side of RTPS for one batch.

    Raises ``NotConfigured`` naming an unsound setting, ``ContractInvalid`` for a dataset RTPS does not give.
    """
    if contract.dataset not in _PATHS or contract.system != "rtps":
        raise ContractInvalid("source-dataset-unknown", record=contract.id, system=SYSTEM, dataset=contract.id)
    return JsonListing(
        contract, read_settings(RtpsSettings, connection), system=SYSTEM, conn_id=connection.conn_id,
        path=_PATHS[contract.dataset], login_path="/api/token", probe_path=_PATHS["services"], written=_day,
    )  # fmt: skip


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
