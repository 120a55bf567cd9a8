"""The feed interface: a masked snapshot against ``psql COPY TO STDOUT`` of the same rows, deltas, polling, memory.

``hub api`` runs as its users run it, in a process of its own; what is told of it is its own CPU and memory.

A delta is what a poller gets each time one row in a thousand was changed and published, on a new connection, since
``hub api`` closes one that was idle for five seconds. *Cold* is the first one that a new process gets: the key's hash,
the database's connections and each query's first time are in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import psutil
import sqlalchemy as sa

from bench.meter import Meter, tree_cpu

FEED, DAY = "pay_cases", date(2026, 11, 20)
POLLERS, POLL_SECONDS = 200, 10
_BLOCK = 1 << 20
_FILES = {
    "ndjson": ("format=ndjson", "identity"), "csv": ("format=csv", "identity"),
    "ndjson zstd": ("format=ndjson", "zstd"), "parquet": ("format=parquet", "identity"),
}  # fmt: skip
_CHANGES = f"/v1/feeds/{FEED}/changes?limit=10000&cursor="
_DELTAS = 15


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
        _get(api.port, made.key, "/v1/feeds")  # the key's hash
        told["idle_mib"] = api.memory()
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
        cursors = _deltas(meter, told, api, made.key, cursor)
    for workers in (1, 2):
        with _served(workers) as api:
            if workers == 1:
                with meter.step("delta, cold"), api.measured(told, "delta, cold"):
                    answer, _ = _get(api.port, made.key, f"{_CHANGES}{cursors[-2]}")
                assert answer["Hub-Cursor"] == cursors[-1]
            told[f"polling, {workers}"] = _poll(meter, api, made.key, cursors[-1], workers)
    return told


def _deltas(meter: Meter, told: dict[str, Any], api: _Api, key: str, cursor: str) -> list[str]:
    """One delta a version; returns the cursors. Its seconds are from the request to the last byte: to read the CPU of
    all processes, before and after, takes half as long again."""
    cursors, seconds = [cursor], []
    for number in range(_DELTAS):
        _change(number)
        _settle(meter.server)
        with meter.step("delta"), api.measured(told, "delta"):
            began = time.perf_counter()
            answer, told["delta_bytes"] = _get(api.port, key, f"{_CHANGES}{cursors[-1]}")
            seconds.append(round(time.perf_counter() - began, 4))
        cursors.append(answer["Hub-Cursor"])
        _get(api.port, key, f"{_CHANGES}{cursors[-1]}", status=304)  # it was one page
    told["delta_seconds"] = seconds
    return cursors


def _publish(rows: int) -> None:
    """``rows`` pay cases made in the database; published."""
    from hub import feeds
    from hub.database import engine
    from hub.reconcile import golden
    from hub.reconcile.materialise import ensure
    from hub.reconcile.tables import reconcile_run

    table = golden(FEED)
    columns = {column.name: _expression(column) for column in table.columns}
    columns |= {"_key": "'PC/2026/' || lpad(n::text, 8, '0')", "case_id": "'PC/2026/' || lpad(n::text, 8, '0')",
                "_hash": "md5(n::text) || md5(n::text)", "age_days": "n % 60"}  # fmt: skip
    values = ", ".join(f"{columns[column.name]}" for column in table.columns)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with engine().begin() as connection:
        ensure(connection)
        connection.execute(table.delete())
        made = f"insert into {table.fullname} ({names}) select {values} from generate_series(1, {rows}) n"
        connection.execute(sa.text(made))
        connection.execute(sa.text(f"analyze {table.fullname}"))
        connection.execute(reconcile_run.insert().values(business_date=DAY, summary={}))
    feeds.publish(DAY)


def _change(number: int) -> None:
    """Change another row in a thousand, all over the feed, and publish the next version without its files, which a
    delta does not read."""
    from hub.database import engine
    from hub.feeds import declared, versions
    from hub.reconcile import golden

    table = golden(FEED)
    some = sa.cast(sa.func.right(table.c["_key"], 3), sa.Integer) == number
    with engine().begin() as connection:
        values = {"age_days": table.c.age_days + 1, "_hash": sa.func.reverse(table.c["_hash"])}
        connection.execute(table.update().where(some).values(values))
        versions.advance(connection, declared()[FEED], DAY + timedelta(days=number + 1))


def _settle(server: int) -> None:
    """Until the server is done with what follows a publication: its own vacuum and checkpoint."""
    for _ in range(120):
        before = tree_cpu(server)
        time.sleep(0.5)
        if tree_cpu(server) - before < 0.02:
            return


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

    def memory(self) -> float:
        return round(psutil.Process(self.pid).memory_info().rss / (1 << 20))

    def most_memory(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return round(int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024)

    def cpu(self) -> float:
        return tree_cpu(self.pid)

    @contextlib.contextmanager
    def measured(self, told: dict[str, Any], name: str) -> Iterator[None]:
        """Keeps the CPU and the most memory of the step, as the kernel counts them: whoever looked at the process while
        a page is read would take a core from it."""
        before = self.cpu()
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")  # the most memory counts from here
        yield
        spent, peaks = told.setdefault("api_cpu", {}), told.setdefault("api_peak_mib", {})
        spent[name] = round(spent.get(name, 0.0) + self.cpu() - before, 3)
        peaks[name] = max(peaks.get(name, 0.0), self.most_memory())

    def workers(self) -> list[psutil.Process]:
        """The processes that serve: the only one, or those that the first one started."""
        top = psutil.Process(self.pid)
        return [one for one in top.children() if "spawn_main" in " ".join(one.cmdline())] or [top]

    def connections(self) -> list[int]:
        """How many connections each of them has taken."""
        open_ones = [
            [one for one in process.net_connections() if one.status == psutil.CONN_ESTABLISHED]
            for process in self.workers()
        ]
        return [sum(one.laddr.port == self.port for one in of_process) for of_process in open_ones]


@contextlib.contextmanager
def _served(workers: int) -> Iterator[_Api]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hub = Path(sys.executable).with_name("hub")
    command = [str(hub), "api", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            api = _Api(port, process)
            _await(api, workers)
            yield api
        finally:
            process.terminate()


def _await(api: _Api, workers: int) -> None:
    """Until every process answers. Their port is open before the first of them does, and any of them may take a
    connection: so connections are opened, each is answered, and stays open, until every process has taken one."""
    with contextlib.ExitStack() as held:
        for _ in range(600):
            connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=60)
            held.callback(connection.close)
            with contextlib.suppress(OSError):
                connection.request("GET", "/health")
                if connection.getresponse().read() == b'{"status":"ok"}':
                    taken = api.connections()
                    if len(taken) == workers and all(taken):
                        return
            time.sleep(0.1)
    raise AssertionError("hub api did not start")


def _get(
    port: int, key: str, path: str, coding: str = "identity", status: int = 200
) -> tuple[http.client.HTTPMessage, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers={"X-API-Key": key, "Accept-Encoding": coding})
    answer = connection.getresponse()
    size, block = 0, bytearray(_BLOCK)
    while read := answer.readinto(block):
        size += read
    if answer.status != status:
        raise AssertionError((path, answer.status))
    connection.close()
    return answer.headers, size


def _poll(meter: Meter, api: _Api, key: str, cursor: str, workers: int) -> dict[str, Any]:
    asked = orjson.dumps({"port": api.port, "key": key, "path": f"/v1/feeds/{FEED}/changes?cursor={cursor}"}).decode()
    before, processes = api.cpu(), api.workers()
    with (
        meter.step(f"polling, {workers}"),
        subprocess.Popen([sys.executable, "-m", "bench.portals", asked], stdout=subprocess.PIPE) as load,
    ):
        time.sleep(POLL_SECONDS / 2)
        taken = api.connections()
        out, _ = load.communicate()
    if load.returncode or api.workers() != processes:
        raise AssertionError(f"polling ended with {load.returncode}, or a process was started anew")
    found: dict[str, Any] = orjson.loads(out)
    return found | {"api_cpu": round(api.cpu() - before, 2), "connections": taken}


def lines(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of the table of times; CPU is that of ``hub api`` and of the database server, memory that of ``hub api``."""
    steps, rows = told["steps"], told["rows"]
    copied = steps["psql COPY"]
    seconds = copied["seconds"] / told["repeat"]
    spent = f"{copied['cpu'] / told['repeat']:.2f} + {copied['server_cpu'] / told['repeat']:.2f}"
    yield f"{rows:,}", "psql COPY TO STDOUT of the rows", f"{seconds:.2f}", f"{rows / seconds:,.0f}", spent, ""
    yield "", "hub api, idle", "", "", "", f"{told['idle_mib']:,.0f}"
    for name in _FILES:
        for kind, times in (("first", told["repeat"]), ("kept", 1)):
            step = f"{name}, {kind}"
            yield _line(told, f"snapshot, {step}", rows, step, times, steps[step]["seconds"] / times)
    changed = rows // 1000
    label = f"changes, 0.1 %, median of {_DELTAS}, slowest {max(told['delta_seconds']) * 1000:.0f} ms"
    yield _line(told, label, changed, "delta", _DELTAS, median(told["delta_seconds"]))
    yield _line(told, "one of them, cold", changed, "delta, cold", 1, steps["delta, cold"]["seconds"])
    for workers in (1, 2):
        polled = told[f"polling, {workers}"]
        rate = f"{polled['requests'] / polled['seconds']:,.0f}"
        cpu = f"{polled['api_cpu']:.2f} + {steps[f'polling, {workers}']['server_cpu']:.2f}"
        label = (
            f"polls without news, {POLLERS} at once, {'/'.join(map(str, polled['connections']))} a process, "
            f"p99 {polled['p99_ms']:.0f} ms; the load took {polled['load_cpu']:.1f} CPU s"
        )
        yield f"{polled['requests']:,}", label, f"{polled['seconds']:.2f}", rate, cpu, ""


