"""The store: each dataset's current rows and their history, and the ledger of the batches that made them."""

from hub.store.versions import changes, snapshot

__all__ = ["changes", "snapshot"]
