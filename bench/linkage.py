"""``python -m bench.linkage``: how well records are linked, and what it costs, on lists with a truth.

Lists are made anew from seeds and names that no training has seen (``hub linkage train`` uses seeds from 9,000 on and
other sentences). Prints F1, precision and recall of what is accepted or reviewed, the accept band's precision, and
reviews per 1,000 true links; then CPU seconds and memory from CSV to links.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from bench import linkage_world
from bench.linkage_world import figures
from bench.meter import machine, own_cpu, peak_mib
from sandbox.world import linkage as lists
from sandbox.world.linkage_lists import write
from sandbox.world.linkage_pools import Pool, invented_pool, world_pool

Told = dict[str, Any]
SEED = 4_201
QUICK = 6_000
"""Rows of the sandbox's roster at scale 1; its citizens bring about as many matters at two doors."""
ACCEPT_PRECISION = 0.9995
_AIMS = {"same_matter": 0.96, "same_person": 0.95}
_EMPLOYEE_AIMS = (("very heavy", 0.965), ("no number", 0.965), ("heavy", 0.985), ("light", 0.995))
_EMPLOYEES = (
    ("light", 0.1, 0.45, True), ("heavy", 0.3, 0.45, True), ("heavy, all Devanagari", 0.3, 1.0, True),
    ("heavy, all Latin", 0.3, 0.0, True), ("heavy, no number", 0.3, 0.45, False), ("very heavy", 0.6, 0.45, True),
)  # fmt: skip
_MATTERS = (("light", 0.1, 0.6), ("heavy", 0.3, 0.6), ("heavy, all Devanagari", 0.3, 1.0), ("very heavy", 0.6, 0.6))


