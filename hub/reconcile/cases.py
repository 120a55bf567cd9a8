"""The cases of citizens at every door, with the matter to which each belongs: worked out once a run.

Cases of one entity (``hub.entities``, kind ``matter``) are one matter. A case that no entity knows goes by the numbers
that it names: an application number, else the grievance's, so that it does not depend on which came first.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from hub.calendar.rules import rules
from hub.entities import members
from hub.reconcile.doors import Door, doors
from hub.reconcile.sources import Sources

RECORDS = {"RTPS": "rtps.applications", "CPGRAM": "cpgram.grievances"} | {
    name: door.dataset for name, door in doors().items()
}
"""The doors in order, and the dataset of each one's cases."""
DOORS = tuple(RECORDS)
RTPS_DONE = ("D", "R")
NUMBERS = {
    "application": r"\m[A-Z]{5}/20[0-9]{2}/[0-9]{4,9}\M",
    "grievance": r"\m[A-Z0-9]{4,6}/[A-Z]/20[0-9]{2}/[0-9]{7}\M",
    "pay_case": r"\mPC/20[0-9]{2}/[0-9]{6,8}\M",
}
"""How the numbers that people quote are written (docs/reference/reconcile.md)."""
_COLUMNS = (
    "door", "case_id", "reference_no", "number", "complainant_name", "district_lgd", "department_name", "matter",
    "received_on", "due_on", "case_status", "source_status", "closed_on", "final_closure_on", "related_reference_no",
    "related_door", "related_status", "related_status_on",
)  # fmt: skip
_DAYS = ("received_on", "due_on", "closed_on", "final_closure_on", "related_status_on")


