"""``hub batches``: what each batch came to, and the decision on one that is held."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
import typer

from hub.cli.output import ActorOption, JsonOption, actor_name, console, language, print_json, print_table
from hub.database import engine
from hub.store.tables import batch

app = typer.Typer(help="Batches: one window of one dataset.", no_args_is_help=True)
BatchId = Annotated[str, typer.Argument(help="A batch, e.g. rtps.applications/2026-11-20/001.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the decision.")]


@app.command("list")
def list_batches(
    status: Annotated[str, typer.Option(help="Only this status: held, stored, refused …")] = "",
    dataset: Annotated[str, typer.Option(help="Only this dataset.")] = "",
    limit: Annotated[int, typer.Option(help="How many of the newest.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """The newest batches."""
    query = sa.select(batch).order_by(batch.c.created_at.desc()).limit(limit)
    if status:
        query = query.where(batch.c.status == status)
    if dataset:
        query = query.where(batch.c.dataset == dataset)
    with engine().connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    if as_json:
        print_json(rows)
        return
    columns = ("batch_id", "status", "received", "accepted", "quarantined", "control_total", "updated_at")
    print_table("", columns, [[row[name] for name in columns] for row in rows])


@app.command()
def show(batch_id: BatchId, as_json: JsonOption = False) -> None:
    """One batch: its counts, why it is held, what each step took."""
    from hub.checks.words import hold_words
    from hub.store import ledger
    from hub.sync import outcome

    found = ledger.get(batch_id)
    told = outcome(found) | {"control_total": found.control_total, "approvals": found.approvals, "error": found.error}
    if as_json:
        print_json(told)
        return
    for hold in told.pop("holds"):
        words = hold_words(hold["rule"], language(), **hold["details"])
        console.print(f"[red]✗[/] {words}", highlight=False)
    for name, value in told.items():
        console.print(f"{name:<14} {value}", highlight=False)


@app.command()
def release(batch_id: BatchId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Let a held batch go on, and store it."""
    from hub.quarantine import batches
    from hub.sync import store_batch

    state = batches.release(batch_id, actor_name(actor), reason)
    result = store_batch(batch_id) if state == "released" else {"batch_id": batch_id, "status": state}
    if as_json:
        print_json(result)
    else:
        console.print(f"{batch_id}: {result['status']}", highlight=False)


@app.command()
def refuse(batch_id: BatchId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Refuse a held batch: nothing of it is stored, the next sync asks the source again."""
    from hub.quarantine import batches

    state = batches.refuse(batch_id, actor_name(actor), reason)
    if as_json:
        print_json({"batch_id": batch_id, "status": state})
    else:
        console.print(f"{batch_id}: {state}", highlight=False)


@app.command()
def undo(batch_id: BatchId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Take the decision on a batch back, while nothing of it is stored; it waits for a decision again."""
    from hub.quarantine import batches
    from hub.sync import check_batch

    if batches.undo(batch_id, actor_name(actor), reason) == "landed":
        check_batch(batch_id)
    state = batches.state(batch_id)
    if as_json:
        print_json({"batch_id": batch_id, "status": state})
    else:
        console.print(f"{batch_id}: {state}", highlight=False)
