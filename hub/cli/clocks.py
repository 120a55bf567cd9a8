"""``hub clocks``: what waits, and until when."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import DateOption, JsonOption, business_date, choose, language, print_json, print_table, say

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(
    rule: str | None = None,
    state: str = "running",
    subject: str | None = None,
    district: int | None = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """Clocks, the earliest deadline first."""
    from hub.clocks import clocks, rules
    from hub.clocks.tables import STATES

    choose("--rule", rule, rules())
    choose("--state", state, (*STATES, "any"))
    wanted = None if state == "any" else state
    found = clocks(rule=rule, state=wanted, subject=subject, district_lgd=district, limit=limit)
    if as_json:
        print_json(found)
        return
    titles = {name: one.title(language()) for name, one in rules().items()}
    rows = [
        (titles.get(row.rule, row.rule), row.subject, row.started_on, row.due_on, row.due_by_source,
         say(f"clocks-state-{row.state}"), row.calendar_version)
        for row in found
    ]  # fmt: skip
    names = ("rule", "subject", "started", "due", "source-due", "state", "version")
    print_table("", [say(f"cli-clocks-{name}") for name in names], rows)


@app.command()
def wind(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Bring every clock to the store as known on a date; the same date again changes nothing."""
    from hub.clocks import wind as door

    done = door(business_date(date_))
    if as_json:
        print_json(done)
        return
    rows = [(say(f"clocks-state-{state}"), count) for state, count in done.states.items()]
    title = say(
        "cli-clocks-wound", date=done.business_date.isoformat(), version=done.calendar_version, new=done.new,
        changed=done.changed, withdrawn=done.withdrawn,
    )  # fmt: skip
    print_table(title, [say("cli-clocks-state"), say("cli-clocks-count")], rows)


@app.command("rules")
def rules_(as_json: JsonOption = False) -> None:
    """The rules: limit, kind of days, source."""
    from hub.clocks import rules

    found = rules()
    if as_json:
        print_json([rule.model_dump() for rule in found.values()])
        return
    rows = [(name, rule.title(language()), rule.source(language())) for name, rule in found.items()]
    print_table("", [say(f"cli-clocks-{name}") for name in ("rule", "title", "source")], rows)
