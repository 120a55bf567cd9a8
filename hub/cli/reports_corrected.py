"""``hub reports``: corrections of what was made, and mails that wait for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import (
    ActorOption,
    DateOption,
    JsonOption,
    actor_name,
    business_date,
    print_json,
    print_line,
    print_table,
    say,
)
from hub.cli.reports import ReportArgument
from hub.cli.reports import app as app
from hub.settings import IST


@app.command()
def remake(
    report: ReportArgument,
    reason: Annotated[str, typer.Option("--reason")],
    date_: DateOption = None,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Correct the editions of a date: the next revision, from what is known now. What was made before stays kept."""
    from hub.reports import remake as door

    done = door(report, business_date(date_), actor_name(actor), reason)
    if as_json:
        print_json(done)
        return
    values = {"report": report, "date": str(done.business_date), "revision": str(done.revision), "count": done.made}
    print_line("cli-report-remade", **values)


@app.command()
def revisions(report: ReportArgument, date_: DateOption = None, as_json: JsonOption = False) -> None:
    """The revisions of a date, the newest first: that one stands."""
    from hub.reports import revisions as door

    found = door(report, business_date(date_))
    if as_json:
        print_json(found)
        return
    titles = [say(f"cli-report-{name}") for name in ("revision", "made-at", "made-by", "reason")]
    rows = [(str(one.number), f"{one.made_at.astimezone(IST):%Y-%m-%d %H:%M}", one.made_by or "", one.reason or "")
            for one in found]  # fmt: skip
    print_table("", titles, rows)


@app.command()
def mails(as_json: JsonOption = False) -> None:
    """Mails that were refused or are in doubt: a person decides whether they go out again."""
    from hub.reports import mails as door

    found = door()
    if as_json:
        print_json(found)
        return
    columns = ("id", "report", "business_date", "revision", "role", "area", "status", "last_error")
    titles = [say(f"cli-report-{name.replace('_', '-')}") for name in columns]
    rows = [[getattr(one, name) for name in columns] for one in found]
    # Numbers to type, not quantities.
    print_table("", titles, [[str(row[0]), *row[1:3], str(row[3]), *row[4:6], say(f"console-state-{row[6]}"), row[7]]
                             for row in rows])  # fmt: skip


@app.command("send-again")
def send_again(
    mail: int,
    reason: Annotated[str, typer.Option("--reason")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let the next mailing send a report that was refused or is in doubt."""
    from hub.reports import send_again as door

    door(mail, actor_name(actor), reason)
    if as_json:
        print_json({"mail": mail, "status": "due"})
    else:
        print_line("cli-report-mail-due", mail=str(mail))
