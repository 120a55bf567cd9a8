"""Help and wrong usage are told in the reader's language, and each command's and parameter's words stand in both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import typer
import typer.main
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from embedded.__main__ import build as embedded
from hub.cli.help import attribute, catalogues, of_command, page, path_of
from hub.cli.main import build, main
from hub.cli.usage import speak
from hub.i18n import LANGUAGES, language_of

ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|default|required|one of|Show|TEXT|NUMBER|PATH|WORD|YEAR|COMMAND"
)
DEVANAGARI = re.compile("[\u0900-\u097f]")


class _Places(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.names.add(node.id.name)


def _told(language: str) -> dict[str, set[str]]:
    """Every message and attribute of the help, with the places to fill in it."""
    found: dict[str, set[str]] = {}
    for path in catalogues(language):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content[:80]}"
            if not isinstance(entry, fluent.Message):
                continue
            for name, value in ((entry.id.name, entry.value), *((f"{entry.id.name}.{one.id.name}", one.value)
                                                                for one in entry.attributes)):  # fmt: skip
                assert name not in found, f"{path.name}: {name} stands twice"
                places = _Places()
                places.visit(value)
                found[name] = places.names
    return found


def _commands(command: Any, context: Any = None, name: str = "hub") -> Iterator[Any]:
    """The click context of every command."""
    here = command.make_context(name, [], parent=context, resilient_parsing=True)
    yield here
    for below, one in getattr(command, "commands", {}).items():
        yield from _commands(one, here, below)


@pytest.fixture(scope="module")
def tree() -> Any:
    """The whole command line, those of installed packages too."""
    return typer.main.get_command(build())


@pytest.fixture(scope="module")
def contexts(tree: Any) -> list[Any]:
    """Every command of it, and of what ``make up`` calls."""
    return [*_commands(tree), *_commands(typer.main.get_command(embedded()), name="python -m embedded")]


def test_each_command_and_parameter_has_its_words_and_no_words_are_left_over(contexts: list[Any]) -> None:
    known = set(_told("en"))
    needed = {
        name for name in known if not name.startswith("cli-help")
    }  # the words between, checked by their use below
    missing = []
    for context in contexts:
        path = path_of(context)
        names = ["-".join(("cli-help", *path[:depth])) for depth in range(len(path), -1, -1)]
        needed.add(names[0])
        missing += [names[0]] if names[0] not in known else []
        for one in context.command.get_params(context):
            said = next((f"{name}.{attribute(one)}" for name in names if f"{name}.{attribute(one)}" in known), "")
            needed.add(said)
            missing += [] if said else [f"{names[0]}.{attribute(one)}"]
    assert missing == []
    assert known - needed == set()


def test_both_languages_tell_the_same_with_the_same_places() -> None:
    hindi, english = _told("hi"), _told("en")
    assert set(hindi) ^ set(english) == set()
    assert {name for name in english if hindi[name] != english[name]} == set()


def test_help_in_hindi_holds_no_english_heading_and_fits_the_terminal(
    contexts: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_LANGUAGE", "hi")
    monkeypatch.setenv("COLUMNS", "80")
    for context in contexts:
        told = context.get_help()
        lines = told.splitlines()
        assert told == page(context)
        assert not ENGLISH.search(told), told
        for line in lines:
            assert sum(unicodedata.category(letter) != "Mn" for letter in line) <= 80, line
            assert not re.match(" *[\u0900-\u0903\u093a-\u094f]", line), f"cut within a syllable: {line}"
        assert all(DEVANAGARI.search(line) for line in lines if line and not line.startswith("    ")), told


def test_names_and_what_they_are_stand_in_two_columns(contexts: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")
    ack = next(one for one in contexts if one.command_path.endswith("alerts snooze"))
    assert page(ack).splitlines() == [
        "Usage: hub alerts snooze [OPTIONS] {alert} --until YEAR-MONTH-DAY --reason TEXT",
        "",
        "  Let an alert rest until a date, at most 30 days; then it is open again and",
        "  told of.",
        "",
        "Arguments:",
        "  alert  The alert's number or its subject. [required]",
        "",
        "Options:",
        "  --until YEAR-MONTH-DAY  Business date of its return. [required]",
        "  --reason TEXT           Why it rests. [required]",
        "  --as, --by TEXT         Who decides, by login; the login name when left out.",
        "  --json                  Print JSON for programs.",
        "  -h, --help              Show this help.",
    ]


WRONG = [
    ("alerts ack 1 --reson x", "No such option: --reson. Did you mean: --reason", "--reson नाम का कोई विकल्प नहीं"),
    ("--date 2026-11-20 status", "behind the command: hub COMMAND --date", "कमांड के बाद लिखें"),
    ("alerts ack 1 --reason", "missing behind the option --reason: Why it stands", "--reason के बाद मान नहीं"),
    ("status --json=yes", "--json takes no value", "--json के साथ कोई मान नहीं"),
    ("alerts ack 1", "option --reason is missing: Why it stands", "विकल्प --reason नहीं लिखा है: यह क्यों लंबित है"),
    ("linkage train --lists x", "subject is missing: What the records are about. [one of: employee", "subject नहीं लिखा"),
    ("status now please", "More than this command takes: now please", "अतिरिक्त शब्द: now please"),
    ("status –json", '"–json" begins with a long dash', '"–json" लंबे डैश से आरंभ'),
    ("alerts ack 1 –reason why", '"–reason" begins with a long dash', '"–reason" लंबे डैश से आरंभ'),
    ("batchs list", "Did you mean: hub batches", "'batchs' नाम की कोई कमांड नहीं है। क्या आपका आशय"),
    ("STATUS", "Did you mean: hub status, hub deliver status?", "hub status, hub deliver status?"),
    ("release 5", "hub batches release, hub quarantine release", "hub batches release, hub quarantine release"),
    ("--", "A command is missing", "कमांड नहीं लिखी"),
    ("clocks wind --date 21.11.2026", '--date: "21.11.2026" is not a date', '--date: "21.11.2026" तिथि नहीं'),
    ("batches list --limit ५०", '--limit: "५०" is not a whole number', "0 से 9 के अंकों में"),
    ("batches list --limit 0", "--limit: 0 is too small: at least 1", "कम से कम 1 लिखें"),
    ("calendar propose --year 3000", "--year: 3000 is too large: at most 2100", "अधिक से अधिक 2100 लिखें"),
    ("feeds export x --format xls", '--format: "xls" is not one of: ndjson', "इनमें से नहीं है: ndjson"),
    ("batches list --status x", '--status: "x" is not one of: planned', '--status: "x" इनमें से नहीं है'),
    ("calendar import absent.csv --notification n", 'There is no file "absent.csv"', 'फ़ाइल "absent.csv" नहीं है'),
    ("discrepancies send hrms --folder absent", '--folder: There is no folder "absent"', 'फ़ोल्डर "absent" नहीं है'),
    ("", "Commands:", "कमांड:"),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "english", "hindi"), WRONG, ids=[words[0] or "nothing" for words in WRONG])
def test_wrong_usage_is_told_in_the_readers_language(
    typed: str, english: str, hindi: str, language: str, tree: Any, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("hub.cli.main.build", lambda: tree)
    monkeypatch.setenv("HUB_LANGUAGE", language)
    monkeypatch.setattr("sys.argv", ["hub", *typed.split()])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert (hindi if language == "hi" else english) in told
    assert ("प्रयोग: hub" if language == "hi" else "Usage: hub") in told
    if language == "hi":
        assert not re.search("Usage|Try |Error|Invalid|Missing|No such|OPTIONS|should|valid", told), told


def test_stopping_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise typer.Abort

    app = typer.Typer()
    app.command()(stop)
    monkeypatch.setenv("HUB_LANGUAGE", "hi")
    monkeypatch.setattr("hub.cli.main.build", lambda: app)
    monkeypatch.setattr("sys.argv", ["hub"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert DEVANAGARI.search(capsys.readouterr().err)


def test_a_package_without_words_keeps_its_own_help(monkeypatch: pytest.MonkeyPatch) -> None:
    def brew(cups: int = typer.Option(2, help="How many cups.")) -> None:
        """Brew tea."""

    app, hub = typer.Typer(help="A package of its own."), typer.Typer()
    app.command()(brew)
    app.command("pour")(lambda: None)
    hub.add_typer(app, name="kettle")
    hub.command("other")(lambda: None)
    speak(hub)
    monkeypatch.setenv("HUB_LANGUAGE", "en")
    found = {one.command_path: page(one) for one in _commands(typer.main.get_command(hub))}
    assert "A package of its own." in found["hub kettle"]
    assert "Brew tea." in found["hub kettle brew"]
    assert re.search(r"--cups NUMBER +How many cups\. \[default: 2\]", found["hub kettle brew"])


def test_the_words_of_other_packages_stand_beside_their_commands() -> None:
    assert [path.name for path in catalogues("hi")] == ["cli_help.ftl", "cli_help.hi.ftl"]


@pytest.mark.parametrize(
    ("wish", "language"), [("hi", "hi"), ("HI", "hi"), ("hi_IN.UTF-8", "hi"), ("Hindi", "hi"), ("en", "en"), ("", "en")]
)
def test_a_language_is_named_as_people_name_it(wish: str, language: str) -> None:
    assert language_of(wish) == language


def test_help_is_read_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that runs must not wait for the words of a hundred others."""
    monkeypatch.setattr("hub.cli.help._catalogue", lambda language: pytest.fail("read"))
    typer.main.get_command(build()).make_context("hub", ["status"])
    with pytest.raises(pytest.fail.Exception):
        of_command(("status",), None)
