"""People in a hurry: a button pressed twice, a login that lapses, a filter chosen by keyboard, a page on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.test_row import planted
from tests.web.work import type_over

pytestmark = pytest.mark.postgres


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
