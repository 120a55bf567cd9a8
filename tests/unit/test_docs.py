"""What a stranger reads is complete: every setting, dependency, system and flow of the tree is in the docs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from embedded.ports import SERVICES
from hub.contracts import contracts
from hub.settings import Settings
from sandbox.standins.declared import declared

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "connectors").glob("*/README.md"))]


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_every_setting_is_described() -> None:
    page = _read("docs/reference/settings.md")
    named = {f"HUB_{name.upper()}" for name in Settings.model_fields} | {
        f"HUB_PORT_{name.upper()}" for name in SERVICES if name not in declared()
    }
    assert {name for name in named if f"`{name}`" not in page} == set()


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(_read("pyproject.toml"))
    groups = project["dependency-groups"]
    listed = [*project["project"]["dependencies"], *groups["embedded"], *groups["dev"],
              *(item for extra in project["project"]["optional-dependencies"].values() for item in extra)]  # fmt: skip
    names = {re.split(r"[\[<>=~ ]", item)[0] for item in listed if isinstance(item, str)}
    page = _read("docs/reference/dependencies.md")
    missing = {name for name in names if name not in page and not name.startswith("types-")}
    assert missing == set()


def test_every_system_has_a_readme_that_names_its_datasets() -> None:
    for contract in contracts().values():
        page = (contract.path.parent / "README.md").read_text(encoding="utf-8")
        assert contract.id in page or contract.dataset in page, contract.id


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", _read("Makefile")))
    for target in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8")):
        assert target in targets, f"{page.name} names make {target}"


def test_no_module_grows_past_its_bound() -> None:
    for folder in ("hub", "connectors", "dags", "plugins", "embedded", "sandbox"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.parent.name == "versions":
                continue  # one version holds all its tables
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= 400, f"{path.relative_to(ROOT)} has {lines} lines"


def test_nothing_is_left_half_done() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
    for folder in ("hub", "connectors", "dags", "plugins", "embedded", "sandbox", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not marks.search(path.read_text(encoding="utf-8")), path.relative_to(ROOT)
