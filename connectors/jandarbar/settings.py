"""Settings of Jan Darbar's connection, and the client made of them."""

from __future__ import annotations

from connectors.common.config import read_settings
from connectors.common.soap import SoapClient, SoapSettings
from hub.connections import Connection

SERVICE_PATH = "/JKDMMWebService.asmx"


class JanDarbarSettings(SoapSettings):
    """The web service of the Jan Darbar portal."""


def client(connection: Connection) -> SoapClient:
    """A client of the service; raises ``NotConfigured`` when the connection is unsound."""
    settings = read_settings(JanDarbarSettings, connection)
    return SoapClient("jandarbar", connection.conn_id, settings, path=SERVICE_PATH)
