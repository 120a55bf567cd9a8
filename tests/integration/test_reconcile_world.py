"""Reconciliation, feeds and alerts of the sandbox's world, against the truth that is written beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from stored import replace

from hub import alerts, feeds
from hub.contracts import contracts
from hub.database import engine
from hub.reconcile import golden, reconcile
from hub.reconcile.tables import discrepancy
from sandbox.world.store import World

pytestmark = pytest.mark.postgres
START = date(2026, 11, 18)
KINDS = {
    "name_differs": "name_differs",
    "department_differs": "department_differs",
    "retired_with_par_pending": "retired_but_par_pending",
    "delivered_but_pending_in_darbar": "delivered_in_rtps_pending_in_jandarbar",
    "closed_but_pending_in_darbar": "closed_in_cpgram_pending_in_jandarbar",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.create(tmp_path_factory.mktemp("world"), seed=23, scale=0.05, start=START)


def store(world: World) -> None:
    for dataset in contracts():
        replace(dataset, (row.values for row in world.expected(dataset, as_of=world.clock)), on=world.clock)


def overdue_alerts() -> Iterator[str]:
    return (str(row["subject"]) for row in alerts.alerts())


def test_three_days_of_the_world(database: str, world: World) -> None:
    for _day in range(3):
        store(world)
        reconcile(world.clock)
        feeds.publish(world.clock)
        alerts.evaluate(world.clock)
        truth = world.pay_alert_truth(world.clock)
        assert truth
        assert set(overdue_alerts()) == truth
        overdue = sa.select(golden("pay_cases").c.case_id).where(golden("pay_cases").c.is_overdue)
        with engine().connect() as connection:
            assert set(connection.scalars(overdue)) == truth
        assert [(rule, subject, reason) for rule, subject, reason in feeds.proofs() if reason] == []
        world.advance(1)


def test_every_planted_disagreement_that_exact_keys_can_show_is_found(database: str, world: World) -> None:
    store(world)
    reconcile(world.clock)
    with engine().connect() as connection:
        open_ones = sa.select(discrepancy.c.kind, discrepancy.c.subject).where(discrepancy.c.closed_on.is_(None))
        found = {tuple(row) for row in connection.execute(open_ones)}
    stored = {
        dataset: {row.key: row.values for row in world.expected(dataset, as_of=world.clock)} for dataset in contracts()
    }
    expected, unlinked = set(), 0
    for kind, dataset, key, other, other_key in world.truth_discrepancies(world.clock):
        if kind not in KINDS:
            continue
        row = stored[dataset].get((key,))
        there = any("|".join(known) == str(other_key) for known in stored[other])
        if row is None or not there:
            continue  # in quarantine, or withdrawn
        if "darbar" in kind and not row["related_reference_no"]:
            unlinked += 1  # the citizen gave no number: that is for fuzzy linkage
            continue
        expected.add((KINDS[kind], key))
    assert {kind for kind, _ in expected} == set(KINDS.values())
    assert expected <= found
    assert unlinked
