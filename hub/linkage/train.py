"""A model trained from labelled lists: u from random pairs, m from labelled pairs, bands from lists kept apart.

A folder holds pairs of lists as ``hub link`` reads them: ``<name>.a.csv``, ``<name>.b.csv`` and ``<name>.truth.csv``
(``id_a, id_b, kind``). Lists whose name begins with ``check`` set the bands; the weights never see them.
"""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from io import StringIO
from math import sqrt
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from hub.errors import NotConfigured
from hub.linkage import run, trained, work
from hub.linkage.decide import RIVAL, Policy
from hub.linkage.files import load
from hub.linkage.model import Kind
from hub.linkage.spec import Spec, spec

SEED = 20261122
U_PAIRS = 4e6
LEAST_M = 0.01
PRECISION = 0.9995
LEAST_ACCEPT = 0.97
"""Accepted from here at the least, however precise the lists kept apart are: other people's will be worse."""
SURE = 2.0
"""Standard deviations by which the wrong pairs that were counted may be fewer than another draw would hold."""
HOUSEHOLD = {"review": 0.5, "accept": 0.99}
"""Of a household no list tells the truth."""
NO_WORSE = 0.0005
"""F1 that is as good as the best."""
PARTNERS = 2.0
SAME_MATTER = 0.45


@dataclass(frozen=True)
class Labelled:
    """Two lists with the truth."""

    name: str
    left: Path
    right: Path
    truth: dict[Kind, set[tuple[str, str]]]


def labelled(folder: Path) -> list[Labelled]:
    """The labelled lists of a folder, by name. Raises ``NotConfigured`` where there are none."""
    out = []
    for path in sorted(folder.glob("*.truth.csv")):
        name = path.name.removesuffix(".truth.csv")
        truth: dict[Kind, set[tuple[str, str]]] = {kind: set() for kind in Kind}
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                truth[Kind(row["kind"])].add((row["id_a"], row["id_b"]))
        out.append(Labelled(name, folder / f"{name}.a.csv", folder / f"{name}.b.csv", truth))
    if not any(one.name.startswith("check") for one in out) or all(one.name.startswith("check") for one in out):
        raise NotConfigured("linkage-lists-missing", record=folder.name, next_command="hub sandbox linkage-lists")
    return out


def train_subject(subject: str, folder: Path, out: Path, *, on: date) -> dict[str, Any]:
    """Train ``subject`` from the lists in ``folder`` and write the model; returns how it came about."""
    lists, of = labelled(folder), spec(subject)
    with work.connect(memory_mb=4000) as connection, redirect_stdout(StringIO()):
        work.create(connection, "rec", of)
        pairs: dict[Kind, set[tuple[str, str]]] = {kind: set() for kind in Kind}
        for one in lists:
            if one.name.startswith("check"):
                continue
            for side, path in (("a", one.left), ("b", one.right)):
                load(connection, subject, path, side, {})
                connection.execute(f"insert into rec by name select * replace ('{one.name}|' || id as id) from {side}")
            for kind, found in one.truth.items():
                pairs[kind] |= {(f"{one.name}|a|{a}", f"{one.name}|b|{b}") for a, b in found}
        settings = train(connection, of, "rec", pairs[Kind.SAME_PERSON], pairs[Kind.SAME_MATTER])
    told = {
        "on": on.isoformat(),
        "lists": {one.name: len(one.truth[Kind.SAME_PERSON]) for one in lists},
        "fingerprint": _fingerprint(lists),
        "seed": SEED,
        "splink": version("splink"),
        "duckdb": version("duckdb"),
    }
    policy: dict[str, Any] = {"partners": PARTNERS, "same_matter": SAME_MATTER, "precision": PRECISION, "bands": {}}
    draft = trained.Model("draft", of, settings, Policy.read(policy), told)
    policy["bands"] = _bands(draft, [one for one in lists if one.name.startswith("check")])
    trained.write(out, settings, policy, told)
    return told | {"bands": policy["bands"]}


