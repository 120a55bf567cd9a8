"""Selects of the datasets about citizens' matters: ``citizen_matters`` and ``service_delivery``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.reconcile.cases import (
    RTPS_DONE,
    cases,
    central_status,
    cpgram,
    named_number,
    reference,
    rtps_closed_on,
)
from hub.reconcile.doors import Door, doors
from hub.reconcile.places import districts
from hub.reconcile.sources import Sources


def citizen_matters(at: Sources) -> sa.Select[Any]:
    """One row a case and door, with its matter and the doors at which that stands."""
    told = cases(at)
    doors = (
        sa.select(
            told.c.matter_id,
            sa.func.string_agg(told.c.door.distinct(), ", ").label("doors"),
            sa.func.count(told.c.door.distinct()).label("doors_in_matter"),
            sa.func.count().label("cases_in_matter"),
        )
        .group_by(told.c.matter_id)
        .cte("doors")
    )
    counted = (doors.c.doors, doors.c.doors_in_matter, doors.c.cases_in_matter)
    return sa.select(told, *counted).join(doors, doors.c.matter_id == told.c.matter_id)


def complaints(at: Sources) -> sa.Table:
    """The complaints at CPGRAM and the declared doors, with their words and the application that they name."""
    both = _complaints(at)
    return at.kept("complaint", sa.select(both, sa.func.lower(both.c.text, type_=sa.Text).label("lower_text")))


def _complaints(at: Sources) -> sa.Subquery:
    central = cpgram(at)
    at_centre = sa.select(
        sa.literal("CPGRAM").label("door"),
        central.c.registration_no.label("record"),
        central_status(central).label("status"),
        (central.c.case_status == "CLOSED").label("is_closed"),
        sa.cast(sa.null(), sa.Text).label("category"),
        central.c.subject.label("text"),
        sa.cast(sa.null(), sa.Text).label("related_reference_no"),
        named_number(central.c.subject, "application").label("application_no"),
        central.c.closure_reason,
        central.c.closure_remark,
        central.c.district_lgd,
        central.c.org_code.label("office"),
        sa.cast(sa.null(), sa.Text).label("department"),
    )
    declared = (_declared(at, name, door) for name, door in doors().items())
    return sa.union_all(at_centre, *declared).subquery("complaint")


def _declared(at: Sources, name: str, door: Door) -> sa.Select[Any]:
    rows = at(door.dataset)
    related, text = reference(door.value(rows, "related")), door.value(rows, "text")
    return sa.select(
        sa.literal(name),
        rows.c[door.case_id],
        door.value(rows, "status"),
        door.is_closed(rows),
        door.value(rows, "category"),
        text,
        related,
        sa.func.coalesce(named_number(related, "application"), named_number(text, "application")),
        sa.null(),
        sa.null(),
        door.value(rows, "district_lgd"),
        door.value(rows, "office"),
        door.value(rows, "department_name"),
    )


def service_delivery(at: Sources) -> sa.Select[Any]:
    """One row a service and district: received, delivered, rejected, pending in and beyond time."""
    applications, services, places = at("rtps.applications"), at("rtps.services"), districts()
    columns = applications.c
    delivered = columns.appl_status == "D"
    pending = columns.appl_status.not_in(RTPS_DONE)
    late = sa.func.coalesce(columns.due_on < sa.literal(at.business_date, sa.Date), sa.false())
    in_time = sa.func.coalesce(rtps_closed_on(applications) <= columns.due_on, sa.true())

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count().filter(condition)

    counts = (
        sa.select(
            columns.base_service_id.label("service_id"),
            columns.district_lgd,
            sa.func.count().label("received"),
            count(delivered).label("delivered"),
            count(sa.and_(delivered, in_time)).label("delivered_in_time"),
            count(columns.appl_status == "R").label("rejected"),
            count(sa.and_(pending, sa.not_(late))).label("pending_in_time"),
            count(sa.and_(pending, late)).label("pending_beyond_time"),
        )
        .group_by(columns.base_service_id, columns.district_lgd)
        .subquery("counts")
    )
    return (
        sa.select(
            counts,
            services.c.service_name,
            services.c.service_name_hi,
            services.c.department_name,
            services.c.time_limit_days,
            services.c.day_kind,
            places.c.name_en.label("district_name"),
            places.c.name_hi.label("district_name_hi"),
        )
        .outerjoin(services, services.c.service_id == counts.c.service_id)
        .outerjoin(places, places.c.district_lgd == counts.c.district_lgd)
    )
