"""Discrepancies in a real browser: a side is chosen with a reason and taken back, the owner gets a list."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.work import press, tab_to

pytestmark = pytest.mark.postgres


def test_a_side_is_chosen_by_keyboard_and_taken_back(console: Console, person: Any) -> None:
    page = person("steward").open("/discrepancies")
    press(page, "ul.plain a[href*='systems=']")
    page.wait_for_url("**systems=*")
    press(page, "table.list th a")
    page.wait_for_url("**/discrepancies/*")
    number = int(page.url.partition("?")[0].rsplit("/", 1)[1])
    tab_to(page, "input[name=side]")
    page.keyboard.press("Space")
    tab_to(page, "#resolve-reason")
    page.keyboard.type("the order of the office")
    press(page, "form[action*='/resolve'] button")
    page.wait_for_url("**notice=console-work-decided")
    state = "select status, decided_by from hub.discrepancy where id = %s"
    assert console.ask(state, number) == [("resolved", "steward")]
    assert "systems=" in (page.locator("main p.small a").first.get_attribute("href") or ""), "and back to the same list"
    tab_to(page, "#undo-reason")
    page.keyboard.type("the other order is newer")
    press(page, "form[action*='/undo'] button")
    page.wait_for_url("**notice=console-work-taken-back")
    assert console.ask(state, number)[0][0] == "open"
    history = page.inner_text("section[aria-labelledby=history]")
    assert "chose a side" in history
    assert "the other order is newer" in history
    stale = console.client("second").post(
        f"/discrepancies/{number}/resolve", {"side": "a", "reason": "as seen before", "version": "1"}
    )
    assert stale.status_code == 409
    assert "as seen before" in stale.text, "what was typed is there again"
    stale = console.client("second").post(
        f"/discrepancies/{number}/undo", {"reason": "seen before too", "version": "1"}
    )
    assert stale.status_code == 409


def test_the_owner_gets_a_list_and_a_limited_person_the_own_district(console: Console) -> None:
    [(district, rows)] = console.ask(
        """select district_lgd, count(*) from hub.discrepancy where status = 'open' and 'jandarbar' in
        (system_a, system_b) and district_lgd is not null group by 1 order by 2 desc limit 1"""
    )
    form = {"owner": "jandarbar", "district": str(district), "format": "csv", "reason": "please put right"}
    made = console.client("steward").post("/discrepancies/send", form)
    assert made.headers["Content-Disposition"].startswith("attachment")
    assert len(made.content.decode("utf-8-sig").splitlines()) == rows + 1
    sent = "select count(*) from hub.discrepancy where status = 'sent'"
    assert console.ask(sent) == [(rows,)]
    done = console.client("admin").post("/people", {"login": "patna", "district": "212", "reason": "posted there"})
    assert done.status_code == 303
    other = 188 if district != 188 else 189
    assert console.client("patna").get(f"/discrepancies?district={other}").text.count("<tr>") == 0
    assert console.client("patna").post("/discrepancies/send", form | {"district": str(other)}).status_code == 403
    [(department, rows)] = console.ask(
        """select department, count(*) from hub.discrepancy where status = 'open' and department is not null
        group by 1 order by 2, 1 limit 1"""
    )
    limit = {"login": "patna", "departments": department, "reason": "serves there"}
    assert console.client("admin").post("/people", limit).status_code == 303
    listed = re.findall(r"/discrepancies/\d+", console.client("patna").get("/discrepancies").text)
    assert len(listed) == min(rows, 50) > 0
