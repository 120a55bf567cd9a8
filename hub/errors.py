"""Errors with two axes only: who must act, and may it be retried.

Each says what happened, to which record, who must act and the next command; none shows a stack trace to a user.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Actor(StrEnum):
    """Who must act."""

    SOURCE_OWNER = "source_owner"
    STEWARD = "steward"
    IT_TEAM = "it_team"
    DEVELOPER = "developer"


class HubError(Exception):
    """A failure a person can act on.

    ``message_id`` names the text in the catalogues of ``hub/i18n``; ``details`` fills its places and never holds
    personal data. ``retryable`` says whether the same call may succeed later without anyone acting.
    """

    actor: Actor = Actor.IT_TEAM
    retryable: bool = False

    def __init__(self, message_id: str, *, record: str = "", next_command: str = "", **details: object) -> None:
        self.message_id = message_id
        self.record = record
        self.next_command = next_command
        self.details = details
        super().__init__(message_id)

    def __str__(self) -> str:
        from hub.i18n import text

        return text(self.message_id, "en", **self.details)

    def as_clause(self) -> dict[str, object]:
        """What it says, for a place in another message."""
        return clause(self.message_id, **self.details)


def clause(message_id: str, **details: object) -> dict[str, object]:
    """Words for a place in another message; ``hub.i18n.text`` tells them in the language of the whole."""
    return {"message_id": message_id, "details": details}


def plain(details: Mapping[str, object]) -> dict[str, Any]:
    """Details as they are kept as JSON: numbers and clauses as they are, all else as text."""
    return {
        name: plain(value) if isinstance(value, Mapping) else value if isinstance(value, int | float) else str(value)
        for name, value in details.items()
    }


class SourceUnavailable(HubError):
    """The source did not answer, or answered that it cannot now; a later try may succeed."""

    actor = Actor.SOURCE_OWNER
    retryable = True


class SourceRefused(HubError):
    """The source answered and refused: credentials, rights, or a request it does not accept."""

    actor = Actor.IT_TEAM


class SourceBroken(HubError):
    """The source answered with something that breaks its contract as a whole (not one row)."""

    actor = Actor.SOURCE_OWNER


class ContractInvalid(HubError):
    """A contract, suite or code table in the repository is unsound."""

    actor = Actor.DEVELOPER


class NotConfigured(HubError):
    """A setting or a connection is missing or cannot be read."""

    actor = Actor.IT_TEAM


class BatchHeld(HubError):
    """The batch waits for a steward's decision."""

    actor = Actor.STEWARD


class NotAllowed(HubError):
    """The call does not fit the state of the thing it names."""

    actor = Actor.STEWARD
