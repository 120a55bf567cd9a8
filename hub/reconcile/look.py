"""Discrepancies and control totals, as people look at them."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from hub.database import engine
from hub.errors import NotAllowed
from hub.reconcile.filter import Filter
from hub.reconcile.tables import control_total, decision, discrepancy, reconcile_run

OPEN = Filter()
GROUPS = ("kind", "severity", "systems", "field", "district", "office", "status")


@dataclasses.dataclass(frozen=True)
class Discrepancy:
    """One disagreement between two systems.

    ``kind`` is the id of its rule (``rules_of_agreement()[kind]`` has the words in both languages); ``subject`` the
    key of the record concerned, ``record_a`` and ``record_b`` the records to open in ``system_a`` and ``system_b``.
    ``value_a`` and ``value_b`` are ``None`` for a personal field. ``status``: open, sent (in a list to the owner),
    resolved (a person chose ``side`` a or b), closed (no longer found since ``closed_on``). ``version`` counts
    decisions: whoever decides names the version he saw.
    """

    id: int
    kind: str
    subject: str
    field: str
    severity: str
    system_a: str
    system_b: str
    record_a: str | None
    record_b: str | None
    value_a: str | None
    value_b: str | None
    district_lgd: int | None
    office: str | None
    department: str | None
    first_seen: date
    last_seen: date
    closed_on: date | None
    reopened: int
    status: str
    side: str | None
    decided_by: str | None
    reason: str | None
    decided_at: datetime | None
    version: int
    evidence: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Decision:
    """One decision on a discrepancy, in the order in which they were made; ``undoes`` names the one it takes back."""

    id: int
    discrepancy_id: int
    action: str
    side: str | None
    actor: str
    reason: str
    list_id: int | None
    undoes: int | None
    at: datetime


@dataclasses.dataclass(frozen=True)
class DiscrepancyCount:
    """How many discrepancies a group holds, and how many of them are critical. ``group`` is ``None`` where the
    district or office is not known; two systems are written ``hrms|sparrow``."""

    group: str | None
    rows: int
    critical: int


@dataclasses.dataclass(frozen=True)
class ControlTotal:
    """One dataset on one date: the source's own total, landed, accepted and quarantined of the date's newest stored
    batch (``None`` where the date has none), stored, reconciled and published rows, and the keys that are missing:
    ``missing_keys`` are stored but not reconciled, ``quarantined_keys`` wait in quarantine (at most 100 of each)."""

    dataset: str
    business_date: date
    source_total: int | None
    landed: int | None
    accepted: int | None
    quarantined: int | None
    stored: int
    reconciled: int | None
    published: int | None
    missing_count: int
    missing_keys: list[str]
    quarantined_keys: list[str]

    @property
    def is_complete(self) -> bool:
        """Whether each step holds what the one before it held."""
        pairs = (
            (self.source_total, self.landed), (self.landed, _sum(self.accepted, self.quarantined)),
            (self.stored if self.reconciled is not None else None, self.reconciled),
            (self.reconciled, self.published),
        )  # fmt: skip
        return not self.missing_count and all(a == b for a, b in pairs if a is not None and b is not None)


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def discrepancies(chosen: Filter = OPEN, *, after: int = 0, limit: int | None = 100) -> list[Discrepancy]:
    """Discrepancies in the order of their ids from behind ``after``; at most ``limit``."""
    query = _rows().where(discrepancy.c.id > after, *chosen.conditions()).order_by(discrepancy.c.id).limit(limit)
    with engine().connect() as connection:
        return [Discrepancy(**row) for row in connection.execute(query).mappings()]


def discrepancy_by_id(number: int, connection: sa.Connection | None = None, *, lock: bool = False) -> Discrepancy:
    """One discrepancy; raises ``NotAllowed`` when there is none."""
    query = _rows().where(discrepancy.c.id == number)
    query = query.with_for_update(of=discrepancy) if lock else query
    if connection is None:
        with engine().connect() as own:
            found = own.execute(query).mappings().first()
    else:
        found = connection.execute(query).mappings().first()
    if found is None:
        raise NotAllowed("discrepancy-unknown", record=str(number), id=number, next_command="hub discrepancies list")
    return Discrepancy(**found)


def decisions(number: int) -> list[Decision]:
    """What was decided on one discrepancy, oldest first, the decisions taken back among them."""
    names = list(Decision.__dataclass_fields__)
    query = sa.select(*(decision.c[name] for name in names)).where(decision.c.discrepancy_id == number)
    with engine().connect() as connection:
        return [Decision(**row) for row in connection.execute(query.order_by(decision.c.id)).mappings()]


def discrepancy_counts(by: str = "kind", chosen: Filter = OPEN) -> list[DiscrepancyCount]:
    """Discrepancies by ``kind``, ``severity``, ``systems``, ``field``, ``district``, ``office`` or ``status``, most
    first. Raises ``NotAllowed`` for a grouping that there is not."""
    if by not in GROUPS:
        raise NotAllowed("discrepancy-choice", record=by, value=by, choices=", ".join(GROUPS))
    pair = sa.func.concat(discrepancy.c.system_a, "|", discrepancy.c.system_b)
    group = {"systems": pair, "district": sa.cast(discrepancy.c.district_lgd, sa.Text)}.get(by)
    column = discrepancy.c[by] if group is None else group
    number = sa.func.count()
    query = (
        sa.select(column, number, number.filter(discrepancy.c.severity == "critical"))
        .where(*chosen.conditions())
        .group_by(column)
        .order_by(number.desc(), column)
    )
    with engine().connect() as connection:
        return [DiscrepancyCount(*row) for row in connection.execute(query)]


def discrepancy_tally(chosen: Filter = OPEN, *, most: int = 12) -> dict[str, list[DiscrepancyCount]]:
    """The ``most`` largest groups by ``field``, ``systems`` and ``office``, and all by ``status``, in one reading of
    an index. Each of the three is counted without its own filter, so that a person sees what else there is."""
    own: dict[str, Any] = {"field": chosen.field, "systems": chosen.systems, "office": chosen.office}
    number = sa.func.count()
    kinds = [discrepancy.c[name] for name in ("field", "system_a", "system_b", "office", "status")]
    read = (
        sa.select(*kinds, number.label("rows"), number.filter(discrepancy.c.severity == "critical").label("critical"))
        .where(*replace(chosen, field=None, systems=(), office=None).conditions())
        .group_by(*kinds)
        .cte("read")
    )
    parts = []
    for by in ("field", "systems", "office", "status"):
        column = sa.func.concat(read.c.system_a, "|", read.c.system_b) if by == "systems" else read.c[by]
        others = Filter(**{name: value for name, value in own.items() if name != by}, status=None)
        rows = sa.func.sum(read.c.rows)
        part = (
            sa.select(sa.literal(by).label("by"), column.label("group"), rows.label("rows"),
                      sa.func.sum(read.c.critical).label("critical"))
            .where(*others.conditions(read))
            .group_by(column)
            .order_by(rows.desc(), column)
            .limit(most)
            .subquery()
        )  # fmt: skip
        parts.append(sa.select(*part.c))
    found: dict[str, list[DiscrepancyCount]] = {name: [] for name in (*own, "status")}
    with engine().connect() as connection:
        for by, group, rows, critical in connection.execute(sa.union_all(*parts)):
            found[by].append(DiscrepancyCount(group, int(rows), int(critical)))
    return found


def control_totals(
    business_date: date | None = None, *, dataset: str | None = None, limit: int = 100
) -> list[ControlTotal]:
    """Control totals of one date (the newest reconciled one by default), a row a dataset; with ``dataset`` alone, that
    dataset's newest dates."""
    query = sa.select(*(control_total.c[name] for name in ControlTotal.__dataclass_fields__))
    if dataset is not None:
        query = query.where(control_total.c.dataset == dataset)
    if business_date is not None:
        query = query.where(control_total.c.business_date == business_date)
    elif dataset is None:
        newest = sa.select(sa.func.max(control_total.c.business_date)).scalar_subquery()
        query = query.where(control_total.c.business_date == newest)
    query = query.order_by(control_total.c.business_date.desc(), control_total.c.dataset).limit(limit)
    with engine().connect() as connection:
        return [ControlTotal(**row) for row in connection.execute(query).mappings()]


def _rows() -> sa.Select[Any]:
    """All columns; one that stands was last seen on the date reached."""
    reached = sa.select(sa.func.max(reconcile_run.c.business_date)).scalar_subquery()
    last_seen = sa.func.coalesce(discrepancy.c.last_seen, reached, discrepancy.c.first_seen).label("last_seen")
    columns = [discrepancy.c[name] for name in Discrepancy.__dataclass_fields__ if name != "last_seen"]
    return sa.select(*columns, last_seen)
