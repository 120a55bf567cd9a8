"""A batch's rows between check and merge: sound rows by binary COPY into an unlogged table, the others beside it.

Rows are written while later chunks are read and checked: a thread encodes and copies, the caller goes on. Both
tables and the ledger's ``checked`` are committed together; after a crash of the server the unlogged tables are
empty, which ``is_complete`` finds by the ledger's counts, and the batch is checked again from landing.
"""

# ruff: noqa: S608  # names of tables and fields come from contracts, never from data

from __future__ import annotations

import queue
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from psycopg import sql

from hub.checks.verdicts import BatchReport, Severity, Verdicts
from hub.contracts.model import Contract, Field
from hub.database import STAGE_SCHEMA, engine
from hub.landing.chunk import ORDINAL, Chunk
from hub.store import encode, load, schema, tables
from hub.store.failures import by_ordinal, flag_sets, with_unstorable, with_values

_IN_FLIGHT = 2  # chunks waiting for the writer: enough to keep it busy, little enough to bound memory
_COPY_BYTES = 1 << 18
_QUARANTINED = "ordinal bigint, key text, record json, failures jsonb, district_lgd bigint, department text"
PLACE = ("district_lgd", "department_name")
"""Fields by which the right to see a quarantined row is limited, where the dataset has them."""


def stage_name(contract: Contract, batch_id: str) -> str:
    """Name of the batch's table in schema ``stage``; the quarantined rows' table has ``_q`` behind it."""
    return f"{contract.table[:40]}__{zlib.crc32(batch_id.encode()):08x}"


def key_text(contract: Contract, alias: str) -> str:
    """SQL for a row's key as the quarantine writes it: the key's fields joined by |."""
    texts = ", ".join(f'{alias}."{name}"::text' for name in contract.key)
    return f"concat_ws('|', {texts})"


