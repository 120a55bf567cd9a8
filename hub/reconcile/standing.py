"""The life of a discrepancy: opened, seen again, gone, back; and what people decided on it.

Values of personal fields are never copied: the row says only that they differ and which records to open. A decision
holds for the values it was made about (``evidence``) and until the discrepancy closes; after that it is open again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.reconcile.agreement import COLUMNS, rules_of_agreement
from hub.reconcile.materialise import Changed
from hub.reconcile.sources import Sources
from hub.reconcile.tables import decision, discrepancy, reconcile_run
from hub.reconcile.views import Views

_VALUES = tuple(name for name in COLUMNS if name not in ("kind", "subject", "field"))
_DECIDED = ("status", "side", "decided_by", "reason", "decided_at")


def refresh(connection: sa.Connection, at: Sources, known: int) -> Changed:
    """Open what is found and new, close what is no longer found, reopen what came back, and put people's decisions up
    to number ``known`` on top; the same store and decisions twice change nothing."""
    day = at.business_date
    found = _found(connection, at)
    same = sa.and_(*(found.c[name] == discrepancy.c[name] for name in ("kind", "subject", "field")))
    closed = connection.execute(
        discrepancy.update()
        .values(closed_on=day, last_seen=sa.func.greatest(discrepancy.c.first_seen, _day_before(connection, day)),
                status="closed")
        .where(discrepancy.c.closed_on.is_(None), ~sa.exists().where(same))
    )  # fmt: skip
    comes_back = sa.and_(discrepancy.c.closed_on.is_not(None), discrepancy.c.closed_on < day)
    seen = connection.execute(
        discrepancy.update()
        .values(
            **{name: found.c[name] for name in _VALUES},
            last_seen=None,
            closed_on=None,
            status=sa.case((discrepancy.c.closed_on.is_not(None), "open"), else_=discrepancy.c.status),
            reopened=discrepancy.c.reopened + sa.case((comes_back, 1), else_=0),
        )
        .where(
            same,
            sa.or_(
                discrepancy.c.closed_on.is_not(None),
                *(discrepancy.c[name].is_distinct_from(found.c[name]) for name in _VALUES),
            ),
        )
    )
    new = sa.select(*(found.c[name] for name in COLUMNS), sa.literal(day, sa.Date)).where(~sa.exists().where(same))
    opened = connection.execute(
        discrepancy.insert().from_select(
            [*COLUMNS, "first_seen"], new.order_by(found.c.kind, found.c.subject, found.c.field)
        ),
        execution_options={"preserve_rowcount": True},
    )
    apply_decisions(connection, known)
    standing = sa.select(sa.func.count()).select_from(discrepancy).where(discrepancy.c.closed_on.is_(None))
    return Changed(connection.scalar(standing) or 0, opened.rowcount, seen.rowcount, closed.rowcount)


def _found(connection: sa.Connection, at: Sources) -> sa.Table:
    """What every rule finds, in a temporary table."""
    found = sa.Table(
        "found_discrepancy", sa.MetaData(), *(sa.Column(name, discrepancy.c[name].type) for name in COLUMNS),
        prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
    )  # fmt: skip
    found.create(connection)
    views = Views(at)
    for rule in rules_of_agreement().values():
        rule.prepare(views)
        connection.execute(found.insert().from_select(list(COLUMNS), rule.query(views)))
    connection.execute(sa.text(f"analyze {found.name}"))
    return found


def _day_before(connection: sa.Connection, day: date) -> date:
    """The newest date reconciled before ``day``: until then a discrepancy that closes now was seen."""
    before = sa.select(sa.func.max(reconcile_run.c.business_date)).where(reconcile_run.c.business_date < day)
    return connection.scalar(before) or day - timedelta(days=1)


def newest_decision(connection: sa.Connection) -> int:
    """The number of the newest decision; 0 before the first."""
    return connection.scalar(sa.select(sa.func.max(decision.c.id))) or 0


def apply_decisions(connection: sa.Connection, known: int, only: Sequence[int] | None = None) -> None:
    """Bring status, side, author and reason to the decisions up to number ``known``: the newest that is not undone,
    where the discrepancy still says what it said then; for the discrepancies ``only``, or for all."""
    undo = decision.alias("undo")
    is_undone = sa.exists().where(undo.c.undoes == decision.c.id, undo.c.id <= known)
    stands = (
        sa.select(decision)
        .ext(distinct_on(decision.c.discrepancy_id))
        .where(decision.c.id <= known, decision.c.action != "undo", ~is_undone)
        .order_by(decision.c.discrepancy_id, decision.c.id.desc())
        .subquery("stands")
    )
    holds = sa.and_(
        stands.c.evidence == discrepancy.c.evidence,
        stands.c.reopened == discrepancy.c.reopened,
        discrepancy.c.closed_on.is_(None),
    )
    status = sa.case(
        (discrepancy.c.closed_on.is_not(None), "closed"),
        (sa.not_(sa.func.coalesce(holds, sa.false())), "open"),
        (stands.c.action == "resolve", "resolved"),
        else_="sent",
    )
    decided: dict[str, Any] = {
        name: sa.case((holds, stands.c[column]))
        for name, column in (("side", "side"), ("decided_by", "actor"), ("reason", "reason"), ("decided_at", "at"))
    }
    wanted = sa.select(discrepancy.c.id, status.label("status"), *(v.label(n) for n, v in decided.items())).outerjoin(
        stands, stands.c.discrepancy_id == discrepancy.c.id
    )
    if only is not None:
        wanted = wanted.where(discrepancy.c.id.in_(only))
    fresh = wanted.subquery("wanted")
    connection.execute(
        discrepancy.update()
        .values({name: fresh.c[name] for name in _DECIDED})
        .where(
            discrepancy.c.id == fresh.c.id,
            sa.or_(*(discrepancy.c[name].is_distinct_from(fresh.c[name]) for name in _DECIDED)),
        )
    )


def published() -> sa.Select[Any]:
    """The discrepancies as a reconciled dataset. Who decided, and the reason, stay in the hub."""
    kept = ("id", "last_seen", "evidence", "decided_by", "reason", "decided_at", "version")
    return sa.select(*(column for column in discrepancy.columns if column.name not in kept))
