"""The steward's console in Airflow, in a real browser: logged in by Airflow, decided by keyboard."""

from __future__ import annotations

import requests
from playwright.sync_api import Page, sync_playwright

from .conftest import Stack


def token(stack: Stack, login: str) -> str:
    """What Airflow gives who logs in."""
    body = {"username": login, "password": stack.home.secret()[login]}
    answer = requests.post(f"http://127.0.0.1:{stack.base}/auth/token", json=body, timeout=60)
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def decide(stack: Stack, batch_id: str, action: str, reason: str, login: str = "steward") -> None:
    """Open the held batch in the console and ``release`` or ``refuse`` it by keyboard."""
    address = f"http://127.0.0.1:{stack.base}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = chromium.new_context(locale="hi-IN")
        context.add_cookies([{"name": "_token", "value": token(stack, login), "url": address}])
        page = context.new_page()
        page.goto(f"{address}/hub/", timeout=60_000)
        _tab_to(page, f"a[href$='/batches/{batch_id}']")
        page.keyboard.press("Enter")
        _tab_to(page, f"#{action}-reason")
        page.keyboard.type(reason)
        _tab_to(page, f"form[action$='/{action}'] button")
        page.keyboard.press("Enter")
        page.wait_for_url("**notice=**", timeout=60_000)
        chromium.close()


def start(stack: Stack, dataset: str, business_date: str, login: str) -> int:
    """Start a sync from the board as ``login``; the status of the answer."""
    address, session = f"http://127.0.0.1:{stack.base}", requests.Session()
    session.cookies.set("_token", token(stack, login))
    page = session.get(f"{address}/hub/today", timeout=60)
    mark = page.text.partition('<meta name="csrf" content="')[2].partition('"')[0]
    form = {"csrf": mark, "dataset": dataset, "business_date": business_date}
    sent = {"Origin": address}
    answer = session.post(f"{address}/hub/today/start", data=form, headers=sent, allow_redirects=False, timeout=60)
    return answer.status_code


def _tab_to(page: Page, selector: str) -> None:
    page.wait_for_selector(selector, timeout=60_000)
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
