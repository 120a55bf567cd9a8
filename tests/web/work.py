"""What the tests of the work's pages share: going by keyboard, and what a page must hold to."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.planted import DATASET

SCRIPT = """<script>document.body.dataset.hurt=1</script><img src=x onerror="document.body.dataset.hurt=1">'"&"""
MISSPELT_ROWS = f"/quarantine?dataset={DATASET}&reason=district_lgd.not_null&value=Muzzafarpore"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element that ``selector`` names has the focus."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def type_over(page: Page, selector: str, text: str) -> None:
    """Go to a field by keyboard and put ``text`` in the place of what stands there."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    """Go to a button or link by keyboard and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def serious(page: Page) -> list[str]:
    """Faults that axe-core calls serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found if item["impact"] in ("serious", "critical")
    ]


def no_script_ran(page: Page) -> bool:
    """Whether what a source sent stayed text."""
    return page.evaluate("document.body.dataset.hurt") is None and page.locator("img[src=x]").count() == 0


def fits(page: Page) -> bool:
    """Whether the page needs no sideways scrolling."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
