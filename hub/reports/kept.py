"""What is kept: which reports, dates, areas; the page, the files and the rows of each edition."""

from __future__ import annotations

import io
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from hub.contracts import contract
from hub.database import engine
from hub.errors import NotAllowed
from hub.reports import storage, words
from hub.reports.areas import Area
from hub.reports.areas import area as area_of
from hub.reports.declared import report as declared_report
from hub.reports.document import Document
from hub.reports.figures import Cut, book, checked
from hub.reports.lists import LISTS
from hub.reports.revisions import Revision, held
from hub.reports.tables import report_file, report_rows
from hub.store.schema import ensure_tables
from hub.store.tables import current


@dataclass(frozen=True)
class File:
    """One kept file of an edition."""

    report: str
    business_date: date
    revision: int
    area: str
    role: str
    language: str
    format: str
    bytes: int
    sha256: str
    made_at: datetime


@dataclass(frozen=True)
class RowsPage:
    """Rows behind a figure: headings, the cells of one page in words, and how many rows there are in all.
    ``employee_ids`` stand beside the rows where these are about employees."""

    head: list[str]
    body: list[list[str]]
    number: int
    heading: str
    title: str
    employee_ids: tuple[str, ...] = ()


def dates(report: str, limit: int = 60) -> list[date]:
    """The dates for which the report is kept, the newest first."""
    query = sa.select(report_file.c.business_date).distinct().where(report_file.c.report == report)
    with engine().connect() as connection:
        return list(connection.scalars(query.order_by(report_file.c.business_date.desc()).limit(limit)))


def _standing(connection: sa.Connection, report: str, business_date: date, revision: int | None) -> Revision | None:
    """The revision of that number, or the newest."""
    every = held(connection, report, business_date)
    return next((one for one in every if revision is None or one.number == revision), None)


def _of(report: str, business_date: date, revision: Revision | None) -> sa.ColumnElement[bool]:
    if revision is None:
        return sa.false()
    return sa.and_(
        report_file.c.report == report, report_file.c.business_date == business_date,
        report_file.c.revision == revision.number,
    )  # fmt: skip


def areas(report: str, business_date: date, revision: int | None = None) -> list[Area]:
    """The areas for which the report is kept on a date, in its newest revision or in another."""
    with engine().connect() as connection:
        of = _of(report, business_date, _standing(connection, report, business_date, revision))
        query = sa.select(report_file.c.area).distinct().where(of, report_file.c.format == "page")
        return sorted(area_of(written) for written in connection.scalars(query))


def files(
    report: str, business_date: date, area: Area | None = None, formats: Collection[str] = ("pdf", "xlsx"),
    revision: int | None = None,
) -> list[File]:  # fmt: skip
    """The kept files of a report on a date, of one area or of all, in its newest revision or in another."""
    names = File.__dataclass_fields__
    query = sa.select(*(report_file.c[name] for name in names)).where(report_file.c.format.in_(formats))
    if area is not None:
        query = query.where(report_file.c.area == str(area))
    order = (report_file.c.area, report_file.c.role, report_file.c.language, report_file.c.format)
    with engine().connect() as connection:
        query = query.where(_of(report, business_date, _standing(connection, report, business_date, revision)))
        return [File(**row) for row in connection.execute(query.order_by(*order)).mappings()]


def read(
    report: str, business_date: date, area: Area, role: str, language: str, format_: str, revision: int | None = None
) -> bytes:  # fmt: skip
    """A kept file, of the newest revision or of another.

    Raises ``NotAllowed`` when the report was not made for this, or the file is not what was kept.
    """
    query = sa.select(report_file.c.path, report_file.c.sha256).where(
        report_file.c.area == str(area), report_file.c.role == role, report_file.c.language == language,
        report_file.c.format == format_,
    )  # fmt: skip
    with engine().connect() as connection:
        query = query.where(_of(report, business_date, _standing(connection, report, business_date, revision)))
        found = connection.execute(query).one_or_none()
    if found is None:
        raise NotAllowed(
            "report-not-made", record=report, report=report, area=str(area), date=business_date.isoformat(),
            next_command=f"hub reports make {report} --date {business_date}",
        )  # fmt: skip
    return storage.get(found.path, found.sha256)


def page(report: str, business_date: date, area: Area, language: str, revision: int | None = None) -> Document:
    """The edition as the console shows it; raises as ``read``."""
    made: Document = json.loads(read(report, business_date, area, "", language, "page", revision))
    return {"correction": "", **made}  # what was kept before there were corrections does not speak of them


def rows_behind(
    report: str, business_date: date, area: Area, cut: Cut, language: str, *, revision: int | None = None,
    limit: int = 100, offset: int = 0,
) -> RowsPage:  # fmt: skip
    """The rows behind a figure of an edition, a page of them.

    Raises ``NotAllowed`` for a list that the report does not count, or when there is no such edition.
    """
    described = LISTS[checked(cut).list]
    if cut.list not in declared_report(report).lists:
        raise NotAllowed("report-cut-unknown", record=cut.list)
    if area not in areas(report, business_date, revision):
        read(report, business_date, area, "", language, "page", revision)
    with engine().connect() as connection:
        standing = _standing(connection, report, business_date, revision)
        counted_by = standing.rows.get(cut.list) if standing else None
        query = sa.select(report_rows.c.path, report_rows.c.sha256).where(
            report_rows.c.list == cut.list, report_rows.c.business_date == business_date,
            report_rows.c.revision == counted_by,
        )  # fmt: skip
        kept = connection.execute(query).one_or_none()
    title = words.measure(cut.measure, language) if cut.measure else ""
    heading = words.list_name(cut.list, language)
    if kept is None or kept.path is None:
        return RowsPage([], [], 0, heading, title)
    with book({cut.list: _table(kept.path, kept.sha256)}) as counted:
        labels: dict[str, dict[Any, Any]] = {}
        if "service_id" in described.shown:
            labels = {"service_id": counted.labels(cut.list, "service_id", f"service_name_{language}")}
        found = counted.rows(cut, area, limit=limit, offset=offset)
        body = [
            [words.value(name, told, language, labels) for name, told in zip(described.shown, row, strict=True)]
            for row in found
        ]
        at = described.shown.index("employee_id") if "employee_id" in described.shown else None
        employees = () if at is None else tuple(str(row[at]) for row in found)
        head = [words.column(name, language) for name in described.shown]
        return RowsPage(head, body, counted.number(cut, area), heading, title, employees)


def employee_names(employee_ids: Collection[str], language: str) -> dict[str, str]:
    """The names that HRMS has for employees now, by their id; kept rows carry none. They are personal: who calls it
    notes for what purpose they are shown."""
    described = contract("hrms.employees")
    roster = current(described).c
    name = sa.func.coalesce(roster.name_hi, roster.name_en) if language == "hi" else roster.name_en
    with engine().begin() as connection:
        ensure_tables(connection, described)
        found = connection.execute(sa.select(roster.employee_id, name).where(roster.employee_id.in_(employee_ids)))
        return {str(row[0]): str(row[1] or "") for row in found}


@lru_cache(maxsize=4)
def _table(path: str, sha256: str) -> pa.Table:
    return pq.read_table(io.BytesIO(storage.get(path, sha256)))
