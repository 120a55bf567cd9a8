"""The sample consumer keeps a true mirror, whatever happens on either side."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from portals_world import DEPARTMENTS, DISTRICTS, LEVELS, Served, World
from requests.adapters import HTTPAdapter

from hub.contracts import Classification
from hub.errors import NotAllowed
from hub.feeds import declared
from hub.portals import consumers
from hub.portals.scopes import Scope, check
from hub.settings import settings
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))
import mirror_feed  # noqa: E402

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
DAYS, CURSOR_DAYS = 30, 4


class Killed(BaseException):
    """The consumer's process ends at once."""


class Faulty(HTTPAdapter):
    """Loses requests, loses answers, cuts files short, and kills the consumer."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance, self.rate = chance, 0.0

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        self._perhaps("request lost")
        answer = super().send(request, *args, **options)
        self._perhaps("answer lost")
        if self.chance.random() < self.rate and "/snapshot" in request.url:
            cut = self.chance.randrange(20, 2000)
            stream = answer.raw.stream

            def short(*places: Any, **named: Any) -> Any:
                yield next(stream(cut, **named))
                raise requests.exceptions.ChunkedEncodingError("cut short")

            answer.raw.stream = short
        return answer

    def _perhaps(self, what: str) -> None:
        if self.chance.random() < self.rate:
            raise requests.ConnectionError(what) if self.chance.random() < 0.6 else Killed(what)


def a_scope(feed: str, chance: random.Random) -> tuple[Scope, tuple[Any, ...]]:
    """A scope that the feed can keep, and what the world is asked for it."""
    while True:
        level = chance.choice(LEVELS)
        districts = chance.choice([None, None, frozenset(chance.sample(DISTRICTS[:3], 2))])
        departments = chance.choice([None, None, frozenset(chance.sample(DEPARTMENTS[:3], 2))])
        try:
            scope = check(Scope(feed, Classification(level), districts, departments))
        except NotAllowed:
            continue
        return scope, (level, districts, departments)


def mirrored(mirror: sqlite3.Connection) -> dict[str, Any]:
    rows = mirror.execute("select key, row from record")
    return {
        json.dumps(json.loads(key), separators=(",", ":"), ensure_ascii=False): json.loads(row) for key, row in rows
    }


def sync_through(session: requests.Session, faulty: Faulty, url: str, feed: str, folder: Path) -> sqlite3.Connection:
    """Sync until it succeeds; each failure costs the consumer its connection, each kill its process."""
    faulty.rate = 0.12
    while True:
        mirror = mirror_feed.open_mirror(folder / f"{feed}.sqlite")
        if faulty.chance.random() < 0.15:  # the machine stops somewhere within the transaction
            steps = faulty.chance.randrange(1, 40)
            mirror.set_progress_handler(lambda: 1, steps)
        try:
            mirror_feed.sync(session, url, feed, mirror, folder)
        except (requests.RequestException, Killed, sqlite3.OperationalError):
            mirror.close()
            faulty.rate *= 0.9
            continue
        mirror.set_progress_handler(None, 0)
        return mirror


def killed_for_real(url: str, key: str, feed: str, folder: Path, after: float) -> None:
    """Run the sample as its users do, and kill it with no chance to tidy up."""
    command = [sys.executable, str(ROOT / "examples" / "mirror_feed.py"), url, feed, str(folder / f"{feed}.sqlite")]
    child = subprocess.Popen(command, env={**os.environ, "HUB_KEY": key}, stdout=subprocess.DEVNULL)
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()


def test_thirty_days_of_outages_kills_lost_cursors_and_new_scopes(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = int(os.environ.get("PORTALS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"PORTALS_SEED={seed}")
    monkeypatch.setenv("HUB_CURSOR_DAYS", str(CURSOR_DAYS))
    settings.cache_clear()
    chance, world = random.Random(seed), World(seed)
    world.turn()
    asked: dict[str, tuple[Any, ...]] = {}
    first = []
    for feed in declared():
        scope, asked[feed] = a_scope(feed, chance)
        first.append(scope)
    key = consumers.add("mirror", first, title="Mirror", actor="test", requests_per_minute=10**6).key
    session, faulty = requests.Session(), Faulty(chance)
    session.headers["X-API-Key"] = key
    session.mount("http://", faulty)
    server, away_until, happened = Served(free_port()), 0, {"down": 0, "away": 0, "scope": 0, "410": 0}
    session.hooks["response"] = lambda answer, **_: happened.update(
        {"410": happened["410"] + (answer.status_code == 410)}
    )
    try:
        for day in range(DAYS):
            if chance.random() < 0.9:
                world.turn()
            for feed in declared():
                if chance.random() < 0.06:
                    scope, asked[feed] = a_scope(feed, chance)
                    consumers.scope("mirror", scope, actor="test", reason="changed")
                    happened["scope"] += 1
            if chance.random() < 0.1:
                away_until = day + chance.choice([2, CURSOR_DAYS + 3])  # the portal is out of service
                happened["away"] += 1
            if day < away_until:
                continue
            if chance.random() < 0.2:  # the hub is away while the portal asks
                server.stop()
                with pytest.raises(requests.ConnectionError), requests.Session() as direct:
                    direct.get(f"{server.url}/health", timeout=5)
                server.start()
                happened["down"] += 1
            if day % 10 == 5:
                killed_for_real(server.url, key, chance.choice(list(declared())), tmp_path, chance.uniform(0.2, 0.9))
            for feed in declared():
                mirror = sync_through(session, faulty, server.url, feed, tmp_path)
                assert mirrored(mirror) == world.seen(feed, *asked[feed]), f"{feed} on day {day}, PORTALS_SEED={seed}"
                mirror.close()
    finally:
        server.stop()
    print(happened)
