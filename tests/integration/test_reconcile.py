"""Reconciliation of a small store, on PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from stored import FIRST, put

from hub.database import engine
from hub.reconcile import golden, reconcile
from hub.reconcile.tables import discrepancy

pytestmark = pytest.mark.postgres


def rows(name: str) -> list[dict[str, Any]]:
    table = golden(name)
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(table).order_by(table.c["_key"])).mappings()]


def found(kind: str) -> list[dict[str, Any]]:
    query = sa.select(discrepancy).where(discrepancy.c.kind == kind).order_by(discrepancy.c.subject)
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def test_an_empty_store_gives_empty_datasets(database: str) -> None:
    summary = reconcile(FIRST)
    assert {changed.rows for changed in summary.datasets.values()} == {0}
    assert summary.control_totals == 9


def test_pay_case_ages_in_calendar_days_and_is_overdue_from_the_sixteenth(database: str) -> None:
    day = date(2026, 11, 20)
    put("hrms.employees", {"employee_id": "E1000001"})
    put(
        "hrms.pay_cases",
        {"case_id": "PC/2026/000015", "opened_on": day - timedelta(days=15)},
        {"case_id": "PC/2026/000016", "opened_on": day - timedelta(days=16)},
        {"case_id": "PC/2026/000040", "opened_on": day - timedelta(days=40), "stage": "PAID", "settled_on": day},
        {"case_id": "PC/2026/000099", "opened_on": day - timedelta(days=99), "stage": "RETURNED", "employee_id": "E9"},
        on=day,
    )
    reconcile(day)
    ages = {row["case_id"]: (row["age_days"], row["is_overdue"], row["is_settled"]) for row in rows("pay_cases")}
    assert ages == {
        "PC/2026/000015": (15, False, False),
        "PC/2026/000016": (16, True, False),
        "PC/2026/000040": (40, False, True),
        "PC/2026/000099": (99, True, False),
    }
    first = rows("pay_cases")[0]
    assert (first["employee_name"], first["district_name"]) == ("Asha Kumari", "Patna")
    assert [row["subject"] for row in found("pay_case_employee_unknown")] == ["PC/2026/000099"]
