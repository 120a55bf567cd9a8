"""What a steward decides on a held batch: release it as it is, or refuse it whole; and taking that back."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from hub import audit
from hub.contracts import contract
from hub.database import engine
from hub.errors import NotAllowed
from hub.store import ledger, stage
from hub.store.ledger import Batch
from hub.store.tables import batch as batches


def state(batch_id: str) -> str:
    """The batch's status in the ledger; raises ``NotAllowed`` when there is no such batch."""
    return ledger.state(batch_id)


def release(batch_id: str, actor: str, reason: str) -> str:
    """Let a held batch go on to the store; returns its status.

    Where the contract needs a second person, the first call notes the approval and the batch stays ``held`` until
    another person releases it too. Raises ``NotAllowed`` for a batch that is not held, without a reason, or when the
    same person approves twice.
    """
    return _decide(batch_id, actor, reason, is_release=True)


def refuse(batch_id: str, actor: str, reason: str) -> str:
    """Refuse a held batch: nothing of it is stored, and the next sync asks for the same window again. One person is
    enough. Raises ``NotAllowed`` for a batch that is not held, or without a reason."""
    return _decide(batch_id, actor, reason, is_release=False)


def undo(batch_id: str, actor: str, reason: str) -> str:
    """Take the decision on a batch back, while nothing of it is stored; returns its status.

    An agreement or a release leaves it ``held`` without any agreement. A refused batch is ``landed`` again: its pages
    lie where they were received, and checking it (``hub.sync.check_batch``) lets it wait for a decision. Both
    decisions stay in the audit. Raises ``NotAllowed`` without a reason, for a batch on which no decision stands or
    that is stored, and for a refused one that a later batch of the dataset has overtaken.
    """
    if not reason.strip():
        raise NotAllowed("quarantine-reason-missing", record=batch_id, id=batch_id)
    with engine().begin() as connection:
        known = ledger.get(batch_id, connection, for_update=True)
        if not _is_decided(known):
            raise NotAllowed("quarantine-batch-not-decided", record=batch_id, batch=batch_id, status=known.status)
        if known.status == "refused" and (later := _later(known, connection)):
            raise NotAllowed("quarantine-batch-overtaken", record=batch_id, batch=batch_id, later=later)
        status = "landed" if known.status == "refused" else "held"
        ledger.move(connection, batch_id, status, approvals=[])
        audit.record(
            connection, actor=actor, action="batch.undone", subject=batch_id, reason=reason.strip(), was=known.status,
            by=[approval["actor"] for approval in known.approvals],
        )  # fmt: skip
    return status


def may_undo(known: Batch) -> bool:
    """Whether a decision stands on the batch that can still be taken back."""
    if known.status != "refused" or not _is_decided(known):
        return _is_decided(known)
    with engine().connect() as connection:
        return _later(known, connection) is None


def _is_decided(known: Batch) -> bool:
    """One that could not be read at all is refused with an error, and by nobody."""
    is_refused = known.status == "refused" and known.error is None
    return is_refused or known.status == "released" or (known.status == "held" and bool(known.approvals))


def _later(known: Batch, connection: sa.Connection) -> str | None:
    place = sa.tuple_(batches.c.business_date, batches.c.sequence)
    query = sa.select(batches.c.batch_id).where(
        batches.c.dataset == known.dataset, place > sa.tuple_(known.business_date, known.sequence)
    )
    return connection.scalar(query.order_by(batches.c.business_date, batches.c.sequence).limit(1))


def _decide(batch_id: str, actor: str, reason: str, *, is_release: bool) -> str:
    if not reason.strip():
        raise NotAllowed("quarantine-reason-missing", record=batch_id, id=batch_id)
    with engine().begin() as connection:
        known = ledger.get(batch_id, connection, for_update=True)
        if known.status != "held":
            raise NotAllowed("quarantine-batch-not-held", record=batch_id, batch=batch_id, status=known.status)
        approvals = list(known.approvals)
        status = "refused"
        if is_release:
            if actor in [approval["actor"] for approval in approvals]:
                raise NotAllowed("quarantine-second-person", record=batch_id, batch=batch_id)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            approvals.append({"actor": actor, "reason": reason, "at": now})
            needed = 2 if contract(known.dataset).needs_second_person else 1
            status = "released" if len(approvals) >= needed else "held"
        else:
            stage.drop(connection, stage.stage_name(contract(known.dataset), batch_id))
        ledger.move(connection, batch_id, status, approvals=approvals)
        audit.record(
            connection, actor=actor, action=f"batch.{'release' if is_release else 'refuse'}", subject=batch_id,
            reason=reason, status=status, rules=[hold["rule"] for hold in known.holds],
        )  # fmt: skip
    return status
