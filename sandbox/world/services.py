"""The notified services that the sandbox knows: ``services.csv``.

Time limits: service page of nalanda.nic.in for caste, income and residence (10 working days) and the GAD order of
January 2014 for tatkal (2 working days); the others are figures of the press (mutation 35 and 75 days, ration card 30,
transport 7 to 15 and 30, land measurement 30 and 10, pension 21). The gazette's full table is not public, so no figure
here is authority. ``prefix`` begins reference numbers; ``weight`` is how often a service is asked for (invented).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Service:
    """One service."""

    id: str
    name: str
    name_hi: str
    department: str
    level: str
    officer: str
    limit: int
    day_kind: str
    prefix: str
    weight: int


@cache
def services() -> list[Service]:
    """Every service, in the order of its number."""
    with Path(__file__).with_name("services.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return [
        Service(number, name, hindi, department, level, officer, int(limit), kind, prefix, int(weight))
        for number, name, hindi, department, level, officer, limit, kind, prefix, weight in rows
    ]
