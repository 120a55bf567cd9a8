"""Grievances at CPGRAM and in the Jan Darbar, with who holds each and the report that is due."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.reports.lists.model import PAY_AGES, At, List, Measure, Timed, ages, bucket, waiting

_AGES = PAY_AGES


def _cpgram(at: At) -> sa.Select[Any]:
    """The action-taken report is what disposes of a grievance: it is due while the grievance is pending, by the same
    day."""
    timed = Timed(at, "cpgram_grievance")
    c = timed.c
    return sa.select(
        c.registration_no.label("matter_no"), sa.literal("CPGRAM").label("door"), c.district_lgd,
        sa.cast(sa.null(), sa.Text).label("department"), c.org_code, c.user_code.label("holder"),
        sa.cast(c.category_code, sa.Text).label("category"), sa.cast(sa.null(), sa.Text).label("matter_status"),
        *_common(at, timed), timed.is_pending.label("is_report_due"), timed.due_on.label("report_due_on"),
        timed.is_over.label("is_report_over"),
    ).select_from(timed.joined)  # fmt: skip


def _darbar(at: At) -> sa.Select[Any]:
    timed, report = Timed(at, "jandarbar"), Timed(at, "jandarbar_report")
    c = timed.c
    number = report.c.unique_no
    # The report of a matter is due from the Darbar on which it was heard.
    owes = sa.and_(report.is_pending, report.started_on <= at.day)
    reports = (
        sa.select(
            number.label("number"), sa.func.coalesce(owes, sa.false()).label("is_due"), report.due_on.label("due_on"),
            sa.func.coalesce(sa.and_(owes, report.is_over), sa.false()).label("is_over"),
        )
        .select_from(report.joined)
        .subquery("report_due")
    )  # fmt: skip
    return sa.select(
        c.unique_no.label("matter_no"), sa.literal("JANDARBAR").label("door"), c.district_lgd,
        c.department_name.label("department"), sa.cast(sa.null(), sa.Text).label("org_code"),
        c.department_name.label("holder"), c.category, c.grievance_status.label("matter_status"),
        *_common(at, timed), reports.c.is_due, reports.c.due_on, reports.c.is_over,
    ).select_from(timed.joined.join(reports, reports.c.number == c.unique_no))  # fmt: skip


def _common(at: At, timed: Timed) -> list[sa.ColumnElement[Any]]:
    return [
        timed.started_on.label("received_on"), timed.due_on.label("due_on"), timed.stopped_on.label("closed_on"),
        timed.age.label("age_days"), bucket(timed.age, _AGES).label("age_from"),
        timed.days_late.label("days_late"), *timed.states(at),
    ]  # fmt: skip


def _both(at: At) -> sa.Select[Any]:
    return sa.select(sa.union_all(_cpgram(at), _darbar(at)).subquery("grievance"))


GRIEVANCES = List(
    name="grievances",
    datasets=("cpgram.grievances", "cpgram.closures", "jandarbar.grievances"),
    rules=("cpgram_grievance", "jandarbar", "jandarbar_report"),
    select=_both,
    key="matter_no",
    shown=("matter_no", "door", "age_days", "holder", "org_code", "department", "district_lgd", "matter_status",
           "received_on", "due_on", "days_late", "report_due_on", "closed_on"),
    order=("-is_pending", "-age_days"),
    measures={
        **waiting(),
        **ages("age", "age_from", _AGES, is_pending=True),
        "report_due": Measure({"is_report_due": True}),
        "report_over": Measure({"is_report_over": True}),
    },
)  # fmt: skip
