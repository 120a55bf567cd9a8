"""Every text of the console comes from a catalogue, and every message that its pages name is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.access import Role
from console.app import entries
from console.words import KINDS, dashed, dataset_name, state_words
from hub.alerts.tables import alert_event
from hub.contracts import Classification, LogicalType, contracts
from hub.i18n import LANGUAGES, text
from hub.portals.tables import subscription
from hub.reconcile.tables import ACTIONS
from hub.store.tables import STATUSES

ROOT = Path(__file__).resolve().parents[2] / "console"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Proper names, and a command that is typed as it stands.
NAMES = {"Airflow", "हिन्दी", "English", "CSV", "Excel", "A", "B", "hub audit verify"}
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
SPOKEN = re.compile(r"""\b(?:aria-label|title|placeholder|alt)=["']([^"']*)["']""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_words_stand_in_a_template(path: Path) -> None:
    plain = CODE.sub(" ", path.read_text(encoding="utf-8"))
    said = [*re.sub(r"<[^>]*>", "\n", plain).splitlines(), *SPOKEN.findall(plain)]
    words = {line.strip(" ↗›·:→|,.()/\t") for line in said}
    assert {word for word in words - NAMES if any(letter.isalpha() for letter in word)} == set()


def test_every_message_that_a_page_names_is_in_the_catalogues() -> None:
    named = set()
    for path in [*TEMPLATES, *ROOT.rglob("*.py")]:
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""\bt\(\s*["']([a-z0-9-]+)["']\s*[,)]""", source))
        named |= set(re.findall(r"""["'](console-[a-z0-9-]+[a-z0-9])["']""", source)) - {"console-work"}
    named |= {entry.message for entry in entries()}
    for language in LANGUAGES:
        assert {name for name in named if not _is_known(name, language)} == set(), language


def _is_known(name: str, language: str) -> bool:
    try:
        return bool(text(name, language))
    except KeyError:
        return False


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_kind_has_its_words(language: str) -> None:
    assert {state_words(state, language) for state in {*STATUSES, *KINDS}}
    for role in Role:
        text(f"console-role-{role.replace('_', '-')}", language)
    for name in (*(f"type-{item.value}" for item in LogicalType), *(f"class-{item.value}" for item in Classification)):
        text(f"console-{name}", language)
    for table, prefix in ((subscription, "push"), (alert_event, "event")):
        [allowed] = [str(item.sqltext) for item in table.constraints if "in (" in str(getattr(item, "sqltext", ""))]
        for value in re.findall(r"'(\w+)'", allowed):
            text(f"console-{prefix}-{value}", language)
    titles = {dataset_name(dataset, language) for dataset in contracts()}
    assert len(titles) == len(contracts())
    if language == "hi":
        assert all(re.search(r"[\u0900-\u097f]", title) for title in titles)


#: Actions that the code puts together from parts.
MADE = {
    *(f"discrepancy.{action}" for action in ACTIONS), "batch.release", "batch.refuse",
    *(f"quarantine.{action}" for action in ("fixed", "released", "refused")),
    *(f"judgement-{action}" for action in ("judge", "unite", "merge", "split", "withdrawn")),
    *(f"subscription.{action}" for action in ("pause", "resume", "skip", "end")), "audit.proven", "unmask",
}  # fmt: skip


def _audited(path: Path) -> Iterator[str]:
    """The actions that a module writes into the audit as they stand."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("record", "note", "_changed", "_decide"):
                parts = [*node.args, *(word.value for word in node.keywords if word.arg == "action")]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action":
            parts = [node.value]
        for part in parts:
            for leaf in ast.walk(part):
                value = getattr(leaf, "value", "")
                if isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", value):
                    yield value


def test_every_action_of_the_audit_has_its_words() -> None:
    hub = ROOT.parent / "hub"
    found = {action for folder in (hub, ROOT) for path in folder.rglob("*.py") for action in _audited(path)}
    assert len(found) > 25
    for language in LANGUAGES:
        assert [name for name in sorted(found | MADE) if not _is_known(f"console-did-{dashed(name)}", language)] == []
