"""The monthly payroll: ``outbound/payroll_<YYYY-MM>.csv`` on HRMS's SFTP server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectors.common.config import read_settings
from connectors.common.drop import Drop
from connectors.common.sftp import SftpClient
from connectors.common.text_pages import cut
from connectors.hrms.settings import HrmsSftpSettings
from hub.connections import Connection
from hub.contracts import Page, Window

OUTBOUND = "outbound"


class PayrollSource:
    """Reads the extract of one month.

    A file up to ``whole_bytes`` is proven before its first page is handed on, so that a broken transfer heals within
    the call; a larger one streams in bounded memory and is proven at its end.
    """

    def __init__(self, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting."""
        self._settings = read_settings(HrmsSftpSettings, connection)
        self._conn_id = connection.conn_id
        self._total: int | None = None

    def pages(self, window: Window) -> Iterator[Page]:
        """The month's extract in pages of about ``page_bytes``, each with the header line; see ``Source.pages``."""
        with self._client() as client:
            drop = Drop(client, f"{OUTBOUND}/payroll_{window.month}.csv")
            marker, body = drop.fetch(self._settings.whole_bytes)
            parts: Iterable[bytes] = drop.parts(marker) if body is None else (body,)
            for number, page in enumerate(cut(parts, self._settings.page_bytes), 1):
                yield Page(f"page-{number:05d}", page, "text/csv")
            self._total = marker.rows

    def control_total(self, window: Window) -> int | None:
        """The rows that the marker names."""
        return self._total

    def probe(self) -> None:
        """List the folder of extracts."""
        with self._client() as client:
            client.step(OUTBOUND, lambda: client.names(OUTBOUND))

    def _client(self) -> SftpClient:
        return SftpClient("hrms", self._conn_id, self._settings)
