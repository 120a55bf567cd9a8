"""Which port each service listens on, and who holds one that is taken."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

import psutil

from hub.errors import NotConfigured
from sandbox.standins.declared import declared

BASE = 18080
PLACES = {
    **{"airflow": 0, "postgres": 1, "portals": 9},
    **{item.name: item.place for item in declared().values()},
}
"""Offset of each service's port from the base; those of the stand-ins are their own declarations."""
SERVICES = tuple(sorted(PLACES, key=lambda service: PLACES[service]))


def setting(service: str) -> str:
    """The environment variable that moves one service's port."""
    return f"HUB_PORT_{service.upper()}"


def ports(environ: Mapping[str, str] | None = None) -> dict[str, int]:
    """The port of every service: ``HUB_PORT_BASE`` plus its place, or its own setting.

    Raises ``NotConfigured`` for a value that is no port, or where two services share one.
    """
    environ = os.environ if environ is None else environ
    base = _number("HUB_PORT_BASE", environ.get("HUB_PORT_BASE", ""), BASE)
    found: dict[str, int] = {}
    for service in SERVICES:
        port = _number(setting(service), environ.get(setting(service), ""), base + PLACES[service])
        for other, taken in found.items():
            if port == taken:
                raise NotConfigured(
                    "port-twice", port=str(port), service=service, other=other, setting=setting(service)
                )
        found[service] = port
    return found


def _number(name: str, given: str, default: int) -> int:
    if not given:
        return default
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise NotConfigured("port-unreadable", setting=name, value=given)
    return int(given)


def check_free(wanted: Mapping[str, int]) -> None:
    """Raises ``NotConfigured`` naming the first port that is taken, its service, its holder and the setting."""
    for service, port in wanted.items():
        if _is_free(port):
            continue
        raise NotConfigured(
            "port-taken", port=str(port), service=service, holder=_holder(port), setting=setting(service),
            next_command=f"{setting(service)}={port + 1000} make up",
        )  # fmt: skip


def is_open(port: int) -> bool:
    """Whether something answers on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do it: a port that only waits for old packets (TIME_WAIT) is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status != psutil.CONN_LISTEN or not connection.laddr or not connection.pid:
                continue
            if connection.laddr.port == port:
                return f"{psutil.Process(connection.pid).name()}, pid {connection.pid}"
    except psutil.Error:
        pass
    return "?"
