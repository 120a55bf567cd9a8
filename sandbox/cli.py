"""``hub sandbox``: the stand-ins' world, its clock and its misbehaviour.

Found through the entry point ``hub.commands``.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hub.cli.link import Subject
from hub.cli.output import JsonOption, console, print_json
from hub.errors import HubError
from hub.settings import env_file, hub_home
from sandbox.faults import FAULTS, Faults
from sandbox.standins.declared import declared
from sandbox.world.store import World

System = StrEnum("System", {name: name for name, standin in declared().items() if standin.protocol})  # type: ignore[misc]
Fault = StrEnum("Fault", {name: name for name in sorted(FAULTS)})  # type: ignore[misc]

app = typer.Typer(no_args_is_help=True)


def folder() -> Path:
    """Where this installation keeps its sandbox."""
    return hub_home() / "sandbox"


def _world() -> World:
    if not (folder() / "world.sqlite").exists():
        raise HubError("sandbox-missing", next_command="make up")
    return World.open(folder())


@app.command()
def up() -> None:
    """Start the stand-ins alone, without Airflow (``make up`` starts both)."""
    from embedded.__main__ import sandbox_up

    sandbox_up()


@app.command("linkage-lists")
def linkage_lists(
    subject: Subject,
    into: Annotated[Path, typer.Option("--into")],
    rows: Annotated[int, typer.Option(min=100)] = 10_000,
    as_json: JsonOption = False,
) -> None:
    """Write invented lists with the truth, from which `hub linkage train` learns."""
    from sandbox.world.linkage_lists import write_training

    names = write_training(subject, into, rows=rows)
    if as_json:
        print_json(names)
    else:
        console.print(*names)


@app.command()
def clock(as_json: JsonOption = False) -> None:
    """The day the world stands at."""
    _tell(_world().clock, as_json=as_json)


@app.command()
def advance(days: Annotated[int, typer.Option(min=1)] = 1, as_json: JsonOption = False) -> None:
    """Move the world by a business day: new, changed, closed, late and deleted records."""
    world = _world()
    world.advance(days)
    _set_business_date(world.clock)
    _tell(world.clock, as_json=as_json)


@app.command()
def misbehave(
    system: System,
    fault: Fault,
    dataset: str = "",
    times: Annotated[int, typer.Option(min=1)] = 1,
    param: Annotated[list[str] | None, typer.Option("--set")] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell a stand-in to misbehave in its next answers."""
    params: dict[str, str] = {}
    for pair in param or []:
        name, separator, value = pair.partition("=")
        if not separator:
            raise HubError("cli-not-json", value=pair)
        params[name] = value
    _world()
    Faults(folder()).inject(system.value, fault.value, dataset=dataset, times=times, **params)
    if as_json:
        print_json({"system": system, "fault": fault, "dataset": dataset, "times": times, **params})
    else:
        console.print(f"{system}: {fault} × {times}", highlight=False)


@app.command()
def behave() -> None:
    """Take back every misbehaviour not yet used up."""
    _world()
    Faults(folder()).clear()


def _tell(day: date, *, as_json: bool) -> None:
    if as_json:
        print_json({"clock": day})
    else:
        console.print(f"{day.isoformat()}    hub sync all --date {day.isoformat()}", highlight=False)


def _set_business_date(day: date) -> None:
    """The world's day becomes the default business date of this installation."""
    path = env_file()
    if not path.exists():
        return
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("HUB_BUSINESS_DATE=")]
    replacement = path.with_suffix(".new")
    replacement.touch(mode=0o600)
    replacement.write_text("\n".join([*kept, f"HUB_BUSINESS_DATE={day.isoformat()}"]) + "\n", encoding="utf-8")
    replacement.replace(path)
