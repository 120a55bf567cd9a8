"""Every figure of every report against SQL of its own over the sandbox's truth; what an edition may hold; what is kept."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pypdfium2
import pytest
import report_truth
import sqlalchemy as sa
from openpyxl import load_workbook
from report_truth import DAY
from stored import replace

from embedded.postgres import Postgres
from hub import reports
from hub.contracts import contracts
from hub.database import engine
from hub.errors import NotAllowed
from hub.reports import tables
from hub.settings import settings
from sandbox.world.store import World

pytestmark = pytest.mark.postgres
START = date(2026, 11, 19)
AREAS = ("state", "division:Patna", "district:194", "department:health")
MADE = {
    "pay_cases": AREAS[:3], "grievances": AREAS[:3], "services": AREAS, "appraisals": (AREAS[0], AREAS[3]),
    "lokshikayat": AREAS[:3], "district": AREAS[2:3],
}  # fmt: skip


@pytest.fixture(scope="module")
def home(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database of two days of a world with every report of ``MADE``; where the reports are kept."""
    from hub.migrations import migrate

    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HUB_HOME", str(folder))
        patched.setenv("HUB_DATABASE_URL", postgres.create_database("hub_reports"))
        patched.setenv("HUB_REPORTS_URL", str(folder / "kept"))
        patched.setenv("HUB_CONSOLE_URL", "https://hub.example.invalid/hub")
        settings.cache_clear()
        migrate()
        world = World.create(folder / "world", seed=31, scale=0.05, start=START)
        while True:
            for dataset in contracts():
                replace(dataset, report_truth.held(world, dataset, world.clock), on=world.clock)
                _batch(dataset, world.clock)
            if world.clock == DAY:
                break
            world.advance(1)
        for name, where in MADE.items():
            assert reports.make(name, DAY, [reports.area(one) for one in where]).missing == ()
        yield folder
        engine().dispose()
    settings.cache_clear()


def _batch(dataset: str, day: date) -> None:
    from hub.store.tables import COUNTS, batch

    row = {"batch_id": f"{dataset}/{day}/001", "dataset": dataset, "business_date": day, "sequence": 1, "until": day,
           "status": "stored"} | dict.fromkeys(COUNTS, 0)  # fmt: skip
    with engine().begin() as connection:
        connection.execute(batch.insert().values(row))


