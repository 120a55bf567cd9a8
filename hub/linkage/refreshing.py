"""A subject's links brought to the store: only what changed is compared, and the result is what comparing all gives.

That holds because a pair's weight depends on its two records, on the model, and on frequencies and a prior that move in
steps (``work.weigh``, ``decide.prior``): where a step is taken, the pairs concerned are weighed anew.
"""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

import uuid
from datetime import date
from math import floor as whole
from math import log2

import duckdb
import sqlalchemy as sa

from hub.linkage import changing, run, score, work, workfile
from hub.linkage.decide import census, prior
from hub.linkage.declared import subjects
from hub.linkage.model import Refreshed
from hub.linkage.publish import store_links, stored_links
from hub.linkage.source import Moment, moment
from hub.linkage.tables import link_state
from hub.linkage.trained import Model, model


def refresh(connection: sa.Connection, subject: str, known_on: date | None = None) -> Refreshed:
    """Bring ``hub.link`` to the store as known at the end of ``known_on`` (now when left out), within the caller's
    transaction; one caller at a time.

    If the caller rolls back, the next one finds that work file and database disagree and sets the database right by
    comparison; a run that dies leaves both as they were.
    """
    made = model(subject)
    with workfile.opened(made.spec) as file:
        before = connection.execute(
            sa.select(link_state.c.generation).where(link_state.c.subject == subject)
        ).scalar_one_or_none()
        about = workfile.meta(file)
        # One transaction: a run that dies leaves the file as it was, and what is appended is not written twice.
        file.execute("begin")
        is_sound = bool(about.get("generation")) and about.get("model") == made.version
        is_sound = is_sound and about.get("layout") == workfile.LAYOUT
        if not is_sound:
            workfile.emptied(file, made.spec)
            about = {}
        is_known = is_sound and about["generation"] == before
        now, last = moment(connection, subject, known_on), Moment.read(about.get("moment", ""))
        is_one_place = is_known and last is not None and now is not None and last.place == now.place
        counts, is_full = _follow(file, connection, made, known_on, about, last if is_one_place else None)
        if not is_known:
            if not is_full:
                changing.tell_the_rest(file)
            stored_links(connection, file, subject)
        touched, links = store_links(connection, file, subject, among="redone" if is_known and not is_full else None)
        touched |= {row[0] for row in file.execute("select id from changed").fetchall()}
        generation = uuid.uuid4().hex
        total = file.execute("select count(*) from rec").fetchall()[0][0]
        _remember(connection, subject, made.version, generation, total)
        step = _step(file)
        workfile.publish(
            file, made.spec, {"model": made.version, "size": 2**step, "census": workfile.meta(file)["census"]}
        )
        workfile.set_meta(file, generation=generation, model=made.version, step=str(step), layout=workfile.LAYOUT,
                          moment=str(now or ""))  # fmt: skip
        file.execute("commit")
        return Refreshed(subject, made.version, total, *counts, links, frozenset(touched), is_full, is_known)


def _follow(
    file: duckdb.DuckDBPyConnection, connection: sa.Connection, made: Model, known_on: date | None,
    about: dict[str, str], since: Moment | None,
) -> tuple[tuple[int, int, int], bool]:  # fmt: skip
    """Bring the work file, which says ``about`` of itself what it does, to the store: ``((added, modified, deleted),
    whether all was compared)``. Links that stand, or may have changed, are in ``telling``; where not all was compared,
    the pairs of these that may have changed in ``redone``."""
    step = about.get("step", "")
    if not step:
        workfile.everything(file, connection, made.spec, known_on)
        file.execute("create or replace temp table changed as select id, rowid as place, 'ADD' as what from rec")
        work.weigh(file, ["rec"], made.spec)
    else:
        workfile.differences(file, connection, made.spec, known_on, since)
        _take(file)
    counts = _counted(file)
    if step and any(counts):
        work.reweigh(file, made.spec)
    elif step:
        changing.nothing(file)
        return counts, False
    made = made.at(2 ** _step(file))
    is_full = str(_step(file)) != step or not changing.compare(file, made, _prior(file, made))
    if is_full:
        _compare_all(file, made)
    found = census(file, made.spec, _prior(file, made), "pairs")
    is_full = is_full or str(found) != about.get("census")
    workfile.set_meta(file, census=str(found))
    made = made.among(found)
    if is_full:
        run.conclude(file, made, _prior(file, made), ["rec"], _masters(made.spec.subject))
        changing.tell(file, made)
    else:
        changing.conclude(file, made, _prior(file, made), _masters(made.spec.subject))
    return counts, is_full


