"""A small threaded HTTP/1.1 server for stand-ins, which can break an answer in every way that networks do."""

from __future__ import annotations

import argparse
import os
import socket
import struct
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from sandbox.faults import Fault, Faults

#: What can go wrong with one answer, whatever it holds. The rest is done to the records.
ANSWER_FAULTS = ("slow", "too_many_requests", "server_error", "token_expired", "reset", "truncated", "half_written")
RECORD_FAULTS = ("wrong_encoding", "field_missing", "field_renamed", "field_retyped", "page_order", "wrong_total")


@dataclass(frozen=True)
class Request:
    """One request as received; ``headers`` have lower-case names."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; ``{}`` when it is none."""
        try:
            read = orjson.loads(self.body or b"{}")
        except orjson.JSONDecodeError:
            return {}
        return read if isinstance(read, dict) else {}


@dataclass(frozen=True)
class Reply:
    """One answer. ``delivery``: ``whole``, ``reset`` (RST in mid-body), ``short`` (the connection ends early), or
    ``chunked`` (ends within a chunk)."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: str = "whole"


def json_reply(value: object, status: int = 200) -> Reply:
    """``value`` as JSON."""
    return Reply(status, orjson.dumps(value))


class StandIn(ABC):
    """One system. A subclass answers in ``handle``; ``answer`` wraps what faults may touch."""

    system = ""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.faults = Faults(home)

    @abstractmethod
    def handle(self, request: Request) -> Reply:
        """The answer to one request; called from many threads."""

    def expire_tokens(self) -> None:  # noqa: B027  # a system without it does nothing
        """Forget the tokens given out, where the system has any."""

    def answer(self, dataset: str, build: Callable[[Fault | None], Reply]) -> Reply:
        """``build(fault)`` with at most one waiting fault of ``dataset`` taken and carried out.

        ``build`` is given the fault only when it is one of ``RECORD_FAULTS``.
        """
        fault = self.faults.take(self.system, dataset, *ANSWER_FAULTS, *RECORD_FAULTS)
        if fault is None or fault.fault in RECORD_FAULTS:
            return build(fault)
        if fault.fault == "token_expired":
            self.expire_tokens()
        early = _instead(fault)
        return early if early is not None else _broken(build(None), fault)


def _instead(fault: Fault) -> Reply | None:
    """What is answered in place of the real answer; ``slow`` only sleeps."""
    params = fault.params
    if fault.fault == "slow":
        time.sleep(float(params.get("seconds", 1.0)))
    if fault.fault == "too_many_requests":
        asked = str(params.get("retry_after", ""))
        if asked == "date":
            asked = format_datetime(datetime.now(UTC) + timedelta(seconds=float(params.get("seconds", 1))), usegmt=True)
        return Reply(429, b"Too many requests", "text/plain", {"Retry-After": asked} if asked else {})
    if fault.fault == "server_error":
        status = int(params.get("status", 503))
        asked = str(params.get("retry_after", ""))
        return Reply(
            status, b"<html><body>Server Error</body></html>", "text/html", {"Retry-After": asked} if asked else {}
        )
    if fault.fault == "token_expired":
        return json_reply({"message": "Token expired"}, 401)
    return None


def _broken(reply: Reply, fault: Fault) -> Reply:
    half = reply.body[: len(reply.body) // 2]
    if fault.fault == "reset":
        return replace(reply, delivery="reset")
    if fault.fault == "half_written":
        return replace(reply, body=half)
    if fault.fault == "truncated":
        mode = str(fault.params.get("mode", "short"))
        return replace(reply, body=half) if mode == "json" else replace(reply, delivery=mode)
    return reply


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120  # seconds an idle connection is kept

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length) if length else b"",
        )
        if parts.path == "/healthz":
            self._deliver(json_reply({"status": "ok"}))
            return
        stand_in: StandIn = self.server.stand_in  # type: ignore[attr-defined]
        self._deliver(stand_in.handle(request))

    do_GET = do_POST = _serve  # noqa: N815  # names that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a request's line holds keys and tokens."""

    def _deliver(self, reply: Reply) -> None:
        chunked = reply.delivery == "chunked"
        headers = {
            "Content-Type": reply.media_type,
            **reply.headers,
            **({"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(len(reply.body))}),
        }
        head = f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        half = reply.body[: len(reply.body) // 2]
        if reply.delivery == "whole":
            self._send(head.encode("latin-1"), reply.body)
            return
        self.close_connection = True
        self._send(head.encode("latin-1"), (f"{len(reply.body):x}\r\n".encode() if chunked else b"") + half)
        if reply.delivery == "reset":
            time.sleep(0.05)  # a reset throws away what the peer has not read yet; let the half arrive
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())

    def _send(self, head: bytes, body: bytes) -> None:
        try:
            self.connection.sendall(head + body if len(body) < 1 << 16 else head)
            if len(body) >= 1 << 16:
                self.connection.sendall(body)
        except OSError:  # the client went away: its own business
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """Serves one stand-in; ``port`` 0 picks a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, stand_in: StandIn, host: str = "127.0.0.1", port: int = 0) -> None:
        self.stand_in = stand_in
        super().__init__((host, port), _Handler)

    @property
    def address(self) -> str:
        """``http://host:port``."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"


@contextmanager
def running(stand_in: StandIn, port: int = 0) -> Iterator[Server]:
    """The stand-in served by a thread of this process, for tests."""
    with Server(stand_in, port=port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)


def arguments(system: str) -> argparse.ArgumentParser:
    """The arguments that every stand-in takes; a secret's default comes from the environment, not the command line."""
    parser = argparse.ArgumentParser(prog=f"sandbox.standins.{system}")
    parser.add_argument("--home", type=Path, required=True, help="folder with world.sqlite and faults.sqlite")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    return parser


def serve(stand_in: StandIn, host: str, port: int) -> None:
    """Serve until the process ends; prints the ready line."""
    with Server(stand_in, host, port) as server:
        print(f"ready {stand_in.system} {server.address}", flush=True)  # noqa: T201
        server.serve_forever()
