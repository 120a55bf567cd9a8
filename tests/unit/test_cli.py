"""The command line: wrong usage is told as such, and every command line that a page or an error names parses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from embedded.postgres import Postgres
from hub.cli.main import build, main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "connectors").rglob("*.md"),
    *(ROOT / "hub" / "i18n").rglob("*.ftl"),
]  # fmt: skip
CODE = [
    path for folder in ("hub", "connectors", "console", "dags", "sandbox") for path in (ROOT / folder).rglob("*.py")
]
OF_PAGES = re.compile(
    r"`(?:docker compose exec \S+ )?(?:\.venv/bin/)?hub ([a-z][^`]*)`|^ *(?:\.venv/bin/)?hub ([a-z].*)", re.M
)
OF_CODE = re.compile(r"""f?"hub ([a-z][^"\n]*)\"""")


def quoted() -> list[tuple[str, str]]:
    """Every command line that is quoted, with its file."""
    found = []
    for paths, pattern in ((PAGES, OF_PAGES), (CODE, OF_CODE)):
        for path in paths:
            for match in pattern.finditer(path.read_text(encoding="utf-8")):
                line = next(filter(None, match.groups())).split(" #")[0].replace("\\|", "|")
                found += [(str(path.relative_to(ROOT)), part) for part in line.split("; hub ")]
    return found


def wrong(line: str, app: Any) -> str:
    """What of a command line the application does not know: a command or an option; places to fill are left alone."""
    words = re.sub(r"\{[^}]*\}|\"[^\"]*\"|'[^']*'", "VALUE", re.sub(r"[\[\]]", " ", line)).split()
    here = app
    while hasattr(here, "commands") and words and re.fullmatch(r"[a-z|-]+", words[0]):
        names = words.pop(0).split("|")
        if unknown := [name for name in names if name not in here.commands]:
            return unknown[0]
        here = here.commands[names[0]]
    known = {option for parameter in here.params for option in parameter.opts} | {"--help"}
    return next((word for word in words if re.match(r"--[a-z]", word) and word.split("=")[0] not in known), "")


def test_every_command_line_that_is_quoted_parses() -> None:
    app = typer.main.get_command(build())
    lines = quoted()
    assert len(lines) > 150
    assert [(path, line, why) for path, line in lines if (why := wrong(line, app))] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("alerts ack 1 --reason x --no-such y", "No such option: --no-such"),
        ("calendar import absent.csv --notification none", "absent.csv"),
        ("reconsile", "No such command 'reconsile'"),
        ("clocks wind --date 2026-13-40", "2026-13-40"),
        ("batches list --limit -1", "--limit"),
        ("discrepancies send sparrow --folder absent", "absent"),
        ("clocks list --rule nonsense", "lokshikayat_appeal"),
        ("batches list --status nonsense", "superseded"),
        ("quarantine list --status nonsense", "superseded"),
        ("discrepancies list --severity nonsense", "critical"),
        ("review list --why nonsense", "two_masters"),
        ("consumers add portal --title x --feed pay_cases --class secret", "--class"),
    ],
)
def test_wrong_usage_is_told_with_the_usage_line(
    words: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["hub", *words.split()])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert "Usage: " in told
    assert said in told
    assert "foresee" not in told


@pytest.mark.parametrize(
    ("words", "fault", "next_command"),
    [
        ("alerts ack 1 --json --reson x", "No such option: --reson", "hub alerts ack --help"),
        ("batches release --json", "batch_id is missing", "hub batches release --help"),
        ("batches list --status nonsense --json", "superseded", "hub batches list --help"),
        ("--json status", "behind the command: hub COMMAND --json", "hub --help"),
        ("reconsile --json", "No such command 'reconsile'", "hub --help"),
    ],
)
def test_a_program_is_told_of_wrong_usage_in_the_shape_of_every_error(
    words: str, fault: str, next_command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["hub", *words.split()])
    with pytest.raises(SystemExit) as left:
        main()
    told = json.loads(capsys.readouterr().err)
    assert left.value.code == 2
    assert fault in told.pop("message")
    assert told == {
        "message_id": "cli-wrong-usage", "record": "", "actor": "it_team", "retryable": False, "next": next_command,
    }  # fmt: skip


def test_a_program_is_told_of_what_nobody_foresaw_as_json_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("hub.cli.main.build", lambda: lambda **_how: fail())
    monkeypatch.setattr("hub.cli.output.hub_home", lambda: tmp_path)
    monkeypatch.setattr("sys.argv", ["hub", "status", "--json"])
    with pytest.raises(SystemExit):
        main()
    assert "ZeroDivisionError" in json.loads(capsys.readouterr().err)["message"]


def test_the_code_with_which_a_command_leaves_is_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave() -> None:
        raise typer.Exit(3)

    app = typer.Typer()
    app.command()(leave)
    monkeypatch.setattr("hub.cli.main.build", lambda: app)
    monkeypatch.setattr("sys.argv", ["hub"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 3


@pytest.mark.postgres
def test_a_database_without_the_hubs_tables_is_told_as_such(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", postgres.create_database("hub_without_tables"))
    monkeypatch.setattr("sys.argv", ["hub", "status"])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err
    assert left.value.code == 1
    assert "holds no tables of the hub" in told
    assert "Next: make up" in told
