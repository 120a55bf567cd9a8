"""What the OpenAPI document says, the interface does: Schemathesis with all its checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from portals_world import World, served
from schemathesis.config import SchemathesisConfig

from hub import database as hub_database
from hub.contracts import Classification
from hub.feeds import declared
from hub.portals import consumers
from hub.portals.scopes import Scope
from hub.settings import settings
from tests.ports import free_port

pytestmark = pytest.mark.postgres
EXAMPLES = 8


@pytest.fixture(scope="module")
def api(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The interface with every feed in scope but one, and its description as it is served."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HUB_HOME", str(tmp_path_factory.mktemp("schema")))
        patched.setenv("HUB_DATABASE_URL", postgres.create_database("hub_portals_schema"))
        settings.cache_clear()
        from hub.migrations import migrate

        migrate()
        world = World(3)
        world.turn(changes=20, least=5)
        world.turn(changes=20, least=5)
        scopes = [Scope(feed, Classification.SENSITIVE) for feed in list(declared())[:-1]]
        key = consumers.add("schema", scopes, title="Schema", actor="test", requests_per_minute=10**6).key
        with served(free_port()) as server:
            # Documented refusals of requests that fit the description: a cursor or a rate may be used up.
            expected = {"expected-statuses": ["2xx", 304, 401, 403, 404, 410, 429]}
            config = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": expected}})
            schema = schemathesis.openapi.from_url(f"{server.url}/v1/openapi.json", config=config)
            yield schema, key, _cursors(server.url, key)
        hub_database.engine().dispose()


def test_the_interface_does_what_its_description_says(api: Any) -> None:
    schema, key, cursors = api
    tried = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        tried.add(operation.path)
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            _try(operation, mode, key, {})
        for feed, cursor in cursors.items():
            _try(operation, schemathesis.GenerationMode.POSITIVE, key, {"feed": feed, "cursor": cursor})
    assert len(tried) == 11


def _cursors(url: str, key: str) -> dict[str, str]:
    """A cursor before the newest version of two feeds: by chance alone none is ever met."""
    session = requests.Session()
    session.headers["X-API-Key"] = key
    places = {feed: f"{url}/v1/feeds/{feed}/snapshot?version=1" for feed in ("pay_cases", "service_delivery")}
    return {feed: session.get(place).headers["Hub-Cursor"] for feed, place in places.items()}


def _try(operation: Any, mode: Any, key: str, known: dict[str, str]) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck), derandomize=True,
        database=None,
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def of_operation(case: Any) -> None:
        if "feed" in case.path_parameters and known:
            case.path_parameters["feed"] = known["feed"]
        if "cursor" in case.query and known:
            case.query["cursor"] = known["cursor"]
        case.call_and_validate(headers={"X-API-Key": key})

    of_operation()
