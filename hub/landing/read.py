"""Reads a landed batch: pages to typed chunks, in the order of landing, in bounded memory."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from hub.contracts import Contract
from hub.landing.blocks import Block, Blocks
from hub.landing.chunk import ORDINAL, Chunk, Unreadable
from hub.landing.formats import format_named, tolerant
from hub.landing.formats.records import PageReader
from hub.landing.formats.shape import shape
from hub.landing.landing import page_bodies, page_body
from hub.landing.manifest import Manifest, read_manifest
from hub.settings import settings

_RECENT_BYTES = 192 << 20  # of pages kept at hand, whatever their number


def read(contract: Contract, batch_id: str, chunk_rows: int | None = None) -> Iterator[Chunk]:
    """The batch's rows as chunks of ``chunk_rows`` (the last may be shorter); none for an empty batch.

    Reading twice gives the same chunks. Raises ``NotAllowed`` when the batch is not landed, ``SourceBroken`` when a
    page was changed or cannot be parsed at all.
    """
    manifest = read_manifest(batch_id)
    form = format_named(manifest.format)
    rows = chunk_rows or settings().chunk_rows
    reader = form.reader(contract)
    raw = _Raw(manifest, reader)
    blocks = Blocks(contract, rows)
    ordinal = 0
    for page, body in page_bodies(manifest):
        raw.take(body)
        for records in reader.read(body, page.file):
            raw.ends[-1] += records.rows
            for block in blocks.add(records):
                yield _chunk(block, ordinal, raw.texts)
                ordinal += block.rows
    for block in blocks.rest():
        yield _chunk(block, ordinal, raw.texts)
        ordinal += block.rows


def records_to_chunk(contract: Contract, records: Sequence[str]) -> Chunk:
    """Some records (JSON text, as ``Chunk.raw`` gives them, perhaps edited by a steward) as one chunk, read as the
    pages of the dataset are; ordinals count from 0. Raises ``ValueError`` when one is not JSON."""
    if contract.format == "mongo-shell":  # its texts hold entities, which its own reader resolves
        body = f"[{','.join(records)}]".encode()
        read_ = list(format_named(contract.format).reader(contract).read(body, "records"))
    else:
        read_ = [tolerant.records(shape(contract), [tolerant.parse_json(record) for record in records])]
    blocks = Blocks(contract, max(len(records), 1))
    made = [block for part in read_ for block in blocks.add(part)] + list(blocks.rest())
    return _chunk(made[0], 0, lambda ordinals: [records[ordinal] for ordinal in ordinals])


def _chunk(block: Block, ordinal: int, raw: Callable[[Sequence[int]], list[str]]) -> Chunk:
    ordinals = pa.array(np.arange(ordinal, ordinal + block.rows, dtype=np.int64))
    return Chunk(
        table=block.table.append_column(ORDINAL, ordinals),
        is_tombstone=block.is_tombstone,
        raw=raw,
        unreadable=[Unreadable(ordinal + odd.row, odd.field, odd.rule) for odd in block.odd],
        unknown_fields=dict(block.unknown),
        absent_fields=dict(block.absent),
    )


@dataclass
class _Raw:
    """Finds the records of ordinals in the landed pages again; ``ends`` holds the ordinal after each page's last.

    The newest pages are kept as they were read: most records that are asked for stand in the chunk just checked.
    """

    manifest: Manifest
    reader: PageReader
    ends: list[int] = field(default_factory=list)
    recent: dict[int, bytes] = field(default_factory=dict)
    size: int = 0

    def take(self, body: bytes) -> None:
        """Begin the next page, whose rows are then added to the last of ``ends``."""
        self.recent[len(self.ends)] = body
        self.ends.append(self.ends[-1] if self.ends else 0)
        self.size += len(body)
        while self.size > _RECENT_BYTES:
            self.size -= len(self.recent.pop(next(iter(self.recent))))

    def texts(self, ordinals: Sequence[int]) -> list[str]:
        """The records as JSON text, in the order asked for; each page is read once."""
        by_page: dict[int, list[int]] = {}
        for ordinal in ordinals:
            by_page.setdefault(bisect.bisect_right(self.ends, ordinal), []).append(ordinal)
        found: dict[int, str] = {}
        for number, wanted in by_page.items():
            page = self.manifest.pages[number]
            start = self.ends[number - 1] if number else 0
            body = self.recent.get(number) or page_body(self.manifest, page)
            texts = self.reader.texts(body, page.file, [ordinal - start for ordinal in wanted])
            found.update(zip(wanted, texts, strict=True))
        return [found[ordinal] for ordinal in ordinals]
