"""Where two systems disagree, kept with the day it was first and last seen and the day it went.

Values of personal fields are never copied: the row says only that they differ and which record to open.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.reconcile.citizens import other_doors, reference
from hub.reconcile.materialise import Changed
from hub.reconcile.rules import rules
from hub.reconcile.sources import Sources
from hub.reconcile.tables import discrepancy

_COLUMNS = ("kind", "severity", "system_a", "system_b", "subject", "field", "value_a", "value_b", "district_lgd")
_TITLES = r"^\s*((shri|smt|sri|sushri|kumari|mr|mrs|ms|dr|md)\.?\s+)?"
_TITLES_HI = r"^\s*((श्री|श्रीमती|सुश्री|डॉ|मो)\.?\s+)?"


def folded_name(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A person's name without case, title, blanks, dots and hyphens. Exact, not fuzzy: another spelling differs."""
    plain = sa.func.lower(sa.func.normalize(column, sa.text("NFC")))
    untitled = sa.func.regexp_replace(sa.func.regexp_replace(plain, _TITLES, ""), _TITLES_HI, "")
    return sa.func.regexp_replace(untitled, r"[\s.\-']+", "", "g", type_=sa.Text)


def folded_department(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A department's name without case and signs, ``&`` read as *and*, and without the word *department*."""
    plain = sa.func.replace(sa.func.lower(column), "&", "and")
    return sa.func.regexp_replace(plain, r"(\mdepartment\M|\mdept\M|[\s.,\-'()]+)", "", "g", type_=sa.Text)


def _row(**columns: Any) -> sa.Select[Any]:
    made: list[Any] = [sa.cast(columns.get(name), discrepancy.c[name].type).label(name) for name in _COLUMNS]
    return sa.select(*made)


def retired_but_par_pending(at: Sources) -> sa.Select[Any]:
    """The officer has left service, but the appraisal report still waits."""
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    return (
        _row(
            kind="retired_but_par_pending", severity="warning", system_a="hrms", system_b="sparrow",
            subject=pars.c.apar_id, field="employee_status", value_a=roster.c.employee_status,
            value_b=pars.c.workflow_stage, district_lgd=roster.c.district_lgd,
        )
        .select_from(pars.join(roster, roster.c.employee_id == pars.c.employee_code))
        .where(
            roster.c.employee_status.in_(("RETIRED", "DECEASED")),
            pars.c.workflow_stage.not_in(rules()["par"].settled_stages),
        )
    )  # fmt: skip


def on_payroll_not_in_roster(at: Sources) -> sa.Select[Any]:
    """Paid in some month, unknown to the roster; one row an employee, with the newest such month."""
    payroll, roster = at("hrms.payroll"), at("hrms.employees")
    ghosts = (
        sa.select(payroll.c.employee_id, sa.func.max(payroll.c.pay_month).label("pay_month"))
        .where(~sa.exists().where(roster.c.employee_id == payroll.c.employee_id))
        .group_by(payroll.c.employee_id)
        .subquery("ghosts")
    )
    return _row(
        kind="on_payroll_not_in_roster", severity="critical", system_a="payroll", system_b="hrms",
        subject=ghosts.c.employee_id, field="employee_id", value_a=ghosts.c.pay_month,
    ).select_from(ghosts)  # fmt: skip


def _pending_in_jandarbar(at: Sources, kind: str, door: str, is_done: Any) -> sa.Select[Any]:
    matters, other = at("jandarbar.grievances"), other_doors(at)
    return (
        _row(
            kind=kind, severity="warning", system_a=door.lower(), system_b="jandarbar", subject=matters.c.unique_no,
            field="grievance_status", value_a=other.c.status, value_b=matters.c.grievance_status,
            district_lgd=matters.c.district_lgd,
        )
        .select_from(matters.join(other, other.c.number == reference(matters.c.related_reference_no)))
        .where(matters.c.grievance_status != "DISPOSED", other.c.door == door, is_done(other))
    )  # fmt: skip


def delivered_in_rtps_pending_in_jandarbar(at: Sources) -> sa.Select[Any]:
    """RTPS has delivered what the citizen asks for; Jan Darbar still lists it as pending."""
    kind = "delivered_in_rtps_pending_in_jandarbar"
    return _pending_in_jandarbar(at, kind, "RTPS", lambda other: other.c.status == "D")


def closed_in_cpgram_pending_in_jandarbar(at: Sources) -> sa.Select[Any]:
    """CPGRAM has closed the same matter; Jan Darbar still lists it as pending."""
    kind = "closed_in_cpgram_pending_in_jandarbar"
    return _pending_in_jandarbar(at, kind, "CPGRAM", lambda other: other.c.closed_on.is_not(None))


def name_differs(at: Sources) -> sa.Select[Any]:
    """Sparrow writes the officer's name as neither of HRMS's two spellings. The names are not copied."""
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    officer = folded_name(pars.c.officer_name)
    return (
        _row(
            kind="name_differs", severity="warning", system_a="hrms", system_b="sparrow", subject=pars.c.apar_id,
            field="officer_name", district_lgd=roster.c.district_lgd,
        )
        .select_from(pars.join(roster, roster.c.employee_id == pars.c.employee_code))
        .where(
            officer != folded_name(roster.c.name_en),
            officer != sa.func.coalesce(folded_name(roster.c.name_hi), ""),
        )
    )  # fmt: skip


def department_differs(at: Sources) -> sa.Select[Any]:
    """Sparrow and HRMS place the officer in different departments."""
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    return (
        _row(
            kind="department_differs", severity="warning", system_a="hrms", system_b="sparrow",
            subject=pars.c.apar_id, field="department_name", value_a=roster.c.department_name,
            value_b=pars.c.department_name, district_lgd=roster.c.district_lgd,
        )
        .select_from(pars.join(roster, roster.c.employee_id == pars.c.employee_code))
        .where(folded_department(pars.c.department_name) != folded_department(roster.c.department_name))
    )  # fmt: skip


def par_employee_unknown(at: Sources) -> sa.Select[Any]:
    """Sparrow has a report of someone whom HRMS does not list."""
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    return (
        _row(
            kind="par_employee_unknown", severity="critical", system_a="sparrow", system_b="hrms",
            subject=pars.c.apar_id, field="employee_id", value_a=pars.c.employee_code,
        )
        .select_from(pars)
        .where(~sa.exists().where(roster.c.employee_id == pars.c.employee_code))
    )  # fmt: skip


def pay_case_employee_unknown(at: Sources) -> sa.Select[Any]:
    """A pay case names someone whom the roster does not list."""
    cases, roster = at("hrms.pay_cases"), at("hrms.employees")
    return (
        _row(
            kind="pay_case_employee_unknown", severity="critical", system_a="hrms", system_b="hrms",
            subject=cases.c.case_id, field="employee_id", value_a=cases.c.employee_id,
            district_lgd=cases.c.district_lgd,
        )
        .select_from(cases)
        .where(~sa.exists().where(roster.c.employee_id == cases.c.employee_id))
    )  # fmt: skip


def same_matter_two_doors(at: Sources) -> sa.Select[Any]:
    """One matter stands at Jan Darbar and at another door: one row a Jan Darbar matter."""
    matters, other = at("jandarbar.grievances"), other_doors(at)
    return _row(
        kind="same_matter_two_doors", severity="info", system_a=sa.func.lower(other.c.door), system_b="jandarbar",
        subject=matters.c.unique_no, field="related_reference_no", value_a=other.c.number,
        value_b=matters.c.unique_no, district_lgd=matters.c.district_lgd,
    ).select_from(matters.join(other, other.c.number == reference(matters.c.related_reference_no)))  # fmt: skip


KINDS = (
    retired_but_par_pending, on_payroll_not_in_roster, delivered_in_rtps_pending_in_jandarbar,
    closed_in_cpgram_pending_in_jandarbar, name_differs, department_differs, par_employee_unknown,
    pay_case_employee_unknown, same_matter_two_doors,
)  # fmt: skip


def refresh(connection: sa.Connection, at: Sources) -> Changed:
    """Open what is found and new, close what is no longer found, reopen what came back; the same store twice
    changes nothing."""
    day = at.business_date
    found = sa.Table(
        "found_discrepancy", sa.MetaData(), *(sa.Column(n, discrepancy.c[n].type) for n in _COLUMNS),
        prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
    )  # fmt: skip
    found.create(connection)
    for kind in KINDS:
        connection.execute(found.insert().from_select(list(_COLUMNS), kind(at)))
    connection.execute(sa.text(f"analyze {found.name}"))
    same = sa.and_(*(found.c[name] == discrepancy.c[name] for name in ("kind", "subject", "field")))
    closed = connection.execute(
        discrepancy.update().values(closed_on=day).where(discrepancy.c.closed_on.is_(None), ~sa.exists().where(same))
    )
    values = ("severity", "system_a", "system_b", "value_a", "value_b", "district_lgd")
    comes_back = sa.and_(discrepancy.c.closed_on.is_not(None), discrepancy.c.closed_on < day)
    seen = connection.execute(
        discrepancy.update()
        .values(
            **{name: found.c[name] for name in values},
            last_seen=sa.func.greatest(discrepancy.c.last_seen, day),
            closed_on=None,
            reopened=discrepancy.c.reopened + sa.case((comes_back, 1), else_=0),
        )
        .where(
            same,
            sa.or_(
                discrepancy.c.last_seen < day,
                discrepancy.c.closed_on.is_not(None),
                *(discrepancy.c[name].is_distinct_from(found.c[name]) for name in values),
            ),
        )
    )
    opened = connection.execute(
        discrepancy.insert().from_select(
            [*_COLUMNS, "first_seen", "last_seen"],
            sa.select(*(found.c[n] for n in _COLUMNS), sa.literal(day, sa.Date), sa.literal(day, sa.Date)).where(
                ~sa.exists().where(same)
            ),
        ),
        execution_options={"preserve_rowcount": True},
    )
    standing = sa.select(sa.func.count()).select_from(discrepancy).where(discrepancy.c.closed_on.is_(None))
    return Changed(connection.scalar(standing) or 0, opened.rowcount, seen.rowcount, closed.rowcount)


def published() -> sa.Select[Any]:
    """The discrepancies as a reconciled dataset; ``last_seen`` moves each day and is left out."""
    return sa.select(*(column for column in discrepancy.columns if column.name != "last_seen"))
