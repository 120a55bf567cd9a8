"""What ``--help`` shows, in the reader's language.

The words stand in the catalogue ``cli_help.ftl``: one message a command, its id from the command's path
(``cli-help-reports-make``), one attribute a parameter, named as it is typed (``.area``). What a command does not say of
a parameter the group above it says, at last ``cli-help`` itself: so an option of many commands is described once. A
package that adds commands lays ``cli_help.<language>.ftl`` beside their module; without it they keep their own help.
"""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

from hub.cli.output import language
from hub.i18n import Catalogue, help_catalogue

_WIDEST_NAME = 32
_WIDEST = 100


def catalogues(tongue: str) -> list[Path]:
    """The files with the help of ``tongue``: the hub's own, and those beside the commands of other packages."""
    modules = {entry.module for entry in entry_points(group="hub.commands")}
    beside = [Path(path).with_name(f"cli_help.{tongue}.ftl") for path in map(_place, sorted(modules)) if path]
    return [help_catalogue(tongue), *(path for path in beside if path.exists())]


def _place(module: str) -> str | None:
    try:
        found = find_spec(module)
    except ModuleNotFoundError:  # the package is not part of this installation
        return None
    return found.origin if found else None


@cache
def _catalogue(tongue: str) -> Catalogue:
    return Catalogue(tongue, catalogues(tongue))


def words(message_id: str, **values: object) -> str:
    """A message of the help, in the command line's language; raises ``KeyError`` where there is none."""
    return _catalogue(language()).text(message_id, **values)


def path_of(context: Any) -> tuple[str, ...]:
    """A command's names behind ``hub``, of its click context; another program's own name (``path``) stands first."""
    if context.parent is None:
        return tuple(getattr(context.command, "path", ()))
    return (*path_of(context.parent), context.info_name)


def of_command(path: Sequence[str], command: Any) -> str:
    """What a command does; its own help where the catalogue does not know it."""
    try:
        return words("-".join(("cli-help", *path)))
    except KeyError:
        return command.help or ""


def of_parameter(path: Sequence[str], parameter: Any) -> str:
    """What a parameter is, by its command or the nearest group above."""
    for depth in range(len(path), -1, -1):
        try:
            return words("-".join(("cli-help", *path[:depth])) + f".{attribute(parameter)}")
        except KeyError:
            continue
    return getattr(parameter, "help", None) or ""


def attribute(parameter: Any) -> str:
    """The catalogue's name of a parameter: as it is typed, ``--as`` is ``as``."""
    return str(max(parameter.opts, key=len)).lstrip("-").replace("_", "-")


def shown_name(parameter: Any) -> str:
    """A parameter as it is typed: ``--as, --by``, or an argument's name."""
    return parameter.metavar or ", ".join(sorted(parameter.opts, key=len))


def usage(context: Any) -> str:
    """The line that shows how a command is typed: what must be given is named."""
    needed = [one for one in context.command.params if one.param_type_name == "option" and one.required]
    pieces = [words("cli-usage-options")]
    pieces += [piece for one in context.command.params for piece in one.get_usage_pieces(context)]
    pieces += [f"{max(one.opts, key=len)} {words(f'cli-usage-{kind(one)}')}" for one in needed]
    pieces += [words("cli-usage-command")] if hasattr(context.command, "commands") else []
    line = f"{words('cli-usage-heading')} {context.command_path} {' '.join(pieces)}"
    return "\n".join(_wrapped(line, 0, further=4))


def page(context: Any) -> str:
    """All that ``--help`` shows of a command."""
    command, path = context.command, path_of(context)
    parameters = [one for one in command.get_params(context) if not one.hidden]
    told = [(_typed(one), " ".join(filter(None, (of_parameter(path, one), _notes(one))))) for one in parameters]
    kinds = [one.param_type_name for one in parameters]
    below = [(name, _first(of_command((*path, name), one))) for name, one in getattr(command, "commands", {}).items()]
    lines = [usage(context), "", *_wrapped(of_command(path, command), 2)]
    for heading, rows in (
        ("cli-usage-arguments", [row for row, kind in zip(told, kinds, strict=True) if kind == "argument"]),
        ("cli-usage-option-list", [row for row, kind in zip(told, kinds, strict=True) if kind == "option"]),
        ("cli-usage-commands", below),
    ):
        if rows:
            lines += ["", words(heading), *_list(rows)]
    return "\n".join(lines)


def _first(told: str) -> str:
    """The first sentence."""
    return re.split(r"(?<=[.।])\s", told, maxsplit=1)[0]


def kind(parameter: Any) -> str:
    """What is written for a parameter: choice, path, date, number or text."""
    of = parameter.type_descriptor
    inner = (*get_args(of.annotation), of.annotation)[0]
    if of.choices:
        return "choice"
    if isinstance(inner, type) and issubclass(inner, Path):
        return "path"
    return {datetime: "date", int: "number"}.get(inner, "text")


def _typed(parameter: Any) -> str:
    if parameter.param_type_name == "argument" or parameter.is_flag:
        return shown_name(parameter)
    return f"{shown_name(parameter)} {words(f'cli-usage-{kind(parameter)}')}"


def bounds(parameter: Any) -> list[str]:
    """What a value must be: one of its choices, within its bounds."""
    choices, said = parameter.type_descriptor.choices, []
    if choices:
        said.append(words("cli-usage-one-of", choices=", ".join(map(str, choices))))
    for name, bound in (("least", parameter.min), ("most", parameter.max)):
        if bound not in (None, 0, 1):  # one can see that nobody asks for fewer
            said.append(words(f"cli-usage-{name}", bound=str(bound)))
    return said


def _notes(parameter: Any) -> str:
    """What holds of a value, and what stands for one left out."""
    said, default = bounds(parameter), parameter.default
    if parameter.multiple or parameter.nargs == -1:
        said.append(words("cli-usage-repeated"))
    if parameter.required:
        said.append(words("cli-usage-required"))
    elif default not in (None, "", False) and not callable(default):
        said.append(words("cli-usage-default", value=str(default)))
    return f"[{'; '.join(said)}]" if said else ""


def _list(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names at the left, what they are at the right, wrapped; a name too long has a line of its own."""
    column = min(max(_cells(name) for name, _told in rows), _WIDEST_NAME) + 4
    lines = []
    for name, told in rows:
        wrapped = _wrapped(told, column)
        if wrapped and _cells(name) + 4 <= column:
            wrapped[0] = f"  {name}{' ' * (column - 2 - _cells(name))}{wrapped[0].lstrip()}"
            lines += wrapped
        else:
            lines += [f"  {name}", *wrapped]
    return lines


def _wrapped(told: str, indent: int, *, further: int = 0) -> list[str]:
    """Lines as wide as the terminal at most; Hindi ends a little earlier, as each of its signs is counted as one."""
    width = max(min(shutil.get_terminal_size().columns, _WIDEST), indent + 30)
    return textwrap.wrap(
        told, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + further), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _cells(word: str) -> int:
    """How many columns of a terminal a word takes: signs that stand above, below or joined take none."""
    return sum(unicodedata.category(letter) not in {"Mn", "Me", "Cf"} for letter in word)
