"""Mappings in a real browser: listed with their signature, revoked with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.work import press, tab_to

pytestmark = pytest.mark.postgres


def test_a_mapping_is_listed_and_revoked_by_keyboard(console: Console, person: Any) -> None:
    console.ask(
        """insert into hub.quarantine_mapping (dataset, field, from_value, to_value, reason, made_by)
        values ('hrms.employees', 'department_name', 'Helth', 'Health Department', 'misspelt', 'asha')"""
    )
    page = person("steward").open("/mappings?dataset=hrms.employees")
    line = page.locator("tbody tr", has_text="Helth")
    assert "asha" in line.inner_text()
    press(page, "tbody summary")
    tab_to(page, "tbody textarea")
    page.keyboard.type("they write it rightly now")
    press(page, "tbody button")
    page.wait_for_url("**notice=console-work-revoked")
    assert page.locator("tbody tr", has_text="Helth").count() == 0
    page = person("viewer").open("/mappings?all=1&dataset=hrms.employees")
    assert "they write it rightly now" in page.inner_text("tbody")
    assert page.locator("tbody button").count() == 0
    assert console.client("patna").post("/mappings/1/revoke", {"reason": "not mine"}).status_code in (403, 409)
