"""Selects of the datasets about government servants, ``employees``, ``pay_cases``, ``par_status``, and of
``entity_changes``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.calendar.rules import rules
from hub.entities.tables import entity_change
from hub.reconcile.places import districts
from hub.reconcile.sources import Sources


def employees(at: Sources) -> sa.Select[Any]:
    """One row an employee of the HRMS roster, with the newest appraisal report and the last month paid."""
    roster, pars, payroll = at("hrms.employees"), at("sparrow.pars"), at("hrms.payroll")
    who = at.entity_of("employee", "hrms.employees", "who")
    newest = (
        sa.select(pars)
        .ext(distinct_on(pars.c.employee_code))
        .order_by(pars.c.employee_code, pars.c.financial_year.desc(), pars.c.period_to.desc(), pars.c.apar_id.desc())
        .subquery("newest_par")
    )
    pending = (
        sa.select(pars.c.employee_code, sa.func.count().label("pending"))
        .where(sa.not_(rules()["par_stage"].is_stopped(pars)))
        .group_by(pars.c.employee_code)
        .subquery("pending_pars")
    )
    paid = (
        sa.select(payroll.c.employee_id, sa.func.max(payroll.c.pay_month).label("pay_month"))
        .group_by(payroll.c.employee_id)
        .subquery("paid")
    )
    return (
        sa.select(
            roster,
            who.c.entity_id,
            paid.c.pay_month.label("last_pay_month"),
            newest.c.apar_id.label("par_apar_id"),
            newest.c.financial_year.label("par_financial_year"),
            newest.c.workflow_stage.label("par_stage"),
            newest.c.stage_since.label("par_stage_since"),
            sa.func.coalesce(pending.c.pending, 0).label("par_pending_count"),
        )
        .outerjoin(who, who.c.key == roster.c.employee_id)
        .outerjoin(newest, newest.c.employee_code == roster.c.employee_id)
        .outerjoin(pending, pending.c.employee_code == roster.c.employee_id)
        .outerjoin(paid, paid.c.employee_id == roster.c.employee_id)
    )


def pay_cases(at: Sources) -> sa.Select[Any]:
    """One row a pay case with its age in calendar days and whether it is pending beyond the limit."""
    cases, roster, places = at("hrms.pay_cases"), at("hrms.employees"), districts()
    who = at.entity_of("employee", "hrms.employees", "who")
    rule = rules()["pay_case"]
    is_settled = rule.is_stopped(cases)
    day = sa.literal(at.business_date, sa.Date)
    age = sa.func.coalesce(cases.c.settled_on, day) - cases.c.opened_on
    return (
        sa.select(
            cases,
            who.c.entity_id,
            roster.c.name_en.label("employee_name"),
            roster.c.name_hi.label("employee_name_hi"),
            roster.c.designation,
            roster.c.department_name,
            roster.c.office_name,
            places.c.name_en.label("district_name"),
            places.c.name_hi.label("district_name_hi"),
            age.label("age_days"),
            is_settled.label("is_settled"),
            sa.and_(sa.not_(is_settled), day - cases.c.opened_on > rule.limit_days).label("is_overdue"),
        )
        .outerjoin(roster, roster.c.employee_id == cases.c.employee_id)
        .outerjoin(who, who.c.key == roster.c.employee_id)
        .outerjoin(places, places.c.district_lgd == cases.c.district_lgd)
    )


def par_status(at: Sources) -> sa.Select[Any]:
    """One row an appraisal report, with the officer's post and state in HRMS."""
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    who = at.entity_of("employee", "sparrow.pars", "who")
    query = sa.select(
        pars,
        who.c.entity_id,
        pars.c.employee_code.label("employee_id"),
        roster.c.designation,
        roster.c.office_name,
        roster.c.ddo_code,
        roster.c.district_lgd,
        roster.c.employee_status,
        roster.c.retires_on,
        roster.c.employee_id.is_not(None).label("is_employee_known"),
        sa.not_(rules()["par_stage"].is_stopped(pars)).label("is_pending"),
    ).outerjoin(roster, roster.c.employee_id == pars.c.employee_code)
    return query.outerjoin(who, who.c.key == pars.c.apar_id)


def entity_changes(at: Sources) -> sa.Select[Any]:
    """Every change of every entity that this run knows, in order."""
    told = entity_change.c
    return sa.select(
        told.change_id, told.kind, told.business_date, told.change, told.entity_id, told.other_id,
        sa.func.array_to_string(told.records, " ").label("records"), told.members, told.is_restored,
    ).where(told.version <= at.entities_until)  # fmt: skip
