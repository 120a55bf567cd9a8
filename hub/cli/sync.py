"""``hub sync`` and ``hub status``: bring datasets in, and see how they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from hub.cli.output import (
    DateOption,
    JsonOption,
    business_date,
    console,
    marked,
    print_json,
    print_table,
    report_error,
    say,
)
from hub.contracts import Contract, contracts
from hub.cycle import after_syncs
from hub.database import engine
from hub.errors import HubError
from hub.settings import today
from hub.store.tables import batch

What = Annotated[str, typer.Argument()]


def sync(what: What, date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Fetch, check and store one business date; with ``all``, reconcile, publish, alert and deliver as well."""
    day = business_date(date_)
    outcomes: list[dict[str, Any]] = []
    failed: list[HubError] = []
    from hub.sync import in_order

    chosen = in_order(what)
    with _progress(as_json) as progress:
        task = progress.add_task(what, total=len(chosen))
        for contract in chosen:
            progress.update(task, description=contract.id)
            try:
                outcomes.append(_one(contract, day, progress))
            except HubError as error:
                failed.append(error)
            progress.advance(task)
    if as_json:
        print_json(outcomes)
    elif outcomes or not failed:
        names = ("dataset", "state", "received", "accepted", "quarantined", "new", "changed", "gone")
        print_table(day.isoformat(), [say(f"cli-status-{name}") for name in names], map(_row, outcomes))
    for earlier in failed[:-1]:
        report_error(earlier, as_json=as_json)
    if failed:
        raise failed[-1]
    if what == "all":
        _after(day, as_json=as_json)


def _row(outcome: dict[str, Any]) -> list[object]:
    """What a person wants to see of a sync; ``--json`` tells the rest."""
    state = say(f"console-state-{outcome['status']}")
    if outcome["status"] != "stored":
        return [outcome["dataset"], state, *[None] * 6]
    counts = [outcome[name] for name in ("received", "accepted", "quarantined", "new", "changed")]
    return [outcome["dataset"], state, *counts, outcome["deleted"] + outcome["removed"]]


def _one(contract: Contract, day: date, progress: Progress) -> dict[str, Any]:
    from hub.sync import sync as run

    step = progress.add_task(f"  {contract.id}", total=None)
    try:
        outcome = run(contract.id, day, progress=lambda name: progress.update(step, description=f"  {name}"))
    finally:
        progress.remove_task(step)
    return {"dataset": contract.id, **outcome}


def _after(day: date, *, as_json: bool) -> None:
    for name, _summary in after_syncs(day):
        if not as_json:
            console.print(marked(say(f"cli-step-{name}"), is_good=True))


def _progress(as_json: bool) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=as_json or not console.is_terminal,
    )


def status(as_json: JsonOption = False) -> None:
    """What ran, what is late, what is held: one row a dataset."""
    now = datetime.now(UTC)
    rows = [_standing(contract, now) for contract in contracts().values()]
    if as_json:
        print_json(rows)
        return
    names = ["dataset", "last", "state", "received", "accepted", "quarantined"]
    names += ["held"] if any(row["held"] for row in rows) else []
    shown = [
        {
            **row,
            "last": row["business_date"] or say("cli-status-never"),
            "state": say("cli-status-late" if row["is_late"] else "cli-status-fresh") + _hours(row["age_hours"]),
        }
        for row in rows
    ]
    titles = [say(f"cli-status-{name}") for name in names]
    print_table(say("cli-status-title", date=today().isoformat()), titles, [[row[n] for n in names] for row in shown])


def _hours(hours: float | None) -> str:
    return "" if hours is None else f", {hours:.0f} h"


def _standing(contract: Contract, now: datetime) -> dict[str, Any]:
    good = (
        sa.select(batch)
        .where(batch.c.dataset == contract.id, batch.c.status.in_(("stored", "unchanged")))
        .order_by(batch.c.updated_at.desc())
        .limit(1)
    )
    stored = good.where(batch.c.status == "stored")
    held = sa.select(batch.c.batch_id).where(batch.c.dataset == contract.id, batch.c.status == "held")
    with engine().connect() as connection:
        newest = connection.execute(good).mappings().first()
        counted = connection.execute(stored).mappings().first()
        waiting = list(connection.scalars(held.order_by(batch.c.batch_id)))
    age = (now - newest["updated_at"]).total_seconds() / 3600 if newest else None
    return {
        "dataset": contract.id,
        "business_date": newest["business_date"] if newest else None,
        "age_hours": round(age, 2) if age is not None else None,
        "is_late": age is None or age * 3600 > contract.latency.total_seconds(),
        "received": counted["received"] if counted else None,
        "accepted": counted["accepted"] if counted else None,
        "quarantined": counted["quarantined"] if counted else None,
        "held": ", ".join(waiting),
        "service_level_hours": contract.latency.total_seconds() / 3600,
    }
