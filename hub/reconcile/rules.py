"""The limits and settled stages of ``rules.yaml``, each with the order or law it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from hub.errors import ContractInvalid

_FILE = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True)
class Rule:
    """One kind of matter: where it stands, after how many calendar days it is overdue, when it no longer waits."""

    name: str
    dataset: str
    limit_days: int | None
    level_days: tuple[int, ...]
    settled_stages: tuple[str, ...]
    source: str
    source_hi: str


@cache
def rules(path: Path = _FILE) -> dict[str, Rule]:
    """All rules by name.

    Raises ``ContractInvalid`` when the file is unsound; a rule without a source is.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        limit = entry.get("limit_days")
        if not entry.get("source") or not entry.get("source_hi") or (limit is not None and int(limit) < 0):
            raise ContractInvalid("reconcile-rule-unsound", record=name, rule=name, file=path.name)
        found[name] = Rule(
            name=name,
            dataset=entry["dataset"],
            limit_days=None if limit is None else int(limit),
            level_days=tuple(entry.get("level_days") or ()),
            settled_stages=tuple(entry.get("settled_stages") or ()),
            source=entry["source"].strip(),
            source_hi=entry["source_hi"].strip(),
        )
    return found
