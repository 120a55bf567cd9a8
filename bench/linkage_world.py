"""Linkage of the sandbox's own world against its truth: the records that the hub must hold, compared as a refresh does.

Nothing is trained on it. No PostgreSQL: the rows go straight into linkage's own tables.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.meter import own_cpu, peak_mib
from hub.linkage import refreshing, work
from hub.linkage.comparable import FIELDS, TEXT, comparable
from hub.linkage.decide import band
from hub.linkage.declared import Origin, subjects
from hub.linkage.trained import Model, model
from sandbox.world.store import World

START = date(2026, 11, 18)


def measured(seed: int, scale: float) -> list[dict[str, Any]]:
    """One row a kind with a truth: F1, precision and recall of accepted and reviewed pairs, bands, CPU seconds."""
    with tempfile.TemporaryDirectory() as place:
        world = World.create(Path(place), seed=seed, scale=scale, start=START)
        return [row | {"seed": seed, "scale": scale} for subject in subjects() for row in judged(world, model(subject))]


def judged(world: World, made: Model) -> list[dict[str, Any]]:
    """The same for one subject of a world that stands."""
    subject = made.spec.subject
    began = own_cpu()
    with work.connect() as connection:
        work.create(connection, "rec", made.spec)
        ids = set()
        for origin, rows in _records(world, subject):
            ids |= set(rows["id"].to_pylist())
            work.append(connection, "rec", made.spec, comparable(subject, rows), origin.pool)
        refreshing.compared(connection, made, subject)
        told = []
        for kind, truth in _truth(world, subject, ids).items():
            found = connection.execute(
                f"select left_id, right_id, {band(made.policy)} from decided where kind = '{kind}'"
            ).fetchall()
            told.append(
                {"subject": subject, "kind": kind, "rows": len(ids)} | figures(
                    {(left, right) for left, right, at in found if at == "accept"},
                    {(left, right) for left, right, at in found if at == "review"},
                    truth,
                )
            )  # fmt: skip
    return [row | {"cpu_s": round(own_cpu() - began, 1), "peak_mib": peak_mib()} for row in told]


def figures(
    accept: set[tuple[str, str]], review: set[tuple[str, str]], truth: set[tuple[str, str]]
) -> dict[str, float]:
    """Precision, recall and F1 of accepted and reviewed pairs together, and the bands."""
    every = accept | review
    hits = len(every & truth)
    return {
        "f1": 2 * hits / (len(every) + len(truth)),
        "precision": hits / max(1, len(every)),
        "recall": hits / len(truth),
        "accept_precision": len(accept & truth) / max(1, len(accept)),
        "accept_recall": len(accept & truth) / len(truth),
        "reviews_per_1000": 1000 * len(review) / len(truth),
    }


def _records(world: World, subject: str) -> Iterator[tuple[Origin, pa.Table]]:
    for origin in subjects()[subject].origins:
        columns: dict[str, list[str | None]] = {name: [] for name in ("id", *FIELDS[subject])}
        for row in world.expected(origin.dataset, as_of=world.clock):
            columns["id"].append(f"{origin.dataset}|{'|'.join(row.key)}")
            for name in FIELDS[subject]:
                values = (str(row.values[field]).strip() for field in origin.fields.get(name, ())
                          if row.values[field] is not None)  # fmt: skip
                columns[name].append(next(filter(None, values), None))
        arrays = {name: pa.array(values, TEXT) for name, values in columns.items()}
        yield origin, pa.table(arrays | {"source": pa.array([origin.dataset] * len(columns["id"]), TEXT)})


def _truth(world: World, subject: str, ids: set[str]) -> dict[str, set[tuple[str, str]]]:
    people: dict[Any, list[str]] = {}
    matters: dict[Any, list[str]] = {}
    for person, matter, dataset, key in world.truth_links():
        if (record := f"{dataset}|{key}") in ids:
            people.setdefault(person, []).append(record)
            if matter is not None:
                matters.setdefault(matter, []).append(record)
    groups = {"same_person": people} | ({"same_matter": matters} if subject == "matter" else {})
    return {
        kind: {pair for records in by.values() for pair in combinations(sorted(records), 2)}
        for kind, by in groups.items()
    }
