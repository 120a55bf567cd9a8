"""Pushing changes: signed, in order, each once, nothing lost by pauses and nothing old sent again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from portals_world import World
from standardwebhooks import Webhook, WebhookVerificationError

from hub import verify
from hub.contracts import Classification
from hub.database import engine
from hub.errors import NotAllowed
from hub.i18n import told
from hub.portals import consumers, receipts
from hub.portals.scopes import Scope
from hub.portals.tables import subscription
from hub.portals.webhooks import push, subscriptions
from hub.settings import settings

pytestmark = pytest.mark.postgres
FEED = "employees"


class Portal:
    """A portal's address: keeps what it accepts, by message id, and applies it."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.messages: list[tuple[dict[str, str], bytes]] = []
        self.held: dict[str, Any] = {}
        self.known: set[str] = set()
        self.resyncs = 0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler) -> None:  # noqa: N805
                body = handler.rfile.read(int(handler.headers["Content-Length"]))
                status = self.answers.pop(0) if self.answers else 204
                headers = {name.lower(): value for name, value in handler.headers.items()}
                if status != 599:  # taken, and the answer lost
                    self._take(headers, body, status)
                else:
                    self._take(headers, body, 204)
                    handler.connection.close()
                    return
                handler.send_response(status)
                handler.send_header("Location", "http://127.0.0.1:1/")
                handler.send_header("Content-Length", "0")
                handler.end_headers()

            def log_message(handler, *_: Any) -> None:  # noqa: N805
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hub"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _take(self, headers: dict[str, str], body: bytes, status: int) -> None:
        self.messages.append((headers, body))
        if status >= 300 or headers["webhook-id"] in self.known:
            return
        self.known.add(headers["webhook-id"])
        told = orjson.loads(body)
        if told["type"] == "feed.resync":
            self.resyncs += 1
            return
        for change in told["data"]["changes"]:
            key = orjson.dumps(list(change["key"].values())).decode()
            assert (key in self.held) == (change["kind"] != "ADD"), "out of order"
            if change["kind"] == "DEL":
                del self.held[key]
            else:
                self.held[key] = change["row"]


