"""The quarantine as a queue: which rows wait, how many of each kind, and which of them share a cause.

Every query walks an index: one part a dataset, in the order of the rows' numbers, cut after a page. Counts come from
sums that triggers keep (``hub.quarantine.tables``), so that they cost the same with a thousand rows and a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.contracts import contracts
from hub.database import engine
from hub.errors import NotAllowed
from hub.quarantine.tables import COUNTS, count_by_day, count_by_place, quarantine_failure
from hub.store.tables import DECISIONS, quarantine

PAGE = 50
GROUPED = 10_000  # failures that are looked at for groups; a fifth of them where no index of failures helps
NOBODY = "-"
"""As ``Filter.assignee``: rows that nobody looks at."""


@dataclass(frozen=True)
class Filter:
    """Which rows of the queue are meant. Empty is no limit.

    ``datasets`` ids; ``reason`` an expectation's id and ``value`` what the source sent for its field (only with a
    reason; ``None`` any); ``received_until`` the newest business date, for rows of some age; ``assignee`` a login or
    ``NOBODY``; ``districts`` LGD codes (0: none is known) and ``departments`` names: what is asked for, or what the
    person may see. ``up_to`` is the last row's number, so that rows which came later are left alone; ``ids`` names rows
    one by one.
    """

    datasets: tuple[str, ...] = ()
    status: str = "open"
    reason: str = ""
    value: str | None = None
    districts: frozenset[int] | None = None
    departments: frozenset[str] | None = None
    assignee: str = ""
    received_until: date | None = None
    up_to: int | None = None
    ids: tuple[int, ...] = ()

    def within(self, districts: Collection[int] | None, departments: Collection[str] | None) -> Filter:
        """The same, cut to the districts and departments that a person is limited to (``None``: not limited)."""
        return replace(
            self,
            districts=_cut(self.districts, districts),
            departments=_cut(self.departments, departments),
        )


@dataclass(frozen=True)
class Waiting:
    """One line of the queue; nothing personal stands in it."""

    id: int
    dataset: str
    key: str | None
    batch_id: str
    business_date: date
    district_lgd: int | None
    status: str
    assignee: str | None
    version: int
    failures: list[dict[str, str]] = field(repr=False)

    @property
    def reasons(self) -> list[str]:
        """Ids of the critical expectations that the row fails."""
        return [failure["expectation"] for failure in self.failures if failure["severity"] == "critical"]


@dataclass(frozen=True)
class Page:
    """A page of the queue, oldest rows first. ``after`` and ``before`` ask for its neighbours; ``None``: no more."""

    rows: list[Waiting]
    after: int | None
    before: int | None


@dataclass(frozen=True)
class Reason:
    """How many rows fail one expectation; a row that fails two counts under both."""

    dataset: str
    expectation: str
    rows: int


@dataclass(frozen=True)
class Tally:
    """Rows by reason (most first), by status and by assignee (empty: nobody)."""

    reasons: list[Reason]
    statuses: dict[str, int]
    people: dict[str, int]


@dataclass(frozen=True)
class Group:
    """Rows that share a cause: one expectation and one offending value (``None``: empty, or not told)."""

    dataset: str
    expectation: str
    field: str
    value: str | None
    rows: int


@dataclass(frozen=True)
class Groups:
    """The largest groups. ``is_whole``: every row of the filter was looked at, not only the oldest ``GROUPED``."""

    groups: list[Group]
    is_whole: bool


def page(
    chosen: Filter, *, after: int = 0, before: int | None = None, limit: int = PAGE, rows: int | None = None
) -> Page:
    """One page of the queue from behind row ``after``, or the one in front of row ``before``. ``rows`` is how many the
    filter means, where that is known already."""
    with engine().connect() as connection:
        if not chosen.ids and not (_total(connection, chosen) if rows is None else rows):
            return Page([], None, None)
        ids = _ids(connection, chosen, limit + 1, after=after, before=before)
        has_more = len(ids) > limit
        ids = ids[:limit]
        names = [quarantine.c[name] for name in Waiting.__dataclass_fields__]
        query = sa.select(*names).where(quarantine.c.id.in_(ids)).order_by(quarantine.c.id)
        found = [Waiting(**row) for row in connection.execute(query).mappings()]
    if not found:
        return Page([], None, None)
    if before is not None:
        return Page(found, found[-1].id, found[0].id if has_more else None)
    return Page(found, found[-1].id if has_more else None, found[0].id if after else None)


def total(chosen: Filter) -> int:
    """How many rows the filter means."""
    with engine().connect() as connection:
        return _total(connection, chosen)


def tally(chosen: Filter) -> Tally:
    """How many rows of each kind there are, by one reading of the kept sums. A choice is left out of account where
    its own alternatives are counted, so that a person sees what else there is; never the districts, the departments
    and the datasets, which may be a right."""
    kept = _kept(replace(chosen, status="", assignee=""))
    kinds = [kept.c[name] for name in _KIND]
    query: Any = (
        sa.select(*kinds, sa.func.sum(kept.c.rows))
        .where(sa.or_(kept.c.status == chosen.status, kept.c.expectation == chosen.reason))
        .group_by(*kinds)
    )
    reasons: Counter[tuple[str, str]] = Counter()
    statuses: Counter[str] = Counter()
    people: Counter[str] = Counter()
    wanted = {"": None, NOBODY: ""}.get(chosen.assignee, chosen.assignee)
    with engine().connect() as connection:
        for dataset, expectation, status, assignee, rows in connection.execute(query):
            is_theirs, is_meant = wanted in (None, assignee), expectation == chosen.reason
            if expectation and is_theirs and status == chosen.status:
                reasons[dataset, expectation] += int(rows)
            if is_meant and is_theirs:
                statuses[status] += int(rows)
            if is_meant and status == chosen.status:
                people[assignee] += int(rows)
    most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return Tally([Reason(*name, rows) for name, rows in most if rows], dict(+statuses), dict(+people))


def groups(chosen: Filter, *, limit: int = 12, rows: int | None = None) -> Groups:
    """The largest groups of rows that share a cause, among the oldest ``GROUPED`` failures of the filter; ``rows`` as
    for ``page``."""
    table = quarantine_failure
    columns = (table.c.dataset, table.c.expectation, table.c.field, table.c.value)
    looked_at: Any
    bound = GROUPED
    if chosen.departments is None and chosen.assignee in ("", NOBODY):
        parts = [_part(table, table.c.row_id, part, columns, GROUPED) for part in _parts(chosen)]
        looked_at = sa.union_all(*parts).limit(GROUPED).subquery("looked_at")
    else:  # few rows, which an index of the quarantine itself finds
        bound = GROUPED // 5
        with engine().connect() as connection:
            has_any = _total(connection, chosen) if rows is None else rows
            few = _ids(connection, chosen, bound) if has_any else []
        looked_at = sa.select(*columns).where(table.c.row_id == sa.func.any(sa.cast(few, sa.ARRAY(sa.BigInteger))))
        if chosen.reason:
            looked_at = looked_at.where(table.c.expectation == chosen.reason)
        looked_at = looked_at.limit(GROUPED).subquery("looked_at")
    number = sa.func.count()
    query = (
        sa.select(*looked_at.c, number, sa.func.sum(number).over())
        .group_by(*looked_at.c)
        .order_by(number.desc(), *looked_at.c)
        .limit(limit)
    )
    with engine().connect() as connection:
        found = connection.execute(query).all()
    seen = int(found[0][5]) if found else 0
    return Groups([Group(*row[:5]) for row in found], is_whole=seen < bound)


def ids(connection: sa.Connection, chosen: Filter, limit: int) -> list[int]:
    """Numbers of the first ``limit`` rows that the filter means, oldest first, in the caller's transaction."""
    return _ids(connection, chosen, limit)


