"""What must stand and be told, worked out day by day in plain Python: the model that ninety days are compared with.

It reads the two YAML files for their figures and shares no code with ``hub.alerts``.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ALERTS: dict[str, Any] = yaml.safe_load((ROOT / "hub/alerts/rules.yaml").read_text(encoding="utf-8"))
CLOCKS: dict[str, Any] = yaml.safe_load((ROOT / "hub/calendar/rules.yaml").read_text(encoding="utf-8"))
DIVISIONS = {212: "Patna", 208: "Tirhut"}
Key = tuple[str, str]


@dataclass
class Matter:
    """One matter: its place, and from which day on it is in which state with which deadline."""

    key: Key
    ddo: str | None
    district: int | None
    started: date
    turns: list[tuple[date, str, date | None]]
    """(from this day on, state, due_on), in order; before the first there is no clock."""

    def on(self, day: date) -> tuple[str, date | None] | None:
        """State and deadline as they stand on a day."""
        found = [turn for turn in self.turns if turn[0] <= day]
        return found[-1][1:] if found else None


def matters(chance: random.Random, first: date, days: int, count: int) -> list[Matter]:
    """Invented matters: some settled and back again, some paused, some with a deadline that moves."""
    made = []
    for number in range(count):
        rule = chance.choice(("pay_case", "lokshikayat", "jandarbar"))
        district = chance.choice((212, 208, 212, None)) if number % 9 == 0 else chance.choice((212, 208))
        ddo = f"DDO{district}00{chance.randint(1, 2)}" if rule == "pay_case" and district else None
        start = first + timedelta(days=chance.randint(-60, days - 5))
        due = start + timedelta(days=chance.choice((5, 15, 30)))
        turns: list[tuple[date, str, date | None]] = [(start, "running", due)]
        at = start
        for _ in range(chance.randint(0, 4)):
            at += timedelta(days=chance.randint(4, 35))
            what = chance.choice(("stopped", "paused", "running", "later", "later", "withdrawn"))
            if what == "later":
                due += timedelta(days=chance.choice((3, 20, 40)))
            is_dated = what in ("running", "later")
            turns.append((at, "running" if is_dated else what, due if is_dated else None))
        made.append(Matter((rule, f"{rule}/{number:04}"), ddo, district, start, turns))
    due, moved = first + timedelta(days=5), first + timedelta(days=28)
    moving = [(first, "running", due), (first + timedelta(days=20), "running", moved)]
    return [*made, Matter(("lokshikayat", "extended while overdue"), None, 212, first, moving)]


@dataclass
class Alert:
    """An alert that stands."""

    phase: str
    level: int
    status: str = "open"
    until: date | None = None

    @property
    def rank(self) -> int:
        return -1 if self.phase == "approaching" else self.level


@dataclass
class Event:
    """A fact to tell: to the levels above ``above``, up to ``level``."""

    key: Key
    level: int
    above: int
    told: set[tuple[str, str]] = field(default_factory=set)


class Model:
    """The alerts of the matters and who has to be told of them."""

    def __init__(self, known: list[Matter], addresses: dict[str, set[str]]) -> None:
        self.matters = {matter.key: matter for matter in known}
        self.addresses = addresses  # channel -> recipients that have one
        self.alerts: dict[Key, Alert] = {}
        self.events: list[Event] = []
        self.kinds: Counter[str] = Counter()
        self._once: set[Key] = set()

    def evaluate(self, day: date) -> None:
        """Bring the alerts to the day."""
        for key, matter in self.matters.items():
            now, known = self._wanted(matter, day), self.alerts.get(key)
            if now is None:
                self.kinds["closed"] += self.alerts.pop(key, None) is not None
                continue
            if known is None:
                self.kinds["reopened" if key in self._once else "opened"] += 1
                self._once.add(key)
                self.alerts[key] = now
                self.events.append(Event(key, now.level, -1))
                continue
            if now.rank > known.rank:
                self.kinds[f"to {now.phase} {now.level}"] += 1
                self.events.append(Event(key, now.level, known.level if now.level else -1))
            self.kinds["eased"] += now.rank < known.rank
            known.phase, known.level = now.phase, now.level
            if known.status == "snoozed" and known.until is not None and known.until <= day:
                self.kinds["woken"] += 1
                known.status, known.until = "open", None
                self.events.append(Event(key, now.level, -1))

    @staticmethod
    def _wanted(matter: Matter, day: date) -> Alert | None:
        state = matter.on(day)
        if state is None or state[0] != "running" or state[1] is None:
            return None
        clock, rule = CLOCKS[matter.key[0]], ALERTS[matter.key[0]]
        over = (day - state[1]).days
        level = 1 + sum(over > step for step in clock["ladder"]) if over > 0 else 0
        if over < {"approaching": -clock["approaching"], "due": 0, "overdue": 1}[rule["from"]]:
            return None
        return Alert(
            "escalated" if level > 1 else "overdue" if over > 0 else "due" if over == 0 else "approaching", level
        )

    def recipients(self, key: Key, above: int, until: int) -> set[str]:
        """Who is told of an alert at the levels above one, up to another."""
        matter, told = self.matters[key], set()
        for level, kinds in ALERTS[key[0]]["tell"].items():
            for kind in kinds if above < level <= until else ():
                code: object = {"ddo": matter.ddo, "district": matter.district, "division": DIVISIONS.get(matter.district),
                                "department": None, "mission": "bpsms"}[kind]  # fmt: skip
                told.add(f"{kind}:{code}" if code else "mission:bpsms")
        return told

    def tell(self, channel: str) -> dict[str, tuple[set[Key], set[Key]]]:
        """Tell what was not told yet on a channel: by recipient what is news, and all that stands."""
        news: dict[str, set[Key]] = {}
        for event in self.events:
            known = self.alerts.get(event.key)
            if known is None or known.status == "snoozed" or (channel == "sms" and event.level == 0):
                continue
            for recipient in self.recipients(event.key, event.above, min(event.level, known.level)):
                if recipient in self.addresses[channel] and (channel, recipient) not in event.told:
                    event.told.add((channel, recipient))
                    news.setdefault(recipient, set()).add(event.key)
        return {recipient: (keys, self.standing(recipient)) for recipient, keys in news.items()}

    def standing(self, recipient: str) -> set[Key]:
        """What stands for a recipient and does not rest."""
        return {
            key for key, alert in self.alerts.items()
            if alert.status != "snoozed" and recipient in self.recipients(key, -1, alert.level)
        }  # fmt: skip

    def past_limit(self, keys: set[Key]) -> int:
        """How many of these are past their limit."""
        return sum(self.alerts[key].level > 0 for key in keys)
