"""What the command line tells a person is in that person's words: no Python, no word left in the other language."""

from __future__ import annotations

import re

import pytest
from stored import FIRST, put
from typer.testing import CliRunner

from hub.cli.main import build, main
from hub.cli.output import console
from hub.desk import all_limits, set_limits
from hub.errors import NotAllowed
from hub.outbox.flows import flows
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


def test_a_reason_longer_than_a_field_of_the_console_takes_is_refused_at_every_door(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "first line\r\n" + "क" * 289  # as a browser sends 300 characters
    assert set_limits("asha", [212], [], "admin", lines).districts == {212}
    with pytest.raises(NotAllowed) as refused:
        set_limits("asha", [], [], "admin", f"{lines}क")
    assert refused.value.details == {"longest": 300, "length": 301}
    assert all_limits("asha")["asha"].districts == {212}, "and nothing is kept"
    flow = next(iter(flows()))
    for language, told in (("en", "at most 300 characters; this one has 301"), ("hi", "अधिकतम 300 अक्षरों")):
        monkeypatch.setenv("HUB_LANGUAGE", language)
        monkeypatch.setattr("sys.argv", ["hub", "deliver", "switch", flow, "on", "--reason", "x" * 301])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code == 1
        assert told in " ".join(capsys.readouterr().err.split())


def test_a_sync_that_brought_nothing_tells_its_reason_only(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["hub", "sync", "rtps.services", "--date", "2300-01-01"])
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr()
    assert "lies more than 31 days after" in " ".join(told.err.split())
    assert told.out == ""


def test_what_is_printed_is_data_and_no_markup() -> None:
    with console.capture() as told:
        console.print("Patna [red]Sadar[/] :100: [/x]")
    assert told.get() == "Patna [red]Sadar[/] :100: [/x]\n"
