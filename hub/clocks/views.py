"""What the rules read where a dataset alone does not say it: views over the store as it was known on a date."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from hub.reconcile.cases import cpgram
from hub.reconcile.sources import Sources

_PAR_DATES = Path(__file__).with_name("par_dates.yaml")


@cache
def par_dates(path: Path = _PAR_DATES) -> dict[str, Any]:
    """``par_dates.yaml``: groups of services with their dates, stages, extensions."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _pay_cases(at: Sources) -> sa.FromClause:
    cases, roster = at("hrms.pay_cases"), at("hrms.employees")
    joined = cases.outerjoin(roster, roster.c.employee_id == cases.c.employee_id)
    return sa.select(cases, roster.c.department_name, roster.c.office_name).select_from(joined).subquery("pay_case")


def _applications(at: Sources) -> sa.FromClause:
    told, services = at("rtps.applications"), at("rtps.services")
    joined = told.outerjoin(services, services.c.service_id == told.c.base_service_id)
    names = ("time_limit_days", "day_kind", "office_level")
    return sa.select(told, *(services.c[name] for name in names)).select_from(joined).subquery("application")


def _reports(at: Sources) -> sa.FromClause:
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    group = _service_group(pars)
    holder = sa.case(
        {"GENERATED": pars.c.employee_code, "WITH_ORU": pars.c.employee_code,
         "WITH_REPORTING": pars.c.reporting_officer_code, "WITH_REVIEWING": pars.c.reviewing_officer_code},
        value=pars.c.workflow_stage, else_=pars.c.workflow_stage,
    )  # fmt: skip
    own = [column for column in pars.columns if column.name != "department_name"]
    return (
        sa.select(
            *own,
            sa.func.coalesce(pars.c.department_name, roster.c.department_name).label("department_name"),
            roster.c.ddo_code, roster.c.district_lgd, roster.c.office_name, roster.c.employee_group,
            group.label("service_group"), _stage_due(pars, group).label("stage_due"), holder.label("holder"),
        )
        .select_from(pars.outerjoin(roster, roster.c.employee_id == pars.c.employee_code))
        .subquery("report")
    )  # fmt: skip


def _service_group(pars: sa.FromClause) -> sa.ColumnElement[str]:
    named = [(pars.c.service.in_(group["services"]), name) for name, group in par_dates()["groups"].items()]
    return sa.case(*named, else_="other")


def _stage_due(pars: sa.FromClause, group: sa.ColumnElement[str]) -> sa.ColumnElement[Any]:
    """The stage's date for the officer's group and the reporting year; null where the year cannot be read."""
    told = par_dates()
    stage = sa.case(told["stages"], value=pars.c.workflow_stage)
    year = sa.cast(sa.func.substring(pars.c.financial_year, r"^(20\d\d)-"), sa.Integer) + 1
    dates = [
        (sa.and_(group == name, stage == which), sa.func.make_date(year, *map(int, text.split("-"))))
        for name, of in told["groups"].items()
        for which, text in of["dates"].items()
    ]
    later = [
        (sa.and_(group == one["group"], stage == one["date"], pars.c.financial_year == one["financial_year"]),
         sa.literal(one["until"], sa.Date))
        for one in told["extensions"]
    ]  # fmt: skip
    answer = (pars.c.workflow_stage == "REPRESENTATION", pars.c.stage_since + told["representation_days"])
    return sa.case(answer, *later, *dates)


VIEWS: dict[str, Callable[[Sources], sa.FromClause]] = {
    "pay_cases": _pay_cases, "grievances": cpgram, "applications": _applications, "reports": _reports,
}  # fmt: skip
