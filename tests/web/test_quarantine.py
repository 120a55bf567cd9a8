"""The queue in a real browser: filters kept in the address, a misspelt district mended over hundreds of rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.planted import DATASET, MANY, MEANT, MISSPELT
from tests.web.work import MISSPELT_ROWS, press, tab_to

pytestmark = pytest.mark.postgres


def test_filters_stand_in_the_address_and_survive_the_language(console: Console, person: Any) -> None:
    page = person("steward").open("/quarantine")
    tab_to(page, "select[name=dataset]")
    page.keyboard.type("CPGRAM g")
    page.wait_for_url(f"**dataset={DATASET}*")
    press(page, f"ul.plain a[href*='value={MISSPELT}']")
    page.wait_for_url(f"**value={MISSPELT}*")
    assert page.locator("h1").inner_text() == f"{MANY} rows in quarantine"
    press(page, "a.language[lang=hi]")
    page.wait_for_load_state()
    assert f"value={MISSPELT}" in page.url
    assert page.locator("html").get_attribute("lang") == "hi"
    assert str(MANY) in page.locator("h1").inner_text()
    page.locator("a", has_text="आगे की पंक्तियाँ").click()
    assert "after=" in page.url
    page.locator("table.list th a").first.click()
    assert f"value={MISSPELT}" in page.url, "the row knows from where it was opened"
    first = page.url
    page.locator("main .actions a", has_text="अगली पंक्ति").click()
    assert page.url != first
    page.locator("section[aria-labelledby=otherwise] form[action*='/assign'] button").click()
    page.wait_for_url("**notice=console-work-assigned")
    page.locator("main p.small a").first.click()
    assert f"value={MISSPELT}" in page.url, "and back, after an action too"
    page.select_option("select[name=dataset]", "hrms.employees")
    page.wait_for_url("**dataset=hrms.employees*")
    assert page.locator("input[name=reason]").count() == 0, "a reason of one dataset means nothing in another"
    for bad in ("?dataset=no.such", "?status=eaten", "?district=x", "?district=²", "?age=99999999999"):
        assert console.client("steward").get(f"/quarantine{bad}").status_code == 404
    assert console.client("steward").get(f"/quarantine?after={'9' * 30}").status_code == 400


def test_a_misspelt_district_is_mended_over_hundreds_of_rows_by_keyboard(console: Console, person: Any) -> None:
    page = person("steward").open(MISSPELT_ROWS)
    tab_to(page, "select[name=after_district]")
    page.keyboard.type(str(MEANT))
    press(page, "button[value=fix]")
    page.wait_for_url("**/quarantine/many")
    assert page.locator("dl.figures dd").all_inner_texts() == [str(MANY)] * 3
    assert "Muzaffarpur" in page.locator("tbody tr").first.inner_text()
    planted = f"dataset = '{DATASET}' and key like 'GOVBH/E/2026/7______'"  # other tests fix rows of their own
    fixed = f"select count(*) from hub.quarantine where {planted} and status = 'fixed'"
    assert console.ask(fixed) == [(0,)], "a preview changes nothing"
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type("the name of the district in the directory")
    tab_to(page, "input[name=keep]")
    page.keyboard.press("Space")
    press(page, "form[action$='/apply'] button")
    page.wait_for_url(f"**done={MANY}*", timeout=60_000)
    assert f"Done: {MANY} rows." in page.inner_text("main")
    assert console.ask(f"{fixed} and entered_at is not null and decided_by = 'steward'") == [(MANY,)]
    stored = "select count(*) from store.cpgram_grievances where district_lgd = %s and district_name = 'Muzaffarpur'"
    assert console.ask(f"{stored} and registration_no like 'GOVBH/E/2026/7______'", MEANT) == [(MANY,)]
    audited = "select count(*) from hub.audit where action = 'quarantine.fixed' and reason like '%%in the directory'"
    assert console.ask(audited) == [(MANY,)]
    kept = "select to_value, made_by from hub.quarantine_mapping where from_value = %s"
    assert console.ask(kept, MISSPELT) == [("Muzaffarpur", "steward")]
    assert console.client("steward").get(MISSPELT_ROWS).text.count("GOVBH/E/2026/7") == 0
    second = console.client("steward").post("/quarantine/apply", {"filter-dataset": DATASET, "scope": "all"})
    assert second.status_code == 409, "a form without its step is refused"


def test_ticked_rows_are_assigned_and_refused_and_their_owner_gets_the_list(console: Console, person: Any) -> None:
    page = person("steward").open("/quarantine?dataset=rtps.applications")
    boxes = page.locator("input[name=ids]")
    chosen = [boxes.nth(place).get_attribute("value") for place in (0, 1)]
    for place in (0, 1):
        boxes.nth(place).check()
    page.locator("details.many > summary").click()
    page.locator("input[name=assignee]").fill("asha")
    page.locator("button[value=assign]").click()
    page.wait_for_url("**done=2*")
    assert console.ask("select id::text from hub.quarantine where assignee = 'asha' order by id") == [
        (row,) for row in chosen
    ]
    page = person("steward").open("/quarantine?assignee=asha")
    for box in page.locator("input[name=ids]").all():
        box.check()
    page.locator("details.many > summary").click()
    page.locator("button[value=refuse]").click()
    page.locator("textarea[name=reason]").fill("send it again")
    page.locator("form[action$='/apply'] button").click()
    page.wait_for_url("**done=2*")
    form = {"owner": "bpsms-rtps", "since": "2026-01-01", "until": "2099-12-31", "format": "csv"}
    empty = console.client("steward").post("/quarantine/refused", form | {"until": "2026-01-02"})
    assert (empty.status_code, "nothing to send" in empty.text) == (409, True)
    made = console.client("steward").post("/quarantine/refused", form)
    assert made.headers["Content-Disposition"].startswith("attachment")
    lines = made.content.decode("utf-8-sig").splitlines()
    assert len(lines) >= 3
    assert all("send it again" in line for line in lines[1:])


def test_a_limited_steward_sees_and_decides_on_the_own_district_only(console: Console, person: Any) -> None:
    done = console.client("admin").post("/people", {"login": "patna", "district": "212", "reason": "posted there"})
    assert done.status_code == 303
    patna = console.client("patna")
    of_patna = console.ask("select count(*) from hub.quarantine where status = 'open' and district_lgd = 212")[0][0]
    assert patna.get("/quarantine").text.count('name="ids"') == min(of_patna, 50) > 0
    assert patna.get("/quarantine?district=208").text.count('name="ids"') == 0
    [(other,)] = console.ask("select min(id) from hub.quarantine where status = 'open' and district_lgd <> 212")
    [(alerts,)] = console.ask("select count(*) from hub.alert where status = 'open' and district_lgd = 212")
    assert f"nobody has acknowledged: {alerts}</" in patna.get("/today").text, "what they count, they may see"
    answer = patna.post("/quarantine/many", {"action": "refuse", "ids": str(other)})
    assert "0 rows would be refused" in answer.text
