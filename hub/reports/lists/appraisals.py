"""Appraisal reports of all years that are not closed, against the dates of their stages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.reports.lists.model import LATE_AGES, At, List, Measure, Timed, ages, bucket


def _pars(at: At) -> sa.Select[Any]:
    timed = Timed(at, "par_stage")
    c = timed.c
    return (
        sa.select(
            c.apar_id, c.employee_code.label("employee_id"), c.financial_year, c.workflow_stage, c.stage_since,
            c.holder, c.service, c.service_group, c.employee_group, c.department_name.label("department"),
            c.office_name, c.district_lgd, timed.due_on.label("due_on"), timed.days_late.label("days_late"),
            bucket(timed.days_late, LATE_AGES).label("late_from"), timed.is_over.label("is_over"),
        )
        .select_from(timed.joined)
        .where(timed.is_pending)
    )  # fmt: skip


PARS = List(
    name="pars",
    datasets=("sparrow.pars", "hrms.employees"),
    rules=("par_stage",),
    select=_pars,
    key="apar_id",
    shown=("apar_id", "employee_id", "financial_year", "workflow_stage", "stage_since", "holder", "due_on",
           "days_late", "service", "employee_group", "department", "office_name", "district_lgd"),
    order=("-days_late",),
    measures={
        "pending": Measure(),
        "over_date": Measure({"is_over": True}),
        "share_over_date": Measure({"is_over": True}, of="pending"),
        **ages("late", "late_from", LATE_AGES),
    },
)  # fmt: skip
