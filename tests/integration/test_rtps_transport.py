"""The HTTP client on the wire: TLS is always verified, an answer that only drips ends, nothing outside the connection
decides where and as whom the hub asks."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from http_standins import FAST
from pydantic import SecretStr

from connectors.common.http import Answer, HttpClient, HttpSettings, whole
from hub.errors import HubError, NotConfigured, SourceRefused, SourceUnavailable
from sandbox.standins._http import Reply, Request, Server, StandIn, json_reply, running

pytestmark = pytest.mark.timeout(60)
SECRET = "qqq-s3cret"


class Echo(StandIn):
    """Answers with what it was asked."""

    system = "echo"

    def handle(self, request: Request) -> Reply:
        return json_reply({"headers": dict(request.headers), "query": dict(request.query), "path": request.path})


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Server]:
    with running(Echo(tmp_path)) as server:
        yield server


def client(port: int, **settings: object) -> HttpClient:
    values = {**FAST, "host": "127.0.0.1", "port": port, "scheme": "http", **settings}
    return HttpClient("X", "x", HttpSettings.model_validate(values), secret_params={"key": SecretStr(SECRET)})


def ask(http: HttpClient) -> Answer:
    return http.call("GET", "/thing", operation="thing", decode=whole)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stand-in")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "stand-in.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_an_unknown_authority_is_refused_and_a_named_one_trusted(echo: Server, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    echo.socket = context.wrap_socket(echo.socket, server_side=True)
    port = echo.server_address[1]
    with pytest.raises(SourceRefused) as raised:
        ask(client(port, scheme="https"))
    assert raised.value.message_id == "source-refused-certificate"
    assert raised.value.__context__ is None  # the library's error quotes the query
    assert ask(client(port, scheme="https", ca_file=str(certificate))).status == 200


def test_a_ca_file_that_is_not_there_is_named() -> None:
    with pytest.raises(NotConfigured) as raised:
        ask(client(1, scheme="https", ca_file="/nowhere/ca.pem"))
    assert raised.value.details["setting"] == "ca_file"


def test_an_answer_that_drips_ends() -> None:
    """Each byte comes within the read timeout, the answer as a whole does not."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stop = threading.Event()

        def drip() -> None:
            while not stop.is_set():
                line, _ = listener.accept()
                with line:
                    line.recv(65536)
                    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    while not stop.wait(0.05):
                        try:
                            line.sendall(b"1\r\nx\r\n")
                        except OSError:
                            break

        threading.Thread(target=drip, daemon=True).start()
        with pytest.raises(SourceUnavailable) as raised:
            ask(client(listener.getsockname()[1], answer_timeout_seconds=0.3, attempts=2))
        stop.set()
    assert raised.value.details["reason"] == "timeout"


def test_the_environment_decides_nothing(echo: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login other password 0ther\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    answer = ask(client(echo.server_address[1]))
    assert b"authorization" not in answer.body.lower()
    assert SECRET.encode() in answer.body  # the key went with the query


def test_a_proxy_is_used_when_the_connection_names_one(echo: Server) -> None:
    through = client(9, host="127.0.0.2", proxy=f"http://127.0.0.1:{echo.server_address[1]}")
    assert b"127.0.0.2:9" in ask(through).body


def test_no_trace_of_an_error_shows_the_query() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(HubError) as raised:
        ask(client(port))
    error = raised.value
    shown = "".join(traceback.format_exception(error)) + repr(error.__context__) + repr(error.__cause__)
    assert SECRET not in shown
    assert "/thing?" not in shown
