"""Airflow's users as the console knows them: one function, whatever the auth manager."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from console import Role
from hub.settings import settings

pytestmark = pytest.mark.airflow
PLUGINS = str(Path(__file__).resolve().parents[2] / "plugins")


def of_fab(*names: str) -> Any:
    return SimpleNamespace(roles=[SimpleNamespace(name=name) for name in names])


@pytest.mark.parametrize(
    ("user", "role"),
    [
        (SimpleNamespace(role="viewer"), Role.VIEWER),
        (SimpleNamespace(role="user"), Role.STEWARD),
        (SimpleNamespace(role="op"), Role.IT_TEAM),
        (SimpleNamespace(role="admin"), Role.ADMIN),
        (SimpleNamespace(role=None), None),
        (of_fab("Steward"), Role.STEWARD),
        (of_fab("IT Team", "Viewer"), Role.IT_TEAM),
        (of_fab("Auditor", "Admin"), Role.ADMIN),
        (of_fab("Public", "Something else"), None),
        (of_fab(), None),
    ],
)
def test_a_role_of_either_auth_manager_is_a_role_of_the_hub(
    user: Any, role: Role | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(PLUGINS)
    hub_role = __import__("hub_identity").hub_role
    assert hub_role(user, "asha") is role
    monkeypatch.setenv("HUB_CONSOLE_ROLES", "asha:auditor, someone:admin")
    settings.cache_clear()
    assert hub_role(user, "asha") is Role.AUDITOR, "the hub's own word wins"
    assert hub_role(user, "else") is role


def test_who_is_not_logged_in_is_nobody_whatever_fab_gives_the_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PLUGINS)
    identity = __import__("hub_identity")

    async def public(*_asked: object) -> Any:
        return SimpleNamespace(is_anonymous=True, get_name=lambda: "Anonymous", roles=of_fab("Admin").roles)

    monkeypatch.setattr(identity, "get_user", public)
    assert asyncio.run(identity.identify(SimpleNamespace(headers={}))) is None


def test_the_console_is_made_in_the_api_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PLUGINS)
    monkeypatch.delitem(sys.modules, "hub_plugin", raising=False)
    plugin = __import__("hub_plugin").HubPlugin
    assert plugin.fastapi_apps == []
    assert [view["href"] for view in plugin.external_views] == ["hub/"]
