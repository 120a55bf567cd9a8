"""The suites under ``expectations/`` against the contracts, the catalogue of defects and the catalogues of words."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from hub.checks import Severity, load_suite, plain_words
from hub.checks.engine.plan import NOT_NULL, compile_suite, day_parameters
from hub.checks.suite import BATCH, COUNT_BAND
from hub.checks.words import GENERIC, hold_words, message_id
from hub.contracts import contracts, load_contract
from hub.errors import ContractInvalid
from hub.i18n import LANGUAGES, catalogues, text
from hub.landing.chunk import ARROW_TYPES
from hub.settings import ROOT
from sandbox.world.defects import catalogue

DATASETS = sorted(contracts())
DEFECTS = catalogue()
HOLDS = {
    "control_total": {"control_total": 12, "received": 10},
    "landed_total": {"landed_total": 12, "received": 10},
    "count_band": {"received": 10, "previous": 100, "least": 70, "most": 150},
    "absent_field": {"field": "subject", "rows": 10, "received": 20},
    "quarantine_share": {"quarantined": 10, "received": 20},
    "check_error": {"expectation": "subject.length", "error": "StockError"},
    "reference_missing": {"expectation": "employee_id.known", "reference": "hrms.employees.employee_id"},
    "unknown_field": {"field": "extra", "rows": 3},
}


@pytest.mark.parametrize("dataset", DATASETS)
def test_great_expectations_accepts_every_expectation(dataset: str) -> None:
    contract = contracts()[dataset]
    types = {field.name: ARROW_TYPES[field.type] for field in contract.fields}
    day = day_parameters(date(2026, 11, 20))
    rules = compile_suite(load_suite(contract), types, day, lambda name, field: None)
    assert 10 <= len(load_suite(contract).expectations) <= 25
    assert len(rules) == sum(item.scope != BATCH for item in load_suite(contract).expectations)


@pytest.mark.parametrize("dataset", DATASETS)
def test_required_fields_and_only_they_must_be_there(dataset: str) -> None:
    contract, suite = contracts()[dataset], load_suite(contracts()[dataset])
    guarded = {
        item.field: item.severity
        for item in suite.expectations
        if item.type == NOT_NULL and "row_condition" not in item.kwargs and not contract.field(item.field).is_derived
    }
    assert set(guarded) == {field.name for field in contract.fields if field.is_required}
    assert set(guarded.values()) == {Severity.CRITICAL}


@pytest.mark.parametrize("dataset", sorted(DEFECTS))
def test_every_catalogued_defect_is_a_critical_expectation(dataset: str) -> None:
    suite = load_suite(contracts()[dataset])
    for reason in DEFECTS[dataset]:
        if ":" in reason or reason == "key_conflict":
            assert reason.split(":")[0] in GENERIC
        else:
            assert suite.expectation(reason).severity is Severity.CRITICAL


@pytest.mark.parametrize("dataset", DATASETS)
def test_each_suite_knows_its_key_and_its_band(dataset: str) -> None:
    contract, suite = contracts()[dataset], load_suite(contracts()[dataset])
    of_batch = [item for item in suite.expectations if item.scope == BATCH]
    assert sum(item.type == COUNT_BAND for item in of_batch) == 1
    keyed = [
        tuple(item.kwargs.get("column_list", [item.kwargs.get("column")])) for item in of_batch if "unique" in item.type
    ]
    assert keyed == [contract.key]


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_expectation_has_its_own_words(dataset: str, language: str) -> None:
    for item in load_suite(contracts()[dataset]).expectations:
        assert text(message_id(dataset, item.id), language) == plain_words(dataset, item.id, language)
    for reason in DEFECTS.get(dataset, []):
        words = plain_words(dataset, reason, language)
        assert words
        assert "{" not in words
        assert ("।" in words) == (language == "hi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_name_no_expectation_that_is_gone(language: str) -> None:
    known = {message_id(name, item.id) for name in DATASETS for item in load_suite(contracts()[name]).expectations}
    lines = [line for path in catalogues(language) for line in path.read_text(encoding="utf-8").splitlines()]
    told = [line.split(" = ")[0] for line in lines if line.startswith("expectation-")]
    assert sorted(told) == sorted(known)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", sorted(HOLDS))
def test_each_hold_says_its_figures(rule: str, language: str) -> None:
    words = hold_words(rule, language, **HOLDS[rule])
    for value in HOLDS[rule].values():
        assert str(value) in words


@pytest.mark.parametrize("rule", sorted(GENERIC))
def test_reasons_of_reading_name_the_field(rule: str) -> None:
    assert plain_words("rtps.applications", f"{rule}:amount", "hi")
    if rule not in ("key_conflict", "key_missing"):
        assert "शुल्क" in plain_words("rtps.applications", f"{rule}:amount", "hi")


def test_a_dataset_without_words_of_its_own_is_told_by_its_rule() -> None:
    assert plain_words("water.meters", "read_on.not_null", "en") == "“read_on” is empty; it must be given."
    assert "odd_rule" in plain_words("water.meters", "read_on.odd_rule", "hi")


@pytest.fixture
def dropped_in(tmp_path: Path) -> Path:
    """A folder of systems outside the repository with one dataset, and its suite beside it."""
    system = tmp_path / "more" / "cpgram"
    system.mkdir(parents=True)
    shutil.copy(contracts()["cpgram.closures"].path, system)
    (tmp_path / "expectations").mkdir()
    shutil.copy(ROOT / "expectations/cpgram.closures.json", tmp_path / "expectations")
    return tmp_path


def test_a_suite_stands_beside_the_folder_of_a_dropped_in_system(dropped_in: Path) -> None:
    contract = load_contract(dropped_in / "more/cpgram/closures.odcs.yaml")
    assert load_suite(contract).path == dropped_in / "expectations/cpgram.closures.json"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda suite: suite.update(name="other"), "name"),
        (lambda suite: suite["expectations"].append(suite["expectations"][0]), "twice"),
        (lambda suite: suite["expectations"][0]["kwargs"].update(column="nobody"), "nobody"),
        (lambda suite: suite["expectations"][0].update(severity="dreadful"), "dreadful"),
        (lambda suite: suite["expectations"][0]["meta"].update(id="no_rule"), "no_rule"),
        (lambda suite: suite["expectations"][0]["meta"].update(id="nobody.not_null"), "nobody"),
        (lambda suite: suite["expectations"][0].pop("type"), "type"),
        (lambda suite: suite["expectations"][-1]["meta"].update(id="rating.count_band", scope="row"), "scope batch"),
        (lambda suite: suite["expectations"][0]["meta"].update(scope="batch"), "scope batch"),
        (lambda suite: suite["expectations"][-2]["kwargs"].update(column="reason"), "registration_no"),
    ],
)
def test_an_unsound_suite_says_what_it_breaks(dropped_in: Path, change, said: str) -> None:  # type: ignore[no-untyped-def]
    contract = load_contract(dropped_in / "more/cpgram/closures.odcs.yaml")
    path = dropped_in / "expectations/cpgram.closures.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    change(suite)
    path.write_text(json.dumps(suite), encoding="utf-8")
    with pytest.raises(ContractInvalid, match=said):
        load_suite(contract)


def test_a_dataset_without_a_suite_is_refused(tmp_path: Path) -> None:
    system = tmp_path / "more" / "water"
    system.mkdir(parents=True)
    told = (
        contracts()["cpgram.closures"]
        .path.read_text(encoding="utf-8")
        .replace("id: cpgram.closures", "id: water.meters")
    )
    (system / "meters.odcs.yaml").write_text(told, encoding="utf-8")
    with pytest.raises(ContractInvalid, match=r"water\.meters"):
        load_suite(load_contract(system / "meters.odcs.yaml"))
