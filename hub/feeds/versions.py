"""One new version of a feed, where something changed: changes, current rows and outbox in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON

from hub import outbox
from hub.contracts import LogicalType
from hub.feeds.declared import Feed
from hub.feeds.tables import feed_change, feed_row, feed_version
from hub.reconcile import golden
from hub.reconcile.materialise import BULK


@dataclass(frozen=True)
class Published:
    """A feed after publishing: its version, whether that is new, its rows and what changed with it."""

    feed: str
    version: int
    is_new: bool
    business_date: date
    rows: int
    added: int = 0
    modified: int = 0
    deleted: int = 0
    enqueued: int = 0


def newest(connection: sa.Connection, feed: str) -> sa.Row[Any] | None:
    """The newest version's row, or ``None`` before the first."""
    query = sa.select(feed_version).where(feed_version.c.feed == feed).order_by(feed_version.c.version.desc()).limit(1)
    return connection.execute(query).first()


def advance(connection: sa.Connection, feed: Feed, business_date: date) -> Published:
    """Publish the reconciled rows as the next version in the caller's transaction; no version when nothing changed."""
    last = newest(connection, feed.name)
    diff = _difference(connection, feed, is_reshaped=last is not None and last.shape != feed.shape())
    kinds = sa.select(diff.c.kind, sa.func.count()).group_by(diff.c.kind)
    counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(kinds)}
    if last is not None and not counts:
        return Published(feed.name, last.version, False, last.business_date, last.rows)
    added, modified, deleted = (counts.get(kind, 0) for kind in ("ADD", "MOD", "DEL"))
    rows = (last.rows if last else 0) + added - deleted
    version = (last.version if last else 0) + 1
    connection.execute(
        feed_version.insert().values(
            feed=feed.name, version=version, previous_version=last.version if last else None,
            business_date=business_date, rows=rows, added=added, modified=modified, deleted=deleted,
            shape=feed.shape(), columns=feed.schema(),
        )
    )  # fmt: skip
    _write(connection, feed, version, diff)
    _apply(connection, feed.name, version)
    if added + modified + deleted > BULK:
        connection.execute(sa.text("analyze hub.feed_row"))
        connection.execute(sa.text("analyze hub.feed_change"))
    enqueued = outbox.enqueue(connection, feed=feed.name, version=version, business_date=business_date)
    return Published(feed.name, version, True, business_date, rows, added, modified, deleted, enqueued)