def _cut(asked: frozenset[Any] | None, allowed: Collection[Any] | None) -> frozenset[Any] | None:
    if allowed is None:
        return asked
    return frozenset(allowed) if asked is None else asked & frozenset(allowed)


def _datasets(chosen: Filter) -> Sequence[str]:
    return chosen.datasets or list(contracts())


def _ids(
    connection: sa.Connection, chosen: Filter, limit: int, *, after: int = 0, before: int | None = None
) -> list[int]:
    if chosen.status not in DECISIONS:
        raise NotAllowed("quarantine-status-unknown", status=chosen.status, known=", ".join(DECISIONS))
    table: Any = quarantine_failure if chosen.reason else quarantine
    number = table.c.row_id if chosen.reason else table.c.id
    parts = [
        _part(table, number, part, (number.label("id"),), limit, after=after, before=before) for part in _parts(chosen)
    ]
    every = sa.union_all(*parts).subquery("every")
    order = every.c.id.desc() if before is not None else every.c.id
    return sorted(connection.execute(sa.select(every.c.id).order_by(order).limit(limit)).scalars())[:limit]


def _parts(chosen: Filter) -> list[Filter]:
    """The filter cut into pieces of which each follows an index: by department or assignee, where rows are asked for
    and not their failures; otherwise by dataset."""
    if chosen.departments and not chosen.reason:
        return [replace(chosen, departments=frozenset({name})) for name in sorted(chosen.departments)]
    if chosen.assignee not in ("", NOBODY) and not chosen.reason:
        return [chosen]
    return [replace(chosen, datasets=(dataset,)) for dataset in _datasets(chosen)]


