"""Source records in the store by the id under which linkage knows them: ``<dataset>|<key>``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts import contract
from hub.entities.kinds import dataset_of, key_of
from hub.store import snapshot
from hub.store.schema import ensure_tables
from hub.store.tables import current, history


def rows_of(
    connection: sa.Connection, dataset: str, known_on: date, records: Collection[str] | None = None
) -> sa.Subquery:
    """The dataset as known on a day: its fields, ``_batch_id``, ``_known_from`` and ``_record_id``; all rows, or those
    of the records named."""
    described = contract(dataset)
    ensure_tables(connection, described)
    known = snapshot(described, known_on).subquery(f"known_{described.table}")
    query = sa.select(*known.columns, record_id(dataset, known).label("_record_id"))
    if records is not None:
        query = query.where(_is_one_of(dataset, known, records))
    return query.subquery(f"of_{described.table}")


def record_id(dataset: str, row: sa.FromClause) -> sa.ColumnElement[str]:
    """The id of a row as text."""
    parts = [sa.cast(row.c[name], sa.Text) for name in contract(dataset).key]
    return sa.literal(f"{dataset}|") + sa.func.concat_ws("|", *parts).op("collate")(sa.text('"C"'))


def versions(connection: sa.Connection, records: Collection[str]) -> list[dict[str, Any]]:
    """Every version of these records that the store ever held, the oldest first: the contract's fields, ``_record_id``,
    ``_dataset``, ``_batch_id``, ``_known_from``, ``_known_to`` (None while it holds) and ``_closed_by``."""
    found: list[dict[str, Any]] = []
    for dataset in sorted({dataset_of(record) for record in records}):
        described = contract(dataset)
        ensure_tables(connection, described)
        names = [field.name for field in described.fields]
        for table in (current(described), history(described)):
            ends = [table.c["_known_to"], table.c["_closed_by"]] if "_known_to" in table.c else []
            query = sa.select(
                *(table.c[name] for name in (*names, "_batch_id", "_known_from")),
                *ends,
                record_id(dataset, table).label("_record_id"),
            ).where(_is_one_of(dataset, table, records))
            for row in connection.execute(query).mappings():
                found.append({"_dataset": dataset, "_known_to": None, "_closed_by": None} | dict(row))
    return sorted(found, key=lambda row: (row["_known_from"], row["_record_id"], row["_known_to"] or date.max))


def _is_one_of(dataset: str, row: sa.FromClause, records: Collection[str]) -> sa.ColumnElement[bool]:
    """Looked up by the key's own columns, so that its index is used."""
    keys = [key_of(record).split("|") for record in records if dataset_of(record) == dataset]
    columns = [row.c[name] for name in contract(dataset).key]
    if len(columns) == 1:
        return columns[0].in_([sa.cast(key[0], columns[0].type) for key in keys])
    wanted = [tuple(sa.cast(part, c.type) for part, c in zip(key, columns, strict=False)) for key in keys]
    return sa.tuple_(*columns).in_(wanted)
