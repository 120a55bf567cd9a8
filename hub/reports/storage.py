"""Where reports are kept: ``<reports url>/<business date>/…``, written so that a file is there whole or not at all."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from hub.errors import NotAllowed
from hub.places import place, reached

_BLOCK = 1 << 20


def _place(path: str) -> tuple[Any, str]:
    fs, root = place("reports")
    return fs, f"{root}/{path}"


@reached()
def put(path: str, body: bytes) -> str:
    """Write a file; its SHA-256. Raises ``NotConfigured`` when the place cannot be written."""
    fs, target = _place(path)
    fs.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
    part = f"{target}.{uuid.uuid4().hex[:8]}.part"
    with fs.open(part, "wb") as file:
        file.write(body)
    fs.mv(part, target)  # a rename on a disk; a copy that shows itself only whole on an object store
    return hashlib.sha256(body).hexdigest()


def digest(path: str) -> str | None:
    """SHA-256 of a kept file, read a block at a time; ``None`` when it is gone."""
    fs, target = _place(path)
    told = hashlib.sha256()
    try:
        with fs.open(target, "rb") as file:
            while block := file.read(_BLOCK):
                told.update(block)
    except FileNotFoundError:
        return None
    return told.hexdigest()


@reached()
def get(path: str, sha256: str) -> bytes:
    """The whole file, as it was kept.

    Raises ``NotAllowed`` when it is gone or is not what was kept, ``NotConfigured`` when the place cannot be read.
    """
    fs, target = _place(path)
    try:
        body = bytes(fs.cat_file(target))
    except FileNotFoundError as error:
        raise NotAllowed("report-file-gone", record=path, path=path) from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise NotAllowed("report-file-changed", record=path, path=path)
    return body
