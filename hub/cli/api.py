"""``hub api``: the feeds over HTTP, and pushing them, in a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import console


def api(
    host: str = "127.0.0.1",
    port: int = 18089,
    workers: Annotated[int, typer.Option(min=1)] = 1,
) -> None:
    """Serve the feeds to the portals until stopped."""
    from hub.portals.serve import serve

    console.print(f"http://{host}:{port}")
    serve(host, port, workers)
