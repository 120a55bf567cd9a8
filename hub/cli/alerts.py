"""``hub alerts``: what is due and overdue, and who knows of it; ``hub watch``: whether anything ran."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from hub.cli.output import (
    ActorOption,
    DateOption,
    JsonOption,
    actor_name,
    business_date,
    choose,
    console,
    print_json,
    print_line,
    print_table,
    report_error,
    say,
)
from hub.errors import HubError
from hub.settings import IST

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_alerts(
    status: str = "",
    rule: str = "",
    phase: str = "",
    ddo: str = "",
    district: int | None = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """Alerts, the longest pending first."""
    from itertools import islice

    from hub.alerts import alert_rules, alerts
    from hub.alerts.tables import PHASES, STATUSES

    choose("--status", status, (*STATUSES, "all"))
    choose("--rule", rule, alert_rules())
    choose("--phase", phase, PHASES)
    found = list(
        islice(
            alerts(status=status or None, rule=rule or None, phase=phase or None, ddo_code=ddo or None,
                   district_lgd=district),
            limit,
        )
    )  # fmt: skip
    if as_json:
        print_json(found)
        return
    columns = ("id", "rule", "subject", "district_lgd", "due_on", "phase", "level", "status", "acknowledged_by")
    titles = [say(f"cli-alert-{_dashed(name)}") for name in columns]
    for row in found:
        row["id"] = str(row["id"])  # a name to type, not a quantity
        row["phase"] = say(f"alerts-phase-{row['phase']}")
        row["status"] = say(f"console-state-{row['status']}")
    print_table("", titles, [[row[name] for name in columns] for row in found])


@app.command()
def ack(
    alert: str,
    reason: Annotated[str, typer.Option("--reason")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Acknowledge an alert; it still closes by itself when its cause goes."""
    from hub.alerts import acknowledge

    acknowledge(alert, actor_name(actor), reason)
    _told(as_json, "cli-alert-is-acknowledged", alert=alert, status="acknowledged")


@app.command()
def snooze(
    alert: str,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"])],
    reason: Annotated[str, typer.Option("--reason")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let an alert rest until a date, at most 30 days; then it is open again and told of."""
    from hub.alerts import snooze as door

    door(alert, actor_name(actor), reason, until.date())
    _told(as_json, "cli-alert-is-snoozed", alert=alert, status="snoozed", until=until.date().isoformat())


@app.command()
def channels(
    secret: Annotated[bool, typer.Option("--secret")] = False,
    as_json: JsonOption = False,
) -> None:
    """How each channel does, and what waits on it."""
    from hub.alerts import channels as door

    if secret:
        from hub.alerts.webhook import secret as drawn

        console.print(drawn(), soft_wrap=True)
        return
    found = door()
    if as_json:
        print_json(found)
        return
    columns = ("channel", "is_on", "status", "since", "reason", "waiting", "refused", "doubtful")
    titles = [say(f"cli-channel-{_dashed(name)}") for name in columns]
    for row in found:
        row["is_on"] = "✓" if row["is_on"] else ""
        row["status"] = say(f"cli-channel-is-{row['status']}") if row["status"] else ""
        row["since"] = row["since"].astimezone(IST).strftime("%d.%m.%Y %H:%M") if row["since"] else ""
    print_table("", titles, [[row[name] for name in columns] for row in found])


@app.command()
def run(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Wind the clocks for a date, evaluate the alerts and tell what is new."""
    from hub.alerts import evaluate, notify
    from hub.clocks import wind

    day = business_date(date_)
    wind(day)
    found, told = evaluate(day), notify(day)
    if as_json:
        print_json({"evaluate": found, "notify": told})
        return
    names = ("opened", "reopened", "moved", "eased", "woken", "closed", "open")
    _counts(say("cli-alerts-title", date=found.business_date.isoformat()), "cli-alerts", names, found)
    _counts("", "cli-told", ("sent", "waiting", "refused", "doubtful", "without_address"), told)
    if told.failed_channels:
        print_line("cli-told-failed", channels=", ".join(told.failed_channels))


@app.command("send-again")
def send_again(
    notification: int,
    reason: Annotated[str, typer.Option("--reason")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let the next run send a message that was refused or is in doubt."""
    from hub.alerts import send_again as again

    again(notification, actor_name(actor), reason)
    _told(as_json, "cli-notification-is-due", notification=notification, status="due")


def watch(
    every: Annotated[int, typer.Option(min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Notice what is late and that nothing runs, and tell of it at once. For cron or systemd, beside Airflow."""
    while True:
        try:
            _look(as_json)
        except HubError as error:
            if not every:
                raise
            report_error(error, as_json=as_json)
        if not every:
            return
        time.sleep(every * 60)


def _look(as_json: bool) -> None:
    from hub.alerts import notify_at_once
    from hub.alerts import watch as door

    seen = door()
    told = notify_at_once()
    if as_json:
        print_json({"watch": seen, "notify": told})
    else:
        print_line("cli-watched", count=sum(seen.standing.values()), sent=told.sent, waiting=told.waiting)


def _told(as_json: bool, message: str, **values: object) -> None:
    if as_json:
        print_json(values)
    else:
        print_line(message, **{name: str(value) for name, value in values.items()})


def _counts(title: str, prefix: str, names: Sequence[str], counted: object) -> None:
    titles = [say(f"{prefix}-{_dashed(name)}") for name in names]
    print_table(title, titles, [[getattr(counted, name) for name in names]])


def _dashed(name: str) -> str:
    return name.replace("_", "-")
