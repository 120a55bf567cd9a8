"""SOAP 1.1 client: zeep makes the requests out of the WSDL, lxml reads the answers, which stay raw bytes.

Lists are never turned into zeep's objects (nine times the time). Nothing that a message says is ever put into a log
or an error: requests carry passwords, answers carry people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from connectors.common import http
from connectors.common.config import setting
from connectors.common.paging import PagedSettings
from connectors.common.retry import TryAgain
from connectors.common.wsdl import ClosedTransport, load_service
from connectors.common.xml import first_text, local_name, parse
from hub.errors import HubError, SourceBroken, SourceRefused

if TYPE_CHECKING:
    from lxml import etree

# Sub-codes that mean "who are you": WS-Security's own, and the plain words that .NET services use.
_AUTHENTICATION_FAULTS = {"FailedAuthentication", "InvalidSecurity", "InvalidSecurityToken", "SecurityTokenUnavailable",
                          "Authentication", "TokenExpired", "Unauthorized"}  # fmt: skip
_READ_HERE = frozenset({401, 403, 500})  # statuses that may carry a SOAP fault


class SoapSettings(PagedSettings):
    """Settings of a SOAP service entered by ``Authenticate(login, password)``."""

    login: str = setting(title="Login", description="User of the web service.", example="bpsms-hub")
    password: SecretStr = setting(title="Password", description="Its password.", example="********", secret=True)
    path: str = setting(
        "", title="Path", description="Path of the service; empty for the usual one.", example="/hrms/HRMSService.svc"
    )
    page_size: int = setting(
        1000, title="Page size", description="Records asked for in one call.", example=1000, least=1
    )


@dataclass(frozen=True)
class Answer:
    """One SOAP answer: the envelope as received, and its parsed root."""

    content: bytes
    root: etree._Element

    def text(self, name: str) -> str:
        """The trimmed text of the first element with that local name, or ``""``."""
        return first_text(self.root, name)


class _TokenRefused(Exception):
    """The service does not (any longer) know our token."""


class SoapClient:
    """A service at the connection's address and ``path``. Every call goes there, whatever the WSDL says."""

    def __init__(self, system: str, conn_id: str, settings: SoapSettings, *, path: str) -> None:
        self.system = system
        self.conn_id = conn_id
        self.settings = settings
        self._path = settings.path or path
        self._http = http.HttpClient(system, conn_id, settings)
        self._zeep: Any = None
        self._service: Any = None
        self._token = ""

    def login(self) -> None:
        """Prove the credentials; raises ``SourceRefused``, ``SourceUnavailable`` or ``SourceBroken``."""
        self._token = ""
        try:
            answer = self._post(
                "Authenticate",
                {"login": self.settings.login, "password": self.settings.password.get_secret_value()},
                lambda answer: None,
            )
            self._token = answer.text("Token")
        except _TokenRefused:
            pass
        if not self._token:  # ASMX services answer a wrong password with an empty token, not with a fault
            raise self._error(SourceRefused, "soap-login-refused")

    def call(self, operation: str, accept: Callable[[Answer], None] | None = None, /, **arguments: object) -> Answer:
        """One call with the token before ``arguments``; asked again where that may help.

        ``accept`` may raise ``TryAgain`` to have the call repeated. Raises ``SourceUnavailable`` (no answer, 429,
        5xx, a server's fault), ``SourceRefused`` (credentials, after one new ``Authenticate``), ``SourceBroken``
        (not what the WSDL promises, or a fault that blames the request).
        """
        accept = accept or (lambda answer: None)
        if not self._token:
            self.login()
        try:
            return self._post(operation, {"token": self._token, **arguments}, accept)
        except _TokenRefused:
            pass
        self.login()
        try:
            return self._post(operation, {"token": self._token, **arguments}, accept)
        except _TokenRefused:
            pass
        raise self._error(SourceRefused, "soap-token-refused", operation=operation)

    def _post(self, operation: str, arguments: dict[str, object], accept: Callable[[Answer], None]) -> Answer:
        import zeep.exceptions

        if self._service is None:
            self._zeep, self._service = load_service(self._http, self._path)
        transport: ClosedTransport = self._zeep.transport

        def decode(answer: http.Answer) -> Answer:
            read = self._read(operation, answer)
            accept(read)
            return read

        try:
            with self._zeep.settings(raw_response=True), transport.expecting(operation, decode, _READ_HERE):
                sent: Answer = self._service[operation](**arguments)
                return sent
        except (zeep.exceptions.Error, AttributeError, TypeError, ValueError):
            pass  # zeep's words quote the value that does not fit, which may be a person's
        raise self._error(SourceBroken, "soap-wsdl-mismatch", operation=operation)

    def _read(self, operation: str, answer: http.Answer) -> Answer:
        if answer.status in (401, 403):
            raise _TokenRefused
        if answer.status == 500 and b"Fault" not in answer.body:
            raise TryAgain("server-error")
        root = parse(answer.body)
        for element in root.iterfind("{*}Body/*"):
            if local_name(element) == "Fault":
                raise self._fault(operation, element)
            return Answer(answer.body, root)
        raise TryAgain("shape", is_broken=True)

    def _fault(self, operation: str, fault: etree._Element) -> Exception:
        """Only the code is read: a fault's text may quote the request."""
        code = first_text(fault, "faultcode").rpartition(":")[2]
        side, _, reason = code.partition(".")
        if side in _AUTHENTICATION_FAULTS or reason in _AUTHENTICATION_FAULTS:
            return _TokenRefused()
        if side == "Server":
            return TryAgain("server-error")
        return self._error(SourceBroken, "soap-fault", operation=operation, code=code[:60])

    def _error(self, kind: type[HubError], message_id: str, **details: object) -> HubError:
        return kind(message_id, record=self.conn_id, next_command="hub check", system=self.system, **details)
