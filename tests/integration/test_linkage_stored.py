"""Links follow the store: bit by bit the same as at once, whatever is lost or rolled back; each link is explained."""

from __future__ import annotations

import random
import shutil
import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from hub.contracts import contract
from hub.database import engine
from hub.linkage import explain, links, records, refresh, workfile
from hub.linkage.model import Band, Kind
from hub.linkage.source import Moment, hashes
from hub.linkage.tables import link
from hub.migrations import migrate
from hub.store.schema import ensure_tables
from hub.store.tables import COUNTS, batch, current, history
from sandbox.world import linkage as lists
from sandbox.world.linkage_pools import world_pool

pytestmark = pytest.mark.postgres
DAY = date(2026, 11, 20)
Rows = dict[str, dict[str, Any]]


@pytest.fixture
def store(database: str) -> None:
    migrate()


def put(dataset: str, rows: Iterable[dict[str, Any]], known_from: date = DAY) -> None:
    described = contract(dataset)
    table = current(described)
    with engine().begin() as connection:
        ensure_tables(connection, described)
        made = [
            {column.name: None for column in table.columns}
            | row
            | {"_hash": uuid.uuid5(uuid.NAMESPACE_OID, repr(sorted(row.items()))), "_batch_id": f"{dataset}/x/001",
               "_ordinal": 1, "_flags": [], "_known_from": known_from}
            for row in rows
        ]  # fmt: skip
        keys = [row[described.key[0]] for row in made]
        connection.execute(table.delete().where(table.c[described.key[0]].in_(keys)))
        connection.execute(table.insert(), made)


def remove(dataset: str, keys: list[str]) -> None:
    described = contract(dataset)
    table = current(described)
    with engine().begin() as connection:
        connection.execute(table.delete().where(table.c[described.key[0]].in_(keys)))


def close(dataset: str, key: str, on: date = DAY) -> None:
    """End the record's version, as a batch does that no longer holds it."""
    described = contract(dataset)
    now, then = current(described), history(described)
    names = [column.name for column in now.columns]
    gone = now.delete().where(now.c[described.key[0]] == key).returning(*now.c).cte("gone")
    ended = sa.select(*(gone.c[name] for name in names), sa.literal(on), sa.literal(f"{dataset}/y/001"))
    with engine().begin() as connection:
        connection.execute(then.insert().from_select([*names, "_known_to", "_closed_by"], ended))


def stored(day: date) -> None:
    """The ledger knows a batch of the day."""
    row = dict.fromkeys(COUNTS, 0) | {
        "batch_id": f"hrms.employees/{day}/001", "dataset": "hrms.employees", "business_date": day, "sequence": 1,
        "until": day, "status": "stored",
    }  # fmt: skip
    with engine().begin() as connection:
        connection.execute(batch.insert(), row)


def people(seed: int, n: int) -> tuple[Rows, Rows, set[tuple[str, str]]]:
    """A roster, appraisal reports of the same people under other spellings, and which belong together."""
    made = lists.employees(seed, n, noise=0.2, hindi=0.4, pool=world_pool())
    roster = {
        row["rec_id"]: {
            "employee_id": row["rec_id"] + row["employee_id"], "name_en": row["name"], "gender": row["gender"] or None,
            "father_name": row["father_or_husband_name"], "mobile_number": row["mobile"] or None, "born_on": DAY,
            "designation": row["designation"], "department_name": row["department"],
        }
        for row in made.a
    }  # fmt: skip
    number = {b: roster[a]["employee_id"] for a, b in made.same_person}
    reports = {
        row["rec_id"]: {
            "apar_id": f"PAR-{row['rec_id']}", "officer_name": row["name"], "department_name": row["department"],
            "employee_code": number.get(row["rec_id"], f"X{row['employee_id']}") if row["employee_id"] else "",
        }
        for row in made.b
    }  # fmt: skip
    return roster, reports, made.same_person


def bring(**options: Any) -> Any:
    with engine().begin() as connection:
        return refresh(connection, "employee", **options)


def standing() -> list[tuple[Any, ...]]:
    with engine().connect() as connection:
        query = sa.select(link).order_by(link.c.kind, link.c.left_id, link.c.right_id)
        return [tuple(row) for row in connection.execute(query)]


