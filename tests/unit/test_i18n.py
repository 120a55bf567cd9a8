"""Hindi and English are equal: the same messages, with the same places to fill, and none missing that code names."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent_ast
from fluent.syntax.visitor import Visitor

from hub.errors import clause, plain
from hub.i18n import LANGUAGES, catalogues, text, told
from hub.landing.formats.records import unreadable

ROOT = Path(__file__).resolve().parents[2]
ERRORS = {
    "HubError", "SourceUnavailable", "SourceRefused", "SourceBroken", "ContractInvalid", "NotConfigured", "BatchHeld",
    "NotAllowed", "NotCovered", "CalendarUnsound",
}  # fmt: skip


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent_ast.VariableReference) -> None:
        self.names.add(node.id.name)


def _messages(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in catalogues(language):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent_ast.Junk), f"{path.name}: {entry.content[:80]}"
            if isinstance(entry, fluent_ast.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} stands twice"
                variables = _Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
    return found


def test_both_languages_hold_the_same_messages_with_the_same_places() -> None:
    hindi, english = _messages("hi"), _messages("en")
    assert set(hindi) ^ set(english) == set()
    assert {name: (hindi[name], english[name]) for name in english if hindi[name] != english[name]} == {}


def test_hindi_is_written_in_devanagari() -> None:
    for name in _messages("hi"):
        filled = text(name, "hi")
        assert any("\u0900" <= letter <= "\u097f" for letter in filled) or not any(c.isalpha() for c in filled), name


_TOLD_BY = {
    **dict.fromkeys((*ERRORS, "say", "text", "clause"), (0, "")),
    "unreadable": (1, ""),
    "need": (1, "contract-rule-"),
}
"""Functions that are given a message's id: in which place, and what they put before it."""


def _named_in_code() -> set[tuple[str, str]]:
    named = set()
    for folder in ("hub", "connectors", "dags", "plugins", "embedded", "sandbox"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                at, before = _TOLD_BY.get(function, (len(node.args), ""))
                told = node.args[at] if at < len(node.args) else None
                if isinstance(told, ast.Constant) and isinstance(told.value, str):
                    named.add((before + told.value, f"{path.relative_to(ROOT)}:{node.lineno}"))
    return {(name, place) for name, place in named if "-" in name and " " not in name}


def test_every_message_that_code_names_stands_in_the_catalogues() -> None:
    known = set(_messages("en"))
    assert {f"{name} ({place})" for name, place in _named_in_code() if name not in known} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_in_a_message_is_told_in_the_same_language(language: str) -> None:
    error = unreadable("page-00001", "landing-no-sheet", sheet="PAR 2026")
    inner = text("landing-no-sheet", language, sheet="PAR 2026")
    assert inner in text(error.message_id, language, **error.details)
    kept = json.loads(json.dumps(plain(error.details)))
    assert text(error.message_id, language, **kept) == text(error.message_id, language, **error.details)
    unknown = clause("kept-by-another-version", system="hrms")
    assert "kept-by-another-version" in told(unknown, language)
    assert told(unknown, language) in text(error.message_id, language, page="p", reason=unknown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_message_is_an_error(language: str) -> None:
    with pytest.raises(KeyError):
        text("no-such-message", language)
