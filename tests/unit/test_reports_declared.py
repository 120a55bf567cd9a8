"""Reports without a database: what is declared, areas, Devanagari in the fonts and charts, who is mailed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import typst
import yaml

from console.access import Person, Role
from console.pages.reports import is_theirs
from hub.contracts import Classification, contracts
from hub.desk import Limits
from hub.errors import ContractInvalid, NotAllowed, NotConfigured
from hub.i18n import LANGUAGES, text
from hub.reports import Area, area, cut_of, declared, query, words
from hub.reports.areas import LEVELS, of_level
from hub.reports.charts import lifted, of_shares
from hub.reports.declared import _FILE
from hub.reports.figures import Cut
from hub.reports.fonts import FAMILY, FOLDER
from hub.reports.lists import LISTS
from hub.reports.pdf import role_name
from hub.reports.recipients import recipient
from hub.settings import settings


def test_every_heading_and_every_role_has_its_words() -> None:
    for language in LANGUAGES:
        for name, report in declared().items():
            for part in ("title", "purpose", *(section.id for section in report.sections)):
                text(f"report-{name.replace('_', '-')}-{part}", language)
            for edition in report.editions:
                assert role_name(edition.role, language)
                assert recipient(edition.role, of_level(edition.of)[0] if edition.of != "subdivision" else Area(
                    "subdivision", "212:Patna Sadar")) is not None  # fmt: skip
        for level in LEVELS:
            text(f"report-level-{level}", language)
        for listed in LISTS.values():
            words.list_name(listed.name, language)
            for measure in listed.measures:
                words.measure(measure, language)
            for column in {*listed.shown, *(key for one in listed.measures.values() for key in one.where)}:
                words.column(column, language)


def test_no_list_shows_a_field_that_is_about_a_person() -> None:
    """By the contracts: a name, a number to call, a text in a citizen's words."""
    personal = {
        field.name for contract in contracts().values() for field in contract.fields
        if field.classification in (Classification.PERSONAL, Classification.SENSITIVE)
    }  # fmt: skip
    assert "complainant_name" in personal
    assert not personal & {column for listed in LISTS.values() for column in listed.shown}


@pytest.mark.parametrize(
    "broken", [{"list": "no_such"}, {"measures": ["no_such"]}, {"by": ["employee_name"]}, {"chart": "pie"}]
)
def test_a_report_that_counts_what_there_is_not_is_refused(tmp_path: Path, broken: dict[str, object]) -> None:
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    told["pay_cases"]["sections"][1] |= broken
    file = tmp_path / "reports.yaml"
    file.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ContractInvalid, match="pay_cases"):
        declared(file)


def test_a_weekly_report_is_due_on_its_day_and_stays_due_until_the_next() -> None:
    weekly, daily = declared()["pay_cases"], declared()["grievances"]
    days = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 27)]
    assert [weekly.due(day) for day in days] == [date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 23)]
    assert daily.due(days[0]) == days[0]


def test_areas_are_read_as_they_are_written_and_cut_to_their_districts() -> None:
    for level in ("state", "division", "district", "department"):
        found = of_level(level)
        assert [area(str(one)) for one in found] == found
        assert len({one.slug for one in found}) == len(found)
    inside = [one.districts or () for one in of_level("division")]
    assert sorted(code for codes in inside for code in codes) == sorted(int(one.code) for one in of_level("district"))
    assert Area("subdivision", "212:दानापुर").slug != Area("subdivision", "212:बाढ़").slug
    for wrong in ("district:999", "division:Nowhere", "state:1", "department", "village:1", "subdivision:Danapur"):
        with pytest.raises(NotAllowed):
            area(wrong)


def test_a_link_names_only_what_there_is() -> None:
    cut = Cut("pay_cases", "over_limit", (("district_lgd", "212"), ("ddo_code", "")))
    assert cut_of(query(cut)) == cut
    for wrong in ("", "list=hrms.employees", "list=pay_cases&measure=x", "list=pay_cases&by=1=1;--&is=x"):
        with pytest.raises(NotAllowed):
            cut_of(wrong)


