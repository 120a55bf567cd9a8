"""Revisions of a report's date: the first, and the corrections that a person made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from hub.database import engine
from hub.i18n import text
from hub.reports.tables import report_revision
from hub.settings import IST

_COLUMNS = ("number", "rows", "made_at", "made_by", "reason")


@dataclass(frozen=True)
class Revision:
    """One revision of all editions of a report's date. ``rows`` names the revision of each list's rows by which its
    figures were counted; who made it and why stand in a correction alone."""

    number: int
    rows: Mapping[str, int]
    made_at: datetime
    made_by: str | None = None
    reason: str | None = None

    def words(self, language: str) -> str:
        """What a corrected edition says of itself; empty for the first."""
        if self.reason is None:
            return ""
        day = self.made_at.astimezone(IST).strftime("%d-%m-%Y")
        return text("report-corrected", language, revision=self.number, date=day, reason=self.reason)


def revisions(report: str, business_date: date) -> list[Revision]:
    """All revisions of a report's date, the newest first: that one stands, it supersedes the others."""
    with engine().connect() as connection:
        return held(connection, report, business_date)


def held(connection: sa.Connection, report: str, business_date: date) -> list[Revision]:
    """As ``revisions``, in the caller's transaction."""
    query = sa.select(*(report_revision.c[name] for name in _COLUMNS)).where(
        report_revision.c.report == report, report_revision.c.business_date == business_date
    )
    found = connection.execute(query.order_by(report_revision.c.number.desc())).mappings()
    return [Revision(**row) for row in found]


def hold(connection: sa.Connection, report: str, business_date: date, revision: Revision) -> None:
    """Note a revision, or the lists that it counts from now on beside those that it has."""
    told = {name: getattr(revision, name) for name in _COLUMNS} | {"rows": dict(revision.rows)}
    same = sa.and_(
        report_revision.c.report == report, report_revision.c.business_date == business_date,
        report_revision.c.number == revision.number,
    )  # fmt: skip
    if connection.execute(report_revision.update().where(same).values(rows=told["rows"])).rowcount == 0:
        connection.execute(report_revision.insert().values(report=report, business_date=business_date, **told))
