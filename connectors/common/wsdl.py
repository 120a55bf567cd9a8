"""zeep, closed to the outside: one WSDL from one address, no imports from elsewhere, no bodies in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from connectors.common.http import Answer, HttpClient
from connectors.common.xml import parse
from hub.errors import SourceBroken


class ClosedTransport(Protocol):
    """What ``load_service`` gives zeep for a transport."""

    def expecting(self, operation: str, decode: Callable[[Answer], object], accept: frozenset[int]) -> Any:
        """A context in which what zeep posts is ``operation``, and the answer is read by ``decode``."""
        ...


def load_service(http: HttpClient, path: str) -> tuple[Any, Any]:
    """zeep's client and service proxy of the SOAP 1.1 service at ``path``, whose WSDL is at ``path?wsdl``.

    The proxy posts to ``path`` itself, not to the address that the WSDL names, so that a forged WSDL cannot draw the
    password to another host. Raises ``SourceBroken`` for a WSDL that cannot be used, and as ``HttpClient.call``.
    """
    import zeep
    import zeep.exceptions
    from lxml import etree

    settings = zeep.Settings(strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        client = zeep.Client(f"{path}?wsdl", transport=_transport(http, path), settings=settings)
        for service in client.wsdl.services.values():
            for port in service.ports.values():
                if type(port.binding).__name__ == "Soap11Binding":
                    return client, client.create_service(port.binding.name.text, path)
    except (zeep.exceptions.Error, etree.LxmlError, LookupError, AttributeError, TypeError, ValueError):
        pass
    raise SourceBroken("soap-wsdl-unusable", record=http.conn_id, system=http.system, next_command="hub check")


def _transport(http: HttpClient, path: str) -> Any:
    from zeep.transports import Transport

    class OneService(Transport):  # type: ignore[misc]  # zeep ships no types
        """Loads the one WSDL and posts to the one service, through the hub's HTTP client; opens nothing else."""

        def load(self, url: str) -> bytes:
            if url != f"{path}?wsdl":  # an import of another document, which could be a file of this machine
                raise SourceBroken("soap-wsdl-foreign", record=http.conn_id, system=http.system)
            return http.call("GET", path, operation="WSDL", params={"wsdl": ""}, decode=_sound)

        def post(self, address: str, message: bytes, headers: dict[str, str]) -> object:
            operation, decode, accept = self.expected
            return http.call(
                "POST", address, operation=operation, data=message, headers=headers, accept=accept, decode=decode
            )

        @contextmanager
        def expecting(
            self, operation: str, decode: Callable[[Answer], object], accept: frozenset[int]
        ) -> Iterator[None]:
            self.expected = (operation, decode, accept)
            yield

    return OneService()


def _sound(answer: Answer) -> bytes:
    parse(answer.body)
    return answer.body
