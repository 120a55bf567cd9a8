"""The feed interface on a real socket: files, pages, keys, limits, receipts."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
import zstandard
from portals_world import Served, World, problem
from typer.testing import CliRunner

from hub import database as hub_database
from hub import verify
from hub.cli.main import build
from hub.contracts import Classification
from hub.database import engine
from hub.portals import changes, consumers
from hub.portals.scopes import Scope
from hub.settings import settings
from tests.ports import free_port

pytestmark = pytest.mark.postgres
FEED = "employees"


@pytest.fixture(scope="module")
def world(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One database for all tests of this module: each registers portals of its own."""
    home = tmp_path_factory.mktemp("portals")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HUB_HOME", str(home))
        patched.setenv("HUB_DATABASE_URL", postgres.create_database("hub_portals"))
        patched.setenv("HUB_TRUSTED_PROXIES", "127.0.0.2/32")
        settings.cache_clear()
        from hub.migrations import migrate

        migrate()
        made = World(11)
        made.turn(changes=40, least=20)
        made.turn(changes=40, least=20)
        yield made
        hub_database.engine().dispose()


@pytest.fixture(autouse=True)
def of_the_world(hub_home: Any, world: World, server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test's own home gives way to the module's."""
    for name, value in server.settings.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[Any]:
    import os

    made: Any = Served(free_port())
    made.settings = {name: os.environ[name] for name in ("HUB_HOME", "HUB_DATABASE_URL", "HUB_TRUSTED_PROXIES")}
    yield made
    made.stop()


def portal(name: str, **options: Any) -> requests.Session:
    scopes = [
        Scope(FEED, Classification.INTERNAL, frozenset([212, 213])),
        Scope("pay_cases", Classification.PERSONAL),
    ]
    made = consumers.add(name, scopes, title=name, actor="test", **options)
    session = requests.Session()
    session.headers.update({"X-API-Key": made.key})
    return session


def test_a_file_is_the_same_in_every_coding_and_from_every_byte(server: Served) -> None:
    session, url = portal("files"), f"{server.url}/v1/feeds/{FEED}/snapshot"
    whole = session.get(url, headers={"Accept-Encoding": "identity"})
    digest = base64.b64encode(hashlib.sha256(whole.content).digest()).decode()
    assert whole.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert int(whole.headers["Hub-Rows"]) == len(whole.content.splitlines())
    for coding, read in (("zstd", lambda raw: zstandard.decompress(raw, 1 << 20)), ("gzip", gzip.decompress)):
        with session.get(url, headers={"Accept-Encoding": f"{coding}, br;q=0.5"}, stream=True) as coded:
            assert coded.headers["Content-Encoding"] == coding
            assert coded.headers["ETag"] != whole.headers["ETag"]
            assert read(coded.raw.read(decode_content=False)) == whole.content
    refused = session.get(url, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers

    plain = {"Accept-Encoding": "identity"}
    part = session.get(url, headers=plain | {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.content) == (206, whole.content[100:])
    assert part.headers["Content-Range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    assert session.get(url, headers=plain | {"Range": "bytes=5-9"}).content == whole.content[5:10]
    assert session.get(url, headers=plain | {"Range": "bytes=-7"}).content == whole.content[-7:]
    other = session.get(url, headers=plain | {"Range": "bytes=100-", "If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = session.get(url, headers=plain | {"Range": f"bytes={len(whole.content)}-"})
    problem(beyond, 416, "range-not-satisfiable")
    again = session.get(url, headers=plain | {"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = session.head(url, headers=plain)
    assert (head.headers["ETag"], int(head.headers["Content-Length"])) == (whole.headers["ETag"], len(whole.content))


def test_as_of_a_date(world: World, server: Served) -> None:
    session = portal("as-of")
    first, second = world.day - timedelta(days=1), world.day
    url = f"{server.url}/v1/feeds/{FEED}"
    listed = session.get(f"{url}/versions").json()["versions"]
    assert [(one["version"], one["business_date"]) for one in listed] == [(2, str(second)), (1, str(first))]
    old = session.get(f"{url}/snapshot", params={"as_of": str(first)})
    assert (old.headers["Hub-Version"], old.content) == (
        "1",
        session.get(f"{url}/snapshot", params={"version": 1}).content,
    )
    later = session.get(f"{url}/snapshot", params={"as_of": str(second + timedelta(days=90))})
    assert later.headers["Hub-Version"] == "2"
    problem(session.get(f"{url}/snapshot", params={"as_of": "2020-01-01"}), 404, "version-unknown")
    problem(session.get(f"{url}/snapshot", params={"as_of": "2020-13-01"}), 422, "invalid-request")
    held = dict(map(_row, old.content.splitlines()))
    key, row = next(iter(held.items()))
    then = session.get(f"{url}/record", params={"key": key, "as_of": str(first)})
    assert (then.json()["version"], then.json()["row"]) == (1, row)


def _row(line: bytes) -> tuple[str, dict[str, Any]]:
    row = json.loads(line)
    return row["employee_id"], row


def test_pages_are_bounded_and_end_where_they_say(
    world: World, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = portal("pages")
    url = f"{server.url}/v1/feeds/pay_cases"
    first = session.get(f"{url}/snapshot", params={"version": 1}).headers["Hub-Cursor"]
    whole = session.get(f"{url}/changes", params={"cursor": first}).json()
    for name, most, limit in (("SCANNED", changes.SCANNED, 3), ("SCANNED", 2, 1000), ("_PAGE_BYTES", 1, 1000)):
        parts: list[Any] = []
        page, cursor, pages = {"has_more": True}, first, 0
        with monkeypatch.context() as bounded:
            bounded.setattr(changes, name, most)
            while page["has_more"]:
                page = session.get(f"{url}/changes", params={"cursor": cursor, "limit": limit}).json()
                assert len(page["changes"]) <= limit
                parts, cursor, pages = parts + page["changes"], page["cursor"], pages + 1
        assert (parts, cursor) == (whole["changes"], whole["cursor"])
        assert pages > 1, name
    with monkeypatch.context() as failing:  # broken off half-way, a page leaves its connection fit for the next one
        failing.setattr(changes, "_seen", lambda *_: 1 / 0)
        problem(session.get(f"{url}/changes", params={"cursor": first}, timeout=30), 500, "unexpected")
    usual = session.get(f"{url}/changes", params={"limit": 10_000, "cursor": first})
    unusual = session.get(f"{url}/changes", params={"limit": "010000", "cursor": first})
    assert (usual.json(), unusual.content, unusual.headers.keys()) == (whole, usual.content, usual.headers.keys())
    for limit, cursor_of in ((0, first), (10_001, first), (3, "tomorrow")):
        wrong = session.get(f"{url}/changes", params={"cursor": cursor_of, "limit": limit})
        problem(wrong, 422, "invalid-request")
    nothing = session.get(f"{url}/changes", params={"cursor": cursor})
    assert (nothing.status_code, nothing.content, nothing.headers["Hub-Cursor"]) == (304, b"", cursor)
    again = session.get(f"{url}/changes", params={"limit": "03", "cursor": cursor})  # not the usual form of a poll
    own = {"date", "x-correlation-id"}
    told, said = ({name.lower(): value for name, value in one.headers.items()} for one in (again, nothing))
    assert {name: told[name] for name in told if name not in own} == {
        name: said[name] for name in said if name not in own
    }


def test_a_cursor_holds_for_its_scope_and_its_time(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    session, url = portal("cursors"), f"{server.url}/v1/feeds/{FEED}"
    old = session.get(f"{url}/snapshot", params={"version": 1}).headers["Hub-Cursor"]
    assert session.get(f"{url}/changes", params={"cursor": old}).status_code == 200
    other = portal("cursors-other")
    consumers.scope("cursors-other", Scope(FEED, Classification.INTERNAL), actor="test", reason="wider")
    gone = problem(other.get(f"{url}/changes", params={"cursor": old}), 410, "cursor-gone")
    assert gone["snapshot"] == f"/v1/feeds/{FEED}/snapshot"
    monkeypatch.setattr(settings(), "cursor_days", 0)
    answer = session.get(f"{url}/changes", params={"cursor": old})
    problem(answer, 410, "cursor-gone")
    assert answer.headers["Link"] == f'</v1/feeds/{FEED}/snapshot>; rel="alternate"'
    problem(session.get(f"{url}/changes", params={"cursor": "tomorrow"}), 422, "invalid-request")


def test_what_a_hurried_developer_mistypes_is_named_and_never_passed_over(server: Served) -> None:
    session, url = portal("hurried"), f"{server.url}/v1/feeds/{FEED}"
    mistyped = problem(session.get(f"{url}/snapshot", params={"versoin": 1}), 422, "invalid-request")
    assert [one["in"] for one in mistyped["errors"]] == ["query.versoin"]
    problem(session.get(f"{server.url}/v1/feeds/{FEED.title()}"), 404, "feed-unknown")
    problem(session.get(f"{url}/", allow_redirects=False), 404, "not-found")  # a redirect could lead the key to http
    assert session.get(f"{url}/snapshot", headers={"Range": "Bytes=0-3"}).status_code == 206


def test_the_sample_consumer_says_why_it_was_refused(server: Served, tmp_path: Path) -> None:
    command = [sys.executable, "examples/mirror_feed.py", server.url, FEED, str(tmp_path / "mirror.sqlite")]
    root = Path(__file__).resolve().parents[2]
    for key in ("", "bhub_of-nobody"):
        environment = {**os.environ, "HUB_KEY": key}
        done = subprocess.run(
            command, env=environment, cwd=root, check=False, capture_output=True, text=True, timeout=60
        )
        assert (done.returncode, "#problem-unauthorized" in done.stderr) == (1, True), done.stderr


def test_keys_rotate_with_an_overlap_and_stop_at_once(server: Served) -> None:
    first, url = portal("keys"), f"{server.url}/v1/feeds"
    assert first.get(url).status_code == 200
    second = requests.Session()
    second.headers["Authorization"] = f"Bearer {consumers.rotate('keys', actor='test').key}"
    assert (first.get(url).status_code, second.get(url).status_code) == (200, 200)
    third = requests.Session()
    third.headers["X-API-Key"] = consumers.rotate("keys", actor="test", overlap=timedelta(0)).key
    assert [one.get(url).status_code for one in (first, second, third)] == [401, 401, 200]

    key = str(third.headers["X-API-Key"])
    granted = {"grant_type": "client_credentials", "client_id": "keys", "client_secret": key}
    token = requests.post(f"{server.url}/v1/token", data=granted).json()["access_token"]
    by_token = {"Authorization": f"Bearer {token}"}
    assert requests.get(url, headers=by_token).status_code == 200
    named = requests.post(f"{server.url}/v1/token", data={"grant_type": "client_credentials"}, auth=("keys", key))
    assert named.status_code == 200
    wrong = problem(
        requests.post(f"{server.url}/v1/token", data=granted | {"client_id": "files"}), 401, "invalid-client"
    )
    assert wrong["error"] == "invalid_client"
    problem(
        requests.post(f"{server.url}/v1/token", data=granted | {"grant_type": "password"}), 400, "unsupported-grant"
    )
    forged = key[:-4] + ("AAAA" if key[-4:] != "AAAA" else "BBBB")
    problem(requests.get(url, headers={"X-API-Key": forged}), 401, "unauthorized")
    problem(requests.get(url), 401, "unauthorized")

    consumers.revoke("keys", actor="test", reason="lost", key_id=key.split("_")[1])
    assert [third.get(url).status_code, requests.get(url, headers=by_token).status_code] == [401, 401]
    fourth = {"X-API-Key": consumers.rotate("keys", actor="test").key}
    assert requests.get(url, headers=fourth).status_code == 200
    consumers.revoke("keys", actor="test", reason="closed")
    assert requests.get(url, headers=fourth).status_code == 401
    with engine().connect() as connection:
        kept = connection.execute(sa.text("select string_agg(hash, ' ') from hub.consumer_key")).scalar_one()
    assert key not in kept
    assert "$argon2id$" in kept


def test_a_client_certificate_counts_only_from_the_trusted_proxy(server: Served) -> None:
    der = b"a certificate"
    session = portal("pinned", certificate_sha256=hashlib.sha256(der).hexdigest())
    shown = {"Client-Cert": f":{base64.b64encode(der).decode()}:"}
    url = f"{server.url}/v1/feeds"
    problem(session.get(url, headers=shown), 401, "certificate-missing")  # from 127.0.0.1, who is no proxy
    through = requests.adapters.HTTPAdapter()
    through.init_poolmanager(1, 1, source_address=("127.0.0.2", 0))
    session.mount("http://", through)
    assert session.get(url, headers=shown).status_code == 200
    problem(session.get(url), 401, "certificate-missing")
    problem(session.get(url, headers={"Client-Cert": ":YW5vdGhlcg==:"}), 401, "certificate-missing")


def test_rate_and_quota(server: Served) -> None:
    hasty = portal("hasty", requests_per_minute=3)
    answers = [hasty.get(f"{server.url}/v1/feeds") for _ in range(8)]
    problem(answers[-1], 429, "too-many-requests")
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    assert sum(answer.status_code == 200 for answer in answers) in (3, 4, 5, 6)  # a minute may begin in between
    greedy = portal("greedy", rows_per_day=1)
    url = f"{server.url}/v1/feeds/{FEED}"
    cursor = greedy.get(f"{url}/snapshot").headers["Hub-Cursor"]
    problem(greedy.get(f"{url}/snapshot"), 429, "quota-used-up")
    assert greedy.get(f"{url}/changes", params={"cursor": cursor}).status_code == 304  # costs nothing


def test_each_answer_has_a_receipt_of_ones_own(server: Served) -> None:
    session, url = portal("receipted"), f"{server.url}/v1/feeds/{FEED}"
    portal("receipted-other").get(f"{url}/snapshot")
    file = session.get(
        f"{url}/snapshot", headers={"Accept-Encoding": "identity", "X-Correlation-Id": "asked-by-test-1"}
    )
    page = session.get(
        f"{url}/changes", params={"cursor": session.get(f"{url}/snapshot?version=1").headers["Hub-Cursor"]}
    )
    for _ in range(3):
        session.get(f"{url}/changes", params={"cursor": file.headers["Hub-Cursor"]})
    found = session.get(f"{server.url}/v1/receipts").json()["receipts"]
    assert {receipt["consumer"] for receipt in found} == {"receipted"}
    first, last = found[0], found[-1]
    assert (first["kind"], first["count"], first["correlation_id"]) == (
        "snapshot",
        int(file.headers["Hub-Rows"]),
        "asked-by-test-1",
    )
    assert first["sha256"] == hashlib.sha256(file.content).hexdigest()
    assert (last["kind"], last["from_version"], last["version"]) == ("changes", 1, 2)
    assert last["sha256"] == hashlib.sha256(page.content).hexdigest()
    assert page.headers["Hub-Receipt"] == f"{last['sequence']}:{last['hash']}"
    server.stop(gently=True)  # polls are written together, some seconds later or when the process ends
    server.start()
    found = session.get(f"{server.url}/v1/receipts").json()["receipts"]
    assert [(one["count"], one["answer"]) for one in found if one["kind"] == "poll"] == [(3, "304")]


@pytest.mark.parametrize(
    ("tamper", "row", "reason"),
    [
        ("update hub.portal_receipt set count = count + 1 where sequence = 2", 2, "content changed"),
        ("delete from hub.portal_receipt where sequence = 2", 2, "missing row"),
        ("delete from hub.portal_receipt where sequence = (select max(sequence) from hub.portal_receipt)", None, "missing row"),
        ("update hub.portal_receipt set sequence = case sequence when 2 then -3 else -2 end where sequence in (2, 3);"
         "update hub.portal_receipt set sequence = -sequence where sequence < 0", 2, "does not follow the row before it"),
    ],
)  # fmt: skip
def test_a_receipt_that_was_changed_taken_out_or_swapped_is_named(
    server: Served, tamper: str, row: int | None, reason: str
) -> None:
    with engine().connect() as connection:
        last = connection.execute(sa.text("select max(sequence) from hub.portal_receipt")).scalar_one()
        assert last > 4, "earlier tests have left receipts"
        before = {proof.subject: proof.holds for proof in verify.chains()}
        assert before == {"audit": True, "portal_receipt": True, "receipt": True}
        kept = connection.execute(sa.text("select * from hub.portal_receipt")).mappings().all()
    try:
        with engine().begin() as connection:
            for statement in tamper.split(";"):
                connection.execute(sa.text(statement))
        (broken,) = [proof for proof in verify.chains() if not proof.holds]
        assert broken.subject == "portal_receipt"
        assert f"row {row or last}: {reason}" in broken.reason
    finally:
        with engine().begin() as connection:
            from hub.portals.tables import portal_receipt

            connection.execute(portal_receipt.delete())
            connection.execute(portal_receipt.insert(), [dict(one) for one in kept])


def test_errors_speak_the_readers_language_and_tell_nothing(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    session = portal("errors")
    hindi = session.get(f"{server.url}/v1/feeds/discrepancies", headers={"Accept-Language": "hi-IN, en;q=0.5"})
    assert "दायरे" in problem(hindi, 403, "feed-not-in-scope")["title"]
    problem(session.get(f"{server.url}/v1/feeds/salaries"), 404, "feed-unknown")
    problem(session.get(f"{server.url}/v2"), 404, "not-found")
    problem(session.delete(f"{server.url}/v1/feeds"), 405, "method-not-allowed")
    hidden = session.get(f"{server.url}/v1/feeds/{FEED}/record", params={"key": "K/9999"})
    problem(hidden, 404, "record-unknown")
    problem(session.get(f"{server.url}/v1/feeds/{FEED}/record", params={"key": "K\x00"}), 404, "record-unknown")

    def broken(*_: Any) -> None:
        raise RuntimeError("secret row")

    monkeypatch.setattr(changes, "locate", broken)
    answer = session.get(f"{server.url}/v1/feeds/{FEED}/changes", params={"cursor": "1-0-0000000000000000"})
    problem(answer, 500, "unexpected")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text

    def away(*_: Any) -> None:
        raise sa.exc.OperationalError("select", None, Exception("host and name"))

    monkeypatch.setattr(changes, "locate", away)
    answer = session.get(f"{server.url}/v1/feeds/{FEED}/changes", params={"cursor": "1-0-0000000000000000"})
    problem(answer, 503, "unavailable")
    assert ("host and name" in answer.text, answer.headers["Retry-After"]) == (False, "5")


def test_a_portal_is_registered_from_the_command_line(server: Served) -> None:
    def hub(*words: str) -> str:
        done = CliRunner().invoke(build(), [*words, "--as", "test"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    words = ("--title", "By hand", "--feed", FEED, "--district", "212", "--class", "personal", "--json")
    key = json.loads(hub("consumers", "add", "by-hand", *words))["key"]
    url, header = f"{server.url}/v1/feeds/{FEED}", {"X-API-Key": key}
    scope = requests.get(url, headers=header).json()["scope"]
    assert (scope["classification"], scope["districts"], "mobile_number" in scope["columns"]) == (
        "personal",
        [212],
        True,
    )
    hub("consumers", "scope", "by-hand", "--feed", FEED, "--class", "internal", "--reason", "less")
    assert "mobile_number" not in requests.get(url, headers=header).json()["scope"]["columns"]
    newer = json.loads(hub("consumers", "rotate", "by-hand", "--overlap-days", "0", "--json"))["key"]
    assert [requests.get(url, headers={"X-API-Key": one}).status_code for one in (key, newer)] == [401, 200]
    hub("consumers", "withdraw", "by-hand", "--feed", FEED, "--reason", "no more")
    problem(requests.get(url, headers={"X-API-Key": newer}), 403, "feed-not-in-scope")
    hub("consumers", "revoke", "by-hand", "--reason", "closed")
    problem(requests.get(url, headers={"X-API-Key": newer}), 401, "unauthorized")
    with engine().connect() as connection:
        told = sa.text("select action from hub.audit where subject = 'by-hand' order by sequence")
        actions = [action.removeprefix("consumer.") for action in connection.scalars(told)]
    assert actions == ["add", "scope", "rotate", "withdraw", "revoke"]
