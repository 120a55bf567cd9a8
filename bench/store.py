"""How fast the store takes rows in, against bare COPY of the same rows into a keyed table.

``python -m bench.store [rows …]`` starts an embedded PostgreSQL of its own, writes synthetic rows in the shape of
``rtps.applications`` and prints seconds by step. Reading and checking are not part of it (``bench/path.py``): stage is
encode, hash and COPY; the yardstick copies rows that are encoded already, with their hash, into a table with a key.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa

CHUNK = 50_000
TEXTS = 500


def rows(start: int, count: int, contract: Any, *, changed: float = 0.0) -> pa.Table:
    """``count`` rows from key ``start``, the same for the same keys but for a share ``changed`` of them."""
    from hub.landing.chunk import ARROW_TYPES, ORDINAL

    dice = np.random.default_rng(start)
    columns: dict[str, pa.Array] = {}
    for field in contract.fields:
        kind = field.type.value
        gaps = None if field.is_required else dice.random(count) < 0.1
        if field.key_position is not None:
            columns[field.name] = pa.array(np.arange(start, start + count))
        elif kind == "string":
            pool = pa.array([f"{field.name} {number} पटना" for number in range(TEXTS)])
            columns[field.name] = pool.take(pa.array(dice.integers(0, TEXTS, count), mask=gaps))
        elif kind == "number":
            hundredths = pa.array(dice.integers(0, 100_000, count), mask=gaps).cast(pa.decimal128(19, 0))
            columns[field.name] = pa.compute.divide(hundredths, pa.scalar(100, pa.decimal128(3, 0))).cast(
                ARROW_TYPES[kind], safe=False
            )
        elif kind == "date":
            columns[field.name] = pa.array(dice.integers(19_000, 20_000, count).astype("int32"), mask=gaps).cast(
                ARROW_TYPES[kind]
            )
        elif kind == "timestamp":
            seconds = dice.integers(1_700_000_000, 1_790_000_000, count) * 1_000_000
            if field.name == contract.record_version:
                seconds = seconds + (dice.random(count) < changed) * 86_400_000_000
            columns[field.name] = pa.array(seconds, mask=gaps).cast(ARROW_TYPES[kind])
        else:
            columns[field.name] = pa.array(dice.integers(0, 1 << 30, count), mask=gaps)
    return pa.table(columns).append_column(ORDINAL, pa.array(np.arange(start, start + count)))


def chunks(total: int, contract: Any, changed: float) -> Iterator[Any]:
    """The rows as chunks, the way landing gives them."""
    from hub.landing.chunk import Chunk

    for start in range(0, total, CHUNK):
        table = rows(start, min(CHUNK, total - start), contract, changed=changed)
        yield Chunk(table, pa.array(np.zeros(table.num_rows, bool)), lambda ordinals: ["{}" for _ in ordinals])


def timed(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall seconds, CPU seconds of this process, and the result."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def stage_batch(contract: Any, batch_id: str, prepared: list[Any]) -> int:
    """Write prepared chunks as checked, nothing quarantined."""
    from hub.checks.verdicts import FAILURES_SCHEMA, BatchReport, Verdicts
    from hub.store import ledger, stage

    none = FAILURES_SCHEMA.empty_table()
    with stage.writing(contract, batch_id) as writer:
        for chunk in prepared:
            writer.write(chunk, Verdicts(none))
        writer.settle(BatchReport(writer.received, [], none, [], {}))
        counts = {"received": writer.received, "accepted": writer.accepted, "quarantined": 0, "repeated": 0}
        ledger.move(writer.connection, batch_id, "checked", **counts)
    return writer.received


def bare_copy(contract: Any, prepared: list[Any], conninfo: str) -> tuple[float, float]:
    """The yardstick: rows that are encoded already, COPY into a table with a primary key, commit."""
    from hub.store import encode, stage

    fields = list(contract.fields)
    encoded = []
    for chunk in prepared:
        body, hashes = encode.encode_fields(chunk.table, fields)
        flags = encode.encode_flags([[]], np.zeros(chunk.rows, np.int64))
        ordinals = chunk.table.column("_ordinal").to_numpy()
        encoded.append(encode.encode_rows(body, hashes, ordinals, chunk.is_tombstone, flags, len(fields)))
    key = ", ".join(contract.key)
    with psycopg.connect(conninfo) as connection:
        connection.execute(f"create table bare ({stage.row_columns(fields)}, primary key ({key}))")  # type: ignore[arg-type]
        connection.commit()

        def copy() -> None:
            with connection.cursor() as cursor, cursor.copy("copy bare from stdin (format binary)") as target:
                target.write(encode.HEADER)
                for part in encoded:
                    for start in range(0, len(part), 1 << 18):
                        target.write(part[start : start + (1 << 18)])
                target.write(encode.TRAILER)
            connection.commit()

        wall, cpu, _ = timed(copy)
        connection.execute("drop table bare")
    return wall, cpu


def measure(total: int, conninfo: str) -> None:
    """One size: the yardstick, a first load, the same rows again, and one changed row in a hundred."""
    from hub.contracts import Window, contract
    from hub.store import ledger, merge

    described = contract("rtps.applications")
    first = list(chunks(total, described, 0.0))
    bare_wall, bare_cpu = bare_copy(described, first, conninfo)
    print(f"\n{total:,} rows, {len(described.fields)} fields\n{'bare COPY into a keyed table':34} {bare_wall:7.2f} s wall {bare_cpu:6.2f} s CPU")
    whole = 0.0
    for number, (name, changed) in enumerate((("first load", 0.0), ("the same again", 0.0), ("1 % changed", 0.01)), 1):
        prepared = list(chunks(total, described, changed)) if changed else first
        planned = ledger.plan(Window(described.id, date(2026, 11, number), None, date(2026, 11, number)))
        batch_id = planned.batch_id
        stage_wall, stage_cpu, _ = timed(lambda: stage_batch(described, batch_id, prepared))  # noqa: B023
        merge_wall, _cpu, done = timed(lambda: merge.merge(described, batch_id))  # noqa: B023
        whole = stage_wall + merge_wall
        counts = {key: value for key, value in done.counts.items() if value and key in ("new", "changed", "unchanged")}
        print(f"{name + ': stage':34} {stage_wall:7.2f} s wall {stage_cpu:6.2f} s CPU")
        print(f"{name + ': merge':34} {merge_wall:7.2f} s wall")
        print(f"{name + ': both':34} {whole:7.2f} s wall = {whole / bare_wall:.2f} of bare COPY   {counts}")


def main() -> None:
    """Measure each size in a fresh database."""
    from embedded.postgres import Postgres, data_folder
    from hub.database import engine
    from hub.migrations import migrate
    from hub.settings import settings

    sizes = [int(argument) for argument in sys.argv[1:]] or [100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        Path(folder).chmod(0o755)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        server = Postgres(data_folder(Path(folder)), port)
        server.start(max_wal_size="4GB")
        try:
            for size in sizes:
                os.environ["HUB_DATABASE_URL"] = server.create_database(f"bench_{size}")
                settings.cache_clear()
                migrate()
                measure(size, server.conninfo(f"bench_{size}"))
                engine().dispose()
        finally:
            server.stop("immediate")
    print(f"\npeak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB (it holds all rows)")


if __name__ == "__main__":
    main()
