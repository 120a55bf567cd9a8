"""The frame's pages in a real browser: read, decided on and switched between languages by keyboard alone."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.allowed import FRAME
from tests.web.conftest import Console
from tests.web.test_access import filled
from tests.web.work import serious

pytestmark = pytest.mark.postgres
RTPS, JAN_DARBAR = "rtps.applications/2026-11-21/001", "jandarbar.grievances/2026-11-21/001"
PARS, CLOSURES = "sparrow.pars/2026-11-21/001", "cpgram.closures/2026-11-21/001"
PAGES = sorted(
    path
    for (method, path), route in FRAME.items()
    if method == "GET" and not re.search("language|docs|/file$|^/$", path)
)
SCRIPT = """<script>document.body.dataset.hurt=1</script><img src=x onerror="document.body.dataset.hurt=1">'"&"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element that ``selector`` names has the focus."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def decide(page: Page, action: str, reason: str) -> None:
    """Go to the reason of ``release`` or ``refuse``, type it and press the button, by keyboard."""
    tab_to(page, f"#{action}-reason")
    page.keyboard.type(reason)
    tab_to(page, f"form[action$='/{action}'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**notice=**")


def test_a_script_in_a_source_field_or_a_reason_is_shown_as_text(console: Console, person: Any) -> None:
    [(table,)] = console.ask(
        "select table_name from information_schema.tables where table_schema = 'stage' "
        "and table_name like 'jandarbar_grievances%%' and table_name not like '%%_q'"
    )
    console.ask(f'update stage."{table}" set category = %s, complainant_name = %s', SCRIPT, SCRIPT)
    console.ask(
        """update hub.batch set approvals = jsonb_build_array(jsonb_build_object(
        'actor', %s::text, 'reason', %s::text, 'at', '2026-11-22T00:00:00+00:00')) where batch_id = %s""",
        SCRIPT, SCRIPT, JAN_DARBAR,
    )  # fmt: skip
    console.ask("update hub.alert set facts = facts || jsonb_build_object('case_type', %s::text)", SCRIPT)
    made = console.client("admin").post("/people", {"login": SCRIPT, "departments": SCRIPT, "reason": SCRIPT})
    assert made.status_code == 303
    steward = person("admin")
    for path in (f"/batches/{JAN_DARBAR}", "/alerts", "/people", "/audit", f"/audit?actor={quote(SCRIPT)}"):
        page = steward.open(path)
        typed = page.locator("input[name=actor]").input_value() if "?" in path else ""
        assert SCRIPT in page.inner_text("main") + typed, path
        assert page.evaluate("document.body.dataset.hurt") is None, path
        assert page.locator("img[src=x]").count() == 0, path


def test_personal_fields_are_shown_for_a_purpose_which_is_an_audit_row(console: Console, person: Any) -> None:
    steward = person("steward")
    page = steward.open(f"/batches/{RTPS}")
    assert "•••" in page.inner_text("#sample")
    [(name,)] = console.ask("select applicant_name from stage.{} limit 1".format(_staged(console, "rtps_applications")))
    assert name not in page.content()
    tab_to(page, "input[name=purpose]")
    page.keyboard.type("asked by the district officer")
    page.keyboard.press("Enter")
    page.get_by_text(name).first.wait_for()
    assert page.url.endswith(f"/batches/{RTPS}"), "nothing personal stands in the address"
    auditor = person("auditor").open("/audit?action=unmask")
    row = auditor.locator("tbody tr").first.inner_text()
    assert "steward" in row
    assert f"batch/{RTPS}" in row
    assert "asked by the district officer" in row
    assert console.client("steward").post(f"/batches/{RTPS}/unmask", {"purpose": " "}).status_code == 409
    assert name not in console.log.read_text(), "nor in a log"


def _staged(console: Console, table: str) -> str:
    [(name,)] = console.ask(
        "select table_name from information_schema.tables where table_schema = 'stage' "
        "and table_name like %s and table_name not like '%%_q'", f"{table}%",
    )  # fmt: skip
    return f'"{name}"'


TOLD = {
    "en": (
        "Employee master, HRMS to Sparrow: the system gave no answer to one message",
        "was not taken whole by the SFTP server of sparrow",
        "Pushing “Employees” to Pension portal was given up",
    ),
    "hi": (
        "कर्मी मास्टर, एचआरएमएस से स्पैरो: प्रणाली ने एक संदेश का उत्तर नहीं दिया",
        "sparrow के SFTP सर्वर ने फ़ाइल",
        "Pension portal को “सरकारी सेवक” का प्रेषण रुक गया है",
    ),
}


