"""People in a hurry: a button pressed twice, a login that lapses, a filter chosen by keyboard, a page on paper, a
decision that is refused after its reason was typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.test_row import planted
from tests.web.work import fits, serious, type_over

pytestmark = pytest.mark.postgres
WHY = "नया <b>कारण</b> of the day"
SHOWN = "नया &lt;b&gt;कारण&lt;/b&gt; of the day"
LONG = "x" * 301


def test_a_decision_is_sent_once_however_often_its_button_is_pressed(console: Console, person: Any) -> None:
    page = person("steward").open(f"/quarantine/{planted(console, 5)}")
    sent = page.evaluate(
        """() => {
            let sent = 0;
            document.addEventListener("submit", (event) => { sent += !event.defaultPrevented; event.preventDefault(); });
            const button = document.querySelector("form[action$='/refuse'] button");
            document.getElementById("refuse-reason").value = "twice";
            button.click(); button.click();
            return sent;
        }"""
    )
    assert sent == 1


def test_a_login_that_lapses_loses_nothing_that_was_typed(console: Console, person: Any) -> None:
    steward = person("steward")
    row = planted(console, 6)
    page = steward.open(f"/quarantine/{row}")
    type_over(page, "#refuse-reason", "typed at length")
    steward.context.clear_cookies(name="who")
    page.locator("form[action$='/refuse'] button").click()
    page.get_by_text("What you typed is not lost").wait_for()
    assert console.ask("select status from hub.quarantine where id = %s", row) == [("open",)]
    steward.context.add_cookies([{"name": "who", "value": "steward", "url": console.address}])
    page.reload()
    page.wait_for_url("**notice=console-work-refused")
    told = console.ask("select status, reason from hub.quarantine where id = %s", row)
    assert told == [("refused", "typed at length")]


def test_a_filter_keeps_the_focus_and_the_rows_stand_on_paper(console: Console, person: Any) -> None:
    page = person("steward").open("/quarantine")
    page.select_option("select[name=status]", "replaced")
    page.wait_for_url("**status=replaced*")
    page.wait_for_function("document.activeElement?.name === 'status'")
    page.select_option("select[name=status]", "open")
    page.wait_for_url(lambda address: "status=replaced" not in address)
    row = page.locator("table.list th a").first
    page.emulate_media(media="print")
    assert row.is_visible()
    assert not page.locator("input[name=ids]").first.is_visible()
    page.goto(f"{console.address}/quarantine/{planted(console, 7)}")
    assert page.locator("table.record").is_visible()
    assert not page.locator("[name^=field-]").first.is_visible()


def test_a_narrow_screen_shows_which_page_is_open(person: Any) -> None:
    page = person("admin", language="hi", width=400).open("/people")
    shown = "() => document.querySelector('nav [aria-current]').getBoundingClientRect().right <= innerWidth"
    page.wait_for_function(shown)


def test_alerts_mappings_and_limits_keep_the_reason_that_was_refused(console: Console) -> None:
    steward, admin = console.client("steward"), console.client("admin")
    console.ask(
        """insert into hub.quarantine_mapping (dataset, field, from_value, to_value, reason, made_by)
        values ('hrms.employees', 'department_name', 'Helht', 'Health Department', 'misspelt', 'asha')"""
    )
    [(mapping,)] = console.ask("select max(id) from hub.quarantine_mapping")
    [(alert,)] = console.ask("select max(id) from hub.alert where status = 'open'")
    for client, path, form, field in (
        (steward, f"/alerts/{alert}/acknowledge", {}, '<textarea id="reason"'),
        (steward, f"/alerts/{alert}/snooze", {"until": "2026-12-01"}, '<textarea id="rest-reason"'),
        (steward, f"/mappings/{mapping}/revoke", {}, f'<textarea id="revoke-{mapping}"'),
        (admin, "/people", {"login": "asha", "district": "212"}, '<textarea id="reason"'),
    ):
        refused = client.post(path, form | {"reason": LONG})
        assert (refused.status_code, "at most 300 characters; this one has 301" in refused.text) == (409, True), path
        assert f">{LONG}</textarea>" in refused.text.partition(field)[2], path
        assert refused.text.count(LONG) == 1, path
    assert '<option value="212" selected' in refused.text
    rest = steward.post(f"/alerts/{alert}/snooze", {"until": "2031-01-01", "reason": WHY})
    kept = f">{SHOWN}</textarea>" in rest.text, 'value="2031-01-01"' in rest.text
    assert (rest.status_code, *kept) == (409, True, True)
    rest = steward.post(f"/alerts/{alert}/snooze", {"until": "tomorrow", "reason": WHY})
    assert (rest.status_code, "Choose a day" in rest.text, SHOWN in rest.text) == (409, True, True)
    for address in (f"/alerts/{alert}/snooze", f"/mappings/{mapping}/revoke"):
        assert steward.get(address).status_code == 303, "the address of a refusal can be opened again"
    assert console.ask("select status from hub.alert where id = %s", alert) == [("open",)]
    assert steward.post(f"/mappings/{mapping}/revoke", {"reason": LONG[:300]}).status_code == 303


def test_a_reason_whose_form_is_gone_stands_beside_the_refusal(console: Console, person: Any) -> None:
    [(alert,)] = console.ask("select min(id) from hub.alert where status = 'open'")
    page = person("steward", width=400).open(f"/alerts/{alert}")
    page.fill("#reason", f"{WHY} {'x' * 200}")
    assert console.client("second").post(f"/alerts/{alert}/acknowledge", {"reason": "first"}).status_code == 303
    page.locator("form[action$='/acknowledge'] button").click()
    page.locator("blockquote", has_text=WHY).wait_for()
    assert page.locator("#rest-reason").input_value() == ""
    assert (fits(page), serious(page)) == (True, [])
    for path in ("/feeds/flows/none/revive", "/alerts/mails/99/again", "/calendar/99/refuse", "/people"):
        refused = console.client("viewer").post(path, {"reason": WHY, "login": "x"})
        assert (refused.status_code, SHOWN in refused.text) == (403, True), path
