"""A webhook as a channel, after Standard Webhooks: the message's id stays, so that a receiver takes each once."""

from __future__ import annotations

from datetime import UTC, datetime

import urllib3

from hub import webhooks
from hub.alerts.channels import Outcome
from hub.errors import HubError

SIGNER = "alerts"
"""Receivers share one secret, drawn under this name: ``hub alerts channels --secret`` shows it."""


def secret() -> str:
    """The secret with which messages to receivers of alerts are signed."""
    return webhooks.signing_secret(SIGNER, 1)


class Receiver:
    """Posts each message to its own address."""

    def send(self, address: str, body: bytes, message_id: str) -> tuple[Outcome, str]:
        """Send one message. An address into which the hub may not push is refused."""
        try:
            place = webhooks.judge(address)
        except HubError:
            return Outcome.REFUSED, "alerts-receiver-refused"
        try:
            status = webhooks.post(place, body, webhooks.signed(message_id, datetime.now(UTC), body, [secret()]))
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
            return Outcome.AWAY, type(error).__name__
        except urllib3.exceptions.HTTPError as error:
            return Outcome.UNKNOWN, type(error).__name__
        if 200 <= status < 300:
            return Outcome.SENT, ""
        is_later = status >= 500 or status in (408, 425, 429)
        return (Outcome.LATER if is_later else Outcome.REFUSED), f"HTTP {status}"

    def close(self) -> None:
        """Nothing stays open."""
