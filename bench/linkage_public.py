"""The same engine on public lists with a truth (``bench/public_lists.py``): ``--case "linkage public"``.

FEBRL: weights are learned from lists 1 and 2, and judged on 3 and 4. pseudopeople: weights from the one noise, judged
on the other; the people are the same, and no number is used.
"""

from __future__ import annotations

import csv
from contextlib import redirect_stdout
from io import StringIO
from math import log2
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench import public_lists
from hub.linkage import score, work
from hub.linkage.decide import Bands, Policy, decide, rivals, settle
from hub.linkage.model import Kind
from hub.linkage.spec import Spec, read
from hub.linkage.train import train

_SPEC = Path(__file__).with_name("linkage_specs") / "febrl.yaml"
_COLUMNS = {"given": "given_name", "surname": "surname", "dob": "date_of_birth", "ssn": "soc_sec_id",
            "street": "address_1", "suburb": "suburb", "postcode": "postcode", "house": "street_number"}  # fmt: skip
_POLICY = Policy({Kind.SAME_PERSON: Bands(0.5, 0.99)}, 1.0, 0.0)


def _load(
    connection: duckdb.DuckDBPyConnection, spec: Spec, table: str, path: Path, pool: str, prefix: str = ""
) -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            {key.strip(): value.strip().lower() for key, value in row.items() if key} for row in csv.DictReader(lines)
        ]
    ids = [prefix + row["rec_id"] for row in rows]
    columns: dict[str, Any] = {"id": ids, "source": [path.stem] * len(rows)}
    columns |= {name: [row[of] or None for row in rows] for name, of in _COLUMNS.items()}
    _insert(connection, spec, table, columns, pool)
    return ids


def _insert(connection: duckdb.DuckDBPyConnection, spec: Spec, table: str, columns: dict[str, Any], pool: str) -> None:
    connection.register("incoming", pa.table(columns))
    rows = f"select *, {pool}::VARCHAR as pool, {work.keys(spec)} from incoming"
    connection.execute(f"create table if not exists {table} as {rows} where false")
    connection.execute(f"insert into {table} {rows}")
    connection.unregister("incoming")


def _truth(left: list[str], right: list[str]) -> set[tuple[str, str]]:
    by_person: dict[str, list[str]] = {}
    for one in right:
        by_person.setdefault(one.rpartition("-")[0].split("-dup")[0].removesuffix("-org"), []).append(one)
    out = set()
    for one in left:
        person = one.rpartition("-")[0].split("-dup")[0].removesuffix("-org")
        out |= {(min(one, other), max(one, other)) for other in by_person.get(person, ()) if other != one}
    return out


def _settings(folder: Path, spec: Spec) -> dict[str, Any]:
    with work.connect() as connection:
        ids = [
            one for number in "12"
            for one in _load(connection, spec, "rec", folder / f"dataset{number}.csv", "id", f"{number}:")
        ]  # fmt: skip
        return train(connection, spec, "rec", _truth(ids, ids))


def febrl(folder: Path) -> list[dict[str, Any]]:
    """F1 of FEBRL 3 (one list with duplicates) and 4 (two lists) at even odds."""
    spec, told = read("febrl", _SPEC), []
    with redirect_stdout(StringIO()):
        settings = _settings(folder, spec)
    for name, files, aim in (("FEBRL 3", ["3"], 0.9986), ("FEBRL 4", ["4a", "4b"], 0.9999)):
        with work.connect() as connection:
            tables = ["a", "b"][: len(files)]
            ids = [
                _load(connection, spec, table, folder / f"dataset{file}.csv", "id" if len(files) == 1 else f"'{table}'")
                for table, file in zip(tables, files, strict=True)
            ]
            truth = _truth(ids[0], ids[-1])
            work.weigh(connection, tables, spec)
            right = "b" if len(files) > 1 else None
            score.scored(connection, spec, settings, "a", right, "pairs", floor=0)
            decide(connection, spec, _POLICY, -log2(len(ids[0])), "pairs", "decided")
            if right:
                rivals(connection, Kind.SAME_PERSON, "true", "decided", "rival")
                connection.execute("create table known as select left_id, right_id, 0.0 as probability from rival")
                settle(connection, Kind.SAME_PERSON, "true", "decided", "known")
            found = set(connection.execute("select left_id, right_id from decided where probability >= 0.5").fetchall())
        told.append(_told(name, len({*ids[0], *ids[-1]}), aim, found, truth))
    return told


