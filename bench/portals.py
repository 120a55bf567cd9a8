"""The feed interface: a masked snapshot against ``psql COPY TO STDOUT`` of the same rows, a delta, polling, memory.

``hub api`` runs as its users run it, in a process of its own; what is told of it is its own CPU and memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import psutil
import sqlalchemy as sa

from bench.meter import Meter, TreePeak, tree_cpu

FEED, DAY = "pay_cases", date(2026, 11, 20)
POLLERS, POLL_SECONDS = 200, 10
_BLOCK = 1 << 20
_FILES = {
    "ndjson": ("format=ndjson", "identity"), "csv": ("format=csv", "identity"),
    "ndjson zstd": ("format=ndjson", "zstd"), "parquet": ("format=parquet", "identity"),
}  # fmt: skip
_LIMIT = 10_000  # changes in one page


def run(meter: Meter, options: dict[str, Any], conninfo: str) -> dict[str, Any]:
    """One size: publish, then serve and measure."""
    from hub.contracts import Classification
    from hub.migrations import migrate
    from hub.portals import consumers
    from hub.portals.scopes import Scope

    rows = options["rows"]
    migrate()
    with meter.step("publish"):
        _publish(rows)
    made = consumers.add(
        "bench", [Scope(FEED, Classification.INTERNAL)], title="Bench", actor="bench",
        requests_per_minute=10**7, rows_per_day=10**12,
    )  # fmt: skip
    for _ in range(options["repeat"]):
        with meter.step("psql COPY"):
            _copy(conninfo)
    told: dict[str, Any] = {"rows": rows, "repeat": options["repeat"]}
    with _served(1) as api:
        _get(api.port, made.key, "/v1/feeds")  # imports, the key's hash
        idle = api.memory()
        cursor = ""
        for name, (query, coding) in _FILES.items():
            for _ in range(options["repeat"]):
                _forget_files()
                with meter.step(f"{name}, first"), api.measured(told, f"{name}, first"):
                    answer, size = _get(api.port, made.key, f"/v1/feeds/{FEED}/snapshot?{query}", coding)
            with meter.step(f"{name}, kept"), api.measured(told, f"{name}, kept"):
                _get(api.port, made.key, f"/v1/feeds/{FEED}/snapshot?{query}", coding)
            assert int(answer["Hub-Rows"]) == rows
            cursor = answer["Hub-Cursor"]
            told.setdefault("bytes", {})[name] = size
        _publish(rows, changed=rows // 1000)
        for _ in range(5):
            with meter.step("delta"), api.measured(told, "delta"):
                delta, size = _get(api.port, made.key, f"/v1/feeds/{FEED}/changes?cursor={cursor}&limit={_LIMIT}")
        told |= {"delta_runs": 5, "delta_bytes": size, "idle_mib": idle, "api_peak_mib": api.peak()}
        cursor = delta["Hub-Cursor"]
    for workers in (1, 2):
        with _served(workers) as api:
            _get(api.port, made.key, "/v1/feeds")
            told[f"polling, {workers}"] = _poll(meter, api, made.key, cursor, workers)
    return told


def _publish(rows: int, changed: int = 0) -> None:
    """``rows`` pay cases made in the database, the first ``changed`` of them different; published."""
    from hub import feeds
    from hub.database import engine
    from hub.reconcile import golden
    from hub.reconcile.materialise import ensure
    from hub.reconcile.tables import reconcile_run

    table = golden(FEED)
    columns = {column.name: _expression(column) for column in table.columns}
    columns |= {"_key": "'PC/2026/' || lpad(n::text, 8, '0')", "case_id": "'PC/2026/' || lpad(n::text, 8, '0')",
                "_hash": f"md5(n::text || (n <= {changed})::text) || md5(n::text)",
                "age_days": f"n % 60 + (n <= {changed})::int"}  # fmt: skip
    values = ", ".join(f"{columns[column.name]}" for column in table.columns)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with engine().begin() as connection:
        ensure(connection)
        connection.execute(table.delete())
        made = f"insert into {table.fullname} ({names}) select {values} from generate_series(1, {rows}) n"
        connection.execute(sa.text(made))
        connection.execute(sa.text(f"analyze {table.fullname}"))
        day = DAY + timedelta(days=bool(changed))
        connection.execute(reconcile_run.insert().values(business_date=day, summary={}))
    feeds.publish(day)


def _expression(column: sa.Column[Any]) -> str:
    """A value that differs from row to row, of the column's type."""
    if isinstance(column.type, sa.Text | sa.String):
        return f"'{column.name} ' || (n % 977)"
    if isinstance(column.type, sa.Boolean):
        return "n % 2 = 0"
    if isinstance(column.type, sa.Date):
        return "date '2026-01-01' + (n % 300)::int"
    return "(n % 50000 + 0.5)::numeric(18,2)" if isinstance(column.type, sa.Numeric) else "n % 38 + 200"


