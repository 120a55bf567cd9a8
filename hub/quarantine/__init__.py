"""Quarantine: rows and batches that wait for a steward, and what was decided on them."""

from hub.quarantine import batches, bulk, links, mappings, queue
from hub.quarantine.decide import Collision, fix, refuse, release
from hub.quarantine.queue import Filter
from hub.quarantine.replay import Replayed, replay
from hub.quarantine.returns import ReturnList, refused_list
from hub.quarantine.rows import Count, Decision, Row, counts, decisions, row, rows
from hub.quarantine.undo import undo

__all__ = [
    "Collision", "Count", "Decision", "Filter", "Replayed", "ReturnList", "Row", "batches", "bulk", "counts",
    "decisions", "fix", "links", "mappings", "queue", "refuse", "refused_list", "release", "replay", "row", "rows",
    "undo",
]  # fmt: skip
