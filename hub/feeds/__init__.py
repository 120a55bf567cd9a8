"""Published datasets: immutable versions, changes between them, files with a manifest."""

from hub.feeds.declared import Feed, declared
from hub.feeds.exporting import export
from hub.feeds.files import read_manifest
from hub.feeds.prove import proofs
from hub.feeds.publishing import Summary, publish
from hub.feeds.read import Change, FeedState, changes, feeds, published_at, snapshot
from hub.feeds.versions import Published

__all__ = [
    "Change", "Feed", "FeedState", "Published", "Summary", "changes", "declared", "export", "feeds", "proofs",
    "publish", "published_at", "read_manifest", "snapshot",
]  # fmt: skip
