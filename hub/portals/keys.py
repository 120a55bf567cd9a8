"""API keys: made once, shown once, kept as argon2id. A key is ``bhub_<key id>_<secret>``; its id is no secret."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's least for argon2id. The secret has 256 random bits, so more would only cost the server's own time.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_KEY = re.compile(r"bhub_([a-z2-7]{12})_([A-Za-z0-9_-]{43})")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True)
class NewKey:
    """A key at the one moment at which it is known."""

    key_id: str
    key: str
    hash: str


def make() -> NewKey:
    """A new key."""
    key_id = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    key = f"bhub_{key_id}_{secrets.token_urlsafe(32)}"
    return NewKey(key_id, key, _HASHER.hash(key))


def id_of(key: str) -> str:
    """The id that a key carries; empty when it is no key."""
    found = _KEY.fullmatch(key)
    return found[1] if found else ""


def matches(key: str, hashed: str) -> bool:
    """Whether this is the key. Takes some 20 ms of CPU: call it off the event loop."""
    try:
        return _HASHER.verify(hashed, key)
    except (VerificationError, InvalidHashError):
        return False


def fingerprint(secret: str) -> str:
    """By which a key or token is remembered within a process, and a token in the database."""
    return hashlib.sha256(secret.encode()).hexdigest()