def _glyphs(words_: str) -> int:
    page = f'#set text(font: "{FAMILY}", fallback: false)\n#set page(width: auto, height: auto)\n{words_}'
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    drawn = typst.compile(page.encode(), font_paths=fonts, ignore_system_fonts=True, format="svg")
    assert isinstance(drawn, bytes)
    return len(re.findall(rb"<use ", drawn))


@pytest.mark.parametrize(("conjunct", "glyphs"), [("क्ष", 1), ("ज्ञ", 1), ("त्र", 1), ("श्री", 2), ("र्म", 2), ("कि", 2)])
def test_conjuncts_are_set_as_ligatures(conjunct: str, glyphs: int) -> None:
    assert _glyphs(conjunct) == glyphs
    unshaped = conjunct.replace("्", "्\u200c")  # a zero-width non-joiner keeps the letters apart
    if unshaped != conjunct:
        assert _glyphs(unshaped) > glyphs


def test_texts_of_a_chart_are_lifted_out_at_their_places() -> None:
    drawn = of_shares([("वेतन मामले", [50.0, 20.0]), ("लोक शिकायत", [None, 0.0])], ["पटना ज़िला", "संपूर्ण राज्य"], "hi")
    assert drawn == of_shares(
        [("वेतन मामले", [50.0, 20.0]), ("लोक शिकायत", [None, 0.0])], ["पटना ज़िला", "संपूर्ण राज्य"], "hi"
    )
    assert "50" in drawn["alt"]
    told = lifted(drawn["svg"])
    assert "<text" not in told["svg"]
    found = {one["text"]: one for one in told["texts"]}
    assert {"वेतन मामले", "लोक शिकायत", "पटना ज़िला", "संपूर्ण राज्य", "100"} <= found.keys()
    assert found["वेतन मामले"]["x"] == found["लोक शिकायत"]["x"] < found["100"]["x"]
    assert 0 < found["पटना ज़िला"]["y"] < found["वेतन मामले"]["y"] < found["लोक शिकायत"]["y"] < told["height"]


@pytest.mark.parametrize("row", ["dm,*,nobody,hi", "dm,*,a@b.example,fr", 'dm,*,"a@b.example\r\nBcc: c@d.example",hi'])
def test_a_list_of_recipients_that_is_unsound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    listed = tmp_path / "recipients.csv"
    listed.write_text(f"role,area,address,language\n{row}\n", encoding="utf-8", newline="")
    monkeypatch.setenv("HUB_REPORT_RECIPIENTS", str(listed))
    settings.cache_clear()
    with pytest.raises(NotConfigured):
        recipient("dm", Area("district", "212"))


@pytest.mark.parametrize(
    ("districts", "departments", "seen"),
    [
        (None, None, {"state", "division:Patna", "district:212", "subdivision:212:Danapur", "department:health"}),
        ({212}, None, {"district:212", "subdivision:212:Danapur"}),
        (
            set(Area("division", "Patna").districts or ()),
            None,
            {"division:Patna", "district:212", "subdivision:212:Danapur"},
        ),
        (None, {"Health Department"}, {"department:health"}),
        ({212}, {"Health Department"}, set()),
        ({211}, None, set()),
    ],
)
def test_a_person_with_limits_sees_only_editions_that_lie_within(
    districts: set[int] | None, departments: set[str] | None, seen: set[str]
) -> None:
    limits = Limits(districts and frozenset(districts), departments and frozenset(departments))
    person = Person("someone", "Someone", Role.VIEWER, limits)
    every = ("state", "division:Patna", "district:212", "subdivision:212:Danapur", "department:health")
    assert {one for one in every if is_theirs(person, area(one))} == seen
