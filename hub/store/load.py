"""First load of a dataset: the stage table itself becomes the table of current rows, so that no row is written twice.

A stage table of a dataset without rows is made as an ordinary, logged table; its rows reach the disk while the batch is
still being read and checked. What remains for the merge is the key's index and a few entries in the catalogue.
"""

# ruff: noqa: S608  # names of tables and fields come from contracts, never from data

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from hub.contracts.model import Contract
from hub.database import STORE_SCHEMA
from hub.store import tables

BULK_ROWS = 20_000
"""Smaller batches are inserted: for them the catalogue's work would be the greater part."""


def is_empty(connection: sa.Connection, contract: Contract) -> bool:
    """Whether the dataset has no current rows."""
    query = f'select not exists (select from {STORE_SCHEMA}."{contract.table}")'
    return bool(connection.execute(sa.text(query)).scalar())


def may_become_current(connection: sa.Connection, contract: Contract, staged: str) -> bool:
    """Whether ``staged`` is a logged table, and no view stands on the table that it would replace."""
    query = sa.text(f"""
        select relpersistence = 'p' and not exists (
            select from pg_depend where classid = 'pg_rewrite'::regclass
              and refobjid = '{STORE_SCHEMA}."{contract.table}"'::regclass
        )
        from pg_class where oid = cast(:staged as regclass)""")
    return bool(connection.execute(query, {"staged": staged}).scalar())


def become_current(connection: sa.Connection, contract: Contract, staged: str, batch_id: str, known_from: date) -> int:
    """Put ``staged`` in the place of the empty table of current rows; returns how many tombstones it held, which go.

    Rights and comments of the old table are kept. The two columns that are the same in every row are added with a
    default, which PostgreSQL keeps in its catalogue and writes to no row.
    """
    table = tables.current(contract)
    current, key = f'{STORE_SCHEMA}."{contract.table}"', ", ".join(f'"{name}"' for name in contract.key)
    rights = connection.execute(
        sa.text(
            "select grantee, privilege_type from information_schema.role_table_grants "
            "where table_schema = :schema and table_name = :name and grantee <> grantor"
        ),
        {"schema": STORE_SCHEMA, "name": contract.table},
    ).all()
    connection.execute(sa.text("set local maintenance_work_mem = '256MB'"))
    tombstones = connection.execute(sa.text(f"delete from {staged} where _is_tombstone")).rowcount
    statements = [
        f"drop table {current}",
        f"""alter table {staged} drop column _is_tombstone,
            add column _batch_id text not null default '{batch_id}',
            add column _known_from date not null default '{known_from.isoformat()}',
            alter column _hash set not null, alter column _ordinal set not null, alter column _flags set not null,
            add constraint "pk_{contract.table}" primary key ({key})""",
        f"alter table {staged} alter column _batch_id drop default, alter column _known_from drop default",
        f"alter table {staged} set schema {STORE_SCHEMA}",
        f'alter table {STORE_SCHEMA}.{staged.partition(".")[2]} rename to "{contract.table}"',
        f"analyze {current} ({key})",  # the rest is autovacuum's: sorting samples of every text takes a second
    ]
    statements += [
        f"grant {right} on {current} to {'public' if grantee == 'PUBLIC' else _quoted(grantee)}"
        for grantee, right in rights
    ]
    for statement in statements:
        connection.execute(sa.text(statement.replace(":", r"\:")))
    connection.execute(sa.schema.SetTableComment(table))
    for column in table.columns:
        connection.execute(sa.schema.SetColumnComment(column))
    return tombstones


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
