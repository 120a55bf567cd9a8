"""What was landed for one batch: the manifest, which is written last and makes the batch."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import orjson

from hub.contracts import Window
from hub.errors import NotAllowed
from hub.landing.storage import batch_folder

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class LandedPage:
    """One page: the source's name for it, its file, the SHA-256 and size in bytes of the scrubbed body before
    compression, how many records the source said it holds, and its media type."""

    name: str
    file: str
    sha256: str
    bytes: int
    records: int | None
    media_type: str


@dataclass(frozen=True)
class Manifest:
    """One landed batch. ``control_total`` is the source's own count; ``created_at`` is UTC, ISO 8601."""

    batch_id: str
    window: Window
    contract_version: str
    format: str
    control_total: int | None
    created_at: datetime
    pages: tuple[LandedPage, ...]

    @property
    def dataset(self) -> str:
        """The dataset's id."""
        return self.window.dataset

    @property
    def business_date(self) -> date:
        """The day for which the batch was fetched."""
        return self.window.business_date

    @property
    def records(self) -> int | None:
        """Records by the pages' own counts; ``None`` when a page does not say."""
        counts = [page.records for page in self.pages]
        return None if None in counts else sum(count or 0 for count in counts)

    @property
    def size(self) -> int:
        """Bytes of all pages before compression."""
        return sum(page.bytes for page in self.pages)

    @property
    def content_hash(self) -> str:
        """SHA-256 over the pages' hashes in order and the contract's version: equal when the source gave the same
        bytes again and they would be read in the same way."""
        digest = hashlib.sha256(f"{self.dataset} {self.contract_version}".encode())
        for page in self.pages:
            digest.update(bytes.fromhex(page.sha256))
        return digest.hexdigest()

    def to_json(self) -> bytes:
        """The manifest as it is kept."""
        body: dict[str, Any] = {
            "batch_id": self.batch_id,
            "dataset": self.dataset,
            "business_date": self.business_date,
            "window": asdict(self.window),
            "contract_version": self.contract_version,
            "format": self.format,
            "control_total": self.control_total,
            "created_at": self.created_at,
            "content_hash": self.content_hash,
            "pages": [asdict(page) for page in self.pages],
        }
        return orjson.dumps(body, option=orjson.OPT_INDENT_2)

    @classmethod
    def from_json(cls, body: bytes) -> Manifest:
        """Read a kept manifest; raises ``ValueError``, ``KeyError`` or ``TypeError`` when it is not one."""
        kept = orjson.loads(body)
        window = kept["window"]
        days = {name: date.fromisoformat(window[name]) for name in ("business_date", "until")}
        since = date.fromisoformat(window["since"]) if window["since"] else None
        return cls(
            batch_id=kept["batch_id"],
            window=Window(dataset=window["dataset"], since=since, month=window["month"], **days),
            contract_version=kept["contract_version"],
            format=kept["format"],
            control_total=kept["control_total"],
            created_at=datetime.fromisoformat(kept["created_at"]),
            pages=tuple(LandedPage(**page) for page in kept["pages"]),
        )


def is_landed(batch_id: str) -> bool:
    """Whether the batch is complete in landing."""
    return MANIFEST in batch_folder(batch_id).names()


def read_manifest(batch_id: str) -> Manifest:
    """The manifest of a landed batch.

    Raises ``NotAllowed`` when the batch is not (completely) landed, or its manifest was changed.
    """
    try:
        body = batch_folder(batch_id).read(MANIFEST)
    except FileNotFoundError:
        raise NotAllowed("landing-no-batch", record=batch_id, batch=batch_id, next_command="hub status") from None
    try:
        return Manifest.from_json(body)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAllowed("landing-manifest-unreadable", record=batch_id, batch=batch_id) from error
