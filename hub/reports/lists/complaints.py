"""Lok Shikayat: complaints against their working days, hearings with the attendance of public authorities, appeals."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.reports.lists.model import ABSENCES, LATE_AGES, PERIOD, WEEK, At, List, Measure, Timed, ages, bucket, waiting

_MONITORED = "DISPOSED_UNDER_MONITORING"


def _complaints(at: At) -> sa.Select[Any]:
    timed = Timed(at, "lokshikayat")
    c = timed.c
    is_monitored = sa.and_(c.is_encroachment, c.complaint_status == _MONITORED)
    is_removed = sa.and_(is_monitored, c.encroachment_removed_on.is_not(None))
    stands = sa.and_(is_monitored, c.encroachment_removed_on.is_(None))
    return (
        sa.select(
            c.complaint_no, c.filed_on, timed.due_on.label("due_on"), timed.age.label("age_days"),
            timed.days_late.label("days_late"), bucket(timed.days_late, LATE_AGES).label("late_from"),
            c.complaint_status, c.pgro_level, c.office_name, c.public_authority, c.department_name.label("department"),
            c.category, c.district_lgd, c.subdivision_name.label("subdivision"), c.next_hearing_on, c.decided_on,
            c.encroachment_case_no, c.encroachment_registered_on, c.encroachment_removed_on,
            *timed.states(at), is_monitored.label("is_monitored"),
            stands.label("is_standing"), is_removed.label("is_report_missing"),
        )
        .select_from(timed.joined)
        .where(sa.or_(timed.is_pending, is_monitored, at.within(timed.stopped_on, WEEK)))
    )  # fmt: skip


COMPLAINTS = List(
    name="complaints",
    datasets=("lokshikayat.complaints",),
    rules=("lokshikayat",),
    select=_complaints,
    key="complaint_no",
    shown=("complaint_no", "filed_on", "due_on", "days_late", "age_days", "complaint_status", "next_hearing_on",
           "public_authority", "office_name", "category", "encroachment_case_no", "encroachment_registered_on",
           "encroachment_removed_on", "decided_on", "department", "subdivision", "district_lgd"),
    order=("-days_late", "-age_days"),
    measures={
        **waiting(),
        **ages("late", "late_from", LATE_AGES, is_over=True),
        "monitored": Measure({"is_monitored": True}),
        "standing": Measure({"is_standing": True}),
        "report_missing": Measure({"is_report_missing": True}),
    },
)  # fmt: skip


def _hearings(at: At) -> sa.Select[Any]:
    """Hearings that were held in the time in which absences count as repeated."""
    c = at.sources()("lokshikayat.hearings").c
    is_told = sa.and_(c.hearing_status == "HELD", c.authority_attendance.is_not(None))
    is_absent = c.authority_attendance == "ABSENT"
    same = (c.district_lgd, c.subdivision_name, c.public_authority)
    absences = sa.func.sum(sa.case((is_absent, 1), else_=0)).over(partition_by=same)
    return sa.select(
        sa.func.concat(c.complaint_no, "|", c.hearing_no).label("hearing"), c.complaint_no, c.hearing_no, c.hearing_on,
        c.public_authority, c.department_name.label("department"), c.office_name, c.district_lgd,
        c.subdivision_name.label("subdivision"), c.authority_attendance, c.attendance_marked_on,
        at.within(c.hearing_on, WEEK).label("is_lately"), is_absent.label("is_absent"),
        (c.authority_attendance != "NOT_MARKED").label("is_marked"),
        sa.and_(is_absent, absences >= 2).label("is_repeated"),
    ).where(is_told, at.within(c.hearing_on, ABSENCES))  # fmt: skip


HEARINGS = List(
    name="hearings",
    datasets=("lokshikayat.hearings",),
    select=_hearings,
    key="hearing",
    shown=("hearing_on", "complaint_no", "hearing_no", "public_authority", "authority_attendance",
           "attendance_marked_on", "office_name", "department", "subdivision", "district_lgd"),
    order=("-hearing_on",),
    measures={
        "held": Measure({"is_lately": True}),
        "present": Measure({"is_lately": True, "authority_attendance": "PRESENT"}),
        "absent": Measure({"is_lately": True, "is_absent": True}),
        "not_marked": Measure({"is_lately": True, "is_marked": False}),
        "share_marked": Measure({"is_lately": True, "is_marked": True}, of="held"),
        "absences": Measure({"is_absent": True}),
        "repeated": Measure({"is_repeated": True}),
    },
)  # fmt: skip


def _appeals(at: At) -> sa.Select[Any]:
    """Pending ones, and those filed or decided in the period. An appeal names no department: its complaint does."""
    timed, complaints = Timed(at, "lokshikayat_appeal"), at.sources()("lokshikayat.complaints")
    c = timed.c
    joined = timed.joined.outerjoin(complaints, complaints.c.complaint_no == c.complaint_no)
    filed, decided = at.within(timed.started_on, PERIOD), at.within(timed.stopped_on, PERIOD)
    return (
        sa.select(
            c.appeal_no, c.complaint_no, c.appeal_level, c.first_appeal_no, c.ground, c.filed_on,
            c.appellate_authority.label("authority"), complaints.c.public_authority,
            complaints.c.department_name.label("department"), c.district_lgd, c.subdivision_name.label("subdivision"),
            timed.due_on.label("due_on"), timed.days_late.label("days_late"), timed.age.label("age_days"), c.decided_on,
            c.outcome, *timed.states(at), filed.label("is_filed"), decided.label("is_decided"),
        )
        .select_from(joined)
        .where(sa.or_(timed.is_pending, filed, decided))
    )  # fmt: skip


COMPLAINT_APPEALS = List(
    name="complaint_appeals",
    datasets=("lokshikayat.appeals", "lokshikayat.complaints"),
    rules=("lokshikayat_appeal",),
    select=_appeals,
    key="appeal_no",
    shown=("appeal_no", "complaint_no", "appeal_level", "first_appeal_no", "ground", "authority", "filed_on", "due_on",
           "days_late", "age_days", "decided_on", "outcome", "public_authority", "department", "subdivision",
           "district_lgd"),
    order=("-is_pending", "-age_days"),
    measures={
        **waiting(),
        "filed": Measure({"is_filed": True}),
        "decided": Measure({"is_decided": True}),
        "allowed": Measure({"is_decided": True, "outcome": "ALLOWED"}),
        "remanded": Measure({"is_decided": True, "outcome": "REMANDED"}),
        "dismissed": Measure({"is_decided": True, "outcome": "DISMISSED"}),
        "median_days": Measure({"is_decided": True}, median="age_days"),
    },
)  # fmt: skip
