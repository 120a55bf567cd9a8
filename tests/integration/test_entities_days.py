"""Thirty days of records that come, go and are linked anew, and of people who decide and change their minds."""

from __future__ import annotations

import random
from datetime import timedelta

import sqlalchemy as sa

from hub import entities
from hub.database import engine
from hub.entities.clusters import partition
from hub.entities.kinds import kinds
from hub.errors import NotAllowed
from tests.integration.entity_days import FIRST, clusters, day, links, standing, unlink, waiting

TABLES = ("judgement", "entity", "entity_member", "entity_change", "entity_version", "entity_review", "entity_pending",
          "entity_state", "link")  # fmt: skip
RECORDS = [f"hrms.employees|E{n}" for n in range(12)] + [f"sparrow.pars|P{n}" for n in range(28)]


class Month:
    """The same month for the same seed; ``order`` shuffles how each day's rows are handed over."""

    def __init__(self, order: int) -> None:
        self.rng, self.shuffle = random.Random(7), random.Random(order)
        self.links: dict[tuple[str, str], float] = {}
        self.here: set[str] = set()
        self.acts: list[int] = []
        self.said: dict[int, tuple[str, str, str]] = {}
        self.told: dict[str, set[str]] = {}
        self.heard = 0

    def live(self, number: int) -> None:
        rng = self.rng
        came = {record for record in RECORDS if record not in self.here and rng.random() < 0.2}
        went = {record for record in sorted(self.here) if rng.random() < 0.02}
        self.here = (self.here | came) - went
        gone = [pair for pair in sorted(self.links) if set(pair) & went or rng.random() < 0.08]
        for pair in gone:
            del self.links[pair]
        fresh = set()
        for _ in range(rng.randrange(1, 8)):
            left, right = sorted(rng.sample(sorted(self.here), 2)) if len(self.here) > 1 else (None, None)
            if left is not None:
                self.links[left, right] = float(rng.randrange(8, 15))
                fresh.add((left, right))
        touched = (
            came
            | unlink(*gone)
            | links((*pair, self.links[pair]) for pair in self.shuffle.sample(sorted(fresh), len(fresh)))
        )
        day(self.shuffle.sample(sorted(touched), len(touched)), gone=went, on=FIRST + timedelta(days=number))
        self.decide()
        self.check()

    def decide(self) -> None:
        rng = self.rng
        if self.acts and rng.random() < 0.3:
            act = self.acts.pop(rng.randrange(len(self.acts)))
            del self.said[act]
            entities.withdraw(act, "asha", "second look")
        known = sorted(standing())
        if len(known) > 1 and rng.random() < 0.7:
            left, right = sorted(rng.sample(known, 2))
            verdict = rng.choice(["yes", "no", "no"])
            try:
                act = entities.judge(left, right, verdict, "asha", "looked").act
            except NotAllowed:
                return
            self.acts.append(act)
            self.said[act] = (left, right, verdict)

    def check(self) -> None:
        newest = {(left, right): verdict for _, (left, right, verdict) in sorted(self.said.items())}
        expected = partition(
            kinds()["employee"], self.here, [(*pair, weight) for pair, weight in self.links.items()],
            yes=[pair for pair, verdict in newest.items() if verdict == "yes"],
            no=[pair for pair, verdict in newest.items() if verdict == "no"],
        )  # fmt: skip
        assert clusters() == {frozenset(cluster) for cluster in expected.clusters}
        refused = {(item.left, item.right, item.reason) for item in expected.refused if item.reason != "judgement"}
        assert waiting() <= refused, "what waits is what was refused, but for what people decided"
        for change in entities.changes(self.heard):
            self.heard = change.change_id
            if change.change in ("created", "split", "reopened"):
                self.told[change.entity_id] = set(change.records)
            elif change.change == "grew":
                self.told[change.entity_id] |= set(change.records)
            elif change.change == "shrank":
                self.told[change.entity_id] -= set(change.records)
            else:
                del self.told[change.entity_id]
        assert {frozenset(records) for records in self.told.values()} == clusters()


def test_a_month_by_increments_is_what_all_at_once_gives_and_the_same_month_gives_the_same_ids(database: str) -> None:
    seen = []
    for order in (1, 2):
        with engine().begin() as connection:
            names = ", ".join(f"hub.{table}" for table in TABLES)
            connection.execute(sa.text(f"truncate {names} restart identity"))
        month = Month(order)
        for number in range(30):
            month.live(number)
        seen.append((standing(), waiting(), entities.changes()))
    assert seen[0] == seen[1]
    kinds_of_change = {change.change for change in seen[0][2]}
    assert kinds_of_change == {"created", "grew", "shrank", "merged", "split", "closed", "reopened"}
    assert any(change.is_restored and change.change == "split" for change in seen[0][2])
