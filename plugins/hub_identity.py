"""Airflow's side of the console: who asks and with which role, and starting a sync with the asker's own rights."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import httpx
from airflow.api_fastapi.app import API_ROOT_PATH, cached_app
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.api_fastapi.core_api.security import get_user
from airflow.configuration import conf
from fastapi import HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials

from console import Identity, Role
from hub.contracts import contract
from hub.errors import NotAllowed, SourceUnavailable
from hub.settings import settings

# Airflow's own roles (SimpleAuthManager's four, FAB's defaults) beside the hub's.
ROLES = {
    "admin": Role.ADMIN, "steward": Role.STEWARD, "user": Role.STEWARD, "it_team": Role.IT_TEAM, "op": Role.IT_TEAM,
    "auditor": Role.AUDITOR, "viewer": Role.VIEWER,
}  # fmt: skip
ORDER = list(dict.fromkeys(ROLES.values()))


async def identify(request: Request) -> Identity | None:
    """The person whom Airflow's token names: its cookie, or a bearer token of a program.

    Nobody logged in is nobody here, whatever FAB's ``auth_role_public`` lets them see in Airflow.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = HTTPAuthorizationCredentials(scheme=scheme, credentials=token) if token else None
    try:
        user = await get_user(request, None, bearer)
    except HTTPException:
        return None
    if getattr(user, "is_anonymous", False):
        return None
    login = str(user.get_name())
    return Identity(login=login, name=login, role=hub_role(user, login))


def hub_role(user: Any, login: str) -> Role | None:
    """The hub's role of an Airflow user; ``None`` where none of theirs is one.

    ``HUB_CONSOLE_ROLES`` (``login:role,…``) wins, for roles that the auth manager does not have. Of several roles of
    FAB the first of ``ORDER`` counts.
    """
    for pair in filter(None, settings().console_roles.split(",")):
        name, _, role = pair.strip().partition(":")
        if name == login:
            return Role(role)
    given = {ROLES.get(_plain(name)) for name in _airflow_roles(user)}
    return next((role for role in ORDER if role in given), None)


def _airflow_roles(user: Any) -> Iterable[str]:
    of_fab = getattr(user, "roles", None)
    if of_fab is not None:
        return [str(role.name) for role in of_fab]
    return [str(getattr(user, "role", "") or "")]


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


async def trigger(request: Request, dataset: str, business_date: date) -> str:
    """Start the dataset's DAG for the date through Airflow's own interface, as the person who asks.

    Raises ``NotAllowed`` where Airflow refuses it, ``SourceUnavailable`` where it fails.
    """
    token = request.headers.get("authorization") or f"Bearer {request.cookies.get(COOKIE_NAME_JWT_TOKEN, '')}"
    path = f"{root()}/api/v2/dags/sync_{contract(dataset).table}/dagRuns"
    body = {"logical_date": None, "partition_key": business_date.isoformat(), "conf": {}}
    inside = httpx.ASGITransport(app=cached_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=inside, base_url="http://airflow") as airflow:
        answer = await airflow.post(path, json=body, headers={"Authorization": token})
    if answer.status_code >= 500:
        raise SourceUnavailable("console-airflow-away", record=dataset)
    if answer.is_error:
        raise NotAllowed("console-airflow-refused", record=dataset)
    return str(answer.json()["dag_run_id"])


def root() -> str:
    """The path below which Airflow stands, without a slash at its end."""
    return API_ROOT_PATH.rstrip("/")


def secret() -> bytes:
    """What signs the console's forms: the same in every process of this Airflow, and not its own key."""
    return hashlib.sha256(b"hub console|" + conf.get("api", "secret_key").encode()).digest()


def origins() -> list[str]:
    """The console's own origin as browsers name it, where a proxy stands before Airflow."""
    url = httpx.URL(conf.get("api", "base_url", fallback="") or "")
    if not url.host:
        return []
    port = f":{url.port}" if url.port else ""
    return [f"{url.scheme}://{url.host}{port}"]
