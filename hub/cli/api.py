"""``hub api``: the feeds over HTTP, and pushing them, in a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import console


def api(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 18089,
    workers: Annotated[int, typer.Option(help="Processes; a consumer's rate is shared among them.", min=1)] = 1,
) -> None:
    """Serve the feeds to the portals until stopped."""
    from hub.portals.serve import serve

    console.print(f"http://{host}:{port}")
    serve(host, port, workers)
