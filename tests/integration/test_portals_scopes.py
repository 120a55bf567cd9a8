"""No field and no row outside a scope ever leaves, in whatever form it is asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import orjson
import pyarrow.csv
import pyarrow.parquet
import pytest
import requests
import yaml
from portals_world import DEPARTMENTS, LEVELS, Served, World, served

from hub.contracts import Classification
from hub.errors import NotAllowed
from hub.feeds import declared
from hub.portals import consumers
from hub.portals.scopes import Scope, check
from tests.ports import free_port

pytestmark = pytest.mark.postgres
FILTERS: list[tuple[Any, Any]] = [(None, None), ({212}, None), (None, {DEPARTMENTS[1]}), ({212, 213}, {DEPARTMENTS[0]})]


def scope_of(feed: str, level: str, districts: Any, departments: Any) -> Scope:
    some = [None if values is None else frozenset(values) for values in (districts, departments)]
    return check(Scope(feed, Classification(level), *some))


def kept_scopes(feed: str) -> Iterator[tuple[Scope, tuple[Any, ...]]]:
    """Every scope that the feed can keep; a class that shows no more than the one before it is left out."""
    known = set()
    for level in LEVELS:
        for districts, departments in FILTERS:
            try:
                scope = scope_of(feed, level, districts, departments)
            except NotAllowed:
                continue
            if scope.digest not in known:
                known.add(scope.digest)
                yield scope, (level, districts, departments)


def get(session: requests.Session, server: Served, path: str, **params: Any) -> requests.Response:
    answer = session.get(f"{server.url}/v1/feeds/{path}", params=params, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer


def as_told(row: dict[str, Any]) -> dict[str, Any]:
    """A typed value as the feeds write it in JSON."""
    return {
        name: f"{value:.2f}" if isinstance(value, Decimal) else value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in row.items()
    }  # fmt: skip


def as_text(row: dict[str, Any]) -> dict[str, str | None]:
    """A row as CSV tells it."""
    return {
        name: None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in row.items()
    }


def test_scopes_by_feeds_by_formats(database: str) -> None:
    world = World(7)
    world.turn(changes=40, least=15)
    everything = {feed: {key: dict(row) for key, row in world.seen(feed, "sensitive").items()} for feed in declared()}
    world.turn(changes=40, least=15)
    session = requests.Session()
    first = [scope_of(feed, "sensitive", None, None) for feed in declared()]
    made = consumers.add("reader", first, title="Reader", actor="test", requests_per_minute=10**6)
    session.headers.update({"X-API-Key": made.key, "Accept-Encoding": "identity"})
    tried = 0
    with served(free_port()) as server:
        for feed in declared():
            for scope, asked in kept_scopes(feed):
                consumers.scope("reader", scope, actor="test", reason="test")
                expected = world.seen(feed, *asked)
                rows = [expected[key] for key in sorted(expected, key=lambda key: _sorts(expected[key], feed))]
                names = list(scope.names)

                ndjson = get(session, server, f"{feed}/snapshot", format="ndjson")
                assert [orjson.loads(line) for line in ndjson.content.splitlines()] == rows
                parquet = pyarrow.parquet.read_table(
                    io.BytesIO(get(session, server, f"{feed}/snapshot", format="parquet").content)
                )
                assert parquet.column_names == names
                assert [as_told(row) for row in parquet.to_pylist()] == rows
                csv = get(session, server, f"{feed}/snapshot", format="csv").content
                options = pyarrow.csv.ConvertOptions(
                    column_types=dict.fromkeys(names, "string"), strings_can_be_null=True, null_values=[""],
                    quoted_strings_can_be_null=False,
                )  # fmt: skip
                parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
                table = pyarrow.csv.read_csv(io.BytesIO(csv), convert_options=options, parse_options=parse)
                assert table.column_names == names
                assert table.to_pylist() == [as_text(row) for row in rows]

                old = get(session, server, f"{feed}/snapshot", version=1)
                changed = _apply(
                    old, get(session, server, f"{feed}/changes", cursor=old.headers["Hub-Cursor"]).json(), feed
                )
                assert changed == expected
                assert list(get(session, server, f"{feed}/schema").json()["properties"]) == names
                contract = yaml.safe_load(get(session, server, f"{feed}/contract").text)["schema"][0]["properties"]
                assert [column["name"] for column in contract] == names
                assert get(session, server, feed).json()["scope"]["columns"] == names
                for key in list(everything[feed])[:2]:
                    values = [str(part) for part in orjson.loads(key)]
                    answer = session.get(f"{server.url}/v1/feeds/{feed}/record", params={"key": values}, timeout=60)
                    assert answer.status_code == (200 if key in expected else 404)
                    assert answer.status_code == 404 or answer.json()["row"] == expected[key]
                tried += 1
    assert tried > 30


def _sorts(row: dict[str, Any], feed: str) -> bytes:
    """The feeds' order: by key as text, byte by byte."""
    key = [row[name] for name in declared()[feed].key]
    return str(key[0]).encode() if len(key) == 1 else orjson.dumps(key).replace(b",", b", ")


def _apply(old: requests.Response, page: dict[str, Any], feed: str) -> dict[str, Any]:
    assert page["has_more"] is False
    held = {
        orjson.dumps([row[name] for name in declared()[feed].key]).decode(): row
        for row in map(orjson.loads, old.content.splitlines())
    }
    for change in page["changes"]:
        key = orjson.dumps(list(change["key"].values())).decode()
        assert (key in held) == (change["kind"] != "ADD")
        assert set(change) <= {"kind", "version", "key", "row"}
        if change["kind"] == "DEL":
            del held[key]
        else:
            assert held.get(key) != change["row"]
            held[key] = change["row"]
    return held


def test_a_scope_that_cannot_be_kept_is_refused(database: str) -> None:
    with pytest.raises(NotAllowed, match="no column department_name"):
        scope_of("discrepancies", "internal", None, {"X"})
    with pytest.raises(NotAllowed, match="employee_id, which is internal"):
        scope_of("employees", "public", None, None)
    with pytest.raises(NotAllowed, match="no district 230 in Bihar"):  # Patna's code in the census, not in the LGD
        scope_of("employees", "internal", {212, 230}, None)
    with pytest.raises(NotAllowed, match="names no value"):
        scope_of("employees", "internal", set(), None)
    with pytest.raises(NotAllowed):
        scope_of("salaries", "internal", None, None)
