"""Quarantine: rows and batches that wait for a steward, and what was decided on them."""

from hub.quarantine import batches
from hub.quarantine.decide import fix, refuse, release
from hub.quarantine.replay import Replayed, replay
from hub.quarantine.rows import Count, Row, counts, row, rows

__all__ = ["Count", "Replayed", "Row", "batches", "counts", "fix", "refuse", "release", "replay", "row", "rows"]
