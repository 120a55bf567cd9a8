"""How the command line speaks: a table for people, JSON for programs, errors that say who must act."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hub.errors import HubError
from hub.i18n import language_of, text
from hub.settings import hub_home, today

# What is printed is data: "[x]" and ":x:" stay as they are.
console = Console(markup=False, highlight=False, emoji=False)
JsonOption = Annotated[bool, typer.Option("--json")]
DateOption = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"])]
ActorOption = Annotated[str, typer.Option("--as", "--by")]


def language() -> str:
    """The language of the command line: ``HUB_LANGUAGE`` (hi or en), else English."""
    return language_of(os.environ.get("HUB_LANGUAGE", ""))


def say(message_id: str, **values: object) -> str:
    """A message in the command line's language."""
    return text(message_id, language(), **values)


def business_date(given: datetime | None) -> date:
    """The date that ``--date`` names, or the default business date."""
    return given.date() if given else today()


def actor_name(given: str) -> str:
    """Who decides: ``--as``, or the login name."""
    return given or os.environ.get("SUDO_USER") or os.environ.get("USER") or "cli"


def plain(value: Any) -> Any:
    """``value`` as JSON can carry it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


def print_json(value: Any) -> None:
    """Print ``value`` as JSON on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def choose(parameter: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a choice (empty: none was made) that there is not as wrong usage, naming those that there are.
    ``parameter``: what it was given for, as it is typed."""
    names = tuple(known)
    if value and value not in names:
        told = say("cli-unknown-choice", value=value, choices=", ".join(names))
        raise typer.BadParameter(told, param_hint=parameter)


def print_line(message_id: str, **values: object) -> None:
    """Print a message on a line of its own, as long as it is. Numbers that name something are given as text: others
    are written with separators."""
    console.print(say(message_id, **values), soft_wrap=True)


def marked(words: str, *, is_good: bool = False) -> Text:
    """Words behind a sign for good or bad."""
    return Text.assemble(("✓", "green") if is_good else ("✗", "bold red"), " ", words)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; numbers align right. An empty one says so."""
    filled = [list(row) for row in rows]
    if not filled:
        console.print(say("cli-nothing"))
        return
    table = Table(
        title=title,
        title_justify="left",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )
    for place, column in enumerate(columns):
        shown = [_shown(row[place]) for row in filled]
        is_number = all(isinstance(row[place], int | float | Decimal | type(None)) for row in filled)
        justify: Literal["left", "right"] = "right" if is_number else "left"
        width = min(max(len(cell) for cell in shown), _WIDEST)  # a header wraps, a short cell does not
        table.add_column(column, justify=justify, overflow="fold", min_width=width)
    for row in filled:
        table.add_row(*map(_shown, row))
    console.print(table)


_WIDEST = 22


def _shown(cell: object) -> str:
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)


def report_error(error: HubError, *, as_json: bool) -> None:
    """Tell a person (or a program) what happened, to which record, who must act, and the next command."""
    values = {
        "message": _message(error),
        "message_id": error.message_id,
        "record": error.record,
        "actor": error.actor.value,
        "retryable": error.retryable,
        "next": error.next_command,
    }
    if as_json:
        sys.stderr.write(json.dumps(values, ensure_ascii=False) + "\n")
        return
    out = _errors()
    out.print(marked(_message(error)))
    if error.record:
        out.print("  " + say("cli-record", record=error.record))
    out.print("  " + say("cli-who-must-act", actor=say(f"actor-{error.actor.value}")))
    if error.retryable:
        out.print("  " + say("cli-retry"))
    if error.next_command:
        out.print("  " + say("cli-next", command=error.next_command), soft_wrap=True)


def report_usage(lines: Iterable[str]) -> None:
    """Tell a person that a command was not typed as it is to be."""
    for line in lines:
        _errors().print(line, soft_wrap=True)


def report_unexpected(error: Exception, *, as_json: bool) -> None:
    """Keep the details of an unforeseen failure in a file and tell where they stand; no stack trace on the screen."""
    folder = hub_home() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    file: Path = folder / "cli-errors.log"
    with file.open("a", encoding="utf-8") as log:
        log.write(f"--- {datetime.now().astimezone().isoformat()} {' '.join(sys.argv[1:2])}\n")
        log.write("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    file.chmod(0o600)
    unexpected = HubError("cli-unexpected", kind=type(error).__name__, file=str(file))
    if as_json:
        report_error(unexpected, as_json=True)
    else:
        _errors().print(marked(_message(unexpected)))


def _errors() -> Console:
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def _message(error: HubError) -> str:
    try:
        return text(error.message_id, language(), **error.details)
    except KeyError:
        return error.message_id
