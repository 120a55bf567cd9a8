"""``hub calendar``: the versions of the calendar, imported by one person and approved by another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.output import ActorOption, JsonOption, actor_name, console, language, print_json, print_table, say
from hub.cli.usage import existing_file

if TYPE_CHECKING:
    from hub.clocks import Moves

app = typer.Typer(no_args_is_help=True)
Number = Annotated[int, typer.Argument()]
Reason = Annotated[str, typer.Option()]
Shown = Annotated[int, typer.Option("--limit", min=0)]


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """Every version, the newest first."""
    from hub.calendar import versions

    found = versions()
    if as_json:
        print_json(found)
        return
    rows = [
        (one.number, say(f"calendar-state-{'provisional' if one.is_provisional else one.state}"), one.covers_from,
         one.covers_to, one.notification, one.proposed_by, one.decided_by)
        for one in found
    ]  # fmt: skip
    _table(("version", "state", "from", "to", "notification", "by", "decided"), rows)


@app.command()
def show(number: Number, limit: Shown = 20, as_json: JsonOption = False) -> None:
    """What a version says otherwise than the one before, and the deadlines that it moves or moved."""
    from hub.calendar import changes, version
    from hub.clocks import moved_by

    known, said, moves = version(number), changes(number), moved_by(number, limit)
    if as_json:
        print_json({"version": known, "added": said.added, "removed": said.removed, "moves": moves})
        return
    _told(said, moves)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(callback=existing_file)],
    notification: Annotated[str, typer.Option()],
    by: ActorOption = "",
    limit: Shown = 20,
    as_json: JsonOption = False,
) -> None:
    """Propose what a file says and show which deadlines it would move; nothing moves before another person approves."""
    from hub.calendar import changes, propose
    from hub.clocks import moved_by

    made = propose(file.read_bytes(), actor_name(by), notification)
    said, moves = changes(made.number), moved_by(made.number, limit)
    if as_json:
        print_json({"version": made, "added": said.added, "removed": said.removed, "moves": moves})
        return
    console.print(say("cli-calendar-proposed", version=made.number, supersedes=made.supersedes or 0))
    _told(said, moves)
    console.print(say("cli-next", command=f"hub calendar approve {made.number}"))


@app.command()
def approve(
    number: Number, reason: Reason, by: ActorOption = "", limit: Shown = 20, as_json: JsonOption = False
) -> None:  # fmt: skip
    """Approve a proposal as another person than its maker, and move the deadlines."""
    from hub.clocks import approve as decide

    done = decide(number, actor_name(by), reason)
    if as_json:
        print_json(done)
        return
    console.print(say("cli-calendar-approved", version=number, count=done.total))
    _moves(done)


@app.command()
def refuse(number: Number, reason: Reason, by: ActorOption = "", as_json: JsonOption = False) -> None:
    """Refuse a proposal, or withdraw one's own; nothing moves."""
    from hub.clocks import refuse as decide

    done = decide(number, actor_name(by), reason)
    if as_json:
        print_json(done)
    else:
        console.print(say("cli-calendar-refused", version=number))


@app.command()
def export(
    number: Annotated[int | None, typer.Argument()] = None,
    year: int | None = None,
) -> None:
    """Write a version as CSV, to correct it and import it again."""
    from hub.calendar import days, files, version

    found = days(version(number).number)
    sys.stdout.write(files.write(day for day in found if year in (None, day.day.year)))


@app.command()
def propose(year: Annotated[int, typer.Option(min=1948, max=2100)]) -> None:
    """Write a first draft of a year by the library `holidays`, without notifications: for a person to correct."""
    from hub.calendar import files, proposing

    sys.stdout.write(files.write(proposing.guess(year)))


def _told(said: Any, moves: Moves) -> None:
    rows = [
        (say(f"cli-calendar-day-{what}"), day.day, say(f"calendar-schedule-{day.schedule.replace('_', '-')}"),
         say(f"calendar-class-{day.office_class}"), day.name_hi if language() == "hi" else day.name_en)
        for what, days in (("added", said.added), ("removed", said.removed))
        for day in days
    ]  # fmt: skip
    _table(("change", "day", "schedule", "class", "name"), rows)
    _moves(moves)


def _moves(moves: Moves) -> None:
    from hub.clocks import rules

    console.print(
        say(
            f"calendar-moves-{'done' if moves.is_done else 'would'}", total=moves.total, later=moves.later,
            earlier=moves.earlier, overdue=moves.becomes_overdue, not_overdue=moves.no_longer_overdue,
        ),
        soft_wrap=True,
    )  # fmt: skip
    titles = {name: rule.title(language()) for name, rule in rules().items()}
    if moves.total:
        _table(("rule", "moved"), [(titles.get(name, name), count) for name, count in moves.by_rule.items()])
        rows = [(titles.get(row.rule, row.rule), row.subject, row.old_due, row.new_due) for row in moves.rows]
        _table(("rule", "subject", "old", "new"), rows)


def _table(names: tuple[str, ...], rows: list[Any]) -> None:
    print_table("", [say(f"cli-calendar-{name}") for name in names], rows)
