"""HTTP to one system: timeouts, retries, a rate budget, verified TLS, whole bodies, and no secret in any message.

A key or token may stand in the query string (CPGRAM), so no URL with its query ever enters an exception or a log:
errors of ``requests`` and ``urllib3``, which quote it, are never chained and never shown.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any, Literal, Protocol, TypeVar

import requests
from pydantic import SecretStr
from requests import exceptions as failures

from connectors.common.config import setting
from connectors.common.network import NetworkSettings
from connectors.common.rate import budget
from connectors.common.retry import RetryPolicy, TryAgain, retry, retry_after
from hub.errors import HubError, NotConfigured, SourceBroken, SourceRefused, SourceUnavailable

Decoded = TypeVar("Decoded")

_CHUNK = 1 << 18
_RETRYABLE = {408: "timeout", 425: "busy", 429: "busy"}
_QUERY = re.compile(r"\?[^\s\"']*")


class HttpSettings(NetworkSettings):
    """Settings that every system reached by HTTP has; a system's own come in a subclass."""

    port: int | None = setting(None, title="Port", description="TCP port; the scheme's own when absent.", example=443)
    scheme: Literal["https", "http"] = setting(
        "https",
        title="Scheme",
        description="The connection's schema: https, or http within one machine.",
        example="https",
    )
    allow_plain_http: bool = setting(
        False, title="Allow plain HTTP", description="Permit http to another machine (a closed network).", example=False
    )
    ca_file: str = setting(
        "", title="Certificate authority", description="PEM file of a private authority.", example="/etc/hub/nic-ca.pem"
    )
    proxy: SecretStr = setting(
        SecretStr(""), title="Proxy", description="Proxy URL.", example="http://proxy.example:3128", secret=True
    )
    connect_timeout_seconds: float = setting(
        10.0, title="Connect timeout", description="Seconds to wait for a connection.", example=10, least=0.001
    )
    read_timeout_seconds: float = setting(
        120.0,
        title="Read timeout",
        description="Seconds to wait between two pieces of an answer.",
        example=120,
        least=0.001,
    )
    answer_timeout_seconds: float = setting(
        600.0,
        title="Answer timeout",
        description="Seconds within which one answer must be whole.",
        example=600,
        least=0.001,
    )
    retry_after_min_seconds: float = setting(
        1.0,
        title="Retry-After floor",
        description="Least seconds waited when the system names a wait.",
        example=1,
        least=0,
    )
    retry_after_max_seconds: float = setting(
        300.0,
        title="Retry-After ceiling",
        description="Most seconds waited when the system names a wait.",
        example=300,
        least=0,
    )
    requests_per_second: float = setting(
        10.0,
        title="Rate budget",
        description="Most requests a second from one process; 0 for no limit.",
        example=10,
        least=0,
    )
    max_answer_mib: int = setting(
        256, title="Largest answer", description="MiB of one answer above which it is refused.", example=256, least=1
    )

    @property
    def policy(self) -> RetryPolicy:
        """The bounds of trying again, with those of a wait that the system names."""
        return replace(
            super().policy,
            retry_after_min_seconds=self.retry_after_min_seconds,
            retry_after_max_seconds=self.retry_after_max_seconds,
        )


class Authenticator(Protocol):
    """Proof of who asks, put into each request."""

    def headers(self) -> Mapping[str, str]:
        """Headers of one request; may fetch a token first."""
        ...

    def renew(self) -> None:
        """Forget the token that was just refused, so that ``headers`` brings another."""
        ...


