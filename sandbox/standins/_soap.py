"""A SOAP 1.1 service for stand-ins: document/literal wrapped, its WSDL beside it, tokens out of ``Authenticate``."""

from __future__ import annotations

import secrets
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from sandbox.faults import Fault
from sandbox.standins._ack import ACK_FAULTS, spoilt_xml
from sandbox.standins._http import ANSWER_FAULTS, RECORD_FAULTS, Reply, Request, StandIn, _broken, _instead
from sandbox.standins._pages import Asked, Cut, Pages
from sandbox.standins._wsdl import text_elements, wsdl

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
LARGEST_PAGE = 10_000
Arguments = Mapping[str, str]


@dataclass(frozen=True)
class Operation:
    """One call: its parameters after ``token`` (all text), the schema of its result, and what answers it."""

    parameters: tuple[str, ...]
    result: str
    handle: Callable[[Arguments], Reply]


class BadRequest(Exception):
    """The arguments make no sense; the text is the fault's code."""


class SoapStandIn(StandIn):
    """One service. A subclass names ``path`` and ``namespace`` and gives its ``operations``."""

    path = ""
    namespace = ""
    refuses_login_by_fault = True

    def __init__(self, home: Path, login: str, password: str, token_seconds: float = 1200.0) -> None:
        super().__init__(home)
        self._credentials = (login, password)
        self._token_seconds = token_seconds
        self._tokens: dict[str, float] = {}
        self.pages = Pages(home)

    @abstractmethod
    def operations(self) -> dict[str, Operation]:
        """Every operation but ``Authenticate``, by name."""

    def handle(self, request: Request) -> Reply:
        """The WSDL for a GET, the answer to a call for a POST."""
        if request.path != self.path:
            return Reply(404, b"Not found", "text/plain")
        if request.method == "GET":
            return Reply(
                body=self._wsdl(f"http://{request.headers.get('host', '')}{self.path}").encode(), media_type="text/xml"
            )
        try:
            name, arguments = _read(request.body)
            if name == "Authenticate":
                return self._authenticate(arguments)
            if self._tokens.get(arguments.get("token", ""), 0.0) <= time.monotonic():
                return fault("Client.Authentication", "Token missing or expired")
            operation = self.operations().get(name)
            return operation.handle(arguments) if operation else fault("Client", "No such operation")
        except (BadRequest, ValueError, etree.XMLSyntaxError):
            return fault("Client", "The request cannot be read")

    def act(self, dataset: str, build: Callable[[Fault | None], Reply], *, has_records: bool) -> Reply:
        """``build(fault)``, with at most one waiting fault of ``dataset`` taken and carried out."""
        found = self.faults.take(self.system, dataset, *ANSWER_FAULTS, *(RECORD_FAULTS if has_records else ACK_FAULTS))
        if found is None or found.fault in RECORD_FAULTS:
            return build(found) if has_records else spoilt_xml(build(None), found, "Accepted")
        if found.fault == "token_expired":
            self._tokens.clear()
            return fault("Client.Authentication", "Token missing or expired")
        if found.fault == "server_error" and found.params.get("mode") == "fault":
            return fault("Server", "Object reference not set to an instance of an object.")
        early = _instead(found)
        return early if early is not None else _broken(build(None), found)

    def listing(self, name: str, asked: Asked, record: str, arguments: Arguments) -> Reply:
        """One page of a list: Total, Page, Pages, then the records."""
        number, size = int(arguments.get("pageNo", "1")), int(arguments.get("pageSize", "1000"))
        if number < 1 or not 1 <= size <= LARGEST_PAGE:
            raise BadRequest("Client")

        def render(cut: Cut) -> Reply:
            head = f"<Total>{cut.total}</Total><Page>{number}</Page><Pages>{cut.pages}</Pages>"
            return self.result(name, head + "".join(_element(record, row, at) for at, row in enumerate(cut.records)))

        def build(found: Fault | None) -> Reply:
            return self.pages.reply(asked, number, size, found, render)

        return self.act(asked.dataset, build, has_records=True)

    def known_on(self, *days: date | None) -> date:
        """The day whose knowledge is asked for; never after the world's clock."""
        return min(day for day in (*days, self.pages.world.clock) if day is not None)

    def result(self, operation: str, inner: str) -> Reply:
        """The answer of ``operation`` around ``inner`` XML."""
        result = f"<{operation}Result>{inner}</{operation}Result>"
        return _envelope(f'<{operation}Response xmlns="{self.namespace}">{result}</{operation}Response>')

    def _authenticate(self, arguments: Arguments) -> Reply:
        if (arguments.get("login"), arguments.get("password")) != self._credentials:
            if self.refuses_login_by_fault:
                return fault("Client.Authentication", "Unknown login or password")
            return self.result("Authenticate", "<Token/>")
        token = secrets.token_urlsafe(24)
        self._tokens[token] = time.monotonic() + self._token_seconds
        return self.result("Authenticate", f"<Token>{token}</Token>")

    def _wsdl(self, address: str) -> str:
        calls = {"Authenticate": (("login", "password"), text_elements("Token"))}
        calls |= {name: (("token", *item.parameters), item.result) for name, item in self.operations().items()}
        return wsdl(type(self).__name__, self.namespace, address, calls)


def fault(code: str, text: str) -> Reply:
    """A SOAP fault, which travels with status 500 (SOAP 1.1, 6.2)."""
    inner = f"<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{escape(text)}</faultstring></soap:Fault>"
    return _envelope(inner, 500)


def _envelope(inner: str, status: int = 200) -> Reply:
    body = f'<soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body>{inner}</soap:Body></soap:Envelope>'
    text = f'<?xml version="1.0" encoding="utf-8"?>{body}'
    return Reply(status, text.encode(), "text/xml; charset=utf-8")


def _element(name: str, value: Any, at: int) -> str:
    """A value as an element. Nothing is an empty element in even records and no element at all in odd ones: services
    of this kind do both."""
    if isinstance(value, dict):
        return f"<{name}>{''.join(_element(key, item, at) for key, item in value.items())}</{name}>"
    if value is None:
        return "" if at % 2 else f"<{name}/>"
    return f"<{name}>{escape(str(value))}</{name}>"


def _read(body: bytes) -> tuple[str, dict[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for call in etree.fromstring(body, parser).iterfind(f"{{{ENVELOPE}}}Body/*"):
        return etree.QName(call).localname, {etree.QName(item).localname: item.text or "" for item in call}
    raise BadRequest("Client")
