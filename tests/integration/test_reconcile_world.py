"""Reconciliation, feeds and alerts of the sandbox's world, against the truth that is written beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from stored import reconcile, replace

from hub import alerts, feeds
from hub.clocks import wind
from hub.contracts import contracts
from hub.database import engine
from hub.reconcile import golden, rules_of_agreement
from hub.reconcile import reconcile as reconcile_whole
from hub.reconcile.cases import RECORDS
from hub.reconcile.tables import discrepancy
from sandbox.world import agreement
from sandbox.world.store import World

pytestmark = pytest.mark.postgres
START = date(2026, 11, 18)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.create(tmp_path_factory.mktemp("world"), seed=23, scale=0.05, start=START)


def store(world: World) -> None:
    for dataset in contracts():
        replace(dataset, (row.values for row in world.expected(dataset, as_of=world.clock)), on=world.clock)


def overdue_alerts() -> Iterator[str]:
    return (str(row["subject"]) for row in alerts.alerts(rule="pay_case"))


def test_three_days_of_the_world(database: str, world: World) -> None:
    for _day in range(3):
        store(world)
        reconcile(world.clock)
        feeds.publish(world.clock)
        wind(world.clock)
        alerts.evaluate(world.clock)
        truth = world.pay_alert_truth(world.clock)
        assert truth
        assert set(overdue_alerts()) == truth
        overdue = sa.select(golden("pay_cases").c.case_id).where(golden("pay_cases").c.is_overdue)
        with engine().connect() as connection:
            assert set(connection.scalars(overdue)) == truth
        assert [(rule, subject, reason) for rule, subject, reason in feeds.proofs() if reason] == []
        world.advance(1)


def test_every_rule_is_found_where_the_truth_breaks_it_and_nowhere_else(database: str, world: World) -> None:
    days, seen = [], Counter[str]()
    for _day in range(3):
        days.append(world.clock)
        store(world)
        reconcile_whole(world.clock)
        held = {
            dataset: {"|".join(row.key): row.values for row in world.expected(dataset, as_of=world.clock)}
            for dataset in contracts()
        }
        planted = list(world.truth_discrepancies(world.clock))
        none: dict[str, set[str]] = {dataset: set() for dataset in contracts()}
        case = golden("citizen_matters").c
        with engine().connect() as connection:
            joined = {
                (RECORDS[door], key): matter
                for door, key, matter in connection.execute(sa.select(case.door, case.case_id, case.matter_id))
            }
        links = list(world.truth_links())
        truth = agreement.Truth(held, none, links, planted, world.once_settled(days), joined)
        pairs = agreement.true_pairs(truth)
        assert sum(truth.knows(*pair) for pair in pairs) >= 0.9 * len(pairs) > 0
        wanted = agreement.broken(truth)
        assert wanted.keys() == rules_of_agreement().keys()
        standing = sa.select(discrepancy.c.kind, discrepancy.c.subject).where(discrepancy.c.closed_on.is_(None))
        found: dict[str, set[str]] = {rule: set() for rule in wanted}
        with engine().connect() as connection:
            for kind, subject in connection.execute(standing):
                found[kind].add(subject)
        for rule, subjects in wanted.items():
            missed, invented = sorted(subjects - found[rule]), sorted(found[rule] - subjects)
            assert (missed[:3], invented[:3]) == ([], []), (rule, len(subjects), len(missed), len(invented))
            seen[rule] += len(subjects)
        world.advance(1)
    assert {rule for rule in rules_of_agreement() if not seen[rule]} == set(), "a rule that was never met"
