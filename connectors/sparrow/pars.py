"""The pendency report: ``outbound/par_pendency_<YYYYMMDD>.xlsx``, one workbook a day."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.common.config import read_settings
from connectors.common.drop import Drop
from connectors.common.retry import TryAgain
from connectors.common.sftp import SftpClient
from connectors.common.workbook import is_sound
from connectors.sparrow.settings import SparrowSettings
from hub.connections import Connection
from hub.contracts import Page, Window

OUTBOUND = "outbound"
LARGEST = 512 << 20  # bytes; a workbook holds at most 1,048,576 rows, far less than this
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ParSource:
    """Reads the report of one day, which is one page."""

    def __init__(self, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting."""
        self._settings = read_settings(SparrowSettings, connection)
        self._conn_id = connection.conn_id
        self._total: int | None = None

    def pages(self, window: Window) -> Iterator[Page]:
        """The workbook of the business date, proven against its marker and openable; see ``Source.pages``."""
        path = f"{OUTBOUND}/par_pendency_{window.business_date:%Y%m%d}.xlsx"
        with self._client() as client:
            drop = Drop(client, path)

            def read() -> bytes:
                marker, body = drop.read(LARGEST)
                if body is None or not is_sound(body):
                    raise TryAgain("workbook", is_broken=True)
                self._total = marker.rows
                return body

            body = client.step(path.rpartition("/")[2], read)
        yield Page("page-00001", body, MEDIA_TYPE)

    def control_total(self, window: Window) -> int | None:
        """The rows that the marker names."""
        return self._total

    def probe(self) -> None:
        """List the folder of reports."""
        with self._client() as client:
            client.step(OUTBOUND, lambda: client.names(OUTBOUND))

    def _client(self) -> SftpClient:
        return SftpClient("sparrow", self._conn_id, self._settings)
