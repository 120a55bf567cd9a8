"""Who did what: every decision, release, delivery, login and unmask is one row, chained by hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub import chain
from hub.database import metadata
from hub.errors import NotAllowed

LONGEST_REASON = 300
"""Characters that a reason has at most: the console's fields take no more, and no other way to a decision does."""

audit = sa.Table(
    "audit",
    metadata,
    *chain.chain_columns(),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601", index=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("details", JSONB, nullable=False),
    sa.Index("ix_audit_actor_sequence", "actor", "sequence"),
    sa.Index("ix_audit_action_sequence", "action", "sequence"),
    sa.Index("ix_audit_subject_sequence", "subject", "sequence"),
)


def record_all(connection: sa.Connection, entries: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write many audit rows at once (``actor, action, subject, reason, details``) in the caller's transaction.

    Raises ``NotAllowed`` for a reason longer than ``LONGEST_REASON``.
    """
    for entry in entries:
        _demand_short(entry.get("reason", ""))
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    return chain.append(connection, audit, [{"at": at, **entry} for entry in entries])


def record(
    connection: sa.Connection, *, actor: str, action: str, subject: str, reason: str = "", **details: Any
) -> int:
    """Write one audit row in the caller's transaction and return its number. Details hold no personal data.

    Raises ``NotAllowed`` for a reason longer than ``LONGEST_REASON``; so no decision with such a one is kept.
    """
    _demand_short(reason)
    row = {
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "reason": reason,
        "details": details,
    }
    return chain.append(connection, audit, [row])[0]


def _demand_short(reason: str) -> None:
    """A line's end counts as one character, as in a browser, which sends it as two."""
    length = len(reason.strip().replace("\r\n", "\n"))
    if length > LONGEST_REASON:
        raise NotAllowed("reason-too-long", longest=LONGEST_REASON, length=length)
