"""What the YAML files of reconciliation say, and what they may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.contracts import Classification, contract
from hub.errors import ContractInvalid
from hub.reconcile import datasets, rules_of_agreement, views
from hub.reconcile.doors import doors
from hub.reconcile.run import queries
from hub.reconcile.totals import STANDS_FOR
from hub.settings import ROOT


def test_every_dataset_has_a_query_and_every_query_a_dataset() -> None:
    assert set(queries()) | {"entity_changes", "discrepancies"} == set(datasets())


def test_columns_are_described_in_both_languages() -> None:
    for dataset in datasets().values():
        for column in dataset.columns:
            assert column.label_en, (dataset.name, column.name)
            assert column.meaning_en, (dataset.name, column.name)
            for words in (column.label_hi, column.meaning_hi):
                assert any("\u0900" <= sign <= "\u097f" for sign in words), (dataset.name, column.name)


def test_a_column_from_a_personal_field_stays_personal() -> None:
    name = datasets()["pay_cases"].column("employee_name")
    assert name.classification == contract("hrms.employees").field("name_en").classification == Classification.PERSONAL
    assert (name.label_en, name.name) == ("Employee", "employee_name")


def test_no_grade_and_no_free_text_of_a_citizen_is_reconciled() -> None:
    names = {column.name for dataset in datasets().values() for column in dataset.columns}
    assert not names & {"subject", "remarks", "remark", "overall_grade", "father_name"} - {"subject"}
    assert "subject" not in {column.name for column in datasets()["citizen_matters"].columns}


def test_totals_are_kept_of_contracts_and_datasets_that_there_are() -> None:
    for dataset, (name, door) in STANDS_FOR.items():
        assert contract(dataset)
        assert bool(door) == (datasets()[name].key == ("door", "case_id"))


def test_every_declared_door_and_view_names_fields_that_there_are() -> None:
    for door in doors().values():
        names = {field.name for field in contract(door.dataset).fields}
        told = door.model_dump(exclude={"dataset", "closed"}).values()
        assert {name for item in told for name in ([item] if isinstance(item, str) else item)} <= names
    for entry in views._DECLARED.values():
        sides = {"": entry["dataset"]} | {name: side["dataset"] for name, side in entry.get("join", {}).items()}
        for path in entry["columns"].values():
            side, _, name = path.rpartition(".")
            assert contract(sides[side]).field(name)


@pytest.mark.parametrize(
    "text",
    [
        "d: {key: [a], columns: [{name: a, type: string, classification: public, label_en: A, label_hi: अ}]}",
        "d: {key: [b], columns: [{from: hrms.employees.employee_id}]}",
        "d: {key: [employee_id], columns: [{from: hrms.employees.employee_id}, {from: hrms.payroll.employee_id}]}",
        "d: {key: [a], columns: [{name: a, type: text, classification: public, label_en: A, label_hi: अ, meaning_en: A, meaning_hi: अ}]}",
    ],
)
def test_an_unsound_dataset_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "datasets.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractInvalid, match='"d"'):
        datasets(path)


@pytest.mark.parametrize(
    ("given", "instead", "told"),
    [
        ("severity: warning", "severity: grave", "severity"),
        ("about: reports", "about: salaries", "salaries"),
        ("owner: sparrow", "owner: rtps", "owner"),
        ("field: workflow_stage, not_in", "field: stage, not_in", "stage"),
        ("not_in: [CLOSED]", "not_in: [CLOSED], is_present: true", "exactly one comparison"),
        ("not_in: [CLOSED]", "unlike: [CLOSED]", "unlike"),
        ("words_hi:", "words_urdu:", "words_hi"),
    ],
)
def test_an_unsound_rule_of_agreement_is_refused_by_name(tmp_path: Path, given: str, instead: str, told: str) -> None:
    whole = (ROOT / "hub" / "reconcile" / "agreement.yaml").read_text(encoding="utf-8")
    first = whole[whole.index("retired_but_par_pending:") : whole.index("par_employee_unknown:")]
    path = tmp_path / "agreement.yaml"
    path.write_text(first, encoding="utf-8")
    assert list(rules_of_agreement(path)) == ["retired_but_par_pending"]
    path = tmp_path / "unsound.yaml"
    path.write_text(first.replace(given, instead, 1), encoding="utf-8")
    with pytest.raises(ContractInvalid, match=f'"retired_but_par_pending".*{told}'):
        rules_of_agreement(path)


def test_rules_speak_both_languages_and_name_their_source() -> None:
    for rule in rules_of_agreement().values():
        for said in (rule.words("hi"), rule.source("hi")):
            assert any("\u0900" <= sign <= "\u097f" for sign in said), rule.id
        assert rule.words("en").endswith("."), rule.id
