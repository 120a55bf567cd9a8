"""Matches and entities in a real browser: why, drawn; yes and no; one timeline; personal fields for a purpose."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from console.pages.matches import LOOKED_AT, within
from tests.web.conftest import Console
from tests.web.work import fits, press, serious, tab_to, type_over

pytestmark = pytest.mark.postgres


def waiting(console: Console, kind: str) -> tuple[str, str]:
    """A pair that waits for an answer."""
    found = console.ask(
        "select left_id, right_id from hub.entity_review where kind = %s and reason = 'band' order by 1, 2 limit 1",
        kind,
    )
    return found[0][0], found[0][1]


def address(left: str, right: str, kind: str) -> str:
    return "/matches/pair?" + urlencode({"left": left, "right": right, "kind": kind})


def test_a_pair_is_judged_by_keyboard_and_taken_back(console: Console, person: Any) -> None:
    left, right = waiting(console, "employee")
    page = person("steward").open("/matches?kind=employee")
    press(page, "table.list th a")
    page.wait_for_url("**/matches/pair*")
    assert page.locator("svg.waterfall rect").count() > 3
    page = person("steward").open(address(left, right, "employee"))
    assert page.locator("svg.waterfall").get_attribute("aria-label")
    of = "select entity_id from hub.entity_member where record_id = %s and kind = 'employee' and valid_to is null"
    assert console.ask(of, left) != console.ask(of, right)
    tab_to(page, "#judge-reason")
    page.keyboard.type("the service book names both")
    press(page, "button[value=yes]")
    page.wait_for_url("**notice=console-work-judged*", timeout=60_000)
    assert console.ask(of, left) == console.ask(of, right)
    page = person("steward").open(address(left, right, "employee"))
    assert "the service book names both" in page.inner_text("section[aria-labelledby=said]")
    press(page, "section[aria-labelledby=said] summary")
    tab_to(page, "textarea[id^=withdraw-]")
    page.keyboard.type("another of that name")
    press(page, "form[action$='/withdraw'] button")
    page.wait_for_url("**notice=console-work-withdrawn*", timeout=60_000)
    assert console.ask(of, left) != console.ask(of, right)


def test_two_people_on_one_pair(console: Console) -> None:
    left, right = waiting(console, "employee")
    shown = console.client("second").get(address(left, right, "employee")).text
    [version] = re.findall(r'name="version" value="(\d+)"', shown)
    form = {"left": left, "right": right, "kind": "employee", "version": version, "verdict": "unsure"}
    first = console.client("steward").post("/matches/judge", form | {"reason": "cannot tell from this"})
    assert first.status_code == 303
    second = console.client("second").post("/matches/judge", form | {"reason": "I think I can"})
    assert second.status_code == 409
    assert "I think I can" in second.text


def test_all_that_is_known_stands_on_one_timeline(console: Console, person: Any) -> None:
    [(entity, record)] = console.ask(
        """select m.entity_id, m.record_id from hub.entity_member m join hub.entity e using (entity_id)
        where m.kind = 'employee' and e.members > 1 and m.valid_to is null and m.record_id like 'hrms.employees|%%'
        order by 1 limit 1"""
    )
    found = console.client("viewer").get("/entities?" + urlencode({"record": record}))
    assert found.headers["Location"].endswith(f"/entities/{entity}")
    [(name, district)] = console.ask(
        "select name_en, district_lgd from store.hrms_employees where employee_id = %s", record.partition("|")[2]
    )
    page = person("steward").open(f"/entities/{entity}")
    assert name not in page.content()
    timeline = page.inner_text(".timeline")
    assert "first known: HRMS employees" in timeline
    assert re.search(r"hrms\.employees/2026-11-2\d/001", timeline), "each value has its batch"
    type_over(page, "input[name=purpose]", "asked by the department")
    page.keyboard.press("Enter")
    page.get_by_text(name).first.wait_for()
    assert console.ask("select reason from hub.audit where action = 'unmask' and subject = %s", f"entity/{entity}") == [
        ("asked by the department",)
    ]
    other = 188 if district != 188 else 189
    done = console.client("admin").post("/people", {"login": "second", "district": str(other), "reason": "posted"})
    assert done.status_code == 303
    try:
        assert console.client("second").get(f"/entities/{entity}").status_code == 403
        assert console.client("second").get(address(*waiting(console, "employee"), "employee")).status_code == 403
    finally:
        console.client("admin").post("/people", {"login": "second", "reason": "back again"})


@pytest.mark.parametrize("which", ["pair", "entity"])
def test_both_languages_without_a_serious_fault(console: Console, person: Any, which: str) -> None:
    [(entity,)] = console.ask("select entity_id from hub.entity where kind = 'employee' order by members desc limit 1")
    at = address(*waiting(console, "employee"), "employee") if which == "pair" else f"/entities/{entity}"
    page = person("steward").open(at)
    assert serious(page) == []
    press(page, "a.language[lang=hi]")
    page.wait_for_function("document.documentElement.lang === 'hi'")
    assert re.search("[\u0900-\u097f]", page.locator("h1").inner_text())
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    assert serious(page) == []


def test_who_is_limited_reaches_the_own_pairs_wherever_they_stand() -> None:
    pairs: Any = list(range(250))
    own = [pair for pair in pairs if 130 < pair < 200]
    seen: list[Any] = []
    offset, pages = 0, 0
    while offset or not pages:
        found, behind = within(lambda offset: pairs[offset : offset + 26], lambda pair: pair in own, offset)
        seen, pages = seen + found, pages + 1
        assert behind == 0 or offset < behind <= offset + LOOKED_AT
        offset = behind
    assert (seen, pages) == (own, 4)
