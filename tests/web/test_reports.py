"""Reports at the console: looked at, followed to the rows behind a figure, taken as files."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook

from tests.web.conftest import Console

pytestmark = pytest.mark.postgres
EDITION = "/reports/pay_cases/2026-11-20"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_figure_opens_as_many_rows_as_it_says(person, language: str) -> None:  # type: ignore[no-untyped-def]
    viewer = person("viewer", language=language)
    page = viewer.open("/reports")
    page.get_by_role("button").filter(has_text=re.compile("खोलें|Open")).first.click()
    page.goto(viewer.console.address + EDITION + "?area=state")
    assert page.locator(".chart svg text").count() > 5
    assert page.locator(".chart").first.get_attribute("aria-label")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    links = page.locator("main table tbody a, main dl.cards a")
    told = [(link.inner_text(), link.get_attribute("href")) for link in links.all()]
    counts = [(int(words.replace(",", "")), address) for words, address in told if re.fullmatch(r"[\d,]+", words)]
    assert len(counts) > 20
    for count, address in [*counts[:3], *counts[len(counts) // 2 :: 12], counts[-1]]:
        page.goto(viewer.console.address + str(address))
        heading = page.locator("h1").inner_text()
        assert int(re.findall(r"[\d,]+", heading)[-1].replace(",", "")) == count, address
        assert page.locator("tbody tr").count() == min(count, 100)


def test_the_files_are_what_is_kept_and_taking_one_is_noted(console: Console) -> None:
    client = console.client("viewer")
    before = console.audited()
    for kind, language in (("pdf", "hi"), ("xlsx", "en")):
        address = f"{EDITION}/file?area=district:212&role=dm&language={language}&kind={kind}"
        got = client.get(address)
        assert (got.status_code, got.headers["Content-Disposition"][:10]) == (200, "attachment")
        if kind == "pdf":
            assert len(pypdfium2.PdfDocument(got.content)) >= 1
        else:
            assert len(load_workbook(io.BytesIO(got.content)).sheetnames) == 3
    taken = "select subject from hub.audit where sequence > %s and action = 'report.download' and actor = 'viewer'"
    noted = console.ask(taken, before)
    assert {subject for (subject,) in noted} == {
        "pay_cases/2026-11-20/district:212/dm.hi.pdf", "pay_cases/2026-11-20/district:212/dm.en.xlsx"
    }  # fmt: skip


def test_names_stand_beside_the_rows_for_a_purpose_that_is_noted(console: Console) -> None:
    steward, address = console.client("steward"), f"{EDITION}/rows?area=state&list=pay_cases&measure=over_limit"
    [(employee, name)] = console.ask(
        "select e.employee_id, e.name_en from store.hrms_employees e join store.hrms_pay_cases c using (employee_id) "
        "where c.opened_on < '2026-11-05' and c.stage <> 'PAID' and c.settled_on is null limit 1"
    )
    assert name not in steward.get(address).text
    before = console.audited()
    assert steward.post(address, {"purpose": "x"}).status_code >= 400
    shown = steward.post(address, {"purpose": "call about the case"}).text
    assert re.search(rf"{employee}.*?{re.escape(name)}", shown, re.S)
    noted = console.ask(
        "select subject, reason from hub.audit where sequence > %s and action = 'unmask' and subject like 'report/%%'",
        before,
    )
    assert noted == [("report/pay_cases/2026-11-20/state/pay_cases/1", "call about the case")]


@pytest.mark.parametrize(
    "address",
    [f"{EDITION}?area=nowhere", f"{EDITION}?area=district:999", "/reports/no_such/2026-11-20", f"{EDITION}/rows",
     f"{EDITION}/rows?list=pay_cases&by=name_en&is=x", f"{EDITION}/rows?list=pars&measure=pending",
     "/reports/pay_cases/2026-11-19", f"{EDITION}/file?area=state&role=dm&language=hi&kind=pdf"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(console: Console, address: str) -> None:
    assert console.client("viewer").get(address).status_code == 404


def test_a_corrected_edition_says_so_and_leads_to_the_one_before(person, console: Console) -> None:  # type: ignore[no-untyped-def]
    client, sheet = console.client("viewer"), "/reports/district/2026-11-20?area=district:212"
    stands, before = client.get(sheet).text, client.get(f"{sheet}&revision=1").text
    assert "Reason: made before all data were in" in stands
    assert "Reason:" not in before
    assert "This edition was superseded by a correction." in before
    assert re.search(r"/reports/district/2026-11-20/rows\?[^\"]*revision=1", before)
    assert client.get(f"{sheet}&revision=3").status_code == 404
    viewer = person("viewer")
    page = viewer.open(sheet)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name=re.compile("First edition|प्रथम प्रति")).click()
    assert "revision=1" in page.url


def test_a_report_that_was_refused_is_sent_again_for_a_reason(console: Console) -> None:
    [(number,)] = console.ask(
        "insert into hub.report_mail (report, business_date, role, area, message_id, body, status) "
        "values ('pay_cases', '2026-11-20', 'dm', 'district:212', '<refused@test>', '', 'refused') returning id"
    )
    steward, address = console.client("steward"), f"/reports/mails/{number}/again"
    assert f'{address}"' in steward.get("/reports").text
    assert "Report mails that were refused or are in doubt: 1" in steward.get("/today").text
    assert f'{address}"' not in console.client("viewer").get("/reports").text
    assert steward.post(address, {"reason": " "}).status_code >= 400
    assert steward.post(address, {"reason": "the address is right now"}).status_code < 400
    assert console.ask("select status, length(body) > 1000 from hub.report_mail where id = %s", number) == [
        ("claimed", True)
    ]
    assert address not in steward.get("/reports").text