def test_what_could_not_be_delivered_stands_on_today_with_its_reason(console: Console, person: Any) -> None:
    console.ask(
        "insert into hub.outbox (flow, subject, idempotency_key, payload, payload_sha256, feed, feed_version, "
        "business_date, is_first_load, attempts, last_error, last_error_details, next_attempt_at) "
        "values ('employee_master', 'E1', 'no-answer', '{}', repeat('0', 64), 'employees', 1, '2026-11-21', false, 2, "
        """'sftp-not-written', '{"system": "sparrow", "operation": "master.xlsx"}', now() + interval '1 hour')"""
    )
    off = console.client("viewer").get("/today").text
    assert "Employee master" not in off, "a flow that a person switched off is no news"
    console.ask(
        "insert into hub.flow_switch (flow, is_on, actor, reason) values ('employee_master', true, 'it_team', 'agreed')"
    )
    console.ask(
        "insert into hub.consumer (name, title, requests_per_minute, rows_per_day) values ('pension', 'Pension portal', 1, 1)"
    )
    console.ask(
        "insert into hub.subscription (id, consumer, feed, url, status, version, sequence, scope_digest) "
        "values ('s1', 'pension', 'employees', 'https://example.org', 'halted', 1, 0, '')"
    )
    console.ask(
        "insert into hub.dead_letter (subscription, message_id, feed, from_version, to_version, count, reason) values "
        """('s1', 'msg_1', 'employees', 1, 2, 3, '{"message_id": "portals-push-answered", "details": {"status": "500"}}')"""
    )
    try:
        feeds = console.client("viewer").get("/feeds", headers={"Accept-Language": "hi"}).text
        assert "पते ने स्थिति 500 के साथ उत्तर दिया" in feeds
        for language, told in TOLD.items():
            shown = console.client("viewer").get("/today", headers={"Accept-Language": language}).text
            assert [words for words in told if words not in html.unescape(shown)] == []
        page = person("viewer").open("/feeds")
        page.get_by_text("They go out again with the first delivery after").wait_for()
        assert serious(page) == []
    finally:
        console.ask("delete from hub.dead_letter where subscription = 's1'")
        console.ask("delete from hub.subscription where id = 's1'")
        console.ask("delete from hub.consumer where name = 'pension'")
        console.ask("delete from hub.flow_switch where flow = 'employee_master'")
        console.ask("delete from hub.outbox where idempotency_key = 'no-answer'")


def test_a_held_batch_is_released_and_another_refused_by_keyboard(console: Console, person: Any) -> None:
    steward = person("steward")
    page = steward.open("/today")
    tab_to(page, f"a[href$='{RTPS}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{RTPS}")
    assert "the source itself counts" in page.inner_text("main")
    decide(page, "release", "the source counts withdrawn records too")
    assert console.ask("select status from hub.batch where batch_id = %s", RTPS) == [("released",)]
    assert page.locator("form[action$='/refuse']").count() == 0, "what is decided is not asked again"
    page = steward.open(f"/batches/{CLOSURES}")
    decide(page, "refuse", "asked to send again")
    assert console.ask("select status from hub.batch where batch_id = %s", CLOSURES) == [("refused",)]
    late = console.client("second").post(f"/batches/{CLOSURES}/release", {"reason": "seen"})
    assert late.status_code == 409
    actions = console.ask("select action, actor, reason from hub.audit where subject in (%s, %s)", RTPS, CLOSURES)
    assert sorted(actions) == [
        ("batch.refuse", "steward", "asked to send again"),
        ("batch.release", "steward", "the source counts withdrawn records too"),
    ]
    page = steward.open(f"/batches/{CLOSURES}")
    decide(page, "undo", "they cannot send it again")
    assert console.ask("select status from hub.batch where batch_id = %s", CLOSURES) == [("held",)]
    assert page.locator("form[action$='/undo']").count() == 0, "no decision is left"


