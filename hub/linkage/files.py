"""Two lists from an office linked with the same models: CSV in, pairs out."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from hub.errors import Actor, HubError
from hub.linkage import run, work
from hub.linkage.comparable import FIELDS, TEXT, comparable
from hub.linkage.decide import band
from hub.linkage.spec import spec
from hub.linkage.trained import Model, model

COLUMNS = {
    "employee": ("rec_id", "employee_id", "name", "father_or_husband_name", "gender", "dob", "mobile", "district",
                 "designation", "department"),
    "matter": ("rec_id", "name", "relation_name", "relation", "gender", "mobile", "village", "block", "district",
               "filed_on", "category", "subject"),
}  # fmt: skip
"""The columns that a list may have, by subject; any may be missing or empty."""
_FIELD = {"father_or_husband_name": "relative", "relation_name": "relative"}
_CHUNK = 50_000
_NONE = "null::varchar"


class ListUnreadable(HubError):
    """A list that cannot be linked: its owner must mend it."""

    actor = Actor.STEWARD


@dataclass(frozen=True)
class Linked:
    """What came out: rows of each list, and links by kind and band."""

    left: int
    right: int
    links: Mapping[tuple[str, str], int]


def link_files(
    subject: str, left: Path, right: Path, out: Path, *, names: Mapping[str, str] | None = None,
    threads: int = 2,
) -> Linked:  # fmt: skip
    """Write the links between two CSV files to ``out``: ``id_a, id_b, probability, band, kind``, ordered.

    ``names`` gives a file's own name of a column (``{"name": "कर्मी का नाम"}``; ``a.name`` or ``b.name`` for one file
    only). The first list is taken for the roster: of it, a record of the second gets one partner, unless two of its own
    rows are one person. What is rejected is not written. Raises ``ListUnreadable``.
    """
    made = model(subject)
    # Beside the result, so that what does not fit in memory stays where its owner put the lists; gone afterwards.
    with (
        tempfile.TemporaryDirectory(dir=out.resolve().parent, prefix=".link-") as place,
        work.connect(Path(place) / "work.duckdb", threads=threads) as connection,
    ):
        connection.execute("begin")  # never committed: what is thrown away need not be kept safe on the way
        load(connection, subject, left, "a", names or {})
        load(connection, subject, right, "b", names or {})
        run.between(connection, made, "a", "b")
        return _write(connection, made, out)


def load(connection: duckdb.DuckDBPyConnection, subject: str, path: Path, side: str, names: Mapping[str, str]) -> None:
    """Read a list into the table ``side`` (``a`` or ``b``) in comparable form, ids as ``<side>|<rec_id>``.

    Raises ``ListUnreadable``.
    """
    if not path.is_file():
        raise ListUnreadable("linkage-list-missing", record=path.name, file=path.name)
    source = f"read_csv('{str(path).replace(chr(39), chr(39) * 2)}', all_varchar = true, header = true, delim = {{}})"
    head = path.open(encoding="utf-8-sig", errors="replace").readline()
    source = source.format("'" + max((",", ";", "\t", "|"), key=head.count) + "'")
    try:
        present = [row[0] for row in connection.execute(f"describe select * from {source}").fetchall()]
        picked = _columns(subject, present, side, names)
        if picked["name"] == _NONE and picked.get("employee_id", _NONE) == _NONE:
            raise ListUnreadable("linkage-list-without-name", record=path.name, file=path.name)
        listed = ", ".join(f"{column} as {field}" for field, column in picked.items())
        work.create(connection, side, spec(subject))
        reader = connection.cursor().sql(f"select {listed} from {source}").to_arrow_reader(_CHUNK)
        known: Counter[str] = Counter()
        at = 0
        for batch in reader:
            rows = pa.Table.from_batches([batch])
            ids = [text or str(at + i) for i, text in enumerate(rows["id"].to_pylist(), 1)]
            at += len(ids)
            known.update(ids)
            rows = rows.set_column(0, "id", pa.array([f"{side}|{one}" for one in ids], TEXT))
            rows = rows.append_column("source", pa.array([side] * len(ids), TEXT))
            work.append(connection, side, spec(subject), comparable(subject, rows), f"'{side}'")
    except duckdb.Error as error:
        raise ListUnreadable("linkage-list-unreadable", record=path.name, file=path.name) from error
    repeated = next((one for one, times in known.items() if times > 1), None)
    if repeated is not None:
        raise ListUnreadable("linkage-ids-repeated", record=path.name, file=path.name)


def _columns(subject: str, present: list[str], side: str, names: Mapping[str, str]) -> dict[str, str]:
    """SQL of each field, ``id`` first."""
    plain = {column.strip().lower().replace(" ", "_").lstrip("\ufeff"): column for column in present}
    out = {"id": _NONE} | dict.fromkeys(FIELDS[subject], _NONE)
    for column in COLUMNS[subject]:
        named = names.get(f"{side}.{column}") or names.get(column)
        found = named if named in present else plain.get(column)
        if found is not None:
            field = "id" if column == "rec_id" else _FIELD.get(column, column)
            out[field] = "nullif(trim(" + '"' + found.replace('"', '""') + '"' + "), '')"
    return out


def _write(connection: duckdb.DuckDBPyConnection, made: Model, out: Path) -> Linked:
    connection.execute(
        f"""
        create or replace table told as
        select substr(left_id, 3) as id_a, substr(right_id, 3) as id_b, probability, {band(made.policy)} as band, kind
        from decided
        """
    )
    target = str(out).replace("'", "''")
    connection.execute(
        "copy (select * from told where band <> 'reject' order by id_a, id_b, kind) "
        f"to '{target}' (format csv, header true)"
    )
    counted = connection.execute(
        "select kind, band, count(*) from told where band <> 'reject' group by all order by all"
    ).fetchall()
    sizes = [connection.execute(f"select count(*) from {side}").fetchall()[0][0] for side in "ab"]
    return Linked(sizes[0], sizes[1], {(kind, found): number for kind, found, number in counted})
