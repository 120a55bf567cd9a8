"""``hub alerts``: what is overdue, and who knows of it."""

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
    say,
)

app = typer.Typer(help="Pay cases that are pending for more than 15 days.", no_args_is_help=True)


@app.command("list")
def list_alerts(
    status: Annotated[str, typer.Option(help="open, acknowledged, closed or all; left out: not closed.")] = "",
    ddo: Annotated[str, typer.Option(help="Only this DDO.")] = "",
    district: Annotated[int | None, typer.Option(help="Only this district (LGD code).")] = None,
    limit: Annotated[int, typer.Option(help="How many.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Open alerts, the longest pending first."""
    from itertools import islice

    from hub.alerts import alerts

    found = list(islice(alerts(status=status or None, ddo_code=ddo or None, district_lgd=district), limit))
    if as_json:
        print_json(found)
        return
    columns = ("subject", "ddo_code", "district_lgd", "pending_since", "level", "status", "acknowledged_by")
    titles = [say(f"cli-alert-{name.replace('_', '-')}") for name in columns]
    print_table("", titles, [[row[name] for name in columns] for row in found])


@app.command()
def ack(
    alert: Annotated[str, typer.Argument(help="The alert's number or its case.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it stands.")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Acknowledge an alert; it still closes by itself when its cause goes."""
    from hub.alerts import acknowledge

    acknowledge(int(alert) if alert.isdigit() else alert, actor_name(actor), reason)
    if as_json:
        print_json({"alert": alert, "status": "acknowledged"})
    else:
        console.print(f"{alert}: acknowledged", highlight=False)


@app.command()
def run(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Evaluate the clocks for a date and mail what is new."""
    from hub.alerts import evaluate, notify

    day = business_date(date_)
    done = {"evaluate": evaluate(day), "notify": notify(day)}
    if as_json:
        print_json(done)
    else:
        console.print(done)


@app.command("send-again")
def send_again(
    notification: Annotated[int, typer.Argument(help="The mail's number.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let the next run send a mail that was refused or is in doubt."""
    from hub.alerts import send_again as again

    again(notification, actor_name(actor), reason)
    if as_json:
        print_json({"notification": notification, "status": "due"})
    else:
        console.print(f"{notification}: due", highlight=False)
