"""Pictures of every page for the stewards' tutorial, from the sandbox's invented people, personal fields masked.

``python -m tests.web.screenshots`` writes ``docs/tutorial/images/<page>.<language>.<desk|phone>.webp``; with a folder
as argument it writes PNG files of the whole pages there, to look at.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

import stamina
from playwright.sync_api import Error, Page, sync_playwright

from console.guard import csrf_token
from embedded.postgres import Postgres, data_folder
from tests.conftest import forget
from tests.ports import free_port
from tests.web.conftest import Console, running
from tests.web.planted import DATASET, MISSPELT
from tests.web.serve import SECRET

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "images"
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
QUALITY = 45
HELD, DRIFTED = "rtps.applications/2026-11-21/001", "sparrow.pars/2026-11-21/001"


def pages(console: Console) -> dict[str, str]:
    """Each page by the name of its picture."""

    def number(query: str) -> str:
        found = console.ask(query)
        return str(found[0][0]) if found else ""

    row = number(
        "select id from hub.quarantine where dataset = 'rtps.applications' and status = 'open' order by id limit 1"
    )
    [(left, right)] = console.ask(
        "select left_id, right_id from hub.entity_review where is_open and kind = 'employee' order by since limit 1"
    )
    pair = urlencode({"left": left, "right": right, "kind": "employee"})
    return {
        "today": "/today", "search": "/search", "quarantine": "/quarantine?dataset=rtps.applications",
        "row": f"/quarantine/{row}", "mappings": "/mappings",
        "held": f"/batches/{HELD}", "drift": f"/batches/{DRIFTED}", "batches": "/batches",
        "discrepancies": "/discrepancies",
        "discrepancy": "/discrepancies/" + number("select min(id) from hub.discrepancy where status = 'open'"),
        "matches": "/matches", "pair": f"/matches/pair?{pair}",
        "entity": "/entities/" + number("select entity_id from hub.entity where members > 1 order by members desc, entity_id limit 1"),
        "alerts": "/alerts", "alert": "/alerts/" + number("select id from hub.alert order by pending_since, id limit 1"),
        "calendar": "/calendar", "proposal": "/calendar/2",
        "reports": "/reports", "report": "/reports/pay_cases/2026-11-20?area=state",
        "sheet": "/reports/district/2026-11-20?area=district:212", "feeds": "/feeds", "audit": "/audit",
        "dictionary": "/dictionary/rtps.applications", "limits": "/people",
    }  # fmt: skip


def furnish(console: Console) -> None:
    """What would otherwise be an empty page: a proposal for the calendar, a mapping, a limit."""
    someone = console.client("it_team")
    days = someone.get("/calendar/1/days.csv").content.replace(b"2026-11-24,ni_act", b"2026-11-25,ni_act")
    made = someone.session.post(
        console.address + "/calendar/import", files={"file": ("corrected.csv", days)}, allow_redirects=False,
        data={"csrf": csrf_token(SECRET, "it_team"), "notification": "Letter 4321 of 20.11.2026"},
        headers={"Origin": console.address}, timeout=30,
    )  # fmt: skip
    assert made.status_code == 303, made.text
    limit = {"login": "patna", "district": "212", "reason": "posted there"}
    assert console.client("admin").post("/people", limit).status_code == 303
    console.ask(
        "insert into hub.quarantine_mapping (dataset, field, from_value, to_value, reason, made_by) "
        "values (%s, 'district_name', %s, 'Muzaffarpur', 'spelt so in hundreds of rows', 'steward')",
        DATASET, MISSPELT,
    )  # fmt: skip


def main(folder: Path | None) -> None:
    """Make a world, serve it, take the pictures, forget it."""
    home = Path(tempfile.mkdtemp(prefix="hub-pictures-"))
    server = Postgres(data_folder(home), free_port())
    server.start(fsync="off")
    (home / "hub").mkdir()
    try:
        with running(server, home / "hub") as console:
            furnish(console)
            take(console, folder)
    finally:
        server.stop("immediate")
        forget(server)
        shutil.rmtree(home, ignore_errors=True)


def take(console: Console, folder: Path | None) -> None:
    """Both languages at both sizes."""
    target = folder or IMAGES
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for language in ("hi", "en"):
                context = chromium.new_context(viewport={"width": width, "height": height}, locale=f"{language}-IN")
                for name, value in (("who", "admin"), ("hub_language", language)):
                    context.add_cookies([{"name": name, "value": value, "url": console.address}])
                page = context.new_page()
                for name, path in pages(console).items():
                    answer = page.goto(console.address + path)
                    assert answer is not None, path
                    print(answer.status, path, language, size)
                    if name == "search":
                        page.fill("input[name=q]", "E1000002")
                        page.keyboard.press("Enter")
                        page.locator(".card").first.wait_for()
                    if folder:
                        page.screenshot(path=target / f"{name}.{language}.{size}.png", full_page=True)
                    else:
                        (target / f"{name}.{language}.{size}.webp").write_bytes(_webp(page))
                context.close()
        chromium.close()


def _webp(page: Page) -> bytes:
    session = page.context.new_cdp_session(page)
    for attempt in stamina.retry_context(on=Error, attempts=5, wait_initial=0.5):  # a frame may not be drawn yet
        with attempt:
            found = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(found["data"])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
