"""Three business days through every room against the world's truth, and each day twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub.contracts import contracts
from hub.database import engine
from hub.settings import settings
from sandbox.standins.smtp import mails
from tests.standins import Standins, running

START = date(2026, 11, 20)
#: The ledgers of what was done: a second run adds rows there that say "unchanged", and nothing anywhere else.
#: ``link_state`` pairs the database with linkage's work file anew in each run.
OF_THE_RUN = {"batch", "outcome", "link_state"}


@pytest.fixture
def told(database: str, hub_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standins]:
    with running(hub_home, monkeypatch, scale=0.1, seed=23, start=START) as standins:
        settings.cache_clear()
        yield standins


def _a_day(day: date) -> dict[str, dict[str, Any]]:
    from hub.cycle import after_syncs
    from hub.sync import in_order, sync

    outcomes = {described.id: sync(described.id, day) for described in in_order("all")}
    outcomes |= dict(after_syncs(day))
    return outcomes


def _contents() -> dict[str, int]:
    """A count and a checksum of every table of the hub and of the store."""
    found = {}
    with engine().connect() as connection:
        for schema in ("hub", "store"):
            for table in sa.inspect(connection).get_table_names(schema):
                if table not in OF_THE_RUN:
                    query = (
                        f'select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from "{schema}"."{table}" t'
                    )
                    found[table] = tuple(connection.execute(sa.text(query)).one())
    return found


def _pay_alerts_open() -> set[str]:
    from hub.alerts import alerts

    return {alert["subject"] for alert in alerts(rule="pay_case")}


def _broken() -> list[Any]:
    from hub.verify import verify

    return [proof for proof in verify() if not proof.holds]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_three_days_equal_the_truth_and_a_second_run_changes_nothing(told: Standins) -> None:
    sandbox = told.home.sandbox
    ages_seen: set[int] = set()
    for number in range(3):
        day = told.world.clock
        first = _a_day(day)
        assert _broken() == []
        if number:
            # Only the differences: what did not change is not written.
            for dataset, outcome in first.items():
                if dataset in contracts():
                    written = outcome["new"] + outcome["changed"] + outcome["deleted"] + outcome["removed"]
                    assert written <= 0.1 * (outcome["accepted"] or 1) + 40, dataset
            _deleted_and_late_records_are_met(day)

        assert _pay_alerts_open() == told.world.pay_alert_truth(day)
        for row in told.world.expected("hrms.pay_cases", as_of=day):
            ages_seen.add((day - date.fromisoformat(row.values["opened_on"])).days)

        before, taken = _contents(), len(mails(sandbox))
        sent = {system: len(told.world.inbound(*system)) for system in FLOWS}
        second = _a_day(day)
        assert {second[dataset]["status"] for dataset in contracts()} == {"unchanged"}
        assert _contents() == before
        assert len(mails(sandbox)) == taken
        assert {system: len(told.world.inbound(*system)) for system in FLOWS} == sent
        assert min(sent.values()) > 0, "every operation was met"
        told.world.advance()
    assert {15, 16} <= ages_seen, "both sides of the boundary were met"
    _each_mail_once_and_in_both_languages(sandbox)


FLOWS = (("sparrow", "employee_master"), ("hrms", "update_par_stage"), ("jandarbar", "insert_report"),
         ("cpgram", "confirm_closure"), ("cpgram", "register_grievance"))  # fmt: skip


def _deleted_and_late_records_are_met(day: date) -> None:
    """The store's history closes what went; what came late stands under its own older change time."""
    from hub.contracts import contract
    from hub.store import tables

    employees = tables.history(contract("hrms.employees"))
    applications = tables.current(contract("rtps.applications"))
    with engine().connect() as connection:
        gone = connection.scalar(sa.select(sa.func.count()).where(employees.c._known_to == day))
        late = connection.scalar(
            sa.select(sa.func.count()).where(
                applications.c._known_from == day,
                sa.cast(applications.c.last_updated_at, sa.Date) < day,
            )
        )
    assert gone
    assert late


def _each_mail_once_and_in_both_languages(sandbox: Path) -> None:
    taken = mails(sandbox)
    assert taken
    assert max(Counter(mail["Message-ID"] for mail in taken).values()) == 1
    told_to: Counter[tuple[str, str]] = Counter()
    for mail in taken:
        text = mail.get_body(("plain",)).get_content()
        html = mail.get_body(("html",)).get_content()
        for body in (text, html):
            assert re.search(r"[\u0900-\u097f]{3,}.*\s", body), "Hindi"
            assert re.search(r"pending", body), "English"
        told_to.update((mail["To"], case) for case in set(re.findall(r"PC/\d{4}/\d+", text)))
    assert told_to


def test_a_case_of_15_days_is_not_overdue_and_one_of_16_is(told: Standins) -> None:
    from hub.alerts import evaluate
    from hub.clocks import wind
    from hub.sync import sync

    day = told.world.clock
    sync("hrms.pay_cases", day)
    wind(day)
    evaluate(day)
    pending = {
        row.key[0]: (day - date.fromisoformat(row.values["opened_on"])).days
        for row in told.world.expected("hrms.pay_cases", as_of=day)
        if row.values["stage"] != "PAID"
    }
    at_15 = {case for case, age in pending.items() if age == 15}
    at_16 = {case for case, age in pending.items() if age == 16}
    assert at_15
    assert at_16
    assert at_15 & _pay_alerts_open() == set()
    assert at_16 <= _pay_alerts_open()
