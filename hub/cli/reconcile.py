"""``hub reconcile``: what the systems say together; ``hub totals``: what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.output import DateOption, JsonOption, business_date, plain, print_json, print_table, say


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
    dataset: Annotated[str | None, typer.Argument(help="Only this dataset, its newest dates.")] = None,
    date_: DateOption = None,
    as_json: JsonOption = False,
) -> None:
    """Control totals of a date (the newest reconciled one): source, landed, stored, published, and what is missing."""
    from hub.reconcile import control_totals

    found = control_totals(date_.date() if date_ else None, dataset=dataset)
    if as_json:
        print_json([plain(total) | {"is_complete": total.is_complete} for total in found])
        return
    names = ("dataset", "date", "source", "landed", "accepted", "quarantined", "stored", "reconciled", "published",
             "complete", "missing")  # fmt: skip
    rows = [
        (
            total.dataset, total.business_date, total.source_total, total.landed, total.accepted, total.quarantined,
            total.stored, total.reconciled, total.published, say(f"cli-totals-{'yes' if total.is_complete else 'no'}"),
            ", ".join(total.missing_keys[:3]),
        )
        for total in found
    ]  # fmt: skip
    print_table(say("cli-totals-title"), [say(f"cli-totals-{name}") for name in names], rows)
