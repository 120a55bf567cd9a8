"""Applications for services, and the appeals against what became of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.reports.lists.model import PERIOD, At, List, Measure, Timed, waiting


def _applications(at: At) -> sa.Select[Any]:
    """Pending ones, and those received or disposed of in the period. In time is counted by the day that RTPS itself
    gives, as the portal's own figures are; without such a day an application is not late."""
    timed, services = Timed(at, "rtps_service"), at.sources()("rtps.services")
    c = timed.c
    days = sa.cast(timed.stopped_on - timed.started_on, sa.Integer)
    received, disposed = at.within(timed.started_on, PERIOD), at.within(timed.stopped_on, PERIOD)
    is_late = sa.func.coalesce(sa.func.coalesce(timed.stopped_on, at.today) > c.due_on, sa.false())
    joined = timed.rows.outerjoin(services, services.c.service_id == c.base_service_id)
    return (
        sa.select(
            c.appl_id, c.appl_ref_no, c.base_service_id.label("service_id"),
            sa.func.coalesce(services.c.service_name, c.base_service_id).label("service_name_en"),
            sa.func.coalesce(services.c.service_name_hi, c.base_service_id).label("service_name_hi"),
            c.department_name.label("department"), c.submission_location.label("office_name"), c.district_lgd,
            timed.started_on.label("received_on"), c.due_on, timed.stopped_on.label("closed_on"), c.appl_status,
            c.current_task.label("holder"), days.label("days_taken"), timed.is_pending.label("is_pending"),
            received.label("is_received"), disposed.label("is_disposed"), is_late.label("is_late"),
        )
        .select_from(joined)
        .where(sa.or_(timed.is_pending, received, disposed))
    )  # fmt: skip


APPLICATIONS = List(
    name="applications",
    datasets=("rtps.applications", "rtps.services"),
    rules=("rtps_service",),
    select=_applications,
    key="appl_id",
    shown=("appl_ref_no", "appl_id", "service_id", "office_name", "holder", "appl_status", "received_on", "due_on",
           "closed_on", "days_taken", "department", "district_lgd"),
    order=("-is_pending", "due_on"),
    measures={
        "received": Measure({"is_received": True}),
        "disposed": Measure({"is_disposed": True}),
        "in_time": Measure({"is_disposed": True, "is_late": False}),
        "beyond_time": Measure({"is_disposed": True, "is_late": True}),
        "share_in_time": Measure({"is_disposed": True, "is_late": False}, of="disposed"),
        "pending": Measure({"is_pending": True}),
        "pending_beyond": Measure({"is_pending": True, "is_late": True}),
        "share_beyond": Measure({"is_pending": True, "is_late": True}, of="pending"),
        "median_days": Measure({"is_disposed": True}, median="days_taken"),
    },
)  # fmt: skip


def _appeals(at: At) -> sa.Select[Any]:
    timed, services = Timed(at, "rtps_appeal"), at.sources()("rtps.services")
    c = timed.c
    joined = timed.joined.outerjoin(services, services.c.service_id == c.service_id)
    decided, filed = at.within(timed.stopped_on, PERIOD), at.within(timed.started_on, PERIOD)
    return (
        sa.select(
            c.appeal_no, c.application_id, c.service_id,
            sa.func.coalesce(services.c.service_name, c.service_id).label("service_name_en"),
            sa.func.coalesce(services.c.service_name_hi, c.service_id).label("service_name_hi"),
            services.c.department_name.label("department"), c.office_name, c.district_lgd, c.appeal_level, c.ground,
            c.authority, c.filed_on, timed.due_on.label("due_on"), c.hearing_on, c.decided_on, c.outcome,
            sa.cast(c.penalty_amount, sa.Float).label("penalty_amount"), timed.days_late.label("days_late"),
            timed.age.label("age_days"),
            *timed.states(at), filed.label("is_filed"),
            decided.label("is_decided"), (sa.func.coalesce(c.penalty_amount, 0) > 0).label("is_penalised"),
        )
        .select_from(joined)
        .where(sa.or_(timed.is_pending, decided, filed))
    )  # fmt: skip


APPEALS = List(
    name="appeals",
    datasets=("rtpsappeal.appeals", "rtps.services"),
    rules=("rtps_appeal",),
    select=_appeals,
    key="appeal_no",
    shown=("appeal_no", "application_id", "service_id", "appeal_level", "ground", "office_name", "authority",
           "filed_on", "due_on", "days_late", "hearing_on", "decided_on", "outcome", "penalty_amount", "district_lgd"),
    order=("-is_pending", "-age_days"),
    measures={
        **waiting(),
        "filed": Measure({"is_filed": True}),
        "decided": Measure({"is_decided": True}),
        "service_ordered": Measure({"is_decided": True, "outcome": "SERVICE_ORDERED"}),
        "already_served": Measure({"is_decided": True, "outcome": "ALREADY_SERVED"}),
        "dismissed": Measure({"is_decided": True, "outcome": "DISMISSED"}),
        "penalised": Measure({"is_decided": True, "is_penalised": True}),
        "median_days": Measure({"is_decided": True}, median="age_days"),
    },
)  # fmt: skip
