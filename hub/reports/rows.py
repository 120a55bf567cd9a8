"""The rows of a list on a date: taken from the store once, kept as a Parquet file, and read from there ever after."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from hub.calendar.rules import rules
from hub.clocks.tables import clock_run
from hub.contracts import contracts
from hub.database import engine
from hub.names import places
from hub.reports import storage
from hub.reports.lists import LISTS, At, List
from hub.reports.tables import report_rows
from hub.store import ledger

_LOCK = 0x7EC0_0031
_FETCH = 20_000


@dataclass(frozen=True)
class Rows:
    """The rows of one list on one date. ``table`` is ``None`` where a dataset that it needs is not there;
    ``made_from`` says of what the rows were made."""

    described: List
    business_date: date
    revision: int
    table: pa.Table | None
    made_from: dict[str, Any]

    @property
    def missing(self) -> list[str]:
        """The datasets that are not installed or were never stored."""
        return [str(name) for name in self.made_from.get("missing", ())]


def rows(name: str, business_date: date, revision: int | None = None, *, again: bool = False) -> Rows:
    """The list's rows on the date: the revision named, else the newest that is kept, else they are taken now. With
    ``again`` they are taken from the store as it is known now, whatever is kept, as a further revision.

    Deadlines are those of the clocks as they stand when the rows are taken.
    """
    wanted = LISTS[name]
    with engine().begin() as connection:
        lock = sa.func.pg_advisory_xact_lock(_LOCK, sa.func.hashtext(f"{name}/{business_date}"))
        connection.execute(sa.select(lock))
        query = sa.select(report_rows).where(report_rows.c.list == name, report_rows.c.business_date == business_date)
        if revision is not None:
            query = query.where(report_rows.c.revision == revision)
        kept = connection.execute(query.order_by(report_rows.c.revision.desc()).limit(1)).one_or_none()
        if kept is not None and not again:
            table = pq.read_table(io.BytesIO(storage.get(kept.path, kept.sha256))) if kept.path else None
            return Rows(wanted, business_date, kept.revision, table, kept.made_from)
        number = kept.revision + 1 if kept is not None else 1
        made_from = _made_from(connection, wanted, business_date)
        values: dict[str, Any] = {
            "list": name, "business_date": business_date, "revision": number, "made_from": made_from, "rows": 0
        }  # fmt: skip
        table = None
        if not made_from["missing"]:
            table = _taken(connection, wanted, business_date)
            path = f"{business_date}/rows/{name}{'' if number == 1 else f'.{number}'}.parquet"
            body = io.BytesIO()
            pq.write_table(table, body, compression="zstd")
            values |= {"path": path, "sha256": storage.put(path, body.getvalue()), "rows": table.num_rows}
        connection.execute(report_rows.insert().values(values))
        return Rows(wanted, business_date, number, table, made_from)


def _made_from(connection: sa.Connection, wanted: List, day: date) -> dict[str, Any]:
    """The newest batch of each dataset on the date, and the winding by whose deadlines the rows were counted."""
    installed = contracts()
    batches = {
        name: found.batch_id
        for name in wanted.datasets
        if name in installed and (found := ledger.last_stored(name, on_or_before=day)) is not None
    }
    missing = [name for name in wanted.datasets if name not in batches]
    missing += [f"clock:{name}" for name in wanted.rules if name not in rules()]
    newest = sa.select(clock_run).order_by(clock_run.c.business_date.desc()).limit(1)
    wound = connection.execute(newest).one_or_none() if wanted.rules else None
    return {
        "batches": batches, "missing": missing, "calendar_version": wound.calendar_version if wound else None,
        "clocks_of": wound.business_date.isoformat() if wound else None,
    }  # fmt: skip


def _taken(connection: sa.Connection, wanted: List, day: date) -> pa.Table:
    query = wanted.select(At(connection, day))
    columns = list(query.selected_columns)
    schema = pa.schema([pa.field(column.name, _type(column.type)) for column in columns])
    key = next(column for column in query.selected_columns if column.name == wanted.key)
    streamed = connection.execution_options(stream_results=True).execute(query.order_by(key))
    parts = list(_parts(streamed, schema))
    connection.execution_options(stream_results=False)
    table = pa.Table.from_batches(parts, schema)
    return _with_departments(table)


def _parts(streamed: sa.CursorResult[Any], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for part in streamed.partitions(_FETCH):
        values = zip(*part, strict=True)
        arrays = [pa.array(list(column), field.type) for column, field in zip(values, schema, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


def _type(type_: sa.types.TypeEngine[Any]) -> pa.DataType:
    if isinstance(type_, sa.Boolean):
        return pa.bool_()
    if isinstance(type_, sa.Integer):
        return pa.int64()
    if isinstance(type_, sa.Float):
        return pa.float64()
    return pa.date32() if isinstance(type_, sa.Date) else pa.string()


def _with_departments(table: pa.Table) -> pa.Table:
    """Departments by their code, so that two spellings are one; what no table knows stays as it was written."""
    written = table["department"]
    read = places.column(written, places.department)
    place = table.column_names.index("department")
    return table.set_column(place, "department", pc.coalesce(read["code"], written))
