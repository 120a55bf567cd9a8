"""A rate budget for each host: how many requests a second this process may send it."""

from __future__ import annotations

import threading
import time
from functools import cache


class TokenBucket:
    """Lets ``per_second`` calls pass a second, with a burst of one second's worth; 0 means no limit."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._burst = max(1.0, per_second)
        self._tokens = self._burst
        self._filled_at = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> float:
        """Take one token, sleeping until there is one; returns the seconds slept."""
        if self._per_second <= 0:
            return 0.0
        with self._lock:  # callers queue here, so that the budget holds over threads
            now = time.monotonic()
            self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._per_second)
            self._filled_at = now
            wait = max(0.0, (1.0 - self._tokens) / self._per_second)
            if wait:
                time.sleep(wait)
                self._filled_at += wait
                self._tokens = 1.0
            self._tokens -= 1.0
            return wait


@cache
def budget(host: str, per_second: float) -> TokenBucket:
    """The bucket that all connections of this process to ``host`` share.

    Each worker process has its own: with N workers on one system, set ``requests_per_second`` to a share of it.
    """
    del host  # part of the cache's key
    return TokenBucket(per_second)