@pytest.fixture
def portal(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    monkeypatch.setenv("HUB_WEBHOOK_SECRET", "of this test")
    monkeypatch.setenv("HUB_WEBHOOK_NETWORKS", "127.0.0.0/8")
    settings.cache_clear()
    made = Portal()
    yield made
    made.server.shutdown()
    made.server.server_close()


def at_once() -> None:
    """Let no subscription wait for its next attempt."""
    with engine().begin() as connection:
        connection.execute(subscription.update().values(next_attempt_at=datetime.now(UTC) - timedelta(seconds=1)))


def state(identifier: str) -> dict[str, Any]:
    return next(row for row in subscriptions.listed() if row["id"] == identifier)


def test_pushed_changes_keep_a_mirror_through_everything(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "PAGE", 4)
    world = World(5)
    world.turn(changes=40, least=20)
    asked = ("internal", frozenset([212, 213]), None)
    consumers.add("pushed", [Scope(FEED, Classification.INTERNAL, asked[1])], title="Pushed", actor="test")
    made = subscriptions.add("pushed", FEED, portal.url, actor="test")
    portal.held = world.seen(FEED, *asked)  # from a snapshot
    assert push.run_once() == 0
    assert portal.messages == []  # what was published before is not pushed

    world.turn(changes=30, least=15)
    assert push.run_once() > 1
    assert portal.held == world.seen(FEED, *asked)
    for headers, body in portal.messages:
        Webhook(made.secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(portal.messages[0][1] + b" ", portal.messages[0][0])
    page = [orjson.loads(body)["data"] for _, body in portal.messages]
    assert max(len(one["changes"]) for one in page) <= 4

    # Failing, and answers lost: the same message again, then what follows it.
    portal.answers = [503, 599, 302, 500]
    portal.messages.clear()
    world.turn(changes=30, least=15)
    for _ in range(5):
        at_once()
        push.run_once()
    assert portal.held == world.seen(FEED, *asked)
    ids = [headers["webhook-id"] for headers, _ in portal.messages]
    assert ids[:5] == [ids[0]] * 5
    assert {body for headers, body in portal.messages if headers["webhook-id"] == ids[0]} == {portal.messages[0][1]}

    # Paused over two publications: nothing goes out, nothing is lost.
    subscriptions.pause(made.id, actor="test", reason="works")
    portal.messages.clear()
    world.turn(changes=30, least=15)
    world.turn(changes=30, least=15)
    assert (push.run_once(), portal.messages) == (0, [])
    subscriptions.resume(made.id, actor="test", reason="done")
    push.run_once()
    assert portal.held == world.seen(FEED, *asked)

    # Given up: it halts, people see it, and what comes later waits behind it.
    portal.answers = [500] * push.RETRY.attempts
    world.turn(changes=30, least=15)
    for _ in range(push.RETRY.attempts):
        at_once()
        push.run_once()
    assert state(made.id)["status"] == "halted"
    (letter,) = subscriptions.dead_letters()
    assert (letter["consumer"], letter["feed"], told(letter["reason"], "hi")) == (
        "pushed", FEED, "पते ने स्थिति 500 के साथ उत्तर दिया।",
    )  # fmt: skip
    (own,) = subscriptions.told("pushed")
    assert [own["last_error"], *(one["reason"] for one in own["dead_letters"])] == [
        "The address answered with the status 500."
    ] * 2
    portal.messages.clear()
    world.turn(changes=30, least=15)
    at_once()
    assert (push.run_once(), portal.messages) == (0, [])
    subscriptions.resume(made.id, actor="test", reason="repaired")
    push.run_once()
    assert portal.held == world.seen(FEED, *asked)
    assert portal.messages[0][0]["webhook-id"] == letter["message_id"]  # first the one that was given up, nothing older
    assert subscriptions.dead_letters() == []

    # A new secret: for a while both sign.
    newer = subscriptions.rotate(made.id, actor="test")
    portal.messages.clear()
    world.turn(changes=30, least=15)
    push.run_once()
    headers, body = portal.messages[-1]
    for secret in (made.secret, newer.secret):
        Webhook(secret).verify(body, headers)
    with engine().begin() as connection:
        connection.execute(subscription.update().values(previous_secret_until=datetime.now(UTC)))
    world.turn(changes=30, least=15)
    push.run_once()
    headers, body = portal.messages[-1]
    Webhook(newer.secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(body, headers)

    # Another scope: the portal is told to take a snapshot, and then gets what follows it.
    asked = ("internal", frozenset([213, 214]), None)
    consumers.scope("pushed", Scope(FEED, Classification.INTERNAL, asked[1]), actor="test", reason="moved")
    push.run_once()
    assert portal.resyncs == 1
    portal.held = world.seen(FEED, *asked)
    world.turn(changes=30, least=15)
    push.run_once()
    assert portal.held == world.seen(FEED, *asked)

    # Each accepted message has one receipt; the chains hold; a stopped portal gets nothing more.
    found = receipts.listed("pushed", 0, 1000)
    assert sorted(one["correlation_id"] for one in found) == sorted(portal.known)
    assert all(proof.holds for proof in verify.chains())
    consumers.revoke("pushed", actor="test", reason="closed")
    portal.messages.clear()
    world.turn(changes=30, least=15)
    assert (push.run_once(), portal.messages, state(made.id)["status"]) == (0, [], "ended")


def test_a_skipped_message_is_followed_by_the_call_for_a_snapshot(portal: Portal) -> None:
    world = World(6)
    world.turn(changes=20, least=10)
    consumers.add("pushed", [Scope(FEED, Classification.INTERNAL)], title="Pushed", actor="test")
    made = subscriptions.add("pushed", FEED, portal.url, actor="test")
    world.turn(changes=20, least=10)
    portal.answers = [410]
    push.run_once()
    assert state(made.id)["status"] == "halted"
    with pytest.raises(NotAllowed, match="Say why"):
        subscriptions.skip(made.id, actor="test", reason=" ")
    subscriptions.skip(made.id, actor="test", reason="the portal cannot read it")
    push.run_once()
    assert (portal.resyncs, portal.held) == (1, {})
    with pytest.raises(NotAllowed):
        subscriptions.resume(made.id, actor="test", reason="it is active")
    with engine().connect() as connection:
        actions = connection.scalars(sa.text("select action from hub.audit order by sequence")).all()
    assert actions[-2:] == ["subscription.add", "subscription.skip"]
