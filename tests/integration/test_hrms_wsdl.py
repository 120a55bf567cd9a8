"""A forged WSDL draws nothing out of the hub: no file of its machine, no document from elsewhere, no password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from http_standins import make_world, read, window
from soap_standins import LOGIN, PASSWORD, connection

from connectors.hrms import source
from hub.contracts import contract
from hub.errors import HubError, SourceBroken, SourceUnavailable
from sandbox.standins._http import Reply, Request, StandIn, running
from sandbox.standins.hrms import HRMSService

pytestmark = pytest.mark.timeout(60)
EMPLOYEES = "hrms.employees"


class Forged(HRMSService):
    """Serves a WSDL that somebody has changed."""

    change: Callable[[str], str] = staticmethod(lambda text: text)

    def handle(self, request: Request) -> Reply:
        reply = super().handle(request)
        if request.method == "GET":
            return Reply(body=self.change(reply.body.decode()).encode(), media_type="text/xml")
        return reply


class Listener(StandIn):
    """Another host, which hears what is sent to it."""

    system = "listener"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.heard: list[str] = []

    def handle(self, request: Request) -> Reply:
        self.heard.append(request.path)
        return Reply(404)


def forged(tmp_path: Path, change: Callable[[str], str]) -> Forged:
    make_world(tmp_path)
    stand_in = Forged(tmp_path, LOGIN, PASSWORD)
    stand_in.change = change  # type: ignore[method-assign]
    return stand_in


def test_calls_go_to_the_configured_address_not_to_the_one_in_the_wsdl(tmp_path: Path) -> None:
    listener = Listener(tmp_path / "elsewhere")
    with running(listener) as elsewhere:
        stand_in = forged(
            tmp_path, lambda text: text.replace('location="http', f'location="{elsewhere.address}/?was=http')
        )
        with running(stand_in) as server:
            pages, total = read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert total == sum(page.records or 0 for page in pages) > 0
    assert listener.heard == []


@pytest.mark.parametrize("scheme", ["file", "http", "relative"])
def test_a_wsdl_that_imports_a_document_is_refused(tmp_path: Path, scheme: str) -> None:
    secret = tmp_path / "secret.xsd"
    secret.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', encoding="utf-8")
    listener = Listener(tmp_path / "elsewhere")
    with running(listener) as elsewhere:
        place = {"file": secret.as_uri(), "http": f"{elsewhere.address}/a.xsd", "relative": str(secret)}[scheme]
        wanted = f'<xs:import namespace="urn:x" schemaLocation="{place}"/>'
        stand_in = forged(tmp_path, lambda text: text.replace('Service/">', f'Service/">{wanted}', 2))
        with running(stand_in) as server, pytest.raises(SourceBroken) as raised:
            source(contract(EMPLOYEES), connection("hrms", server)).probe()
    assert raised.value.message_id in ("soap-wsdl-foreign", "soap-wsdl-unusable")
    assert listener.heard == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda text: text.replace("?>", '?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1), SourceBroken),
        (lambda text: text[: len(text) // 2], SourceBroken),
        (lambda text: text.replace("schemas.xmlsoap.org/wsdl/soap/", "schemas.xmlsoap.org/wsdl/soap12/"), SourceBroken),
        (lambda text: text.replace("GetEmployees", "FetchEmployees"), SourceBroken),
        (lambda text: "<a/>", SourceBroken),
    ],
    ids=["dtd", "cut", "soap12", "renamed", "other"],
)
def test_a_wsdl_that_cannot_be_used_is_a_clear_error(
    tmp_path: Path, change: Callable[[str], str], error: type[HubError]
) -> None:
    with running(forged(tmp_path, change)) as server, pytest.raises(error) as raised:
        read(source(contract(EMPLOYEES), connection("hrms", server)), window(EMPLOYEES))
    assert PASSWORD not in str(raised.value) + repr(raised.value.details)
    assert raised.value.__context__ is None
    assert not isinstance(raised.value, SourceUnavailable)
