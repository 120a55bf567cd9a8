"""``hub.link`` brought to what a run found; only rows that differ are touched."""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from hub.linkage.model import Band, Kind, Link
from hub.linkage.tables import link

_COLUMNS = ("kind", "left_id", "right_id", "weight", "probability", "band", "comparisons")
_CHUNK = 20_000


def links(connection: sa.Connection, subject: str, changed: Collection[str] | None = None) -> Iterator[Link]:
    """The links that stand, accept and review, ordered by kind, left and right; with ``changed`` only those that have
    an end among these record ids."""
    query = sa.select(link).where(link.c.subject == subject).order_by(link.c.kind, link.c.left_id, link.c.right_id)
    if changed is not None:
        some = sa.literal(sorted(changed))
        query = query.where(sa.or_(link.c.left_id == sa.any_(some), link.c.right_id == sa.any_(some)))
    for row in connection.execute(query, execution_options={"yield_per": _CHUNK}):
        yield Link(subject, Kind(row.kind), row.left_id, row.right_id, row.weight, row.probability, Band(row.band),
                   row.comparisons)  # fmt: skip


def stored_links(connection: sa.Connection, file: duckdb.DuckDBPyConnection, subject: str) -> None:
    """Read what the database holds into the work file's ``told``, where the two do not know of each other."""
    file.execute("delete from told")
    query = sa.select(*(sa.cast(link.c[name], sa.Text) if name == "comparisons" else link.c[name] for name in _COLUMNS))
    rows = connection.execute(query.where(link.c.subject == subject), execution_options={"yield_per": _CHUNK})
    for part in rows.partitions(_CHUNK):
        file.register("stored", pa.table([pa.array(column) for column in zip(*part, strict=True)], names=_COLUMNS))
        file.execute("insert into told by name select * from stored")
        file.unregister("stored")


def store_links(
    connection: sa.Connection, file: duckdb.DuckDBPyConnection, subject: str, among: str | None = None
) -> tuple[set[str], int]:
    """Write the difference of ``telling`` and ``told``, which afterwards holds what stands. With a table ``among``,
    ``telling`` holds the links of its pairs alone, and the others stand as they did. Returns the ids of records
    concerned, and how many links stand now."""
    known = "told"
    if among:
        known = "known"
        file.execute(
            "create or replace temp table known as select *, rowid as place from told "
            f"semi join {among} using (left_id, right_id)"
        )
    same = "k.kind = n.kind and k.left_id = n.left_id and k.right_id = n.right_id"
    gone = file.execute(
        f"select kind, left_id, right_id from {known} k where not exists (select 1 from telling n where {same})"
    ).fetchall()
    new = file.execute(
        f"select n.* from telling n left join {known} k on {same} where k.kind is null or k.weight <> n.weight "
        "or k.probability <> n.probability or k.band <> n.band order by n.kind, n.left_id, n.right_id"
    ).fetchall()
    for start in range(0, len(gone), _CHUNK):
        keys = sa.tuple_(link.c.kind, link.c.left_id, link.c.right_id)
        part = gone[start : start + _CHUNK]
        connection.execute(sa.delete(link).where(link.c.subject == subject, keys.in_(part)))
    _upsert(connection, subject, new)
    if among:
        file.execute("delete from told where rowid in (select place from known)")
        file.execute("insert into told select * from telling")
    else:
        file.execute("create or replace table told as select * from telling")
    total = file.execute("select count(*) from told").fetchall()[0][0]
    return {one for row in (*gone, *new) for one in (row[1], row[2])}, total


def _upsert(connection: sa.Connection, subject: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    connection.execute(sa.text("create temporary table link_new (like hub.link) on commit drop"))
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy(f"copy link_new (subject, {', '.join(_COLUMNS)}) from stdin") as copy:
        for row in rows:
            copy.write_row((subject, *row))
    connection.execute(
        sa.text(
            f"insert into hub.link (subject, {', '.join(_COLUMNS)}) "
            f"select subject, {', '.join(_COLUMNS)} from link_new "
            "on conflict (subject, kind, left_id, right_id) do update set weight = excluded.weight, "
            "probability = excluded.probability, band = excluded.band, comparisons = excluded.comparisons"
        )
    )
    connection.execute(sa.text("drop table link_new"))