def _part(
    table: sa.Table, number: sa.Column[Any], chosen: Filter, columns: Sequence[Any], limit: int, *,
    after: int = 0, before: int | None = None,
) -> Any:  # fmt: skip
    """The rows of one piece, in the order of an index."""
    where: list[sa.ColumnElement[bool]] = [
        table.c.dataset.in_(_datasets(chosen)),
        table.c.status == chosen.status,
        *_narrow(table, chosen),
    ]
    if chosen.reason:
        where.append(table.c.expectation == chosen.reason)
    if chosen.value is not None:
        where.append(table.c.value == chosen.value)
    if chosen.ids:
        where.append(number.in_(chosen.ids))
    if chosen.up_to is not None:
        where.append(number <= chosen.up_to)
    where.append(number > after if before is None else number < before)
    districts = sorted(chosen.districts) if chosen.districts is not None else [None]
    made = [
        sa.select(*columns)
        .where(*where, *_at(table, code))
        .order_by(number.desc() if before is not None else number)
        .limit(limit)
        .subquery()
        for code in districts
    ]
    if not made:
        return sa.select(*columns).where(sa.false())
    return sa.union_all(*(sa.select(*each.c) for each in made))


def _at(table: sa.Table, code: int | None) -> list[sa.ColumnElement[bool]]:
    if code is None:
        return []
    return [table.c.district_lgd == code if code else table.c.district_lgd.is_(None)]


def _narrow(table: sa.Table, chosen: Filter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if chosen.departments is not None:
        where.append(table.c.department.in_(chosen.departments))
    if chosen.assignee:
        where.append(table.c.assignee.is_(None) if chosen.assignee == NOBODY else table.c.assignee == chosen.assignee)
    if chosen.received_until is not None:
        where.append(table.c.business_date <= chosen.received_until)
    return where


def _kept(chosen: Filter) -> sa.Subquery:
    """The filter's sums, from the coarsest that know everything it speaks of. Rows of an age are all rows less the
    newer ones, which are few."""
    named = {"district_lgd": chosen.districts, "department": chosen.departments, "business_date": chosen.received_until}
    needed = {name for name, wanted in named.items() if wanted is not None}
    if needed == {"business_date"}:
        newer = _counted(count_by_day, replace(chosen, received_until=None))
        newer.append(count_by_day.c.business_date > chosen.received_until)
        every = _counted(count_by_place, replace(chosen, received_until=None))
        return sa.union_all(_rows(count_by_place, every), _rows(count_by_day, newer, is_less=True)).subquery("kept")
    table = next(table for table in COUNTS if needed <= set(table.columns.keys()))
    return _rows(table, _counted(table, chosen)).subquery("kept")


_KIND = ("dataset", "expectation", "status", "assignee")


def _rows(table: sa.Table, where: list[sa.ColumnElement[bool]], *, is_less: bool = False) -> sa.Select[Any]:
    rows = -table.c.rows if is_less else table.c.rows
    return sa.select(*(table.c[name] for name in _KIND), rows.label("rows")).where(*where)


def _counted(table: sa.Table, chosen: Filter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [table.c.dataset.in_(_datasets(chosen))]
    if chosen.status:
        where.append(table.c.status == chosen.status)
    if chosen.districts is not None:
        where.append(table.c.district_lgd.in_(chosen.districts))
    if chosen.departments is not None:
        where.append(table.c.department.in_(chosen.departments))
    if chosen.assignee:
        where.append(table.c.assignee == ("" if chosen.assignee == NOBODY else chosen.assignee))
    if chosen.received_until is not None:
        where.append(table.c.business_date <= chosen.received_until)
    return where


def _total(connection: sa.Connection, chosen: Filter) -> int:
    if chosen.value is None and not chosen.ids and chosen.up_to is None:
        kept = _kept(chosen)
        query = sa.select(sa.func.sum(kept.c.rows)).where(kept.c.expectation == chosen.reason)
        return int(connection.scalar(query) or 0)
    table: Any = quarantine_failure if chosen.reason else quarantine
    number = table.c.row_id if chosen.reason else table.c.id
    parts = [_part(table, number, part, (number,), _MANY) for part in _parts(chosen)]
    return int(connection.scalar(sa.select(sa.func.count()).select_from(sa.union_all(*parts).subquery())) or 0)


_MANY = 1_000_000