def pseudopeople(folder: Path) -> dict[str, Any]:
    """F1 of the census against the social security list, without any number, at even odds."""
    spec = read("pseudopeople", _SPEC.with_name("pseudopeople.yaml"))
    with work.connect() as connection, redirect_stdout(StringIO()):
        people = [_people(connection, spec, "rec", folder / f"{name}-train.csv", name) for name in ("census", "ssa")]
        settings = train(connection, spec, "rec", _same(*people))
    with work.connect() as connection:
        people = [_people(connection, spec, name, folder / f"{name}-judge.csv", name) for name in ("census", "ssa")]
        truth = _same(*people)
        work.weigh(connection, ["census", "ssa"], spec)
        score.scored(connection, spec, settings, "census", "ssa", "pairs", floor=0)
        decide(connection, spec, _POLICY, -log2(len(people[1])), "pairs", "decided")
        # A person stands once in the census: of rivals for a row of the other list, one is right.
        masters = "starts_with(other, 'census')"
        rivals(connection, Kind.SAME_PERSON, masters, "decided", "rival")
        connection.execute("create table known as select left_id, right_id, 0.0 as probability from rival")
        settle(connection, Kind.SAME_PERSON, masters, "decided", "known")
        found = set(connection.execute("select left_id, right_id from decided where probability >= 0.5").fetchall())
    return _told("pseudopeople, census and SSA", sum(map(len, people)), 0.9885, found, truth)


def _people(connection: duckdb.DuckDBPyConnection, spec: Spec, table: str, path: Path, source: str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ids = [f"{source}:{at:07d}" for at in range(len(rows))]
    columns: dict[str, Any] = {"id": ids, "source": [source] * len(rows)}
    columns["given"] = [row["first_name"].strip().lower() or None for row in rows]
    middle = "middle_initial" if "middle_initial" in rows[0] else "middle_name"
    columns["middle"] = [row[middle].strip().lower()[:1] or None for row in rows]
    columns["surname"] = [row["last_name"].strip().lower() or None for row in rows]
    columns["dob"] = [_day(row["date_of_birth"]) for row in rows]
    columns["sex"] = [row["sex"].strip().lower()[:1] or None for row in rows]
    _insert(connection, spec, table, columns, "source")
    return {one: row["simulant_id"] for one, row in zip(ids, rows, strict=True)}


def _day(text: str) -> str | None:
    """Year, month, day as eight digits; the census writes 05/06/1994, the other list 19940506."""
    parts = text.split("/")
    return "".join((parts[2], parts[0], parts[1]) if len(parts) == 3 else parts) or None


def _same(left: dict[str, str], right: dict[str, str]) -> set[tuple[str, str]]:
    by_person: dict[str, list[str]] = {}
    for one, person in right.items():
        by_person.setdefault(person, []).append(one)
    return {(one, other) for one, person in left.items() for other in by_person.get(person, ())}


def _told(name: str, rows: int, aim: float, found: set[tuple[str, str]], truth: set[tuple[str, str]]) -> dict[str, Any]:
    hits = len(found & truth)
    return {"subject": "public", "lists": name, "rows": rows, "aim": aim, "f1": 2 * hits / (len(found) + len(truth)),
            "precision": hits / len(found), "recall": hits / len(truth)}  # fmt: skip


def run(home: Path) -> list[dict[str, Any]]:
    """One row a list, with the lists kept under ``home``; raises ``NotFetched``."""
    return [*febrl(public_lists.febrl(home / "febrl")), pseudopeople(public_lists.pseudopeople(home / "pseudopeople"))]
