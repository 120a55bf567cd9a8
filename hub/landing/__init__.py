"""Landing: raw pages of a batch, kept as received but for Aadhaar numbers, and read back as typed chunks."""

from hub.landing.chunk import ARROW_TYPES, ORDINAL, Chunk, Unreadable
from hub.landing.landing import land, page_bodies, page_body
from hub.landing.manifest import LandedPage, Manifest, is_landed, read_manifest
from hub.landing.read import read

__all__ = [
    "ARROW_TYPES", "ORDINAL", "Chunk", "LandedPage", "Manifest", "Unreadable", "is_landed", "land", "page_bodies",
    "page_body", "read", "read_manifest",
]  # fmt: skip
