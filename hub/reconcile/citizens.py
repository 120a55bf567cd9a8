"""Selects of the datasets about citizens' matters: ``citizen_cases`` and ``service_delivery``.

First form: cases are linked by exact numbers only. A Jan Darbar matter may name the RTPS or CPGRAM number of the same
matter; the group is that number, so that it does not depend on which of the two arrived first.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.reconcile.places import districts
from hub.reconcile.rules import rules
from hub.reconcile.sources import Sources

CASE_COLUMNS = (
    "door", "case_id", "reference_no", "case_group", "complainant_name", "district_lgd", "department_name", "matter",
    "received_on", "due_on", "case_status", "source_status", "closed_on", "final_closure_on", "related_reference_no",
    "related_door", "related_status", "related_status_on",
)  # fmt: skip
RTPS_DONE = ("D", "R")


def reference(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A number that a citizen holds, as it is compared: without outer blanks, in capitals; empty is null."""
    return sa.func.nullif(sa.func.upper(sa.func.btrim(column)), "", type_=sa.Text)


def citizen_cases(at: Sources) -> sa.Select[Any]:
    """One row a case and door; ``case_group`` joins the doors of one matter."""
    cases = sa.union_all(_rtps(at), _cpgram(at), _jandarbar(at)).cte("cases")
    doors = (
        sa.select(cases.c.case_group, sa.func.count(cases.c.door.distinct()).label("doors"))
        .group_by(cases.c.case_group)
        .cte("doors")
    )
    return sa.select(cases, doors.c.doors.label("doors_in_group")).join(doors, doors.c.case_group == cases.c.case_group)


def _case(**columns: Any) -> sa.Select[Any]:
    day = sa.Date()
    types: dict[str, sa.types.TypeEngine[Any]] = {
        "district_lgd": sa.BigInteger(), "received_on": day, "due_on": day, "closed_on": day, "final_closure_on": day,
        "related_status_on": day,
    }  # fmt: skip
    made: list[Any] = [sa.cast(columns.get(name), types.get(name, sa.Text())).label(name) for name in CASE_COLUMNS]
    return sa.select(*made)


def rtps_closed_on(applications: sa.FromClause) -> sa.ColumnElement[Any]:
    """The day on which an application was delivered or rejected; null while it is pending."""
    columns = applications.c
    done = sa.func.coalesce(columns.current_executed_at, columns.last_updated_at)
    return sa.case((columns.appl_status.in_(RTPS_DONE), sa.cast(done, sa.Date)))


def _rtps(at: Sources) -> sa.Select[Any]:
    rtps = at("rtps.applications")
    columns = rtps.c
    return _case(
        door=sa.literal("RTPS"),
        case_id=columns.appl_id,
        reference_no=columns.appl_ref_no,
        case_group=reference(columns.appl_ref_no),
        complainant_name=columns.applicant_name,
        district_lgd=columns.district_lgd,
        department_name=columns.department_name,
        matter=columns.base_service_id,
        received_on=columns.submitted_at,
        due_on=columns.due_on,
        case_status=sa.case((columns.appl_status.in_(RTPS_DONE), "CLOSED"), else_="PENDING"),
        source_status=columns.appl_status,
        closed_on=rtps_closed_on(rtps),
    ).select_from(rtps)


def cpgram(at: Sources) -> sa.Subquery:
    """CPGRAM's grievances with the final closure list: ``final_on`` where the list says that the case is closed."""
    grievances, closures = at("cpgram.grievances"), at("cpgram.closures")
    final_on = sa.case((closures.c.current_status == "Case closed", closures.c.closed_on))
    closed_on = sa.func.coalesce(sa.cast(grievances.c.closed_at, sa.Date), final_on)
    return (
        sa.select(
            grievances,
            closures.c.current_status,
            final_on.label("final_on"),
            closed_on.label("closed_on"),
            sa.case((closed_on.is_not(None), "CLOSED"), else_="PENDING").label("case_status"),
        )
        .outerjoin(closures, closures.c.registration_no == grievances.c.registration_no)
        .subquery("cpgram")
    )


def _cpgram(at: Sources) -> sa.Select[Any]:
    cases = cpgram(at)
    columns = cases.c
    received = sa.cast(columns.received_at, sa.Date)
    return _case(
        door=sa.literal("CPGRAM"),
        case_id=columns.registration_no,
        reference_no=columns.registration_no,
        case_group=reference(columns.registration_no),
        complainant_name=columns.complainant_name,
        district_lgd=columns.district_lgd,
        department_name=columns.org_code,
        matter=columns.category_code,
        received_on=received,
        due_on=received + rules()["cpgram_grievance"].limit_days,
        case_status=columns.case_status,
        source_status=sa.func.coalesce(
            columns.current_status, sa.case((columns.closed_on.is_not(None), "Case closed"), else_="Grievance received")
        ),
        closed_on=columns.closed_on,
        final_closure_on=columns.final_on,
    ).select_from(cases)


def other_doors(at: Sources) -> sa.Subquery:
    """RTPS and CPGRAM cases by the number a citizen may quote: ``number``, ``door``, ``status``, ``closed_on``,
    ``is_delivered``. A number that several applications share stands for the newest of them."""
    rtps, grievances = at("rtps.applications"), cpgram(at)
    number = reference(rtps.c.appl_ref_no)
    newest = (
        sa.select(
            number.label("number"),
            sa.literal("RTPS").label("door"),
            rtps.c.appl_status.label("status"),
            rtps_closed_on(rtps).label("closed_on"),
        )
        .ext(distinct_on(number))
        .order_by(number, rtps.c.last_updated_at.desc(), rtps.c.appl_id.desc())
    )
    central = sa.select(
        reference(grievances.c.registration_no),
        sa.literal("CPGRAM"),
        sa.func.coalesce(grievances.c.current_status, grievances.c.case_status),
        grievances.c.closed_on,
    )
    return sa.union_all(newest, central).subquery("other_door")


def _jandarbar(at: Sources) -> sa.Select[Any]:
    matters, other = at("jandarbar.grievances"), other_doors(at)
    columns = matters.c
    related = reference(columns.related_reference_no)
    return _case(
        door=sa.literal("JANDARBAR"),
        case_id=columns.unique_no,
        reference_no=columns.unique_no,
        case_group=sa.func.coalesce(related, reference(columns.unique_no)),
        complainant_name=columns.complainant_name,
        district_lgd=columns.district_lgd,
        department_name=columns.department_name,
        matter=columns.category,
        received_on=columns.registered_on,
        case_status=sa.case((columns.grievance_status == "DISPOSED", "CLOSED"), else_="PENDING"),
        source_status=columns.grievance_status,
        closed_on=columns.disposed_on,
        related_reference_no=related,
        related_door=other.c.door,
        related_status=other.c.status,
        related_status_on=other.c.closed_on,
    ).select_from(matters.outerjoin(other, other.c.number == related))


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
