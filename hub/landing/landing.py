"""Lands a batch: each page as received but for Aadhaar numbers, compressed and hashed; the manifest last."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import zstandard

from hub.contracts import Contract, Page, Source, Window
from hub.errors import SourceBroken
from hub.landing.formats import Format, format_named
from hub.landing.manifest import MANIFEST, LandedPage, Manifest, is_landed, read_manifest
from hub.landing.storage import Folder, batch_folder

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2  # pages held beyond the one in work
_LEVEL = 1  # pages are read back many times and kept compressed; higher levels cost more CPU than they save disk


def land(contract: Contract, window: Window, source: Source, *, batch_id: str) -> Manifest:
    """Fetch the window's pages from ``source`` and keep them under ``batch_id``; returns the manifest.

    A batch that is already complete is not fetched again. What an interrupted landing left is removed first.
    Pages stream: few are held at a time. Raises what the source raises.
    """
    folder = batch_folder(batch_id)
    with folder.lock():
        if is_landed(batch_id):
            return read_manifest(batch_id)
        folder.clean()
        form = format_named(contract.format)
        keep = partial(_keep, folder, form, contract)
        pages = list(_overlapped(keep, enumerate(source.pages(window), start=1)))
        manifest = Manifest(
            batch_id=batch_id,
            window=window,
            contract_version=contract.version,
            format=contract.format,
            control_total=source.control_total(window),
            created_at=datetime.now(UTC),
            pages=tuple(pages),
        )
        folder.settle([page.file for page in pages])
        folder.write(MANIFEST, manifest.to_json())
        folder.settle([MANIFEST])
        return manifest


def _keep(folder: Folder, form: Format, contract: Contract, numbered: tuple[int, Page]) -> LandedPage:
    number, page = numbered
    body = form.scrub(page.body, contract.ignored_fields)
    file = f"page-{number:05}.{form.EXTENSION}.zst"
    folder.write(file, zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(body))
    return LandedPage(
        name=page.name,
        file=file,
        sha256=hashlib.sha256(body).hexdigest(),
        bytes=len(body),
        records=page.records,
        media_type=page.media_type,
    )


def page_body(manifest: Manifest, page: LandedPage) -> bytes:
    """The scrubbed body of one landed page.

    Raises ``SourceBroken`` when the page is missing or is not what was landed.
    """
    try:
        kept = batch_folder(manifest.batch_id).read(page.file)
        body = zstandard.ZstdDecompressor().decompress(kept, max_output_size=page.bytes)
    except (FileNotFoundError, zstandard.ZstdError) as error:
        raise _changed(manifest, page) from error
    if hashlib.sha256(body).hexdigest() != page.sha256:
        raise _changed(manifest, page)
    return body


def _changed(manifest: Manifest, page: LandedPage) -> SourceBroken:
    return SourceBroken("landing-page-changed", record=manifest.batch_id, batch=manifest.batch_id, page=page.file)


def page_bodies(manifest: Manifest) -> Iterator[tuple[LandedPage, bytes]]:
    """The pages of a batch in order, each proven by its hash; raises as ``page_body`` does."""
    yield from _overlapped(lambda page: (page, page_body(manifest, page)), manifest.pages)


def _overlapped(work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """``work`` of each item, in order, done in a thread while the caller makes or uses other items; few are held."""
    with ThreadPoolExecutor(1) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
