"""Published feeds made at random, what each scope should see of them, and the interface served on a real socket."""

from __future__ import annotations

import contextlib
import hashlib
import random
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson
import requests
import sqlalchemy as sa
import uvicorn
from stored import FIRST

from hub import feeds
from hub.contracts import LogicalType
from hub.database import engine
from hub.feeds import declared
from hub.portals.app import create
from hub.reconcile import golden
from hub.reconcile.materialise import ensure
from hub.reconcile.tables import reconcile_run

DISTRICTS = (212, 213, 214, None)
DEPARTMENTS = ("Revenue and Land Reforms Department", "गृह विभाग", 'Health, "Public"', None)
WORDS = ("", "हाँ", "a,b", 'says "no"', "line\nbreak", "0012", "null", "é")
LEVELS = ("public", "internal", "personal", "sensitive")
Row = dict[str, Any]


class World:
    """Rows of every feed that change from day to day."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.day = FIRST
        self.rows: dict[str, dict[str, Row]] = {name: {} for name in declared()}
        with engine().begin() as connection:
            ensure(connection)

    def turn(self, changes: int = 12, least: int = 0, most: int = 30) -> date:
        """The next day: some rows come, some change, some go; published."""
        for feed, rows in self.rows.items():
            for _ in range(self.random.randrange(least, changes)):
                known = list(rows)
                chance = self.random.random()
                if known and (chance < 0.25 or len(known) >= most):
                    del rows[self.random.choice(known)]
                elif known and chance < 0.7:
                    key = self.random.choice(known)
                    fresh = self._row(feed)
                    some = self.random.sample(sorted(fresh), self.random.randint(1, 4))
                    kept = set(declared()[feed].key)
                    rows[key] |= {name: fresh[name] for name in some if name not in kept}
                else:
                    fresh = self._row(feed)
                    rows.setdefault(orjson.dumps([fresh[name] for name in declared()[feed].key]).decode(), fresh)
        return self.publish()

    def publish(self) -> date:
        """Publish the rows as they are, as the next day."""
        self.day += timedelta(days=1)
        with engine().begin() as connection:
            for feed in declared().values():
                self._write(connection, feed)
            connection.execute(reconcile_run.insert().values(business_date=self.day, summary={}))
        feeds.publish(self.day)
        return self.day

    def _write(self, connection: sa.Connection, feed: feeds.Feed) -> None:
        table = golden(feed.dataset)
        connection.execute(table.delete())
        written = []
        for key, row in self.rows[feed.name].items():
            text = str(row[feed.key[0]])
            if len(feed.key) > 1:
                text = connection.scalar(sa.text("select cast(cast(:key as jsonb) as text)"), {"key": key})
            digest = hashlib.sha256(repr(sorted(row.items(), key=str)).encode()).hexdigest()
            written.append({"_key": text, "_hash": digest, **row})
        if written:
            connection.execute(table.insert(), written)

    def _row(self, feed: str) -> Row:
        return {column.name: self._value(column.name, column.type) for column in golden_columns(feed)}

    def _value(self, name: str, kind: LogicalType) -> Any:
        pick = self.random.choice
        is_key = any(name in feed.key for feed in declared().values())
        if name == "district_lgd":
            return pick(DISTRICTS[:3] if is_key else DISTRICTS)
        if name == "department_name":
            return pick(DEPARTMENTS)
        if not is_key and self.random.random() < 0.2:
            return None
        number = self.random.randrange(60)
        if kind is LogicalType.STRING:
            return f"K/{number:04}" if is_key else f"{pick(WORDS)}{number % 7}"
        return {
            LogicalType.INTEGER: number, LogicalType.NUMBER: Decimal(number * 37) / 100,
            LogicalType.BOOLEAN: bool(number % 2), LogicalType.DATE: FIRST + timedelta(days=number),
        }[kind]  # fmt: skip

    def seen(self, feed: str, level: str, districts: Any = None, departments: Any = None) -> dict[str, Row]:
        """What a consumer of this scope should hold, by its key as JSON: worked out here, not by the hub."""
        names = [
            column.name for column in declared()[feed].columns
            if LEVELS.index(column.classification.value) <= LEVELS.index(level)
        ]  # fmt: skip
        return {
            orjson.dumps([row[name] for name in declared()[feed].key]).decode(): {name: _json(row[name]) for name in names}
            for row in self.rows[feed].values()
            if (districts is None or row.get("district_lgd") in districts)
            and (departments is None or row.get("department_name") in departments)
        }  # fmt: skip


def golden_columns(feed: str) -> tuple[Any, ...]:
    """All columns of the dataset behind a feed."""
    from hub.reconcile import datasets

    return datasets()[declared()[feed].dataset].columns


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


class Served:
    """The interface on a port; may be stopped and started again."""

    def __init__(self, port: int, *, pushes: bool = False) -> None:
        self.port, self._pushes = port, pushes
        self.url = f"http://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        """Serve."""
        config = uvicorn.Config(create(pushes=self._pushes), port=self.port, log_level="critical", proxy_headers=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        end = time.monotonic() + 20
        while not self._server.started and time.monotonic() < end:
            time.sleep(0.01)

    def stop(self, *, gently: bool = False) -> None:
        """Stop: at once, cutting what is open, or as a deployment does."""
        self._server.force_exit, self._server.should_exit = not gently, True
        self._thread.join(10)


@contextlib.contextmanager
def served(port: int, **options: Any) -> Iterator[Served]:
    """Serve within the block."""
    server = Served(port, **options)
    try:
        yield server
    finally:
        server.stop()


def problem(answer: requests.Response, status: int, name: str) -> dict[str, Any]:
    """The body of an answer that must be this problem."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert body["type"].endswith(f"#problem-{name}")
    assert body["correlation_id"] == answer.headers["X-Correlation-Id"]
    return body
