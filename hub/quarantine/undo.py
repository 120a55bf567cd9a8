"""Takes a decision on a row back, until it has been published. The audit keeps both."""

# ruff: noqa: S608  # names of tables and fields come from contracts, never from data

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.contracts import Contract, contract
from hub.database import STORE_SCHEMA, engine
from hub.errors import NotAllowed
from hub.quarantine.decide import collision, demand_reason
from hub.quarantine.rows import Row, row
from hub.store import ledger
from hub.store.tables import quarantine

_WAIT = "10s"
_DECIDED = ("fixed", "released", "refused")


def undo(
    row_id: int, actor: str, reason: str, *, published_at: datetime | None, version: int | None = None
) -> Row:  # fmt: skip
    """Open a decided row again; what it brought into the store is taken out, and the version before it stands again.

    ``published_at``: when feeds were last published (``None``: never). A row that came into the store before that is
    part of what portals have read, and stays. Raises ``NotAllowed`` for that, for a row that is not decided or was
    replaced by a later batch, where a later version of the record stands in the store, and without a reason;
    ``Collision`` when ``version`` is no longer the row's.
    """
    demand_reason(row_id, reason)
    dataset = row(row_id).dataset
    with ledger.exclusive(dataset, _WAIT), engine().begin() as connection:
        known = row(row_id, connection, for_update=True)
        if version is not None and known.version != version:
            raise collision(connection, known)
        if known.status not in _DECIDED or known.superseded_by is not None:
            raise NotAllowed("quarantine-not-decided", record=str(row_id), id=row_id, status=known.status)
        if known.entered_at is not None:
            if published_at is not None and published_at >= known.entered_at:
                raise NotAllowed("quarantine-published", record=str(row_id), id=row_id)
            _take_out(connection, contract(dataset), known)
        values: dict[str, Any] = {
            "status": "open", "edit": sa.null(), "decided_by": None, "reason": None, "decided_at": None,
            "entered_at": None, "version": known.version + 1,
        }  # fmt: skip
        connection.execute(quarantine.update().where(quarantine.c.id == row_id).values(values))
        audit.record(
            connection, actor=actor, action="quarantine.undone", subject=f"quarantine/{row_id}", reason=reason.strip(),
            dataset=dataset, batch_id=known.batch_id, ordinal=known.ordinal, was=known.status, by=known.decided_by,
            fields=sorted(known.edit or {}),
        )  # fmt: skip
        return row(row_id, connection)


def _take_out(connection: sa.Connection, described: Contract, known: Row) -> None:
    """Remove the version that the row brought, and open the one that it closed."""
    current, closed = f'{STORE_SCHEMA}."{described.table}"', f'{STORE_SCHEMA}."{described.table}_history"'
    # The same record may have come again to the letter since: it carried the decision on, its version is the first's.
    owners = (
        "(_batch_id, _ordinal) in (select p.batch_id, p.ordinal from hub.quarantine p join hub.quarantine q on "
        "q.dataset = p.dataset and q.key is not distinct from p.key and q.record::text = p.record::text and "
        "q.entered_at = p.entered_at where q.id = :row)"
    )
    values = {"row": known.id}
    newer = sa.text(f"select exists (select from {closed} where {owners})")
    if connection.execute(newer, values).scalar():
        raise NotAllowed("quarantine-newer-version", record=str(known.id), id=known.id)
    keys = ", ".join(f'"{name}"' for name in described.key)
    brought = connection.execute(
        sa.text(f"delete from {current} where {owners} returning {keys}, _batch_id, _known_from"), values
    ).first()
    if brought is None:  # what came in was equal to what stood there: there is nothing to take out
        return
    fields = ", ".join(f'"{field.name}"' for field in described.fields)
    columns = f"{fields}, _hash, _batch_id, _ordinal, _flags, _known_from"
    same = " and ".join(f'"{name}" = :key{number}' for number, name in enumerate(described.key))
    connection.execute(
        sa.text(f"""
            with reopened as (delete from {closed} where ctid = (
                select ctid from {closed} where {same} and _closed_by = :batch and _known_to = :day
                order by _known_from desc, _batch_id collate "C" desc, _ordinal desc limit 1) returning {columns})
            insert into {current} ({columns}) select {columns} from reopened"""),
        {f"key{number}": brought[number] for number in range(len(described.key))}
        | {"batch": brought[-2], "day": brought[-1]},
    )
