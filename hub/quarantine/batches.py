"""What a steward decides on a held batch: release it as it is, or refuse it whole."""

from __future__ import annotations

from datetime import UTC, datetime

from hub import audit
from hub.contracts import contract
from hub.database import engine
from hub.errors import NotAllowed
from hub.store import ledger, stage


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
