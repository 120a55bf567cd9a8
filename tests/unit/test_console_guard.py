"""The console's token: whose form, which day; never the same twice."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import HTTPException

from console.guard import csrf_token, demand_token, is_own_origin
from hub.settings import IST

SECRET = b"a secret"


def day(ago: int) -> str:
    return (datetime.now(IST) - timedelta(days=ago)).date().isoformat()


@pytest.mark.parametrize(
    ("token", "is_good"),
    [
        (csrf_token(SECRET, "asha"), True),
        (csrf_token(SECRET, "asha", day(1)), True),
        (csrf_token(SECRET, "asha", day(2)), False),
        (csrf_token(SECRET, "ravi"), False),
        (csrf_token(b"another secret", "asha"), False),
        (csrf_token(SECRET, "asha").partition(".")[0], False),
        ("", False),
        (".", False),
        ("é", False),
    ],
    ids=["today", "yesterday", "older", "another's", "other secret", "cut", "none", "dot", "not ascii"],
)
def test_a_token_is_of_one_person_and_two_days(token: str, is_good: bool) -> None:
    async def form() -> dict[str, str]:
        return {"csrf": token}

    request: Any = SimpleNamespace(
        method="POST", headers={}, form=form, app=SimpleNamespace(state=SimpleNamespace(secret=SECRET)),
        state=SimpleNamespace(identity=SimpleNamespace(login="asha")),
    )  # fmt: skip
    if is_good:
        asyncio.run(demand_token(request))
        return
    with pytest.raises(HTTPException) as refused:
        asyncio.run(demand_token(request))
    assert refused.value.status_code == 403


def test_no_two_pages_carry_the_same_token() -> None:
    assert csrf_token(SECRET, "asha") != csrf_token(SECRET, "asha")


@pytest.mark.parametrize(
    ("scheme", "headers", "is_own"),
    [
        ("http", {"origin": "http://hub.bihar"}, True),
        ("http", {"referer": "http://hub.bihar/hub/today"}, True),
        ("http", {"origin": "https://hub.bihar"}, True),
        ("https", {"origin": "http://hub.bihar"}, False),
        ("http", {"origin": "https://portal.example"}, True),
        ("http", {"origin": "https://portal.example", "sec-fetch-site": "cross-site"}, False),
        ("http", {"origin": "http://hub.bihar.example"}, False),
        ("http", {"origin": "null"}, False),
        ("http", {}, False),
    ],
)
def test_a_change_comes_from_the_consoles_own_pages(scheme: str, headers: dict[str, str], is_own: bool) -> None:
    request: Any = SimpleNamespace(headers={"host": "hub.bihar", **headers}, url=SimpleNamespace(scheme=scheme))
    assert is_own_origin(request, {"https://portal.example"}) is is_own
