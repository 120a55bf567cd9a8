"""Pay cases on the date, and those that were pending at the end of each of the last weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from hub.reports.lists.model import PAY_AGES, WEEK, WEEKS, At, List, Measure, Timed, ages, bucket, waiting
from hub.store.tables import batch

_CASE = ("employee_id", "ddo_code", "case_type", "stage", "stage_since", "opened_on")


def _cases(at: At) -> sa.Select[Any]:
    timed = Timed(at, "pay_case")
    c = timed.c
    return sa.select(
        c.case_id, *(c[name] for name in _CASE), c.department_name.label("department"), c.district_lgd, c.office_name,
        timed.due_on.label("due_on"), timed.stopped_on.label("settled_on"), timed.age.label("age_days"),
        bucket(timed.age, PAY_AGES).label("age_from"), *timed.states(at),
    ).select_from(timed.joined)  # fmt: skip


def _weeks(at: At) -> sa.Select[Any]:
    """What was pending at the end of each week, the newest on the date; weeks before the first batch are left out."""
    first = at.connection.scalar(
        sa.select(sa.func.min(batch.c.business_date)).where(
            batch.c.dataset == "hrms.pay_cases", batch.c.status.in_(("stored", "unchanged"))
        )
    )
    ends = [at.day - timedelta(days=WEEK * number) for number in range(WEEKS)]
    parts = []
    for day in [end for end in ends if first is None or end >= first] or ends[:1]:
        timed = Timed(at, "pay_case", day)
        c = timed.c
        parts.append(
            sa.select(
                sa.func.concat(c.case_id, "|", day.isoformat()).label("case_week"), c.case_id, c.employee_id,
                sa.literal(day, sa.Date).label("week_ends_on"), c.department_name.label("department"), c.district_lgd,
                c.ddo_code, c.stage, timed.age.label("age_days"), timed.is_over.label("is_over"),
            )
            .select_from(timed.joined)
            .where(timed.is_pending)
        )  # fmt: skip
    return sa.select(sa.union_all(*parts).subquery("week"))


PAY_CASES = List(
    name="pay_cases",
    datasets=("hrms.pay_cases", "hrms.employees"),
    rules=("pay_case",),
    select=_cases,
    key="case_id",
    shown=("case_id", "employee_id", "age_days", "case_type", "stage", "stage_since", "opened_on", "due_on",
           "settled_on", "ddo_code", "office_name", "department", "district_lgd"),
    order=("-is_pending", "-age_days"),
    measures={
        **waiting(),
        **ages("age", "age_from", PAY_AGES, is_pending=True),
    },
)  # fmt: skip

PAY_WEEKS = List(
    name="pay_weeks",
    datasets=("hrms.pay_cases", "hrms.employees"),
    rules=("pay_case",),
    select=_weeks,
    key="case_week",
    shown=("week_ends_on", "case_id", "employee_id", "age_days", "stage", "ddo_code", "department", "district_lgd"),
    order=("-week_ends_on", "-age_days"),
    measures={"pending": Measure(), "over_limit": Measure({"is_over": True})},
)