def _difference(connection: sa.Connection, feed: Feed, *, is_reshaped: bool) -> sa.Table:
    """A temporary table of what differs between the reconciled rows and the published ones, numbered by key."""
    source = golden(feed.dataset)
    mine = feed_row.c.feed == feed.name
    diff = sa.Table(
        f"diff_{feed.name}",
        sa.MetaData(),
        *(sa.Column(name, feed_change.c[name].type) for name in ("sequence", "kind", "key", "hash")),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    diff.create(connection)
    known = sa.select(feed_row.c.key, feed_row.c.hash).where(mine).subquery("known")
    differs = sa.true() if is_reshaped else sa.or_(known.c.key.is_(None), known.c.hash != source.c["_hash"])
    kind = sa.case((known.c.key.is_(None), "ADD"), else_="MOD")
    present = sa.select(kind.label("kind"), source.c["_key"].label("key"), source.c["_hash"].label("hash"))
    present = present.select_from(source.outerjoin(known, known.c.key == source.c["_key"])).where(differs)
    gone = sa.select(sa.literal("DEL"), feed_row.c.key, feed_row.c.hash).where(
        mine, ~sa.exists().where(source.c["_key"] == feed_row.c.key)
    )
    both = sa.union_all(present, gone).subquery("both")
    numbered = sa.select(sa.func.row_number().over(order_by=both.c.key), both.c.kind, both.c.key, both.c.hash)
    connection.execute(diff.insert().from_select(["sequence", "kind", "key", "hash"], numbered))
    connection.execute(sa.text(f"analyze {diff.name}"))
    return diff


def _write(connection: sa.Connection, feed: Feed, version: int, diff: sa.Table) -> None:
    names = ["feed", "version", "sequence", "kind", "key", "hash", "row", "before"]
    mine: tuple[Any, ...] = (sa.literal(feed.name, sa.Text), sa.literal(version, sa.BigInteger))
    source, record = golden(feed.dataset), _record(feed)
    columns = (diff.c.sequence, diff.c.kind, diff.c.key, diff.c.hash)
    # By its schema: under the bare name sqlalchemy_utils, which Airflow brings along, registers another function.
    as_json = sa.func.pg_catalog.row_to_json(sa.literal_column("published"))
    was = sa.and_(feed_row.c.feed == feed.name, feed_row.c.key == diff.c.key)
    old = _fields(feed, feed_row.c.row)
    present = (
        sa.select(*mine, *columns, as_json, sa.case((diff.c.kind == "MOD", _differing(feed, old, record))))
        .select_from(
            diff.join(source, source.c["_key"] == diff.c.key)
            .join(record, sa.true())
            .outerjoin(feed_row, sa.and_(was, diff.c.kind == "MOD"))
            .outerjoin(old, sa.true())
        )
        .where(diff.c.kind != "DEL")
    )
    nothing = sa.cast(sa.null(), feed_change.c.row.type)
    gone = (
        sa.select(*mine, *columns, nothing, feed_row.c.row)
        .select_from(diff.join(feed_row, was))
        .where(diff.c.kind == "DEL")
    )
    connection.execute(feed_change.insert().from_select(names, present))
    connection.execute(feed_change.insert().from_select(names, gone))


def _fields(feed: Feed, row: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    """The feed's columns in a published row, each as JSON; null where the row did not have it."""
    columns = (sa.column(column.name, JSON) for column in feed.columns)
    return sa.func.json_to_record(row).table_valued(*columns).render_derived(name="old", with_types=True)


def _differing(feed: Feed, old: sa.TableValuedAlias, new: sa.sql.selectable.LateralFromClause) -> sa.Cast[Any]:
    """A JSON object of the columns that differ, as they were.

    Who reads a change must know what it changed and where the row lay; to look for that among all changes takes ten
    times as long, and the whole row before it would take as much room again.
    """
    parts = []
    for name in (column.name for column in feed.columns):
        was, now = sa.cast(old.c[name], sa.Text), sa.cast(sa.func.to_json(new.c[name]), sa.Text)
        parts.append(sa.case((was.is_distinct_from(now), sa.func.concat(f'"{name}":', sa.func.coalesce(was, "null")))))
    return sa.cast(sa.func.concat("{", sa.func.concat_ws(",", *parts), "}"), JSON)


def _record(feed: Feed) -> sa.sql.selectable.LateralFromClause:
    """The published columns of each row in order; numbers with a point become text, so that no reader loses a paisa
    to binary fractions."""
    source = golden(feed.dataset)
    columns: list[Any] = [
        sa.cast(source.c[column.name], sa.Text).label(column.name)
        if column.type is LogicalType.NUMBER
        else source.c[column.name]
        for column in feed.columns
    ]
    return sa.select(*columns).correlate(source).lateral("published")


def _apply(connection: sa.Connection, feed: str, version: int) -> None:
    change = (
        sa.select(feed_change).where(feed_change.c.feed == feed, feed_change.c.version == version).subquery("change")
    )
    same = sa.and_(feed_row.c.feed == feed, feed_row.c.key == change.c.key)
    connection.execute(feed_row.delete().where(same, change.c.kind == "DEL"))
    values = {"hash": change.c.hash, "row": change.c.row, "version": change.c.version}
    connection.execute(feed_row.update().values(values).where(same, change.c.kind == "MOD"))
    names = ["feed", "key", "hash", "version", "row"]
    new = sa.select(*(change.c[name] for name in names)).where(change.c.kind == "ADD")
    connection.execute(feed_row.insert().from_select(names, new))
