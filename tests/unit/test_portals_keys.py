"""What a key costs: hashing it takes CPU, so who waits for the same key does not hash it again."""

from __future__ import annotations

import asyncio

import pytest

from hub.portals import keys
from hub.portals.access import Access
from hub.portals.receipts import Book
from hub.portals.register import Consumer, Key, Pulse


def test_many_requests_at_once_with_a_new_key_hash_it_once_or_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made, real, hashed = keys.make(), keys.matches, []

    def matches(given: str, known: str) -> bool:
        hashed.append(given)
        return real(given, known)

    monkeypatch.setattr(keys, "matches", matches)
    key = Key(made.key_id, Consumer("portal", "Portal", None, 600, 600, {}), made.hash, None)

    async def ask() -> list[bool]:
        access = Access(Pulse(), Book())
        return await asyncio.gather(*(access._is_key(made.key, key) for _ in range(40)))

    assert all(asyncio.run(ask()))
    assert len(hashed) <= 2  # as many as are hashed at a time
