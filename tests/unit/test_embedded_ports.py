"""Ports from one base, each movable, a taken one named."""

from __future__ import annotations

import os
import socket

import pytest

from embedded.ports import BASE, SERVICES, check_free, is_open, ports
from hub.errors import NotConfigured


def test_ports_follow_the_base() -> None:
    assert ports({}) == {service: BASE + offset for offset, service in enumerate(SERVICES)}
    assert ports({"HUB_PORT_BASE": "20000"})["rtps"] == 20002


def test_one_port_is_moved_alone() -> None:
    moved = ports({"HUB_PORT_AIRFLOW": "9000"})
    assert moved["airflow"] == 9000
    assert moved["postgres"] == BASE + 1


@pytest.mark.parametrize("value", ["0", "65536", "-1", "eight"])
def test_what_is_no_port_is_refused(value: str) -> None:
    with pytest.raises(NotConfigured, match="HUB_PORT_SMTP is not a port"):
        ports({"HUB_PORT_SMTP": value})


def test_one_port_for_two_services_is_refused() -> None:
    with pytest.raises(NotConfigured, match="given to both airflow and smtp"):
        ports({"HUB_PORT_SMTP": str(BASE)})


def test_a_taken_port_names_port_service_holder_and_setting() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert is_open(port)
        with pytest.raises(NotConfigured) as refused:
            check_free({"sparrow": port})
    said = str(refused.value)
    assert str(port) in said
    assert "sparrow" in said
    assert f"pid {os.getpid()}" in said
    assert "HUB_PORT_SPARROW" in said
    check_free({"sparrow": port})
    assert not is_open(port)
