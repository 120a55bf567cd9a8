"""The calendar in a real browser: a correction is imported, its effect seen, and approved by another person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.work import fits, press, serious, tab_to

pytestmark = pytest.mark.postgres


def test_a_correction_is_imported_seen_and_approved_by_another(console: Console, person: Any, tmp_path: Path) -> None:
    text = console.client("viewer").get("/calendar/1/days.csv").content.decode("utf-8-sig")
    assert text.count("2026-11-24,ni_act") == 1
    begun = console.audited()
    file = tmp_path / "corrected.csv"
    file.write_text(text.replace("2026-11-24,ni_act", "2026-11-25,ni_act"), encoding="utf-8")
    page = person("viewer").open("/calendar")
    assert page.locator("input[type=file]").count() == 0, "who only sees imports nothing"
    # An administrator may import and decide, and still needs another person for the own proposal.
    page = person("admin").open("/calendar")
    page.set_input_files("#file", file)
    page.fill("#notification", "Letter 4321 of 20.11.2026")
    press(page, "form[action$='/calendar/import'] button")
    page.wait_for_url("**/calendar/2?notice=console-calendar-proposed")
    assert page.locator("form[action$='/approve']").count() == 0
    told = page.locator("#effect ~ table").first.inner_text()
    [(moving,)] = console.ask(
        """select count(*) from hub.clock where state = 'running' and days_kind = 'working'
        and started_on < '2026-11-25' and due_on >= '2026-11-24'"""
    )
    assert moving > 0
    assert "Service under the Right" in told
    before = console.ask("select rule, subject, due_on from hub.clock order by 1, 2")
    steward = person("steward", language="hi")
    page = steward.open("/calendar/2")
    assert serious(page) == []
    assert fits(page)
    tab_to(page, "#approve")
    page.keyboard.type("पत्र से मिलान किया")
    press(page, "form[action$='/approve'] button")
    page.wait_for_url("**/calendar/2?notice=console-calendar-approved")
    after = console.ask("select rule, subject, due_on from hub.clock order by 1, 2")
    shown = page.locator("#effect ~ table").first.inner_text()
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert 0 < changed <= moving
    assert str(changed) in shown.replace(",", "")
    noted = "select actor from hub.audit where sequence > %s and action like 'calendar.%%' order by sequence"
    assert console.ask(noted, begun) == [("admin",), ("steward",)]
    limit = {"login": "patna", "district": "212", "reason": "posted there"}
    assert console.client("admin").post("/people", limit).status_code == 303
    page = person("patna").open("/calendar/2")
    assert "see the whole State" in page.inner_text("main"), "records of other districts stay out of sight"
    assert page.locator("#effect ~ .scroller").count() == 0