class StageWriter:
    """Writes the checked chunks of one batch within one transaction of its own."""

    def __init__(self, connection: sa.Connection, contract: Contract, name: str) -> None:
        self.connection = connection
        self.contract = contract
        self.name = name
        self.received = 0
        self.quarantined = 0
        self._driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        self._fields = [contract.field(field) for field in schema.field_order(connection, contract)]
        self._queue: queue.Queue[tuple[Chunk, Verdicts] | None] = queue.Queue(_IN_FLIGHT)
        self._error: BaseException | None = None
        self._raws: list[tuple[int, int, Callable[[Sequence[int]], list[str]]]] = []
        self._create()
        self._thread = threading.Thread(target=self._run, name=f"stage {name}", daemon=True)
        self._thread.start()

    @property
    def accepted(self) -> int:
        """Rows that failed nothing critical, repeated ones included."""
        return self.received - self.quarantined

    def write(self, chunk: Chunk, verdicts: Verdicts) -> None:
        """Hand over a checked chunk; waits while two are under way. Raises what went wrong with an earlier one."""
        self._put((chunk, verdicts))

    def settle(self, report: BatchReport) -> None:
        """Wait for the last chunk, then take out what only the whole batch shows: repeated rows go, rows with late
        failures move to the quarantined."""
        self._put(None)
        self._thread.join()
        self._check()
        if report.repeated:
            self._drop(report.repeated)
        if report.late_failures.num_rows:
            self._fail_late(report.late_failures)

    def stop(self) -> None:
        """End the thread, whatever state it is in."""
        while self._thread.is_alive():
            try:
                self._queue.put(None, timeout=0.1)
            except queue.Full:
                continue
            self._thread.join()

    def _put(self, item: tuple[Chunk, Verdicts] | None) -> None:
        while True:
            self._check()
            try:
                self._queue.put(item, timeout=0.5)
            except queue.Full:
                continue
            return

    def _check(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._error is None:
                try:
                    self._write(*item)
                except BaseException as error:
                    self._error = error

    def _create(self) -> None:
        drop(self.connection, self.name)
        kind = "" if load.is_empty(self.connection, self.contract) else "unlogged"
        for name, body in (
            (self.name, row_columns(self._fields)),
            (
                f"{self.name}_q",
                "ordinal bigint, key text, record json, failures jsonb, district_lgd bigint, department text",
            ),
        ):
            self.connection.execute(sa.text(f'create {kind} table {STAGE_SCHEMA}."{name}" ({body})'))

    def _write(self, chunk: Chunk, verdicts: Verdicts) -> None:
        table = chunk.table
        ordinals = table.column(ORDINAL).to_numpy()
        failures = with_unstorable(table, self._fields, verdicts.failures)
        critical = failures.filter(pc.equal(failures["severity"], Severity.CRITICAL.value))
        bad = np.isin(ordinals, critical["ordinal"].to_numpy())
        if not len(ordinals):
            return
        self._raws.append((int(ordinals[0]), int(ordinals[-1]), chunk.raw))
        self.received += len(ordinals)
        self.quarantined += int(bad.sum())
        tombstones = chunk.is_tombstone
        if bad.any():
            self._quarantine(chunk, ordinals[bad], failures)
            keep = pa.array(~bad)
            table, tombstones = table.filter(keep), tombstones.filter(keep)
        if table.num_rows:
            target = sql.Identifier(STAGE_SCHEMA, self.name)
            copy_rows(self._driver, target, self._fields, table, tombstones, failures)

    def _quarantine(self, chunk: Chunk, ordinals: np.ndarray[Any, np.dtype[np.int64]], failures: pa.Table) -> None:
        wanted = [int(ordinal) for ordinal in ordinals]
        keyed = chunk.table.filter(pc.is_in(chunk.table.column(ORDINAL), pa.array(wanted)))
        keys = [_joined(values) for values in zip(*(_texts(keyed, name) for name in self.contract.key), strict=True)]
        places = list(zip(*(_values(keyed, name) for name in PLACE), strict=True))
        self._copy_quarantined(wanted, keys, places, chunk.raw(wanted), by_ordinal(failures, wanted))

    def _copy_quarantined(
        self, ordinals: list[int], keys: list[str | None], places: list[tuple[Any, ...]], records: list[str],
        failures: dict[int, list[dict[str, str]]],
    ) -> None:  # fmt: skip
        target = sql.Identifier(STAGE_SCHEMA, f"{self.name}_q")
        statement = sql.SQL("copy {} (ordinal, key, record, failures, district_lgd, department) from stdin")
        with self._driver.cursor() as cursor, cursor.copy(statement.format(target)) as copy:
            for ordinal, key, place, record in zip(ordinals, keys, places, records, strict=True):
                told = with_values(self.contract, record, failures.get(ordinal, []))
                copy.write_row((ordinal, key, record, psycopg.types.json.Jsonb(told), *place))

    def _places(self) -> str:
        known = {field.name for field in self._fields}
        return ", ".join(f's."{name}"' if name in known else "null" for name in PLACE)

    def _drop(self, ordinals: list[int]) -> None:
        statement = (
            f'delete from {STAGE_SCHEMA}."{self.name}" where _ordinal in (select unnest(cast(:gone as bigint[])))'
        )
        self.connection.execute(sa.text(statement), {"gone": ordinals})

    def _fail_late(self, failures: pa.Table) -> None:
        stage = f'{STAGE_SCHEMA}."{self.name}"'
        critical = failures.filter(pc.equal(failures["severity"], Severity.CRITICAL.value))
        late = set(critical["ordinal"].to_pylist())
        query = (  # joined, not compared: "= any" of an array of another width would go through it for every row
            f"select _ordinal, {key_text(self.contract, 's')}, _flags, {self._places()} from {stage} s "
            "where _ordinal in (select unnest(cast(:late as bigint[])))"
        )
        staged = {
            row[0]: (row[1], row[2], row[3:]) for row in self.connection.execute(sa.text(query), {"late": list(late)})
        }
        named = by_ordinal(failures, staged)
        for ordinal, (_key, flags, _places) in staged.items():
            named[ordinal] += [{"expectation": flag, "field": "", "severity": "warning"} for flag in flags]
        for first, last, raw in self._raws:
            wanted = sorted(ordinal for ordinal in staged if first <= ordinal <= last)
            if wanted:
                keys, places = [staged[each][0] for each in wanted], [staged[each][2] for each in wanted]
                self._copy_quarantined(wanted, keys, places, raw(wanted), named)
        self._drop(list(staged))
        self.quarantined += len(staged)
        for ordinal, flags in by_ordinal(failures, set(failures["ordinal"].to_pylist()) - late).items():
            statement = f"update {stage} set _flags = _flags || cast(:more as text[]) where _ordinal = :ordinal"
            more = [flag["expectation"] for flag in flags]
            self.connection.execute(sa.text(statement), {"more": more, "ordinal": ordinal})


@contextmanager
def writing(contract: Contract, batch_id: str) -> Iterator[StageWriter]:
    """A ``StageWriter`` for the batch; its transaction commits at the end of the block, or nothing stays."""
    with engine().begin() as connection:
        schema.ensure_tables(connection, contract)
    with engine().begin() as connection:
        writer = StageWriter(connection, contract, stage_name(contract, batch_id))
        try:
            yield writer
        finally:
            writer.stop()


def row_columns(fields: Sequence[Field]) -> str:
    """Columns of a table of staged rows, as DDL."""
    columns = [f'"{field.name}" {tables.type_name(field)}' for field in fields]
    return ", ".join([*columns, "_hash uuid", "_ordinal bigint", "_is_tombstone boolean", "_flags text[]"])


def copy_rows(
    driver: psycopg.Connection[Any], target: sql.Identifier, fields: Sequence[Field], table: pa.Table,
    tombstones: pa.BooleanArray, failures: pa.Table,
) -> None:  # fmt: skip
    """COPY the rows of ``table`` (fields and ``_ordinal``), whose warnings become their flags."""
    ordinals = table.column(ORDINAL).to_numpy()
    sets, index = flag_sets(ordinals, failures)
    body, hashes = encode.encode_fields(table, fields)
    rows = encode.encode_rows(body, hashes, ordinals, tombstones, encode.encode_flags(sets, index), len(fields))
    statement = sql.SQL("copy {} from stdin (format binary)").format(target)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(encode.HEADER)
        for start in range(0, len(rows), _COPY_BYTES):
            copy.write(rows[start : start + _COPY_BYTES])
        copy.write(encode.TRAILER)


def is_complete(connection: sa.Connection, contract: Contract, batch_id: str, accepted: int, quarantined: int) -> bool:
    """Whether both stage tables hold what the ledger says: ``accepted`` rows to store, and the quarantined ones."""
    name = stage_name(contract, batch_id)
    for table, wanted in ((name, accepted), (f"{name}_q", quarantined)):
        relation = f'{STAGE_SCHEMA}."{table}"'
        if connection.execute(sa.text("select to_regclass(:name)"), {"name": relation}).scalar() is None:
            return False
        if connection.execute(sa.text(f"select count(*) from {relation}")).scalar() != wanted:
            return False
    return True


def drop(connection: sa.Connection, name: str) -> None:
    """Drop a batch's stage tables where they are."""
    for suffix in ("", "_q"):
        connection.execute(sa.text(f'drop table if exists {STAGE_SCHEMA}."{name}{suffix}"'))


def _texts(table: pa.Table, name: str) -> list[str | None]:
    column = table.column(name)
    return cast("list[str | None]", column.cast(pa.string()).to_pylist())


def _values(table: pa.Table, name: str) -> list[Any]:
    return list(table.column(name).to_pylist()) if name in table.column_names else [None] * table.num_rows


def _joined(values: tuple[str | None, ...]) -> str | None:
    return None if None in values else "|".join(value or "" for value in values)
