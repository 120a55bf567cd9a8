"""An SMS gateway in the manner of C-DAC's Mobile Seva: a signed form in, a code and words out. Every SMS that was taken
becomes one JSON file under ``<home>/sms/``, whole or not at all."""

from __future__ import annotations

import argparse
import hashlib
import html
import itertools
import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import orjson

from sandbox.standins._http import Reply, Request, StandIn, arguments, serve

STANDIN = {"place": 12, "secrets": ("password", "key")}
PATH = "/esms/sendsmsrequestDLT"


class Gateway(StandIn):
    """Takes what is signed and names a template. Faults of system ``sms`` as of every HTTP stand-in; ``reset`` and
    ``truncated`` break the answer after the SMS was taken. ``number`` 9999999999 is refused (406)."""

    system = "sms"

    def __init__(self, home: Path, password: str, key: str) -> None:
        super().__init__(home)
        self.folder = home / "sms"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._password, self._key = hashlib.sha1(password.encode()).hexdigest(), key  # noqa: S324  # the gateway's way
        self._number = itertools.count(1)

    def handle(self, request: Request) -> Reply:
        """One request; the answer's code says what became of it."""
        if request.path != PATH or request.method != "POST":
            return Reply(404, b"Not found", "text/plain")
        return self.answer("", lambda _fault: Reply(200, self._take(request).encode(), "text/plain"))

    def _take(self, request: Request) -> str:
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        content = form.get("content", "")
        signed = f"{form.get('username')}{form.get('senderid')}{content}{self._key}"
        if form.get("username") != "hub" or form.get("password") != self._password:
            return "401,Credentials Error"
        if form.get("key") != hashlib.sha512(signed.encode()).hexdigest():
            return "416,Hash doesn't match"
        if not re.fullmatch(r"\d{12}|\d{19}", form.get("templateid", "")):
            return "423,TEMPLATE_ID is mandatory and it should be 12 or 19 digit length"
        if not re.fullmatch(r"\d{10}", form.get("mobileno", "")) or form["mobileno"] == "9" * 10:
            return "406,Invalid or Duplicate numbers"
        if (form.get("smsservicetype") == "unicodemsg") != ("&#" in content):
            return "414,Rejected by various reasons by the operator such as DND, SPAM etc"
        taken = {"to": form["mobileno"], "text": html.unescape(content), "template": form["templateid"],
                 "sender": form["senderid"], "at": datetime.now(UTC)}  # fmt: skip
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self._number):06d}.json"
        part = self.folder / f".{name}"
        part.write_bytes(orjson.dumps(taken))
        part.replace(self.folder / name)
        return f"402,MsgID = {name.partition('.')[0]}hub"


def taken(home: Path) -> list[dict[str, Any]]:
    """The SMS that were taken, in the order of arrival."""
    return [orjson.loads(path.read_bytes()) for path in sorted((home / "sms").glob("[0-9]*.json"))]


def main() -> None:
    """Serve until the process ends."""
    parser: argparse.ArgumentParser = arguments("sms")
    given = parser.parse_args()
    secret = {name: os.environ.get(f"STANDIN_SMS_{name}", "") for name in ("PASSWORD", "KEY")}
    serve(Gateway(given.home, secret["PASSWORD"], secret["KEY"]), given.host, given.port)


if __name__ == "__main__":
    main()
