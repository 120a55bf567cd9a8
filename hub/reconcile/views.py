"""What the rules of agreement speak of: views in which the records of two systems that belong together stand in one
row. Each view names its columns here, and the docs describe them; a rule can use no other.

A record that waits in quarantine is neither missing nor unknown: ``…_waits`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.dialects.postgresql import distinct_on

from hub.reconcile import citizens
from hub.reconcile.cases import DOORS, cases, named_number, settled_stage
from hub.reconcile.sources import Sources, waits
from hub.store.tables import quarantine

COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "reports": (
        "apar_id", "employee_code", "officer_name", "department_name", "workflow_stage", "roster_id", "roster_name_en",
        "roster_name_hi", "roster_department_name", "employee_status", "roster_waits", "district_lgd", "office",
        "department",
    ),
    "payroll": (
        "employee_id", "pay_month", "pay_level", "roster_id", "roster_pay_level", "roster_changed_month",
        "employee_status", "retires_month", "roster_waits", "district_lgd", "office", "department",
    ),
    "roster": (
        "employee_id", "employee_status", "joined_month", "newest_month", "paid_month", "payroll_waits",
        "district_lgd", "office", "department",
    ),
    "pay_cases": (
        "case_id", "employee_id", "stage", "is_settled", "was_settled_on", "roster_id", "case_district",
        "roster_district", "roster_waits", "district_lgd", "office", "department",
    ),
    "matters": (
        "first_door", "first_system", "first_record", "first_status", "first_is_closed", "first_district",
        "second_door", "second_record", "second_status", "second_is_closed", "second_district",
        "district_lgd", "office", "department",
    ),
    "complaints": (
        "door", "system", "record", "status", "is_closed", "category", "text", "service_id", "service_name",
        "closure_remark", "closure_reason", "pay_case_id", "pay_case_stage", "pay_case_is_settled", "district_lgd",
        "office", "department",
    ),
}  # fmt: skip
_DECLARED: dict[str, Mapping[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("views.yaml").read_text(encoding="utf-8")
)
COLUMNS_OF |= {name: tuple(entry["columns"]) for name, entry in _DECLARED.items()}
PERSONAL = frozenset({"officer_name", "roster_name_en", "roster_name_hi", "text", "closure_remark"})
"""Columns whose values are compared and never shown."""


class Views:
    """The views over the store as it was known on a date; each is worked out once a run."""

    def __init__(self, at: Sources) -> None:
        self.at = at
        self._made: dict[str, sa.FromClause] = {}

    def __call__(self, name: str) -> sa.FromClause:
        """The view ``name`` of ``COLUMNS_OF``."""
        if name not in self._made:
            self._made[name] = self.at.kept(f"view_{name}", _VIEWS[name](self.at))
        return self._made[name]


def _waits(at: Sources, dataset: str, key: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a record of ``dataset`` with this key waits in quarantine, received on the date or before."""
    return sa.exists().where(waits(at, dataset), quarantine.c.key == key)


