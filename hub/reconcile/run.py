"""One run of reconciliation: all datasets, discrepancies and control totals in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub import entities
from hub.database import engine
from hub.entities import LOCK, Resolved
from hub.reconcile import citizens, materialise, people, referrals, standing, totals, views
from hub.reconcile.declared import datasets
from hub.reconcile.materialise import Changed
from hub.reconcile.sources import Sources
from hub.reconcile.tables import reconcile_run
from hub.store import ledger

SUBJECTS = ("employee", "matter")
"""What ``hub.entities`` resolves before the datasets are made."""
Refresh = Callable[[sa.Connection, str, sa.Select[Any]], Changed]
_QUERIES: dict[str, Callable[[Sources], sa.Select[Any]]] = {
    "employees": people.employees,
    "pay_cases": people.pay_cases,
    "par_status": people.par_status,
    "citizen_matters": citizens.citizen_matters,
    "service_delivery": citizens.service_delivery,
    "darbar_referrals": referrals.darbar_referrals,
}


def queries() -> dict[str, Callable[[Sources], sa.Select[Any]]]:
    """What makes each reconciled dataset but the two that follow from the run itself."""
    of_views = {name: partial(views.declared, dataset.view) for name, dataset in datasets().items() if dataset.view}
    return _QUERIES | of_views


@dataclass(frozen=True)
class Summary:
    """What one run did. ``business_date`` is the date it worked for, ``asked`` the date it was called with."""

    business_date: date
    asked: date
    datasets: dict[str, Changed]
    discrepancies: Changed
    control_totals: int
    entities: tuple[Resolved, ...]


def reconcile(business_date: date, *, subjects: Sequence[str] = SUBJECTS) -> Summary:
    """Bring the reconciled datasets, the discrepancies and the control totals to the store as known on the date.

    Time does not run backwards: called for a date before the newest one reached, it works for that newest date
    (a late batch is then part of it) and says so in the summary. One run at a time; another waits. ``subjects`` are
    those whose entities are resolved first; without any, who is who stays as it stands. Raises ``NotAllowed`` for a
    date too far ahead (``ledger.demand_near``).
    """
    ledger.demand_near(business_date)
    with exclusively(LOCK) as connection, connection.begin():
        day = max(business_date, reached(connection) or business_date)
        resolved = tuple(entities.resolve(subject, day, connection) for subject in subjects)
        at = Sources(connection, day, entities.newest_version(connection))
        known = standing.newest_decision(connection)
        changed, found = _refresh(connection, at, known)
        counted = totals.refresh(connection, at)
        summary = Summary(day, business_date, changed, found, counted, resolved)
        _remember(connection, summary, known, at.entities_until)
    return summary


def rehearse() -> dict[str, Changed]:
    """What reconciling the newest date once more would change, by dataset; nothing of it is kept.

    Nothing added, modified or deleted proves that the reconciled datasets are what the store says. What people decided
    since is part of the next run, not of this rehearsal.
    """
    with exclusively(LOCK) as connection, connection.begin() as rehearsal:
        last = connection.execute(sa.select(reconcile_run).order_by(reconcile_run.c.business_date.desc())).first()
        changed: dict[str, Changed] = {}
        if last is not None:
            at = Sources(connection, last.business_date, last.entities_until)
            changed = _refresh(connection, at, last.decisions_until, materialise.refresh)[0]
        rehearsal.rollback()
    return changed


def _refresh(
    connection: sa.Connection, at: Sources, known: int, add_changes: Refresh = materialise.append
) -> tuple[dict[str, Changed], Changed]:
    connection.execute(sa.text("set local default_statistics_target to 10"))  # of tables that live for one run
    materialise.ensure(connection)
    changed = {name: materialise.refresh(connection, name, query(at)) for name, query in queries().items()}
    changed["entity_changes"] = add_changes(connection, "entity_changes", people.entity_changes(at))
    found = standing.refresh(connection, at, known)
    changed["discrepancies"] = materialise.refresh(connection, "discrepancies", standing.published())
    return changed, found


def reached(connection: sa.Connection) -> date | None:
    """The newest business date that was reconciled: the date at which the reconciled datasets stand."""
    newest: date | None = connection.scalar(sa.select(sa.func.max(reconcile_run.c.business_date)))
    return newest


def _remember(connection: sa.Connection, summary: Summary, known: int, version: int) -> None:
    row = {
        "business_date": summary.business_date,
        "decisions_until": known,
        "entities_until": version,
        "summary": {
            "rows": {name: changed.rows for name, changed in summary.datasets.items()},
            "discrepancies": summary.discrepancies.rows,
        },
    }
    upsert = insert(reconcile_run).values(row)
    compared = ("summary", "decisions_until", "entities_until")
    connection.execute(
        upsert.on_conflict_do_update(
            index_elements=["business_date"],
            set_={name: upsert.excluded[name] for name in compared} | {"changed_at": sa.func.now()},
            where=sa.or_(*(reconcile_run.c[name] != upsert.excluded[name] for name in compared)),
        )
    )


@contextmanager
def exclusively(lock: int) -> Iterator[sa.Connection]:
    """A connection in REPEATABLE READ that holds an advisory lock of its session: taken before the transaction, so
    that a run which waited sees what the one before it committed."""
    with engine().connect() as connection:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            connection.execute(sa.select(sa.func.pg_advisory_lock(lock)))
        try:
            yield connection
        finally:
            if connection.in_transaction():
                connection.rollback()
            with connection.begin():
                connection.execute(sa.select(sa.func.pg_advisory_unlock(lock)))
