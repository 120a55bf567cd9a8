"""Stand-in for the invented system: 40 inspections, two of them defective; from the second day on one is gone."""

from __future__ import annotations

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FIRST_DAY = "2026-11-20"


def inspections(as_of: str) -> list[dict[str, object]]:
    """What the system lists on a day."""
    found: list[dict[str, object]] = [
        {"id": f"LSK{number:03}", "date": "2026-11-10", "district": "230", "score": number % 9} for number in range(40)
    ]
    found[7]["score"] = 11
    found[9]["district"] = "999"
    return found if as_of <= FIRST_DAY else found[1:]


class Handler(BaseHTTPRequestHandler):
    """GET /inspections?as_of=…"""

    def do_GET(self) -> None:
        as_of = parse_qs(urlsplit(self.path).query).get("as_of", [FIRST_DAY])[0]
        listed = inspections(as_of)
        body = json.dumps({"inspections": listed, "total": len(listed)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home")
    parser.add_argument("--port", type=int, required=True)
    ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Handler).serve_forever()