def test_search_finds_people_and_rows_without_a_trace_of_what_was_typed(console: Console, person: Any) -> None:
    employee, name = console.ask("select employee_id, name_hi from store.hrms_employees where name_hi <> '' limit 1")[0]
    [(key, row)] = console.ask("select key, id from hub.quarantine where key is not null order by id limit 1")
    page = person("steward").open("/search")
    for asked in (name, employee):
        page.fill("input[name=q]", asked)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "q => document.querySelector('input[name=q]').value == q && document.querySelector('.card')", arg=asked
        )
        assert employee in page.inner_text("main")
        assert name not in page.inner_text("main"), "masked"
        assert page.url.endswith("/search")
    tab_to(page, "input[name=purpose]")
    page.keyboard.type("a complaint at the counter")
    page.keyboard.press("Enter")
    page.get_by_text(name).first.wait_for()
    assert console.ask("select count(*) from hub.audit where action = 'unmask' and subject like 'entity/%%'")[0][0]
    found = console.client("viewer").post("/search", {"q": key})
    assert f"/quarantine/{row}" in found.text
    assert name not in console.log.read_text()
    assert console.ask("select 1 from hub.audit where row_to_json(audit)::text like %s", f"%{name}%") == []


def test_what_has_drifted_is_shown_field_by_field(person: Any) -> None:
    page = person("viewer", language="hi").open(f"/batches/{PARS}")
    assert page.locator("del").all_inner_texts() == ["Stage"]
    assert page.locator("ins").all_inner_texts() == ["Stage_new"]


def test_a_sync_is_started_in_the_name_of_who_asks(console: Console, person: Any) -> None:
    before = console.audited()
    page = person("it_team").open("/today")
    tab_to(page, "select[name=dataset]")
    page.keyboard.type("RTPS s")
    tab_to(page, "form.filters button")
    page.keyboard.press("Enter")
    page.wait_for_url("**notice=console-started")
    assert (console.home / "started").read_text().splitlines()[-1] == "it_team rtps.services 2026-11-21"
    away = console.client("it_team").post("/today/start", {"dataset": "sparrow.pars", "business_date": "2026-11-21"})
    assert (away.status_code, "Airflow did not take" in away.text) == (503, True)
    far = console.client("it_team").post("/today/start", {"dataset": "sparrow.pars", "business_date": "2040-01-01"})
    assert (far.status_code, "more than 31 days after" in far.text) == (409, True), "a mistyped date is not started"
    noted = "select subject from hub.audit where sequence > %s and action = 'sync.start' and actor = 'it_team'"
    assert console.ask(noted, before) == [("rtps.services/2026-11-21",)]


def test_an_alert_is_acknowledged_once(console: Console, person: Any) -> None:
    [(number,)] = console.ask("select id from hub.alert where status = 'open' order by pending_since, id limit 1")
    page = person("steward").open("/alerts")
    tab_to(page, f"a[href$='/alerts/{number}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/alerts/{number}")
    tab_to(page, "#reason")
    page.keyboard.type("the treasury has it until Friday")
    tab_to(page, "form[action$='/acknowledge'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**notice=console-acknowledged")
    assert "the treasury has it until Friday" in page.inner_text("main")
    again = console.client("second").post(f"/alerts/{number}/acknowledge", {"reason": "too"})
    assert again.status_code == 409
    page.fill("#until", "2026-12-01")
    tab_to(page, "#rest-reason")
    page.keyboard.type("a stay of the court")
    tab_to(page, "form[action$='/snooze'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**notice=console-snoozed")
    assert "rests until 01-12-2026" in page.inner_text("main")
    tab_to(page, "a[href*='/alerts/runbooks/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alerts/runbooks/**")
    assert "Who acts" in page.inner_text("main")


def test_the_chain_is_proven_and_a_changed_row_is_found(console: Console) -> None:
    auditor = console.client("auditor")
    assert "as they were written" in auditor.post("/audit/prove").text
    console.ask("update hub.audit set reason = 'another' where sequence = 2")
    told = auditor.post("/audit/prove").text
    assert "Row 2 is not as it was written" in told
    assert "Rows 1 to 1 are" in auditor.post("/audit/prove", {"until": "1"}).text


@pytest.mark.parametrize("path", PAGES)
def test_each_page_in_both_languages_is_sound(console: Console, person: Any, path: str) -> None:
    """axe finds no serious fault; the switch of languages is reached by keyboard and stays on the page; nothing is
    wider than a phone."""
    someone = person("admin", language="hi", width=390, height=844)
    page = someone.open(filled(console, FRAME["GET", path]))
    where = page.url
    assert page.locator("html").get_attribute("lang") == "hi"
    _demand_sound(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tab_to(page, "a.language[lang=en]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.lang == 'en'")
    assert page.url == where
    page.set_viewport_size({"width": 1366, "height": 768})
    _demand_sound(page)


def _demand_sound(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    grave = [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in ("serious", "critical")]
    assert grave == []
