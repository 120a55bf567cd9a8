"""``hub link``: any two lists; ``hub linkage``: the models behind it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.cli.output import JsonOption, console, plain, print_json, print_table, say

app = typer.Typer(no_args_is_help=True)


class Subject(StrEnum):
    """What the rows of the lists are."""

    EMPLOYEE = "employee"
    MATTER = "matter"


def link(
    left: Annotated[Path, typer.Argument(metavar="A.csv")],
    right: Annotated[Path, typer.Argument(metavar="B.csv")],
    subject: Subject = Subject.EMPLOYEE,
    out: Path = Path("pairs.csv"),
    map_: Annotated[list[str] | None, typer.Option("--map")] = None,
    as_json: JsonOption = False,
) -> None:
    """Link two lists of an office: id_a, id_b, probability, band, kind."""
    from hub.linkage.files import link_files

    names = {}
    for entry in map_ or ():
        name, separator, column = entry.partition("=")
        if not separator:
            raise typer.BadParameter(say("linkage-map-unclear", entry=entry))
        names[name.strip()] = column.strip()
    linked = link_files(subject.value, left, right, out, names=names)
    if as_json:
        print_json({"left": linked.left, "right": linked.right, "out": str(out),
                    "links": [{"kind": kind, "band": band, "number": number}
                              for (kind, band), number in linked.links.items()]})  # fmt: skip
        return
    rows = [
        (say(f"linkage-kind-{kind.replace('_', '-')}"), say(f"linkage-band-{band}"), number)
        for (kind, band), number in linked.links.items()
    ]
    title = say("linkage-linked", left=linked.left, right=linked.right, out=str(out))
    print_table(title, [say(f"linkage-column-{name}") for name in ("kind", "band", "number")], rows)


@app.command()
def train(
    subject: Subject,
    lists: Annotated[Path, typer.Option()],
    out: Path | None = None,
    as_json: JsonOption = False,
) -> None:
    """Train a subject's model from labelled lists and set its bands."""
    from hub.linkage import train as training
    from hub.linkage import trained

    path = out or trained.FOLDER / f"{subject.value}.json"
    told = training.train_subject(subject.value, lists, path, on=date.today())  # noqa: DTZ011
    if as_json:
        print_json(told)
        return
    _print_model(told)
    console.print(str(path), soft_wrap=True)


@app.command()
def show(subject: Subject, as_json: JsonOption = False) -> None:
    """Tell a model's version, training and bands."""
    from hub.linkage.trained import model

    found = model(subject.value)
    told = {"version": found.version, **found.trained, "bands": found.policy.bands}
    if as_json:
        print_json(told)
        return
    _print_model(told)


def _print_model(told: dict[str, Any]) -> None:
    for name in ("version", "on", "fingerprint", "seed", "splink", "duckdb"):
        if name in told:
            console.print(f"{say(f'linkage-model-{name}')}: {told[name]}", soft_wrap=True)
    bands = [
        (say(f"linkage-kind-{kind.replace('_', '-')}"), f"{band['review']:.3f}", f"{band['accept']:.3f}")
        for kind, band in plain(told["bands"]).items()
    ]
    print_table("", [say(f"linkage-{name}") for name in ("column-kind", "model-review", "model-accept")], bands)
