"""``hub deliver``: send what the outbox holds, see what waits, make given-up messages due again."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import (
    ActorOption,
    DateOption,
    JsonOption,
    actor_name,
    business_date,
    console,
    print_json,
    print_table,
)

app = typer.Typer(help="Messages from the hub to the systems.", no_args_is_help=True)
_COUNTS = ("sent", "refused", "dead", "waiting", "over_limit")


@app.command()
def run(
    flow: Annotated[str, typer.Option(help="Only this flow.")] = "",
    date_: DateOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send pending messages, and keep the systems' receipts."""
    from hub.deliver import deliver

    done = deliver(business_date(date_), flow=flow or None)
    if as_json:
        print_json(done)
    else:
        print_table("", ("flow", *_COUNTS), [[item.flow, *(getattr(item, n) for n in _COUNTS)] for item in done.flows])


@app.command()
def status(as_json: JsonOption = False) -> None:
    """How many messages of each flow wait, went, were refused or given up."""
    from hub.deliver import status as of_flows

    found = of_flows()
    if as_json:
        print_json(found)
    else:
        columns = list(found[0]) if found else []
        print_table("", columns, [list(row.values()) for row in found])


@app.command()
def revive(
    flow: Annotated[str, typer.Argument(help="The flow.")],
    reason: Annotated[str, typer.Option("--reason", help="Why they may be sent now.")],
    key: Annotated[str, typer.Option(help="Only the message with this idempotency key.")] = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make a flow's given-up or refused messages due again."""
    from hub.deliver import revive as again

    count = again(flow, actor_name(actor), reason, key=key or None)
    if as_json:
        print_json({"flow": flow, "due": count})
    else:
        console.print(f"{flow}: {count}", highlight=False)
