"""The channels on which alerts are told: mail, SMS, webhook. Which of them this installation has is a setting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol

from hub.errors import NotConfigured
from hub.settings import settings


class Outcome(StrEnum):
    """What became of one transmission. ``LATER``: this message was put off; ``AWAY``: the channel cannot be used at
    all; ``UNKNOWN``: the connection broke before the other side's last word."""

    SENT = "sent"
    LATER = "later"
    AWAY = "away"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Channel(Protocol):
    """One way out, open for many messages."""

    def send(self, address: str, body: bytes, message_id: str) -> tuple[Outcome, str]:
        """Transmit one message; what became of it, and a short reason without personal data."""

    def close(self) -> None:
        """End the connection, politely where it still stands."""


def is_on(name: str) -> bool:
    """Whether this installation has the channel."""
    known = settings()
    return bool({"mail": known.smtp_url, "sms": known.sms_url, "webhook": known.webhook_secret}[name])


@contextmanager
def channel(name: str) -> Iterator[Channel]:
    """The channel as the settings describe it.

    Raises ``NotConfigured`` when they do not, or cannot be read.
    """
    from hub.alerts.sms import Gateway
    from hub.alerts.smtp import Relay
    from hub.alerts.webhook import Receiver

    if not is_on(name):
        raise NotConfigured("alerts-smtp-missing" if name == "mail" else "alerts-channel-off", record=name,
                            channel=name, next_command="hub alerts channels")  # fmt: skip
    opened: Channel = Relay(settings().smtp_url) if name == "mail" else Gateway() if name == "sms" else Receiver()
    try:
        yield opened
    finally:
        opened.close()