def quality(subject: str, name: str, rows: int, noise: float, hindi: float, pool: Pool, **options: Any) -> list[Told]:
    """Link two fresh lists in a process of its own; one row a kind with a truth."""
    seed = SEED + rows % 997 + round(noise * 10) + round(hindi * 100)
    made = (
        lists.employees(seed, rows, noise=noise, hindi=hindi, pool=pool, **options)
        if subject == "employee"
        else lists.matters(seed, rows, noise=noise, hindi=hindi, pool=pool)
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(made, folder, "judge")
        cost = linked(subject, folder / "judge.a.csv", folder / "judge.b.csv", folder / "out.csv")
        with (folder / "out.csv").open(encoding="utf-8", newline="") as lines:
            found = list(csv.DictReader(lines))
    truths = {"same_person": made.same_person} | ({"same_matter": made.same_matter} if subject == "matter" else {})
    return [
        {
            "subject": subject,
            "lists": name,
            "rows": rows,
            "seed": seed,
            "kind": kind,
            "aim": _aim(subject, name, kind),
            **cost,
            **measured(found, kind, truth),
        }
        for kind, truth in truths.items()
    ]


def _of_world(row: Told) -> Told:
    """A row of the sandbox's own world, whose noise is light and of which an appraisal report says only number, name
    and department."""
    return row | {"lists": "the sandbox's world", "aim": _AIMS[row["kind"]] if row["subject"] == "matter" else 0.985}


def _aim(subject: str, name: str, kind: str) -> float | None:
    """The F1 that is aimed at; none is set for matters under other than heavy noise."""
    if subject == "employee":
        return next(aim for word, aim in _EMPLOYEE_AIMS if word in name)
    return _AIMS[kind] if "heavy" in name and "very" not in name else None


def measured(found: list[dict[str, str]], kind: str, truth: set[tuple[str, str]]) -> Told:
    """Precision, recall and F1 of accepted and reviewed pairs together, and the bands."""
    accept, review = (
        {(row["id_a"], row["id_b"]) for row in found if row["kind"] == kind and row["band"] == band}
        for band in ("accept", "review")
    )
    return figures(accept, review, truth)


def linked(subject: str, left: Path, right: Path, out: Path) -> Told:
    """``hub link`` in a process of its own: CPU seconds from CSV to links, and peak memory."""
    command = [sys.executable, "-m", "bench.linkage", "--link", subject, str(left), str(right), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ)
    told: Told = orjson.loads(done.stdout.rstrip().rsplit(b"\n", 1)[-1])
    return told


def _link(subject: str, left: Path, right: Path, out: Path) -> None:
    from hub.linkage.files import link_files

    began = time.perf_counter()
    link_files(subject, left, right, out)
    told = {"cpu_s": round(own_cpu(), 1), "seconds": round(time.perf_counter() - began, 1), "peak_mib": _own_peak_mib()}
    sys.stdout.buffer.write(orjson.dumps(told) + b"\n")


def _own_peak_mib() -> float:
    """Of this program alone: what ``getrusage`` tells begins with the memory of the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_mib()
    peak = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return round(int(peak.split()[1]) / 1024)


def run(console: Console, scales: list[int], large: list[int]) -> list[Told]:
    """All rows, printed as they come."""
    told: list[Told] = []
    pools = {"sandbox": world_pool(), "invented": invented_pool(SEED)}
    for scale in scales:
        told += _say(console, [_of_world(row) for row in linkage_world.measured(SEED, scale)])
        rows = QUICK * scale
        for pool_name, pool in pools.items():
            for name, noise, hindi, with_id in _EMPLOYEES:
                told += _say(
                    console, quality("employee", f"{pool_name}, {name}", rows, noise, hindi, pool, with_id=with_id)
                )
            for name, noise, hindi in _MATTERS:
                told += _say(console, quality("matter", f"{pool_name}, {name}", rows, noise, hindi, pool))
    for rows in large:
        told += _say(console, quality("employee", "invented, heavy", rows, 0.3, 0.45, pools["invented"]))
    return told


def _say(console: Console, rows: list[Told]) -> list[Told]:
    for row in rows:
        console.print(f"[dim]{row['subject']} {row['rows']:,} {row['lists']} {row['kind']}: F1 {row['f1']:.4f}")
    return rows


def show(console: Console, told: list[Told]) -> None:
    """The table; a figure that misses its aim is red and says the aim."""
    table = Table(title="Linkage", title_justify="left")
    for name in ("subject", "lists", "rows", "seed", "F1", "precision", "recall", "accept: precision", "reviews / 1000",
                 "CPU s", "peak MiB"):  # fmt: skip
        table.add_column(name, justify="left" if name in ("subject", "lists") else "right")
    for row in told:
        reviews = 60 if row["subject"] == "employee" else None
        table.add_row(
            row["kind"] if row["subject"] == "matter" else row["subject"], row["lists"], f"{row['rows']:,}",
            str(row.get("seed", "")), _judged(row, "f1", ".4f", row["aim"]), f"{row['precision']:.4f}",
            f"{row['recall']:.4f}", _judged(row, "accept_precision", ".5f", ACCEPT_PRECISION),
            _judged(row, "reviews_per_1000", ".0f", reviews, is_least=False), _judged(row, "cpu_s", ".0f", None),
            _judged(row, "peak_mib", ".0f", None),
        )  # fmt: skip
    console.print(table)


def _judged(row: Told, name: str, form: str, aim: float | None, *, is_least: bool = True) -> str:
    value = row.get(name)
    if value is None:
        return ""
    missed = aim is not None and (value < aim if is_least else value > aim)
    return f"[red]{value:{form}} ({'≥' if is_least else '≤'} {aim:g})[/]" if missed else f"{value:{form}}"


def main() -> None:
    """Run and print; ``--link`` is what a measured process does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, action="append", help="times the sandbox's size; default 1 and 10")
    parser.add_argument("--large", type=int, action="append", help="rows of one large roster more, e.g. 500000")
    parser.add_argument("--out", type=Path, help="where the figures go as JSON")
    parser.add_argument("--link", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.link:
        subject, *paths = options.link
        _link(subject, *(Path(path) for path in paths))
        return
    console = Console()
    told = run(console, options.scale or [1, 10], options.large or [])
    show(console, told)
    about = machine() | {"load": os.getloadavg(), "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}
    found = {"measured_at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": about, "linkage": told}
    if options.out:
        options.out.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    main()
