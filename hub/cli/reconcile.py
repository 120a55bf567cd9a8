"""``hub reconcile``: who is who, what disagrees, what is missing."""

from __future__ import annotations

from hub.cli.output import DateOption, JsonOption, business_date, print_json, print_table


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
    print_table(summary.business_date.isoformat(), ("", "rows", "added", "modified", "deleted"), rows)
