"""The table that ``make bench`` prints, and the ratios that are aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import growth, linkage, portals

Found = dict[str, Any]
_PATH = ("land", "check", "store")
_OTHERS = (
    ("bare COPY", "copy", "bare COPY of the stored rows"),
    ("dlt", "first", "dlt merge of the same pages"),
    ("dlt", "1 % changed", "dlt merge again, 1 % changed"),
    ("dlt Arrow", "first", "dlt merge of Arrow tables in hand"),
    ("reading", "rtps.applications: read and check", "JSON: read and check"),
    ("reading", "hrms.employees: read and check", "SOAP: read and check"),
)
_CHECKS = {
    "floor": "row rules by hand (pyarrow)",
    "engine": "row rules, the hub's engine",
    "checker": "the hub's Checker, whole",
    "stock": "stock Great Expectations, COMPLETE",
}
_NAMES = {"published, people": 0.95, "published, places": 0.95, "invented, noise 0.3": 0.75,
          "invented, noise 0.6": None}  # fmt: skip
_ROUNDS = ("first", "same rows", "same pages", "1 % changed")


def show(console: Console, found: Found) -> None:
    """Print what each case took and what each aim came to."""
    table = Table(title=f"Speed, {found['measured_at']}", title_justify="left")
    for name, justify in (("rows", "right"), ("case", "left"), ("seconds", "right"), ("rows/s", "right"),
                          ("CPU s, client + server", "right"), ("peak MiB", "right")):  # fmt: skip
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for line in lines(found):
        table.add_row(*line)
    console.print(table)
    judged = [row for told in found["cases"] for row in told.get("linkage", ())]
    if judged:
        linkage.show(console, judged)
    growth.show(console, found)
    aims = Table(title="Aims (ratios within this run)", title_justify="left")
    for name in ("aim", "rows", "reached", "wanted", ""):
        aims.add_column(name, justify="right" if name in ("rows", "reached", "wanted") else "left")
    for name, size, value, wanted, unit, is_least in ratios(found):
        if wanted is None:
            aims.add_row(name, f"{size:,}", f"{value:,.2f}{unit}", "", "")
            continue
        good = value >= wanted if is_least else value <= wanted
        sign = "≥" if is_least else "≤"
        aims.add_row(name, f"{size:,}", f"{value:,.2f}{unit}", f"{sign} {wanted:g}{unit}",
                     "[green]reached" if good else "[red]not reached")  # fmt: skip
    console.print(aims)
    for failed in found.get("failed", ()):
        console.print(f"[red]{failed} did not come to an end.")
    about = found["machine"]
    console.print(
        f"{about['cpus']} CPUs, {about['memory_gib']} GiB, {about['python']}, PostgreSQL {about['postgresql']} "
        f"({', '.join(f'{name}={value}' for name, value in about['settings'].items())})"
    )


def lines(found: Found) -> Iterator[tuple[str, ...]]:
    """Rows of the table of times."""
    for size in _sizes(found):
        for of_round in _ROUNDS:
            whole = [f"{of_round}: {step}" for step in _PATH]
            if _has(found, "whole path", size, whole[0]):
                if of_round == "first":
                    for step in whole:
                        yield _line(found, "whole path", size, [step], f"  {step}")
                yield _line(found, "whole path", size, whole, f"hub, {of_round}")
        for case, step, label in _OTHERS:
            if _has(found, case, size, step):
                yield _line(found, case, size, [step], label)
        for told in _of(found, "portals", size):
            yield from portals.lines(told)
        for told in _of(found, "checks", size):
            for key, label in _CHECKS.items():
                rows = told.get("stock_rows", size) if key == "stock" else size
                yield (f"{rows:,}", f"checks: {label}", "", "", f"{told[key]:.2f}", "")


def _pages(found: Found, size: int) -> Iterator[tuple[str, int, float, float | None, str, bool]]:
    for told in _of(found, "console", size):
        slow = max(told["pages"], key=lambda name: told["pages"][name]["p95"])
        yield f"console, slowest page at p95 ({slow})", size, told["pages"][slow]["p95"], 300, " ms", False
        yield "console, large tables read whole", size, len(told["whole_table_reads"]), 0, "", False


def ratios(found: Found) -> Iterator[tuple[str, int, float, float | None, str, bool]]:
    """Name, rows, value, aim (``None`` where none is set), unit, and whether the aim is a least."""
    sizes = _sizes(found)
    first = [f"first: {step}" for step in _PATH]
    for size in sizes:
        if _has(found, "whole path", size, first[0]):
            whole = _wall(found, "whole path", size, first)
            if _has(found, "bare COPY", size, "copy"):
                copied = median(told["rows"] for told in _of(found, "bare COPY", size))
                bare = _wall(found, "bare COPY", size, ["copy"])
                yield "whole path, rows/s over bare COPY", size, (size / whole) / (copied / bare), 0.5, "", True
                spent = _cpu(found, "whole path", size, first) / _cpu(found, "bare COPY", size, ["copy"])
                yield "whole path, CPU s over bare COPY", size, spent, None, "", False
            if _has(found, "dlt", size, "first"):
                yield (
                    "whole path, rows/s over dlt merge",
                    size,
                    _wall(found, "dlt", size, ["first"]) / whole,
                    5,
                    "",
                    True,
                )
            if _has(found, "dlt Arrow", size, "first"):
                arrow = _wall(found, "dlt Arrow", size, ["first"])
                yield "whole path, rows/s over dlt from Arrow in hand", size, arrow / whole, 1, "", True
            for of_round, wanted in (("same rows", 0.35), ("same pages", 0.1)):
                again = [f"{of_round}: {step}" for step in _PATH]
                if _has(found, "whole path", size, again[0]):
                    for unit, measure in (("seconds", _wall), ("CPU s", _cpu)):
                        value = measure(found, "whole path", size, again) / measure(found, "whole path", size, first)
                        yield f"second sync, {of_round}, {unit} over the first", size, value, wanted, "", False
            peak = max(told["peak_mib"] for told in _of(found, "whole path", size)) / 1024
            yield "whole path, peak memory", size, peak, 1.5, " GiB", False
        if _of(found, "reading", size):
            for unit, measure in (("rows/s", _wall), ("rows per CPU s", _cpu)):
                soap, json = (
                    measure(found, "reading", size, [f"{name}: read and check"])
                    for name in ("hrms.employees", "rtps.applications")
                )
                yield f"SOAP, {unit} over JSON", size, json / soap, 0.5, "", True
        yield from _pages(found, size)
        for told in _of(found, "checks", size):
            yield "checks with every id over the floor", size, told["checker"] / told["floor"], 2, "", False
            yield "row rules over the floor", size, told["engine"] / told["floor"], 2, "", False
        for told in _of(found, "portals", size):
            yield from portals.ratios(told)
        for told in _of(found, "names", size):
            for name, wanted in _NAMES.items():
                recall = told["recall"][f"random, held, {name}"]
                yield f"names: {name}, recall at precision 0.99", size, recall, wanted, "", True
        for told in _of(found, "linkage day", size):
            day = told["linkage_day"]
            yield (
                "linkage: CPU (client + server) of a day with 1 % changed over all",
                size,
                day["1 % changed"] / day["first"],
                0.05,
                "",
                False,
            )
        for told in _of(found, "lookup", size):
            for kind, asked in told["asked"].items():
                yield f"lookup by {kind}, p95", size, asked["p95_ms"], 20, " ms", False
                yield f"lookup by {kind}, the one meant is among ten", size, asked["shown"], None, "", True
    if len(sizes) > 1 and all(_has(found, "whole path", size, first[0]) for size in (sizes[0], sizes[-1])):
        decades = log10(sizes[-1] / sizes[0])
        for name, measure in (("time", _wall), ("CPU s", _cpu)):
            few, many = (measure(found, "whole path", size, first) for size in (sizes[0], sizes[-1]))
            yield f"growth of {name}, exponent", sizes[-1], log10(many / few) / decades, 1.05, "", False


def _line(found: Found, case: str, size: int, steps: list[str], label: str) -> tuple[str, ...]:
    told = _of(found, case, size)
    rows = told[0]["rows"] if isinstance(told[0]["rows"], int) else size
    wall = _wall(found, case, size, steps)
    key = "tree_peak_mib" if case.startswith("dlt") else "peak_mib"
    peak = max(one[key] for one in told)
    if case == "whole path":
        peak = max(one["peaks_mib"].get(steps[0].partition(":")[0], peak) for one in told)
    client, server = (_median(found, case, size, steps, kind) for kind in ("cpu", "server_cpu"))
    return f"{rows:,}", label, f"{wall:.2f}", f"{rows / wall:,.0f}", f"{client:.2f} + {server:.2f}", f"{peak:,.0f}"


def _sizes(found: Found) -> list[int]:
    return sorted({told["size"] for told in found["cases"]})


def _of(found: Found, case: str, size: int) -> list[Found]:
    return [told for told in found["cases"] if told["case"] == case and told["size"] == size]


def _has(found: Found, case: str, size: int, step: str) -> bool:
    return any(step in told["steps"] for told in _of(found, case, size))


def _median(found: Found, case: str, size: int, steps: list[str], kind: str) -> float:
    told = [one for one in _of(found, case, size) if steps[0] in one["steps"]]
    return median(sum(one["steps"][step][kind] for step in steps if step in one["steps"]) for one in told)


def _wall(found: Found, case: str, size: int, steps: list[str]) -> float:
    return _median(found, case, size, steps, "seconds")


def _cpu(found: Found, case: str, size: int, steps: list[str]) -> float:
    return _median(found, case, size, steps, "cpu") + _median(found, case, size, steps, "server_cpu")
