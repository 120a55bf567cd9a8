"""An SMTP sink: every mail becomes one ``.eml`` under ``<home>/mail/``, whole or not at all."""

from __future__ import annotations

import asyncio
import email
import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.faults import Faults
from sandbox.standins._http import arguments

STANDIN = {"place": 8}


class Sink:
    """Takes every mail. Faults of system ``smtp``: ``slow``, ``server_error`` (451), ``too_many_requests`` (421),
    ``reset`` (the connection ends without an answer, the mail not taken)."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "mail"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._faults = Faults(home)
        self._number = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        """Keep one mail; its envelope stands in ``X-Envelope-From`` and ``X-Envelope-To``."""
        fault = self._faults.take("smtp", "", "slow", "server_error", "too_many_requests", "reset")
        kind = fault.fault if fault else ""
        if fault is not None and kind == "slow":
            await asyncio.sleep(float(fault.params.get("seconds", 1.0)))
        if kind == "server_error":
            return "451 4.3.0 Local error in processing"
        if kind == "too_many_requests":
            return "421 4.7.0 Too many messages"
        if kind == "reset" and server.transport is not None:
            server.transport.abort()
            return "451 4.3.0 Connection lost"
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self._number):06d}.eml"
        part = self.folder / f".{name}"
        part.write_bytes(head.encode() + (envelope.original_content or b""))
        part.replace(self.folder / name)
        return f"250 2.0.0 Kept as {name}"


def mails(home: Path) -> list[EmailMessage]:
    """The mails that were taken, in the order of arrival."""
    found = sorted((home / "mail").glob("[0-9]*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


async def _listen(sink: Sink, host: str, port: int) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(sink, hostname="sandbox.invalid", enable_SMTPUTF8=True, loop=loop), host, port
    )


@contextmanager
def running(home: Path, port: int = 0) -> Iterator[int]:
    """The sink served by a thread of this process, for tests; gives its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_listen(Sink(home), "127.0.0.1", port), loop).result(10)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def main() -> None:
    """Serve until the process ends; prints the ready line."""
    given = arguments("smtp").parse_args()

    async def serve() -> None:
        server = await _listen(Sink(given.home), given.host, given.port)
        print(f"ready smtp smtp://{given.host}:{server.sockets[0].getsockname()[1]}", flush=True)  # noqa: T201
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
