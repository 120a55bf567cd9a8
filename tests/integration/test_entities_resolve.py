"""From the store to entities through the real model: resolved by day, explained in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub import entities
from hub.database import engine
from hub.entities import wording
from hub.entities.prove import proofs
from hub.linkage.model import Band
from tests.integration.entity_days import FIRST, standing
from tests.integration.stored import put, remove

NEXT = FIRST + timedelta(days=1)
GIVEN = [("Rajesh", "राजेश"), ("Sunita", "सुनीता"), ("Irfan", "इरफान"), ("Anjali", "अंजलि"), ("Bhola", "भोला"),
         ("Nidhi", "निधि"), ("Chandan", "चंदन"), ("Farida", "फरीदा"), ("Gopal", "गोपाल"), ("Lalita", "ललिता"),
         ("Mukesh", "मुकेश"), ("Tara", "तारा"), ("Vikash", "विकास"), ("Zeba", "ज़ेबा"), ("Om", "ओम")]  # fmt: skip
FAMILY = [("Jha", "झा"), ("Devi", "देवी"), ("Alam", "आलम"), ("Tirkey", "तिर्की"), ("Paswan", "पासवान"),
          ("Mishra", "मिश्रा"), ("Yadav", "यादव"), ("Khatoon", "खातून"), ("Sinha", "सिन्हा"), ("Ram", "राम"),
          ("Choudhary", "चौधरी"), ("Thakur", "ठाकुर"), ("Prasad", "प्रसाद"), ("Ansari", "अंसारी"), ("Verma", "वर्मा")]  # fmt: skip
NAMES = [(f"{given} {last}", f"{first} {second}") for given, first in GIVEN for last, second in FAMILY]
"""225 names: a value's weight goes by how rare it is, which a handful of records cannot tell."""


def hrms(n: int) -> str:
    return f"hrms.employees|E{1000000 + 37 * n}"


def par(n: int) -> str:
    return f"sparrow.pars|PAR-2025-{n:06}"


def resolve(on: date) -> dict[str, int]:
    with engine().begin() as connection:
        done = entities.resolve("employee", on, connection)
    return dict(done.kinds[0].changes)


@pytest.fixture
def roster(database: str) -> None:
    put("hrms.employees", *(
        {"employee_id": hrms(n)[-8:], "name_en": latin, "name_hi": hindi, "mobile_number": f"60{n:08}",
         "born_on": date(1965, 1, 1) + timedelta(days=61 * n), "designation": f"Post {n % 9}", "district_lgd": 190 + n % 30}
        for n, (latin, hindi) in enumerate(NAMES)
    ))  # fmt: skip
    put("sparrow.pars", *(
        {"apar_id": par(n)[-15:], "employee_code": hrms(n)[-8:], "officer_name": (hindi, latin.upper())[n % 2]}
        for n, (latin, hindi) in enumerate(NAMES[:-1])
    ))  # fmt: skip


def test_records_of_two_systems_become_entities_day_by_day(roster: None) -> None:
    created = resolve(FIRST)
    first = standing()
    joined = [n for n in range(224) if first[hrms(n)] == first[par(n)]]
    assert len(joined) > 200, "the model sees number, name and department only"
    assert created == {"created": 225 + 224 - len(joined)}
    one, two = joined[:2]
    assert resolve(FIRST) == {}, "the same date again"
    put(
        "sparrow.pars",
        {"apar_id": par(224)[-15:], "employee_code": hrms(224)[-8:], "officer_name": "OM VERMA"},
        on=NEXT,
    )
    remove("sparrow.pars", NEXT, apar_id=par(one)[-15:])
    assert resolve(NEXT) == {"grew": 1, "shrank": 1}
    assert {record: entity for record, entity in standing().items() if record in first} == {
        record: entity for record, entity in first.items() if record != par(one)
    }
    assert [proof for proof in proofs() if proof[2]] == []
    assert resolve(FIRST) == {}, "time does not run backwards"

    same = entities.why(par(two), hrms(two))
    assert same.is_joined
    assert [reason.message_id for reason in same.reasons] == ["entities-why-accepted"]
    apart = entities.why(hrms(two), par(two + 50))
    assert not apart.is_joined
    assert apart.explanation is not None
    assert apart.explanation.band is Band.REJECT
    entities.judge(hrms(1), hrms(2), "no", "asha", "different service books")
    judged = entities.why(standing()[hrms(1)], standing()[hrms(2)])
    assert "entities-why-no" in [reason.message_id for reason in judged.reasons]
    for why in (same, apart, judged):
        for language in ("en", "hi"):
            bars = wording.bars(why, language)
            assert bars[-1].bits == pytest.approx(sum(bar.bits for bar in bars[:-1]), abs=1e-4)
            assert wording.verdict(why, language)
            assert len(wording.reasons(why, language)) == len(why.reasons)