def reference(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A number that a citizen holds, as it is compared: without outer blanks, in capitals; empty is null."""
    return sa.func.nullif(sa.func.upper(sa.func.btrim(column)), "", type_=sa.Text)


def named_number(column: sa.ColumnElement[Any], kind: str) -> sa.ColumnElement[str]:
    """The first number of a ``kind`` of ``NUMBERS`` that a text names, in either script's digits; else null."""
    latin = sa.func.translate(sa.func.upper(column), "०१२३४५६७८९", "0123456789")
    return sa.func.substring(latin, NUMBERS[kind], type_=sa.Text)


def settled_stage(pay_case: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a pay case no longer waits: its stage counts as settled, or a day of settlement stands."""
    return rules()["pay_case"].is_stopped(pay_case)


def cases(at: Sources) -> sa.Table:
    """One row a case and door: ``_COLUMNS``, its entity as a matter (``matter_id``) and as a citizen."""
    return at.kept("case", _cases(at))


def _cases(at: Sources) -> sa.Select[Any]:
    declared = (_declared(at, name) for name in doors())
    told = sa.union_all(_rtps(at), _cpgram(at), *declared).subquery("told")
    record = sa.func.concat(sa.case(RECORDS, value=told.c.door), "|", told.c.case_id)
    matter, citizen = (members(at.entities_until).subquery(f"in_{kind}") for kind in ("matter", "citizen"))
    joined: sa.FromClause = told
    for member, kind in ((matter, "matter"), (citizen, "citizen")):
        joined = joined.outerjoin(member, sa.and_(member.c.kind == kind, member.c.record_id == record))
    matter_id = sa.func.coalesce(matter.c.entity_id, told.c.number)
    return sa.select(told, matter_id.label("matter_id"), citizen.c.entity_id.label("citizen_id")).select_from(joined)


def _case(**columns: Any) -> sa.Select[Any]:
    types: dict[str, sa.types.TypeEngine[Any]] = {"district_lgd": sa.BigInteger()} | dict.fromkeys(_DAYS, sa.Date())
    made: list[Any] = [sa.cast(columns.get(name), types.get(name, sa.Text())).label(name) for name in _COLUMNS]
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
        number=reference(columns.appl_ref_no),
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


def cpgram(at: Sources) -> sa.Table:
    """CPGRAM's grievances with the final closure list (``final_on`` where that says that the case is closed) and
    ``number``: the application that the grievance names, else its own."""
    grievances, closures = at("cpgram.grievances"), at("cpgram.closures")
    final_on = sa.case((closures.c.current_status == "Case closed", closures.c.closed_on))
    closed_on = sa.func.coalesce(sa.cast(grievances.c.closed_at, sa.Date), final_on)
    named = named_number(grievances.c.subject, "application")
    query = sa.select(
        grievances,
        closures.c.current_status,
        closures.c.reason.label("closure_reason"),
        closures.c.remark.label("closure_remark"),
        final_on.label("final_on"),
        closed_on.label("closed_on"),
        sa.case((closed_on.is_not(None), "CLOSED"), else_="PENDING").label("case_status"),
        sa.func.coalesce(named, reference(grievances.c.registration_no)).label("number"),
    ).outerjoin(closures, closures.c.registration_no == grievances.c.registration_no)
    return at.kept("cpgram", query)


def central_status(cases: sa.FromClause) -> sa.ColumnElement[Any]:
    """The central portal's own word for where a grievance stands."""
    settled = sa.case((cases.c.closed_on.is_not(None), "Case closed"), else_="Grievance received")
    return sa.func.coalesce(cases.c.current_status, settled)


def _cpgram(at: Sources) -> sa.Select[Any]:
    told = cpgram(at)
    columns = told.c
    received = sa.cast(columns.received_at, sa.Date)
    return _case(
        door=sa.literal("CPGRAM"),
        case_id=columns.registration_no,
        reference_no=columns.registration_no,
        number=columns.number,
        complainant_name=columns.complainant_name,
        district_lgd=columns.district_lgd,
        department_name=columns.org_code,
        matter=columns.category_code,
        received_on=received,
        due_on=received + rules()["cpgram_grievance"].limit_of(told),
        case_status=columns.case_status,
        source_status=central_status(told),
        closed_on=columns.closed_on,
        final_closure_on=columns.final_on,
    ).select_from(told)


def other_doors(at: Sources, before: str) -> sa.Subquery:
    """Cases at the doors that stand before a declared one, by the number a citizen may quote: ``own_number``, ``door``,
    ``status``, ``closed_on``, and ``number``, that of the matter. A number that several applications share stands for
    the newest of them."""
    rtps, grievances = at("rtps.applications"), cpgram(at)
    own = reference(rtps.c.appl_ref_no)
    newest = (
        sa.select(
            own.label("own_number"),
            sa.literal("RTPS").label("door"),
            rtps.c.appl_status.label("status"),
            rtps_closed_on(rtps).label("closed_on"),
            own.label("number"),
        )
        .ext(distinct_on(own))
        .order_by(own, rtps.c.last_updated_at.desc(), rtps.c.appl_id.desc())
    )
    central = sa.select(
        reference(grievances.c.registration_no),
        sa.literal("CPGRAM"),
        sa.func.coalesce(grievances.c.current_status, grievances.c.case_status),
        grievances.c.closed_on,
        grievances.c.number,
    )
    names = list(doors())
    earlier = [
        sa.select(
            reference(door.value(rows, "reference_no")),
            sa.literal(name),
            door.value(rows, "status"),
            _ended_on(door, rows),
            sa.func.coalesce(*_quoted(door, rows), reference(door.value(rows, "reference_no"))),
        )
        for name, door, rows in ((name, doors()[name], at(RECORDS[name])) for name in names[: names.index(before)])
    ]
    return sa.union_all(newest, central, *earlier).subquery("other_door")


def _quoted(door: Door, rows: sa.FromClause) -> tuple[sa.ColumnElement[str], ...]:
    """The numbers by which a case of a declared door may name its matter, the surest first."""
    text = door.value(rows, "text")
    named = (named_number(text, "application"), named_number(text, "grievance"))
    return reference(door.value(rows, "related")), *named


def _ended_on(door: Door, rows: sa.FromClause) -> sa.ColumnElement[Any]:
    return sa.case((door.is_closed(rows), door.value(rows, "closed_on")))


def _declared(at: Sources, name: str) -> sa.Select[Any]:
    door = doors()[name]
    rows, other = at(door.dataset), other_doors(at, name)
    related = reference(door.value(rows, "related"))
    return _case(
        door=sa.literal(name),
        case_id=rows.c[door.case_id],
        reference_no=door.value(rows, "reference_no"),
        number=sa.func.coalesce(other.c.number, *_quoted(door, rows), reference(door.value(rows, "reference_no"))),
        complainant_name=door.value(rows, "complainant_name"),
        district_lgd=door.value(rows, "district_lgd"),
        department_name=door.value(rows, "department_name"),
        matter=door.value(rows, "category"),
        received_on=door.value(rows, "received_on"),
        case_status=sa.case((door.is_closed(rows), "CLOSED"), else_="PENDING"),
        source_status=door.value(rows, "status"),
        closed_on=_ended_on(door, rows),
        related_reference_no=related,
        related_door=other.c.door,
        related_status=other.c.status,
        related_status_on=other.c.closed_on,
    ).select_from(rows.outerjoin(other, other.c.own_number == related))
