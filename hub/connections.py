"""Credentials from Airflow connections, read without Airflow.

A connection is the environment variable ``AIRFLOW_CONN_<ID>`` as JSON or as a URI, just as Airflow reads it. Within
an Airflow task the factory registers ``resolver``, so that connections kept in Airflow's own store or secrets
backend are found as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from hub.errors import NotConfigured


@dataclass(frozen=True)
class Connection:
    """One system's address and credentials. ``repr`` never shows the secret parts."""

    conn_id: str
    conn_type: str = ""
    host: str = ""
    port: int | None = None
    login: str = ""
    password: str = field(default="", repr=False)
    schema: str = ""
    extra: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def base_url(self) -> str:
        """``schema://host:port`` for systems reached by HTTP; TLS is assumed when no schema is named."""
        scheme = self.schema or "https"
        port = f":{self.port}" if self.port else ""
        return f"{scheme}://{self.host}{port}"

    def text(self, name: str, default: str = "") -> str:
        """A string out of ``extra``."""
        value = self.extra.get(name, default)
        return str(value) if value is not None else default


resolver: Callable[[str], Connection | None] | None = None


def connection(conn_id: str) -> Connection:
    """The connection named ``conn_id``.

    Raises ``NotConfigured`` when there is none or it cannot be read.
    """
    variable = f"AIRFLOW_CONN_{conn_id.upper()}"
    raw = os.environ.get(variable)
    if raw:
        return parse(conn_id, raw)
    found = resolver(conn_id) if resolver else None
    if found is None:
        raise NotConfigured("connection-missing", record=conn_id, variable=variable, next_command="hub check")
    return found


def parse(conn_id: str, raw: str) -> Connection:
    """Read Airflow's JSON or URI form of a connection.

    Raises ``NotConfigured`` when it is neither.
    """
    try:
        return _from_json(conn_id, raw) if raw.lstrip().startswith("{") else _from_uri(conn_id, raw)
    except (ValueError, TypeError) as error:
        variable = f"AIRFLOW_CONN_{conn_id.upper()}"
        raise NotConfigured("connection-unreadable", record=conn_id, variable=variable) from error


def _from_json(conn_id: str, raw: str) -> Connection:
    body = json.loads(raw)
    extra = body.get("extra") or {}
    if isinstance(extra, str):
        extra = json.loads(extra)
    port = body.get("port")
    return Connection(
        conn_id=conn_id,
        conn_type=body.get("conn_type") or "",
        host=body.get("host") or "",
        port=int(port) if port else None,
        login=body.get("login") or "",
        password=body.get("password") or "",
        schema=body.get("schema") or "",
        extra=extra,
    )


def _from_uri(conn_id: str, raw: str) -> Connection:
    parts = urlsplit(raw)
    if not parts.scheme:
        raise ValueError("no scheme")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    extra: dict[str, object] = json.loads(query["__extra__"]) if "__extra__" in query else dict(query)
    return Connection(
        conn_id=conn_id,
        conn_type=parts.scheme,
        host=unquote(parts.hostname or ""),
        port=parts.port,
        login=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        schema=unquote(parts.path.lstrip("/")),
        extra=extra,
    )
