"""The kinds of entity as ``kinds.yaml`` declares them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from hub.errors import NotAllowed

_FILE = Path(__file__).with_name("kinds.yaml")


@dataclass(frozen=True)
class Kind:
    """One kind of entity: where its links come from, and what a cluster may be (the YAML file says it in words)."""

    name: str
    subject: str
    question: str
    masters: frozenset[str]
    bound: int
    min_support: float
    prefix: str


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    declared = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        name: Kind(name=name, **entry | {"masters": frozenset(entry["masters"])}) for name, entry in declared.items()
    }


def kind(name: str) -> Kind:
    """The kind called ``name``; raises ``NotAllowed`` naming those there are."""
    if name not in kinds():
        raise NotAllowed("entities-kind-unknown", record=name, kind=name, known=", ".join(kinds()))
    return kinds()[name]


def kinds_of(subject: str) -> list[Kind]:
    """The kinds made from a subject's links; raises ``NotAllowed`` where there is none."""
    found = [item for item in kinds().values() if item.subject == subject]
    if not found:
        known = sorted({item.subject for item in kinds().values()})
        raise NotAllowed("entities-subject-unknown", record=subject, subject=subject, known=", ".join(known))
    return found


def dataset_of(record_id: str) -> str:
    """``hrms.employees`` of ``hrms.employees|E1000001``."""
    return record_id.partition("|")[0]


def key_of(record_id: str) -> str:
    """``E1000001`` of ``hrms.employees|E1000001``."""
    return record_id.partition("|")[2]
