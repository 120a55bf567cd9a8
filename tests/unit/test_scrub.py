"""Aadhaar numbers are cut in every format, and nothing else is touched."""

from __future__ import annotations

import base64
import csv
import io
import json
import random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from landing_pages import AADHAAR, application, envelope, json_page, workbook
from stdnum import verhoeff

from hub.landing.formats import format_named

GONE = "[aadhaar removed]"
NONE: frozenset[str] = frozenset()
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@st.composite
def aadhaars(draw: st.DrawFn) -> str:
    """An invented number that passes as Aadhaar, as people write it."""
    body = draw(st.from_regex(r"[2-9][0-9]{10}", fullmatch=True))
    digits = body + verhoeff.calc_check_digit(body)
    gap = draw(st.sampled_from(["", " ", "-", "  ", "\u00a0", "–"]))
    written = gap.join((digits[:4], digits[4:8], digits[8:]))
    return written.translate(DEVANAGARI) if draw(st.booleans()) else written


# Free text that holds no digit run of its own; anything else may stand beside the number.
letters = st.characters(exclude_categories=["Cs", "Cc", "Nd"], exclude_characters="-–\u00a0&<>+\\\"'")
words = st.text(letters, max_size=30)


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str]:
    """A text with numbers, and the same text with them cut."""
    before, after = draw(words), draw(words)
    number = draw(aadhaars())
    return f"{before} {number}। {after}", f"{before} {GONE}। {after}"


def scrubbed(form: str, body: bytes, ignored: frozenset[str] = NONE) -> bytes:
    return format_named(form).scrub(body, ignored)


@settings(deadline=None)
@given(planted(), st.booleans())
def test_json_loses_every_planted_number_and_nothing_else(texts: tuple[str, str], ascii_only: bool) -> None:
    dirty, clean = texts
    page = [application(1, service_name=dirty), {dirty: [dirty, 1.5, True, None]}]
    expected = [application(1, service_name=clean), {clean: [clean, 1.5, True, None]}]
    got = scrubbed("json", json_page(page, ascii_only=ascii_only))
    assert got == json_page(expected, ascii_only=ascii_only)


@settings(deadline=None)
@given(planted())
def test_soap_loses_every_planted_number_and_nothing_else(texts: tuple[str, str]) -> None:
    dirty, clean = (envelope(f"<Grievance><Subject>{text}</Subject><X a='{text}'/></Grievance>") for text in texts)
    assert scrubbed("soap", dirty) == clean


@settings(deadline=None)
@given(planted())
def test_csv_loses_every_planted_number_and_nothing_else(texts: tuple[str, str]) -> None:
    def written(text: str) -> bytes:
        out = io.StringIO()
        csv.writer(out).writerows([["EMP_ID", "REMARK"], ["E0000001", text], [text, "x"]])
        return out.getvalue().encode()

    assert scrubbed("csv", written(texts[0])) == written(texts[1])


@settings(deadline=None)
@given(planted())
def test_mongo_shell_loses_every_planted_number_and_nothing_else(texts: tuple[str, str]) -> None:
    dirty, clean = (f'{{"_id": ObjectId("5f"), "remarks_text": "{text}", n: NumberInt(5)}}'.encode() for text in texts)
    assert scrubbed("mongo-shell", dirty) == clean


@settings(deadline=None, max_examples=25)
@given(planted())
def test_workbooks_lose_every_planted_number_and_nothing_else(texts: tuple[str, str]) -> None:
    dirty, clean = ([["PAR ID", "Officer Name"], ["PAR-1", text], [7, 1.5]] for text in texts)
    try:
        body = workbook(dirty)
    except openpyxl.utils.exceptions.IllegalCharacterError:
        return
    book = openpyxl.load_workbook(io.BytesIO(scrubbed("xlsx", body)))
    expected = openpyxl.load_workbook(io.BytesIO(workbook(clean)))
    assert list(book["PAR"].values) == list(expected["PAR"].values)


def test_numbers_in_number_cells_are_cut_and_clean_workbooks_keep_their_bytes() -> None:
    clean = workbook([["PAR ID"], ["PAR-1"], [4_000_000_123]])
    assert scrubbed("xlsx", clean) is clean
    for number in (int(AADHAAR), float(AADHAAR)):
        book = openpyxl.load_workbook(io.BytesIO(scrubbed("xlsx", workbook([["PAR ID", "X"], [number, number]]))))
        assert list(book["PAR"].values)[1] == (GONE, GONE)


def test_what_stands_beside_the_cells_of_a_workbook_is_cut_too() -> None:
    book = openpyxl.Workbook()
    book.active.title = "PAR"
    book.active["A1"] = "PAR ID"
    book.active["A1"].comment = openpyxl.comments.Comment(f"of {AADHAAR}", "clerk")
    book.properties.title = f"uid {AADHAAR}"
    out = io.BytesIO()
    book.save(out)
    got = openpyxl.load_workbook(io.BytesIO(scrubbed("xlsx", out.getvalue())))
    assert got["PAR"]["A1"].value == "PAR ID"
    assert got["PAR"]["A1"].comment.text == f"of {GONE}"
    assert got.properties.title == f"uid {GONE}"


