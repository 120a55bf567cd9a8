"""What is known of an entity: golden values by rule, and everything by day, each with source, batch and date."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub import entities
from hub.cli.main import main
from hub.database import engine
from hub.entities import survivorship
from hub.entities.prove import proofs
from tests.integration.entity_days import FIRST, day, links, standing
from tests.integration.stored import put, remove

NEXT = FIRST + timedelta(days=1)
A1, P1, P2 = "hrms.employees|E1000001", "sparrow.pars|PAR-2025-000001", "sparrow.pars|PAR-2025-000002"


@pytest.fixture
def asha(database: str) -> str:
    """One employee with two reports, known over two days."""
    put("hrms.employees", {"employee_id": "E1000001", "mobile_number": "6000000001"})
    put(
        "sparrow.pars",
        {"apar_id": "PAR-2025-000001", "officer_name": "Asha Kumari", "service": "Bihar Secretariat Service"},
    )
    put("sparrow.pars", {"apar_id": "PAR-2025-000002", "service": "Bihar Secretariat Service"})
    day(links([(A1, P1, 12), (A1, P2, 12)]))
    put("hrms.employees", {"employee_id": "E1000001", "name_en": "Asha Devi", "mobile_number": ""}, on=NEXT)
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "department_name": "Health Department",
                         "service": "Bihar Secretariat Service"}, on=NEXT)  # fmt: skip
    day({A1, P1}, on=NEXT)
    return standing()[A1]


def test_each_field_survives_by_its_rule_with_source_date_and_batch(asha: str) -> None:
    golden = {value.field: value for value in entities.golden(asha)}
    name = golden["name_en"]
    assert (name.value, name.dataset, name.known_from, name.batch_id, name.rule) == (
        "Asha Devi", "hrms.employees", NEXT, f"hrms.employees/{NEXT}/001", "source",
    )  # fmt: skip
    assert golden["service"].value == "Bihar Secretariat Service", "most frequent: two reports against the roster"
    assert golden["department_name"].value == "General Administration Department", (
        "as new as the report's, but trusted more"
    )
    assert "mobile_number" not in golden, "an empty value never counts"
    with engine().connect() as connection:
        (row,) = connection.execute(survivorship.wide(connection, "employee", NEXT)).mappings()
        assert {name: row[name] for name in golden} == {name: value.value for name, value in golden.items()}
        assert row["name_en_from"] == {
            "record": A1, "batch": f"hrms.employees/{NEXT}/001", "known_from": NEXT.isoformat(),
        }  # fmt: skip
        (before,) = connection.execute(survivorship.wide(connection, "employee", FIRST)).mappings()
        assert (before["name_en"], before["mobile_number"]) == ("Asha Kumari", "6000000001")


def test_everything_known_stands_in_its_day(asha: str) -> None:
    remove("sparrow.pars", NEXT + timedelta(days=1), apar_id="PAR-2025-000001")
    events = entities.timeline(asha)
    told = [(e.on, e.what, e.record_id, {v.field: v.value for v in e.values} if e.what == "changed" else len(e.values) > 0)
            for e in events if e.what in ("first", "changed", "deleted")]  # fmt: skip
    assert told == [
        (FIRST, "first", A1, True), (FIRST, "first", P1, True), (FIRST, "first", P2, True),
        (NEXT, "changed", A1, {"name_en": "Asha Devi", "mobile_number": ""}),
        (NEXT, "changed", P1, {"department_name": "Health Department"}),
        (NEXT + timedelta(days=1), "deleted", P1, False),
    ]  # fmt: skip
    assert [(e.what, e.record_id) for e in events if e.what == "created"] == [("created", r) for r in (A1, P1, P2)]
    assert {v.batch_id for e in events for v in e.values} == {
        f"{dataset}/{on}/001" for dataset in ("hrms.employees", "sparrow.pars") for on in (FIRST, NEXT)
    }


def _hub(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    monkeypatch.setattr("sys.argv", ["hub", *arguments])
    capsys.readouterr()
    try:
        main()
    except SystemExit as leave:
        assert not leave.code, capsys.readouterr().err
    return capsys.readouterr().out


def test_the_command_line_masks_people_unless_told_why(
    asha: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hub(*arguments: str) -> str:
        return _hub(monkeypatch, capsys, *arguments)

    for shown in (hub("entity", "show", asha, "--timeline"), hub("entity", "show", A1, "--timeline", "--json")):
        assert "Asha" not in shown
        assert "1980-01-31" not in shown
        assert "Circle Officer" in shown
    opened = json.loads(hub("entity", "show", asha, "--unmask", "--purpose", "RTI 12/2026", "--as", "ravi", "--json"))
    assert {v["field"]: v["value"] for v in opened["golden"]}["name_en"] == "Asha Devi"
    with pytest.raises(AssertionError, match="purpose"):
        hub("entity", "show", asha, "--unmask")
    done = json.loads(hub("entity", "split", asha, P2, "--reason", "another Asha", "--as", "ravi", "--json"))
    assert standing()[P2] != asha
    hub("review", "withdraw", str(done["act"]), "--reason", "the same Asha", "--as", "ravi")
    assert set(standing().values()) == {asha}
    monkeypatch.setenv("HUB_LANGUAGE", "hi")
    assert "the same" not in hub("review", "decisions")
    assert "हाँ" in hub("review", "decisions", "--withdrawn") or "नहीं" in hub("review", "decisions", "--withdrawn")
    with engine().connect() as connection:
        audited = connection.execute(sa.text("select action, actor from hub.audit order by sequence")).all()
    assert [tuple(row) for row in audited] == [
        ("unmask", "ravi"), ("judgement-split", "ravi"), ("judgement-withdrawn", "ravi"),
    ]  # fmt: skip


def test_the_proofs_hold_and_see_what_is_wrong(asha: str) -> None:
    entities.judge(A1, P2, "no", "ravi", "another Asha")
    assert [proof for proof in proofs() if proof[2]] == []
    spoil = {
        "verify-entities-members": "update hub.entity set members = members + 1 where state = 'live'",
        "verify-entities-told": "delete from hub.entity_change where change_id = (select max(change_id) from hub.entity_change)",
        "verify-entities-apart": f"update hub.entity_member set entity_id = '{asha}' where record_id = '{P2}' and valid_to is null",
        "verify-entities-again": "update hub.link set band = 'review'",
        "verify-entities-lead": "update hub.entity set state = 'merged', members = 0, retired_in = 9, merged_into = entity_id",
    }
    for rule, statement in spoil.items():
        with engine().connect() as connection, connection.begin() as spoilt:
            connection.execute(sa.text(statement))
            spoilt.commit()
        assert rule in {name for name, _kind, reason in proofs() if reason}, rule
