"""How fast the store takes rows in, against bare COPY of the same rows into a keyed table.

``python -m bench.store [rows …]`` starts an embedded PostgreSQL of its own, writes synthetic rows in the shape of
``rtps.applications`` and prints seconds by step. Reading and checking are not part of it (``python -m bench``): stage
is encode, hash and COPY; the yardstick copies rows that are encoded already, with their hash, into a keyed table.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psutil
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


def server_cpu(data: Path) -> float:
    """CPU seconds that the PostgreSQL of this data folder has used, ended backends included."""
    main = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    own = main.cpu_times()
    alive = [process.cpu_times() for process in main.children()]
    return own.user + own.system + own.children_user + own.children_system + sum(one.user + one.system for one in alive)


@dataclass(frozen=True)
class Cost:
    """Wall seconds, and CPU seconds of this process and of the server: these are steadier on a busy machine."""

    wall: float
    client: float
    server: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.client + other.client, self.server + other.server)

    def row(self, name: str, bare: Cost | None = None, more: object = "") -> str:
        """One line of the table; with ratios to the yardstick."""
        ratio = (
            f"   wall {self.wall / bare.wall:4.2f}, server {self.server / bare.server:4.2f} of bare COPY"
            if bare
            else ""
        )
        return f"{name:34} {self.wall:7.2f} {self.client:7.2f} {self.server:7.2f}{ratio}   {more}"


def timed(call: Callable[[], Any], data: Path) -> tuple[Cost, Any]:
    """What a call costs, and its result."""
    server, wall, cpu = server_cpu(data), time.perf_counter(), time.process_time()
    result = call()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, server_cpu(data) - server), result


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


def bare_copy(contract: Any, prepared: list[Any], conninfo: str, data: Path) -> Cost:
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

        cost, _ = timed(copy, data)
        connection.execute("drop table bare")
    return cost


def measure(total: int, conninfo: str, data: Path) -> None:
    """One size: the yardstick, a first load, the same rows again, and one changed row in a hundred."""
    from hub.contracts import Window, contract
    from hub.store import ledger, merge

    described = contract("rtps.applications")
    first = list(chunks(total, described, 0.0))
    bare = bare_copy(described, first, conninfo, data)
    print(f"\n{f'{total:,} rows, {len(described.fields)} fields':34} {'wall s':>7} {'client':>7} {'server':>7}")
    print(bare.row("bare COPY into a keyed table"))
    for number, (name, changed) in enumerate((("first load", 0.0), ("the same again", 0.0), ("1 % changed", 0.01)), 1):
        prepared = list(chunks(total, described, changed)) if changed else first
        batch_id = ledger.plan(Window(described.id, date(2026, 11, number), None, date(2026, 11, number))).batch_id
        staged, _ = timed(lambda: stage_batch(described, batch_id, prepared), data)  # noqa: B023
        merged, done = timed(lambda: merge.merge(described, batch_id), data)  # noqa: B023
        counts = {key: value for key, value in done.counts.items() if value and key in ("new", "changed", "unchanged")}
        print(staged.row(f"{name}: stage"))
        print(merged.row(f"{name}: merge"))
        print((staged + merged).row(f"{name}: both", bare, counts))


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
                measure(size, server.conninfo(f"bench_{size}"), server.data)
                engine().dispose()
        finally:
            server.stop("immediate")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process {peak:.0f} MiB (it holds all rows)")


if __name__ == "__main__":
    main()