@pytest.fixture(scope="module")
def truth(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with report_truth.opened(home / "world") as db:
        yield db


def _figures(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for section in document["sections"]:
        for cell in section.get("figures", ()):
            yield section["id"], cell
        for line in [*section.get("body", ()), section.get("foot", ())]:
            yield from ((section["id"], cell) for cell in line)


def test_appeals_stand_on_both_sides_of_the_limit_of_each_level(truth: Any) -> None:
    for name in ("appeals", "complaint_appeals"):
        first, second = (
            [report_truth.true(truth, name, measure, (("appeal_level", level),), "state")
             for measure in ("pending", "over_limit")]
            for level in "12"
        )  # fmt: skip
        assert first[0] > first[1] > 0, name
        assert second[0] > second[1], "pending for longer than a first appeal may be"


@pytest.mark.parametrize("name", list(MADE))
def test_every_figure_is_what_sql_over_the_truth_says(home: Path, truth: Any, name: str) -> None:
    compared = nonzero = 0
    for area in MADE[name]:
        document = reports.page(name, DAY, reports.area(area), "en")
        assert not any(section["kind"] == "missing" for section in document["sections"]), area
        for section, cell in _figures(document):
            if not cell["cut"]:
                continue
            cut = reports.cut_of(cell["cut"])
            if cut.list == "pay_weeks":
                continue
            wanted = report_truth.true(truth, cut.list, cut.measure, cut.of, area)
            assert cell["number"] == pytest.approx(wanted, abs=0.05), (area, section, cell)
            compared, nonzero = compared + 1, nonzero + bool(wanted)
    assert compared > 15
    assert nonzero > 5


def test_the_tables_leave_no_line_out(home: Path, truth: Any) -> None:
    """A total stands once for all lines and once in the truth; lines add up to it."""
    for name, section in (("pay_cases", "by-district"), ("pay_cases", "by-stage"), ("services", "by-service"),
                          ("lokshikayat", "over-by-subdivision"), ("lokshikayat", "appeals-by-level"), ("services", "appeals-by-level"), ("appraisals", "by-stage-and-group")):  # fmt: skip
        document = reports.page(name, DAY, reports.area("state"), "hi")
        [table] = [one for one in document["sections"] if one["id"] == section]
        at = table["keys"]
        assert sum(line[at]["number"] for line in table["body"]) == table["foot"][at]["number"] > 0


def test_in_a_row_an_age_is_a_number_and_a_district_a_word(home: Path) -> None:
    book = load_workbook(io.BytesIO(reports.read("pay_cases", DAY, reports.area("state"), "osd_hrms", "en", "xlsx")))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if re.match("PC/", str(row[0]))]
    assert rows
    assert {(type(row[2]), type(row[8])) for row in rows} == {(int, str)}


def test_the_trend_is_what_was_pending_on_its_days(home: Path) -> None:
    document = reports.page("pay_cases", DAY, reports.area("state"), "en")
    [trend] = [one for one in document["sections"] if one["id"] == "trend"]
    [summary] = [one for one in document["sections"] if one["id"] == "summary"]
    assert [cell["number"] for cell in trend["body"][0][1:]] == [cell["number"] for cell in summary["figures"][:2]]
    assert len(trend["body"]) == 1, "the hub's first batch is of this week"


def test_an_edition_holds_no_row_of_another_area(home: Path, truth: Any) -> None:
    mine = {
        case for (case,) in truth.execute("select case_id from truth_pay_cases where district_lgd = 194").fetchall()
    }
    area = reports.area("district:194")
    book = load_workbook(io.BytesIO(reports.read("pay_cases", DAY, area, "dm", "en", "xlsx")))
    for sheet in book.worksheets[1:]:
        head, *rows = sheet.iter_rows(values_only=True)
        assert {row[head.index("District")] for row in rows} == {"Buxar"}
        assert {row[head.index("Case")] for row in rows} <= mine
    assert {row[0] for row in list(book.worksheets[1].iter_rows(values_only=True))[1:]} == mine
    for language in ("hi", "en"):
        file = pypdfium2.PdfDocument(reports.read("pay_cases", DAY, area, "dm", language, "pdf"))
        told = set(re.findall(r"PC/\d{4}/\d+", "".join(page.get_textpage().get_text_bounded() for page in file)))
        assert told
        assert told <= mine


def test_every_area_has_its_edition_and_a_subdivision_just_its_rows(home: Path, truth: Any) -> None:
    from collections import Counter

    from hub.reports import making
    from hub.reports.figures import book
    from hub.reports.rows import rows

    places = truth.execute("select distinct district_lgd, subdivision_name from (select district_lgd, subdivision_name, "
                           "waits or monitor or decided_on::date > '2026-11-13' as w from truth_complaints union all "
                           "select district_lgd, subdivision_name, true from truth_hearings) where w").fetchall()  # fmt: skip
    report = reports.declared()["lokshikayat"]
    taken = {name: rows(name, DAY) for name in report.lists}
    with book({name: one.table for name, one in taken.items() if one.table is not None}) as counted:
        found = making._areas(report, taken, counted)
    assert {one.code for one in found if one.level == "subdivision"} == {f"{code}:{name}" for code, name in places}
    counts = Counter(one.level for one in found)
    assert (counts["state"], counts["division"], counts["district"]) == (1, 9, 38)
    [(code, name, pending)] = truth.execute(
        "select district_lgd, subdivision_name, count(*) filter (where waits) n from truth_complaints group by all "
        "order by n desc limit 1"
    ).fetchall()
    mine = reports.area(f"subdivision:{code}:{name}")
    reports.make("lokshikayat", DAY, [mine])
    document = reports.page("lokshikayat", DAY, mine, "hi")
    assert document["sections"][0]["figures"][0]["number"] == pending > 0
    sheet = load_workbook(io.BytesIO(reports.read("lokshikayat", DAY, mine, "sdpgro", "en", "xlsx"))).worksheets[1]
    head, *lines = sheet.iter_rows(values_only=True)
    assert {line[head.index("Sub-division")] for line in lines} == {name}


def test_no_name_and_no_number_to_call_stands_in_anything_kept(home: Path, truth: Any) -> None:
    asked = """select name_en, name_hi, mobile_number from "hrms.employees"
    where employee_id in (select employee_id from truth_pay_cases)"""
    names = truth.execute(asked).fetchall()
    kept = b"".join(path.read_bytes() for path in (home / "kept").rglob("*.json")).decode()
    assert len(names) > 50
    assert [found for row in names for found in row if found and str(found) in kept] == []
    assert not {"name_en", "complainant_name", "mobile_number", "subject"} & {
        name for path in (home / "kept").rglob("*.parquet") for name in _columns(path)
    }


def _columns(path: Path) -> list[str]:
    return list(pq.read_schema(path).names)


def test_made_again_nothing_is_made_and_without_the_files_the_same_bytes_are(home: Path) -> None:
    area = reports.area("district:194")
    before = {(one.role, one.language, one.format): one.sha256 for one in reports.files("district", DAY, area)}
    assert reports.make("district", DAY, [area]).made == 0
    with engine().begin() as connection:
        connection.execute(sa.delete(tables.report_file).where(tables.report_file.c.report == "district"))
    assert reports.make("district", DAY, [area]).made == 1
    after = {(one.role, one.language, one.format): one.sha256 for one in reports.files("district", DAY, area)}
    assert after == before
    assert len(after) == 4


def test_a_file_that_was_changed_is_not_given_out(home: Path) -> None:
    path = home / "kept" / str(DAY) / "appraisals" / "state-state" / "mission_director.hi.pdf"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(NotAllowed) as refused:
        reports.read("appraisals", DAY, reports.area("state"), "mission_director", "hi", "pdf")
    assert refused.value.message_id == "report-file-changed"


def test_figures_in_files_lead_to_their_rows(home: Path) -> None:
    area = reports.area("district:194")
    book = load_workbook(io.BytesIO(reports.read("district", DAY, area, "dm", "hi", "xlsx")))
    links = [cell.hyperlink for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink]
    wanted = "https://hub.example.invalid/hub/reports/district/2026-11-20/rows?area=district%3A194&revision=1&list="
    assert links
    assert all(link.target.startswith(wanted) for link in links)
    assert wanted.encode() in reports.read("district", DAY, area, "dm", "hi", "pdf")


def test_every_font_is_embedded_and_the_sheet_is_one_page(home: Path) -> None:
    import pypdfium2.raw as raw

    body = reports.read("district", DAY, reports.area("district:194"), "dm", "hi", "pdf")
    file = pypdfium2.PdfDocument(body)
    assert len(file) == 1
    texts = [item for item in file[0].get_objects() if item.type == raw.FPDF_PAGEOBJ_TEXT]
    fonts = [raw.FPDFTextObj_GetFont(item) for item in texts]
    assert len(fonts) > 50
    assert all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)
    assert b"pdfaid" in body


