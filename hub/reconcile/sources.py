"""The store as it was known on a business date: one select per dataset, so that a result never depends on run order."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts import contract
from hub.entities import members
from hub.store.schema import ensure_tables
from hub.store.tables import current, history, quarantine


class Sources:
    """The accepted rows of each dataset as they were known on ``business_date``, and who is who as of the version
    ``entities_until``."""

    def __init__(self, connection: sa.Connection, business_date: date, entities_until: int = 0) -> None:
        self.connection = connection
        self.business_date = business_date
        self.entities_until = entities_until
        self._made: dict[str, sa.Subquery] = {}
        self._kept: dict[str, sa.Table] = {}

    def __call__(self, dataset: str) -> sa.Subquery:
        """Rows of ``dataset`` with the contract's fields as columns; none where the dataset was never stored."""
        if dataset not in self._made:
            self._made[dataset] = self._select(dataset).subquery(dataset.replace(".", "_"))
        return self._made[dataset]

    def entity_of(self, kind: str, dataset: str, name: str) -> sa.Subquery:
        """``key`` of each record of ``dataset`` with its ``entity_id`` of one ``kind``."""
        who = members(self.entities_until).subquery()
        prefix = f"{dataset}|"
        return (
            sa.select(sa.func.substr(who.c.record_id, len(prefix) + 1, type_=sa.Text).label("key"), who.c.entity_id)
            .where(who.c.kind == kind, sa.func.starts_with(who.c.record_id, prefix))
            .subquery(name)
        )

    def earlier(self, dataset: str) -> sa.Subquery:
        """The versions of ``dataset`` that were known before the date and no longer are."""
        described = contract(dataset)
        ensure_tables(self.connection, described)
        then = history(described)
        closed = sa.select(*(then.c[field.name] for field in described.fields))
        return closed.where(then.c["_known_to"] <= self.business_date).subquery(f"earlier_{described.table}")

    def kept(self, name: str, query: sa.Select[Any]) -> sa.Table:
        """What ``query`` gives, in a temporary table of this transaction: worked out once, read by many."""
        if name not in self._kept:
            columns = [sa.Column(column.name, column.type) for column in query.subquery().columns]
            table = sa.Table(
                f"kept_{name}", sa.MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP"
            )
            table.create(self.connection)
            self.connection.execute(table.insert().from_select([column.name for column in columns], query))
            self.connection.execute(sa.text(f"analyze {table.name}"))
            self._kept[name] = table
        return self._kept[name]

    def _select(self, dataset: str) -> sa.Select[Any]:
        described = contract(dataset)
        ensure_tables(self.connection, described)
        now, then = current(described), history(described)
        names = [field.name for field in described.fields]
        day = sa.literal(self.business_date, sa.Date)
        open_versions = sa.select(*(now.c[name] for name in names))
        # The usual case, nothing newer than the date, reads the current rows alone.
        has_newer = sa.or_(sa.exists().where(now.c["_known_from"] > day), sa.exists().where(_was_open(then, day)))
        if not self.connection.scalar(sa.select(has_newer)):
            return open_versions
        closed_later = sa.select(*(then.c[name] for name in names)).where(_was_open(then, day))
        both = open_versions.where(now.c["_known_from"] <= day).union_all(closed_later).subquery()
        return sa.select(*(both.c[name] for name in names))


def _was_open(then: sa.Table, day: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    return sa.and_(then.c["_known_from"] <= day, then.c["_known_to"] > day)


def waits(at: Sources, dataset: str) -> sa.ColumnElement[bool]:
    """The condition on the quarantine that a row of ``dataset`` waits there: received on the date or before, and
    neither in the store nor followed by a later word of its source."""
    return sa.and_(
        quarantine.c.dataset == dataset, quarantine.c.superseded_by.is_(None), quarantine.c.entered_at.is_(None),
        quarantine.c.business_date <= at.business_date,
    )  # fmt: skip
