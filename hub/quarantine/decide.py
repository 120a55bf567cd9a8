"""What a steward decides on one row: fix it, release it as it is, or refuse it. Every decision is audited.

A decision does not touch the store: ``hub.quarantine.replay`` brings fixed and released rows in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.contracts import contract
from hub.database import engine
from hub.errors import NotAllowed
from hub.landing.scrub import scrub_text
from hub.quarantine.recheck import UNREADABLE, check_again, edited
from hub.quarantine.rows import Row, decisions, row
from hub.settings import IST
from hub.store.tables import quarantine

_OPEN_TO_DECISION = ("open", "fixed", "released", "refused")


def fix(
    row_id: int, changes: Mapping[str, str | None], actor: str, reason: str = "", *, version: int | None = None
) -> Row:
    """Put the steward's values (as the source would write them, by field) into the record and check it again.

    A second fix builds on the first. Raises ``NotAllowed`` when the record still fails something critical (naming
    it), when a value holds an Aadhaar number, when the row was decided by a later batch or is in the store already,
    and ``Collision`` when ``version`` is no longer the row's.
    """
    demand_no_aadhaar(row_id, *changes.values(), reason)
    known = row(row_id)
    described = contract(known.dataset)
    edit = (known.edit or {}) | dict(changes)
    reasons = check_again(described, known.batch_id, [edited(described, known.record, edit)]).reasons(0)
    if reasons:
        raise NotAllowed(
            "quarantine-still-fails", record=str(row_id), id=row_id, reasons=", ".join(reasons),
            next_command=f"hub quarantine show {row_id}",
        )  # fmt: skip
    values = {"status": "fixed", "edit": edit}
    return _decide(known, values, actor, reason, version, fields=sorted(edit))


def release(row_id: int, actor: str, reason: str, *, version: int | None = None) -> Row:
    """Let the record in as it is, for the reason given; what it fails stays on it as flags.

    Raises ``NotAllowed`` without a reason, when a value cannot be read at all (it has to be fixed), and as ``fix``.
    """
    demand_reason(row_id, reason)
    known = row(row_id)
    stuck = [item for item in known.reasons if item.startswith(UNREADABLE)]
    if stuck or known.key is None:
        raise NotAllowed(
            "quarantine-not-releasable", record=str(row_id), id=row_id, reasons=", ".join(stuck or known.reasons),
            next_command=f"hub quarantine fix {row_id} {_values_wanted(known, stuck)}",
        )  # fmt: skip
    return _decide(known, {"status": "released", "edit": sa.null()}, actor, reason, version, overridden=known.reasons)


def _values_wanted(known: Row, stuck: Sequence[str]) -> str:
    """The options of ``hub quarantine fix`` by which the fields that cannot be read are given."""
    described = contract(known.dataset)
    named = [item.partition(":")[2] for item in stuck] + list(described.key if known.key is None else ())
    fields = [field.name for field in described.wire_fields if field.name in named]
    return " ".join(f"--set {name}=VALUE" for name in fields or ["FIELD"])


def refuse(row_id: int, actor: str, reason: str, *, version: int | None = None) -> Row:
    """Keep the record out for good. Raises ``NotAllowed`` without a reason, and as ``fix``."""
    demand_reason(row_id, reason)
    return _decide(row(row_id), {"status": "refused", "edit": sa.null()}, actor, reason, version)


def demand_reason(row_id: int | str, reason: str) -> None:
    """Raises ``NotAllowed`` for a decision without a reason, or with an Aadhaar number in it."""
    if not reason.strip():
        raise NotAllowed("quarantine-reason-missing", record=str(row_id), id=row_id)
    demand_no_aadhaar(row_id, reason)


def demand_no_aadhaar(row_id: int | str, *texts: str | None) -> None:
    """What a steward types goes round landing's scrubber, so it is held to the same rule here."""
    for text in texts:
        typed = (text or "").encode()
        if scrub_text(typed) != typed:
            raise NotAllowed("quarantine-aadhaar", record=str(row_id), id=row_id)


class Collision(NotAllowed):
    """Somebody else decided in the meantime: who, what and when. ``row`` is how the row stands now."""

    def __init__(self, now: Row, who: str, when: str) -> None:
        self.row = now
        super().__init__(
            "quarantine-changed-meanwhile", record=str(now.id), id=now.id, who=who, when=when, what=now.status,
            fields=", ".join(sorted(now.edit or {})) or "-", next_command=f"hub quarantine show {now.id}",
        )  # fmt: skip


def collision(connection: sa.Connection, known: Row) -> Collision:
    """The error that tells what was decided last on a row."""
    last = decisions(known.id, connection)
    who, at = (last[-1].actor, last[-1].at) if last else (known.decided_by or "", datetime.now(UTC))
    return Collision(known, who, at.astimezone(IST).strftime("%d-%m-%Y %H:%M"))


def _decide(
    seen: Row, values: dict[str, Any], actor: str, reason: str, version: int | None, **details: Any
) -> Row:  # fmt: skip
    with engine().begin() as connection:
        known = row(seen.id, connection, for_update=True)
        if known.superseded_by is not None or known.status not in _OPEN_TO_DECISION:
            raise NotAllowed("quarantine-replaced", record=str(seen.id), id=seen.id, batch=known.superseded_by or "")
        if known.entered_at is not None:
            raise NotAllowed("quarantine-entered", record=str(seen.id), id=seen.id)
        if known.version != (seen.version if version is None else version):
            raise collision(connection, known)
        decided = {"decided_by": actor, "reason": reason, "decided_at": sa.func.now(), "version": known.version + 1}
        connection.execute(quarantine.update().where(quarantine.c.id == seen.id).values(values | decided))
        audit.record(
            connection, actor=actor, action=f"quarantine.{values['status']}", subject=f"quarantine/{seen.id}",
            reason=reason, dataset=known.dataset, batch_id=known.batch_id, ordinal=known.ordinal, **details,
        )  # fmt: skip
        return row(seen.id, connection)
