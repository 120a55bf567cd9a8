"""Proofs that what is kept of reports is what was made: each file by its checksum, each edition with all its files."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from hub.database import engine
from hub.i18n import LANGUAGES
from hub.reports import storage
from hub.reports.making import FORMATS
from hub.reports.tables import report_file, report_revision, report_rows

_FETCH = 1_000


def proofs() -> Iterator[tuple[str, str, str]]:
    """Rule (a message id), report or list, and the reason for which it does not hold (empty where it does).

    Every kept file is read once, a block at a time.
    """
    with engine().connect() as connection:
        for table, name in ((report_rows, "list"), (report_file, "report")):
            for subject in connection.scalars(sa.select(table.c[name]).distinct().order_by(table.c[name])).all():
                yield "verify-report-files", subject, _files(connection, table, table.c[name] == subject)
        for report in connection.scalars(sa.select(report_revision.c.report).distinct().order_by("report")).all():
            yield (
                "verify-report-editions",
                report,
                _without_files(connection, report) or _without_rows(connection, report),
            )


def _files(connection: sa.Connection, table: sa.Table, mine: sa.ColumnElement[bool]) -> str:
    query = sa.select(table.c.path, table.c.sha256).where(mine, table.c.path.is_not(None)).order_by(table.c.path)
    streamed = connection.execution_options(yield_per=_FETCH).execute(query)
    for path, sha256 in streamed:
        found = storage.digest(path)
        if found != sha256:
            streamed.close()
            return f"{path} is gone" if found is None else f"{path} is not what was kept"
    return ""


def _without_files(connection: sa.Connection, report: str) -> str:
    """An edition that lacks a page, or for one of its roles a file, in one of the languages."""
    file = report_file.c
    edition = (file.business_date, file.revision, file.area)
    pages = sa.func.count().filter(file.format == "page")
    roles = sa.func.count(sa.distinct(file.role)).filter(file.format != "page")
    given = sa.func.count().filter(file.format != "page")
    query = (
        sa.select(*edition)
        .where(file.report == report)
        .group_by(*edition)
        .having(sa.or_(pages != len(LANGUAGES), roles == 0, given != roles * (len(LANGUAGES) * len(FORMATS))))
    )
    row = connection.execute(query.limit(1)).first()
    return f"{row.business_date}, revision {row.revision}, {row.area} lacks files" if row else ""


def _without_rows(connection: sa.Connection, report: str) -> str:
    """A revision whose figures were counted in rows that are not kept."""
    counted = sa.func.jsonb_each_text(report_revision.c.rows).table_valued("key", "value").lateral("counted")
    same = sa.and_(
        report_rows.c.list == counted.c.key, report_rows.c.business_date == report_revision.c.business_date,
        report_rows.c.revision == sa.cast(counted.c.value, sa.Integer),
    )  # fmt: skip
    query = (
        sa.select(report_revision.c.business_date, report_revision.c.number, counted.c.key)
        .select_from(report_revision.join(counted, sa.true()))
        .where(report_revision.c.report == report, ~sa.exists().where(same))
    )
    row = connection.execute(query.limit(1)).first()
    return f"{row.business_date}, revision {row.number}: the rows of {row.key} are not kept" if row else ""
