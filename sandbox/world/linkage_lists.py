"""Labelled lists as files: what ``hub linkage train`` learns from and what ``make bench`` judges by."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from sandbox.world.linkage import EMPLOYEE, MATTER, Lists, Row, employees, matters
from sandbox.world.linkage_pools import few_names, invented_pool

# Name, noise, share in Devanagari, and for employees whether number and mobile are given. Seeds and names of these are
# never used for judging (bench/linkage.py draws from others).
_SETS = (
    ("light", 0.1, 0.45, True, True), ("light-latin", 0.1, 0.0, True, True), ("heavy", 0.3, 0.45, True, True),
    ("heavy-latin", 0.3, 0.0, True, True), ("heavy-devanagari", 0.3, 1.0, True, True),
    ("very-heavy", 0.6, 0.45, True, True),
    ("check-heavy", 0.3, 0.45, True, True), ("check-very-heavy", 0.6, 0.6, True, True),
    ("check-light", 0.1, 0.3, True, True), ("check-without-number", 0.3, 0.45, False, True),
    ("check-few-fields", 0.2, 0.3, True, True), ("check-few-names", 0.45, 0.45, True, True),
)  # fmt: skip
_FEW = {"employee": ("rec_id", "employee_id", "name", "department"),
        "matter": ("rec_id", "name", "gender", "mobile", "district", "filed_on", "subject")}  # fmt: skip
"""What the second of the lists with few fields tells: as appraisal reports and complaints on paper do."""
_TRAINING_SEED = 9_000


def write_training(subject: str, folder: Path, *, rows: int) -> list[str]:
    """Write the training lists of a subject with about ``rows`` rows each; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for at, (name, noise, hindi, with_id, with_mobile) in enumerate(_SETS):
        pool = invented_pool(_TRAINING_SEED + at, "train")
        if name.endswith("few-names"):
            pool = few_names(pool)
        seed = _TRAINING_SEED + at
        if subject == "employee":
            lists = employees(seed, rows, noise=noise, hindi=hindi, pool=pool, with_id=with_id, with_mobile=with_mobile)
        elif with_id:
            lists = matters(seed, rows, noise=noise, hindi=hindi, pool=pool)
        else:
            continue
        if name.endswith("few-fields"):
            lists.b = [
                {field: text if field in _FEW[subject] else "" for field, text in row.items()} for row in lists.b
            ]
        write(lists, folder, name)
        names.append(name)
    return names


def write(lists: Lists, folder: Path, name: str) -> None:
    """``<name>.a.csv``, ``<name>.b.csv`` and ``<name>.truth.csv`` in ``folder``."""
    columns = EMPLOYEE if "dob" in lists.a[0] else MATTER
    _rows(folder / f"{name}.a.csv", columns, lists.a)
    _rows(folder / f"{name}.b.csv", columns, lists.b)
    truth = [{"id_a": a, "id_b": b, "kind": "same_person"} for a, b in sorted(lists.same_person)]
    truth += [{"id_a": a, "id_b": b, "kind": "same_matter"} for a, b in sorted(lists.same_matter)]
    _rows(folder / f"{name}.truth.csv", ("id_a", "id_b", "kind"), truth)


def _rows(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns)
        writer.writeheader()
        writer.writerows(rows)