def test_what_was_never_stored_is_said_in_words(database: str) -> None:
    reports.make("lokshikayat", DAY, [reports.area("district:194")])
    document = reports.page("lokshikayat", DAY, reports.area("district:194"), "en")
    assert {section["kind"] for section in document["sections"]} == {"missing"}
    assert "lokshikayat.complaints" in document["sections"][0]["words"]
    with pytest.raises(NotAllowed):
        reports.make("lokshikayat", DAY, [reports.area("department:health")])


def test_each_edition_is_mailed_once_with_its_files(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hub.reports import mailing, message
    from sandbox.faults import Faults
    from sandbox.standins import smtp

    day = date(2026, 11, 23)  # a Monday
    with smtp.running(tmp_path) as port:
        monkeypatch.setenv("HUB_SMTP_URL", f"smtp://127.0.0.1:{port}")
        settings.cache_clear()
        assert mailing.mail(DAY).sent == 3, "the daily report alone is due on a Friday: state, division, district"
        _batch("rtps.services", day)  # it has come
        reports.make("pay_cases", day, [reports.area("district:194"), reports.area("division:Patna")])
        monkeypatch.setattr(message, "LARGEST", 45_000)
        Faults(tmp_path).inject("smtp", "reset", times=1)
        with pytest.raises(Exception, match="relay"):
            mailing.mail(day)
        assert mailing.mail(day).sent == 1
        assert mailing.mail(day + timedelta(days=2)).sent == 0
        taken = smtp.mails(tmp_path)[3:]
    ids = [mail["Message-ID"] for mail in taken]
    assert len(set(ids)) == 2
    assert all(len({one.as_bytes() for one in taken if one["Message-ID"] == told}) == 1 for told in ids)
    [district] = [mail for mail in taken if mail["To"] == "dm.194@district.bihar.example.invalid"][-1:]
    body = district.get_body(("plain",))
    assert body is not None
    names = [part.get_filename() for part in district.iter_attachments()]
    assert names == ["pay_cases-district-194-2026-11-23.xlsx"], "the PDF is larger than the bound"
    assert "pay_cases-district-194-2026-11-23.pdf" in body.get_content()
    assert (
        "https://hub.example.invalid/hub/reports/pay_cases/2026-11-23?area=district%3A194&revision=1"
        in body.get_content()
    )


def test_the_command_line_lists_makes_shows_and_saves(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hub.cli.main import build

    def told(*words: str) -> Any:
        build()(list(words), standalone_mode=False)
        return json.loads(capsys.readouterr().out)

    assert {row["report"] for row in told("reports", "list", "--json")} == set(reports.declared())
    [made] = told("reports", "make", "grievances", "--date", str(DAY), "--area", "district:194", "--json")
    assert (made["made"], made["kept"]) == (0, 1)
    shown = told("reports", "show", "grievances", "--date", str(DAY), "--save", str(tmp_path / "out"), "--json")
    assert len(shown) == len(list((tmp_path / "out").iterdir())) == 12
