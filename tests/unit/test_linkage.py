"""Fields in comparable form, topics, bands; two lists linked, whatever their order, cut and threads."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import duckdb
import pytest

from hub.linkage import fields, score, statements, topics, trained, work
from hub.linkage.decide import Census, census
from hub.linkage.declared import subjects
from hub.linkage.files import COLUMNS, ListUnreadable, link_files
from hub.linkage.model import Kind
from hub.linkage.spec import spec
from sandbox.world import linkage as lists
from sandbox.world.linkage_pools import invented_pool, world_pool


@pytest.mark.parametrize(
    ("text", "found"),
    [("1980-01-31", date(1980, 1, 31)), ("31/01/1980", date(1980, 1, 31)), ("३१-०१-१९८०", date(1980, 1, 31)),
     ("31.1.1980", date(1980, 1, 31)), ("31 Jan 1980", date(1980, 1, 31)), ("1980-02-31", None), ("", None)],
)  # fmt: skip
def test_dates_are_read_day_first(text: str, found: date | None) -> None:
    assert fields.day(text) == found


def test_what_says_nothing_is_no_evidence() -> None:
    assert [fields.mobile(text) for text in ("9999999999", "1234567890", "12345", "")] == [None] * 4
    assert {fields.mobile(text) for text in ("+91 60012 34567", "06001234567", "६००१२३४५६७")} == {"6001234567"}
    assert {fields.number(text) for text in ("E1000017", "1000017", "e-1000017", "0001000017")} == {"1000017"}


def test_a_district_is_known_by_name_alias_or_unambiguous_beginning() -> None:
    patna = fields.district("Patna")
    assert patna == fields.district("पटना") == fields.district("PATNA ") == fields.district("Patn")
    assert fields.district("Pashchim Champaran") != fields.district("Purbi Champaran") is not None
    assert fields.district("P") is None and fields.district("Nowhere") is None  # noqa: PT018


def test_a_post_is_one_in_both_scripts_and_an_unknown_one_is_marked() -> None:
    assert fields.designation("सहायक शिक्षक") == fields.designation("ASSISTANT TEACHER")
    assert fields.department("शिक्षा विभाग") == fields.department("Education Dept")
    assert (fields.designation("अनजान पद") or "").startswith(fields.HINDI)


def test_a_matter_has_topics_numbers_and_words_in_either_language() -> None:
    english, hindi = (
        "Mutation of plot pending, case 4471/22, no. 52018",
        "जमीन का दाखिल खारिज लंबित, सं० ५२०१८, मो० 6001234567",
    )
    assert set(topics.topics(english) or ()) & set(topics.topics(hindi) or ()) == {"land"}
    assert topics.long_numbers(english) == topics.long_numbers(hindi) == ["52018"]
    assert topics.numbers("filed in 2024 at BRCCO/2024/1234567") == ["BRCCO/2024/1234567"]


def test_models_fit_their_specification_and_hold_no_value_of_a_record() -> None:
    for name in subjects():
        model = trained.model(name)
        for comparison, declared in zip(model.settings["comparisons"], spec(name).settings["comparisons"], strict=True):
            assert comparison["output_column_name"] == declared["output_column_name"]
            conditions = [level["sql_condition"] for level in comparison["comparison_levels"]]
            assert conditions == [level["sql_condition"] for level in declared["comparison_levels"]]
        assert set(model.policy.bands) == set(spec(name).kinds)
        assert all(bands.review < bands.accept for bands in model.policy.bands.values())
        assert not any("tf_" in key for key in model.settings)


def _write(path: Path, rows: list[lists.Row], subject: str = "employee") -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS[subject], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _pairs(path: Path, kind: Kind = Kind.SAME_PERSON) -> set[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["id_a"], row["id_b"]) for row in csv.DictReader(lines) if row["kind"] == kind}


def _f1(found: set[tuple[str, str]], truth: set[tuple[str, str]]) -> float:
    return 2 * len(found & truth) / (len(found) + len(truth))


def test_two_lists_are_linked_the_same_whatever_their_order_threads_and_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = lists.employees(5, 800, noise=0.3, hindi=0.45, pool=invented_pool(5))
    a, b = _write(tmp_path / "a.csv", made.a), _write(tmp_path / "b.csv", made.b)
    link_files("employee", a, b, tmp_path / "one.csv")
    assert _f1(_pairs(tmp_path / "one.csv"), made.same_person) > 0.985
    random.Random(1).shuffle(made.a)
    random.Random(2).shuffle(made.b)
    a, b = _write(tmp_path / "a2.csv", made.a), _write(tmp_path / "b2.csv", made.b)
    monkeypatch.setattr(score, "_PART", 1000)
    link_files("employee", a, b, tmp_path / "two.csv", threads=1)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_what_is_asked_before_a_slip_hides_none() -> None:
    rng = random.Random(3)
    texts = {"".join(rng.choices("12", k=rng.randint(1, 6))) for _ in range(400)}
    with duckdb.connect() as memory:
        memory.execute("create table text as select unnest(?) as t", [sorted(texts)])
        quick = statements._SLIP.sub(statements._NEEDED, slow := "damerau_levenshtein(a, b) = 1")
        asked = f"select count(*) filter (where {slow}), count(*) filter (where {quick})"
        found = memory.execute(f"{asked} from (select x.t as a, y.t as b from text x, text y)").fetchall()[0]
    assert found[0] == found[1] > 100


def test_brothers_are_a_household_and_one_matter_is_not_all_matters(tmp_path: Path) -> None:
    made = lists.matters(6, 700, noise=0.2, hindi=0.5, pool=world_pool())
    a, b = _write(tmp_path / "a.csv", made.a, "matter"), _write(tmp_path / "b.csv", made.b, "matter")
    link_files("matter", a, b, tmp_path / "out.csv")
    assert _f1(_pairs(tmp_path / "out.csv"), made.same_person) > 0.95
    assert _f1(_pairs(tmp_path / "out.csv", Kind.SAME_MATTER), made.same_matter) > 0.93
    households = _pairs(tmp_path / "out.csv", Kind.SAME_HOUSEHOLD)
    assert len(households) > 50
    assert len(households & made.same_person) < 0.1 * len(households)


def test_a_shared_number_with_another_name_is_never_accepted(tmp_path: Path) -> None:
    common = {"employee_id": "E1000001", "father_or_husband_name": "Ram Prasad", "dob": "1980-02-03",
              "mobile": "6001234567", "district": "Patna"}  # fmt: skip
    a = _write(tmp_path / "a.csv", [{"rec_id": "1", "name": "Mohan Prasad", **common}])
    b = _write(tmp_path / "b.csv", [{"rec_id": "2", "name": "Gulshan Prasad", **common}])
    link_files("employee", a, b, tmp_path / "out.csv")
    assert "accept" not in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_a_brother_whose_family_name_reads_as_a_given_name_is_no_link(tmp_path: Path) -> None:
    house = {"father_or_husband_name": "Laitosh Hinu", "mobile": "6001234567", "district": "Patna"}
    a = _write(tmp_path / "a.csv", [{"rec_id": "1", "name": "Bikosis Hinu", **house}])
    b = _write(tmp_path / "b.csv", [{"rec_id": "1", "name": "J. Hinu", **house}])
    link_files("employee", a, b, tmp_path / "out.csv")
    assert _pairs(tmp_path / "out.csv") == set()


def test_in_a_small_office_a_number_one_digit_off_is_a_colleague_and_the_number_itself_is_enough(
    tmp_path: Path,
) -> None:
    names = ["Ravi Rai", "Amrita Devi", "Pramod Ansari", "Nutan Mishra", "Asha Sinha", "Om Sahni", "Lal Babu"]
    roster = [{"rec_id": str(i), "employee_id": f"E10002{i:02d}", "name": names[i % 7]} for i in range(40)]
    told = [{"rec_id": "slip", "employee_id": "E1000246", "name": "Pramod Ansari", "department": "Education Department"},
            {"rec_id": "same", "employee_id": "E1000214", "name": "रवि राय"}]  # fmt: skip
    a, b = _write(tmp_path / "a.csv", roster), _write(tmp_path / "b.csv", told)
    link_files("employee", a, b, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        accepted = {(row["id_a"], row["id_b"]) for row in csv.DictReader(lines) if row["band"] == "accept"}
    assert accepted == {("14", "same")}


def test_a_list_without_names_or_with_an_id_twice_is_refused_in_words(tmp_path: Path) -> None:
    good = _write(tmp_path / "good.csv", [{"rec_id": "1", "name": "Asha"}])
    twice = _write(tmp_path / "twice.csv", [{"rec_id": "1", "name": "Asha"}, {"rec_id": "1", "name": "Mina"}])
    other = tmp_path / "other.csv"
    other.write_text("number;कर्मी का नाम\n7;आशा कुमारी\n", encoding="utf-8-sig")
    for bad, message in ((twice, "linkage-ids-repeated"), (other, "linkage-list-without-name"),
                         (tmp_path / "none.csv", "linkage-list-missing")):  # fmt: skip
        with pytest.raises(ListUnreadable) as failed:
            link_files("employee", good, bad, tmp_path / "out.csv")
        assert failed.value.message_id == message
    names = {"b.name": "कर्मी का नाम", "b.rec_id": "number"}
    assert link_files("employee", good, other, tmp_path / "out.csv", names=names).right == 1


def test_the_records_tell_how_many_share_a_house_and_a_matter() -> None:
    of = spec("matter")
    with work.connect(threads=1) as connection:
        score.create(connection, of, "pairs")
        columns = [name for name, *_ in connection.execute("describe pairs").fetchall()]

        def add(times: int, **values: float) -> None:
            row = dict.fromkeys(columns, 0.0) | {"left_id": "a", "right_id": "b"} | values
            connection.executemany(
                f"insert into pairs values ({', '.join('?' * len(row))})", [list(row.values())] * times
            )

        add(5, person=20, matter=4, g_name_given=1)
        add(2, person=20, matter=-4, g_name_given=1)
        add(9, person=12, matter=4, g_name_given=1)  # nobody knows whether these are one
        assert census(connection, of, -10, "pairs") == Census(-3, 1)
        add(3, person=9, g_name_given=0, w_relative_given=16)
        assert census(connection, of, -10, "pairs") == Census(-1, 1)
        add(30, person=9, g_name_given=0, w_relative_given=16)
        assert census(connection, of, -10, "pairs") == Census(0, 1), "never more than even"
    assert Census.read(str(Census(-3, 1))) == Census(-3, 1)