@dataclass(frozen=True)
class Answer:
    """One whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def whole(answer: Answer) -> Answer:
    """The decoder of one who wants the answer as it is."""
    return answer


class HttpClient:
    """Calls to one system. Not for use by several threads at once."""

    def __init__(
        self,
        system: str,
        conn_id: str,
        settings: HttpSettings,
        *,
        authenticator: Authenticator | None = None,
        secret_params: Mapping[str, SecretStr] | None = None,
    ) -> None:
        """``secret_params`` go into every query string. Raises ``NotConfigured`` for plain HTTP to another machine."""
        if settings.scheme == "http" and not (settings.allow_plain_http or _is_loopback(settings.host)):
            raise NotConfigured("setting-plain-http", record=conn_id, connection=conn_id, next_command="hub check")
        self.system = system
        self.conn_id = conn_id
        self.settings = settings
        self._authenticator = authenticator
        self._secret_params = dict(secret_params or {})
        self._base = f"{settings.scheme}://{settings.host}" + (f":{settings.port}" if settings.port else "")
        self._budget = budget(f"{settings.host}:{settings.port}", settings.requests_per_second)
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc, no CA bundle and no proxy that the connection does not name
        self._session.verify = settings.ca_file or True
        if proxy := settings.proxy.get_secret_value():
            self._session.proxies = {"http": proxy, "https": proxy}
        _silence_urls()

    def call(
        self,
        method: str,
        path: str,
        *,
        operation: str,
        decode: Callable[[Answer], Decoded],
        params: Mapping[str, str] | None = None,
        json: object | None = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: frozenset[int] = frozenset(),
    ) -> Decoded:
        """Send one request until it is answered whole and ``decode`` can read the answer.

        ``operation`` names the call in messages. ``decode`` may raise ``TryAgain``. Statuses in ``accept`` are given
        to ``decode`` instead of raising. Raises ``SourceUnavailable``, ``SourceRefused`` or ``SourceBroken``.
        """
        request: dict[str, Any] = {"params": dict(params or {}), "json": json, "data": data, "headers": headers or {}}
        failure: TryAgain
        try:
            return retry(
                lambda: decode(self._authorised(method, path, operation, accept, request)),
                self.settings.policy,
                f"{self.system} {operation}",
            )
        except TryAgain as error:
            failure = error
        details = {"system": self.system, "operation": operation, "reason": failure.reason}
        if failure.is_broken:
            raise SourceBroken("source-answer-unreadable", record=self.conn_id, next_command="hub check", **details)
        raise SourceUnavailable(
            "source-unavailable",
            record=self.conn_id,
            next_command="hub check",
            attempts=failure.attempts,
            **details,
        )

    def _authorised(
        self, method: str, path: str, operation: str, accept: frozenset[int], request: dict[str, Any]
    ) -> Answer:
        answer = self._send(method, path, operation, request)
        if answer.status in (401, 403) and self._authenticator is not None:
            self._authenticator.renew()
            answer = self._send(method, path, operation, request)
        if answer.status < 300 or answer.status in accept:
            return answer
        raise self._refusal(answer, operation)

    def _refusal(self, answer: Answer, operation: str) -> Exception:
        status = answer.status
        if status in _RETRYABLE or status >= 500:
            return TryAgain(_RETRYABLE.get(status, "server-error"), wait=retry_after(answer.headers.get("Retry-After")))
        if status < 400:  # followed, it could carry the secrets of the query to another host
            return self._broken("redirect", operation)
        message = "source-refused" if status in (401, 403) else "source-refused-request"
        return SourceRefused(
            message,
            record=self.conn_id,
            next_command="hub check",
            system=self.system,
            operation=operation,
            status=status,
        )

    def _broken(self, reason: str, operation: str) -> HubError:
        return SourceBroken(
            "source-answer-unreadable", record=self.conn_id, system=self.system, operation=operation, reason=reason
        )

    def _send(self, method: str, path: str, operation: str, request: dict[str, Any]) -> Answer:
        """One request, one whole body; everything that may pass is a ``TryAgain`` without a cause."""
        proof = self._authenticator.headers() if self._authenticator else {}
        secrets = {name: value.get_secret_value() for name, value in self._secret_params.items()}
        problem: Exception
        self._budget.take()
        try:
            with self._session.request(
                method,
                self._base + path,
                params=request["params"] | secrets,
                json=request["json"],
                data=request["data"],
                headers={**request["headers"], **proof},
                timeout=(self.settings.connect_timeout_seconds, self.settings.read_timeout_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, response.headers, self._body(response, operation))
        except (HubError, TryAgain) as error:
            problem = error
        except (failures.RequestException, OSError) as error:
            problem = self._explain(error)
        raise problem  # outside the handler, so that the library's error, which quotes the URL, is not its context

    def _body(self, response: requests.Response, operation: str) -> bytes:
        ends_at = time.monotonic() + self.settings.answer_timeout_seconds
        limit = self.settings.max_answer_mib << 20
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_content(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise self._broken("too-large", operation)
            if time.monotonic() > ends_at:  # a read timeout alone lets a drip go on for ever
                raise TryAgain("timeout")
        return b"".join(pieces)

    def _explain(self, error: Exception) -> Exception:
        if isinstance(error, failures.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return SourceRefused(
                "source-refused-certificate", record=self.conn_id, next_command="hub check", system=self.system
            )
        if isinstance(error, failures.InvalidURL | failures.InvalidProxyURL | failures.MissingSchema):
            return NotConfigured(
                "setting-invalid",
                record=self.conn_id,
                connection=self.conn_id,
                setting="host",
                example="rtps.example.gov.in",
            )
        if isinstance(error, OSError) and not isinstance(error, failures.RequestException):
            return NotConfigured(  # requests raises a bare OSError for a CA file that is not there
                "setting-invalid",
                record=self.conn_id,
                connection=self.conn_id,
                setting="ca_file",
                example="/etc/hub/ca.pem",
            )
        if isinstance(error, failures.Timeout) or "timed out" in str(error).lower():
            return TryAgain("timeout")
        if _was_reset(error):
            return TryAgain("reset")
        if isinstance(error, failures.ChunkedEncodingError | failures.ContentDecodingError):
            return TryAgain("incomplete")
        return TryAgain("connect")


def _was_reset(error: Exception) -> bool:
    text = str(error)
    return "reset" in text.lower() or "RemoteDisconnected" in text or "aborted" in text.lower()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _WithoutQuery(logging.Filter):
    """Cuts query strings out of what urllib3 logs: at debug level it prints every URL whole."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _QUERY.sub("?…", record.getMessage()), ()
        return True


_FILTER = _WithoutQuery()


def _silence_urls() -> None:
    for name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.response", "urllib3.util.retry"):
        logging.getLogger(name).addFilter(_FILTER)  # adding the same filter twice has no effect
