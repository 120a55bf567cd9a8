"""Commands that speak the reader's language: their help, and what they say to wrong usage.

``typer`` makes the commands; these are the classes it makes them of, so nothing of its own words reaches a person.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pydantic
import typer
from typer.core import TyperCommand, TyperGroup

from hub.cli import help as manual
from hub.cli.help import words
from hub.errors import HubError

_DASHED = re.compile(r"[–—−]+[a-z][a-z-]*(=.*)?")  # what a word processor makes of --option


class _Speaking:
    """The parts of a click command that a person reads."""

    def get_help(self, ctx: Any) -> str:
        return manual.page(ctx)

    def get_usage(self, ctx: Any) -> str:
        return manual.usage(ctx)


class Command(_Speaking, TyperCommand):
    """A command of the hub."""

    allow_extra_args = True  # they are refused below

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        dashed = next(filter(_DASHED.fullmatch, args), "")
        try:
            rest = super().parse_args(ctx, list(args))
        except typer.TyperException as error:
            if dashed:
                raise typer.BadParameter(words("cli-usage-dash", name=dashed), ctx=ctx) from None
            wrong: Any = error
            wrong.ctx = getattr(wrong, "ctx", None) or ctx  # an option without its value does not tell its command
            raise
        if rest and not ctx.resilient_parsing:
            told = words("cli-usage-dash", name=dashed) if dashed else words("cli-usage-extra", words=" ".join(rest))
            raise typer.BadParameter(told, ctx=ctx)
        return rest


class Group(_Speaking, TyperGroup):
    """A group of commands, and ``hub`` itself."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise typer.BadParameter(_no_command(ctx, args[0]), ctx=ctx)
        return super().resolve_command(ctx, args)


def speak(app: typer.Typer) -> None:
    """Let every command of ``app`` be one of these."""
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance:
            speak(group.typer_instance)


def existing_file(given: Path) -> Path:
    """What a parameter names, if it is a file."""
    if not given.is_file():
        raise typer.BadParameter(words("cli-usage-no-file", path=str(given)))
    return given


def existing_folder(given: Path) -> Path:
    """What a parameter names, if it is a folder in which one can write."""
    if not (given.is_dir() and os.access(given, os.W_OK)):
        raise typer.BadParameter(words("cli-usage-no-folder", path=str(given)))
    return given


def told(error: Any) -> list[str]:
    """What is wrong with the usage, line by line: the usage line, the fault, where help stands.

    ``error`` is what click raised. A click older or newer than the one these words were written for may raise a kind
    that is not known here: it is then told in click's own words.
    """
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return [error.format_message()]
    fault = _fault(error, context)
    if context is None:
        return [f"✗ {fault}"]
    return [context.get_usage(), f"✗ {fault}", f"  {words('cli-usage-try', command=context.command_path)}"]


def as_error(error: Any) -> HubError:
    """What is wrong with the usage, for a program: in the shape of every other error."""
    context = getattr(error, "ctx", None)
    help_of = f"{context.command_path} --help" if context else ""
    return HubError("cli-wrong-usage", fault=_fault(error, context), next_command=help_of)


def _fault(error: Any, context: Any) -> str:
    is_group = context is not None and hasattr(context.command, "commands")
    match type(error).__name__:
        case "NoSuchOption":
            told = words("cli-usage-no-option", name=error.option_name)
            if is_group:
                return f"{told} {words('cli-usage-behind', name=error.option_name)}"
            return f"{told} {_meant(list(error.possibilities or ()))}".strip()
        case "BadOptionUsage":
            known = context.command.get_params(context) if context else ()
            option: Any = next((one for one in known if error.option_name in one.opts), None)
            asked = "needs-value" if option and not option.is_flag else "takes-none"
            return words(f"cli-usage-{asked}", name=error.option_name, told=_of(context, option))
        case "MissingParameter":
            return words(
                f"cli-usage-missing-{error.param.param_type_name}",
                name=manual.shown_name(error.param),
                told=_of(context, error.param),
            )
        case "BadParameter":
            named = error.param_hint or (manual.shown_name(error.param) if error.param else "")
            why = _not_a_value(error.__cause__, error.param) or error.message
            return f"{named}: {why}" if named else str(why)
        case "UsageError" if is_group:
            return words("cli-usage-no-command-given")
    return str(error.format_message())


def _of(context: Any, parameter: Any) -> str:
    """What is to be written for a parameter."""
    if context is None or parameter is None:
        return ""
    told = manual.of_parameter(manual.path_of(context), parameter)
    bounds = "; ".join(manual.bounds(parameter))
    return f"{told} [{bounds}]" if bounds else told


def _not_a_value(refused: BaseException | None, parameter: Any) -> str:
    """Why a value was not taken as a date, a number or a choice; nothing where it was refused otherwise."""
    if not isinstance(refused, pydantic.ValidationError) or manual.kind(parameter) not in {"date", "number", "choice"}:
        return ""
    first = refused.errors()[0]
    given = str(first["input"])
    for limit in ("ge", "le"):
        if limit in first.get("ctx", {}):
            return words(f"cli-usage-not-{limit}", value=given, bound=str(first["ctx"][limit]))
    choices = ", ".join(map(str, parameter.type_descriptor.choices or ()))
    return words(f"cli-usage-not-{manual.kind(parameter)}", value=given, choices=choices)


def _no_command(context: Any, name: str) -> str:
    """There is no such command; which ones may be meant: of the same group, or of this name anywhere."""
    here = [f"{context.command_path} {one}" for one in get_close_matches(name.lower(), context.command.commands)]
    root = context.find_root()
    elsewhere = [f"{root.info_name} {' '.join(path)}" for path in _paths(root.command) if path[-1] == name.lower()]
    unknown = words("cli-usage-no-command", name=name)
    return f"{unknown} {_meant(list(dict.fromkeys(here + elsewhere)))}".strip()


def _meant(names: list[str]) -> str:
    return words("cli-usage-meant", names=", ".join(names)) if names else ""


def _paths(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if hasattr(command, "commands"):
            yield from _paths(command, (*above, name))
