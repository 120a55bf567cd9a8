"""Trying again: what may be tried again, how long to wait, when to stop. The loop itself is stamina's."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class TryAgain(Exception):
    """One try failed in a way that may pass.

    ``reason`` is a word of the messages ``source-unavailable`` and ``source-answer-unreadable``; never a URL, a body
    or another error's text, since it is logged. ``wait`` is what the source asked for, in seconds. ``is_broken``:
    an answer came whole, but cannot be read. ``attempts``: how many tries had been made, this one included.
    """

    def __init__(self, reason: str, *, wait: float | None = None, is_broken: bool = False) -> None:
        self.reason = reason
        self.wait = wait
        self.is_broken = is_broken
        self.attempts = 1
        super().__init__(reason)


@dataclass(frozen=True)
class RetryPolicy:
    """Bounds of trying: how often, for how long in all, and the waits between, in seconds."""

    attempts: int = 6
    wait_seconds: float = 1.0
    wait_max_seconds: float = 60.0
    total_seconds: float = 900.0
    retry_after_min_seconds: float = 1.0
    retry_after_max_seconds: float = 300.0


def retry(call: Callable[[], Result], policy: RetryPolicy, name: str) -> Result:
    """``call()``, again while it raises ``TryAgain`` and the policy allows; at last raises that ``TryAgain``."""
    started = time.monotonic()
    set_on_retry_hooks([_report])  # stamina's own hook writes to standard output where structlog is installed

    def backoff(error: Exception) -> bool | float:
        if not isinstance(error, TryAgain):
            return False
        if error.wait is None:
            return True
        wait = min(max(error.wait, policy.retry_after_min_seconds), policy.retry_after_max_seconds)
        return wait if time.monotonic() - started + wait <= policy.total_seconds else False

    tries = stamina.retry_context(
        on=backoff,
        attempts=policy.attempts,
        timeout=policy.total_seconds,
        wait_initial=policy.wait_seconds,
        wait_max=policy.wait_max_seconds,
        wait_jitter=policy.wait_seconds,
    )
    for attempt in tries.with_name(name, (), {}):
        with attempt:
            try:
                return call()
            except TryAgain as error:
                error.attempts = attempt.num
                raise
    raise AssertionError("stamina ends by returning or raising")


def _report(details: RetryDetails) -> None:
    _log.warning("%s: %s; trying again in %.1f s", details.name, details.caused_by, details.wait_for)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3: seconds or an HTTP date); ``None`` when it is
    absent or unreadable."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
