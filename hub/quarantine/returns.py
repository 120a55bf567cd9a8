"""Refused rows as a list that the owner of the source can be sent: which record, what is wrong with it, and why it was
refused. Personal values are left out; the owner finds the record by its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from hub import audit, lists
from hub.checks import plain_words
from hub.contracts import Classification, Contract, contracts
from hub.database import engine
from hub.errors import NotAllowed
from hub.i18n import text
from hub.quarantine.queue import Filter
from hub.settings import IST
from hub.store.tables import quarantine

LIMIT = 50_000
_COLUMNS = ("dataset", "key", "received", "field", "value", "rule", "reason", "decided", "number")
_WIDTHS = (22, 26, 14, 24, 28, 60, 40, 14, 12)


@dataclass(frozen=True)
class ReturnList:
    """The list for one owner: how many rows, the file's name and its bytes."""

    owner: str
    rows: int
    name: str
    body: bytes = field(repr=False)


def owners() -> dict[str, list[str]]:
    """Who owns which datasets, by the contracts' ``team.name``."""
    found: dict[str, list[str]] = {}
    for described in contracts().values():
        found.setdefault(described.owner, []).append(described.id)
    return found


def refused_list(
    owner: str, since: date, until: date, actor: str, *, format: str = "csv", language: str = "hi",
    limits: Filter | None = None,
) -> ReturnList:  # fmt: skip
    """Rows of the owner's datasets that were refused on the days from ``since`` to ``until``, headed and explained in
    ``language``; one line a failed expectation. ``limits`` cuts to the districts and departments of who asks.

    Making it is a row of the audit. Raises ``NotAllowed`` for an owner or format that there is not, and for more than
    ``LIMIT`` rows.
    """
    datasets = owners().get(owner)
    if datasets is None or format not in lists.FORMATS:
        raise NotAllowed("quarantine-owner-unknown", record=owner, owner=owner, known=", ".join(owners()))
    lines = [line for row in _refused(datasets, since, until, limits or Filter()) for line in _lines(row, language)]
    headings = [text(f"quarantine-list-{name}", language) for name in _COLUMNS]
    rows = len({line[-1] for line in lines})
    with engine().begin() as connection:
        audit.record(
            connection, actor=actor, action="quarantine.listed", subject=owner, rows=rows, since=since.isoformat(),
            until=until.isoformat(),
        )  # fmt: skip
    body = lists.written(format, "refused", headings, lines, _WIDTHS)
    return ReturnList(owner, rows, f"refused-{owner}-{since}-{until}.{format}", body)


def _refused(datasets: list[str], since: date, until: date, limits: Filter) -> list[sa.RowMapping]:
    table = quarantine
    names = ("id", "dataset", "key", "failures", "business_date", "reason", "decided_at")
    first = datetime.combine(since, time(), IST)
    last = datetime.combine(until + timedelta(days=1), time(), IST)
    query = sa.select(*(table.c[name] for name in names)).where(
        table.c.dataset.in_(datasets), table.c.status == "refused", table.c.decided_at >= first,
        table.c.decided_at < last,
    )  # fmt: skip
    if limits.districts is not None:
        query = query.where(table.c.district_lgd.in_(limits.districts))
    if limits.departments is not None:
        query = query.where(table.c.department.in_(limits.departments))
    with engine().connect() as connection:
        found = connection.execute(query.order_by(table.c.id).limit(LIMIT + 1)).mappings().all()
    if len(found) > LIMIT:
        raise NotAllowed("quarantine-list-too-long", limit=LIMIT)
    return list(found)


def _lines(row: sa.RowMapping, language: str) -> Iterator[list[str]]:
    described = contracts()[row["dataset"]]
    labels = {item.name: (item.label_hi if language == "hi" else item.label_en) for item in described.fields}
    key = row["key"] if not _has_personal_key(described) else None
    for failure in row["failures"]:
        if failure["severity"] == "critical":
            values = (
                described.title, key, row["business_date"], labels.get(failure["field"], failure["field"]),
                failure.get("value"), plain_words(described.id, failure["expectation"], language), row["reason"],
                row["decided_at"].astimezone(IST).date(), row["id"],
            )  # fmt: skip
            yield ["" if value is None else str(value) for value in values]


def _has_personal_key(described: Contract) -> bool:
    return any(
        described.field(name).classification in (Classification.PERSONAL, Classification.SENSITIVE)
        for name in described.key
    )
