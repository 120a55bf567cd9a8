"""Districts, departments, offices and designations: found and said how, or left open."""

from __future__ import annotations

import pytest

from hub.contracts import codes
from hub.errors import ContractInvalid
from hub.names import places


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("Patna", "212", "name"), ("जिला- पटना", "212", "name"), ("GAYA, Bihar", "196", "name"), ("Arrah", "193", "headquarters"),
        ("Mujaffarpur", "208", "alias"), ("Monghyr", "207", "old"), ("E. Champaran", "213", "abbreviation"),
        ("SAMASTIP", "217", "cut"), ("PASHCHIM CHAMPARA", "211", "cut"), ("SARA", "218", "alias"),
        ("Jahanabaad", "199", "spelling"), ("सीतामढ़ी", "221", "name"), ("Bhojpur (Ara)", "193", "alias"),
        ("Ara", "", "ambiguous"), ("Champaran", "", "ambiguous"), ("MADH", "", "unknown"), ("Ranchi", "", "unknown"),
        ("Bihar", "", "unknown"), ("", "", "empty"), (None, "", "empty"), ("---", "", "empty"),
    ],
)  # fmt: skip
def test_a_district_is_found_or_left_open(text: object, code: str, how: str) -> None:
    found = places.district(text)
    assert (found.code, found.how) == (code, how)
    assert found.is_resolved == (how in places.RESOLVED)


def test_every_spelling_that_is_kept_leads_to_its_district_and_no_two_sound_alike() -> None:
    for row in codes.districts():
        for name in (row["name_en"], row["name_hi"], row["name_en"].upper()):
            assert places.district(name).code == row["district_lgd"]
        for alias in filter(None, row["aliases"].split("|")):
            assert places.district(alias).code == row["district_lgd"] or places.district(alias).how == "ambiguous"


def test_codes_of_other_schemes() -> None:
    assert places.district("230", "district_census2011") == places.Found("212", "code")
    assert places.district("07", "district_lgd").how == "unknown"
    with pytest.raises(ContractInvalid):
        places.district("1", "no_such_scheme")


@pytest.mark.parametrize(
    ("read", "text", "code", "rest"),
    [
        (places.designation, "B.D.O.", "block_development_officer", ""),
        (places.designation, "Block Dev. Officer", "block_development_officer", ""),
        (places.designation, "प्रखण्ड विकास पदाधिकारी", "block_development_officer", ""),
        (places.designation, "Circle Officer, Rampur", "circle_officer", "Rampur"),
        (places.designation, "Head Clerk Cum Accountant", "", ""),
        (places.department, "Revenue & Land Reforms Deptt.", "revenue_land_reforms", ""),
        (places.department, "शिक्षा विभाग", "education", ""),
        (places.office, "अंचल कार्यालय - रामपुर", "circle_office", "रामपुर"),
        (places.office, "PHC Rampur", "", ""),
    ],
)
def test_posts_departments_and_offices(read: object, text: str, code: str, rest: str) -> None:
    found = read(text)  # type: ignore[operator]
    assert (found.code, found.rest) == (code, rest)


def test_what_a_person_taught_wins_and_must_name_a_known_code() -> None:
    learnt = places.Learnt.of("district", {"Motihari Town": "213", "Ara": "193"})
    assert places.district("motihari-town", learnt=learnt) == places.Found("213", "learnt")
    assert places.district("ARA", learnt=learnt).code == "193"
    with pytest.raises(places.AliasRefused):
        places.Learnt.of("district", {"Somewhere": "999"})


def test_a_column_is_read_and_what_stayed_open_can_be_counted() -> None:
    read = places.column(["Patna", None, "Atlantis", "Patna"], places.district)
    assert read["code"].to_pylist() == ["212", None, None, "212"]
    assert [how for how in read["how"].to_pylist() if how in places.UNRESOLVED] == ["empty", "unknown"]
    assert places.suggestions("district", "Samastpr")[0][0] == "217"
