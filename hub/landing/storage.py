"""Files of landing: one folder a batch, written atomically through fsspec."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.errors import NotAllowed
from hub.places import place

_AT_ONCE = 8  # files brought to disk together


@dataclass(frozen=True)
class Folder:
    """The folder of one batch under ``HUB_LANDING_URL``: ``<system>/<dataset>/<business date>/<sequence>``."""

    fs: Any
    path: str

    @property
    def is_local(self) -> bool:
        """Whether the folder lies on a disk of this machine."""
        protocol = self.fs.protocol
        return "file" in ((protocol,) if isinstance(protocol, str) else protocol)

    def names(self) -> list[str]:
        """Names of the files in the folder, sorted; none when there is no folder."""
        self.fs.invalidate_cache()
        if not self.fs.exists(self.path):
            return []
        return sorted(str(entry).rsplit("/", 1)[-1] for entry in self.fs.ls(self.path, detail=False))

    def read(self, name: str) -> bytes:
        """The whole file; raises ``FileNotFoundError``."""
        return bytes(self.fs.cat_file(f"{self.path}/{name}"))

    def write(self, name: str, body: bytes) -> None:
        """Write a file so that it is there whole or not at all."""
        target = f"{self.path}/{name}"
        if not self.is_local:
            self.fs.pipe_file(target, body)  # an object store shows an object only when it is complete
            return
        part = Path(f"{target}.{uuid.uuid4().hex[:8]}.part")
        with part.open("wb") as file:
            file.write(body)
        part.replace(target)

    def settle(self, names: list[str]) -> None:
        """Have the disk keep these files before anything that names them is written. An object store already does."""
        if not self.is_local:
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:  # a file system answers many such wishes with one journal entry
            list(pool.map(self._sync, names))
        self._sync(".")

    def _sync(self, name: str) -> None:
        handle = os.open(f"{self.path}/{name}", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def clean(self) -> None:
        """Remove what an interrupted landing left."""
        for name in self.names():
            if name != _LOCK:
                self.fs.rm_file(f"{self.path}/{name}")

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Let one process at a time land into a local folder; the kernel frees the lock of a killed one.

        On an object store the caller's own lock on the batch must do.
        """
        if not self.is_local:
            yield
            return
        import fcntl

        self.fs.makedirs(self.path, exist_ok=True)
        with Path(self.path, _LOCK).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


_LOCK = ".lock"


def batch_folder(batch_id: str) -> Folder:
    """Where the batch ``<system>.<dataset>/<business date>/<sequence>`` lies.

    Raises ``NotAllowed`` when the id has another shape.
    """
    parts = batch_id.split("/")
    system, _, dataset = parts[0].partition(".")
    if len(parts) != 3 or not all((system, dataset, *parts[1:])) or ".." in batch_id:
        raise NotAllowed("landing-batch-id", record=batch_id, batch=batch_id)
    fs, root = place("landing")
    return Folder(fs, "/".join((root, system, dataset, *parts[1:])))
