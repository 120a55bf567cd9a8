"""What the hub has sent to the systems: once an idempotency key, whatever process takes it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS inbound (
  id INTEGER PRIMARY KEY AUTOINCREMENT, system TEXT NOT NULL, operation TEXT NOT NULL,
  idempotency_key TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL,
  UNIQUE (system, operation, idempotency_key)
)
"""


@dataclass(frozen=True)
class Received:
    """One message as it was first received; ``attempts`` counts how often the same key came."""

    idempotency_key: str
    reference: str
    payload: dict[str, Any]
    attempts: int


class Inbound:
    """A file beside the world, so that the world's own file depends on nothing but seed and clock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def receive(self, system: str, operation: str, idempotency_key: str, payload: dict[str, Any]) -> str:
        """Keep the message unless its key is known; return the reference of the first."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute(
                "INSERT INTO inbound (system, operation, idempotency_key, payload, attempts) VALUES (?, ?, ?, ?, 1)"
                " ON CONFLICT DO UPDATE SET attempts = attempts + 1",
                (system, operation, idempotency_key, json.dumps(payload, ensure_ascii=False, sort_keys=True)),
            )
            found = db.execute(
                "SELECT id FROM inbound WHERE system = ? AND operation = ? AND idempotency_key = ?",
                (system, operation, idempotency_key),
            ).fetchone()
            db.execute("COMMIT")
        return _reference(system, found[0])

    def listing(self, system: str, operation: str) -> list[Received]:
        """The messages of one operation in the order of arrival."""
        with self._open() as db:
            rows = db.execute(
                "SELECT id, idempotency_key, payload, attempts FROM inbound WHERE system = ? AND operation = ?"
                " ORDER BY id",
                (system, operation),
            ).fetchall()
        return [Received(key, _reference(system, number), json.loads(text), n) for number, key, text, n in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = OFF")  # outlives a killed process; a sandbox need not outlive more
            db.execute(_SCHEMA)
            yield db
        finally:
            db.close()


def _reference(system: str, number: int) -> str:
    return f"{system.upper()}-ACK-{number:07d}"
