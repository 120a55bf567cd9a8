"""The feed interface without a database: addresses, keys, pages, its description."""

from __future__ import annotations

import re
import socket
from typing import Any

import pytest
from fastapi import FastAPI

from hub import webhooks
from hub.errors import NotAllowed
from hub.i18n import LANGUAGES, text
from hub.portals import keys, pages, routes
from hub.portals.app import description
from hub.portals.problems import STATUS
from hub.settings import settings


def resolving(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(webhooks.socket, "getaddrinfo", lookup)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"],
)  # fmt: skip
def test_no_push_into_our_own_network(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolving(monkeypatch, address)
    with pytest.raises(NotAllowed, match="does not push"):
        webhooks.judge("https://portal.example/hub")
    resolving(monkeypatch, "93.184.216.34", address)  # one bad address behind a name spoils it
    with pytest.raises(NotAllowed, match="does not push"):
        webhooks.judge("https://portal.example/hub")


@pytest.mark.parametrize(
    "url",
    ["http://portal.example/", "ftp://portal.example/", "https://user:pw@portal.example/", "https:///x", "portal.example",
     "https://portal.example:0/", "https://portal.example:99999/", "https://portal.example/#x", "file:///etc/passwd",
     "https://pörtal.example/"],
)  # fmt: skip
def test_only_plain_https_addresses(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolving(monkeypatch, "93.184.216.34")
    with pytest.raises(NotAllowed):
        webhooks.judge(url)


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "93.184.216.34")
    place = webhooks.judge("https://portal.example/hub?x=1")
    assert (place.address, place.host, place.port, place.path) == ("93.184.216.34", "portal.example", 443, "/hub?x=1")
    reached: list[Any] = []

    class Pool:
        def __init__(self, host: str, port: int, **options: Any) -> None:
            reached.append((host, port, options["server_hostname"], options["assert_hostname"]))
            raise OSError

    monkeypatch.setattr(webhooks.urllib3, "HTTPSConnectionPool", Pool)
    with pytest.raises(OSError):  # noqa: PT011
        webhooks.post(place, b"{}", {})
    assert reached == [("93.184.216.34", 443, "portal.example", "portal.example")]


def test_a_network_of_the_installation_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "webhook_networks", "10.20.0.0/16, 10.30.0.0/16")
    resolving(monkeypatch, "10.20.1.1")
    assert webhooks.judge("http://portal.intra:8000").address == "10.20.1.1"
    resolving(monkeypatch, "10.20.1.1", "10.40.1.1")
    with pytest.raises(NotAllowed):
        webhooks.judge("https://portal.intra:8000")


def test_a_key_proves_itself_and_nothing_else_does() -> None:
    one, other = keys.make(), keys.make()
    assert keys.id_of(one.key) == one.key_id
    assert keys.matches(one.key, one.hash)
    assert not keys.matches(other.key, one.hash)
    assert not keys.matches(one.key, "no hash")
    assert [keys.id_of(text) for text in ("", "bhub_x_y", one.key + "x", one.key[:-1])] == [""] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_developers_page_is_whole_and_brings_nothing_from_elsewhere(language: str) -> None:
    page = pages.render(language)
    assert f'<html lang="{language}">' in page
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []
    assert "<script" not in page
    for name in STATUS:
        assert f'id="problem-{name}"' in page
        assert text(f"problem-{name}-title", language) in page.replace("&#39;", "'").replace("&#34;", '"')


def test_every_operation_is_on_the_page_and_has_an_example() -> None:
    app = FastAPI()
    app.include_router(routes.router)
    document = description(app)
    assert document["openapi"].startswith("3.1")
    known = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert known == {(method, path) for method, path, _ in pages.OPERATIONS}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            answers = operation["responses"]["200"]["content"]
            assert any("example" in media for media in answers.values()), path
            for status, answer in operation["responses"].items():
                assert int(status) < 400 or "application/problem+json" in answer["content"], (path, status)
