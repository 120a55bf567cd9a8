"""The rules of alerts (``rules.yaml``): what makes one, and who is told at which level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hub.alerts.tables import AT_ONCE, DAILY
from hub.calendar.rules import rules as clock_rules
from hub.errors import ContractInvalid
from hub.i18n import text

_FILE = Path(__file__).with_name("rules.yaml")
KINDS = ("ddo", "office", "district", "division", "department", "mission", "team")
STARTS = ("approaching", "due", "overdue")
RUNBOOKS = Path(__file__).resolve().parents[2] / "docs" / "runbooks"


@dataclass(frozen=True)
class AlertRule:
    """One rule. ``tell`` maps a level to kinds of recipients; ``start`` is the first phase that makes an alert of a
    clock; ``after`` and ``level_hours`` are of what the hub watches by the hour."""

    id: str
    is_watch: bool
    start: str
    tell: Mapping[int, tuple[str, ...]]
    level_hours: tuple[int, ...]
    after: timedelta

    @property
    def edition(self) -> str:
        """Which message tells of it: the day's digest, or one at once."""
        return AT_ONCE if self.is_watch else DAILY

    def runbook(self, language: str) -> Path:
        """The page that says what it means and who does what."""
        return RUNBOOKS / language / f"{self.id}.md"

    def level(self, late: timedelta) -> int:
        """The level of something watched that has been late for so long; 1 from the start."""
        return max(sum(late >= timedelta(hours=hours) for hours in self.level_hours), 1)

    def title(self, language: str) -> str:
        """What it is called: the clock's own title, or the words for what the hub watches."""
        known = clock_rules().get(self.id)
        return known.title(language) if known else text(f"alerts-rule-{self.id.replace('_', '-')}", language)

    def basis(self, language: str) -> str:
        """The order or law that the limit comes from; empty for what the hub watches."""
        known = clock_rules().get(self.id)
        return known.source(language) if known else ""


@cache
def alert_rules(path: Path = _FILE) -> dict[str, AlertRule]:
    """The rules by id: one for each clock, in the order of the clocks, then what is watched.

    Raises ``ContractInvalid`` for a rule that is no clock and not watched, names an unknown phase or kind, or tells
    nobody once it is overdue.
    """
    entries: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    otherwise = entries.pop("otherwise")
    clocks = {name: _rule(name, entries.pop(name, otherwise), path) for name in clock_rules()}
    return clocks | {name: _rule(name, entry, path) for name, entry in entries.items()}


def _rule(name: str, entry: Mapping[str, Any], path: Path) -> AlertRule:
    tell = {int(level): tuple(kinds) for level, kinds in entry["tell"].items()}
    start, is_watch = entry.get("from", STARTS[-1]), bool(entry.get("watch"))
    is_sound = start in STARTS and 1 in tell and not any(set(kinds) - set(KINDS) for kinds in tell.values())
    if not is_sound or is_watch == (name in clock_rules()):
        raise ContractInvalid("alerts-rule-unsound", record=name, rule=name, file=path.name)
    after = timedelta(hours=entry.get("after_hours", 0))
    return AlertRule(name, is_watch, start, tell, tuple(entry.get("level_hours", ())), after)


def rule_title(name: str, language: str) -> str:
    """The title of an alert's rule; its id where it is no longer declared."""
    known = alert_rules().get(name)
    return known.title(language) if known else name


def runbook(name: str, language: str) -> str:
    """The runbook of a rule in a language, in Markdown: what its alerts mean, who acts, and how.

    Raises ``KeyError`` for a rule that is not declared.
    """
    return alert_rules()[name].runbook(language).read_text(encoding="utf-8")
