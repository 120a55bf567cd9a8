"""Makes and widens a dataset's tables as its contract says; never drops or changes a column."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from hub.contracts.model import Contract
from hub.database import STORE_SCHEMA
from hub.errors import ContractInvalid
from hub.store import tables

_LOCK = 0x73746F72


def ensure_tables(connection: sa.Connection, contract: Contract) -> None:
    """Make the dataset's two tables, or add the columns of new fields; nothing to do when they fit the contract.

    Runs in the caller's transaction. Raises ``ContractInvalid`` where a field changed its type or the key changed:
    such a change needs a migration written by a person.
    """
    print_ = _fingerprint(contract)
    if _comment(connection, tables.history(contract)) == print_:
        return
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    for table in (tables.current(contract), tables.history(contract)):
        found = _columns(connection, table)
        if not found:
            table.create(connection)
        else:
            _widen(connection, contract, table, found)
    mark = sa.schema.SetTableComment(_commented(tables.history(contract), print_))
    connection.execute(mark)


def field_order(connection: sa.Connection, contract: Contract) -> list[str]:
    """The contract's fields in the order in which the store came to know them; row hashes go by this order, so
    that a field added later leaves the hashes of rows without it as they were."""
    known = list(_columns(connection, tables.current(contract)))
    names = {field.name for field in contract.fields}
    return [name for name in known if name in names]


def _fingerprint(contract: Contract) -> str:
    parts = [f"{f.name}:{f.type}:{f.key_position}:{f.label_en}:{f.meaning_en}" for f in contract.fields]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return f"Closed versions of {contract.table}; layout {digest}."


def _commented(table: sa.Table, comment: str) -> sa.Table:
    return sa.Table(table.name, sa.MetaData(schema=table.schema), comment=comment)


def _comment(connection: sa.Connection, table: sa.Table) -> str | None:
    query = sa.text("select obj_description(to_regclass(:name), 'pg_class')")
    found = connection.execute(query, {"name": f'"{table.schema}"."{table.name}"'}).scalar()
    return str(found) if found is not None else None


def _columns(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    query = sa.text(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute "
        "where attrelid = to_regclass(:name) and attnum > 0 and not attisdropped order by attnum"
    )
    rows = connection.execute(query, {"name": f'"{STORE_SCHEMA}"."{table.name}"'})
    return {row[0]: row[1] for row in rows}


def _primary_key(connection: sa.Connection, table: sa.Table) -> Sequence[str]:
    return sa.inspect(connection).get_pk_constraint(table.name, schema=table.schema)["constrained_columns"]


def _widen(connection: sa.Connection, contract: Contract, table: sa.Table, found: dict[str, str]) -> None:
    wanted = [column.name for column in table.primary_key.columns]
    if list(_primary_key(connection, table)) != wanted:
        raise ContractInvalid(
            "store-key-changed", record=contract.id, dataset=contract.id, table=table.name, key=", ".join(contract.key)
        )
    for field in contract.fields:
        column = table.columns[field.name]
        type_ = tables.type_name(field)
        if field.name not in found:
            connection.execute(
                sa.text(f'ALTER TABLE "{table.schema}"."{table.name}" ADD COLUMN "{field.name}" {type_}')
            )
        elif _same(found[field.name]) != _same(type_):
            raise ContractInvalid(
                "store-type-changed", record=contract.id, dataset=contract.id, table=table.name, field=field.name,
                stored=found[field.name], wanted=type_,
            )  # fmt: skip
        connection.execute(sa.schema.SetColumnComment(column))


def _same(name: str) -> str:
    return name.replace(" ", "").removesuffix("withouttimezone")