def _take(file: duckdb.DuckDBPyConnection) -> None:
    """Take the records of ``came`` in, and those of ``went`` out. Leaves ``changed``: what became of each, and where it
    stands in ``rec``."""
    file.execute("delete from rec where rowid in (select place from went)")
    last = file.execute("select coalesce(max(rowid), -1) from rec").fetchall()[0][0]
    file.execute("insert into rec by name select * from came")
    file.execute(
        "create or replace temp table changed as select coalesce(r.id, w.id) as id, r.place, case when w.id is null "
        "then 'ADD' when r.id is null then 'DEL' else 'MOD' end as what "
        f"from (select id, rowid as place from rec where rowid > {last}) r full join went w using (id)"
    )


def _counted(file: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    counted = dict(file.execute("select what, count(*) from changed group by what").fetchall())
    return counted.get("ADD", 0), counted.get("MOD", 0), counted.get("DEL", 0)


def compared(file: duckdb.DuckDBPyConnection, made: Model, subject: str) -> None:
    """Tables ``pairs`` and ``decided`` of the records in ``rec``, all of them compared."""
    work.weigh(file, ["rec"], made.spec)
    made = made.at(2 ** _step(file))
    _compare_all(file, made)
    made = made.among(census(file, made.spec, _prior(file, made), "pairs"))
    run.conclude(file, made, _prior(file, made), ["rec"], _masters(subject))


def _masters(subject: str) -> str:
    """SQL condition on ``other``: records of which another one has but one partner."""
    listed = [f"starts_with(other, '{one.dataset}|')" for one in subjects()[subject].origins if one.is_master]
    return " or ".join(listed) or "true"


def _step(file: duckdb.DuckDBPyConnection) -> int:
    """The largest source's size as a power of two."""
    sizes = file.execute("select count(*) from rec group by source").fetchall()
    return whole(log2(max((row[0] for row in sizes), default=1)))


def _prior(file: duckdb.DuckDBPyConnection, made: Model) -> float:
    return prior(made.policy, 2 ** _step(file), 1)


def _compare_all(file: duckdb.DuckDBPyConnection, made: Model) -> None:
    origins = subjects()[made.spec.subject].origins
    file.execute(f"set threads = {work.THREADS}")
    for table in ("pairs", "rival_pairs"):
        file.execute(f"drop table if exists {table}")
        score.create(file, made.spec, table)
    least = run.floor(made, _prior(file, made))
    rest = []
    for at, origin in enumerate(origins):
        if not origin.is_unique:
            rest.append(origin.dataset)
            continue
        later = [one.dataset for one in origins if not one.is_unique]
        later += [one.dataset for one in origins[at + 1 :] if one.is_unique]
        file.execute(f"create or replace table ours as select * from rec where source = '{origin.dataset}'")
        file.execute(f"create or replace table theirs as select * from rec where source in {_listed(later)}")
        _scored(file, made, "ours", "theirs", least)
    if rest:
        file.execute(f"create or replace table ours as select * from rec where source in {_listed(rest)}")
        _scored(file, made, "ours", None, least)
    file.execute("drop table if exists ours")
    file.execute("drop table if exists theirs")


def _scored(file: duckdb.DuckDBPyConnection, made: Model, left: str, right: str | None, least: float) -> None:
    rows = file.execute(f"select count(*) from {right or left}").fetchall()[0][0]
    if rows:
        score.scored(file, made.spec, made.settings, left, right, "pairs", floor=least)


def _listed(names: list[str]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names or [""]) + ")"


def _remember(connection: sa.Connection, subject: str, version: str, generation: str, total: int) -> None:
    connection.execute(sa.delete(link_state).where(link_state.c.subject == subject))
    connection.execute(
        sa.insert(link_state).values(subject=subject, model=version, generation=generation, records=total)
    )
