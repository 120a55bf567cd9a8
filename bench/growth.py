"""How the cost of linkage grows: all sizes of one run in one table, with the exponent from each to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import log
from typing import Any

from rich.console import Console
from rich.table import Table

AIM = 1.1
"""Exponent up to which growth counts as close to linear."""
LEAST = 100_000
"""Rows of a list from which its cost is not mostly that of starting."""
Point = tuple[str, int, float, float]


def show(console: Console, found: dict[str, Any]) -> None:
    """The table, where there is more than one size of something."""
    told = [list(points) for _, points in groupby(sorted(_points(found)), key=lambda point: point[0])]
    if all(len(points) < 2 for points in told):
        return
    table = Table(title="Growth of linkage", title_justify="left")
    for name in ("what", "rows", "CPU s", "µs a row", "peak MiB", "exponent"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for points in told:
        for before, (what, rows, cpu, mib) in zip([None, *points], points, strict=False):
            power = _exponent(before, rows, cpu)
            table.add_row(what, f"{rows:,}", f"{cpu:.1f}", f"{cpu / rows * 1e6:.0f}", f"{mib:,.0f}", power)
    console.print(table)


def _points(found: dict[str, Any]) -> Iterator[Point]:
    for case in found["cases"]:
        for row in case.get("linkage", ()):
            if row["lists"] == "invented, heavy" and row["subject"] == "employee" and row["rows"] >= LEAST:
                yield "employees, CSV to links (rows of the roster)", row["rows"], row["cpu_s"], row["peak_mib"]
        day = case.get("linkage_day")
        if day:
            yield "store to links, all (records)", day["rows"], day["first"], case["peak_mib"]
            yield "store to links, 1 % changed (records)", day["rows"], day["1 % changed"], case["peak_mib"]


def _exponent(before: Point | None, rows: int, cpu: float) -> str:
    if before is None or before[1] == rows:
        return ""
    power = log(cpu / before[2]) / log(rows / before[1])
    return f"{power:.2f}" if power <= AIM else f"[red]{power:.2f} (≤ {AIM:g})"
