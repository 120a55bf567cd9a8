"""The switchboard of misbehaviour: what a stand-in is told to do wrong, and how often.

``<home>/faults.sqlite`` is shared by the stand-ins' processes; one injected fault is used up at most ``times`` times,
whoever asks.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FAULTS = frozenset(
    {
        "slow", "too_many_requests", "server_error", "reset", "truncated", "wrong_encoding", "field_missing",
        "field_renamed", "field_retyped", "page_order", "wrong_total", "half_written", "host_key", "token_expired",
    }
)  # fmt: skip

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fault (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  system TEXT NOT NULL, dataset TEXT NOT NULL, fault TEXT NOT NULL,
  remaining INTEGER NOT NULL, params TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class Fault:
    """One thing to do wrong now. ``params`` are those of ``inject`` (``retry_after``, ``seconds``, ``field`` …)."""

    fault: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pending:
    """A fault that still waits to be taken."""

    system: str
    dataset: str
    fault: str
    remaining: int
    params: dict[str, Any]


class Faults:
    """The faults of one sandbox home; safe to use from many processes and threads at once."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / "faults.sqlite"
        with self._write() as db:
            db.execute(_SCHEMA)

    def inject(self, system: str, fault: str, *, dataset: str = "", times: int = 1, **params: Any) -> None:
        """Let ``system`` do ``fault`` the next ``times`` times; ``dataset`` "" means at any dataset.

        Raises ``ValueError`` for a fault that is not in ``FAULTS`` or a count below one.
        """
        if fault not in FAULTS:
            raise ValueError(f"{fault} is not a fault; there are: {', '.join(sorted(FAULTS))}")
        if times < 1:
            raise ValueError("times is at least 1")
        with self._write() as db:
            db.execute(
                "INSERT INTO fault (system, dataset, fault, remaining, params) VALUES (?, ?, ?, ?, ?)",
                (system, dataset, fault, times, json.dumps(params, sort_keys=True)),
            )

    def clear(self, system: str | None = None) -> None:
        """Forget the faults of ``system``, or all."""
        with self._write() as db:
            db.execute("DELETE FROM fault WHERE ?1 IS NULL OR system = ?1", (system,))

    def take(self, system: str, dataset: str, *faults: str) -> Fault | None:
        """Use up one of ``faults`` (any when none is named) that waits for ``system`` and ``dataset``, oldest first.

        A fault injected without a dataset fits every dataset. Two callers never take the same one.
        """
        marks = ", ".join("?" * len(faults))
        wanted = f"AND fault IN ({marks})" if faults else ""
        find = (
            f"SELECT id, fault, params FROM fault WHERE system = ? AND dataset IN ('', ?) {wanted} ORDER BY id LIMIT 1"  # noqa: S608
        )
        with self._connect() as db:  # a look without a lock: nothing waits nearly always
            if db.execute(find, (system, dataset, *faults)).fetchone() is None:
                return None
        with self._write() as db:
            row = db.execute(find, (system, dataset, *faults)).fetchone()
            if row is None:
                return None
            db.execute("UPDATE fault SET remaining = remaining - 1 WHERE id = ?", (row[0],))
            db.execute("DELETE FROM fault WHERE id = ? AND remaining <= 0", (row[0],))
            return Fault(row[1], json.loads(row[2]))

    def pending(self) -> list[Pending]:
        """What still waits, oldest first."""
        with self._connect() as db:
            rows = db.execute("SELECT system, dataset, fault, remaining, params FROM fault ORDER BY id").fetchall()
        return [Pending(system, dataset, fault, n, json.loads(text)) for system, dataset, fault, n, text in rows]

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        try:
            yield db
        finally:
            db.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._connect() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
