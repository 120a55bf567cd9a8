"""Every route × role × own or other district; anonymous and wrong-origin requests are refused everywhere."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from console import create_app
from tests.web.allowed import EXAMPLES, ROLES, ROUTES, Allowed
from tests.web.conftest import Console
from tests.web.serve import identify

pytestmark = pytest.mark.postgres
PATNA = 212


def app_routes() -> set[tuple[str, str]]:
    """Every route of the application by method and path."""
    return {
        (method, route.path)
        for route in create_app(identify).routes
        if isinstance(route, APIRoute)
        for method in route.methods - {"HEAD"}
    }


def test_every_route_stands_in_the_table() -> None:
    assert app_routes() == set(ROUTES)


def filled(console: Console, route: Allowed, comparison: str = "is not null") -> str:
    """The example's address with the number of a record whose district compares so."""

    def number(found: re.Match[str]) -> str:
        return str(console.ask(EXAMPLES[found[1]].format(comparison))[0][0])

    return re.sub(r"\{(\w+)\}", number, route.example)


def call(console: Console, who: str, method: str, route: Allowed, address: str) -> int:
    client = console.client(who)
    answer = client.get(address) if method == "GET" else client.post(address, route.form)
    assert answer.status_code < 500, f"{who} {method} {address}"
    return answer.status_code


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES), ids=" ".join)
def test_each_role_gets_what_the_table_says(console: Console, method: str, path: str) -> None:
    route = ROUTES[method, path]
    address = filled(console, route)
    allowed = {who for who in ROLES if call(console, who, method, route, address) != 403}
    assert allowed == route.roles
    assert call(console, "nobody", method, route, address) == 403, "a login without a role"
    anonymous = console.client()
    answer = anonymous.get(address) if method == "GET" else anonymous.post(address, route.form)
    assert answer.status_code == 401
    if method == "POST":
        who = console.client(sorted(route.roles)[0])
        foreign = (
            who.post(address, route.form, Origin="https://elsewhere.example"),
            who.post(address, route.form, Origin="null"),
            who.post(address, route.form, **{"Sec-Fetch-Site": "cross-site"}),
            who.post(address, {**route.form, "csrf": "0" * 64}),
        )
        assert [answer.status_code for answer in foreign] == [403] * len(foreign)


@pytest.fixture(scope="module")
def limited(console: Console) -> str:
    """A steward, and an administrator by role, limited to the district of Patna."""
    admin = console.client("admin")
    for login in ("patna", "patna_admin"):
        done = admin.post("/people", {"login": login, "district": str(PATNA), "reason": "posted there"})
        assert done.status_code == 303
    return "patna_admin"


@pytest.mark.parametrize(
    ("method", "path"), sorted(key for key, route in ROUTES.items() if route.scope != "any"), ids=" ".join
)
def test_a_limited_person_decides_on_their_own_district_only(
    console: Console, limited: str, method: str, path: str
) -> None:
    route = ROUTES[method, path]
    if route.scope == "state":
        assert call(console, limited, method, route, filled(console, route)) == 403
        return
    assert call(console, limited, method, route, filled(console, route, f"<> {PATNA}")) == 403
    assert call(console, limited, method, route, filled(console, route, f"= {PATNA}")) != 403


def test_static_files_and_unknown_addresses_are_closed_to_strangers(console: Console) -> None:
    anonymous = console.client()
    assert {anonymous.get(path).status_code for path in ("/static/console.css", "/nowhere", "/openapi.json")} == {401}
    assert console.client("viewer").get("/openapi.json").status_code == 404


def test_every_answer_carries_the_policy(console: Console) -> None:
    for client in (console.client(), console.client("viewer")):
        for path in ("/today", "/static/console.js", "/nowhere"):
            headers = client.get(path).headers
            policy = headers["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
    assert console.client("viewer").get("/today").headers["Cache-Control"] == "no-store"
    docs = console.client("viewer").get("/batches/rtps.applications/2026-11-20/001/docs")
    assert "script-src" not in docs.headers["Content-Security-Policy"]
    assert "default-src 'none'" in docs.headers["Content-Security-Policy"]
    assert "rtps.applications" in docs.text
