"""Where the hub keeps files: landing, feeds, reports and Data Docs, each a folder or a bucket behind fsspec."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import fsspec

from hub.errors import NotConfigured, clause
from hub.settings import settings

PLACES = ("landing", "feeds", "reports", "docs")


def place(name: str) -> tuple[Any, str]:
    """The file system of a place (one of ``PLACES``) and its path there, with no slash at the end."""
    fs, root = fsspec.core.url_to_fs(url(name))
    return fs, root.rstrip("/")


def url(name: str) -> str:
    """A place's address, as set in ``HUB_<NAME>_URL``."""
    return str(getattr(settings(), f"{name}_url"))


@contextmanager
def reached(record: str = "") -> Iterator[None]:
    """What is done within reads and writes a place: one that fails is told as ``NotConfigured``.

    It is retryable where the object store did not answer: such a line mends itself, a full disk does not.
    """
    try:
        yield
    except OSError as error:
        raise NotConfigured("place-fails", record=record, reason=error.strerror or str(error)) from error
    except Exception as error:
        if away := of_object_store(error, record):
            raise away from error
        raise


def of_object_store(error: Exception, record: str = "") -> NotConfigured | None:
    """What to tell of ``error`` when an object store did not answer; ``None`` when it is about something else."""
    library = sys.modules.get("botocore.exceptions")  # not loaded: nothing of it was raised
    if library is None or not isinstance(error, library.BotoCoreError):
        return None
    away = NotConfigured("place-fails", record=record, reason=str(error), next_command="hub check")
    away.retryable = True
    return away


def probe(name: str) -> None:
    """Write a small file into a place, read it and remove it. Raises ``NotConfigured`` when that fails."""
    body = uuid.uuid4().bytes
    with reached(url(name)):
        fs, root = place(name)
        fs.makedirs(root, exist_ok=True)
        path = f"{root}/.probe-{body.hex()}"
        fs.pipe_file(path, body)
        found = fs.cat_file(path)
        fs.rm_file(path)
    if found != body:
        raise NotConfigured("place-fails", record=url(name), reason=clause("place-not-read-back"))