def test_a_day_at_a_time_gives_what_all_at_once_gives(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # Among so few, a post or a department that grows rarer is a large share of the records.
    monkeypatch.setattr("hub.linkage.changing.REWEIGH", 0.9)
    roster, reports, truth = people(11, 600)
    late = sorted(reports)[::40]
    put("hrms.employees", roster.values())
    put("sparrow.pars", [row for key, row in reports.items() if key not in late])
    first = bring()
    assert first.was_full
    assert first.added == len(roster) + len(reports) - len(late)
    same = bring()
    assert (same.added, same.modified, same.deleted, same.touched) == (0, 0, 0, frozenset())

    rng = random.Random(3)
    for row in rng.sample(list(roster.values()), 8):
        row["mobile_number"] = "6000000123"
    put("hrms.employees", roster.values())
    put("sparrow.pars", [reports[key] for key in late])
    gone = [roster.pop(key)["employee_id"] for key in sorted(roster)[:3]]
    remove("hrms.employees", gone)
    day = bring()
    assert not day.was_full
    assert (day.added, day.deleted) == (len(late), 3)
    assert 0 < day.modified <= 8
    assert {f"hrms.employees|{one}" for one in gone} <= day.touched
    for row in rng.sample(list(roster.values()), 5):  # another bearer of the name, and of a number
        row["name_en"] = "Ramesh Kumar Singh"
    rivals = sorted(reports)[5:200:40]
    for key in rivals:
        reports[key]["officer_name"] = "रमेश कुमार सिंह"
    put("hrms.employees", roster.values())
    put("sparrow.pars", [reports[key] for key in rivals])
    assert not bring().was_full
    bit_by_bit = standing()
    found = {(row[2].split("|")[1][:8], row[3].split("|")[1][4:]) for row in bit_by_bit}
    reachable = {(a, b) for a, b in truth if a in roster and reports[b]["employee_code"]}
    assert len(found & reachable) / len(reachable) > 0.95

    shutil.rmtree(workfile.folder())
    again = bring()
    assert again.was_full
    assert standing() == bit_by_bit


def test_what_the_caller_rolls_back_or_a_run_that_dies_leaves_undone_comes_again(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.linkage.changing.REWEIGH", 0.9)
    roster, reports, _ = people(12, 120)
    put("hrms.employees", roster.values())
    put("sparrow.pars", reports.values())
    bring()
    wanted = standing()
    more = sorted(reports)[0]
    reports[more]["officer_name"] = "Nobody Known"
    put("sparrow.pars", [reports[more]])
    with engine().connect() as connection:
        refresh(connection, "employee")
        connection.rollback()
    assert standing() == wanted
    with monkeypatch.context() as dying:
        dying.setattr("hub.linkage.refreshing._remember", lambda *_: {}["the run dies"])
        with pytest.raises(KeyError):
            bring()
    assert not bring().was_full
    changed = standing()
    assert changed != wanted
    shutil.rmtree(workfile.folder())
    bring()
    assert standing() == changed


def test_the_store_tells_what_came_and_went_since(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.linkage.changing.REWEIGH", 0.9)
    roster, reports, _ = people(14, 60)
    put("hrms.employees", roster.values())
    put("sparrow.pars", reports.values())
    bring(known_on=DAY)
    keys = sorted(roster)

    def day(**options: Any) -> tuple[int, int, int]:
        done = bring(**options)
        assert not done.was_full
        return done.added, done.modified, done.deleted

    with monkeypatch.context() as without:
        without.setattr("hub.linkage.source.hashes", lambda *_: {}["the hashes of all are compared"])
        put("hrms.employees", roster.values())  # written again as they were
        assert day(known_on=DAY) == (0, 0, 0)
        roster[keys[0]]["mobile_number"] = "6000000123"
        put("hrms.employees", [roster[keys[0]]])
        close("hrms.employees", roster.pop(keys[1])["employee_id"])
        assert day(known_on=DAY) == (0, 1, 1)
    with monkeypatch.context() as many:  # as much as no statement should name
        asked: list[object] = []
        many.setattr("hub.linkage.source.MOST", 1)
        many.setattr("hub.linkage.source.hashes", lambda *these: asked.append(these) or hashes(*these))
        for key in keys[5:8]:
            roster[key]["mobile_number"] = f"600000013{key[-1]}"
        put("hrms.employees", [roster[key] for key in keys[5:8]])
        assert day(known_on=DAY) == (0, 3, 0)
        assert asked, "so the hashes of all are compared"
    remove("hrms.employees", [roster.pop(keys[2])["employee_id"]])  # a release undone leaves no trace
    assert day(known_on=DAY) == (0, 0, 1)

    # A batch of tomorrow's stands in the store already: today's links do not know it, tomorrow's do.
    tomorrow = DAY + timedelta(1)
    roster[keys[3]]["mobile_number"] = "6000000124"
    close("hrms.employees", roster[keys[3]]["employee_id"], on=tomorrow)
    put("hrms.employees", [roster[keys[3]]], known_from=tomorrow)
    stored(tomorrow)
    assert day(known_on=DAY) == (0, 0, 0)
    assert day(known_on=tomorrow) == (0, 1, 0)

    # Another server's data: its transactions' numbers tell nothing.
    with monkeypatch.context() as moved:
        moved.setattr("hub.linkage.refreshing.moment", lambda *_: Moment("elsewhere", 1 << 40))
        assert day(known_on=tomorrow) == (0, 0, 0)
    roster[keys[4]]["mobile_number"] = "6000000125"
    put("hrms.employees", [roster[keys[4]]])
    assert day(known_on=tomorrow) == (0, 1, 0)
    bit_by_bit = standing()
    shutil.rmtree(workfile.folder())
    bring(known_on=tomorrow)
    assert standing() == bit_by_bit


def test_a_link_and_a_rival_are_explained_to_the_bit(store: None) -> None:
    roster, reports, _ = people(13, 200)
    put("hrms.employees", roster.values())
    put("sparrow.pars", reports.values())
    bring()
    with engine().connect() as connection:
        some = [one for one in links(connection, "employee") if one.band is Band.ACCEPT][:3]
        for one in some:
            (told,) = explain(connection, "employee", one.right, one.left)
            assert (told.kind, told.weight, told.probability, told.band) == (
                Kind.SAME_PERSON, one.weight, one.probability, Band.ACCEPT,
            )  # fmt: skip
            assert told.prior + sum(step.weight for step in told.steps) == pytest.approx(told.weight, abs=0.02)
            assert {s.comparison: s.weight for s in told.steps if s.comparison in one.comparisons} == pytest.approx(
                dict(one.comparisons), abs=1e-5
            )
        (other,) = explain(connection, "employee", some[0].left, some[1].right)
        assert other.band is Band.REJECT
        name = next(step for step in other.steps if step.comparison == "name_given")
        (left,) = records(connection, "employee", [some[0].left])
        assert name.left == {"name": left.values["name"]}
        touching = list(links(connection, "employee", [some[0].left]))
        assert touching
        assert all(some[0].left in (one.left, one.right) for one in touching)