def _copy(conninfo: str) -> None:
    from hub.reconcile import golden

    query = f"copy {golden(FEED).fullname} to stdout"
    program = shutil.which("psql")
    if program:
        subprocess.run([program, conninfo, "-qc", query], stdout=subprocess.DEVNULL, check=True)
        return
    import psycopg

    with psycopg.connect(conninfo) as connection, connection.cursor().copy(query) as copy:
        for _ in copy:
            pass


def _forget_files() -> None:
    shutil.rmtree(Path(os.environ["HUB_HOME"]) / "portals", ignore_errors=True)


class _Api:
    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.pid = port, process.pid
        self._peak = TreePeak(process.pid, every=0.02)

    def memory(self) -> float:
        return round(psutil.Process(self.pid).memory_info().rss / (1 << 20))

    def peak(self) -> float:
        return self._peak.mib

    def cpu(self) -> float:
        return tree_cpu(self.pid)

    @contextlib.contextmanager
    def measured(self, told: dict[str, Any], name: str) -> Iterator[None]:
        before = self.cpu()
        yield
        spent = told.setdefault("api_cpu", {})
        spent[name] = round(spent.get(name, 0.0) + self.cpu() - before, 3)


@contextlib.contextmanager
def _served(workers: int) -> Iterator[_Api]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hub = Path(sys.executable).with_name("hub")
    command = [str(hub), "api", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            api = _Api(port, process)
            before = -1.0
            while api.cpu() - before > 0.05:  # the port opens before the last process has imported everything
                before = api.cpu()
                time.sleep(2)
            yield api
        finally:
            process.terminate()


def _get(port: int, key: str, path: str, coding: str = "identity") -> tuple[http.client.HTTPMessage, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers={"X-API-Key": key, "Accept-Encoding": coding})
    answer = connection.getresponse()
    size, block = 0, bytearray(_BLOCK)
    while read := answer.readinto(block):
        size += read
    if answer.status != 200:
        raise AssertionError((path, answer.status))
    connection.close()
    return answer.headers, size


def _poll(meter: Meter, api: _Api, key: str, cursor: str, workers: int) -> dict[str, Any]:
    asked = orjson.dumps({"port": api.port, "key": key, "path": f"/v1/feeds/{FEED}/changes?cursor={cursor}"}).decode()
    before = api.cpu()
    with meter.step(f"polling, {workers}"):
        done = subprocess.run([sys.executable, "-m", "bench.portals", asked], capture_output=True, check=True)
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found | {"api_cpu": round(api.cpu() - before, 2)}


def lines(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of the table of times; CPU is that of ``hub api`` and of the database server."""
    copied = told["steps"]["psql COPY"]
    yield _line(told, "psql COPY TO STDOUT of the rows", told["rows"], told["repeat"], copied, copied["cpu"], "")
    for name in _FILES:
        for kind, times in (("first", told["repeat"]), ("kept", 1)):
            step = f"{name}, {kind}"
            label = f"snapshot, {step}"
            yield _line(
                told, label, told["rows"], times, told["steps"][step], told["api_cpu"][step], told["api_peak_mib"]
            )
    delta = told["steps"]["delta"]
    yield _line(told, "changes, 0.1 %", told["rows"] // 1000, told["delta_runs"], delta, told["api_cpu"]["delta"], "")
    for workers in (1, 2):
        polled = told[f"polling, {workers}"]
        rate = f"{polled['requests'] / polled['seconds']:,.0f}"
        cpu = f"{polled['api_cpu']:.2f} + {told['steps'][f'polling, {workers}']['server_cpu']:.2f}"
        label = f"polls without news, {POLLERS} at once, {workers} process{'es' * (workers > 1)}"
        yield f"{polled['requests']:,}", label, f"{polled['seconds']:.2f}", rate, cpu, ""


def _line(
    told: dict[str, Any], label: str, rows: int, times: int, step: dict[str, float], cpu: float, peak: float | str
) -> tuple[str, ...]:
    seconds = step["seconds"] / times
    spent = f"{cpu / times:.2f} + {step['server_cpu'] / times:.2f}"
    return f"{rows:,}", label, f"{seconds:.2f}", f"{rows / seconds:,.0f}", spent, f"{peak:,.0f}" if peak else ""


def ratios(told: dict[str, Any]) -> Iterator[tuple[str, int, float, float | None, str, bool]]:
    """As ``bench.report.ratios``."""
    steps, rows = told["steps"], told["rows"]
    copy = steps["psql COPY"]
    for name in ("ndjson", "csv"):
        first = steps[f"{name}, first"]
        yield f"masked snapshot, {name}, rows/s over psql COPY", rows, copy["seconds"] / first["seconds"], 0.5, "", True
        spent = (told["api_cpu"][f"{name}, first"] + first["server_cpu"]) / (copy["cpu"] + copy["server_cpu"])
        yield f"masked snapshot, {name}, CPU s over psql COPY", rows, spent, None, "", False
    delta = steps["delta"]["seconds"] / told["delta_runs"]
    whole = steps["ndjson, first"]["seconds"] / told["repeat"]
    yield "changes of 0.1 %, seconds over the snapshot's", rows, delta / whole, 0.01, "", False
    spent = (told["api_cpu"]["delta"] + steps["delta"]["server_cpu"]) / told["delta_runs"]
    whole = (told["api_cpu"]["ndjson, first"] + steps["ndjson, first"]["server_cpu"]) / told["repeat"]
    yield "changes of 0.1 %, CPU s over the snapshot's", rows, spent / whole, None, "", False
    for workers in (1, 2):
        polled = told[f"polling, {workers}"]
        name = f"polls/s, {POLLERS} at once, {workers} process{'es' * (workers > 1)}"
        yield name, rows, polled["requests"] / polled["seconds"], 1000, "", True
        spent = polled["api_cpu"] + steps[f"polling, {workers}"]["server_cpu"] + polled["load_cpu"]
        yield f"{name}, by CPU second", rows, polled["requests"] / spent, None, "", True


async def _pollers(port: int, key: str, path: str) -> dict[str, Any]:
    """``POLLERS`` connections, each asking again as soon as it has its answer; the load itself costs little."""
    request = f"GET {path} HTTP/1.1\r\nHost: hub\r\nX-API-Key: {key}\r\n\r\n".encode()
    times: list[float] = []
    end = time.perf_counter() + POLL_SECONDS

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 304"):
                raise AssertionError(head)
            times.append(time.perf_counter() - began)
        writer.close()

    started, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one() for _ in range(POLLERS)))
    seconds = time.perf_counter() - started
    times.sort()
    return {
        "requests": len(times), "seconds": round(seconds, 2), "load_cpu": round(time.process_time() - cpu, 2),
        "p50_ms": round(times[len(times) // 2] * 1000, 1), "p99_ms": round(times[len(times) * 99 // 100] * 1000, 1),
    }  # fmt: skip


if __name__ == "__main__":
    options = orjson.loads(sys.argv[1])
    sys.stdout.write(orjson.dumps(asyncio.run(_pollers(**options))).decode())