def test_bare_json_numbers_become_null() -> None:
    body = f'{{"a":{AADHAAR},"b":[-{AADHAAR},{AADHAAR}.5, 25.{AADHAAR},1{AADHAAR}],"c":"x: {AADHAAR}, y"}}'.encode()
    expected = f'{{"a":null,"b":[null,null, 25.{AADHAAR},1{AADHAAR}],"c":"x: {GONE}, y"}}'.encode()
    assert scrubbed("json", body, NONE) == expected


@pytest.mark.parametrize(
    "kept",
    [
        AADHAAR[:-1] + "7",  # wrong check digit
        "1" + AADHAAR[1:],
        "9" + AADHAAR,
        AADHAAR + "0",
        f"A{AADHAAR}",
        f"{AADHAAR}B",
        f"+{AADHAAR}",
        "02-11-2026 10:15:00",
        f"25.{AADHAAR}",
        "2341 2341 234",
    ],
)
def test_what_is_no_aadhaar_number_stays(kept: str) -> None:
    for form in ("json", "csv", "soap", "mongo-shell"):
        body = json.dumps({"a": kept}).encode() if form != "soap" else f"<a>{kept}</a>".encode()
        assert scrubbed(form, body) == body


def test_base64_is_not_damaged() -> None:
    document = base64.b64encode(random.Random(7).randbytes(3_000)).decode()
    for joint in ("/", "+", "="):
        body = json.dumps({"ReplyDocument": document + joint + AADHAAR + joint + document}).encode()
        assert scrubbed("json", body) == body


@pytest.mark.parametrize("escaped", [r"\u0968\u0969\u096a\u0967 2341 2346", r"\u0032341\u00a02341-2346"])
def test_escaped_digits_of_json_are_seen(escaped: str) -> None:
    assert scrubbed("json", f'{{"a":"{escaped}"}}'.encode()) == f'{{"a":"{GONE}"}}'.encode()


@pytest.mark.parametrize("escaped", ["&#2408;&#2409;&#x96A;&#x0967; 2341 2346", "&#50;341 &#50;341&#160;2346"])
def test_digits_as_character_references_are_seen(escaped: str) -> None:
    assert scrubbed("soap", f"<a>{escaped}</a>".encode()) == f"<a>{GONE}</a>".encode()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_pages_in_a_wrong_encoding_hold_none_either(encoding: str) -> None:
    body = json.dumps({"a": f"आधार {AADHAAR}"}, ensure_ascii=False).encode(encoding)
    got = scrubbed("json", body).decode(encoding)
    assert AADHAAR not in got
    assert json.loads(got.lstrip("\ufeff")) == {"a": f"आधार {GONE}"}


@pytest.mark.parametrize("value", ['"x, \\"y"', "5", "null", '{"a": [1, "]}", {"b": 2}]}', "[[], {}]", "true"])
def test_ignored_keys_lose_their_value_in_json(value: str) -> None:
    body = f'{{"k": 1, "AadhaarNo" : {value}, "z": {{"AadhaarNo": {value}}}, "t": "\\"AadhaarNo\\": 5"}}'
    got = json.loads(scrubbed("json", body.encode(), frozenset({"AadhaarNo"})))
    assert got == {"k": 1, "AadhaarNo": "", "z": {"AadhaarNo": ""}, "t": '"AadhaarNo": 5'}


def test_ignored_elements_lose_their_text_in_soap() -> None:
    body = envelope(
        "<Grievance><AadhaarNo>17</AadhaarNo><n:AadhaarNo xmlns:n='x'><![CDATA[2]]></n:AadhaarNo ><AadhaarNo/>"
        "<AadhaarNos>3</AadhaarNos><AadhaarNo nil='true'></AadhaarNo></Grievance>"
    )
    expected = body.replace(b">17<", b"><").replace(b"<![CDATA[2]]>", b"")
    assert scrubbed("soap", body, frozenset({"AadhaarNo"})) == expected


def test_ignored_columns_lose_their_cells_in_csv() -> None:
    body = 'EMP_ID,"AADHAAR_NO",NAME\r\nE1,"12,""3\n4",आशा\r\nE2,5,\r\nE3,,"x, y"'.encode()
    expected = 'EMP_ID,"AADHAAR_NO",NAME\r\nE1,,आशा\r\nE2,,\r\nE3,,"x, y"'.encode()
    assert scrubbed("csv", body, frozenset({"AADHAAR_NO"})) == expected
    assert scrubbed("csv", body + b"\r\n", frozenset({"AADHAAR_NO"})) == expected + b"\r\n"


def test_ignored_columns_lose_their_cells_in_workbooks() -> None:
    body = workbook([["PAR ID", " Aadhaar  No"], ["PAR-1", "x"], ["PAR-2", 5]])
    book = openpyxl.load_workbook(io.BytesIO(scrubbed("xlsx", body, frozenset({"Aadhaar No"}))))
    assert list(book["PAR"].values)[1:] == [("PAR-1", None), ("PAR-2", None)]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(["json", "csv", "soap", "mongo-shell", "xlsx"]), st.binary(max_size=300), aadhaars())
def test_no_page_is_too_broken_to_be_scrubbed(form: str, noise: bytes, number: str) -> None:
    body = noise + b' "' + number.encode() + b'" ' + noise[::-1]
    got = scrubbed(form, body, frozenset({"AadhaarNo", "x"}))
    assert number.encode() not in got