def train(
    connection: duckdb.DuckDBPyConnection, spec: Spec, table: str, person: Iterable[tuple[str, str]],
    matter: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:  # fmt: skip
    """Splink's settings with weights, learned from the records of ``table`` and pairs of ids that are one person and,
    where the subject has matters, one matter."""
    people = _trained(connection, spec, table, person)
    if Kind.SAME_MATTER not in spec.kinds:
        return people
    matters = _trained(connection, spec, table, matter)
    of_matter = {one.name for one in spec.comparisons if one.of is Kind.SAME_MATTER}
    pairs = zip(people["comparisons"], matters["comparisons"], strict=True)
    return people | {"comparisons": [b if a["output_column_name"] in of_matter else a for a, b in pairs]}


def _trained(
    connection: duckdb.DuckDBPyConnection, spec: Spec, table: str, pairs: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table), spec.settings, validate_settings=False, log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED, min_count_per_level=None)
    left, right = zip(*sorted(pairs), strict=True)
    connection.register("incoming", pa.table({"id_l": left, "id_r": right}))
    connection.execute("create or replace table labels as select * from incoming")
    connection.unregister("incoming")
    linker.training.estimate_m_from_pairwise_labels("labels")  # type: ignore[no-untyped-call]
    model: dict[str, Any] = linker.misc.save_model_to_json()
    for comparison in model["comparisons"]:
        _soften(comparison["comparison_levels"])
    return model


def _soften(levels: list[dict[str, Any]]) -> None:
    """No clash is proof: the last level keeps a share of the true pairs, however clean the training lists were."""
    last = levels[-1]
    if last.get("fix_m_probability"):
        return
    scale = (1 - LEAST_M) / (1 - last["m_probability"]) if last["m_probability"] < LEAST_M else 1.0
    for level in levels:
        if "m_probability" in level and not level.get("fix_m_probability"):
            level["m_probability"] *= scale
    last["m_probability"] = max(last["m_probability"], LEAST_M)


def _bands(model: trained.Model, lists: list[Labelled]) -> dict[str, dict[str, float]]:
    """Accept from the probability at which the lists kept apart surely reach ``PRECISION``, review from the middle of
    where F1 is as good as best."""
    found: dict[Kind, list[tuple[float, bool]]] = {kind: [] for kind in model.spec.kinds}
    for one in lists:
        with work.connect(memory_mb=4000) as connection, redirect_stdout(StringIO()):
            for side, path in (("a", one.left), ("b", one.right)):
                load(connection, model.spec.subject, path, side, {})
            run.between(connection, model, "a", "b")
            rows = connection.execute(
                "select kind, substr(left_id, 3), substr(right_id, 3), probability from decided "
                f"where probability >= {RIVAL} and not (clashes and kind <> '{Kind.SAME_HOUSEHOLD}')"
            ).fetchall()
        for kind, left, right, probability in rows:
            found[Kind(kind)].append((probability, (left, right) in one.truth[Kind(kind)]))
    bands = {}
    for kind in model.spec.kinds:
        total = sum(len(one.truth[kind]) for one in lists)
        if not total:
            bands[kind.value] = HOUSEHOLD
            continue
        accept, hits = 1.0, 0
        ranked = sorted(found[kind], key=lambda row: (-row[0], row[1]))
        f1 = []
        for count, (probability, is_true) in enumerate(ranked, 1):
            hits += is_true
            wrong = count - hits
            if wrong + SURE * sqrt(wrong) <= (1 - PRECISION) * count:
                accept = probability
            f1.append((2 * hits / (count + total), probability))
        best = max(f1)[0]
        as_good = [probability for reached, probability in f1 if reached >= best - NO_WORSE]
        review = (as_good[0] + as_good[-1]) / 2  # off either end F1 falls, and other people's lists lie a little off
        accept = max(accept, LEAST_ACCEPT)
        bands[kind.value] = {"review": round(min(review, 0.5), 2), "accept": float(f"{accept:.5f}")}
    return bands


def _fingerprint(lists: list[Labelled]) -> str:
    digest = hashlib.sha256()
    for one in lists:
        for path in (one.left, one.right):
            digest.update(path.read_bytes())
    return digest.hexdigest()
