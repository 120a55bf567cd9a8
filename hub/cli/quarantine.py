"""``hub quarantine``: see the row and the reason, fix, release or refuse, bring it in."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from hub.cli.output import (
    ActorOption,
    JsonOption,
    actor_name,
    choose,
    console,
    language,
    marked,
    print_json,
    print_line,
    print_table,
    say,
)
from hub.contracts import Classification, contract, contracts

app = typer.Typer(no_args_is_help=True)
RowId = Annotated[int, typer.Argument()]
Reason = Annotated[str, typer.Option("--reason")]


def titles(*names: str) -> list[str]:
    return [say("cli-status-dataset" if name == "dataset" else f"cli-column-{name}") for name in names]


@app.command("list")
def list_rows(
    dataset: str = "",
    reason: str = "",
    status: str = "open",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    counts: Annotated[bool, typer.Option("--counts")] = False,
    as_json: JsonOption = False,
) -> None:
    """Rows that wait, with the reason in plain words."""
    from hub import quarantine
    from hub.checks import plain_words
    from hub.store.tables import DECISIONS

    choose("--status", status, (*DECISIONS, "any"))
    dataset = contract(dataset).id if dataset else ""
    if counts:
        counted = quarantine.counts(dataset or None, status=status)
        if as_json:
            print_json(counted)
            return
        rows = [
            (item.dataset, item.expectation, item.rows, plain_words(item.dataset, item.expectation, language()))
            for item in counted
        ]
        print_table("", titles("dataset", "expectation", "rows", "reason"), rows)
        return
    found = quarantine.rows(
        dataset or None, status=None if status == "any" else status, reason=reason or None, limit=limit
    )
    if as_json:
        print_json([told(item) for item in found])
        return
    shown = [
        (item.id, item.dataset, item.key, "; ".join(plain_words(item.dataset, why, language()) for why in item.reasons))
        for item in found
    ]
    print_table("", titles("id", "dataset", "key", "reason"), [(str(item[0]), *item[1:]) for item in shown])


@app.command()
def show(
    row_id: RowId,
    unmask: str = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """One row: as received beside what each field means, and why it waits."""
    from hub import quarantine
    from hub.checks import plain_words
    from hub.landing.read import records_to_chunk

    found = quarantine.row(row_id)
    described = contract(found.dataset)
    values = records_to_chunk(described, [found.record]).table.to_pylist()[0]
    masked = set() if unmask else {f.name for f in described.fields if f.classification in _MASKED}
    if unmask:
        _audit(row_id, actor_name(actor), unmask)
    read = {name: _mask(value) if name in masked else value for name, value in values.items() if name[0] != "_"}
    why = {reason: plain_words(found.dataset, reason, language()) for reason in found.reasons}
    if as_json:
        received = {"record": json.loads(found.record)} if unmask else {}
        print_json(told(found) | {"read": read, "why": why} | received)
        return
    console.print(f"{found.dataset}  {found.batch_id}  №{found.ordinal}  {_status(found.status)}", soft_wrap=True)
    for words in why.values():
        console.print(marked(words))
    fields = {field.name: field for field in described.fields}
    label = "label_hi" if language() == "hi" else "label_en"
    rows = [(name, getattr(fields[name], label), "" if value is None else str(value)) for name, value in read.items()]
    print_table("", titles("field", "label", "value"), rows)


_MASKED = (Classification.PERSONAL, Classification.SENSITIVE)


def _mask(value: object) -> str | None:
    return None if value is None else "•••"


def _audit(row_id: int, actor: str, purpose: str) -> None:
    from hub import audit
    from hub.database import engine

    with engine().begin() as connection:
        audit.record(connection, actor=actor, action="unmask", subject=f"quarantine/{row_id}", reason=purpose)


@app.command()
def fix(
    row_id: RowId,
    pairs: Annotated[list[str], typer.Option("--set")],
    reason: Reason = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Put right values into a row; it is checked again before it counts as fixed."""
    from hub import quarantine

    known = {field.name for field in contract(quarantine.row(row_id).dataset).wire_fields}
    changes: dict[str, str | None] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise typer.BadParameter(say("cli-not-json", value=pair))
        choose("--set", name, sorted(known))
        changes[name] = value or None
    say_row(told(quarantine.fix(row_id, changes, actor_name(actor), reason)), as_json=as_json)


@app.command()
def release(row_id: RowId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Let a row in as it is; what it fails stays on it as a flag."""
    from hub import quarantine

    say_row(told(quarantine.release(row_id, actor_name(actor), reason)), as_json=as_json)


@app.command()
def refuse(row_id: RowId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Keep a row out for good."""
    from hub import quarantine

    say_row(told(quarantine.refuse(row_id, actor_name(actor), reason)), as_json=as_json)


@app.command()
def replay(
    dataset: Annotated[str, typer.Argument()] = "all",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Bring fixed and released rows into the store, in the order in which they were received."""
    from hub import quarantine

    chosen = list(contracts()) if dataset == "all" else [contract(dataset).id]
    done = {name: quarantine.replay(name, actor_name(actor)) for name in chosen}
    if as_json:
        print_json(done)
        return
    names = ("dataset", "entered", "superseded", "returned")
    rows = [(name, result.entered, result.superseded, result.returned) for name, result in done.items()]
    print_table("", titles(*names), rows)


def told(item: object) -> dict[str, object]:
    """A row without the personal data that it holds."""
    names = ("id", "dataset", "batch_id", "ordinal", "key", "failures", "status", "decided_by", "reason", "decided_at",
             "version")  # fmt: skip
    return {name: getattr(item, name) for name in names}


def say_row(row: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(row)
    else:
        console.print(f"{row['id']}: {_status(str(row['status']))}")
        if row["status"] in ("fixed", "released"):
            print_line("cli-next", command=f"hub quarantine replay {row['dataset']}")


def _status(status: str) -> str:
    return say(f"work-status-{status}")
