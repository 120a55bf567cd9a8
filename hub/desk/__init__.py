"""What a person at the desk asks of the hub: how things stand, why a batch waits, who did what, who may see what."""

from hub.desk.board import Day, Standing, Waiting, board, capped, waiting
from hub.desk.held import BatchLine, FieldDrift, HeldBatch, batches_of, held_batch, held_batches, sample
from hub.desk.limits import Limits, all_limits, limits_of, set_limits

__all__ = [
    "BatchLine", "Day", "FieldDrift", "HeldBatch", "Limits", "Standing", "Waiting", "all_limits", "batches_of",
    "board", "capped", "held_batch", "held_batches", "limits_of", "sample", "set_limits", "waiting",
]  # fmt: skip