def _month(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.func.to_char(column, "YYYY-MM", type_=sa.Text)


def _reports(at: Sources) -> sa.Select[Any]:
    pars, roster = at("sparrow.pars"), at("hrms.employees")
    return sa.select(
        pars.c.apar_id, pars.c.employee_code, pars.c.officer_name, pars.c.department_name, pars.c.workflow_stage,
        roster.c.employee_id.label("roster_id"), roster.c.name_en.label("roster_name_en"),
        roster.c.name_hi.label("roster_name_hi"), roster.c.department_name.label("roster_department_name"),
        roster.c.employee_status, _waits(at, "hrms.employees", pars.c.employee_code).label("roster_waits"),
        roster.c.district_lgd, roster.c.office_name.label("office"),
        sa.func.coalesce(roster.c.department_name, pars.c.department_name).label("department"),
    ).outerjoin(roster, roster.c.employee_id == pars.c.employee_code)  # fmt: skip


def _newest_pay(at: Sources) -> sa.Subquery:
    payroll = at("hrms.payroll")
    return (
        sa.select(payroll)
        .ext(distinct_on(payroll.c.employee_id))
        .order_by(payroll.c.employee_id, payroll.c.pay_month.desc())
        .subquery("newest_pay")
    )


def _payroll(at: Sources) -> sa.Select[Any]:
    paid, roster = _newest_pay(at), at("hrms.employees")
    return sa.select(
        paid.c.employee_id, paid.c.pay_month, paid.c.pay_level, roster.c.employee_id.label("roster_id"),
        roster.c.pay_level.label("roster_pay_level"), _month(roster.c.modified_at).label("roster_changed_month"),
        roster.c.employee_status, _month(roster.c.retires_on).label("retires_month"),
        _waits(at, "hrms.employees", paid.c.employee_id).label("roster_waits"), roster.c.district_lgd,
        sa.func.coalesce(roster.c.office_name, paid.c.ddo_code, type_=sa.Text).label("office"),
        roster.c.department_name.label("department"),
    ).outerjoin(roster, roster.c.employee_id == paid.c.employee_id)  # fmt: skip


def _roster(at: Sources) -> sa.Select[Any]:
    paid, roster, payroll = _newest_pay(at), at("hrms.employees"), at("hrms.payroll")
    newest = sa.select(sa.func.max(payroll.c.pay_month)).scalar_subquery()
    key = sa.func.concat(roster.c.employee_id, "|", newest)
    return sa.select(
        roster.c.employee_id, roster.c.employee_status, _month(roster.c.joined_on).label("joined_month"),
        newest.label("newest_month"), sa.case((paid.c.pay_month == newest, paid.c.pay_month)).label("paid_month"),
        _waits(at, "hrms.payroll", key).label("payroll_waits"), roster.c.district_lgd,
        roster.c.office_name.label("office"), roster.c.department_name.label("department"),
    ).outerjoin(paid, paid.c.employee_id == roster.c.employee_id)  # fmt: skip


def _pay_cases(at: Sources) -> sa.Select[Any]:
    pending, roster = at("hrms.pay_cases"), at("hrms.employees")
    earlier = at.earlier("hrms.pay_cases")
    settled = (
        sa.select(earlier.c.case_id, sa.func.max(earlier.c.settled_on).label("was_settled_on"))
        .where(settled_stage(earlier))
        .group_by(earlier.c.case_id)
        .subquery("settled")
    )
    return (
        sa.select(
            pending.c.case_id, pending.c.employee_id, pending.c.stage, settled_stage(pending).label("is_settled"),
            settled.c.was_settled_on, roster.c.employee_id.label("roster_id"),
            pending.c.district_lgd.label("case_district"), roster.c.district_lgd.label("roster_district"),
            _waits(at, "hrms.employees", pending.c.employee_id).label("roster_waits"), pending.c.district_lgd,
            sa.func.coalesce(roster.c.office_name, pending.c.ddo_code).label("office"),
            roster.c.department_name.label("department"),
        )
        .outerjoin(roster, roster.c.employee_id == pending.c.employee_id)
        .outerjoin(settled, settled.c.case_id == pending.c.case_id)
    )  # fmt: skip


def _matters(at: Sources) -> sa.Select[Any]:
    """Two cases of one matter at two doors; the first door is the one that stands first in ``DOORS``."""
    first, second = cases(at).alias("first"), cases(at).alias("second")
    place = {door: number for number, door in enumerate(DOORS)}

    def order(side: sa.FromClause) -> sa.ColumnElement[int]:
        return sa.case(place, value=side.c.door)

    return sa.select(
        first.c.door.label("first_door"), sa.func.lower(first.c.door, type_=sa.Text).label("first_system"),
        first.c.case_id.label("first_record"),
        first.c.source_status.label("first_status"), (first.c.case_status == "CLOSED").label("first_is_closed"),
        first.c.district_lgd.label("first_district"), second.c.door.label("second_door"),
        second.c.case_id.label("second_record"), second.c.source_status.label("second_status"),
        (second.c.case_status == "CLOSED").label("second_is_closed"),
        second.c.district_lgd.label("second_district"), second.c.district_lgd,
        second.c.department_name.label("office"), second.c.department_name.label("department"),
    ).join(second, sa.and_(second.c.matter_id == first.c.matter_id, order(first) < order(second)))  # fmt: skip


def _complaints(at: Sources) -> sa.Select[Any]:
    """The complaints at CPGRAM and in the Jan Darbar, with the service and the pay case that they name."""
    told, pay, services = citizens.complaints(at), at("hrms.pay_cases"), at("rtps.services")
    applications = at("rtps.applications")
    about = sa.func.coalesce(
        named_number(told.c.text, "pay_case"), named_number(told.c.related_reference_no, "pay_case")
    )
    names = (services.c.service_name, services.c.service_name_hi)
    words = at.kept(
        "service_words",
        sa.select(
            services.c.service_id,
            *(sa.func.lower(name, type_=sa.Text).label(f"name_{n}") for n, name in enumerate(names)),
        ),
    )
    by_name = (
        sa.select(words.c.service_id)
        .where(sa.or_(*(sa.func.strpos(told.c.lower_text, words.c[name]) > 0 for name in ("name_0", "name_1"))))
        .order_by(sa.func.length(words.c.name_0).desc(), words.c.service_id)
        .limit(1)
        .correlate(told)
        .scalar_subquery()
    )
    by_number = (
        sa.select(applications.c.appl_ref_no, sa.func.min(applications.c.base_service_id).label("service_id"))
        .group_by(applications.c.appl_ref_no)
        .subquery("by_number")
    )
    service_id = sa.func.coalesce(by_number.c.service_id, by_name).label("service_id")
    found = at.kept(
        "complaint_about",
        sa.select(told, about.label("pay_case_id"), service_id).outerjoin(
            by_number, by_number.c.appl_ref_no == told.c.application_no
        ),
    )
    return (
        sa.select(
            found.c.door, sa.func.lower(found.c.door, type_=sa.Text).label("system"), found.c.record, found.c.status,
            found.c.is_closed, found.c.category, found.c.text,
            found.c.service_id, services.c.service_name, found.c.closure_remark, found.c.closure_reason,
            pay.c.case_id.label("pay_case_id"), pay.c.stage.label("pay_case_stage"),
            settled_stage(pay).label("pay_case_is_settled"), found.c.district_lgd, found.c.office,
            found.c.department,
        )
        .outerjoin(services, services.c.service_id == found.c.service_id)
        .outerjoin(pay, pay.c.case_id == found.c.pay_case_id)
    )  # fmt: skip


def declared(name: str, at: Sources) -> sa.Select[Any]:
    """A view of ``views.yaml``."""
    entry = _DECLARED[name]
    rows = at(entry["dataset"])
    joined: sa.FromClause = rows
    sides = {"": rows}
    for prefix, other in entry.get("join", {}).items():
        side = sides[prefix] = at(other["dataset"])
        joined = joined.outerjoin(side, sa.and_(*(side.c[own] == rows.c[field] for own, field in other["by"].items())))
    places = {label: path.rpartition(".") for label, path in entry["columns"].items()}
    columns = (sides[prefix].c[field].label(label) for label, (prefix, _, field) in places.items())
    return sa.select(*columns).select_from(joined)


_VIEWS: dict[str, Callable[[Sources], sa.Select[Any]]] = {
    "reports": _reports, "payroll": _payroll, "roster": _roster, "pay_cases": _pay_cases, "matters": _matters,
    "complaints": _complaints, **{name: partial(declared, name) for name in _DECLARED},
}  # fmt: skip
