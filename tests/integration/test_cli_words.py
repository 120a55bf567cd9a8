"""What the command line tells a person is in that person's words: no Python, no word left in the other language."""

from __future__ import annotations

import re

import pytest
from stored import FIRST, put
from typer.testing import CliRunner

from hub.cli.main import build
from hub.cli.output import console
from hub.settings import settings

pytestmark = pytest.mark.postgres
COMMANDS = (
    "alerts run", "watch", "alerts channels", "reports list", "reports mail", "reconcile", "feeds publish",
    "quarantine replay rtps.services", "linkage show matter", "consumers add portal --title x --feed pay_cases --as x",
    "consumers list", "audit list", "status",
)  # fmt: skip


def test_commands_tell_words_in_the_readers_language(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_BUSINESS_DATE", FIRST.isoformat())
    monkeypatch.setenv("HUB_LANGUAGE", "hi")
    settings.cache_clear()
    put("hrms.pay_cases", {"case_id": "PC/2026/000001"})
    app, runner = build(), CliRunner()
    for words in COMMANDS:
        with console.capture() as told:
            done = runner.invoke(app, words.split(), catch_exceptions=False)
        said = told.get() + done.output
        assert done.exit_code == 0, words
        assert re.search("[\u0900-\u097f]", said), words
        assert not re.search(r"\w\(\w+=|<\w+\.|\{'|datetime|None", said), f"{words}: {said}"


def test_what_is_printed_is_data_and_no_markup() -> None:
    with console.capture() as told:
        console.print("Patna [red]Sadar[/] :100: [/x]")
    assert told.get() == "Patna [red]Sadar[/] :100: [/x]\n"
