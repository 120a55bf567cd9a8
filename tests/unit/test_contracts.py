"""A contract's words for people stand in both languages, and change nothing in how a page is read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hub.checks import load_suite
from hub.contracts import contract, contracts, load_contract
from hub.errors import ContractInvalid


def _is_hindi(text: str) -> bool:
    return any("\u0900" <= sign <= "\u097f" for sign in text)


def test_fields_and_limitations_are_told_in_both_languages() -> None:
    for described in contracts().values():
        assert _is_hindi(described.purpose_hi), described.id
        assert _is_hindi(described.limitations_hi), described.id
        for field in described.fields:
            assert field.label_en, (described.id, field.name)
            assert field.meaning_en, (described.id, field.name)
            assert _is_hindi(field.label_hi), (described.id, field.name)
            assert _is_hindi(field.meaning_hi), (described.id, field.name)


def test_the_codes_that_the_english_meaning_names_stand_in_the_hindi_one_as_they_are_sent() -> None:
    compared = 0
    for described in contracts().values():
        for rule in load_suite(described).expectations:
            codes = [str(code) for code in rule.kwargs.get("value_set", ())]
            field = described.field(rule.kwargs["column"]) if codes else None
            for code in codes:
                whole = re.compile(rf"(?<!\w){re.escape(code)}(?!\w)")
                if field and whole.search(field.meaning_en):
                    compared += 1
                    assert whole.search(field.meaning_hi), (described.id, field.name, code)
    assert compared > 50


@pytest.mark.parametrize(
    ("property_", "said"),
    [
        ("descriptionHi", "registration_no: described in English and Hindi"),
        ("businessNameHi", "registration_no: named in English and Hindi"),
        ("limitationsHi", "limitations stand in English and as limitationsHi"),
    ],
)
def test_a_contract_without_its_hindi_is_refused_by_field_and_rule(tmp_path: Path, property_: str, said: str) -> None:
    folder = tmp_path / "cpgram"
    folder.mkdir()
    told = contract("cpgram.closures").path.read_text(encoding="utf-8")
    (folder / "closures.odcs.yaml").write_text(told.replace(f"property: {property_}", "property: other"), "utf-8")
    with pytest.raises(ContractInvalid, match=re.escape(said)):
        load_contract(folder / "closures.odcs.yaml")


def test_what_a_contract_demands_is_not_its_words() -> None:
    described = contract("cpgram.closures")
    first, *rest = described.fields
    reworded = replace(first, label_en="x", label_hi="x", meaning_en="x", meaning_hi="x")
    assert replace(described, limitations_hi="x", fields=(reworded, *rest)).demands() == described.demands()
    for changed in (replace(first, is_required=False), replace(first, path="x")):
        assert replace(described, fields=(changed, *rest)).demands() != described.demands()
