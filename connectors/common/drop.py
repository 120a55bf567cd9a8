"""Files left on an SFTP server for the hub: complete only when ``<name>.done`` stands beside them.

``<name>.sha256`` holds the checksum as ``sha256sum`` prints it; ``<name>.done`` holds ``{"rows": …, "bytes": …}``,
the control total and the size. A file without its marker is still being written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.common.retry import TryAgain
from connectors.common.sftp import NotThere, SftpClient
from hub.errors import SourceUnavailable


@dataclass(frozen=True)
class Marker:
    """What stands beside a complete file: its control total, size and checksum."""

    rows: int
    size: int
    sha256: str


class Drop:
    """One such file at ``path``."""

    def __init__(self, client: SftpClient, path: str) -> None:
        self._client = client
        self._path = path
        self._name = path.rpartition("/")[2]

    def fetch(self, largest: int) -> tuple[Marker, bytes | None]:
        """The marker, and the file proven against it; no file where it is larger than ``largest`` bytes.

        One step, tried again where that may help. Raises ``SourceUnavailable`` while the file is not complete.
        """
        return self._client.step(self._name, lambda: self.read(largest))

    def read(self, largest: int) -> tuple[Marker, bytes | None]:
        """One try of ``fetch``; raises ``TryAgain``."""
        marker = self._marker()
        if marker.size > largest:
            return marker, None
        try:
            body = self._client.read(self._path)
        except NotThere:
            raise TryAgain("not-ready") from None
        _prove(marker, len(body), hashlib.sha256(body).hexdigest())
        return marker, body

    def parts(self, marker: Marker) -> Iterator[bytes]:
        """The file in parts of at most 2 MiB, in one pass and proven only at its end.

        For files too large for memory. Raises ``SourceUnavailable`` at the end, or where the line breaks; the parts
        given until then are worth nothing.
        """
        digest, size = hashlib.sha256(), 0
        problem = ""
        try:
            for part in self._client.stream(self._path):
                digest.update(part)
                size += len(part)
                yield part
            _prove(marker, size, digest.hexdigest())
            return
        except NotThere:
            problem = "not-ready"
        except TryAgain as error:
            problem = error.reason
        raise self._client.error(SourceUnavailable, f"sftp-{problem}", operation=self._name)

    def _marker(self) -> Marker:
        try:
            done = self._client.read(f"{self._path}.done")
            checksum = self._client.read(f"{self._path}.sha256").split()
        except NotThere:
            raise TryAgain("not-ready") from None
        try:
            told = json.loads(done)
            return Marker(int(told["rows"]), int(told["bytes"]), checksum[0].decode("ascii").lower())
        except (ValueError, KeyError, TypeError, IndexError):
            pass
        raise TryAgain("marker", is_broken=True)


def _prove(marker: Marker, size: int, sha256: str) -> None:
    if size != marker.size:
        raise TryAgain("incomplete")
    if sha256 != marker.sha256:
        raise TryAgain("checksum")


def put(client: SftpClient, path: str, body: bytes, rows: int) -> None:
    """Leave a file for the other side in the same manner; one step, the marker last."""
    name = path.rpartition("/")[2]
    digest = hashlib.sha256(body).hexdigest()

    def write() -> None:
        client.put(path, body)
        client.put(f"{path}.sha256", f"{digest}  {name}\n".encode("ascii"))
        client.put(f"{path}.done", json.dumps({"rows": rows, "bytes": len(body)}).encode("ascii"))

    client.step(name, write)
