"""``hub batches``: what each batch came to, and the decision on one that is held."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
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
    print_table,
    say,
)
from hub.contracts import contract
from hub.database import engine
from hub.settings import IST
from hub.store.tables import COUNTS, STATUSES, batch

_AT = "%d.%m.%Y %H:%M"

app = typer.Typer(no_args_is_help=True)
BatchId = Annotated[str, typer.Argument()]
Reason = Annotated[str, typer.Option("--reason")]


@app.command("list")
def list_batches(
    status: str = "",
    dataset: str = "",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """The newest batches."""
    choose("--status", status, STATUSES)
    query = sa.select(batch).order_by(batch.c.created_at.desc()).limit(limit)
    if status:
        query = query.where(batch.c.status == status)
    if dataset:
        query = query.where(batch.c.dataset == contract(dataset).id)
    with engine().connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    if as_json:
        print_json(rows)
        return
    columns = ("batch_id", "status", "received", "accepted", "quarantined", "control_total", "updated_at")
    shown = [
        row | {"status": _status(row["status"]), "updated_at": row["updated_at"].astimezone(IST).strftime(_AT)}
        for row in rows
    ]
    print_table("", [_label(name) for name in columns], [[row[name] for name in columns] for row in shown])


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
    for hold in told["holds"]:
        console.print(marked(hold_words(hold["rule"], language(), **hold["details"])))
    rows = [(_label(name), told[name]) for name in ("batch_id", "dataset", *COUNTS, "control_total") if name in told]
    rows.insert(2, (_label("status"), _status(found.status)))
    rows += [(_label("timings"), ", ".join(f"{step} {seconds:.1f} s" for step, seconds in found.timings.items()))]
    rows += [(_label("approvals"), f"{one['actor']}: {one['reason']}") for one in found.approvals]
    if found.error:
        rows.append((_label("error"), _failure(found.error)))
    for label, value in rows:
        console.print(f"{label}: {'–' if value in (None, '') else value}", soft_wrap=True)


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
        _say(batch_id, result["status"])


@app.command()
def refuse(batch_id: BatchId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Refuse a held batch: nothing of it is stored, the next sync asks the source again."""
    from hub.quarantine import batches

    state = batches.refuse(batch_id, actor_name(actor), reason)
    if as_json:
        print_json({"batch_id": batch_id, "status": state})
    else:
        _say(batch_id, state)


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
        _say(batch_id, state)


def _say(batch_id: str, status: str) -> None:
    console.print(f"{batch_id}: {_status(status)}", soft_wrap=True)


def _status(status: str) -> str:
    return say(f"console-state-{status}")


def _label(name: str) -> str:
    return say(f"cli-batch-{name.replace('_', '-')}")


def _failure(error: dict[str, Any]) -> str:
    try:
        return say(error["message_id"], **error["details"])
    except KeyError:  # an unforeseen failure, of which the ledger keeps the kind
        return f"{error['message_id']} {error['details'].get('type', '')}"
