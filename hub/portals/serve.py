"""Serving the interface: ``hub api``. TLS ends at the proxy before it."""

from __future__ import annotations

import os

import uvicorn
from starlette.types import ASGIApp

from hub.portals.app import create

HOST, PORT = "127.0.0.1", 18089
_WORKERS = "HUB_API_WORKERS_STARTED"


def application() -> ASGIApp:
    """What each worker process serves."""
    return create(workers=int(os.environ.get(_WORKERS, "1")))


def serve(host: str = HOST, port: int = PORT, workers: int = 1) -> None:
    """Serve until stopped."""
    os.environ[_WORKERS] = str(workers)
    uvicorn.run(
        "hub.portals.serve:application", factory=True, host=host, port=port, workers=workers, log_level="warning",
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=15,
        timeout_worker_healthcheck=60,  # of five seconds, a busy machine kills a process that is still starting
    )  # fmt: skip
