"""Waiting and trying again: what Retry-After says, what the policy bounds."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

import pytest

from connectors.common.rate import TokenBucket, budget
from connectors.common.retry import RetryPolicy, TryAgain, retry, retry_after

NOW = datetime(2026, 11, 20, 10, 0, 0, tzinfo=UTC)
FAST = RetryPolicy(attempts=4, wait_seconds=0.001, wait_max_seconds=0.002, retry_after_min_seconds=0.0)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Fri, 20 Nov 2026 10:00:30 GMT", 30.0),
        ("Fri, 20 Nov 2026 09:59:00 GMT", 0.0),
        ("soon", None),
        ("-3", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_reads_seconds_and_dates(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def failing(times: int, **why: object) -> tuple[list[float], object]:
    calls: list[float] = []

    def call() -> str:
        calls.append(time.monotonic())
        if len(calls) <= times:
            raise TryAgain("busy", **why)  # type: ignore[arg-type]
        return "done"

    return calls, call


def test_tries_until_it_succeeds() -> None:
    calls, call = failing(3)
    assert retry(call, FAST, "x") == "done"  # type: ignore[arg-type]
    assert len(calls) == 4


def test_gives_up_after_the_attempts() -> None:
    calls, call = failing(99)
    with pytest.raises(TryAgain) as raised:
        retry(call, FAST, "x")  # type: ignore[arg-type]
    assert len(calls) == raised.value.attempts == 4


def test_another_error_is_not_tried_again() -> None:
    calls: list[int] = []

    def call() -> None:
        calls.append(1)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # the very error
        retry(call, FAST, "x")
    assert calls == [1]


@pytest.mark.parametrize(("asked", "waited"), [(0.0, 0.2), (99.0, 0.4)])
def test_the_wait_asked_for_has_a_floor_and_a_ceiling(
    asked: float, waited: float, caplog: pytest.LogCaptureFixture
) -> None:
    policy = RetryPolicy(attempts=2, wait_seconds=0.001, retry_after_min_seconds=0.2, retry_after_max_seconds=0.4)
    calls, call = failing(1, wait=asked)
    assert retry(call, policy, "x") == "done"  # type: ignore[arg-type]
    assert calls[1] - calls[0] >= waited
    assert caplog.messages == [f"x: busy; trying again in {waited} s"]


@pytest.mark.timeout(20)
def test_a_wait_beyond_the_total_time_is_not_waited_for() -> None:
    policy = RetryPolicy(attempts=9, wait_seconds=0.001, total_seconds=0.5, retry_after_max_seconds=60)
    calls, call = failing(99, wait=30.0)
    with pytest.raises(TryAgain):
        retry(call, policy, "x")  # type: ignore[arg-type]
    assert len(calls) == 1


def test_a_retry_is_logged_and_nothing_is_printed(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    _, call = failing(1)
    with caplog.at_level(logging.WARNING):
        retry(call, FAST, "RTPS applications")  # type: ignore[arg-type]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.messages[0].startswith("RTPS applications: busy; trying again in 0.0")
    assert capsys.readouterr().out == ""


def test_the_rate_budget_spreads_requests() -> None:
    bucket = TokenBucket(20)
    started = time.monotonic()
    slept = sum(bucket.take() for _ in range(30))  # 20 at once, 10 more at 20 a second
    assert slept - 1e-3 <= 0.5 <= time.monotonic() - started + 1e-3


def test_no_budget_means_no_wait() -> None:
    assert sum(TokenBucket(0).take() for _ in range(1000)) == 0


def test_one_host_has_one_budget() -> None:
    assert budget("a:1", 5.0) is budget("a:1", 5.0)
    assert budget("a:1", 5.0) is not budget("b:1", 5.0)
