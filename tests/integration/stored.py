"""Rows put straight into the store's tables, for tests of the rooms after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa

from hub.contracts import contract
from hub.database import engine
from hub.reconcile import Summary, run
from hub.store.schema import ensure_tables
from hub.store.tables import current, history

FIRST = date(2026, 11, 2)

DEFAULTS: dict[str, dict[str, Any]] = {
    "hrms.employees": {
        "name_en": "Asha Kumari", "name_hi": "आशा कुमारी", "born_on": date(1980, 1, 31), "employee_group": "ख",
        "service": "Bihar Administrative Service", "designation": "Circle Officer",
        "department_name": "General Administration Department", "office_name": "Circle Office, Phulwari",
        "ddo_code": "DDO212001", "district_nic": "1001", "district_lgd": 212, "joined_on": date(2005, 6, 1),
        "retires_on": date(2040, 1, 31), "employee_status": "EMPLOYED", "pay_level": 7,
    },
    "hrms.pay_cases": {
        "employee_id": "E1000001", "ddo_code": "DDO212001", "district_nic": "1001", "district_lgd": 212,
        "case_type": "INCREMENT", "opened_on": date(2026, 11, 1), "stage": "CHECKER", "stage_since": date(2026, 11, 1),
    },
    "hrms.payroll": {
        "ddo_code": "DDO212001", "bill_no": "B/1", "pay_level": 7, "basic_pay": 44900, "gross_pay": 71840,
        "deductions": 7184, "net_pay": 64656,
    },
    "sparrow.pars": {
        "employee_code": "E1000001", "officer_name": "Asha Kumari", "service": "Bihar Administrative Service",
        "department_name": "General Administration Department", "financial_year": "2025-26",
        "period_from": date(2025, 4, 1), "period_to": date(2026, 3, 31), "workflow_stage": "WITH_REPORTING",
        "stage_since": date(2026, 6, 1),
    },
    "jandarbar.grievances": {
        "registered_on": date(2026, 10, 1), "complainant_name": "आशा कुमारी", "district_jandarbar": "JD01",
        "district_lgd": 212, "department_name": "Revenue and Land Reforms Department", "category": "Certificates",
        "subject": "Certificate", "assisted_by": "BDO", "grievance_status": "HEARD",
    },
    "lokshikayat.complaints": {
        "filed_on": date(2026, 10, 1), "complainant_name": "आशा कुमारी", "district_lokshikayat": "LS26",
        "district_lgd": 212, "subdivision_name": "Patna Sadar", "pgro_level": "SUBDIVISION",
        "office_name": "SDPGRO, Patna Sadar", "public_authority": "Circle Officer, Phulwari", "is_encroachment": False,
        "subject": "Certificate", "complaint_status": "IN_HEARING", "modified_at": "2026-10-01T10:15:00",
    },
    "rtps.applications": {
        "base_service_id": "1101", "service_name": "Issuance of Caste Certificate",
        "submitted_at": "2026-11-02T10:15:00", "submission_mode": "online", "applicant_name": "Asha Kumari",
        "district_census2011": "230", "district_lgd": 212, "version_no": 1, "appl_status": "F",
        "last_updated_at": "2026-11-02T10:15:00",
    },
    "rtps.services": {
        "service_name": "Issuance of Caste Certificate", "service_name_hi": "जाति प्रमाण पत्र",
        "department_name": "General Administration Department", "office_level": "CO", "time_limit_days": 10,
        "day_kind": "WORKING",
    },
    "cpgram.grievances": {
        "received_at": "2026-11-02T00:00:19", "org_code": "GOVBH", "state_cpgrams": "BH", "district_name": "Patna",
        "district_lgd": 212, "complainant_name": "Asha Kumari", "subject": "Certificate",
    },
    "cpgram.closures": {
        "received_on": date(2026, 10, 2), "closed_on": date(2026, 11, 12), "current_status": "Case closed",
        "reason": "Resolved",
    },
}  # fmt: skip


def put(dataset: str, *rows: Mapping[str, Any], on: date = FIRST) -> None:
    """Store rows as a batch of ``on`` would: a version that differs closes the one before it into history."""
    described = contract(dataset)
    table = current(described)
    with engine().begin() as connection:
        ensure_tables(connection, described)
        for ordinal, row in enumerate(rows):
            _close(connection, dataset, {name: row[name] for name in described.key}, on)
            whole = DEFAULTS.get(dataset, {}) | dict(row)
            told = uuid5(NAMESPACE_OID, repr(sorted(whole.items())))  # as the store's: of the key and every value
            meta = {"_hash": told, "_batch_id": f"{dataset}/{on}/001", "_ordinal": ordinal, "_flags": [],
                    "_known_from": on}  # fmt: skip
            connection.execute(table.insert(), whole | meta)


def reconcile(day: date) -> Summary:
    """Reconcile with who is who as it stands: these tests are about the rooms after linkage, whose start has its
    price."""
    return run.reconcile(day, subjects=())


def remove(dataset: str, on: date, **key: Any) -> None:
    """Delete a row as a snapshot without it would."""
    with engine().begin() as connection:
        _close(connection, dataset, key, on)


def _close(connection: sa.Connection, dataset: str, key: Mapping[str, Any], on: date) -> None:
    table, closed = current(contract(dataset)), history(contract(dataset))
    same = sa.and_(*(table.c[name] == value for name, value in key.items()))
    for row in connection.execute(sa.select(table).where(same)).mappings():
        if row["_known_from"] < on:
            connection.execute(closed.insert(), {**row, "_known_to": on, "_closed_by": f"{dataset}/{on}/001"})
    connection.execute(table.delete().where(same))


def replace(dataset: str, rows: Iterable[Mapping[str, Any]], on: date) -> None:
    """Bring the dataset's store to exactly these rows, as a snapshot of ``on`` would."""
    described = contract(dataset)
    table, closed = current(described), history(described)
    names = [field.name for field in described.fields]
    with engine().begin() as connection:
        ensure_tables(connection, described)
        same = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in described.key))
        known = {
            tuple(row[name] for name in described.key): row for row in connection.execute(sa.select(table)).mappings()
        }
        meta = {"_hash": "0" * 32, "_batch_id": f"{dataset}/{on}/001", "_flags": [], "_known_from": on}
        fresh = [{name: _value(table.c[name], row.get(name)) for name in names} for row in rows]
        kept = {tuple(row[name] for name in described.key): row for row in fresh}
        changed = {key for key, row in known.items() if any(kept.get(key, {}).get(name) != row[name] for name in names)}
        gone = [{**known[key], "_known_to": on, "_closed_by": meta["_batch_id"]} for key in changed]
        if gone:
            if ended := [dict(row) for row in gone if row["_known_from"] < on]:
                connection.execute(closed.insert(), ended)
            keys = [{f"key_{name}": row[name] for name in described.key} for row in gone]
            connection.execute(table.delete().where(same), keys)
        new = [
            row | meta | {"_ordinal": ordinal}
            for ordinal, (key, row) in enumerate(kept.items())
            if key not in known or key in changed
        ]
        if new:
            connection.execute(table.insert(), new)


def _value(column: sa.Column[Any], value: Any) -> Any:
    """A canonical value as the database gives it back."""
    if value is None or not isinstance(value, str):
        return value
    if isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, sa.Date) else value
