"""Makes the editions of a report and keeps them. What is kept is never changed: a correction is a further revision of
all editions of the date, beside the ones before."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from hub import audit
from hub.audit import LONGEST_REASON
from hub.clocks import reached, wind
from hub.database import engine
from hub.errors import NotAllowed
from hub.i18n import LANGUAGES
from hub.reconcile.run import exclusively
from hub.reports import storage
from hub.reports.areas import Area, departments, of_level
from hub.reports.areas import area as area_of
from hub.reports.declared import Report, declared
from hub.reports.declared import report as declared_report
from hub.reports.document import document
from hub.reports.figures import Book, book
from hub.reports.pdf import pdf
from hub.reports.revisions import Revision, held, hold
from hub.reports.rows import Rows, rows
from hub.reports.tables import report_file
from hub.reports.xlsx import xlsx
from hub.settings import settings
from hub.store import ledger

_LOCK = 0x7EC0_0032
FORMATS = ("pdf", "xlsx")
_NAMED_BY_ROWS = ("subdivision", "department")


@dataclass
class Summary:
    """What one making did: editions that were made and those that were kept already; datasets that are not there."""

    report: str
    business_date: date
    revision: int = 1
    made: int = 0
    kept: int = 0
    missing: tuple[str, ...] = ()


def make_due(business_date: date) -> list[Summary]:
    """Make every report for the newest day, up to the date, on which it is due; nothing where it is kept.

    Raises ``NotAllowed`` for a date that has not come.
    """
    ledger.demand_come(business_date)
    return [make(name, report.due(business_date)) for name, report in declared().items()]


def make(name: str, business_date: date, areas: Collection[Area] | None = None) -> Summary:
    """Make the editions of a report for a date, all or those of ``areas``; what is kept is left as it is.

    The clocks are wound to the date first. Raises ``NotAllowed`` for a report or an area that it is not made for, and
    for a date that has not come (``ledger.demand_come``): its editions would be kept without what it brings.
    """
    report = declared_report(name)
    ledger.demand_come(business_date)
    for area in areas or ():
        if not report.roles(area.level):
            raise NotAllowed("report-edition-unknown", record=str(area), report=name, area=str(area))
    done = Summary(name, business_date)
    with exclusively(_LOCK) as connection:
        newest = reached()
        if newest is None or newest < business_date:
            wind(business_date)
        with connection.begin():
            standing = next(iter(held(connection, name, business_date)), None) or Revision(1, {}, datetime.now(UTC))
        taken = {one: rows(one, business_date, standing.rows.get(one)) for one in report.lists}
        standing = replace(standing, rows={**standing.rows, **_counted(taken)})
        with connection.begin():
            hold(connection, name, business_date, standing)
        done.revision = standing.number
        done.missing = _missing(taken)
        with _book(taken) as counted:
            for area in areas if areas is not None else _areas(report, taken, counted):
                with connection.begin():
                    kept = _kept(connection, name, business_date, area, standing.number)
                if len(kept) == len(LANGUAGES) * (1 + len(FORMATS) * len(report.roles(area.level))):
                    done.kept += 1
                    continue
                files = _edition(report, area, business_date, standing, taken, counted)
                with connection.begin():
                    connection.execute(report_file.insert(), [row for row in files if _key(row) not in kept])
                done.made += 1
    return done


def remake(name: str, business_date: date, actor: str, reason: str) -> Summary:
    """Correct the editions of a date: take their rows anew, from the store as it is known now, and make every edition
    again as the next revision. The ones before stay kept, with their rows; all of it is there at once or not at all.

    ``reason`` stands in every edition. Other reports of the date keep the rows that they counted. Raises ``NotAllowed``
    when the report was not made for the date, or the reason is missing or longer than ``LONGEST_REASON`` characters.
    """
    report, reason = declared_report(name), " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise NotAllowed("report-reason-missing", record=name, longest=LONGEST_REASON)
    with exclusively(_LOCK) as connection:
        with connection.begin():
            before = next(iter(held(connection, name, business_date)), None)
            made = _areas_kept(connection, name, business_date, before.number) if before else set()
        if before is None or not made:
            raise NotAllowed("report-never-made", record=name, report=name, date=business_date.isoformat(),
                             next_command=f"hub reports make {name} --date {business_date}")  # fmt: skip
        wind(business_date)
        taken = {one: rows(one, business_date, again=True) for one in report.lists}
        now = Revision(before.number + 1, _counted(taken), datetime.now(UTC), actor, reason)
        with _book(taken) as counted:
            every = set(_areas(report, taken, counted))
            # Where the report was made for some areas only, it stays with these.
            is_whole = {area for area in every if area.level not in _NAMED_BY_ROWS} <= made
            areas = sorted(made | every if is_whole else made)
            files = [row for area in areas for row in _edition(report, area, business_date, now, taken, counted)]
        with engine().begin() as writing:  # not in REPEATABLE READ: others write to the audit meanwhile
            hold(writing, name, business_date, now)
            writing.execute(report_file.insert(), files)
            audit.record(writing, actor=actor, action="report.remake", subject=f"{name}/{business_date}",
                         reason=reason, revision=now.number, editions=len(areas))  # fmt: skip
    return Summary(name, business_date, now.number, made=len(areas), missing=_missing(taken))


def _counted(taken: Mapping[str, Rows]) -> dict[str, int]:
    return {one: found.revision for one, found in taken.items()}


def _missing(taken: Mapping[str, Rows]) -> tuple[str, ...]:
    return tuple(sorted({dataset for one in taken.values() for dataset in one.missing}))


def _book(taken: Mapping[str, Rows]) -> AbstractContextManager[Book]:
    return book({one: found.table for one, found in taken.items() if found.table is not None})


def rows_address(name: str, business_date: date, area: Area, revision: int) -> str:
    """The console's page of the rows behind an edition's figures; empty where the console has no address."""
    root = settings().console_url.rstrip("/")
    query = urlencode({"area": str(area), "revision": revision})
    return f"{root}/reports/{name}/{business_date}/rows?{query}" if root else ""


def _areas(report: Report, taken: Mapping[str, Rows], counted: Book) -> list[Area]:
    """Every area that the report is made for: subdivisions and departments as the rows name them."""
    found: set[Area] = set()
    for level in {edition.of for edition in report.editions}:
        if level == "subdivision":
            found |= {
                Area(level, f"{district}:{name}")
                for one in counted.names if "subdivision" in _columns(taken[one])
                for district, name in counted.values(one, ("district_lgd", "subdivision"), Area("state"))
                if district and name
            }  # fmt: skip
        elif level == "department":
            named = {code for one in counted.names if "department" in _columns(taken[one])
                     for (code,) in counted.values(one, ("department",), Area("state"))}  # fmt: skip
            found |= {Area(level, code) for code in named & departments().keys()}
        else:
            found |= set(of_level(level))
    return sorted(found)


def _columns(one: Rows) -> list[str]:
    return list(one.table.column_names) if one.table is not None else []


def _areas_kept(connection: sa.Connection, name: str, day: date, revision: int) -> set[Area]:
    query = sa.select(report_file.c.area).distinct().where(
        report_file.c.report == name, report_file.c.business_date == day, report_file.c.revision == revision
    )  # fmt: skip
    return {area_of(written) for written in connection.scalars(query)}


def _kept(connection: sa.Connection, name: str, day: date, area: Area, revision: int) -> set[tuple[str, ...]]:
    columns = (report_file.c.role, report_file.c.language, report_file.c.format)
    query = sa.select(*columns).where(
        report_file.c.report == name, report_file.c.business_date == day, report_file.c.area == str(area),
        report_file.c.revision == revision,
    )  # fmt: skip
    return {tuple(row) for row in connection.execute(query)}


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["role"], row["language"], row["format"])


def _edition(
    report: Report, area: Area, day: date, revision: Revision, taken: Mapping[str, Rows], counted: Book
) -> list[dict[str, Any]]:  # fmt: skip
    """Make the files of one area and put them in their place; the rows that say so."""
    further = "" if revision.number == 1 else f"revision-{revision.number}/"
    folder = f"{day}/{report.name}/{further}{area.level}-{area.slug}"
    files: list[dict[str, Any]] = []

    def keep(role: str, language: str, format_: str, file: str, body: bytes) -> None:
        path = f"{folder}/{file}"
        files.append(
            {"report": report.name, "business_date": day, "revision": revision.number, "area": str(area),
             "role": role, "language": language, "format": format_, "path": path, "bytes": len(body),
             "sha256": storage.put(path, body)}
        )  # fmt: skip

    rows_at = rows_address(report.name, day, area, revision.number)
    present = [one for one in report.lists if one in counted.names]
    for language in LANGUAGES:
        made = document(report, area, day, language, taken, counted, revision)
        keep("", language, "page", f"{language}.json", json.dumps(made, ensure_ascii=False).encode())
        for role in report.roles(area.level):
            keep(role, language, "pdf", f"{role}.{language}.pdf", pdf(made, role, rows_at))
            keep(role, language, "xlsx", f"{role}.{language}.xlsx", xlsx(made, role, area, present, counted, rows_at))
    return files
