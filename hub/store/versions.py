"""What was known when, and what a batch changed: selects over current and history."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts.model import Contract
from hub.store.tables import current, history


def snapshot(contract: Contract, known_on: date) -> sa.Select[Any]:
    """The dataset as it was known at the end of business date ``known_on``: one row a key, the contract's fields and
    the hub's columns up to ``_known_from``."""
    now, then = current(contract), history(contract)
    names = [column.name for column in now.columns]
    open_ = sa.select(*now.columns).where(now.c["_known_from"] <= known_on)
    closed = sa.select(*(then.columns[name] for name in names)).where(
        then.c["_known_from"] <= known_on, then.c["_known_to"] > known_on
    )
    both = open_.union_all(closed).subquery("known")
    return sa.select(*both.columns)


def changes(contract: Contract, batch_id: str) -> sa.Select[Any]:
    """What a batch changed: the key's fields and ``kind`` (``ADD``, ``MOD``, ``DEL``), one row a key.

    Read from the versions themselves, so it holds for every batch ever stored and costs nothing to keep.
    """
    now, then = current(contract), history(contract)
    keys = list(contract.key)
    born = sa.union_all(
        sa.select(*(now.c[key] for key in keys)).where(now.c["_batch_id"] == batch_id),
        sa.select(*(then.c[key] for key in keys)).where(then.c["_batch_id"] == batch_id),
    ).subquery("born")
    closed = sa.select(*(then.c[key] for key in keys)).where(then.c["_closed_by"] == batch_id).subquery("closed")
    both = sa.join(born, closed, sa.and_(*(born.c[key] == closed.c[key] for key in keys)), full=True)
    first = keys[0]
    kind = sa.case((closed.c[first].is_(None), "ADD"), (born.c[first].is_(None), "DEL"), else_="MOD")
    return sa.select(
        *(sa.func.coalesce(born.c[key], closed.c[key]).label(key) for key in keys), kind.label("kind")
    ).select_from(both)
