"""Looking people up: weights equal to Splink's, the list in step with the records, and who is meant."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from hub.database import engine
from hub.entities import listing, lookup
from hub.entities.conditions import compiled
from hub.entities.lineage import mint
from hub.entities.scoring import Scorer
from hub.errors import ContractInvalid
from hub.linkage import Record, score, work
from hub.linkage.comparable import FIELDS, comparable
from hub.linkage.trained import model
from sandbox.world import linkage as lists
from sandbox.world.linkage_pools import invented_pool

OTHER_NAMES = {"relative": ("father_or_husband_name", "relation_name"), "reference": ()}


@pytest.mark.parametrize("subject", ["employee", "matter"])
def test_a_pair_weighs_what_splink_says(subject: str) -> None:
    made = getattr(lists, f"{subject}s")(9, 250, noise=0.4, hindi=0.45, pool=invented_pool(9))
    records = pa.concat_tables(_comparable(subject, rows) for rows in (made.a, made.b))
    rng = random.Random(1)
    pairs = {(one["rec_id"], rng.choice(made.b)["rec_id"]) for one in made.a for _ in range(6)} | made.same_person
    trained = model(subject)
    connection = work.connect()
    work.create(connection, "records", trained.spec)
    work.append(connection, "records", trained.spec, records, "source")
    left, right = zip(*sorted(pairs), strict=True)
    connection.register("wanted", pa.table({"left_id": left, "right_id": right}))
    connection.execute("create table pairs as select * from wanted")
    work.weigh(connection, ["records"], trained.spec)
    score.scored_pairs(connection, trained.spec, trained.settings, ["records"], "pairs", "scored")
    of_splink = connection.execute("select left_id, right_id, person, matter from scored").fetchall()
    frequencies = {
        (name, value): frequency
        for name in trained.spec.frequencies
        for value, frequency in connection.execute(f"select * from tf_{name}").fetchall()
    }
    rows = {row["id"]: row for row in records.to_pylist()}
    scorer = Scorer(trained.settings)
    assert len(of_splink) == len(pairs) > 1000

    def frequency(name: str, value: Any) -> float | None:
        return frequencies.get((name, value))

    for one, other, person, matter in of_splink:
        said = scorer(rows[one], rows[other], frequency)
        assert scorer.against(rows[one], frequency)(rows[other]) == said
        assert lookup.weight(said) == pytest.approx(person + matter, abs=3e-6), (one, other)


@pytest.mark.parametrize("subject", ["employee", "matter"])
@pytest.mark.parametrize("name", ["श्री अमित कुमार साह", "R. K. Singh", "SINGH AMIT", ""])
def test_a_question_is_compared_as_a_record_is(subject: str, name: str) -> None:
    values = {"name": name, "relative": "Ram Prasad", "mobile": "98765 01234", "district": "पटना"}
    values |= {"dob": "12/03/1980"} if subject == "employee" else {}
    record = Record(subject, "x|1", "x", "x", "1", "b", values)
    assert listing.asked(subject, values) == listing.rows(subject, [record])[0]


def test_what_cannot_be_translated_is_refused() -> None:
    for condition in ("soundex(name_l) = soundex(name_r)", "name = name_r"):
        with pytest.raises(ContractInvalid):
            compiled(condition)
    assert compiled("name_l = name_r or name_l is null")({}, {"name": "x"}) is True
    assert compiled("not name_l = name_r")({}, {"name": "x"}) is None
    decade = compiled("year(dob_l) // 10 = year(dob_r) // 10 and year(dob_l) % 10 in (0, 5)")
    assert decade({"dob": date(1980, 1, 1)}, {"dob": date(1989, 1, 1)}) is True
    assert decade({"dob": date(1981, 1, 1)}, {"dob": date(1989, 1, 1)}) is False
    assert decade({"dob": date(1980, 1, 1)}, {}) is None


@pytest.mark.parametrize(
    ("text", "numbers", "values"),
    [
        ("राजेश कुमार, पटना", (), {"name": "राजेश कुमार", "district": "212"}),
        ("Patna", (), {"name": "Patna"}),
        ("E1000001", ("1000001",), {}),
        ("+91 98765 01234", ("919876501234",), {"mobile": "9876501234"}),
        ("Amit Sah ९८७६५०१२३४", ("9876501234",), {"name": "Amit Sah", "mobile": "9876501234"}),
        ("Amit 12/03/1980", (), {"name": "Amit", "dob": "12/03/1980"}),
        ("गीता देवी पत्नी रमेश सिंह", (), {"name": "गीता देवी पत्नी", "relative": "रमेश सिंह"}),
        ("  ", (), {}),
    ],
)
def test_what_a_text_says(text: str, numbers: tuple[str, ...], values: dict[str, str]) -> None:
    found = lookup.read(text)
    assert (found.numbers, found.values) == (numbers, values)


def test_an_entity_id_is_read_as_such() -> None:
    assert lookup.read(" emp-4t7q-0zkm-b2xc ").entity_id == "EMP-4T7Q-0ZKM-B2XC"


def test_people_are_found_by_name_number_and_mobile_and_the_list_follows_the_records(database: str) -> None:
    amit = _listed("E1000001", "अमित कुमार साह", relative="रमेश साह", mobile="6000000001", district="पटना")
    namesake = _listed("E1000002", "Amit Kumar Sah", relative="Dinesh Sah", mobile="6000000002", district="Gaya")
    brother = _listed("E1000003", "सुमित कुमार साह", relative="रमेश साह", mobile="6000000001", district="पटना")
    _keep(amit, namesake, brother)
    assert _found("Amit Kumar Shah, Patna")[0] == "E1000001"
    assert _found("Amit Sah S/o Dinesh Sah")[0] == "E1000002"
    assert set(_found("अमित साह")) == {"E1000001", "E1000002"}
    assert _found("E1000003") == ["E1000003"]
    assert set(_found("60000 00001")) == {"E1000001", "E1000003"}
    assert _found("Sumit 6000000001")[0] == "E1000003"
    (one,) = lookup.find("1000002")
    assert one.is_by_id
    assert one.shown["name"] == "Amit Kumar Sah"
    assert lookup.find(one.entity_id)[0].entity_id == one.entity_id
    assert lookup.find("Zulekha") == lookup.find("") == lookup.find("EMP-0000-0000-0000") == []

    before = _state()
    _keep(_listed("E1000001", "Amit Kumar Ranjan", mobile="6000000009"), gone=["hrms.employees|E1000002"])
    assert _found("Amit Ranjan") == ["E1000001"]
    assert _found("6000000002") == []
    _keep(amit, namesake)
    assert _state() == before


def _comparable(subject: str, rows: list[dict[str, str]]) -> pa.Table:
    columns = {
        name: pa.array([next((row[n] for n in (name, *OTHER_NAMES.get(name, ())) if row.get(n)), None) for row in rows],
                       pa.string())
        for name in FIELDS[subject]
    }  # fmt: skip
    ids = pa.array([row["rec_id"] for row in rows])
    return comparable(subject, pa.table({"id": ids, "source": ids, **columns}))


def _listed(number: str, name: str, **values: str) -> Record:
    values = {"employee_id": number, "name": name, **values}
    return Record("employee", f"hrms.employees|{number}", "hrms", "hrms.employees", number, "batch", values)


def _keep(*records: Record, gone: Any = ()) -> None:
    with engine().begin() as connection:
        listing.update(connection, "employee", records, gone)
        for record in records:
            entity = {"id": mint("EMP", record.id, 0), "record": record.id, "day": date(2026, 11, 20)}
            connection.execute(_ENTITY, entity)
            connection.execute(_MEMBER, entity)


def _found(text: str) -> list[str]:
    return [one.record_id.partition("|")[2] for one in lookup.find(text)]


def _state() -> list[Any]:
    """All that is kept, without the numbers that are only given."""
    with engine().connect() as connection:
        rows = connection.execute(sa.text("select record_id, compared, shown, keys from hub.entity_lookup order by 1"))
        counts = connection.execute(sa.text("select * from hub.entity_lookup_frequency order by 1, 2, 3")).all()
        keys = connection.execute(
            sa.text("select k.key, l.record_id from hub.entity_lookup_key k left join hub.entity_lookup l using (no) "
                    "order by 1, 2")
        ).all()  # fmt: skip
        return [rows.all(), counts, keys]


_ENTITY = sa.text("""
    insert into hub.entity (entity_id, kind, founded_on, founded_in, founder, nth, state, members)
    values (:id, 'employee', :day, 1, :record, 0, 'live', 1) on conflict do nothing""")
_MEMBER = sa.text("""
    insert into hub.entity_member (kind, record_id, since, entity_id, valid_from)
    values ('employee', :record, 1, :id, :day) on conflict do nothing""")
