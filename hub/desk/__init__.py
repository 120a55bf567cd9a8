"""What a person at the desk asks of the hub: how things stand, why a batch waits, who did what, who may see what.

``ValueUnfit`` is raised at any door for a value that PostgreSQL cannot take, as a number beyond all numbers.
"""

from sqlalchemy.exc import DataError as ValueUnfit

from hub.audit import LONGEST_REASON
from hub.desk.alerting import alert_page, alert_with_events, stands_at, stuck_mails
from hub.desk.board import Day, Standing, Waiting, board, capped, waiting
from hub.desk.held import BatchLine, FieldDrift, HeldBatch, batches_of, held_batch, held_batches, sample
from hub.desk.limits import Limits, all_limits, limits_of, set_limits
from hub.desk.reading import Reader, feed_versions, readers
from hub.desk.search import Found, Hit, Known, search
from hub.desk.trail import Entry, Proof, actions, last_whole_proof, note, note_whole_proof, prove, trail

__all__ = [
    "LONGEST_REASON", "BatchLine", "Day", "Entry", "FieldDrift", "Found", "HeldBatch", "Hit", "Known", "Limits",
    "Proof", "Reader", "Standing", "ValueUnfit", "Waiting", "actions", "alert_page", "alert_with_events", "all_limits",
    "batches_of", "board", "capped", "feed_versions", "held_batch", "held_batches", "last_whole_proof", "limits_of",
    "note", "note_whole_proof", "prove", "readers", "sample", "search", "set_limits", "stands_at", "stuck_mails",
    "trail", "waiting",
]  # fmt: skip
