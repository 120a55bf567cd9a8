"""One row in a real browser: fixed by keyboard, brought in, taken back; two stewards; personal fields; all pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import Console
from tests.web.planted import DATASET
from tests.web.work import MISSPELT_ROWS, SCRIPT, fits, no_script_ran, press, serious, tab_to, type_over

pytestmark = pytest.mark.postgres


def planted(console: Console, number: int) -> int:
    """The number of a planted row of Patna that was closed before it was received."""
    key = f"GOVBH/E/2026/{8_000_000 + number}"
    return int(console.ask("select id from hub.quarantine where key = %s", key)[0][0])


def test_a_row_is_fixed_by_keyboard_and_enters_and_is_taken_back(console: Console, person: Any) -> None:
    row = planted(console, 0)
    page = person("steward").open(f"/quarantine/{row}")
    assert "closed before it was received" in page.inner_text("main")
    first = page.locator("table.record tbody tr").first
    assert "Empty while pending." in first.inner_text(), "the failing field comes first, with its meaning"
    type_over(page, "input[name=field-closed_at]", "2026-10-03T00:00:19Z")
    press(page, "button[formaction$='/check']")
    page.locator("#verdict .problem").wait_for()
    page.locator("#content").focus()
    type_over(page, "input[name=field-closed_at]", "2026-11-03T00:00:19Z")
    press(page, "form#fix button:not([formaction])")
    page.wait_for_url("**notice=console-work-fixed")
    assert "fixed" in page.inner_text("h1")
    stored = "select closed_at::date::text from store.cpgram_grievances where registration_no = 'GOVBH/E/2026/8000000'"
    assert console.ask(stored) == [("2026-11-03",)]
    type_over(page, "#undo-reason", "the wrong day")
    press(page, "form[action$='/undo'] button")
    page.wait_for_url("**notice=console-work-undone")
    assert console.ask(stored) == []
    history = page.inner_text("section[aria-labelledby=history]")
    assert re.search(r"steward: fixed \(closed_at\).*steward: took the decision back .*– the wrong day", history, re.S)


def test_two_stewards_on_one_row_and_nothing_typed_is_lost(console: Console, person: Any) -> None:
    row = planted(console, 1)
    mine, theirs = person("steward").open(f"/quarantine/{row}"), person("second").open(f"/quarantine/{row}")
    type_over(theirs, "#refuse-reason", "closed on paper")
    press(theirs, "form[action$='/refuse'] button")
    theirs.wait_for_url("**notice=console-work-refused")
    type_over(mine, "input[name=field-closed_at]", "2026-11-05T00:00:19Z")
    type_over(mine, "#fix-reason", "asked the desk")
    press(mine, "form#fix button:not([formaction])")
    told = mine.get_by_role("alert").inner_text()
    assert re.search(rf"second changed row {row} in the meantime \(.*\): it is now refused", told)
    assert "closed on paper" in told
    assert mine.input_value("input[name=field-closed_at]") == "2026-11-05T00:00:19Z"
    assert mine.input_value("#fix-reason") == "asked the desk"
    press(mine, "form#fix button:not([formaction])")
    mine.wait_for_url("**notice=console-work-fixed")
    assert [action for (action,) in console.ask(
        "select action from hub.audit where subject = %s order by sequence", f"quarantine/{row}"
    )] == ["quarantine.refused", "quarantine.fixed"]  # fmt: skip


def test_personal_fields_are_shown_for_a_purpose_which_is_an_audit_row(console: Console, person: Any) -> None:
    row = planted(console, 2)
    page = person("steward").open(f"/quarantine/{row}")
    assert "Asha Kumari" not in page.content()
    assert page.locator("[name=field-complainant_name]").count() == 0
    page.locator("input[name=field-closed_at]").fill("2026-11-04T00:00:19Z")
    type_over(page, "input[name=purpose]", "the district officer asked")
    page.keyboard.press("Enter")
    page.locator("[name=field-complainant_name]").wait_for()
    assert page.input_value("[name=field-complainant_name]") == "Asha Kumari"
    assert page.input_value("[name=field-closed_at]") == "2026-11-04T00:00:19Z", "what was typed before is still there"
    assert console.ask("select actor, reason from hub.audit where action = 'unmask' and subject = %s",
                       f"quarantine/{row}") == [("steward", "the district officer asked")]  # fmt: skip
    short = console.client("steward").post(f"/quarantine/{row}/unmask", {"purpose": "x"})
    assert (short.status_code, "Asha" in short.text) == (409, False)
    assert "Asha" not in console.client("viewer").get(f"/quarantine/{row}").text
    assert "Asha" not in console.log.read_text()


def test_a_script_in_a_record_is_shown_as_text(console: Console, person: Any) -> None:
    row = planted(console, 3)
    console.ask(
        """update hub.quarantine set record = jsonb_set(jsonb_set(record::jsonb, '{dist_name}', to_jsonb(%s::text)),
        '{closing_date}', to_jsonb(%s::text))::json, reason = %s, key = %s, assignee = %s,
        failures = jsonb_build_array(jsonb_build_object('expectation', 'district_lgd.not_null', 'field', 'district_lgd',
        'severity', 'critical', 'value', %s::text)) where id = %s""",
        SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, row,
    )  # fmt: skip
    steward = person("steward")
    queue = f"/quarantine?dataset={DATASET}&reason=district_lgd.not_null&district=212"
    for path in (f"/quarantine/{row}", queue, "/quarantine"):
        page = steward.open(path)
        assert SCRIPT in page.locator("main").text_content() or SCRIPT in page.content(), path
        assert no_script_ran(page), path
    page = steward.open(queue)
    page.locator(f"input[name=ids][value='{row}']").check()
    page.locator("details.many > summary").click()
    page.locator("input[name=rule][value=map]").check()
    page.locator("input[name=before]").fill(SCRIPT)
    page.locator("input[name=after]").fill("Patna")
    page.locator("button[value=fix]").click()
    page.wait_for_url("**/quarantine/many")
    assert SCRIPT in (page.locator("main").text_content() or "")
    assert no_script_ran(page)


PAGES = ("/quarantine", MISSPELT_ROWS, "/quarantine/{row}", "/mappings?all=1", "/discrepancies",
         "/discrepancies/1", "/matches")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_both_languages_without_a_serious_fault(console: Console, person: Any, path: str) -> None:
    at = path.format(row=planted(console, 4))
    page = person("steward").open(at)
    assert serious(page) == []
    assert fits(page)
    press(page, "a.language[lang=hi]")
    page.wait_for_function("document.documentElement.lang === 'hi'")
    assert page.url.endswith(at.replace("|", "%7C"))
    assert re.search("[\u0900-\u097f]", page.locator("h1").inner_text())
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    assert serious(page) == []


def test_a_preview_has_no_serious_fault(console: Console, person: Any) -> None:
    page = person("steward", language="hi").open(f"/quarantine?dataset={DATASET}")
    page.locator("input[name=ids]").first.check()
    page.locator("details.many > summary").click()
    page.locator("input[name=rule][value=trim]").check()
    page.locator("button[value=fix]").click()
    page.wait_for_url("**/quarantine/many")
    assert serious(page) == []
    tab_to(page, "main a")
