"""The store's tables, first loads in bulk, history and the ledger's own rules."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.checks.verdicts import FAILURES_SCHEMA, BatchReport, Verdicts
from hub.contracts import Classification, LogicalType, Window, contract
from hub.contracts.model import Contract
from hub.database import engine
from hub.errors import ContractInvalid
from hub.landing.chunk import ARROW_TYPES, ORDINAL, Chunk
from hub.store import changes, ledger, load, merge, schema, snapshot, stage, tables
from hub.store.ledger import Batch
from hub.sync import sync
from tests.integration.storelab import DAY, Lab, ask, case, lab, person, rows  # noqa: F401  # a fixture

pytestmark = pytest.mark.postgres


def put(described: Contract, day: date, table: pa.Table, dead: set[int] | None = None, bad: set[int] | None = None
        ) -> Batch:  # fmt: skip
    """Stage and merge rows as if read and checked: ``dead`` are tombstones, ``bad`` fail something critical."""
    planned = ledger.plan(Window(described.id, day, None, day))
    ordinals = np.arange(table.num_rows)
    whole = table.append_column(ORDINAL, pa.array(ordinals))
    tombstones = pa.array(np.isin(ordinals, list(dead or ())))
    failures = pa.Table.from_pylist(
        [{"ordinal": at, "expectation": "x.y", "field": "x", "severity": "critical"} for at in sorted(bad or ())],
        FAILURES_SCHEMA,
    )
    with stage.writing(described, planned.batch_id) as writer:
        for start in range(0, table.num_rows, 7_000):
            part = Chunk(whole.slice(start, 7_000), tombstones.slice(start, 7_000), lambda asked: ["{}" for _ in asked])
            here = failures.filter(pa.compute.is_in(failures["ordinal"], part.table.column(ORDINAL).combine_chunks()))
            writer.write(part, Verdicts(here))
        writer.settle(BatchReport(table.num_rows, [], FAILURES_SCHEMA.empty_table(), [], {}))
        counts = {"received": writer.received, "accepted": writer.accepted, "quarantined": writer.quarantined}
        ledger.move(writer.connection, planned.batch_id, "checked", repeated=0, **counts)
    return merge.merge(described, planned.batch_id)


def people(numbers: range, name: str = "Asha") -> pa.Table:
    count = len(numbers)
    return pa.table({
        "office": ["PATNA"] * count, "person_no": list(numbers), "name": [name] * count, "is_active": [True] * count,
        "pay": pa.array([None] * count, ARROW_TYPES["number"]),
    })  # fmt: skip


def test_a_bulk_first_load_leaves_the_table_as_any_other_way_would(lab: Lab) -> None:  # noqa: F811
    described = contract("lab.people")
    with engine().begin() as connection:
        schema.ensure_tables(connection, described)
        connection.exec_driver_sql("do $$ begin create role reader; exception when duplicate_object then null; end $$")
        connection.exec_driver_sql("grant select on store.lab_people to reader")
    shape = (
        "select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, col_description(a.attrelid, a.attnum) "
        "from pg_attribute a where attrelid = 'store.lab_people'::regclass and attnum > 0 and not attisdropped order by 1"
    )
    before = ask(shape), ask("select obj_description('store.lab_people'::regclass)")
    size = load.BULK_ROWS + 10
    done = put(described, DAY, people(range(size)), dead={3}, bad={5})
    assert (done.counts["new"], done.counts["unchanged"], done.counts["quarantined"]) == (size - 2, 1, 1)
    assert before == (ask(shape), ask("select obj_description('store.lab_people'::regclass)"))
    assert ask("select conname, pg_get_constraintdef(oid) from pg_constraint "
               "where conrelid = 'store.lab_people'::regclass and contype = 'p'") == [
        ("pk_lab_people", "PRIMARY KEY (office, person_no)")
    ]  # fmt: skip
    assert ask("select relpersistence::text from pg_class where oid = 'store.lab_people'::regclass") == [("p",)]
    assert ask("select count(*), min(_batch_id), max(_known_from) from store.lab_people") == [
        (size - 2, done.batch_id, DAY)
    ]
    assert ask("select has_table_privilege('reader', 'store.lab_people', 'select')") == [(True,)]
    assert ask("select count(*) from store.lab_people where person_no in (3, 5)") == [(0,)]
    second = put(described, DAY + timedelta(days=1), people(range(size), "Ram").slice(0, size - 1))
    assert {name: second.counts[name] for name in ("changed", "new", "removed")} == {
        "changed": size - 3, "new": 2, "removed": 1,
    }  # fmt: skip
    assert ask("select count(*) from pg_tables where schemaname = 'stage'") == [(0,)]


def test_a_view_on_the_table_is_not_broken_by_a_first_load(lab: Lab) -> None:  # noqa: F811
    described = contract("lab.people")
    with engine().begin() as connection:
        schema.ensure_tables(connection, described)
        connection.exec_driver_sql("create view store.of_office as select count(*) as people from store.lab_people")
    put(described, DAY, people(range(load.BULK_ROWS)))
    assert ask("select people from store.of_office") == [(load.BULK_ROWS,)]


def test_a_new_field_is_added_and_changes_no_row_that_lacks_it(lab: Lab) -> None:  # noqa: F811
    described = contract("lab.people")
    put(described, DAY, people(range(10)))
    added = replace(described.field("name"), name="phone", is_required=False, classification=Classification.PERSONAL)
    wider = replace(described, version="1.1.0", fields=(added, *described.fields))
    table = people(range(10)).append_column("phone", pa.array([None] * 9 + ["6000000000"], pa.string()))
    done = put(wider, DAY + timedelta(days=1), table)
    assert (done.counts["unchanged"], done.counts["changed"]) == (9, 1)
    assert ask("select col_description('store.lab_people'::regclass, attnum) from pg_attribute "
               "where attrelid = 'store.lab_people'::regclass and attname = 'phone'") == [("name: The name.",)]  # fmt: skip
    assert ask("select phone from store.lab_people where phone is not null") == [("6000000000",)]


def test_a_changed_type_or_key_needs_a_person(lab: Lab) -> None:  # noqa: F811
    described = contract("lab.people")
    with engine().begin() as connection:
        schema.ensure_tables(connection, described)
    retyped = [replace(item, type=LogicalType.STRING) if item.name == "pay" else item for item in described.fields]
    keyed = [replace(item, key_position=None) if item.name == "office" else item for item in described.fields]
    for fields, words in ((retyped, "pay"), (keyed, "key")):
        with pytest.raises(ContractInvalid, match=words), engine().begin() as connection:
            schema.ensure_tables(connection, replace(described, fields=tuple(fields)))


def test_the_ledger_refuses_rows_that_do_not_add_up(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [case("A"), case("B", amount=-1)])
    done = sync("lab.cases", DAY)
    for column in ("received", "accepted", "new", "repeated"):
        with pytest.raises(sa.exc.IntegrityError), engine().begin() as connection:
            connection.execute(
                sa.update(tables.batch).where(tables.batch.c.batch_id == done["batch_id"]).values({column: 7})
            )
    with pytest.raises(sa.exc.IntegrityError), engine().begin() as connection:
        connection.execute(sa.update(tables.batch).values(status="elsewhere"))


def test_a_nul_character_goes_to_quarantine_and_not_into_the_copy(lab: Lab) -> None:  # noqa: F811
    described = contract("lab.people")
    table = people(range(3)).set_column(2, "name", pa.array(["a\x00b", "Asha", "Ram"]))
    done = put(described, DAY, table)
    assert (done.counts["quarantined"], done.counts["new"]) == (1, 2)
    assert ask("select failures->0->>'expectation' from hub.quarantine") == [("encoding:name",)]


def test_changes_of_a_batch_stay_known(lab: Lab) -> None:  # noqa: F811
    described = contract("lab.people")
    first = put(described, DAY, people(range(4)))
    second = put(
        described,
        DAY + timedelta(days=1),
        people(range(2, 5)),
    )
    third = put(described, DAY + timedelta(days=2), people(range(2, 5), "Ram"))

    def kinds(batch: Batch) -> list[tuple[Any, ...]]:
        with engine().connect() as connection:
            return sorted(tuple(row)[1:] for row in connection.execute(changes(described, batch.batch_id)))

    assert kinds(first) == [(number, "ADD") for number in range(4)]
    assert kinds(second) == [(0, "DEL"), (1, "DEL"), (4, "ADD")]
    assert kinds(third) == [(2, "MOD"), (3, "MOD"), (4, "MOD")]


STATE = st.dictionaries(st.integers(1, 6), st.sampled_from(["Asha", "Ram", "Sita"]), max_size=6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(STATE, min_size=1, max_size=6), again=st.randoms(use_true_random=False))
def test_history_answers_what_was_known_on_each_day(
    lab: Lab, days: list[dict[int, str]], again: random.Random  # noqa: F811
) -> None:  # fmt: skip
    """Any sequence of snapshots, some synced twice: each day reads as it was, with one open version a key."""
    described = contract("lab.people")
    with engine().begin() as connection:
        connection.exec_driver_sql("truncate hub.batch, hub.watermark, hub.quarantine, hub.outcome cascade")
        connection.exec_driver_sql("drop table if exists store.lab_people, store.lab_people_history")
    import shutil

    from hub.settings import settings as hub_settings

    shutil.rmtree(hub_settings().landing_url, ignore_errors=True)
    for number, state in enumerate(days):
        day = DAY + timedelta(days=number)
        lab.give("people", day, [person(key, name) for key, name in state.items()])
        sync("lab.people", day)
        if again.random() < 0.4:
            lab.give("people", day, [person(key, name) for key, name in reversed(state.items())])
            done = sync("lab.people", day)
            assert (done.get("new", 0), done.get("changed", 0), done.get("removed", 0)) == (0, 0, 0)
    for number, state in enumerate(days):
        with engine().connect() as connection:
            known = connection.execute(snapshot(described, DAY + timedelta(days=number))).mappings().all()
        assert {row["person_no"]: row["name"] for row in known} == state
        assert len(known) == len(state)
    overlaps = ask("""
        select count(*) from store.lab_people_history a join store.lab_people_history b
        using (office, person_no) where a.ctid < b.ctid and daterange(a._known_from, a._known_to) && daterange(b._known_from, b._known_to)""")
    assert overlaps == [(0,)]


def test_a_batch_with_one_key_twice_stores_nothing(lab: Lab) -> None:  # noqa: F811
    """The checks see to it; were they wrong, the store would refuse rather than pick one."""
    described = contract("lab.people")
    put(described, DAY, people(range(3)))
    before = rows("lab.people", "person_no", "name")
    twice = pa.concat_tables([people(range(3), "Ram"), people(range(1), "Sita")])
    with pytest.raises(Exception, match=r"twice|share a key|duplicate|unique") as refused:
        put(described, DAY + timedelta(days=1), twice)
    assert not isinstance(refused.value, psycopg.errors.InternalError)
    assert rows("lab.people", "person_no", "name") == before
