"""``hub reconcile``: what the systems say together; ``hub totals``: what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import DateOption, JsonOption, business_date, plain, print_json, print_line, print_table, say
from hub.contracts import contract

_SHOWN = 5


def reconcile(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Bring reconciled datasets, discrepancies and control totals to a business date."""
    from hub.reconcile import reconcile as run

    summary = run(business_date(date_))
    if as_json:
        print_json(summary)
        return
    rows = [
        (name, changed.rows, changed.added, changed.modified, changed.deleted)
        for name, changed in summary.datasets.items()
    ]
    titles = [say(f"cli-reconcile-{name}") for name in ("dataset", "rows", "added", "modified", "deleted")]
    print_table(say("cli-reconcile-title", date=summary.business_date.isoformat()), titles, rows)


def totals(
    dataset: Annotated[str | None, typer.Argument()] = None,
    date_: DateOption = None,
    as_json: JsonOption = False,
) -> None:
    """Control totals of a date (the newest reconciled one): source, landed, stored, published, and what is missing."""
    from hub.reconcile import control_totals

    dataset = contract(dataset).id if dataset else None
    found = control_totals(date_.date() if date_ else None, dataset=dataset)
    if as_json:
        print_json([plain(total) | {"is_complete": total.is_complete} for total in found])
        return
    counts = ("source", "landed", "accepted", "quarantined", "stored", "reconciled", "published")
    rows = [
        (
            total.business_date if dataset else total.dataset,
            total.source_total, total.landed, total.accepted, total.quarantined, total.stored, total.reconciled,
            total.published, say(f"cli-totals-{'yes' if total.is_complete else 'no'}"),
        )
        for total in found
    ]  # fmt: skip
    titles = [say(f"cli-totals-{name}") for name in ("date" if dataset else "dataset", *counts, "complete")]
    of = dataset or (found[0].business_date.isoformat() if found else "")
    print_table(say("cli-totals-title", of=of), titles, rows)
    for total in found:
        for name, keys in (("missing", total.missing_keys), ("waiting", total.quarantined_keys)):
            if keys:
                shown = ", ".join(keys[:_SHOWN]) + (" …" if len(keys) > _SHOWN else "")
                of = f"{total.dataset} {total.business_date}"
                print_line(f"cli-totals-{name}", of=of, keys=shown)