def _line(told: dict[str, Any], label: str, rows: int, step: str, times: int, seconds: float) -> tuple[str, ...]:
    spent = f"{told['api_cpu'][step] / times:.3f} + {told['steps'][step]['server_cpu'] / times:.3f}"
    peak = f"{told['api_peak_mib'][step]:,.0f}"
    return f"{rows:,}", label, f"{seconds:.3f}", f"{rows / seconds:,.0f}", spent, peak


def ratios(told: dict[str, Any]) -> Iterator[tuple[str, int, float, float | None, str, bool]]:
    """As ``bench.report.ratios``."""
    steps, rows = told["steps"], told["rows"]
    copy = steps["psql COPY"]
    for name in ("ndjson", "csv"):
        first = steps[f"{name}, first"]
        yield f"masked snapshot, {name}, rows/s over psql COPY", rows, copy["seconds"] / first["seconds"], 0.5, "", True
        spent = (told["api_cpu"][f"{name}, first"] + first["server_cpu"]) / (copy["cpu"] + copy["server_cpu"])
        yield f"masked snapshot, {name}, CPU s over psql COPY", rows, spent, None, "", False
    whole = steps["ndjson, first"]["seconds"] / told["repeat"]
    delta = median(told["delta_seconds"])
    yield "changes of 0.1 %, seconds over the NDJSON snapshot's", rows, delta / whole * 100, 1, " %", False
    spent = (told["api_cpu"]["delta"] + steps["delta"]["server_cpu"]) / _DELTAS
    whole = (told["api_cpu"]["ndjson, first"] + steps["ndjson, first"]["server_cpu"]) / told["repeat"]
    yield "changes of 0.1 %, CPU s over the NDJSON snapshot's", rows, spent / whole * 100, None, " %", False
    yield "hub api, most memory", rows, max(told["api_peak_mib"].values()), None, " MiB", False
    for workers in (1, 2):
        polled = told[f"polling, {workers}"]
        name = f"polls/s, {POLLERS} at once, {workers} process{'es' * (workers > 1)}"
        yield name, rows, polled["requests"] / polled["seconds"], 1000, "", True
        spent = polled["api_cpu"] + steps[f"polling, {workers}"]["server_cpu"] + polled["load_cpu"]
        yield f"{name}, by CPU second", rows, polled["requests"] / spent, None, "", True


async def _pollers(port: int, key: str, path: str) -> dict[str, Any]:
    """``POLLERS`` connections, each asking again as soon as it has its answer; counted once all have had one."""
    request = f"GET {path} HTTP/1.1\r\nHost: hub\r\nX-API-Key: {key}\r\n\r\n".encode()
    times: list[float] = []
    waiting, started, cpu = POLLERS, 0.0, 0.0

    async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 304"):
            raise AssertionError(head)

    async def one() -> None:
        nonlocal waiting, started, cpu
        streams = await asyncio.open_connection("127.0.0.1", port)
        await ask(*streams)
        waiting -= 1
        if not waiting:
            started, cpu = time.perf_counter(), time.process_time()
        while waiting or time.perf_counter() < started + POLL_SECONDS:
            began = time.perf_counter()
            await ask(*streams)
            if started and began >= started:
                times.append(time.perf_counter() - began)

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
