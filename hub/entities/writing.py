"""Brings a plan into the tables: memberships closed and opened, entities, changes, one version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from psycopg import sql

from hub.entities.kinds import Kind
from hub.entities.lineage import Plan
from hub.entities.tables import entity_change, entity_version

SHARE = 0.1
"""Share of a table's rows, as its statistics know them, from which on changes call for new ones at once: the next
statement plans by them, and autovacuum does not see what the same transaction wrote."""


def copy_rows(connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows by COPY. ``table`` may carry its schema, ``hub.entity``."""
    driver: Any = connection.connection.driver_connection
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def write(connection: sa.Connection, kind: Kind, day: date, plan: Plan) -> int:
    """Write what changes, as one version; returns its number, or 0 where nothing changes."""
    if not plan.changes:
        return 0
    version = (connection.scalar(sa.select(sa.func.max(entity_version.c.version))) or 0) + 1
    first = (connection.scalar(sa.select(sa.func.max(entity_change.c.change_id))) or 0) + 1
    connection.execute(entity_version.insert(), {"version": version, "kind": kind.name, "business_date": day})
    at = {"kind": kind.name, "day": day, "version": version}
    if plan.left:
        connection.execute(_LEAVE, at | {"records": [record for record, _entity in plan.left]})
    copy_rows(
        connection, "hub.entity",
        ("entity_id", "kind", "founded_on", "founded_in", "founder", "nth", "state", "split_from", "members"),
        ((n.entity_id, kind.name, day, version, n.founder, n.nth, "live", n.split_from, n.members) for n in plan.new),
    )  # fmt: skip
    copy_rows(
        connection, "hub.entity_member", ("kind", "record_id", "since", "entity_id", "valid_from"),
        ((kind.name, record, version, entity, day) for record, entity in plan.joined),
    )  # fmt: skip
    if plan.resized:
        connection.execute(_RESIZE, {"ids": list(plan.resized), "sizes": list(plan.resized.values())})
    if plan.retired:
        connection.execute(_RETIRE, at | {"ids": list(plan.retired), "heirs": list(plan.retired.values())})
    copy_rows(
        connection, "hub.entity_change",
        ("change_id", "version", "kind", "business_date", "change", "entity_id", "other_id", "records", "members",
         "is_restored"),
        (
            (first + n, version, kind.name, day, c.change, c.entity_id, c.other_id, list(c.records), c.members,
             c.is_restored)
            for n, c in enumerate(plan.changes)
        ),
    )  # fmt: skip
    for table in ("hub.entity", "hub.entity_member"):
        renew_statistics(connection, table, len(plan.joined))
    return version


def renew_statistics(connection: sa.Connection, table: str, changed: int) -> None:
    """Take the table's statistics anew where so many changed rows make the old ones useless."""
    known = connection.scalar(
        sa.text("select reltuples from pg_class where oid = cast(:table as regclass)"), {"table": table}
    )
    if changed > SHARE * max(known or 0.0, 0.0):
        connection.execute(sa.text(f"analyze {table}"))


def count(connection: sa.Connection, kind: Kind) -> int:
    """How many entities of the kind live."""
    total = sa.text("select count(*) from hub.entity where kind = :kind and state = 'live'")
    return connection.scalar(total, {"kind": kind.name}) or 0


_LEAVE = sa.text("""
    update hub.entity_member set valid_to = :day, until = :version
     where kind = :kind and valid_to is null and record_id = any(:records)""")
_RESIZE = sa.text("""
    update hub.entity e set members = s.size, state = 'live', merged_into = null, retired_in = null
      from unnest(cast(:ids as text[]), cast(:sizes as integer[])) s (id, size) where e.entity_id = s.id""")
_RETIRE = sa.text("""
    update hub.entity e set members = 0, retired_in = :version, merged_into = s.heir,
           state = case when s.heir is null then 'closed' else 'merged' end
      from unnest(cast(:ids as text[]), cast(:heirs as text[])) s (id, heir) where e.entity_id = s.id""")
