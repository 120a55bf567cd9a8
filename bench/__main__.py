"""``make bench``: speed and memory of the whole way of a record, as ratios measured in one run.

``python -m bench [--rows 100000 --rows 1000000] [--quick] [--repeat 3] [--case "whole path" …] [--home DIR]``

Each case runs in a process of its own against a database of its own in an embedded PostgreSQL with its durable
defaults. Pages lie rendered on disk, so that fetching is not measured. Prints a table and writes
``bench/results/<date>.json``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psutil
import psycopg
from rich.console import Console

from bench import data, report
from bench.meter import TreePeak, machine
from embedded.postgres import Postgres, data_folder

ROOT = Path(__file__).resolve().parents[1]
_DAY = 500_000  # people of whom one in a hundred changes; to invent a million takes longer than to link them
_OF_LINKAGE = ("names", "linkage public", "linkage", "linkage day")
_ALL = (
    "whole path",
    "bare COPY",
    "dlt",
    "dlt Arrow",
    "reading",
    "checks",
    "portals",
    "console",
    "lookup",
    *_OF_LINKAGE,
)


class Bench:
    """One run: a server, prepared pages, and what the cases told."""

    def __init__(self, home: Path, console: Console) -> None:
        self.home = home
        self.console = console
        self.results: list[dict[str, Any]] = []
        self.failed: list[str] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server = Postgres(data_folder(home, f"pgdata-{os.getpid()}"), port)
        self._number = 0

    def start(self) -> str:
        """Start the server; returns its version."""
        self.server.start()
        self._pid = int((self.server.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        with psycopg.connect(self.server.conninfo()) as connection:
            settings = ("fsync", "synchronous_commit", "shared_buffers", "max_wal_size")
            found = [connection.execute(f"show {name}").fetchone() for name in settings]
            self.settings = {name: row[0] for name, row in zip(settings, found, strict=True) if row}
            return str(connection.info.parameter_status("server_version"))

    def stop(self) -> None:
        """Stop the server and forget its data."""
        self.server.stop("immediate")
        shutil.rmtree(self.server.data, ignore_errors=True)
        self.server.data.with_name(self.server.data.name + ".password").unlink(missing_ok=True)

    def run(self, case: str, size: int, **options: Any) -> None:
        """Run one case in its own process, database and home; when it fails, that is told, and the others still run."""
        self._number += 1
        name = f"case_{self._number}"
        home = self.home / name
        home.mkdir(parents=True)
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("HUB_", "AIRFLOW_"))}
        environment |= {"HUB_HOME": str(home), "HUB_DATABASE_URL": self.server.create_database(name)}
        environment |= {
            "GX_ANALYTICS_ENABLED": "False",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]),
        }
        with psycopg.connect(self.server.conninfo(), autocommit=True) as connection:
            connection.execute("checkpoint")
        asked = orjson.dumps(options | {"server": self._pid}).decode()
        self.console.print(f"[dim]{datetime.now():%H:%M:%S}  {case}, {size:,} rows …")  # noqa: DTZ005
        with subprocess.Popen([sys.executable, "-m", "bench.cases", case, asked], env=environment, cwd=home,
                              stdout=subprocess.PIPE) as process:  # fmt: skip
            watch = TreePeak(process.pid)
            out, _ = process.communicate()
            tree = watch.stop()
        if process.returncode:
            self.failed.append(f"{case}, {size:,} rows (exit code {process.returncode})")
            self.console.print(f"[red]{self.failed[-1]} failed")
        else:
            told: dict[str, Any] = orjson.loads(out.rstrip().rsplit(b"\n", 1)[-1])
            self.results.append(told | {"case": case, "size": size, "tree_peak_mib": tree})
        with psycopg.connect(self.server.conninfo(), autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")  # type: ignore[arg-type]
        shutil.rmtree(home)


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, action="append", help="sizes to measure; default 100000 and 1000000")
    parser.add_argument("--quick", action="store_true", help="20,000 rows, each case once")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each case below 500,000 rows; medians are told")
    parser.add_argument("--case", action="append", choices=_ALL, help="only these cases")
    parser.add_argument("--home", type=Path, default=ROOT / ".hub" / "bench", help="where pages are kept")
    parser.add_argument("--out", type=Path, help="where the figures go; default bench/results/<date>.json")
    parser.add_argument("--show", type=Path, nargs="+", help="measure nothing; show these files' figures together")
    options = parser.parse_args()
    if options.show:
        report.show(Console(width=None if sys.stdout.isatty() else 140), _together(options.show))
        return
    sizes = options.rows or ([20_000] if options.quick else [100_000, 1_000_000])
    console = Console(width=None if sys.stdout.isatty() else 140)  # wide enough for the tables in a file
    bench = Bench(options.home / f"run-{os.getpid()}", console)
    pages = options.home / "pages"
    try:
        version = bench.start()
        with _interruptible(console):
            for size in sizes:
                repeat = 1 if options.quick or size >= 500_000 else options.repeat
                _measure(bench, pages, size, repeat, options.case or _ALL, quick=options.quick)
            _link(bench, options.home / "lists", sizes, options.case or _ALL)
    finally:
        bench.stop()
        shutil.rmtree(bench.home, ignore_errors=True)
    about = machine() | {"postgresql": version, "settings": bench.settings, "load": psutil.getloadavg()}
    found = {"measured_at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": about, "cases": bench.results,
             "failed": bench.failed}  # fmt: skip
    path = options.out or ROOT / "bench" / "results" / f"{datetime.now(UTC):%Y-%m-%d}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    report.show(console, found)
    console.print(f"[dim]written to {path}")
    sys.exit(1 if bench.failed else 0)


def _together(paths: list[Path]) -> dict[str, Any]:
    found = [orjson.loads(path.read_bytes()) for path in paths]
    return found[-1] | {"cases": [case for one in found for case in one["cases"]]}


@contextmanager
def _interruptible(console: Console) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        console.print("Stopped. What was measured so far is told.")


def _measure(bench: Bench, root: Path, size: int, repeat: int, cases: Sequence[str], *, quick: bool) -> None:
    root.mkdir(parents=True, exist_ok=True)
    if "lookup" in cases:
        bench.run("lookup", size, rows=size)
    if "portals" in cases:
        bench.run("portals", size, rows=size, repeat=1 if quick else 3)  # a file takes seconds, and they vary
    if "console" in cases:
        bench.run("console", size, rows=size)
    if set(cases) <= {"lookup", "portals", "console", *_OF_LINKAGE}:
        return
    with bench.console.status(f"pages of {size:,} records"):
        pages, later = data.applications(root, size), data.applications_later(root, size)
        data.services(root)
    export = bench.home / f"stored-{size}.copy"
    common = {"pages": str(pages.folder), "later": str(later.folder), "root": str(root)}
    for number in range(repeat):
        # Taken in turn, so that what else the machine does falls on all of them alike.
        if "whole path" in cases or "bare COPY" in cases:
            rounds = [] if "whole path" in cases else ["first"]
            bench.run("whole path", size, rounds=rounds, export=str(export) if not number else "", **common)
        if "bare COPY" in cases:
            bench.run("bare COPY", size, export=str(export))
        if "dlt" in cases:
            bench.run("dlt", size, file_format="parquet", strategy="upsert", **common)
        if "dlt Arrow" in cases:
            bench.run("dlt Arrow", size, file_format="parquet", **common)
    if "reading" in cases and size < 500_000:
        datasets = {"rtps.applications": str(pages.folder), "hrms.employees": str(data.staff(root, size).folder)}
        for _ in range(repeat):
            bench.run("reading", size, datasets=datasets)
    if "checks" in cases:
        bench.run("checks", size, rows=size, stock_rows=min(size, 100_000))
    export.unlink(missing_ok=True)


def _link(bench: Bench, lists: Path, sizes: Sequence[int], cases: Sequence[str]) -> None:
    """What judges linkage comes last, since it takes longest."""
    if "names" in cases:
        bench.run("names", 0)
    if "linkage public" in cases:
        bench.run("linkage public", 0, lists=str(lists))
    if "linkage" in cases:
        large = [rows for rows in (100_000, 500_000, 1_000_000) if rows <= max(500_000, *sizes)]
        is_quick = max(sizes) < 100_000
        bench.run("linkage", 0, scales=[1] if is_quick else [1, 10], large=[] if is_quick else large)
    for size in sorted({min(size, _DAY) for size in sizes}) if "linkage day" in cases else ():
        bench.run("linkage day", size, rows=size)


if __name__ == "__main__":
    main()
