"""Names across scripts: one comparable form, how alike two are, and the veto between brothers and sisters."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import names as truth
from hub.names import COLUMNS, NameKey, compatible, given_similarities, normalise, similarities, similarity


@pytest.mark.parametrize(
    ("hindi", "latin"),
    [
        ("सुनीता देवी", "Suneeta Debi"),
        ("मो० आरिफ", "Mohd. Aarif"),
        ("श्री आर० के० सिंह", "RK SINGH"),
        ("आरसीपी सिंह", "R.C.P. Sinh"),
        ("ज्ञानेन्द्र मिश्र", "Gyanendra Mishra"),
        ("लक्ष्मण चौधरी", "Lachhman Choudhary"),
        ("शंभू शरण", "Shambhoo Sharan"),
        ("डॉ० विजय", "Dr. Bijay"),
        ("कु० पूनम", "Km. Punam"),
        ("राज कु० साह", "Raj Kr. Shah"),
        ("स्व० केशव प्र०", "Late Keshav Pd"),
    ],
)
def test_a_name_has_one_form_in_both_scripts(hindi: str, latin: str) -> None:
    assert NameKey.of(hindi).folded == NameKey.of(latin).folded


@pytest.mark.parametrize(
    ("text", "given", "last", "initials"),
    [
        ("Amit Kumar Singh", "amit", "sing", "aks"),
        ("SINGH AMIT", "amit", "sing", "as"),
        ("Kumar Gaurav", "gurb", "kumr", "gk"),
        ("Md. Arif", "arif", "muhmd", "am"),
        ("R. K. Singh", "", "sing", "krs"),
        ("Ram Prasad", "rm", "prsd", "pr"),
        ("Ramesh Pandit", "rmis", "pndit", "pr"),
        ("Pandit Ramesh ji", "rmis", "", "r"),
    ],
)
def test_the_given_name_is_told_from_the_rest(text: str, given: str, last: str, initials: str) -> None:
    key = NameKey.of(text)
    assert (key.first, key.last, key.initials) == (given, last, initials)


def test_a_second_person_and_a_second_name_are_set_apart() -> None:
    wife = NameKey.of("श्रीमती गीता देवी पत्नी रमेश सिंह")
    assert (wife.folded, wife.gender, wife.relation, wife.relation_text) == ("gita dibi", "F", "husband", "रमेश सिंह")
    son = NameKey.of("Rajesh Kumar S/O Late Ram Prasad")
    assert (son.folded, son.relation, son.relation_text) == ("rjis kumr", "father", "Late Ram Prasad")
    assert similarity("Raju @ Rajendra Sah", "राजेन्द्र साह") == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ramesh", "Rajesh"), ("Sunita Devi", "Anita Devi"), ("Amit", "Sumit"), ("Harendra", "Narendra"),
        ("Rajesh Kumar", "Rakesh Kumar"), ("Dinesh", "Dinanath"), ("सीता", "Gita"), ("Anil", "Sunil"),
        ("Mukesh", "Mahesh"), ("R. Singh", "Amit Singh"),
    ],
)  # fmt: skip
def test_brothers_and_sisters_are_told_apart(one: str, other: str) -> None:
    assert not compatible(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jitender", "जितेन्द्र"), ("R. Singh", "रमेश सिंह"), ("Kumar Amit", "अमित कुमार"), ("Ram Prakash", "रामप्रकाश"),
        ("Shiv", "Sheo"), ("Bikash", "विकास"), ("", "Amit"), ("Singh", "सिंह"), ("Shri Krishna", "Srikrishna"),
        ("Chandan", "Chandon"),
    ],
)  # fmt: skip
def test_spellings_of_one_given_name_are_compatible(one: str, other: str) -> None:
    assert compatible(one, other)


def test_a_column_gives_what_single_names_give() -> None:
    texts = ["R.K. Singh", None, "", "आरती देवी", "आरती देवी"]
    made = normalise(pa.chunked_array([texts[:2], texts[2:]]))
    assert made.column_names == [*COLUMNS, "words"]
    for text, row in zip(texts, made.to_pylist(), strict=True):
        assert row == {name: getattr(NameKey.of(text), name) or None for name in COLUMNS} | {
            "words": list(NameKey.of(text).words) or None
        }
    assert normalise([]).num_rows == 0
    assert similarities(["Amit", None], ["अमित", "x"]).to_pylist() == [0.99, None]
    assert given_similarities(["Ramesh Sah"], ["राजेश साह"]).to_pylist()[0] < 0.8


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30), st.text(max_size=30))
def test_any_text_has_a_key_and_likeness_is_symmetric(one: str, other: str) -> None:
    key = NameKey.of(one)
    assert all(word and all("a" <= letter <= "z" for letter in word) for word in key.words)
    assert similarity(one, other) == pytest.approx(similarity(other, one))
    assert similarity(one, one) in ((0.99, 1.0) if key.words else (0.0,))
    assert compatible(one, other) == compatible(other, one)


@pytest.mark.parametrize(("file", "least"), [("people", 0.95), ("places", 0.95)])
def test_published_spellings_are_found_again(file: str, least: float) -> None:
    recall, _ = truth.measured(truth.editorial(file, "held"), "random", similarity)
    assert recall >= least


def test_invented_names_under_heavy_noise_are_found_again() -> None:
    recall, _ = truth.measured(truth.invented("held", 300, 0.3, 31), "random", similarity)
    assert recall >= 0.75


def test_recall_counts_whole_groups_of_equal_scores() -> None:
    scored = [(0.9, True), (0.8, True), (0.8, False), (0.1, True)]
    assert truth.recall_at(scored) == (1 / 3, 0.9)
